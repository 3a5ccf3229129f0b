"""Goals against actual: the figure of the goal's own period, in the goal's unit; reached, missed, so far, or not to be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, policies, record
from portfolios import AS_OF, customer, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.kinds.goals import Goals
from crmsite.metrics.aims import Judged, judge, reaches
from crmsite.metrics.figure import book_of


def judged(target: dict[str, object], *customers: Case, year: str = "2024") -> Judged:
    goals = record("goals", id="G-1", period={"from": f"{year}-01-01", "to": f"{year}-12-31"}, targets=[target])
    assert isinstance(goals, Goals)
    book = book_of([summary(one) for one in customers], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")
    return judge(book, goals)[0]


GROWING = customer("C1", [("2021-06-01", 1), ("2022-06-01", 100), ("2023-06-01", 100), ("2024-06-01", 130)])


def lost(name: str, day: str) -> Case:
    return customer(name, own={"stages": [{"from": "2020-01-01", "stage": "won"}, *([{"from": day, "stage": "lost", "reason": "停产"}] if day else [])]})


def test_while_the_period_runs_a_target_is_reached_or_not_so_far() -> None:
    assert judged({"metric": "amount_12m", "op": ">=", "value": 120, "unit": "money"}, GROWING).verdict == "ahead"
    assert judged({"metric": "amount_12m", "op": ">=", "value": 150, "unit": "money"}, GROWING).verdict == "behind"


def test_when_the_period_is_over_it_was_reached_or_missed_at_its_end() -> None:
    found = judged({"metric": "amount_12m", "op": ">=", "value": 120, "unit": "money"}, GROWING, year="2023")
    assert (found.actual, found.verdict) == (Decimal(100), "missed")
    assert judged({"metric": "amount_12m", "op": "<=", "value": 120, "unit": "money"}, GROWING, year="2023").verdict == "met"


def test_churn_is_counted_within_the_goals_period() -> None:
    of = [lost("C1", "2023-11-01"), *(lost(f"D{n}", "2024-03-01" if n == 0 else "") for n in range(10))]
    found = judged({"metric": "churn_rate", "op": "<=", "value": 0.05, "unit": "ratio"}, *of)
    assert (found.figure.numerator, found.figure.denominator, found.verdict) == (1, 10, "behind")


def test_a_change_is_held_against_the_year_before() -> None:
    relative = judged({"metric": "amount_12m", "op": ">=", "value": 0.25, "unit": "relative"}, GROWING)
    assert (relative.actual, relative.verdict) == (Decimal("0.3"), "ahead")
    of = [lost(f"D{n}", "2023-03-01" if n < 2 else "2024-03-01" if n == 2 else "") for n in range(10)]
    points = judged({"metric": "churn_rate", "op": "<=", "value": -0.05, "unit": "pp"}, *of)
    assert points.base is not None
    assert (points.base.value, points.actual) == (Decimal("0.2"), Decimal("0.125") - Decimal("0.2"))


def test_a_change_without_a_year_before_cannot_be_told() -> None:
    young = customer("C1", [("2024-06-01", 100)])
    assert judged({"metric": "amount_12m", "op": ">=", "value": 0.1, "unit": "relative"}, young).verdict == "unknown"


def test_what_nobody_worked_out_and_what_has_not_begun_is_neither_reached_nor_missed() -> None:
    assert judged({"metric": "risk_signals_12m", "op": "<=", "value": 1, "unit": "count"}, GROWING).verdict == "unknown"
    assert judged({"metric": "amount_12m", "op": ">=", "value": 1, "unit": "money"}, GROWING, year="2025").verdict == "not_begun"


def test_a_share_of_few_is_reached_but_not_proven() -> None:
    few = judged({"metric": "churn_rate", "op": "<=", "value": 0.1, "unit": "ratio"}, *(lost(f"D{n}", "") for n in range(5)))
    many = judged({"metric": "churn_rate", "op": "<=", "value": 0.1, "unit": "ratio"}, *(lost(f"D{n}", "") for n in range(60)))
    assert [(one.verdict, one.proven) for one in (few, many)] == [("ahead", False), ("ahead", True)]


@pytest.mark.parametrize(("op", "results"), [(">=", "011"), (">", "001"), ("<=", "110"), ("<", "100"), ("=", "010")])
def test_a_comparison_is_what_it_says(op: str, results: str) -> None:
    assert [reaches(Decimal(n), op, Decimal(5)) for n in (4, 5, 6)] == [found == "1" for found in results]
