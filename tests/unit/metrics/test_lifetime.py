"""Lifetime values: worked numbers, what is refused and why, and a generated company that the model finds again."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from dossiers import policies, record
from portfolios import customer, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.figures.contribution import Buying
from crmsite.languages.measuring_en import MESSAGES as english
from crmsite.languages.measuring_zh import MESSAGES as chinese
from crmsite.metrics.buying_model import (
    Frequency,
    History,
    NotFitted,
    Spending,
    alive,
    correlation,
    expected_orders,
    expected_spend,
    fit_frequency,
    fit_spending,
)
from crmsite.metrics.buying_model import (
    _least as least,
)
from crmsite.metrics.figure import Book, book_of
from crmsite.metrics.lifetime import ltv_bgnbd, ltv_simple, modelled, simple

if TYPE_CHECKING:
    from dossiers import Case

    from crmsite.kinds.rates import LtvPolicy

AS_OF = date(2024, 7, 31)
PUBLISHED = Frequency(0.243, 4.414, 0.793, 2.426, 0.0)


def policy(**changes: object) -> LtvPolicy:
    plain = {"discount": 0.1, "cap_years": 5, "min_customers": 300, "min_repeaters": 100, "horizon_weeks": 39, "holdout_weeks": 26}
    made = record("ltv_policy", id="ltv-v1", effective_from="2020-01-01", **{**plain, **changes})
    return made  # type: ignore[return-value]


def book(*customers: Case) -> Book:
    return book_of([summary(one) for one in customers], policies(), AS_OF, CALENDAR_YEAR, "CNY")


# ── simple ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_worked_number() -> None:
    found = simple(Decimal(450_000), Decimal("0.85"), Decimal("0.10"), 5)
    assert (found.future, found.whole, round(found.capped / 10_000, 1)) == (1_530_000, 1_980_000, Decimal("143.4"))


def test_where_everybody_is_lost_a_customer_is_worth_this_year_alone() -> None:
    assert tuple(simple(Decimal(100), Decimal(0), Decimal("0.10"), 5)) == (0, 100, 100)


def old_and_lost() -> list[Case]:
    years = [(f"202{year}-06-01", 100) for year in (1, 2, 3, 4)]
    gone = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-02-01", "stage": "lost", "reason": "停产"}]}
    return [*(customer(f"C{n}", years) for n in range(9)), customer("C9", years[:3], own=gone)]


def test_revenue_is_called_revenue_where_no_margin_is_on_record() -> None:
    of = book(*old_and_lost())
    found = ltv_simple(of, of.year(of.last))
    assert found.value is not None and found.interval is not None
    assert round(found.value, 2) == round(simple(Decimal(100), Decimal("0.9"), Decimal("0.1"), 5).whole, 2)
    assert [note.key for note in found.notes] == ["metrics.note.by_revenue"]
    assert found.interval.low < found.value < found.interval.high


def test_an_earlier_quarter_has_its_own_year_and_retention() -> None:
    of = book(*old_and_lost())
    last_year = ltv_simple(of, of.year(of.last - 3))
    assert last_year.value is not None and last_year.interval is not None
    assert last_year.value == simple(Decimal(100), Decimal(1), Decimal("0.1"), 5).whole, "nobody had been lost by the end of 2023"
    assert ltv_simple(of, of.years()[0]).reason is None


def test_quarters_are_told_of_gross_profit_where_today_is_and_of_nothing_else() -> None:
    of = book(*old_and_lost())
    margins = [m._replace(share=m.share._replace(at=(*m.share.at[:7], m.share.at[7] and m.share.at[7]._replace(margin="40"), *m.share.at[8:]))) for m in of.members]
    known = of._replace(members=tuple(margins))
    today, before = ltv_simple(known, known.year(known.last)), ltv_simple(known, known.year(known.last - 1))
    assert [note.key for note in today.notes] == ["metrics.note.by_margin"]
    assert (before.value, before.reason) == (None, "no_margin_then")


def test_without_a_year_of_retention_there_is_no_value() -> None:
    of = book(customer("C1", [("2024-02-01", 100)]))
    assert (ltv_simple(of, of.year(of.last)).value, ltv_simple(of, of.year(of.last)).reason) == (None, "no_retention")


# ── the model: published numbers ────────────────────────────────────────────────────────────────────────────────
def test_the_published_expectation_and_the_probability_of_being_there() -> None:
    one = History([2], [30.43], [38.86])
    assert round(expected_orders(PUBLISHED, one, 39)[0], 3) == 1.226
    assert round(alive(PUBLISHED, one)[0], 3) == 0.727


def test_the_expectation_stays_a_number_for_whoever_orders_every_day_and_for_whoever_came_today() -> None:
    daily, today = expected_orders(PUBLISHED, History([900, 0], [130.0, 0.0], [130.1, 0.0]), 39)
    assert 190 < daily < 39 * 7, "close to as often as before: seven a week"
    assert 0 < today < 39 * PUBLISHED.r / PUBLISHED.alpha, "less than if nobody ever stopped"


def test_more_weeks_bring_more_orders_and_no_weeks_bring_none() -> None:
    one = History([2, 5], [30.43, 20.0], [38.86, 21.0])
    none, some, more = (expected_orders(PUBLISHED, one, weeks) for weeks in (0, 10, 300))
    assert [round(count, 12) for count in none] == [0, 0]
    assert all(0 < few < many for few, many in zip(some, more, strict=True))


def test_who_ordered_once_had_no_occasion_to_stop() -> None:
    assert alive(PUBLISHED, History([0], [0.0], [30.0])) == [1.0]


def test_the_published_mean_order_and_what_is_expected_lies_between_ones_own_and_it() -> None:
    model = Spending(6.25, 3.74, 15.44)
    assert round(model.mean, 2) == 35.22
    assert expected_spend(model, 0, None) == model.mean
    assert model.mean < expected_spend(model, 3, 80.0) < 80.0


# ── the model: a generated company ──────────────────────────────────────────────────────────────────────────────
def generated(count: int, seed: int = 7) -> list[tuple[str, Buying]]:
    """Customers who order at rates of their own and stop for good with chances of their own, seen for a year and a half."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        rate, stop = chance.gammavariate(0.8, 1 / 6.0), chance.betavariate(0.9, 2.5)
        first = AS_OF - timedelta(days=chance.randint(300, 540))
        mean = 30 * chance.gammavariate(6, 1) / chance.gammavariate(4, 1)
        days, amounts, at = [first], [], 0.0
        while chance.random() > stop or len(days) == 1:
            at += chance.expovariate(rate) * 7
            if first + timedelta(days=at) > AS_OF:
                break
            if (day := first + timedelta(days=at)) > days[-1]:
                days.append(day)
                amounts.append(mean * chance.gammavariate(6, 1) / 6)
        then = [day for day in days if day <= AS_OF - timedelta(weeks=26)]
        spend = f"{sum(amounts) / len(amounts):.2f}" if amounts else None
        last_then = then[-1].isoformat() if then else None
        found.append((f"C{n:04d}", Buying(first.isoformat(), days[-1].isoformat(), len(days) - 1, spend, len(then) - 1 if then else None, last_then, len(days) - len(then))))
    return found


