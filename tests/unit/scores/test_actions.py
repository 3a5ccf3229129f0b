"""Actions: status from dates, recurring ones period by period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dossiers import case, facts
from hypothesis import given
from hypothesis import strategies as st

from crmsite.calendars.calendar_days import period_of, periods_between
from crmsite.scores.actions import Series, series_of, standing_of

D = date.fromisoformat
NOW = D("2024-07-31")


# ── status ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("due", "done", "status", "days"),
    [
        ("2024-06-30", "2024-06-28", "done_on_time", 2),
        ("2024-06-30", "2024-06-30", "done_on_time", 0),
        ("2024-06-30", "2024-07-02", "done_late", 2),
        ("2024-07-15", None, "overdue", 16),
        ("2024-07-31", None, "due_soon", 0),
        ("2024-08-14", None, "due_soon", 14),
        ("2024-08-31", None, "on_track", 31),
    ],
)
def test_status_comes_from_dates_alone(due: str, done: str | None, status: str, days: int) -> None:
    assert standing_of(D(due), D(done) if done else None, NOW, 14) == (status, days)


def test_cancelled_undated_and_not_started() -> None:
    assert standing_of(D("2024-01-01"), None, NOW, 14, cancelled=True) == ("cancelled", None)
    assert standing_of(None, None, NOW, 14) == ("undated", None)
    assert standing_of(None, D("2024-07-01"), NOW, 14) == ("done_on_time", None)
    assert standing_of(D("2024-12-31"), None, NOW, 14, start=D("2024-09-01")) == ("not_started", 153)


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.none() | st.dates(date(2024, 1, 1), date(2024, 7, 31)), st.integers(1, 60))
def test_an_earlier_due_day_never_turns_late_into_in_time(due: date, done: date | None, earlier: int) -> None:
    late = ("overdue", "done_late")
    if standing_of(due, done, NOW, 14).status in late:
        assert standing_of(due - timedelta(days=earlier), done, NOW, 14).status in late


# ── recurring ───────────────────────────────────────────────────────────────────────────────────────────────────
def quarterly(*done: str, day: str = "2024-07-31", until: str = "2024-12-31") -> Series:
    return series_of("quarter", D("2024-01-01"), D(until), [D(text) for text in done], D(day))


def test_one_period_is_open_at_a_time_due_on_its_last_day() -> None:
    found = quarterly("2024-03-20")
    assert (found.period.id, found.due, found.done, found.periods_done, found.periods_missed) == ("2024-Q3", D("2024-09-30"), None, 1, 1)


def test_a_day_on_which_it_was_done_closes_its_period() -> None:
    found = quarterly("2024-03-20", "2024-05-05", "2024-07-10", "2024-07-20")
    assert (found.period.id, found.done, found.periods_done, found.periods_missed) == ("2024-Q3", D("2024-07-10"), 3, 0)


def test_after_the_end_the_last_period_stays_and_counts_as_missed_when_it_was_not_done() -> None:
    over = quarterly("2024-03-20", day="2025-02-01")
    assert (over.period.id, over.due, over.done, over.periods_missed) == ("2024-Q4", D("2024-12-31"), None, 3)


def test_a_series_that_ends_within_a_period_is_due_on_that_day() -> None:
    assert quarterly(until="2024-08-15").due == D("2024-08-15")


def test_before_it_begins_the_first_period_is_shown() -> None:
    found = quarterly(day="2023-11-01")
    assert (found.period.id, found.periods_done, found.periods_missed) == ("2024-Q1", 0, 0)


def test_a_plan_shows_its_recurring_action_by_the_open_period() -> None:
    action = {"id": "A1", "text": "上门", "recurs": {"every": "quarter", "from": "2024-01-01"}, "done_periods": ["2024-03-20", "2024-09-01"]}
    built = case(plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [action]}])
    july = facts(built, "2024-07-31").actions[0]
    assert (july.period, july.status, july.days, july.periods_done, july.periods_missed) == ("2024-Q3", "on_track", 61, 1, 1)
    september = facts(built, "2024-09-20").actions[0]
    assert (september.status, september.done, september.periods_done) == ("done_on_time", D("2024-09-01"), 2)
    assert facts(built, "2025-01-10").actions[0].status == "overdue"


def test_done_ends_a_recurring_action_and_closes_its_last_period() -> None:
    action = {"id": "A1", "text": "上门", "recurs": {"every": "month"}, "done_periods": ["2024-01-10", "2024-02-10"], "done": "2024-03-05"}
    found = facts(case(plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [action]}]), "2024-07-31").actions[0]
    assert (found.period, found.status, found.periods_done, found.periods_missed) == ("2024-03", "done_on_time", 3, 0)


every = st.sampled_from(["week", "month", "quarter", "half_year", "year"])


@given(every, st.dates(date(2023, 1, 1), date(2024, 6, 1)), st.integers(0, 600), st.lists(st.dates(date(2022, 12, 1), date(2026, 1, 1)), max_size=8), st.integers(-30, 900))
def test_counts_agree_with_a_walk_over_every_period(name: str, first: date, length: int, done: list[date], later: int) -> None:
    last, as_of = first + timedelta(days=length), first + timedelta(days=later)
    found = series_of(name, first, last, done, as_of)
    counted = [day for day in done if first <= day <= min(as_of, last)]
    periods = periods_between(period_of(first, name), period_of(last, name), name)
    walked = [any(p.start <= day <= p.end for day in counted) for p in periods]
    over = [as_of > min(p.end, last) for p in periods]
    assert found.periods_done == sum(walked)
    assert found.periods_missed == sum(closed and not hit for closed, hit in zip(over, walked, strict=True))
    assert found.start >= first
    assert found.due <= last


def test_progress_is_the_latest_figure() -> None:
    action = {"id": "A1", "text": "原型", "due": "2024-09-30", "progress": [{"on": "2024-05-01", "percent": 20}, {"on": "2024-07-01", "percent": 60}]}
    built = case(plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [action]}])
    assert facts(built, "2024-07-31").actions[0].percent == 60
    assert facts(built, "2024-06-01").actions[0].percent == 20


def test_the_receipt_cites_the_lines_of_the_dates() -> None:
    action = {"id": "A1", "text": "原型", "due": "2024-06-30", "done": "2024-06-28"}
    built = case(plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [action]}])
    found = facts(built, "2024-07-31").actions[0]
    assert [(factor.value, factor.sources[0].line) for factor in found.receipt.factors] == [(D("2024-06-30"), 3), (D("2024-06-28"), 4)]
