"""Portfolio tables add exactly, keep what they leave out in sight, and survive a memo."""

from __future__ import annotations

import json
from decimal import Decimal

from portfolios import customer, portfolio, rated, summary

from crmsite.portfolio.portfolio import portfolio_key
from crmsite.portfolio.tables import Tables, compute_tables

CUSTOMERS = (
    customer("C1", [("2023-03-10", "80000.10"), ("2024-06-02", "30000.20")], own={"industry": "internet"}, assessments=[rated()]),
    customer("C2", [("2024-05-02", "100")], own={"industry": "internet"}, assessments=[rated(amount="2", stability="2", growth="2")]),
    customer("C3", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}], "industry": "retail"}),
    customer("C4", [("2024-07-01", "7")], opening=[{"id": "OB-1", "date": "2024-01-31", "cumulative_amount": "900000", "orders": "9",
             "last_order": "2024-01-10", "source": "旧账", "by": "E-li"}]),
)  # fmt: skip


def tables() -> Tables:
    return portfolio(*CUSTOMERS).tables


def test_json_keeps_the_tables_whole() -> None:
    found = tables()
    assert Tables.from_plain(json.loads(json.dumps(found.to_plain()))) == found


def test_the_year_adds_exactly_and_says_what_it_is_made_of() -> None:
    year = tables().year
    assert Decimal(year.amount) == Decimal("30100.20")
    assert (Decimal(year.comparable), Decimal(year.before)) == (Decimal("30100.20"), Decimal("80000.10"))
    assert (year.n, year.known, year.compared) == (3, 2, 2), "one never ordered, one lies behind its opening balance"


def test_months_leave_out_whose_past_is_an_opening_balance() -> None:
    months = tables().months
    amounts = dict(zip(months.months, months.amounts, strict=True))
    assert (months.n, months.of) == (2, 3)
    assert (amounts["2024-06"], amounts["2024-05"], amounts["2024-07"]) == ("30000.20", "100", "0")


def test_an_industry_is_spread_over_tiers_and_reasons() -> None:
    industry = tables().crosstab("industry")
    spread = {row.value: dict(zip(industry.groups, row.counts, strict=True)) for row in industry.rows}
    assert {name: n for name, n in spread["internet"].items() if n} == {"S": 1, "C": 1, "no_assessment": 1}
    assert {name: n for name, n in spread["retail"].items() if n} == {"prospect": 1}


def test_every_customer_is_in_every_table_once() -> None:
    for table in tables().crosstabs:
        assert sum(row.customers for row in table.rows) == len(CUSTOMERS), table.dimension


def test_nothing_at_all_gives_empty_tables() -> None:
    empty = compute_tables([], "CNY")
    assert (empty.year.amount, empty.year.n, empty.months.months, empty.rfm) == ("0", 0, (), ())


def test_the_key_moves_with_the_inputs_and_not_with_anything_else() -> None:
    found = [summary(one) for one in CUSTOMERS]
    key = portfolio_key(found, "CNY")
    assert portfolio_key([found[0]._replace(name="另名", steps="[]"), *found[1:]], "CNY") == key
    assert portfolio_key([found[0]._replace(sales=found[0].sales._replace(amount="1")), *found[1:]], "CNY") != key
    assert portfolio_key(found, "USD") != key
