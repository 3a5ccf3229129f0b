"""Lanes: where an action lies on a chart of fourteen weeks, in hundredths of a percent so that bytes depend on dates alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.summaries.lines import ActionLine

WEEKS = 14
BEFORE = 7
"""How many weeks of the chart lie before the one of the as-of date."""

DAYS = WEEKS * 7
ROOM = 10
"""How many days wide the share done is on the narrowest screen."""

_DONE = ("done_on_time", "done_late")


class Bar(Slotted):
    """A bar from ``x`` over ``width``, in percent; ``kind`` is plan, done, past, todo or late."""

    kind: str
    x: str
    width: str


class Share(Slotted):
    """How much is done, beside the bar: where it stands, which end of the words is there, and whether they lie on the done part."""

    percent: int
    x: str
    anchor: str
    on: str


class Lane(Slotted):
    """The bars of one action; ``label`` is where words may stand to the right of an overdue one.

    ``share`` tells how much is done of one that runs: what was done before the chart begins shows no other way, and paper
    has no words behind the bars.
    """

    bars: tuple[Bar, ...]
    label: str
    share: Share | None = None


class Chart(Slotted):
    """The time that lanes share: its Mondays, and where today is."""

    start: date
    mondays: tuple[date, ...]
    today: date
    now: str


def chart_at(as_of: date) -> Chart:
    """Return the fourteen weeks around a date, Monday first."""
    monday = as_of - timedelta(days=as_of.weekday())
    start = monday - timedelta(weeks=BEFORE)
    mondays = tuple(start + timedelta(weeks=week) for week in range(WEEKS))
    return Chart(start, mondays, as_of, _percent((as_of - start).days * 2 + 1, DAYS * 2))


def lane(action: ActionLine, chart: Chart) -> Lane | None:
    """Return an action's lane; ``None`` where it has no date, or lies outside the chart.

    A bar without a first day is one day long, at its due date: a beginning is not guessed.
    """
    if action.due is None:
        return None
    status, percent = action.status, action.percent
    last = date.fromisoformat(action.due)
    first = min(date.fromisoformat(action.start), last) if action.start is not None else last
    today = _place(chart.today, chart)
    left, right = _place(first, chart), _place(last, chart) + 1
    bars = []
    if status in _DONE or status == "cancelled":
        bars.append(_bar("past", left, right))
    elif status == "not_started":
        bars.append(_bar("todo", left, right))
    else:
        bars.append(_bar("plan", left, right))
        if percent:
            bars.append(_bar("done", left, left + (right - left) * percent // 100 if percent < 100 else right))
        if status == "overdue":
            bars.append(_bar("late", right, today + 1))
    kept = tuple(bar for bar in bars if bar is not None)
    if not kept:
        return None
    runs = percent is not None and not (status in _DONE or status in ("cancelled", "not_started", "overdue"))
    return Lane(kept, _percent(today + 2, DAYS), _share(percent or 0, left, right) if runs else None)


def _share(percent: int, left: int, right: int) -> Share:
    """Place the share done: right of the bar, else left of it; inside where it fills the chart."""
    if right <= DAYS - ROOM:
        return Share(percent, _percent(right, DAYS), "start", "")
    if left >= ROOM:
        return Share(percent, _percent(left, DAYS), "end", "")
    if left + (right - left) * percent // 100 >= 2 * ROOM:
        return Share(percent, _percent(max(0, left), DAYS), "start", "done")
    return Share(percent, _percent(min(DAYS, right), DAYS), "end", "plan")


def _place(day: date, chart: Chart) -> int:
    return (day - chart.start).days


def _bar(kind: str, left: int, right: int) -> Bar | None:
    left, right = max(0, left), min(DAYS, right)
    return Bar(kind, _percent(left, DAYS), _percent(right - left, DAYS)) if right > left else None


def _percent(part: int, whole: int) -> str:
    hundredths = (part * 20000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
