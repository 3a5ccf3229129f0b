"""Actions 措施: status from dates alone; recurring ones by calendar periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendar_days import MONTHS, period_of
from crmsite.facts import ActionFact, Factor, Money, Receipt, Say, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.calendar_days import Period, YearStart
    from crmsite.kinds.plan import Action, Plan

SEED = "0-27 2-30"
_DUE = Say("action.factor.due")
_DONE = Say("action.factor.done")
_CANCELLED = Say("action.factor.cancelled")
_PERIODS = Say("action.factor.periods")
_SOON = Say("action.parameter.due_soon")


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


class Series(NamedTuple):
    """A recurring action: the period that stands open (or the last, or the first to come), what was done and what was missed."""

    period: Period
    start: date
    due: date
    done: date | None
    periods_done: int
    periods_missed: int


def series_of(
    every: str, first: date, last: date, done_on: Sequence[date], as_of: date, begins: YearStart, ended: date | None = None
) -> Series:
    """Follow a recurring action by calendar periods from its first day to its last; each is due on its last day.

    One period is open at a time, the one that holds the as-of date. A day on which it was done closes its period; a period that
    ended without one is missed for good. ``ended`` finishes the series early.
    """
    until = min(last, ended) if ended is not None else last
    opening = period_of(first, every, begins)
    period = opening if as_of <= opening.end else period_of(min(as_of, until), every, begins)
    due = min(period.end, until)
    done: dict[str, date] = {}
    for day in sorted(done_on):
        if first <= day <= min(as_of, until):
            done.setdefault(period_of(day, every, begins).id, day)
    inside = done.get(period.id)
    closed = _periods_before(opening, period, every)
    missed = closed - (len(done) - (inside is not None)) + (inside is None and as_of > due)
    return Series(period, max(first, period.start), due, inside, len(done), missed)


def _periods_before(opening: Period, period: Period, every: str) -> int:
    """Count the periods from the first up to, but not including, another."""
    if every == "week":
        return (period.start - opening.start).days // 7
    months = (period.start.year - opening.start.year) * 12 + period.start.month - opening.start.month
    return months // MONTHS[every]


def actions_of(plans: Iterable[Plan], as_of: date, soon: int, currency: str, begins: YearStart) -> tuple[ActionFact, ...]:
    """Return every action of some plans, in the order in which they are written."""
    return tuple([_fact(plan, at, action, as_of, soon, currency, begins) for plan in plans for at, action in enumerate(plan.actions)])


def _fact(plan: Plan, at: int, action: Action, as_of: date, soon: int, currency: str, begins: YearStart) -> ActionFact:
    due, done, start = action.due, action.done, action.start
    period = recurs = None
    periods_done = periods_missed = 0
    if action.recurs is not None:
        recurs = action.recurs.every
        first = action.recurs.from_ or start or plan.period.from_
        last = action.recurs.until or plan.period.to
        days = action.done_periods if done is None else (*action.done_periods, done)
        series = series_of(recurs, first, max(first, last), days, as_of, begins, done)
        due, start, done = series.due, series.start, series.done
        period, periods_done, periods_missed = series.period.id, series.periods_done, series.periods_missed
    standing = standing_of(due, done, as_of, soon, start=start, cancelled=action.cancelled is not None)
    source = plan.cite("actions", at)
    percent = None
    if action.progress:
        percent = max(action.progress, key=lambda step: step.on).percent
    budget = action.budget
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
        percent,
        recurs,
        period,
        periods_done,
        periods_missed,
        action.needs,
        action.objective,
        action.expected,
        action.result,
        action.feedback,
        Money(budget.amount, budget.currency or currency) if budget is not None else None,
        source,
        _receipt(plan, at, action, standing, due, done, periods_done, periods_missed, soon),
    )


def _receipt(
    plan: Plan,
    at: int,
    action: Action,
    standing: Standing,
    due: date | None,
    done: date | None,
    periods_done: int,
    periods_missed: int,
    soon: int,
) -> Receipt:
    factors = [Factor(_DUE, due, None, None, (plan.cite("actions", at, "due"),), "value" if due is not None else "unknown")]
    if done is not None:
        key = "done" if action.done is not None else "done_periods"
        factors.append(Factor(_DONE, done, None, None, (plan.cite("actions", at, key),)))
    if action.cancelled is not None:
        line = plan.cite("actions", at, "cancelled")
        factors.append(Factor(_CANCELLED, action.cancelled.on, None, Say("action.note.reason", (("text", action.cancelled.reason),)), (line,)))
    if action.recurs is not None:
        counts = Say("action.periods", (("done", periods_done), ("missed", periods_missed)))
        factors.append(Factor(_PERIODS, counts, None, None, (plan.cite("actions", at, "recurs"),)))
    result = Say(f"action.status.{standing.status}", (("n", standing.days),)) if standing.days is not None else _undated(standing)
    return Receipt("action_status", result, tuple(factors), ((_SOON, soon),), "", SEED)


def _undated(standing: Standing) -> Say:
    return Say(f"action.status.{standing.status}.plain")


def serving_of(actions: Iterable[ActionFact]) -> dict[str, tuple[str, ...]]:
    """Return the actions that serve each need, as ``PLAN.ACTION``; cancelled ones serve none."""
    found: dict[str, tuple[str, ...]] = {}
    for action in actions:
        if action.status != "cancelled":
            for need in action.needs:
                found[need] = (*found.get(need, ()), f"{action.plan}.{action.id}")
    return found