def test_a_generated_company_is_fitted_and_checked_on_the_weeks_held_out() -> None:
    found = modelled(generated(1200), AS_OF, policy())
    assert found["reason"] == ""
    assert 0.5 < float(found["r"]) < 1.3
    assert 3.5 < float(found["alpha"]) < 9
    said, came, weeks = found["held"]
    assert weeks == 26
    assert 0.8 < float(said) / came < 1.25
    assert len(found["ids"]) == 60


def test_the_same_company_gives_the_same_numbers_in_any_order() -> None:
    of = generated(400)
    one, other = (modelled(rows, AS_OF, policy(min_repeaters=50)) for rows in (of, list(reversed(of))))
    assert one["ids"] == other["ids"]
    assert one["orders"] == other["orders"]


def test_amounts_that_follow_the_number_of_orders_are_refused() -> None:
    of = [(name, one._replace(spend=str(one.x * 10) if one.x else None)) for name, one in generated(400)]
    assert modelled(of, AS_OF, policy()) == {"reason": "amounts_follow_orders"}


def test_orders_that_never_come_again_settle_nothing() -> None:
    with pytest.raises(NotFitted):
        fit_frequency(History([0] * 400, [0.0] * 400, [50.0] * 400))


def test_one_mean_for_all_settles_no_spending() -> None:
    with pytest.raises(NotFitted):
        fit_spending([1, 2, 3] * 100, [50.0] * 300)


