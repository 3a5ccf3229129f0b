"""When something is due that was promised within some hours: by all hours, by working hours, with China's make-up workdays."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from dossiers import policies

from crmsite.calendars.calendar_days import Workdays
from crmsite.calendars.clocks import DAY, Between, WorkingHours, day_of, end_of, minutes_of, time_of
from crmsite.grammar.fields import Moment

CHINA = WorkingHours(9 * 60, 18 * 60, policies().calendar, "Asia/Shanghai")
WEEK = WorkingHours(9 * 60, 18 * 60, Workdays(), "Asia/Shanghai")


def point(text: str) -> int:
    when = datetime.fromisoformat(text)
    return when.toordinal() * DAY + when.hour * 60 + when.minute


def due(hours: WorkingHours, start: str, count: str, clock: str | None) -> str:
    found = hours.due(point(start), Decimal(count), clock)
    return f"{day_of(found)} {time_of(found)}"


# ── the worked numbers: a request on a Friday afternoon before the Spring Festival of 2024 ──────────────────────────────
def test_two_calendar_hours() -> None:
    assert due(CHINA, "2024-02-02 17:00", "2", "calendar") == "2024-02-02 19:00"


def test_two_working_hours_go_on_the_next_workday_which_is_a_sunday_in_china() -> None:
    assert due(WEEK, "2024-02-02 17:00", "2", "business") == "2024-02-05 10:00"
    assert due(CHINA, "2024-02-02 17:00", "2", "business") == "2024-02-04 10:00"


def test_twenty_four_working_hours_over_a_holiday() -> None:
    assert due(WEEK, "2024-02-09 17:00", "24", "business") == "2024-02-14 14:00"
    assert due(CHINA, "2024-02-09 17:00", "24", "business") == "2024-02-20 14:00"
    assert due(CHINA, "2024-02-09 17:00", "24", "calendar") == "2024-02-10 17:00"


def test_a_complaint_on_a_friday_evening() -> None:
    assert due(CHINA, "2024-06-14 17:30", "2", "business") == "2024-06-17 10:30"
    assert due(CHINA, "2024-06-14 17:30", "24", "calendar") == "2024-06-15 17:30"
    assert due(CHINA, "2024-06-14 17:30", "48", "calendar") == "2024-06-16 17:30"
    assert due(CHINA, "2024-06-18 15:00", "72", "calendar") == "2024-06-21 15:00"


def test_two_examples_that_others_print_wrongly() -> None:
    nine_to_five = WorkingHours(9 * 60, 17 * 60, Workdays(), "Asia/Shanghai")
    eight_to_five = WorkingHours(8 * 60, 17 * 60, Workdays(), "Asia/Shanghai")
    assert due(nine_to_five, "2024-03-01 17:00", "8", "business") == "2024-03-04 17:00"
    assert due(eight_to_five, "2024-03-01 16:00", "4", "business") == "2024-03-04 11:00"


@pytest.mark.parametrize(
    ("start", "end", "clock", "minutes"),
    [
        ("2024-02-02 17:00", "2024-02-04 10:00", "business", 120),
        ("2024-02-02 17:00", "2024-02-04 10:00", "calendar", 41 * 60),
        ("2024-02-09 17:00", "2024-02-20 14:00", "business", 24 * 60),
        ("2024-02-02 18:00", "2024-02-03 23:00", "business", 0),
        ("2024-02-05 10:00", "2024-02-05 10:30", "business", 30),
    ],
)
def test_what_went_by_on_a_clock_is_what_the_deadline_counts(start: str, end: str, clock: str, minutes: int) -> None:
    assert CHINA.spent(point(start), point(end), clock) == minutes


# ── edges ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2024-03-01 17:00", "1", "2024-03-01 18:00"),
        ("2024-03-01 18:00", "1", "2024-03-04 10:00"),
        ("2024-03-01 06:00", "1", "2024-03-01 10:00"),
        ("2024-03-02 12:00", "0.5", "2024-03-04 09:30"),
        ("2024-03-01 09:00", "9", "2024-03-01 18:00"),
    ],
)
def test_what_ends_as_the_day_closes_is_due_that_evening(start: str, hours: str, end: str) -> None:
    assert due(WEEK, start, hours, "business") == end


def test_without_a_clock_short_promises_count_working_hours() -> None:
    assert due(WEEK, "2024-03-01 17:30", "2", None) == due(WEEK, "2024-03-01 17:30", "2", "business")
    assert due(WEEK, "2024-03-01 17:30", "24", None) == due(WEEK, "2024-03-01 17:30", "24", "calendar")


def test_a_date_alone_lies_anywhere_within_its_day() -> None:
    day = date(2024, 6, 14)
    assert WEEK.when(Moment(day)) == Between(day.toordinal() * DAY, end_of(day))
    assert not WEEK.when(Moment(day)).exact


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (Moment(date(2024, 6, 14), 17 * 60 + 30), "2024-06-14 17:30"),
        (Moment(date(2024, 6, 14), 17 * 60 + 30, 480), "2024-06-14 17:30"),
        (Moment(date(2024, 6, 14), 9 * 60 + 30, 0), "2024-06-14 17:30"),
        (Moment(date(2024, 6, 14), 20 * 60, -240), "2024-06-15 08:00"),
    ],
)
def test_a_time_written_with_an_offset_is_carried_over(moment: Moment, local: str) -> None:
    assert WEEK.when(moment) == Between(point(local), point(local))


@pytest.mark.parametrize(("text", "minutes"), [("09:00", 540), ("18:30", 1110), ("24:00", 1440)])
def test_times_of_day(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["9", "9:00", "25:00", "09:75", "ab:cd", "24:01"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        minutes_of(text)
