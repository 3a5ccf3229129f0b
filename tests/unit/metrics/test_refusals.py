"""What a figure of all customers cannot tell, each with its reason, and beside it the least that makes it tell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dossiers import Case, policies
from portfolios import AS_OF, customer, rated, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.metrics.figure import Book, Window, book_among, book_of
from crmsite.metrics.table import figure

if TYPE_CHECKING:
    from collections.abc import Callable

Asked = tuple[str, "Callable[[Book], Window]"]


def book(*customers: Case) -> Book:
    return book_of([summary(one) for one in customers], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")


def now(of: Book) -> Window:
    return of.year(of.last)


def first(of: Book) -> Window:
    return of.year(0)


def some_days(_: Book) -> Window:
    return Window("", "2024-02-09", "2024-05-17", None)


def stages(*steps: tuple[str, str]) -> dict[str, object]:
    return {"stages": [{"from": day, "stage": stage, **({"reason": "停产"} if stage == "lost" else {})} for day, stage in steps]}


OLD = customer("C1", [("2022-05-02", 100), ("2022-06-01", 100)], own=stages(("2022-05-02", "won")))
STEADY = customer("C2", [("2022-05-02", 100), ("2023-05-02", 100), ("2024-05-02", 130)], own=stages(("2022-05-02", "won")))
NEW = customer("C3", [("2024-05-02", 130)], own=stages(("2024-05-02", "won")))
BARE = customer("C4", own=stages(("2022-05-02", "won")))
GONE = customer("C5", own=stages(("2022-05-02", "won"), ("2024-05-02", "lost")))
GONE_LONG = customer("C0", [("2022-05-02", 100)], own=stages(("2022-05-02", "won"), ("2022-12-02", "lost")))
LEFT = customer("C6", [("2023-05-02", 100), ("2024-02-02", 100)], own=stages(("2023-05-02", "won"), ("2024-05-02", "lost")))
RENEWED = customer("C7", own={**stages(("2022-05-02", "won")), "contracts": [
    {"id": "K1", "from": "2023-01-01", "to": "2023-12-31", "amount": "1", "billing": "annual"},
    {"id": "K2", "from": "2024-01-01", "to": "2024-12-31", "amount": "1", "billing": "annual", "renews": "K1"},
]})  # fmt: skip
PAID = customer(
    "C8", own=stages(("2022-05-02", "won")),
    invoices=[("I1", "2024-01-02", "2024-02-01", 9)], receipts=[("2024-01-30", "I1", 9)],
)  # fmt: skip
JUDGED = customer("C9", assessments=[rated()], own=stages(("2022-05-02", "won")))


@pytest.mark.parametrize(
    ("metric", "refused", "when", "reason", "told", "then"),
    [
        ("amount_12m", (BARE,), now, "no_amounts", (BARE, STEADY), now),
        ("churn_amount", (GONE,), now, "no_amounts", (GONE, LEFT), now),
        ("aov", (OLD,), now, "no_orders", (OLD, STEADY), now),
        ("repurchase_rate", (OLD,), now, "no_orders", (OLD, STEADY), now),
        ("upsell_rate", (OLD, NEW), now, "nothing_before", (OLD, NEW, STEADY), now),
        ("churn_rate", (GONE_LONG, NEW), now, "nobody_before", (GONE_LONG, NEW, STEADY), now),
        ("renewal_rate", (STEADY,), now, "no_contract_ended", (STEADY, RENEWED), now),
        ("payment_cycle_days", (PAID,), some_days, "not_kept", (PAID,), now),
        ("tier_score", (JUDGED,), some_days, "not_kept", (JUDGED,), now),
        ("ltv_simple", (STEADY,), some_days, "not_kept", (STEADY,), now),
        ("ltv_bgnbd", (STEADY,), first, "fitted_today", None, now),
        ("rfm_segment_share", (STEADY,), now, "name_a_part", None, now),
        ("risk_signals_12m", (STEADY,), now, "of_one_customer", None, now),
    ],
)
def test_a_figure_says_why_it_cannot_be_told_and_is_told_as_soon_as_it_can(
    metric: str, refused: tuple[Case, ...], when: Callable[[Book], Window], reason: str,
    told: tuple[Case, ...] | None, then: Callable[[Book], Window],
) -> None:  # fmt: skip
    of = book(*refused)
    found = figure(metric, of, when(of))
    assert (found.value, found.reason) == (None, reason)
    assert found.state in ("unknown", "not_applicable")
    if told is not None:
        of = book(*told)
        assert figure(metric, of, then(of)).value is not None


def test_a_segment_is_told_by_its_name() -> None:
    of = book(STEADY)
    assert figure("rfm_segment_share.high_value", of, now(of)).value is not None


def test_those_in_a_segment_today_do_not_tell_who_left_it() -> None:
    of = book(STEADY, LEFT)
    assert figure("churn_rate", book_among(of, ["C2"], "segment"), now(of)).reason == "group_moves"
    assert figure("amount_12m", book_among(of, ["C2"], "segment"), now(of)).value is not None
    assert figure("churn_rate", of, now(of)).value is not None
