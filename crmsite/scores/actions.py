"""Actions 措施: status from dates alone; recurring ones by calendar periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import CALENDAR_YEAR, period_number, period_of
from crmsite.figures.facts import ActionFact, Factor, Money, Receipt, Say, Status
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.calendars.calendar_days import Period, YearStart
    from crmsite.kinds.plan import Action, Plan

SEED = "0-27 2-30"
_DUE = Say("action.factor.due")
_DONE = Say("action.factor.done")
_CANCELLED = Say("action.factor.cancelled")
_PERIODS = Say("action.factor.periods")
_SOON = Say("action.parameter.due_soon")
_NO_DUE = Factor(_DUE, None, state="unknown")


class Standing(NamedTuple):
    """Where an action stands. ``days``: how many late when overdue or done late, early when done on time, left otherwise."""

    status: Status
    days: int | None


def standing_of(
    due: date | None, done: date | None, as_of: date, soon: int, *, start: date | None = None, cancelled: bool = False
) -> Standing:
    """Tell an item's status from its dates. Done on the due day is on time; due today is not overdue."""
    if cancelled:
        return Standing("cancelled", None)
    if due is None:
        return Standing("done_on_time" if done else "undated", None)
    if done is not None:
        late = (done - due).days
        return Standing("done_late", late) if late > 0 else Standing("done_on_time", -late)
    left = (due - as_of).days
    if left < 0:
        return Standing("overdue", -left)
    if left <= soon:
        return Standing("due_soon", left)
    return Standing("not_started" if start is not None and start > as_of else "on_track", left)


class Series(Slotted):
    """A recurring action: the period that stands open (or the last, or the first to come), what was done and what was missed."""

    period: Period
    start: date
    due: date
    done: date | None
    periods_done: int
    periods_missed: int


def series_of(
    every: str,
    first: date,
    last: date,
    done_on: Sequence[date],
    as_of: date,
    *,
    begins: YearStart = CALENDAR_YEAR,
    ended: date | None = None,
) -> Series:
    """Follow a recurring action by calendar periods from its first day to its last; each is due on its last day.

    One period is open at a time, the one that holds the as-of date. A day on which it was done closes its period; a period that
    ended without one is missed for good. ``ended`` finishes the series early.
    """
    until = min(last, ended) if ended is not None else last
    now = min(as_of, until)
    shown = max(first, now)
    period = period_of(shown, every, begins)
    due = min(period.end, until)
    done: dict[int, date] = {}
    for day in sorted(done_on):
        if first <= day <= now:
            done.setdefault(period_number(day, every, begins), day)
    number = period_number(shown, every, begins)
    inside = done.get(number)
    closed = number - period_number(first, every, begins)
    missed = closed - (len(done) - (inside is not None)) + (inside is None and as_of > due)
    return Series(period, max(first, period.start), due, inside, len(done), missed)


class ActionRule(Slotted):
    """What the settings and the policy fix for every action."""

    as_of: date
    soon: int
    currency: str
    begins: YearStart
    policy: str
    parameters: tuple[tuple[Say, int], ...]


def actions_of(
    plans: Iterable[Plan], as_of: date, soon: int, currency: str, begins: YearStart, *, policy: str = ""
) -> tuple[ActionFact, ...]:
    """Return every action of some plans, in the order in which they are written."""
    rule = ActionRule(as_of, soon, currency, begins, policy, ((_SOON, soon),))
    return tuple([_fact(plan, action, rule) for plan in plans for action in plan.actions])


def _fact(plan: Plan, action: Action, rule: ActionRule) -> ActionFact:
    due, done, start = action.due, action.done, action.start
    recurs = series = None
    if action.recurs is not None:
        recurs = action.recurs.every
        series = _series(plan, action, rule)
        due, start, done = series.due, series.start, series.done
    standing = standing_of(due, done, rule.as_of, rule.soon, start=start, cancelled=action.cancelled is not None)
    budget, at = action.budget, action.at
    return ActionFact(
        action.id,
        plan.id,
        plan.customer,
        action.text,
        action.strategy or plan.strategy,
        action.owner or plan.owner,
        action.department,
        start,
        due,
        done,
        standing.status,
        standing.days,
        max(action.progress, key=lambda step: step.on).percent if action.progress else None,
        recurs,
        series.period.id if series is not None else None,
        series.periods_done if series is not None else 0,
        series.periods_missed if series is not None else 0,
        action.needs,
        action.objective,
        action.expected,
        action.result,
        action.feedback,
        Money(budget.amount, budget.currency or rule.currency) if budget is not None else None,
        Citation(plan.path, at.get("id", 1)),
        _receipt(plan.path, action, standing, (due, done), series, rule),
    )


