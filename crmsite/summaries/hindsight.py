"""Hindsight: how a customer stood before it was lost, or before today, as the portfolio sees it, packed into one text.

The text is ``-`` for whoever may not see it, and empty for who was never a customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, day_text, expanded, number_text

if TYPE_CHECKING:
    from crmsite.figures.facts import Beforehand

WITHHELD = "-"
"""Stands for what the reader may not see."""


class BeforeLine(Slotted):
    """What the text holds: days as ISO text, numbers as decimal text; ``warned`` are pairs of rule and day."""

    day: str | None
    lost: str | None
    why: str | None
    amount: str | None
    tier: str | None
    total: str | None
    segment: str | None
    open: int
    held: list[str]
    warned: list[list[str]]


def hindsight_text(found: Beforehand) -> str:
    """Return it as one text."""
    if found.state == "withheld":
        return WITHHELD
    if found.state != "value":
        return ""
    warned = [[rule, since.isoformat()] for rule, since in found.warned]
    return compact([
        day_text(found.day), day_text(found.lost), found.why, number_text(found.amount), found.tier, number_text(found.total),
        found.segment, found.open, list(found.held), warned,
    ])  # fmt: skip


def hindsight_of(text: str) -> BeforeLine | None:
    """Return what :func:`hindsight_text` packed; ``None`` where there is nothing to tell, or it may not be told."""
    return None if text in ("", WITHHELD) else BeforeLine(*expanded(text))