def test_a_likelihood_without_a_top_does_not_converge_and_one_far_out_is_at_a_bound() -> None:
    with pytest.raises(NotFitted) as nowhere:
        least(lambda logs: (float("nan"), logs), 2)
    with pytest.raises(NotFitted) as away:
        least(lambda logs: (float((logs[0] - 10) ** 2), 2 * (logs - 10)), 1)
    assert (nowhere.value.reason, away.value.reason) == ("not_converged", "at_bound")
    assert [round(value, 3) for value in least(lambda logs: (float((logs[0] - 1) ** 2), 2 * (logs - 1)), 1)] == [2.718], "what has a top is found"


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        ("not_converged", "没有收敛", "did not converge"), ("at_bound", "跑到了边界", "ran to their bounds"),
        ("amounts_follow_orders", "金额模型不适用", "which the model does not allow"),
    ],
)  # fmt: skip
def test_a_refusal_is_passed_on_with_its_reason_in_words(monkeypatch: pytest.MonkeyPatch, reason: str, zh: str, en: str) -> None:
    def refuse(*_: object) -> None:
        raise NotFitted(reason)

    monkeypatch.setattr("crmsite.metrics.lifetime.fit_frequency", refuse)
    of = with_buying(generated(300))
    found = ltv_bgnbd(of, of.year(of.last))
    assert (found.value, found.reason, found.known) == (None, reason, 300)
    assert zh in chinese[f"metrics.reason.{reason}"]
    assert en in english[f"metrics.reason.{reason}"]


def test_columns_that_do_not_vary_are_not_correlated() -> None:
    assert correlation([1, 1, 1], [1, 2, 3]) == 0.0
    assert round(correlation([1, 2, 3], [2, 4, 6]), 6) == 1.0


# ── gates ───────────────────────────────────────────────────────────────────────────────────────────────────────
def with_buying(rows: list[tuple[str, Buying]]) -> Book:
    of = book(customer("C1", [("2023-01-01", 5)]))
    (member,) = of.members
    members = tuple(member._replace(id=name, share=member.share._replace(buying=buying)) for name, buying in rows)
    return of._replace(members=members)


def test_too_few_customers_or_too_few_who_came_again_are_refused_with_how_many_there_are() -> None:
    few = with_buying(generated(299))
    found = ltv_bgnbd(few, few.year(few.last))
    assert (found.value, found.reason, found.known) == (None, "few_customers", 299)
    assert dict(found.notes[0].args)["has"] == 299
    once = with_buying([(name, one._replace(x=0, spend=None)) for name, one in generated(300)])
    assert ltv_bgnbd(once, once.year(once.last)).reason == "few_repeaters"


def test_where_there_is_enough_it_is_not_refused_and_fitted_once() -> None:
    asked: list[str] = []

    def recall(name: str, keys: object, make: object) -> list[object]:
        asked.append(name)
        return [make(0)]  # type: ignore[operator]

    enough = with_buying(generated(320))._replace(recall=recall)  # type: ignore[arg-type]
    found = ltv_bgnbd(enough, enough.year(enough.last))
    assert found.state == "value"
    assert found.value is not None and found.value > 0
    assert asked == ["lifetime"]
