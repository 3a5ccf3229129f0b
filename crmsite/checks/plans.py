"""Plans can be carried out: a subject, dates, targets with a unit; answers name a rule that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.guess import nearest
from crmsite.kinds.case import Case
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic

ALERT_RULES = (
    "no-orders", "contact-left", "complaint-escalated", "order-frequency", "satisfaction-drop", "complaints-up", "payment-late",
    "renewal-due", "review-overdue", "no-contact", "org-change", "amount-down",
)
METRICS = (
    "amount_12m", "amount_prev_12m", "amount_cumulative", "orders_12m", "aov", "aov_growth", "upsell_rate", "repurchase_rate",
    "renewal_rate", "churn_rate", "churn_rate_annual", "churn_amount", "winback_rate", "payment_cycle_days", "ltv_simple",
    "ltv_bgnbd", "cooperation_years", "satisfaction_mean", "csat_top2", "nps", "loyalty_index", "survey_return_rate",
    "executive_visits", "trust", "tier_score", "rfm_segment_share", "duty_coverage", "duty_on_time", "sla_met",
    "first_response_hours_p50", "first_response_hours_p90", "care_coverage", "fit", "open_needs", "actions_overdue", "alerts_open",
)


def subjects(case: CaseFile) -> Iterator[Diagnostic]:
    """A plan is for one customer or for a segment, never both, never neither."""
    for plan in case.of(Plan):
        if plan.customer is None and plan.subject is None:
            yield at(plan, "plan-without-subject", "id")
        if plan.customer is not None and plan.subject is not None:
            yield at(plan, "plan-with-both", "subject")


def actions(case: CaseFile) -> Iterator[Diagnostic]:
    """Every action has a day or a rhythm, one of the two, and ends after it starts."""
    for plan in case.of(Plan):
        for number, action in enumerate(plan.actions):
            if action.due is None and action.recurs is None and action.cancelled is None:
                yield at(plan, "due-missing", "actions", number, id=action.id)
            if action.due is not None and action.recurs is not None:
                yield at(plan, "both-due-and-recurs", "actions", number, id=action.id)
            if action.done is not None and action.start is not None and action.done < action.start:
                yield at(plan, "done-before-start", "actions", number)


def metrics(case: CaseFile) -> Iterator[Diagnostic]:
    """Objectives name a metric of the catalogue."""
    for plan in case.of(Plan):
        for number, objective in enumerate(plan.objectives):
            if objective.metric.partition(".")[0] not in METRICS:
                guess = nearest(objective.metric, METRICS)
                yield at(plan, "unknown-metric", "objectives", number, metric=objective.metric, guess=guess)


def answers(case: CaseFile) -> Iterator[Diagnostic]:
    """What answers an alert names it as RULE@CUSTOMER@DATE."""
    answering: list[FollowUp | Case] = [*case.of(FollowUp), *case.of(Case)]
    for record in answering:
        for text in record.answers:
            if not _names_alert(text):
                yield at(record, "unknown-rule-answered", "answers", text=text)
    for plan in case.of(Plan):
        for number, action in enumerate(plan.actions):
            for text in action.answers:
                if not _names_alert(text):
                    yield at(plan, "unknown-rule-answered", "actions", number, text=text)


def _names_alert(text: str) -> bool:
    rule, _, rest = text.partition("@")
    customer, _, day = rest.partition("@")
    return rule in ALERT_RULES and bool(customer) and len(day) == 10
