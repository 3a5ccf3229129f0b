"""The ledger: which orders stand, what a window holds, what is owed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from dossiers import case
from hypothesis import given
from hypothesis import strategies as st

from crmsite.calendars.calendar_days import add_months
from crmsite.dossier.ledger import CITED, Ledger, ledger_of, unpaid_of, window_ends

D = date.fromisoformat
order_days = st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2024, 7, 31)), st.integers(1, 10**6)), max_size=25)


def ledger(orders: list[tuple[object, ...]], day: str = "2024-07-31") -> Ledger:
    return ledger_of(case(orders=orders).at(day), "order", "CNY")


def test_cancelled_orders_count_nowhere() -> None:
    found = ledger([("2024-05-10", 100), ("2024-06-10", 500, "cancelled")])
    assert (found.order_days, found.amount_in(D("2023-07-31"), D("2024-07-31"))) == ((D("2024-05-10"),), 100)


def test_a_part_returned_is_taken_off_on_its_own_day_and_the_order_stands() -> None:
    found = ledger([("2024-01-10", 500), ("2024-06-10", -200, "returned", "O2")])
    assert found.orders_in(D("2023-12-31"), D("2024-07-31")) == 1
    assert found.amount_in(D("2023-12-31"), D("2024-05-31")) == 500
    assert found.amount_in(D("2023-12-31"), D("2024-07-31")) == 300


def test_a_return_that_names_no_order_gives_back_the_latest_of_exactly_its_amount() -> None:
    rows = [("2024-01-10", 500), ("2024-02-10", 500), ("2024-03-10", -500, "returned"), ("2024-03-11", 500), ("2024-03-12", -200, "returned")]
    found = ledger(rows)
    assert found.order_days == (D("2024-01-10"), D("2024-03-11"))
    assert [(one.day, one.back) for one in found.taken_back] == [(D("2024-02-10"), D("2024-03-10"))]
    assert found.amount_in(D("2023-12-31"), D("2024-07-31")) == 800


def test_an_order_given_back_counts_until_the_day_on_which_it_came() -> None:
    found = ledger([("2024-01-10", 500), ("2024-05-10", 300), ("2024-06-10", -300, "returned", "O3")])
    assert found.orders_in(D("2023-12-31"), D("2024-05-31")) == 2
    assert found.orders_in(D("2023-12-31"), D("2024-06-10")) == 1
    assert found.last_order() == D("2024-05-10")


def test_instalments_of_a_return_give_an_order_back_once_they_reach_its_amount() -> None:
    rows = [("2024-01-10", 500), ("2024-02-10", -200, "returned", "O2"), ("2024-03-10", -300, "returned", "O2")]
    assert (ledger(rows[:2]).order_days, ledger(rows).order_days) == ((D("2024-01-10"),), ())
    assert ledger(rows).taken_back[0].back == D("2024-03-10")


@given(order_days, st.dates(date(2021, 1, 1), date(2024, 7, 31)), st.integers(0, 3))
def test_a_ledger_cut_off_at_a_day_is_the_one_that_was_laid_out_on_it(days: list[tuple[date, int]], day: date, every: int) -> None:
    rows = [(on.isoformat(), amount, "cancelled" if every and number % every == 0 else "confirmed") for number, (on, amount) in enumerate(days)]
    assert ledger(rows).until(day) == ledger(rows, day.isoformat())


@given(order_days, st.dates(date(2021, 1, 1), date(2024, 7, 31)), st.integers(0, 3))
def test_a_window_holds_its_orders_and_its_amount(days: list[tuple[date, int]], day: date, every: int) -> None:
    states = ("confirmed", "cancelled", "returned")
    rows = [(on.isoformat(), amount, states[number % every % 3] if every else "confirmed") for number, (on, amount) in enumerate(days)]
    found, after = ledger(rows), add_months(day, -12)
    assert found.window(after, day) == (found.orders_in(after, day), found.amount_in(after, day))


def test_a_ledger_with_returns_or_an_opening_balance_has_to_be_laid_out_anew() -> None:
    assert ledger([("2024-01-10", 500), ("2024-06-10", -200, "returned", "O2")]).until(D("2024-03-31")) is None
    opened = case(orders=[("2024-02-10", 5)], opening=[{"date": "2024-01-01", "orders": 3, "source": "ERP", "by": "E-li"}]).at("2024-07-31")
    assert ledger_of(opened, "order", "CNY").until(D("2024-03-31")) is None


def test_windows_are_open_at_their_start_and_closed_at_their_end() -> None:
    found = ledger([("2024-04-30", 1), ("2024-05-01", 2), ("2024-07-31", 4)])
    assert found.amount_in(D("2024-04-30"), D("2024-07-31")) == 6
    assert found.orders_in(D("2024-04-30"), D("2024-07-31")) == 2


def test_several_currencies_are_told_and_never_summed() -> None:
    built = case(orders=[("2024-05-10", 100), ("2024-05-11", 100)])
    dossier = built.at("2024-07-31")
    foreign = dossier._replace(orders=(dossier.orders[0], dossier.orders[1]._replace(currency="USD")))
    assert not ledger_of(dossier, "order", "CNY").mixed
    assert ledger_of(foreign, "order", "CNY").mixed


def test_amounts_may_be_counted_by_invoices_or_by_payments() -> None:
    dossier = case(
        orders=[("2024-05-10", 100)],
        invoices=[("V1", "2024-05-20", "2024-06-20", 90)],
        receipts=[("2024-06-18", "V1", 80)],
    ).at("2024-07-31")
    assert [ledger_of(dossier, basis, "CNY").running[-1] for basis in ("order", "invoice", "receipt")] == [100, 90, 80]
    assert not ledger_of(dossier._replace(invoices=()), "invoice", "CNY").complete


@given(order_days, st.integers(1, 24))
def test_a_window_holds_what_a_look_at_each_row_holds(rows: list[tuple[date, int]], months: int) -> None:
    as_of = D("2024-07-31")
    found = ledger(list(rows))
    ends = window_ends(as_of, months, 3)
    for until, after in pairwise(ends):
        inside = [amount for day, amount in rows if after < day <= until]
        assert found.amount_in(after, until) == sum(inside)
        assert found.orders_in(after, until) == len(inside)
    assert ends[1] == add_months(as_of, -months)


def test_a_long_run_of_rows_is_cited_by_its_first_and_last_line() -> None:
    days = [(D("2024-01-01") + timedelta(days=n), 1) for n in range(CITED + 1)]
    found = ledger(list(days))
    assert [line.line for line in found.order_lines(D("2023-12-31"), D("2024-07-31"))] == [2, CITED + 2]
    assert len(found.amount_lines(D("2023-12-31"), D("2024-01-05"))) == 5


def test_an_invoice_is_unpaid_until_its_instalments_reach_its_amount() -> None:
    invoices = [("V1", "2024-01-01", "2024-02-01", 100), ("V2", "2024-01-05", "2024-03-01", 50), ("V3", "2024-07-01", "2024-08-15", 70)]
    paid = [("2024-02-05", "V1", 60), ("2024-02-20", "V1", 40), ("2024-03-05", "V2", 20)]
    dossier = case(invoices=invoices, receipts=paid).at("2024-07-31")
    assert [(u.invoice.invoice_id, u.outstanding, u.days) for u in unpaid_of(dossier, D("2024-07-31"))] == [("V2", Decimal(30), 152)]


def test_rows_of_one_order_for_its_products_are_one_order_with_their_sum() -> None:
    of = case(orders=[("2024-05-10", 100), ("2024-05-10", 40), ("2024-06-10", 7)])
    (table,) = of.tables
    rows = [[*row[:1], "O2" if at < 2 else row[1], *row[2:5], f"P{at}", *row[6:]] for at, row in enumerate(table.rows)]
    found = ledger_of(of._replace(tables=(table._replace(rows=rows),)).at("2024-07-31"), "order", "CNY")
    assert (found.order_days, found.orders_in(D("2024-01-01"), D("2024-07-31"))) == ((D("2024-05-10"), D("2024-06-10")), 2)
    assert found.amount_in(D("2024-01-01"), D("2024-07-31")) == 147
