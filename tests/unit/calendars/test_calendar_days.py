"""Arithmetic of days: clipping months, half-open windows, fiscal quarters, China's workdays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dossiers import policies
from hypothesis import given
from hypothesis import strategies as st

from crmsite.calendars.calendar_days import (
    Span,
    Workdays,
    add_months,
    episode,
    first_day_not_within,
    next_period,
    period_of,
    periods_between,
    previous_period,
    quarter_at,
    quarter_named,
    quarter_number,
    year_start,
)

D = date.fromisoformat
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_month_arithmetic_clips_to_the_last_day_of_a_short_month() -> None:
    assert add_months(D("2024-04-30"), -2) == D("2024-02-29")
    assert add_months(D("2023-12-31"), 2) == D("2024-02-29")
    assert add_months(D("2024-01-31"), 1) == D("2024-02-29")
    assert add_months(D("2024-02-29"), 12) == D("2025-02-28")


@given(days, st.integers(1, 36))
def test_a_day_leaves_its_window_on_exactly_one_day(day: date, months: int) -> None:
    out = first_day_not_within(day, months)
    assert add_months(out, -months) >= day
    assert add_months(out - timedelta(days=1), -months) < day


@given(days, days, st.integers(1, 24))
def test_each_day_lies_in_exactly_one_of_the_windows_that_follow_one_another(day: date, as_of: date, months: int) -> None:
    ends = [add_months(as_of, -months * n) for n in range(40)]
    holding = [n for n in range(39) if ends[n + 1] < day <= ends[n]]
    assert len(holding) == (ends[39] < day <= as_of)


@pytest.mark.parametrize(
    ("every", "name", "start", "end"),
    [
        ("week", "2024-W31", "2024-07-29", "2024-08-04"),
        ("month", "2024-07", "2024-07-01", "2024-07-31"),
        ("quarter", "2024-Q3", "2024-07-01", "2024-09-30"),
        ("half_year", "2024-H2", "2024-07-01", "2024-12-31"),
        ("year", "2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_periods_of_a_calendar_year(every: str, name: str, start: str, end: str) -> None:
    assert tuple(period_of(D("2024-07-31"), every)) == (name, D(start), D(end))


def test_weeks_are_iso_weeks_so_new_year_may_belong_to_the_old_year() -> None:
    assert period_of(D("2027-01-01"), "week").id == "2026-W53"


def test_a_fiscal_year_from_april_names_its_quarters_after_the_year_it_begins_in() -> None:
    april = year_start("04-01")
    assert tuple(period_of(D("2024-03-31"), "quarter", april)) == ("2023-Q4", D("2024-01-01"), D("2024-03-31"))
    assert tuple(period_of(D("2024-04-01"), "quarter", april)) == ("2024-Q1", D("2024-04-01"), D("2024-06-30"))
    assert quarter_named("2023-Q4", april) == period_of(D("2024-02-10"), "quarter", april)


@given(days, st.sampled_from(["week", "month", "quarter", "half_year", "year"]), st.sampled_from([(1, 1), (4, 1), (7, 1), (10, 1)]))
def test_periods_follow_one_another_without_gap(day: date, every: str, begins: tuple[int, int]) -> None:
    period = period_of(day, every, begins)
    after, before = next_period(period, every, begins), previous_period(period, every, begins)
    assert period.start <= day <= period.end
    assert after.start == period.end + timedelta(days=1)
    assert before.end == period.start - timedelta(days=1)
    assert periods_between(before, after, every, begins) == (before, period, after)


@given(days)
def test_quarters_can_be_counted(day: date) -> None:
    quarter = period_of(day, "quarter")
    assert quarter_at(quarter_number(quarter.id)) == quarter
    assert quarter_number(next_period(quarter, "quarter").id) == quarter_number(quarter.id) + 1


CHINA = policies().calendar


def test_a_make_up_sunday_is_worked_and_a_holiday_is_not() -> None:
    assert CHINA.is_workday(D("2024-02-04"))
    assert CHINA.is_workday(D("2024-02-18"))
    assert not CHINA.is_workday(D("2024-02-12"))
    assert not CHINA.is_workday(D("2024-02-03"))
    assert CHINA.is_workday(D("2024-02-09"))


def test_five_workdays_after_a_friday_before_spring_festival() -> None:
    assert CHINA.after(D("2024-02-09"), 1) == D("2024-02-18")
    assert CHINA.after(D("2024-02-09"), 5) == D("2024-02-22")
    assert Workdays().after(D("2024-02-09"), 5) == D("2024-02-16")


def test_a_year_without_a_calendar_counts_monday_to_friday() -> None:
    assert not CHINA.knows(2031)
    assert CHINA.is_workday(D("2031-10-01"))
    assert CHINA.knows(2024)
    assert {2023, 2024, 2025, 2026} <= CHINA.years


@given(st.dates(date(2022, 12, 1), date(2027, 2, 1)), st.integers(0, 120))
def test_counting_workdays_agrees_with_looking_at_each_day(day: date, length: int) -> None:
    until = day + timedelta(days=length)
    each = sum(CHINA.is_workday(day + timedelta(days=n)) for n in range(1, length + 1))
    assert CHINA.between(day, until) == each
    assert CHINA.between(until, day) == 0 or length == 0


def test_an_episode_begins_where_spans_began_to_touch() -> None:
    spans = [Span(D("2024-01-01"), D("2024-01-10")), Span(D("2024-01-11"), D("2024-02-01")), Span(D("2024-02-01"), None)]
    assert episode(spans, D("2024-03-01")) == D("2024-01-01")
    assert episode([spans[0], spans[2]], D("2024-03-01")) == D("2024-02-01")
    assert episode(spans[:1], D("2024-03-01")) is None
    assert episode(spans, D("2023-12-31")) is None
