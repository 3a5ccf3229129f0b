"""What waits for one of us and belongs to no customer: actions for segments, risks of the company, improvements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of
from crmsite.figures.facts import NextStep, say
from crmsite.portfolio.rows import DueRow, when
from crmsite.scores.improving.pdca import pdca_of
from crmsite.scores.steps import Standing, risk_steps
from crmsite.summaries.lines import StepLine, step_line
from crmsite.summaries.pressing import OPEN
from crmsite.views.execution import subject_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.figures.facts import Shown
    from crmsite.portfolio.portfolio import Portfolio

SOON = 14
"""From how many days ahead something is due soon, for a reader who may not see the policy that says so."""


def own_due(portfolio: Portfolio) -> list[DueRow]:
    """Return what is open and belongs to no customer, the nearest day first, each with the page that tells the whole of it.

    An action for a segment that is owed to each of its customers stands at those customers and not here. What the reader may not
    see is not in the organisation any more, so nothing of it is returned.
    """
    rows = [
        DueRow(None, line, when(line.due, portfolio.as_of), subject, href)
        for subject, href, line in (*_for_segments(portfolio), *_of_risks(portfolio), *_of_improvements(portfolio))
    ]
    return sorted(rows, key=lambda row: (row.line.due or "9999", row.line.ref))


def week_of(rows: list[DueRow], portfolio: Portfolio) -> tuple[int, int]:
    """Count how many of some things are overdue, and how many are due from today to the end of this week."""
    today, end = portfolio.as_of.isoformat(), period_of(portfolio.as_of, "week").end.isoformat()
    days = [row.line.due for row in rows if row.line.due is not None and row.line.due <= end]
    late = sum(day < today for day in days)
    return late, len(days) - late


def _soon(portfolio: Portfolio) -> int:
    return SOON if portfolio.policies is None else portfolio.policies.warnings(portfolio.as_of).due_soon_days


def _for_segments(portfolio: Portfolio) -> Iterator[tuple[Shown, str, StepLine]]:
    plans = {plan.id: plan for plan in portfolio.organisation.segment_plans}
    each = {(plan.id, action.id) for plan in plans.values() for action in plan.actions if action.per_customer}
    for name, line in portfolio.segment_actions:
        if line.status in OPEN and (name, line.id) not in each:
            ref = f"{name}.{line.id}"
            step = StepLine("action", ref, line.text, line.due, line.status, line.days, line.owner, line.source)
            yield subject_name(plans[name]), "execution.html", step


def _of_risks(portfolio: Portfolio) -> Iterator[tuple[Shown, str, StepLine]]:
    standing = Standing(None, portfolio.as_of, _soon(portfolio))
    for risk in portfolio.organisation.risks:
        for step in risk_steps(risk, standing):
            yield say("risk.company"), f"risks.html#{risk.id}", step_line(step)


def _of_improvements(portfolio: Portfolio) -> Iterator[tuple[Shown, str, StepLine]]:
    for record in portfolio.organisation.improvements:
        for measure in pdca_of(record, portfolio.as_of, _soon(portfolio)).measures:
            status, days = measure.standing
            if status in OPEN:
                ref = f"{record.id}.{measure.id}"
                step = NextStep("measure", ref, measure.text, measure.due, status, days, measure.owner, measure.source)
                yield say("due.improvement", id=record.id), f"improvement.html#{ref}", step_line(step)
