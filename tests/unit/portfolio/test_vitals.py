"""Vital signs: eight quarters of what the page of metrics shows, each held against its target, and judged where enough stand behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dossiers import record
from portfolios import customer, drawn, portfolio, rated, read

from crmsite.kinds.goals import Goals
from crmsite.portfolio.vitals import Vital, vitals
from crmsite.views import metrics, overview

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio

BOUGHT = [("2022-01-05", 5), ("2023-03-01", 80), ("2024-06-01", 100)]


def goals(*targets: dict[str, object]) -> Goals:
    found = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, targets=list(targets))
    assert isinstance(found, Goals)
    return found


def many(count: int) -> Portfolio:
    return portfolio(*(customer(f"C{n}", BOUGHT, assessments=[rated()]) for n in range(count)))


def aimed(of: Portfolio, *targets: dict[str, object]) -> Portfolio:
    return of._replace(organisation=of.organisation._replace(goals=(goals(*targets),)))


def sign(of: Portfolio, name: str) -> Vital:
    return next(one for one in vitals(of) if one.id == name)


def test_there_are_four_and_satisfaction_is_told_as_its_target_is_written() -> None:
    assert [one.id for one in vitals(many(6))] == ["satisfaction_mean", "churn_rate", "nps", "renewal_rate"]
    of = aimed(many(6), {"metric": "csat_top2", "op": ">=", "value": "0.9", "unit": "ratio"})
    assert next(one.id for one in vitals(of)) == "csat_top2"
    both = aimed(many(6), {"metric": "csat_top2", "op": ">=", "value": "0.9", "unit": "ratio"}, {"metric": "satisfaction_mean", "op": ">=", "value": "4", "unit": "scale_1_5"})
    assert next(one.id for one in vitals(both)) == "satisfaction_mean"


def test_a_figure_that_nothing_is_known_of_says_why_and_is_no_zero() -> None:
    unasked = sign(many(6), "nps")
    assert (unasked.value, unasked.change, unasked.past, unasked.made) == (None, None, None, None)
    assert unasked.reason is not None
    page = drawn(overview, many(6))["index.html"]
    assert "未设目标" in read(page)


def test_a_target_is_told_with_its_distance_where_enough_stand_behind_the_figure() -> None:
    target = {"metric": "churn_rate", "op": "<=", "value": "0.05", "unit": "ratio"}
    reached = sign(aimed(many(6), target), "churn_rate")
    assert (reached.value is not None, reached.aim.key, reached.far) == (True, "vitals.met", False)
    short = sign(aimed(many(6), {**target, "op": ">=", "value": "0.25"}), "churn_rate")
    assert (short.aim.key, dict(short.aim.args)["gap"], short.far) == ("vitals.short_points", Decimal("25.0"), True)
    few = sign(aimed(many(4), {**target, "op": ">=", "value": "0.25"}), "churn_rate")
    assert (few.aim.key, few.far, few.judged, few.past) == ("vitals.aim", False, False, None)


def test_a_target_for_the_yearly_rate_holds_for_the_twelve_months_that_are_a_year() -> None:
    yearly = {"metric": "churn_rate_annual", "op": "<=", "value": "0.05", "unit": "ratio"}
    assert sign(aimed(many(6), yearly), "churn_rate").aim.key == "vitals.met"
    own = {"metric": "churn_rate", "op": ">=", "value": "0.25", "unit": "ratio"}
    assert sign(aimed(many(6), yearly, own), "churn_rate").aim.key == "vitals.short_points"
    other = {"metric": "winback_rate", "op": ">=", "value": "0.25", "unit": "ratio"}
    assert sign(aimed(many(6), other), "churn_rate").aim.key == "vitals.no_aim"


def test_the_change_is_that_since_the_end_of_last_quarter() -> None:
    steady = sign(many(6), "churn_rate")
    assert (steady.change, steady.judged, steady.unit, steady.better) == (Decimal("0.0"), True, "points", "down")


def test_what_is_remembered_is_what_is_worked_out() -> None:
    kept: dict[str, object] = {}

    def recall(name: str, keys: list[str], make: object) -> list[object]:
        found = [kept.setdefault(f"{name}{key}", make(place)) for place, key in enumerate(keys)]  # type: ignore[operator]
        return found

    of = many(6)
    assert vitals(of._replace(recall=recall)) == vitals(of._replace(recall=recall)) == vitals(of)
    assert len(kept) == 1


def test_the_overview_and_the_page_of_metrics_tell_the_same_value() -> None:
    first, second = drawn(overview, many(6))["index.html"], drawn(metrics, many(6))["metrics.html"]
    shown = re.search(r'metrics\.html#churn_rate">[^<]*</a></h2>\s*<p class="v">([^<]+)<', first)
    whole = re.search(r'id="churn_rate">.*?<p class="mval">([^<]+)<', second, re.DOTALL)
    assert shown is not None
    assert whole is not None
    assert shown[1] == whole[1]
