"""Amounts and frequency: windows, growth, opening balances, what is not known."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from dossiers import Case, case, facts, policies, sample_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsite.figures.facts import Factor, Say
from crmsite.grammar.fields import Citation

D = date.fromisoformat

EXPECTED = json.loads(
    """{"amount_12m": 1500000, "orders_12m": 5, "amount_prev_12m": 1200000, "orders_prev": 3, "cumulative": 3800000, "aov": 300000,
        "aov_growth": -0.25, "upsell_rate": 0.25, "recency_days": 82, "median_interval_days": 97, "tenure_years": 3.23}"""
)


def test_the_sample_customers_figures() -> None:
    found = sample_facts("C001", "2024-07-31").amounts
    assert found.cooperation_years is not None
    assert {
        "amount_12m": found.last_12m, "orders_12m": found.orders_12m, "amount_prev_12m": found.previous_12m,
        "orders_prev": found.orders_previous, "cumulative": found.cumulative, "aov": found.aov, "aov_growth": found.aov_growth,
        "upsell_rate": found.upsell_rate, "recency_days": found.recency_days, "median_interval_days": found.median_interval_days,
        "tenure_years": float(round(found.cooperation_years, 2)),
    } == EXPECTED  # fmt: skip
    assert (found.first_order, found.last_order) == (D("2021-05-10"), D("2024-05-10"))


def test_growth_of_the_order_value_is_unknown_with_fewer_than_three_orders_in_a_year() -> None:
    two = case(orders=[("2023-01-01", 100), ("2023-02-01", 100), ("2024-01-01", 90), ("2024-02-01", 90), ("2024-03-01", 90)])
    found = facts(two, "2024-07-31").amounts
    assert (found.aov, found.aov_growth) == (90, None)
    assert found.upsell_rate == Decimal(70) / 200


def test_without_orders_before_there_is_no_rate_and_with_few_no_rhythm() -> None:
    found = facts(case(orders=[("2024-01-01", 90), ("2024-02-01", 90), ("2024-03-01", 90)]), "2024-07-31").amounts
    assert (found.upsell_rate, found.median_interval_days) == (None, None)
    states = {factor.name.key: factor.state for factor in found.receipt.factors}
    assert states["amounts.factor.upsell"] == states["amounts.factor.rhythm"] == "unknown"


def test_several_orders_of_one_day_are_one_step_of_the_rhythm() -> None:
    days = ["2024-01-01", "2024-01-01", "2024-01-11", "2024-01-31", "2024-02-10"]
    assert facts(case(orders=[(day, 1) for day in days]), "2024-07-31").amounts.median_interval_days == 10


def test_the_last_order_of_an_opening_balance_begins_the_first_interval() -> None:
    orders = [(day, 1) for day in ("2022-03-12", "2023-03-11", "2024-03-12")]
    opening = {"date": "2021-10-31", "cumulative_amount": 9, "orders": 2, "source": "旧系统", "by": "E-li"}
    told = facts(case(orders=orders, opening=[{**opening, "first_order": "2020-03-10", "last_order": "2021-03-14"}]), "2024-07-31")
    assert told.amounts.median_interval_days == 364, "363, 364 and 367 days"
    only_first = facts(case(orders=orders, opening=[{**opening, "first_order": "2020-03-10"}]), "2024-07-31")
    assert only_first.amounts.median_interval_days is None, "two intervals; what lies between the first order and the rows is unknown"


def test_months_are_calendar_months_and_those_before_the_first_order_are_not_zero() -> None:
    found = dict(facts(case(orders=[("2024-05-31", 5), ("2024-07-01", 7)]), "2024-07-31").amounts.by_month)
    assert len(found) == 24
    assert next(iter(found)) == "2022-08"
    assert (found["2024-04"], found["2024-05"], found["2024-06"], found["2024-07"]) == (None, 5, 0, 7)


OPENING = {
    "date": "2024-03-31", "cumulative_amount": 900_000, "amount_12m": 300_000, "first_order": "2020-01-05",
    "last_order": "2024-02-10", "source": "旧系统", "by": "E-li",
}  # fmt: skip


def test_totals_are_the_opening_balance_and_the_rows_after_it() -> None:
    found = facts(case(orders=[("2024-05-10", 50_000)], opening=[OPENING]), "2024-07-31").amounts
    assert (found.cumulative, found.cumulative_from_opening) == (950_000, True)
    assert (found.first_order, found.last_order, found.recency_days) == (D("2020-01-05"), D("2024-05-10"), 82)
    note = next(factor.note for factor in found.receipt.factors if factor.name.key == "amounts.factor.cumulative")
    assert note is not None
    assert note.key == "amounts.note.opening"


def test_a_window_behind_the_opening_balance_is_unknown_unless_the_balance_tells_it() -> None:
    with_rows = case(orders=[("2024-05-10", 50_000)], opening=[OPENING])
    unknown = facts(with_rows, "2024-07-31").amounts
    assert (unknown.state, unknown.reason, unknown.last_12m, unknown.orders_12m) == ("unknown", "behind_opening", None, None)
    months = dict(unknown.by_month)
    assert (months["2024-03"], months["2024-04"], months["2024-05"]) == (None, 0, 50_000)
    assert facts(with_rows, "2025-03-31").amounts.last_12m == 50_000
    assert facts(with_rows, "2025-03-31").amounts.previous_12m == 300_000
    assert facts(case(opening=[OPENING]), "2024-03-31").amounts.last_12m == 300_000


def test_what_is_not_known_has_a_reason_and_no_number() -> None:
    prospect = facts(case({"stages": [{"from": "2020-01-01", "stage": "prospect"}]}), "2024-07-31").amounts
    assert (prospect.state, prospect.reason, prospect.last_12m, prospect.cumulative) == ("not_applicable", "never_ordered", None, None)
    silent = facts(case(), "2024-07-31").amounts
    assert (silent.state, silent.reason, silent.orders_12m) == ("unknown", "no_order_lines", None)
    by_invoice = facts(case(orders=[("2024-05-10", 100)]), "2024-07-31", amount_basis="invoice").amounts
    assert (by_invoice.state, by_invoice.reason, by_invoice.last_12m) == ("unknown", "no_basis_rows", None)


rows = st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2024, 7, 31)), st.integers(1, 10**6)), min_size=1, max_size=20)


@settings(max_examples=25)
@given(rows)
def test_windows_of_a_year_add_up_to_the_total(orders: list[tuple[date, int]]) -> None:
    built = case(orders=list(orders))
    totals = [facts(built, day).amounts.last_12m or 0 for day in ("2021-07-31", "2022-07-31", "2023-07-31", "2024-07-31")]
    assert sum(totals) == sum(amount for _, amount in orders) == facts(built, "2024-07-31").amounts.cumulative


def test_every_amount_cites_its_rows() -> None:
    receipt = sample_facts("C001", "2024-07-31").amounts.receipt
    lines = {factor.name.key: [line.line for line in factor.sources] for factor in receipt.factors}
    assert lines["amounts.factor.last_12m"] == [8, 9, 10, 11, 12]
    assert lines["amounts.factor.previous_12m"] == [5, 6, 7]
    assert lines["amounts.factor.cumulative"] == list(range(2, 13))
    assert all(lines.values())


def factor(of: Case, name: str) -> Factor:
    return next(one for one in facts(of, "2024-07-31").amounts.receipt.factors if one.name.key == f"amounts.factor.{name}")


def test_of_many_rows_the_first_and_the_last_are_cited_and_it_is_said() -> None:
    days = [f"2024-0{month}-{day:02d}" for month in (1, 2, 3, 4, 5) for day in (4, 11, 18)]
    many = factor(case(orders=[(day, 100) for day in days]), "cumulative")
    assert ([line.line for line in many.sources], many.note) == ([2, 16], Say("amounts.note.rows", (("n", 15),)))
    after = [(day, 100) for day in days if day > "2024-03-31"] * 3
    both = factor(case(orders=after, opening=[OPENING]), "cumulative")
    assert (len(both.sources), both.note) == (3, Say("amounts.note.opening_rows", (("n", 18),)))
    assert factor(case(orders=[(day, 100) for day in days]), "last_12m").note == Say("amounts.note.orders_ends", (("n", 15),))
    assert factor(case(orders=[(day, 100) for day in days[:12]]), "cumulative").note is None


def test_years_of_cooperation_cite_the_day_they_are_counted_from_and_say_where_nobody_wrote_it() -> None:
    typed = factor(case(orders=[("2024-05-10", 1)]), "tenure")
    assert (typed.note, typed.sources) == (None, (Citation("customer/C1.yaml", 4),))
    stages = [{"from": "2023-11-02", "stage": "intent"}, {"from": "2024-01-15", "stage": "won"}, {"from": "2024-06-01", "stage": "long_term"}]
    derived = factor(case({"cooperation_since": None, "stages": stages}, [("2024-05-10", 1)]), "tenure")
    assert derived.note == Say("amounts.note.first_sale")
    assert [source.path for source in derived.sources] == ["customer/C1.yaml"]
    assert derived.value == Decimal(198) / Decimal("365.25")


def test_how_many_orders_a_growth_needs_is_the_policys_choice() -> None:
    (packaged,) = policies().rates_versions
    two = policies(rates_policy=packaged.model_copy(update={"growth_orders": 2}))
    of = case(None, [("2022-09-01", 100), ("2023-01-01", 100), ("2023-09-01", 150), ("2024-01-01", 150)])
    assert facts(of, "2024-07-31").amounts.aov_growth is None
    assert facts(of, "2024-07-31", two).amounts.aov_growth == Decimal("0.5")


def test_a_first_return_without_its_order_lowers_the_amount_and_begins_no_rhythm() -> None:
    """What came back was ordered before the rows begin: nobody knows when, so no order and no interval is made of it."""
    back = ("2024-01-05", -50, "returned", "X9")
    orders = [("2024-05-02", 100), ("2024-06-02", 100), ("2024-07-02", 100)]
    with_it, without = (facts(case(orders=rows), "2024-07-31") for rows in ([back, *orders], orders))
    assert (with_it.amounts.last_12m, without.amounts.last_12m) == (250, 300)
    same = ("orders_12m", "recency_days", "median_interval_days")
    assert [getattr(with_it.amounts, name) for name in same] == [getattr(without.amounts, name) for name in same]
    assert with_it.rfm.frequency == without.rfm.frequency
    alone = facts(case(orders=[back]), "2024-07-31")
    assert (alone.amounts.last_12m, alone.amounts.orders_12m, alone.amounts.recency_days) == (-50, 0, None)
    assert (alone.rfm.state, alone.rfm.reason) == ("unknown", "none_placed")
