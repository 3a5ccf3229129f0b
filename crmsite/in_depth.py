"""In depth: what is worked out of a customer's risks and needs beyond their place and rank. Plain frozen values."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from crmsite.fields import Citation, Localised
from crmsite.shown import Receipt, State, Status

RiskBand = Literal["high", "medium", "low"]


class ControlFact(NamedTuple):
    """One thing done about a risk, and where it stands; ``days`` late, left, or early."""

    text: Localised
    owner: str | None
    due: date | None
    done: date | None
    status: Status
    days: int | None


class ResidualFact(NamedTuple):
    """What is left of a risk once its controls are done.

    ``reason`` while that is not known: ``open_controls`` (what is not done lowers nothing), ``not_judged``, ``no_controls``.
    """

    state: State
    reason: str | None
    likelihood: int | None
    impact: int | None
    product: int | None
    band: RiskBand | None


class RiskFact(NamedTuple):
    """One risk: likelihood times impact with its band, its controls, what is left of it, how late its review is."""

    id: str
    text: Localised
    likelihood: int
    impact: int
    product: int
    band: RiskBand
    response: str
    owner: str
    raised: date
    review: date | None
    review_late: int
    closed: date | None
    controls: tuple[ControlFact, ...]
    residual: ResidualFact
    receipt: Receipt
    source: Citation

    @property
    def late(self) -> int:
        """How many controls are overdue."""
        return sum(control.status == "overdue" for control in self.controls)


class InDepth(NamedTuple):
    """All of it for one customer."""

    risks: tuple[RiskFact, ...] = ()


NOTHING = InDepth()
"""What is said of a customer of whom nothing may be said."""