def _series(plan: Plan, action: Action, rule: ActionRule) -> Series:
    assert action.recurs is not None
    first, last = _run(plan, action)
    days = action.done_periods if action.done is None else (*action.done_periods, action.done)
    return series_of(action.recurs.every, first, last, days, rule.as_of, begins=rule.begins, ended=action.done)


def _run(plan: Plan, action: Action) -> tuple[date, date]:
    """Return the first and the last day of a recurring action."""
    recurs = action.recurs
    first = (recurs.from_ if recurs is not None else None) or action.start or plan.period.from_
    return first, max(first, (recurs.until if recurs is not None else None) or plan.period.to)


def overdue_on(plans: Iterable[Plan], days: Sequence[date], begins: YearStart) -> tuple[int, ...]:
    """Count for each of some earlier days the actions that were overdue on it, by what had been done and given up by then."""
    counts = [0] * len(days)
    for plan in plans:
        for action in plan.actions:
            for place in _late_on(plan, action, days, begins):
                counts[place] += 1
    return tuple(counts)


def _late_on(plan: Plan, action: Action, days: Sequence[date], begins: YearStart) -> list[int]:
    """Return the places of the days on which an action was overdue. A recurring one can only be so once its run is over."""
    given_up = action.cancelled.on if action.cancelled is not None else None
    if action.recurs is None:
        if action.due is None or action.due >= days[-1]:
            return []
        ends = [day for day in (action.done, given_up) if day is not None]
        return [at for at, day in enumerate(days) if action.due < day and all(end > day for end in ends)]
    first, last = _run(plan, action)
    found = []
    for at, day in enumerate(days):
        if day <= last or (action.done is not None and action.done <= day) or (given_up is not None and given_up <= day):
            continue
        series = series_of(action.recurs.every, first, last, action.done_periods, day, begins=begins)
        if series.done is None and series.due < day:
            found.append(at)
    return found


def _receipt(
    path: str,
    action: Action,
    standing: Standing,
    dates: tuple[date | None, date | None],
    series: Series | None,
    rule: ActionRule,
) -> Receipt:
    at = action.at
    due, done = dates
    first = at.get("id", 1)
    if due is None:
        factors = [_NO_DUE]
    else:
        line = at.get("due") or at.get("recurs", first)
        factors = [Factor(_DUE, due, None, None, (Citation(path, line),))]
    if done is not None:
        line = at.get("done", at.get("done_periods", first))
        factors.append(Factor(_DONE, done, None, None, (Citation(path, line),)))
    if action.cancelled is not None:
        reason = Say("action.note.reason", (("text", action.cancelled.reason),))
        factors.append(Factor(_CANCELLED, action.cancelled.on, None, reason, (Citation(path, at.get("cancelled", first)),)))
    if series is not None:
        counts = Say("action.periods", (("done", series.periods_done), ("missed", series.periods_missed)))
        factors.append(Factor(_PERIODS, counts, None, None, (Citation(path, at.get("recurs", first)),)))
    if standing.days is None:
        result = Say(f"action.status.{standing.status}.plain")
    else:
        result = Say(f"action.status.{standing.status}", (("n", standing.days),))
    return Receipt("action_status", result, tuple(factors), rule.parameters, rule.policy, SEED)


def serving_of(actions: Iterable[ActionFact]) -> dict[str, tuple[str, ...]]:
    """Return the actions that serve each need, as ``PLAN.ACTION``; cancelled ones serve none."""
    found: dict[str, tuple[str, ...]] = {}
    for action in actions:
        if action.status != "cancelled":
            for need in action.needs:
                found[need] = (*found.get(need, ()), f"{action.plan}.{action.id}")
    return found
