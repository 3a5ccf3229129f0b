"""Recommendations 建议: what follows from findings, the weightiest first, a few at most, none without a finding."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.shown import Say, say
from crmsite.metrics.figure import ZERO
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crmsite.conclusions.finding import Finding, Ground

ROLES: Mapping[str, str] = {
    "churn": "account_manager", "amount": "account_manager", "theme": "product", "pressing_needs": "account_manager",
    "unplanned_needs": "account_manager", "theme_segment": "product", "alert": "account_manager", "unanswered": "account_manager",
    "overdue": "action_owner", "churn_risk": "account_manager", "unsatisfied": "service", "no_needs": "account_manager",
    "alert_segment": "manager", "satisfaction_fell": "service", "concentrated": "service", "weak_point": "service",
    "complaints": "service",
}
"""Which findings something follows from, and whose it is; what merely describes is not among them."""


class Advice(Slotted):
    """One recommendation: what to do, whose it is, the findings that it rests on, the customers it is about, their amount."""

    rule: str
    action: Say
    role: Say
    cites: tuple[str, ...]
    ids: tuple[str, ...]
    amount: Decimal
    weight: Decimal


def advice(ground: Ground, findings: Sequence[Finding]) -> tuple[Advice, ...]:
    """Return what follows, ranked by the trailing amount of the customers affected times the severity; ties by rule.

    Findings of one rule make one recommendation, which cites them all. There are as many as follow, up to what the policy says.
    """
    amounts = {one.id: Decimal(one.sales.amount) for one in ground.summaries if one.sales.amount is not None}
    rules: dict[str, list[Finding]] = {}
    for found in findings:
        if found.rule in ROLES and found.severity and found.ids:
            rules.setdefault(found.rule, []).append(found)
    made = [_made(rule, held, amounts) for rule, held in rules.items()]
    return tuple(sorted(made, key=lambda one: (-one.weight, one.rule))[: ground.gates.recommendations])


def _made(rule: str, held: Sequence[Finding], amounts: Mapping[str, Decimal]) -> Advice:
    ids = _once(name for found in held for name in found.ids)
    amount = sum((amounts.get(name, ZERO) for name in ids), ZERO)
    weight = amount * max(found.severity for found in held)
    action, role = say(f"report.do.{rule}", n=len(ids)), say(f"report.role.{ROLES[rule]}")
    return Advice(rule, action, role, tuple(found.id for found in held), ids, amount, weight)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
