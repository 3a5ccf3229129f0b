"""In depth: the scores of risks and needs beyond place and rank, put together for one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.in_depth import NOTHING, InDepth
from crmsite.scores.improving.risk import RiskRule, risk_of, risk_rule

if TYPE_CHECKING:
    from datetime import date

    from crmsite.book import Dossier
    from crmsite.policy import Policies


class DepthRule(NamedTuple):
    """What date, policies and the organisation fix for every customer."""

    risk: RiskRule


def depth_rule(policies: Policies, as_of: date) -> DepthRule:
    """Prepare for a date."""
    return DepthRule(risk_rule(policies.effects(as_of), as_of, policies.warnings(as_of).due_soon_days))


def in_depth_of(dossier: Dossier, rule: DepthRule) -> InDepth:
    """Work out one customer; who has neither risks nor needs costs nothing."""
    if not dossier.risks:
        return NOTHING
    return InDepth(tuple([risk_of(risk, rule.risk) for risk in dossier.risks]))
