"""In depth: what is worked out of a customer's risks and needs beyond their place and rank. Plain frozen values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from crmsite.figures.shown import Receipt, Say, State, Status
from crmsite.grammar.fields import Citation, Localised
from crmsite.slotted import Slotted

RiskBand = Literal["high", "medium", "low"]


class ControlFact(Slotted):
    """One thing done about a risk, and where it stands; ``days`` late, left, or early."""

    text: Localised
    owner: str | None
    due: date | None
    done: date | None
    status: Status
    days: int | None


class ResidualFact(Slotted):
    """What is left of a risk once its controls are done.

    ``reason`` while that is not known: ``open_controls`` (what is not done lowers nothing), ``not_judged``, ``no_controls``.
    """

    state: State
    reason: str | None
    likelihood: int | None
    impact: int | None
    product: int | None
    band: RiskBand | None


class RiskFact(Slotted):
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


class NeedMatch(Slotted):
    """One open need held against what the company can supply.

    ``declared`` is what somebody judged. ``able`` is what the capability gives today, ``None`` while it is not available yet
    (``since``) or where there is none. ``named``: the need names it; else it shares a theme. ``above``: judged higher than the
    named capability gives. ``gap``: a gap is stated.
    """

    id: str
    declared: str | None
    capability: str | None
    name: Localised | None
    able: str | None
    since: date | None
    limits: Localised | None
    named: bool
    above: bool
    gap: bool


class Fit(Slotted):
    """The share of what is wanted that can be met: ``met`` of ``whole``, over ``assessed`` of ``total`` open needs."""

    state: State
    reason: str | None
    met: Decimal | None
    whole: int | None
    assessed: int
    total: int
    receipt: Receipt

    @property
    def value(self) -> Decimal | None:
        """The share as a ratio, where it is known."""
        return self.met / self.whole if self.met is not None and self.whole else None


class InDepth(Slotted):
    """All of it for one customer."""

    risks: tuple[RiskFact, ...]
    matches: tuple[NeedMatch, ...]
    fit: Fit


def _without_fit(state: State, reason: str | None) -> InDepth:
    return InDepth((), (), Fit(state, reason, None, None, 0, 0, Receipt("fit", Say(f"fit.{reason or state}"), ())))


NOTHING = _without_fit("not_applicable", "none")
"""What is said of a customer that has neither risks nor open needs."""

UNSEEN = _without_fit("withheld", None)
"""What is said to whoever may not see judgements."""
