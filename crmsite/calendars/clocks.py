"""Clocks: by when something is due that was promised within some hours, by calendar hours or by working hours.

A point in time is a whole number of minutes since the day zero, in the organisation's time zone. Where only the date is
known, an event lies somewhere between two points; deadlines then do as well. Nothing looks at a clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crmsite.calendars.calendar_days import Workdays
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from decimal import Decimal

    from crmsite.grammar.fields import Moment

DAY = 24 * 60
"""Minutes of a day."""

SHORT_HOURS = 24
"""Below so many hours a promise counts working hours unless it says otherwise, from here on calendar hours."""


class Between(Slotted):
    """Where a point in time lies: exactly, when both ends are the same."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether the time of day is known."""
        return self.low == self.high


class WorkingHours(Slotted):
    """From when to when is worked, in minutes from midnight, on which days; ``zone`` is the organisation's time zone."""

    opens: int
    closes: int
    workdays: Workdays
    zone: str

    def due(self, start: int, hours: Decimal, clock: str | None) -> int:
        """Return the last point in time that keeps a promise of some hours from a start.

        ``clock`` is ``business`` or ``calendar``; without one, short promises count working hours and the others all hours.
        """
        minutes = int(hours * 60)
        if clock == "calendar" or (clock is None and hours >= SHORT_HOURS):
            return start + minutes
        return self._after(start, minutes)

    def _after(self, start: int, minutes: int) -> int:
        """Return the point that lies so many worked minutes after a start. What ends as the day closes is due that evening."""
        now = start
        while True:
            day = now // DAY
            if self.workdays.is_workday(date.fromordinal(day)):
                begin, end = max(now, day * DAY + self.opens), day * DAY + self.closes
                if begin <= end and minutes <= end - begin:
                    return begin + minutes
                minutes -= max(0, end - begin)
            now = (day + 1) * DAY

    def spent(self, start: int, end: int, clock: str) -> int:
        """Return how many minutes of a clock went by from one point in time to a later one: all of them, or those worked.

        ``clock`` is ``business`` or ``calendar``. Outside working hours a business clock stands still, so that it may be nought.
        """
        if clock == "calendar":
            return end - start
        days = (day for day in range(start // DAY, end // DAY + 1) if self.workdays.is_workday(date.fromordinal(day)))
        return sum(max(0, min(end, day * DAY + self.closes) - max(start, day * DAY + self.opens)) for day in days)

    def when(self, moment: Moment) -> Between:
        """Return where a moment lies; one that was written with an offset is carried over to the organisation's zone."""
        here = local(moment, self.zone)
        start = here.day.toordinal() * DAY
        if here.minute is None:
            return Between(start, start + DAY)
        return Between(start + here.minute, start + here.minute)


def local(moment: Moment, zone: str) -> Moment:
    """Return a moment as clocks in a zone showed it: day and time of what was written with an offset, anything else as it is.

    In a zone that nobody knows what is written is taken as local.
    """
    if moment.offset is None or moment.minute is None:
        return moment
    day, minutes = moment.day, timedelta(minutes=moment.minute)
    written = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(minutes=moment.offset))) + minutes
    try:
        there = written.astimezone(ZoneInfo(zone))
    except KeyError:
        there = written
    return moment._replace(day=there.date(), minute=there.hour * 60 + there.minute, offset=None)


def end_of(day: date) -> int:
    """Return the point in time at which a day is over."""
    return (day.toordinal() + 1) * DAY


def day_of(point: int) -> date:
    """Return the day on which a point in time lies; midnight belongs to the day that begins."""
    return date.fromordinal(point // DAY)


def time_of(point: int) -> str:
    """Return the time of day of a point, such as ``10:30``."""
    return f"{point % DAY // 60:02d}:{point % 60:02d}"


def minutes_of(text: str) -> int:
    """Return the minutes from midnight of a time such as ``09:00``; 24:00 is the end of the day.

    Raises ``ValueError`` for a text that is none.
    """
    hour, _, minute = text.partition(":")
    if len(hour) != 2 or len(minute) != 2 or not (hour + minute).isdecimal():
        raise ValueError(text)
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > DAY:
        raise ValueError(text)
    return found
