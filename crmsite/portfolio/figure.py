"""Figure: one drawn chart as data, without a language and without a drawing; the same rows are drawn and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from decimal import Decimal

    from crmsite.figures.shown import Say, Shown


class Mark(NamedTuple):
    """One datum: its label, its place on a second axis where there is one, its value, whether it is the point being made."""

    label: Shown
    other: int
    value: Decimal
    point: bool
    partial: bool = False
    tier: str = ""
    score: Decimal | None = None


class Figure(Slotted):
    """A chart: its name decides how it is drawn; ``title`` states the finding, ``subtitle`` measure, period and number."""

    name: str
    title: Say
    subtitle: Say
    marks: tuple[Mark, ...]
    currency: str
    columns: tuple[Say, ...]
    rows: tuple[tuple[Shown, ...], ...]
