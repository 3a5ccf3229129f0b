"""Looking back on losses: how customers stood 90 days before, who is compared with whom, and from how many on it is told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from dossiers import Case, facts, policies, record
from portfolios import AS_OF, customer, drawn, portfolio, rated, read

from crmsite.audience import Audience, redacted_facts
from crmsite.metrics.backtest import Telling, backtest
from crmsite.summaries.hindsight import BeforeLine, hindsight_of, hindsight_text
from crmsite.views import backtest as view

LOST = "2024-06-01"
EVE90 = date(2024, 3, 3)


def won(since: str = "2020-01-01", lost: str = "", back: str = "") -> dict[str, object]:
    stages = [{"from": since, "stage": "won"}]
    if lost:
        stages.append({"from": lost, "stage": "lost", "reason": "换供应商"})
    if back:
        stages.append({"from": back, "stage": "won"})
    return {"stages": stages, "cooperation_since": since}


def lost_with(name: str = "C1", **kinds: object) -> Case:
    return customer(name, **{"own": won(lost=LOST), **kinds})  # type: ignore[arg-type]


# ── one customer ────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_was_lost_is_looked_at_ninety_days_before_by_what_was_known_then() -> None:
    reviews = [rated("2023-Q4", "2024-01-05"), rated("2024-Q1", "2024-04-05", amount="1", growth="1", stability="1", risk="1")]
    orders = [("2023-06-10", 500_000), ("2023-12-10", 500_000), ("2024-02-20", 300_000), ("2024-05-01", 9)]
    found = facts(lost_with(orders=orders, assessments=reviews), AS_OF).beforehand
    assert (found.day, found.lost, found.why) == (EVE90, date(2024, 6, 1), "stage")
    assert (found.tier, found.total, found.segment) == ("S", 34, "high_value")
    then = facts(lost_with(orders=orders, assessments=reviews), EVE90.isoformat())
    assert (found.segment, found.held) == (then.rfm.segment, tuple(sorted((one.rule for one in then.alerts), key=found.held.index)))


def test_days_of_warning_run_from_the_first_alert_that_still_held_on_the_eve() -> None:
    found = facts(lost_with(orders=[("2023-12-10", 500)]), AS_OF).beforehand
    eve = facts(lost_with(orders=[("2023-12-10", 500)]), "2024-05-31")
    assert dict(found.warned) == {one.rule: one.since for one in eve.alerts}
    assert found.warned[0] == ("no-contact", date(2020, 6, 30))


def test_who_was_never_lost_is_looked_at_ninety_days_before_today() -> None:
    found = facts(customer("C1", own=won(), assessments=[rated("2023-Q4", "2024-01-05")]), AS_OF).beforehand
    assert (found.day, found.lost, found.total) == (date(2024, 5, 2), None, 34)


def test_who_came_later_than_that_has_no_day_to_look_at() -> None:
    assert facts(customer("C1", own=won("2024-06-01")), AS_OF).beforehand.day is None
    young = facts(customer("C1", own=won("2024-04-01", LOST)), AS_OF).beforehand
    assert (young.day, young.lost) == (None, date(2024, 6, 1))


def test_who_came_back_counts_as_lost_and_a_prospect_as_neither() -> None:
    back = facts(customer("C1", own=won(lost="2023-06-01", back="2023-12-01")), AS_OF).beforehand
    assert (back.lost, back.day) == (date(2023, 6, 1), date(2023, 3, 3))
    prospect = {"stages": [{"from": "2024-01-01", "stage": "prospect"}], "cooperation_since": None}
    assert facts(customer("C1", own=prospect), AS_OF).beforehand.state == "not_applicable"


def test_the_policy_says_how_long_before_is_looked_at() -> None:
    (packaged,) = policies().rates_versions
    using = policies(rates_policy=packaged.model_copy(update={"backtest_days": 30}))
    assert facts(lost_with(), AS_OF, using).beforehand.day == date(2024, 5, 2)


def test_it_survives_being_written_as_text_and_is_withheld_from_whoever_may_not_see_it() -> None:
    found = facts(lost_with(orders=[("2023-12-10", 500)], assessments=[rated("2023-Q4", "2024-01-05")]), AS_OF)
    line = hindsight_of(hindsight_text(found.beforehand))
    assert line is not None
    assert (line.lost, line.total, line.tier) == ("2024-06-01", "34", "S")
    hidden = redacted_facts(found, Audience("public", frozenset({"public"}), frozenset(), frozenset(), frozenset()))
    assert hindsight_text(hidden.beforehand) == "-"
    assert hindsight_of("-") is hindsight_of("") is None


# ── the lost against the rest ───────────────────────────────────────────────────────────────────────────────────
def line(lost: str | None = None, total: str | None = None, segment: str | None = None, alerts: int = 0, day: str | None = "2024-05-02") -> BeforeLine:
    return BeforeLine(day, lost, "stage" if lost else None, None, None, total, segment, alerts, [], [])


def told(measure: str, *lines: BeforeLine, least: int = 1) -> Telling:
    found = backtest([(f"C{n}", one) for n, one in enumerate(lines)], least)
    return next(one for one in found.tellings if one.measure == measure)


def test_the_pairs_counted_by_hand() -> None:
    found = told("alerts", *(line(LOST, alerts=n) for n in (2, 1, 0)), *(line(alerts=n) for n in (1, 0, 0, 0)))
    assert found.found is not None
    assert (found.found.won, found.found.tied, found.found.pairs, found.found.share) == (7, 4, 12, Fraction(3, 4))
    assert (found.lost, found.rest, found.bad) == (3, 4, (2, 1))


def test_a_lower_total_and_a_worse_segment_are_more_to_fear() -> None:
    low = told("tier", line(LOST, "12"), line(total="30"), line(total="12.0"))
    assert low.found is not None and low.means is not None
    assert (low.found.share, [round(mean or 0, 1) for mean in low.means]) == (Fraction(3, 4), [12, 21])
    order = ["high_value", "potential", "low_value", "churn_risk"]
    for worse, better in zip(order[1:], order, strict=False):
        found = told("segment", line(LOST, segment=worse), line(segment=better))
        assert found.found is not None
        assert found.found.share == 1


def test_who_has_no_total_stays_out_of_it_and_the_number_beside_it_says_so() -> None:
    found = told("tier", line(LOST, "12"), line(LOST), line(total="30"), line())
    assert (found.lost, found.rest) == (1, 1)


@pytest.mark.parametrize(("lost", "rest", "reason"), [(9, 10, "few_lost"), (10, 9, "few_rest"), (10, 10, None)])
def test_nine_are_too_few_and_ten_are_not(lost: int, rest: int, reason: str | None) -> None:
    found = told("alerts", *(line(LOST, alerts=1) for _ in range(lost)), *(line() for _ in range(rest)), least=10)
    assert found.reason == reason
    assert (found.found is None) == (reason is not None)


def test_who_was_no_customer_yet_is_listed_and_compared_with_nobody() -> None:
    found = backtest([("C1", line(LOST, day=None)), ("C2", line(LOST)), ("C3", line(day=None)), ("C4", line())], 1)
    assert ([one.id for one in found.lost], found.young, found.rest) == (["C2", "C1"], 1, 1)


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────
def page(*of: Case, lang: str = "zh-CN") -> str:
    return read(drawn(view, portfolio(*of), lang)["backtest.html"])  # type: ignore[arg-type]


def test_without_a_loss_there_is_nothing_to_look_back_on() -> None:
    assert "还没有流失过的客户，没有什么可以回看。" in page(customer("C1", own=won()))
    assert "No customer has ever been lost" in page(lang="en")


def test_one_loss_is_told_with_what_was_known_and_why_nothing_is_concluded() -> None:
    gone = lost_with(orders=[("2023-06-10", 500_000), ("2023-12-10", 500)], assessments=[rated("2023-Q4", "2024-01-05")])
    words, english = page(gone, customer("C2", own=won())), page(gone, customer("C2", own=won()), lang="en")
    assert "流失过 1 家；流失前 90 天查得到的 1 家里，1 家当时已经有预警。" in words
    assert "可比的只有 1 家，不到 10 家" in words
    assert "1 customer has been lost; of the 1 that can be looked at 90 days before, 1 had an alert by then." in english
    assert "Not told: 1 lost, 10 needed" in english
    eve = min(alert.since for alert in facts(gone, "2024-05-31").alerts)
    assert f"{(date.fromisoformat(LOST) - eve).days:,} 天" in words
    assert "平均 34 分，1 家" in words


def test_ten_losses_are_held_against_ten_that_stayed() -> None:
    spoken = [{"date": day, "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "x"} for day in ("2024-02-20", "2024-04-20")]
    gone = [lost_with(f"A{n}") for n in range(10)]
    stayed = [customer(f"B{n}", own=won(), followups=spoken) for n in range(10)]
    words = page(*gone, *stayed)
    assert "预警分得最开：随便取一家流失的和一家留下的，100% 的时候流失的那家预警更多。" in words
    assert "100 对里 100 对看对，0 对一样" in words
    assert "10 家中 10 家有预警" in words and "10 家中 0 家有预警" in words
    assert "Alerts told most" in page(*gone, *stayed, lang="en")
    alike = [customer(f"B{n}", own=won()) for n in range(10)]
    assert "没有一项评分能把流失的和留下的分开" in page(*gone, *alike)


def test_a_record_of_the_policy_may_ask_for_more_losses() -> None:
    made = record("rates_policy", id="rates-v2", effective_from="2020-01-01", grace_days=30, quiet_months=12, quiet_times=3, growth_orders=3)
    assert (made.backtest_days, made.backtest_lost) == (90, 10)  # type: ignore[attr-defined]
