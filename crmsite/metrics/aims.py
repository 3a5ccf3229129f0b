"""Goals against what became of them 目标与实际: the figure of the goal's own period, in the unit that the target is written in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from crmsite.calendars.calendar_days import add_months
from crmsite.grammar.measures import measure_of
from crmsite.metrics.figure import Window, unknown
from crmsite.metrics.table import figure
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.grammar.measures import Measure
    from crmsite.kinds.goals import Goals, Target
    from crmsite.kinds.plan import Plan
    from crmsite.metrics.figure import Book, Figure

Verdict = Literal["met", "missed", "ahead", "behind", "unknown", "not_begun", "withheld"]
"""``met`` and ``missed`` once the period is over, ``ahead`` and ``behind`` while it runs."""

_DAY = timedelta(days=1)
CHANGES = ("pp", "relative")


class Wanted(Slotted):
    """What is wanted of a metric: the comparison, how much, in which unit; from which day to which."""

    metric: str
    op: str
    value: Decimal
    unit: str
    first: date
    last: date


class Judged(NamedTuple):
    """One target with what became of it. ``actual`` is in the target's unit; ``base`` is the figure of a year before.

    ``proven`` says of a share that its whole interval lies beyond the target; ``None`` where there is no interval.
    """

    target: Wanted
    figure: Figure
    base: Figure | None
    actual: Decimal | None
    verdict: Verdict
    proven: bool | None


def judge(book: Book, goals: Goals) -> tuple[Judged, ...]:
    """Return every target of a period with what became of it so far."""
    span = goals.period
    return tuple(judged(book, Wanted(one.metric, one.op, one.value, one.unit, span.from_, span.to)) for one in goals.targets)


def judge_objectives(book: Book, plan: Plan) -> tuple[Judged, ...]:
    """Return every objective of a plan with what became of it, from the plan's first day to the day the objective is due."""
    return tuple(
        judged(book, Wanted(one.metric, one.op, one.target, one.unit, plan.period.from_, one.due)) for one in plan.objectives
    )


def aim_on(goals: Iterable[Goals], measure: Measure, day: date) -> Target | None:
    """Return the target of a metric as a whole that holds on a day, where it is a level of the metric and no change of it.

    Where several goals run on that day the first of them counts; a scale other than the metric's own gives nothing.
    """
    for period in goals:
        if period.status is not None or not period.period.from_ <= day <= period.period.to:
            continue
        for target in period.targets:
            other_scale = target.unit == "scale_0_100" and measure.unit == "score"
            if target.metric == measure.id and target.unit not in CHANGES and not other_scale:
                return target
    return None


def judged(book: Book, target: Wanted) -> Judged:
    """Hold one target against the figure of its own days, as far as they have passed."""
    if target.first > book.as_of:
        return Judged(target, unknown(target.metric, "not_begun"), None, None, "not_begun", None)
    after, until = target.first - _DAY, min(target.last, book.as_of)
    found = figure(target.metric, book, _window(book, after, until))
    base = None
    if target.unit in CHANGES:
        base = figure(target.metric, book, _window(book, add_months(after, -12), add_months(until, -12)))
    actual = _actual(found, base, target.unit)
    if found.state == "withheld":
        return Judged(target, found, base, None, "withheld", None)
    if actual is None:
        return Judged(target, found, base, None, "unknown", None)
    reached = reaches(actual, target.op, target.value)
    running = target.last > book.as_of
    verdict: Verdict = ("ahead" if reached else "behind") if running else ("met" if reached else "missed")
    return Judged(target, found, base, actual, verdict, _proven(found, target) if reached else None)


def _window(book: Book, after: date, until: date) -> Window:
    return Window("", after.isoformat(), until.isoformat(), book.place_of(until))


def _actual(found: Figure, base: Figure | None, unit: str) -> Decimal | None:
    """Return the figure in the unit of the target: itself, or its change against the year before."""
    if found.value is None:
        return None
    if unit not in CHANGES:
        measure = measure_of(found.metric)
        if unit == "scale_0_100" and measure is not None and measure.unit == "score":
            return None
        return found.value
    if base is None or base.value is None:
        return None
    if unit == "pp":
        return found.value - base.value
    return found.value / base.value - 1 if base.value else None


def reaches(actual: Decimal, op: str, target: Decimal) -> bool:
    """Tell whether a value is what the target asks for."""
    return {
        ">=": actual >= target, ">": actual > target, "<=": actual <= target, "<": actual < target, "=": actual == target,
    }[op]


def _proven(found: Figure, target: Wanted) -> bool | None:
    if found.interval is None or target.unit in CHANGES or target.op == "=":
        return None
    end = found.interval.low if target.op in (">=", ">") else found.interval.high
    return reaches(end, target.op, target.value)
