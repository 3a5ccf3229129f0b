"""What follows on a profile: the customer's risks, the analyses that are its own, what hangs loose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Say, Who
from crmsite.scores.improving.root_cause import Analysis, analysis_of
from crmsite.scores.improving.tracing import loose_work
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Facts, Receipt
    from crmsite.figures.in_depth import ControlFact, Fit, RiskFact
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.scores.improving.tracing import Loose

class ControlRow(Slotted):
    """One control and where it stands."""

    text: Localised
    owner: Who | None
    due: date | None
    status: str
    days: int | None


class RiskRow(Slotted):
    """One risk with its controls."""

    fact: RiskFact
    controls: tuple[ControlRow, ...]
    left: str


class CauseRow(Slotted):
    """One analysis that concerns this customer alone."""

    id: str
    opened: date
    problem: Localised
    fact: Analysis
    source: Citation


class Following(Slotted):
    """All of it; empty parts are not shown. ``fit`` says how much of what is wanted can be met."""

    fit: Say | None
    fit_receipt: Receipt

    risks: tuple[RiskRow, ...]
    causes: tuple[CauseRow, ...]
    loose: tuple[Loose, ...]


def following(dossier: Dossier, facts: Facts) -> Following:
    """Put the parts together: open risks first, the gravest before others. Alerts stand in a section of their own."""
    risks = sorted(facts.in_depth.risks, key=lambda risk: (risk.closed is not None, -risk.product, risk.id))
    causes = [CauseRow(one.id, one.opened, one.problem, analysis_of(one), one.cite()) for one in dossier.rootcauses]
    return Following(
        _fit(facts.in_depth.fit),
        facts.in_depth.fit.receipt,
        tuple([_risk(risk) for risk in risks]),
        tuple(causes),
        tuple(loose_work(dossier, facts)),
    )


def _fit(fit: Fit) -> Say | None:
    if fit.state == "value" and fit.value is not None:
        return Say("profile.fit", (("value", Percent(fit.value)), ("k", fit.assessed), ("n", fit.total)))
    return Say("profile.fit.unknown") if fit.state == "unknown" else None


def _risk(risk: RiskFact) -> RiskRow:
    return RiskRow(risk, tuple([_control(one) for one in risk.controls]), risk.residual.band or risk.residual.reason or "")


def _control(control: ControlFact) -> ControlRow:
    return ControlRow(control.text, Who(control.owner) if control.owner else None, control.due, control.status, control.days)
