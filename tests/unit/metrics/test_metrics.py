"""Metrics: worked numbers, what stands in numerator and denominator, and every way in which a figure cannot be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, policies
from portfolios import AS_OF, customer, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.figures.contribution import WITHHELD, contribution_text
from crmsite.grammar.measures import MEASURES
from crmsite.metrics.churn import months_in, yearly
from crmsite.metrics.figure import Book, Figure, Window, book_of
from crmsite.metrics.relationship import judgements
from crmsite.metrics.table import METRICS, PARTED, figure, past
from crmsite.views.metrics import GROUPS

LOST = {"stage": "lost", "reason": "换供应商"}


def won(since: str = "2020-01-01", lost: str = "", **own: object) -> dict[str, object]:
    stages = [{"from": since, "stage": "won"}, *([{"from": lost, **LOST}] if lost else [])]
    return {"stages": stages, "cooperation_since": since, **own}


def book(*customers: Case, day: str = AS_OF) -> Book:
    return book_of([summary(one, day) for one in customers], policies(), date.fromisoformat(day), CALENDAR_YEAR, "CNY")


def now(name: str, *customers: Case, day: str = AS_OF) -> Figure:
    of = book(*customers, day=day)
    return figure(name, of, of.year(of.last))


def ratio(found: Figure) -> tuple[int, int]:
    assert found.numerator is not None and found.denominator is not None, found.reason
    return int(found.numerator), int(found.denominator)


# ── churn ───────────────────────────────────────────────────────────────────────────────────────────────────────
def forty_and_five() -> list[Case]:
    old = [customer(f"C{n:02d}", own=won(lost="2024-03-01" if n < 3 else "")) for n in range(40)]
    new = [customer(f"N{n}", own=won("2024-01-01", "2024-06-01" if n == 0 else "")) for n in range(5)]
    return [*old, *new]


def test_of_forty_when_the_year_began_three_were_lost_and_new_ones_are_in_neither() -> None:
    found = now("churn_rate", *forty_and_five())
    assert ratio(found) == (3, 40)
    assert found.value == Decimal("0.075")
    assert found.ids == ("C00", "C01", "C02")
    assert found.interval is not None
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (Decimal("0.026"), Decimal("0.199"))


def test_one_per_cent_a_month_is_eleven_a_year() -> None:
    assert round(yearly(Decimal("0.01"), Decimal(1)), 4) == Decimal("0.1136")
    assert yearly(Decimal("0.2"), Decimal(12)) == Decimal("0.2")


@pytest.mark.parametrize(
    ("after", "until", "months"),
    [
        ("2023-12-31", "2024-03-31", 3),
        ("2024-03-31", "2024-06-30", 3),
        ("2024-06-30", "2024-09-30", 3),
        ("2024-09-30", "2024-12-31", 3),
        ("2024-02-29", "2024-03-31", 1),
        ("2023-03-31", "2024-03-31", 12),
        ("2023-02-28", "2024-02-29", 12),
        ("2023-11-18", "2024-11-18", 12),
        ("2024-02-29", "2024-08-30", 6),
    ],
)
def test_whole_months_are_counted_whole_whichever_months_they_are(after: str, until: str, months: int) -> None:
    assert months_in(date.fromisoformat(after), date.fromisoformat(until)) == months


def test_of_a_month_that_is_not_whole_the_days_count() -> None:
    assert round(months_in(date(2024, 9, 30), date(2024, 11, 18)), 2) == Decimal("1.61")
    assert months_in(date(2024, 3, 31), date(2024, 6, 29)) < 3


def test_each_quarter_of_a_year_makes_the_same_churn_of_the_same_loss() -> None:
    lost = ("2023-11-10", "2024-02-10", "2024-05-10", "2024-08-10")
    customers = [customer(f"C{n}", own=won(lost=lost[n] if n < 4 else "")) for n in range(10)]
    of = book(*customers, day="2024-09-30")
    found = [figure("churn_rate_annual", of, of.quarter(of.last - back)) for back in (3, 2, 1, 0)]
    assert [ratio(one) for one in found] == [(1, 10), (1, 9), (1, 8), (1, 7)]
    assert [round(one.value or 0, 4) for one in found] == [round(1 - (1 - Decimal(1) / n) ** 4, 4) for n in (10, 9, 8, 7)]


def test_a_quarters_churn_is_brought_to_a_year_with_its_interval() -> None:
    of = book(*(customer(f"C{n}", own=won(lost="2024-05-01" if n == 0 else "")) for n in range(10)))
    found = figure("churn_rate_annual", of, of.quarter(6))
    assert found.value is not None and found.interval is not None
    assert round(found.value, 4) == Decimal(1) - Decimal("0.6561"), "a tenth in a quarter: 1 - 0.9 to the fourth"
    assert found.interval.low < found.value < found.interval.high


def test_less_than_a_month_is_not_brought_to_a_year() -> None:
    of = book(customer("C1", own=won()), day="2024-07-15")
    assert figure("churn_rate_annual", of, of.quarter(of.last)).reason == "under_a_month"


def test_the_amount_lost_is_what_the_lost_bought_in_the_year_before() -> None:
    gone = customer("C1", [("2023-02-01", 7), ("2023-09-01", 300), ("2024-01-01", 50)], own=won(lost="2024-03-01"))
    stays = customer("C2", [("2022-06-01", 900), ("2024-06-01", 900)], own=won())
    found = now("churn_amount", gone, stays)
    assert (found.value, found.ids, found.known, found.asked) == (Decimal(350), ("C1",), 1, 1)


def test_with_nobody_lost_the_amount_is_nought_and_the_win_back_rate_is_none() -> None:
    assert now("churn_amount", customer("C1", own=won())).value == 0
    found = now("winback_rate", customer("C1", own=won()))
    assert (found.state, found.reason, found.value) == ("not_applicable", "nobody_lost", None)


def test_who_was_lost_and_ordered_again_is_won_back() -> None:
    back = won(lost="2023-10-01")
    back["stages"] = [*back["stages"], {"from": "2024-05-01", "stage": "won"}]  # type: ignore[misc]
    found = now("winback_rate", customer("C1", own=back), customer("C2", own=won(lost="2024-02-01")))
    assert (ratio(found), found.ids, found.others) == ((1, 2), ("C1",), ("C2",))


def test_a_year_that_begins_before_the_orders_on_record_is_unknown() -> None:
    of = book(customer("C1", [("2023-03-01", 5), ("2024-06-01", 5)], own=won()))
    states = [found.reason for found in past("churn_rate", of)]
    assert states == ["behind_records"] * 5 + [None] * 3


# ── orders and amounts ──────────────────────────────────────────────────────────────────────────────────────────
YEARS = [("2022-03-01", 1), ("2022-09-01", 400_000), ("2023-02-01", 400_000), ("2023-06-01", 400_000),
         *((f"2024-0{month}-10", 300_000) for month in (1, 2, 3, 4, 5))]


def test_fewer_dearer_orders_then_more_cheaper_ones() -> None:
    one = customer("C1", YEARS, own=won())
    assert now("amount_12m", one).value == 1_500_000
    assert now("amount_prev_12m", one).value == 1_200_000
    assert now("aov", one).value == 300_000
    assert now("aov_growth", one).value == Decimal("-0.25")
    assert now("upsell_rate", one).value == Decimal("0.25")
    assert now("amount_cumulative", one).value == 2_700_001


def test_a_growth_needs_three_orders_on_each_side() -> None:
    assert now("aov_growth", customer("C1", [("2021-01-01", 1), ("2023-01-01", 9), ("2023-02-01", 9), *YEARS[4:]], own=won())).reason == "few_orders"


def test_upsell_looks_at_those_who_had_bought_before() -> None:
    old = customer("C1", [("2022-01-01", 1), ("2023-05-01", 100), ("2024-05-01", 90)], own=won())
    new = customer("C2", [("2024-05-01", 1000)], own=won("2024-01-01"))
    found = now("upsell_rate", old, new)
    assert (found.value, found.ids, found.others) == (Decimal("-0.1"), (), ("C1",))


def test_repurchase_is_orders_on_two_days_among_those_with_one() -> None:
    of = [customer("C1", [("2024-01-01", 1), ("2024-02-01", 1)]), customer("C2", [("2024-01-01", 1)]), customer("C3", [("2022-01-01", 1)])]
    found = now("repurchase_rate", *of)
    assert (ratio(found), found.ids, found.others, found.known) == ((1, 2), ("C1",), ("C2",), 3)


def test_two_orders_of_one_day_are_no_repurchase() -> None:
    assert ratio(now("repurchase_rate", customer("C1", [("2024-01-01", 1), ("2024-01-01", 2)]))) == (0, 1)


def test_an_unknown_amount_is_left_out_and_counted_as_unknown() -> None:
    opening = {"date": "2024-01-31", "cumulative_amount": 900, "last_order": "2023-12-01", "source": "台账", "by": "E-li"}
    found = now("amount_12m", customer("C1", [("2024-02-05", 5)], opening=[opening]), customer("C2", [("2024-02-05", 7)]))
    assert (found.value, found.known, found.asked) == (Decimal(7), 1, 2)


def test_a_company_without_orders_has_no_amounts_rather_than_nought() -> None:
    prospect = {"stages": [{"from": "2024-01-01", "stage": "prospect"}], "cooperation_since": None}
    assert [now(name, customer("C1", own=prospect)).value for name in ("amount_12m", "aov", "repurchase_rate", "churn_rate")] == [None] * 4
    assert now("amount_12m").reason == "nobody_ordered"


# ── renewal, payment, relationship ──────────────────────────────────────────────────────────────────────────────
def contracts(renewed_on: str | None, end: str = "2024-01-31") -> dict[str, object]:
    first = {"id": "K1", "from": "2023-02-01", "to": end, "amount": 100, "billing": "annual"}
    second = {"id": "K2", "from": renewed_on, "to": "2025-01-31", "amount": 100, "billing": "annual", "renews": "K1"}
    return {"contracts": [first, *([second] if renewed_on else [])]}


def test_of_twelve_contracts_nine_were_renewed_in_time_and_one_within_the_grace() -> None:
    days = ["2024-02-01"] * 9 + ["2024-03-01", "2024-03-02", None]
    of = [customer(f"C{n:02d}", own=won(**contracts(day))) for n, day in enumerate(days)]
    found = now("renewal_rate", *of)
    assert ratio(found) == (10, 12)
    assert found.others == ("C10", "C11")
    by_amount = now("renewal_amount_rate", *of)
    assert (by_amount.numerator, by_amount.denominator) == (1000, 1200)


def test_a_contract_that_may_still_be_renewed_is_in_neither() -> None:
    pending = customer("C1", own=won(**contracts(None, "2024-07-15")))
    assert now("renewal_rate", pending).reason == "grace_running"
    found = now("renewal_rate", pending, customer("C2", own=won(**contracts("2024-02-01"))))
    assert (ratio(found), [note.key for note in found.notes]) == ((1, 1), ["metrics.note.grace_running"])


def test_the_payment_cycle_counts_invoices_by_the_day_they_were_paid_off() -> None:
    one = customer(
        "C1", [("2023-01-01", 1)], invoices=[("I1", "2024-01-01", "2024-02-01", 10), ("I2", "2024-02-01", "2024-03-01", 10), ("I3", "2024-07-01", "2024-07-31", 10)],
        receipts=[("2024-01-11", "I1", 10), ("2024-03-12", "I2", 10)],
    )
    found = now("payment_cycle_days", one)
    assert (found.value, found.denominator) == (Decimal(25), 2)
    assert now("payment_cycle_days", customer("C1", [("2023-01-01", 1)])).reason == "no_invoice_paid"


def test_trust_is_never_averaged_across_judges() -> None:
    contact = {"code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2022-01-01"}
    both = [{"score": 4, "by": "E-a", "on": "2024-01-01"}, {"score": 2, "by": "E-b", "on": "2024-01-01"}]
    of = (customer("C1", contacts=[{**contact, "trust": both}]), customer("C2", contacts=[{**contact, "code": "联系人-002", "trust": [{"score": 3, "by": "E-a", "on": "2024-02-01"}]}]))
    found = now("trust", *of)
    assert (found.value, found.reason) == (None, "several_judges")
    assert [(one.who.id, one.mean, one.customers) for one in judgements(book(*of), AS_OF)] == [("E-a", Decimal("3.5"), ("C1", "C2")), ("E-b", Decimal(2), ("C1",))]
    assert now("trust", of[1]).value == 3


def test_quarters_before_follow_ups_are_on_record_have_no_count_of_visits() -> None:
    visit = {"kind": "executive_visit", "channel": "onsite", "by": "E-li", "summary": "互访"}
    of = book(customer("C1", followups=[{**visit, "date": "2024-02-01"}, {**visit, "date": "2024-05-01"}, {**visit, "date": "2024-05-02"}]))
    assert [found.value for found in past("executive_visits", of)] == [None] * 5 + [1, 2, 0]
    assert figure("executive_visits", of, Window("half", "2023-12-31", "2024-06-30", 6)).value == 3


# ── every metric ────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_metric_of_the_table_is_in_the_catalogue() -> None:
    assert {*METRICS, *PARTED} <= {measure.id for measure in MEASURES}


def test_every_metric_of_the_catalogue_that_is_told_of_all_customers_is_worked_out_and_on_the_page() -> None:
    company = {measure.id for measure in MEASURES if measure.scope != "customer"}
    assert company - set(METRICS) == set()
    assert company - {name for _, names in GROUPS for name in names} == set()


@pytest.mark.parametrize("name", [*METRICS, "rfm_segment_share.high_value"])
def test_a_withheld_customer_withholds_every_figure(name: str) -> None:
    one = summary(customer("C1", YEARS))._replace(rates=contribution_text(WITHHELD))
    of = book_of([one, summary(customer("C2", YEARS))], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")
    assert (figure(name, of, of.year(0)).state, figure(name, of, of.year(0)).value) == ("withheld", None)


@pytest.mark.parametrize("name", [*METRICS, "rfm_segment_share.high_value"])
def test_without_customers_no_figure_is_made_up(name: str) -> None:
    assert now(name).value is None


def test_the_order_of_customers_changes_no_figure() -> None:
    of = forty_and_five()
    for name in METRICS:
        assert now(name, *of) == now(name, *reversed(of)), name


def test_who_only_gave_back_lowers_the_average_order_as_it_lowers_the_amount() -> None:
    bought = customer("C1", orders=[("2024-05-01", 1000), ("2024-06-01", 500)])
    gave_back = customer("C2", orders=[("2023-01-01", 900), ("2024-06-01", -300, "returned", "O2")])
    assert now("aov", bought, gave_back).value == Decimal(600)
