"""Arithmetic of days: months that clip, half-open windows, quarters and other periods, workdays with make-up days.

Everything here is about local dates. Nothing looks at a clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable

YearStart = tuple[int, int]
"""The month and day on which the fiscal year begins."""

CALENDAR_YEAR: YearStart = (1, 1)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months a period has."""
QUARTERS = 8
"""How many quarters the figures of all customers look back, the running one among them."""
SATURDAY = 5
"""The first day of the weekend, as ``date.weekday`` counts."""
_DAY = timedelta(days=1)


def year_start(text: str) -> YearStart:
    """Read ``MM-DD``, the first day of the fiscal year."""
    month, _, day = text.partition("-")
    return int(month), int(day)


def add_months(day: date, months: int) -> date:
    """Move a date by months; where the month is too short the last day stands: 2024-04-30 less 2 is 2024-02-29."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > 28:
        return date(year, month + 1, min(day.day, month_length(year, month + 1)))
    return date(year, month + 1, day.day)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def first_day_not_within(day: date, months: int) -> date:
    """Return the first date whose window of that many months no longer holds ``day``.

    Windows are half open, ``(d - months, d]``: the answer is the smallest ``d`` with ``d - months >= day``.
    """
    found = add_months(day, months)
    while add_months(found, -months) < day:
        found += _DAY
    return found


class Period(Slotted):
    """A named span of days, both ends included."""

    id: str
    start: date
    end: date


def period_of(day: date, every: str, begins: YearStart = CALENDAR_YEAR) -> Period:
    """Return the week, month, quarter, half-year or year that a day lies in; the fiscal year decides the last three.

    A fiscal year is named after the calendar year in which it begins. Weeks are ISO weeks.
    """
    if every == "week":
        year, week, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        return Period(f"{year}-W{week:02d}", start, start + timedelta(days=6))
    months = MONTHS[every]
    begins_month = begins if every != "month" else CALENDAR_YEAR
    index = period_number(day, every, begins)
    start, after = _month_start(index * months, begins_month), _month_start((index + 1) * months, begins_month)
    year, month = divmod(index * months, 12)
    if every == "month":
        name = f"{year}-{month + 1:02d}"
    elif every == "quarter":
        name = f"{year}-Q{month // 3 + 1}"
    else:
        name = f"{year}-H{month // 6 + 1}" if every == "half_year" else str(year)
    return Period(name, start, after - _DAY)


def period_number(day: date, every: str, begins: YearStart = CALENDAR_YEAR) -> int:
    """Return the number of a day's period on a line of all periods, so that periods can be counted without naming them."""
    if every == "week":
        return (day.toordinal() - 1) // 7
    if every == "month":
        return day.year * 12 + day.month - 1
    month = day.year * 12 + day.month - begins[0]
    if day.day < begins[1] and day.day < min(begins[1], month_length(day.year, day.month)):
        month -= 1
    return month // MONTHS[every]


def _month_start(month: int, begins: YearStart) -> date:
    """Return the first day of a fiscal month counted from the beginning of the year 0."""
    year, number = divmod(month + begins[0] - 1, 12)
    return date(year, number + 1, begins[1] if begins[1] <= 28 else min(begins[1], month_length(year, number + 1)))


def next_period(period: Period, every: str, begins: YearStart = CALENDAR_YEAR) -> Period:
    """Return the period that follows."""
    return period_of(period.end + _DAY, every, begins)


def previous_period(period: Period, every: str, begins: YearStart = CALENDAR_YEAR) -> Period:
    """Return the period before."""
    return period_of(period.start - _DAY, every, begins)


def periods_between(first: Period, last: Period, every: str, begins: YearStart = CALENDAR_YEAR) -> tuple[Period, ...]:
    """Return every period from one to another, both included; nothing when the first comes after the last."""
    found = []
    while first.start <= last.start:
        found.append(first)
        first = next_period(first, every, begins)
    return tuple(found)


def quarters_until(day: date, begins: YearStart = CALENDAR_YEAR) -> tuple[Period, ...]:
    """Return the latest quarters that figures look back over, oldest first, the one that a day lies in last."""
    found = [period_of(day, "quarter", begins)]
    while len(found) < QUARTERS:
        found.append(previous_period(found[-1], "quarter", begins))
    return tuple(reversed(found))


def quarter_named(name: str, begins: YearStart = CALENDAR_YEAR) -> Period:
    """Return the quarter of a name such as ``2024-Q2``."""
    month = int(name[:4]) * 12 + int(name[6]) * 3
    return Period(name, _month_start(month - 3, begins), _month_start(month, begins) - _DAY)


class Workdays(Slotted):
    """Which days are worked: Monday to Friday, less holidays, plus make-up days 调休. A year not listed has neither.

    ``off`` holds the holidays that fall on Monday to Friday, ``extra`` the worked Saturdays and Sundays, both sorted.
    """

    off: tuple[date, ...] = ()
    extra: tuple[date, ...] = ()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, holidays: Iterable[date], worked: Iterable[date], years: Iterable[int]) -> Workdays:
        """Make a calendar from holidays and make-up days; holidays on weekends change nothing."""
        off = sorted({day for day in holidays if day.weekday() < SATURDAY})
        return cls(tuple(off), tuple(sorted({day for day in worked if day.weekday() >= SATURDAY})), frozenset(years))

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked."""
        weekday = day.weekday() < SATURDAY
        listed = self.off if weekday else self.extra
        at = bisect_left(listed, day)
        return (at < len(listed) and listed[at] == day) is not weekday

    def after(self, day: date, count: int) -> date:
        """Return the workday that lies ``count`` workdays after a day; the day itself is not counted."""
        while count > 0:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def between(self, day: date, until: date) -> int:
        """Count the workdays after a day, up to and including another."""
        if until <= day:
            return 0
        weekdays = _weekdays_through(until) - _weekdays_through(day)
        return weekdays - _within(self.off, day, until) + _within(self.extra, day, until)

    def knows(self, year: int) -> bool:
        """Tell whether a year's holidays are known."""
        return year in self.years


def _weekdays_through(day: date) -> int:
    """Count the Mondays to Fridays up to a day, from a Monday long ago."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * SATURDAY + min(weekday + 1, SATURDAY)


def _within(days: tuple[date, ...], after: date, until: date) -> int:
    return bisect_right(days, until) - bisect_right(days, after)


def days_from(start: date, end: date) -> tuple[date, ...]:
    """Return each day from one to another, both included."""
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))


class Span(Slotted):
    """Days on which something holds: from ``start`` to ``end``, both included; no ``end`` means that it still holds."""

    start: date
    end: date | None


def episode(spans: list[Span], day: date) -> date | None:
    """Return the day since when at least one of the spans has held without a gap; ``None`` when none holds on ``day``.

    Spans that follow one another without a free day are one episode.
    """
    since: date | None = None
    for span in sorted(spans, key=lambda s: s.start, reverse=True):
        if span.start > day:
            continue
        if since is None:
            if span.end is None or span.end >= day:
                since = span.start
        elif span.end is None or span.end >= since - _DAY:
            since = span.start
    return since


def quarter_number(name: str) -> int:
    """Return a quarter's number on a line of all quarters, so that quarters can be counted: ``2024-Q2`` is 8097."""
    return int(name[:4]) * 4 + int(name[6]) - 1


def quarter_at(number: int, begins: YearStart = CALENDAR_YEAR) -> Period:
    """Return the quarter of a number."""
    return quarter_named(f"{number // 4}-Q{number % 4 + 1}", begins)
