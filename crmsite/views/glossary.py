"""Glossary 术语与口径: what every term means here, and one table that keeps the four vocabularies of "level" apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.catalogue import TERMS
from crmsite.figures.facts import Say
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.portfolio.portfolio import Portfolio

LEVELS = ("tier", "segment", "value_band", "priority")
_METHODS = {
    "tier": "tier", "dimension": "tier", "risk_safety": "tier", "interval": "tier", "movement": "tier", "review": "review-overdue",
    "rfm": "rfm", "segment": "rfm", "value_band": "value_band", "dormant": "value_band", "label": "value_band",
    "quadrant": "need_quadrant", "rank": "need_quadrant", "priority": "need_priority", "action_status": "action_status",
    "opening": "amounts",
}  # fmt: skip


class Entry(NamedTuple):
    """One term: its name, what it means, and the method that works it out, where there is one."""

    id: str
    name: Say
    text: Say
    method: str


class LevelRow(Slotted):
    """One vocabulary of "level": what it is called, its values, what it is worked out from, which question it answers."""

    name: Say
    values: Say
    basis: Say
    question: Say
    method: str


class GlossaryView(Slotted):
    """The glossary."""

    head: Head
    levels: tuple[LevelRow, ...]
    entries: tuple[Entry, ...]


def pages(_portfolio: Portfolio) -> Iterator[tuple[str, str, GlossaryView]]:
    """Yield the one page."""
    yield "glossary.html", "glossary.html", glossary()


def glossary() -> GlossaryView:
    """Put the glossary together."""
    levels = [_level(name) for name in LEVELS]
    entries = [Entry(name, Say(f"glossary.{name}.name"), Say(f"glossary.{name}.text"), _METHODS.get(name, "")) for name in TERMS]
    return GlossaryView(Head("glossary", Say("nav.glossary")), tuple(levels), tuple(entries))


def _level(name: str) -> LevelRow:
    key = f"glossary.level.{name}"
    return LevelRow(Say(f"{key}.name"), Say(f"{key}.values"), Say(f"{key}.basis"), Say(f"{key}.question"), _METHODS[name])
