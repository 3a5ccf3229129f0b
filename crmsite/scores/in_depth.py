"""In depth: the scores of risks and needs beyond place and rank, put together for one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.in_depth import NOTHING, InDepth
from crmsite.scores.improving.risk import RiskRule, risk_of, risk_rule
from crmsite.scores.wanting.fit import FitRule, fit_of, fit_rule, match_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.policy import Policies


class DepthRule(Slotted):
    """What date, policies and the organisation fix for every customer."""

    risk: RiskRule
    fit: FitRule


def depth_rule(organisation: Organisation, policies: Policies, as_of: date) -> DepthRule:
    """Prepare for a date."""
    return DepthRule(
        risk_rule(policies.effects(as_of), as_of, policies.warnings(as_of).due_soon_days),
        fit_rule(organisation.capabilities.values(), policies.match(as_of), as_of),
    )


def in_depth_of(dossier: Dossier, rule: DepthRule) -> InDepth:
    """Work out one customer; who has neither risks nor open needs costs nothing."""
    opened = [need for need in dossier.needs if need.closed is None]
    if not dossier.risks and not opened:
        return NOTHING
    return InDepth(
        tuple([risk_of(risk, rule.risk) for risk in dossier.risks]),
        tuple([match_of(need, rule.fit) for need in opened]),
        fit_of(opened, rule.fit),
    )
