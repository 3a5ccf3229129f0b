"""Lines: one need, action, alert or next step of a customer as the portfolio shows it, in flat plain values.

Decimals and dates are ISO text, texts of records are packed. They are what a summary keeps as JSON text.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Money, Percent, Say, Term, say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.slotted import Slotted
from crmsite.summaries.plain import day_text, pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import ActionFact, Alert, Facts, NeedFact, NextStep
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.need import Need
    from crmsite.kinds.plan import Objective, Plan

LEVELS = ("urgent", "watch", "data")
"""Alert levels, worst first."""

SIGNS = {">=": "≥", "<=": "≤"}
"""How a comparison is printed; the others are printed as they are written."""


class AlertLine(Slotted):
    """One early warning as the portfolio shows it."""

    id: str
    rule: str
    seed: str
    level: str
    since: str
    text: str | None
    owner: str | None
    answered: bool
    late_days: int
    answer_due: str
    waived_until: str | None
    suggestion: str | None
    source: str


class StepLine(Slotted):
    """What is due next: an action, a follow-up's next step, an unanswered alert, a review."""

    kind: str
    ref: str
    text: str | None
    due: str | None
    status: str
    days: int | None
    owner: str | None
    source: str


class NeedLine(Slotted):
    """One need with its place, what serves it and by when."""

    id: str
    text: str | None
    short: str | None
    kind: str
    nature: str
    origin: str
    importance: int | None
    urgency: int | None
    quadrant: str | None
    kano: str | None
    match: str | None
    gap: str | None
    themes: str
    owner: str | None
    planned: str | None
    planned_status: str | None
    planned_days: int | None
    recorded: str
    open: bool
    rank: int | None
    source: str


class ActionLine(Slotted):
    """One action at the as-of date."""

    id: str
    plan: str
    text: str | None
    strategy: str | None
    owner: str | None
    department: str | None
    start: str | None
    due: str | None
    done: str | None
    status: str
    days: int | None
    percent: int | None
    recurs: str | None
    period: str | None
    periods_done: int
    periods_missed: int
    needs: str
    goal: str | None
    expected: str | None
    result: str | None
    feedback: str | None
    budget: str | None
    source: str


def worst_first(alerts: tuple[Alert, ...]) -> list[Alert]:
    """Sort alerts by level, then age."""
    if len(alerts) < 2:
        return list(alerts)
    return sorted(alerts, key=lambda alert: (LEVELS.index(alert.level), alert.since, alert.id))


def alert_line(alert: Alert) -> AlertLine:
    """Return one alert as the portfolio shows it."""
    return AlertLine(
        alert.id, alert.rule, alert.seed, alert.level, alert.since.isoformat(), pack(alert.text), alert.owner,
        bool(alert.answered_by), alert.answer_late_days, alert.answer_due.isoformat(), day_text(alert.waived_until),
        pack(alert.suggestion), _place(alert.sources[0] if alert.sources else None),
    )


def _place(cited: Citation | None) -> str:
    return "" if cited is None else f"{cited.path}:{cited.line}"


def step_line(step: NextStep) -> StepLine:
    """Return one next step as the portfolio shows it."""
    return StepLine(
        step.kind, step.ref, pack(step.text), day_text(step.due), step.status, step.days, step.owner, _place(step.source)
    )


class Served(NamedTuple):
    """A need as it was placed, and the action that speaks for it."""

    fact: NeedFact
    by: ActionFact | None


def served_of(facts: Facts) -> dict[str, Served]:
    """Return the needs that were placed, by id, each with the action that is to meet it."""
    actions = {f"{action.plan}.{action.id}": action for action in facts.actions}
    return {fact.id: Served(fact, _serving(fact, actions) if fact.actions else None) for fact in facts.needs}


def need_lines(needs: tuple[Need, ...], served: Mapping[str, Served]) -> list[NeedLine]:
    """Return the needs that were placed."""
    return [_need(need, *served[need.id]) for need in needs if need.id in served]


def _serving(fact: NeedFact, actions: dict[str, ActionFact]) -> ActionFact | None:
    """Return the action that speaks for a need: the last of those overdue, else of those waiting, else of those done."""
    served = [actions[name] for name in fact.actions if name in actions and actions[name].due is not None]
    if len(served) < 2:
        return served[0] if served else None
    waiting = [action for action in served if action.status not in ("done_on_time", "done_late", "cancelled")]
    late = [action for action in waiting if action.status == "overdue"]
    return max(late or waiting or served, key=lambda action: (action.due or date.min, action.id), default=None)


def _need(need: Need, fact: NeedFact, shown: ActionFact | None) -> NeedLine:
    planned: tuple[str | None, str | None, int | None] = (None, None, None)
    if shown is not None:
        planned = (day_text(shown.due), shown.status, shown.days)
    return NeedLine(
        need.id, pack(need.text), pack(need.short), need.kind, need.nature, need.source, fact.importance, fact.urgency,
        fact.quadrant, need.kano.declared if need.kano else None, need.match, pack(need.gap), ",".join(need.themes), need.owner,
        *planned, need.recorded.isoformat(), fact.open, fact.rank_customer, _place(need.cite("text")),
    )  # fmt: skip


def action_line(action: ActionFact, plans: tuple[Plan, ...], organisation: Organisation) -> ActionLine:
    """Return one action as the portfolio shows it; ``plans`` hold the objective that it works for."""
    budget = action.budget
    plan = next((plan for plan in plans if plan.id == action.plan), None)
    scenario = Term("scenario", plan.scenario) if plan is not None and plan.scenario is not None else None
    return ActionLine(
        action.id, action.plan, pack(action.text), pack(action.strategy or scenario), action.owner, action.department,
        day_text(action.start), day_text(action.due), day_text(action.done), action.status, action.days, action.percent,
        action.recurs, action.period, action.periods_done, action.periods_missed, ",".join(action.needs),
        _goal(action, plan, organisation), pack(action.expected), pack(action.result), pack(action.feedback),
        pack(budget), _place(action.source),
    )


def _goal(action: ActionFact, plan: Plan | None, organisation: Organisation) -> str | None:
    if plan is None:
        return None
    objective = next((objective for objective in plan.objectives if objective.id == action.objective), None)
    return None if objective is None else pack(_aim(objective, organisation.site.org.currency))


def _aim(objective: Objective, currency: str) -> Localised | Say:
    """Return an objective's own words, else metric, comparison and target in its unit."""
    if objective.text is not None:
        return objective.text
    target: Money | Percent | Decimal = objective.target
    if objective.unit == "money":
        target = Money(objective.target, currency)
    elif objective.unit == "ratio":
        target = Percent(objective.target)
    unit = objective.unit if objective.unit not in ("money", "ratio", "count") else "plain"
    measure = measure_of(objective.metric)
    name = Term("metric", objective.metric) if measure is None else Localised(measure.zh, measure.en)
    return say(f"objective.{unit}", metric=name, op=SIGNS.get(objective.op, objective.op), target=target)
