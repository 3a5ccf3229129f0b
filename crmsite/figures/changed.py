"""Changed: what is different at one customer since the end of the last quarter. Plain frozen values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from crmsite.figures.shown import Say, State
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted

Judgement = Literal["better", "worse", ""]
"""Whether a change is good news; most are neither."""

CHANGES = (
    "came", "lost", "tier", "satisfaction", "alert_opened", "alert_closed", "amount", "band", "segment", "need_added", "need_met",
    "need_closed", "action_late", "action_done", "contract_ended", "contract_begun", "stage",
)  # fmt: skip
"""The kinds of change in the order in which they are told: what it means for the business first."""


class Change(NamedTuple):
    """One thing that changed: what, on which day (``None``: between the two days), in words.

    ``place`` is where the customer's page shows it, with its receipt; ``source`` is the line of the record behind it.
    """

    kind: str
    ref: str
    day: date | None
    judgement: Judgement
    text: Say
    place: str
    source: Citation | None = None


class Stood(NamedTuple):
    """Where a customer stood at the end of the last quarter; ``amount`` is that of the window of the value policy."""

    tier: str | None
    segment: str | None
    band: str | None
    amount: Decimal | None


class Changed(Slotted):
    """All of it. ``then`` is ``None`` where the customer was not on record on the closing day: nothing is compared then."""

    state: State
    closing: date
    then: Stood | None
    changes: tuple[Change, ...]


UNCHANGED = Changed("not_applicable", date.min, None, ())
"""Stands where nothing has been compared yet."""


def withheld(closing: date) -> Changed:
    """Return what is told to whoever may not see what changed."""
    return Changed("withheld", closing, None, ())
