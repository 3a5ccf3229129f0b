"""Rules across records: each one a pure function of a customer's case file. A new rule is one function and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks import (
    ahead,
    claims,
    derived,
    duties,
    groups,
    histories,
    improvements,
    items,
    judgements,
    plans,
    policies,
    promises,
    surveys,
    targets,
    times,
    transactions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crmsite.checks.case_file import CaseFile
    from crmsite.diagnostics import Diagnostic

__all__ = ("COMMON_CHECKS", "CUSTOMER_CHECKS", "ahead", "derived")

CUSTOMER_CHECKS: tuple[Callable[[CaseFile], Iterable[Diagnostic]], ...] = (
    histories.stages,
    histories.sales,
    histories.owners,
    histories.terms,
    histories.circles,
    histories.credit_code,
    times.cases,
    times.followups,
    times.spans,
    transactions.orders,
    transactions.invoices,
    transactions.opening,
    transactions.sends,
    judgements.needs,
    judgements.assessments,
    judgements.evidence,
    judgements.causes,
    plans.subjects,
    plans.actions,
    targets.metrics,
    claims.of_plans,
    plans.answers,
    plans.waivers,
    duties.fulfilled,
    surveys.responses,
    items.objectives,
)
"""Run on each customer, and on the records that belong to none: plans for segments, the company's risks."""

COMMON_CHECKS: tuple[Callable[[CaseFile], Iterable[Diagnostic]], ...] = (
    items.ids,
    times.shared_spans,
    targets.shared_metrics,
    claims.of_goals,
    policies.cuts,
    surveys.questions,
    promises.ordered,
    groups.named,
    improvements.rounds,
)
"""Run on the records that belong to no customer only."""
