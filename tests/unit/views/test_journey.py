"""The journey page: touchpoints with what is promised, how often it was kept and how long it took; promises beside each case."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from dossiers import Case, case, facts, organisation, policies, record
from portfolios import AS_OF, drawn, portfolio, rated, read, renderer, summary

from crmsite.audience import Audience, redacted_facts, redacted_organisation
from crmsite.dossier.book import Organisation
from crmsite.inference.quantiles import quantile
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.portfolio.promise_rows import met_of
from crmsite.scores.customer import facts_of
from crmsite.summaries.owing import WITHHELD, PromiseLine, promised_of, promised_text
from crmsite.summaries.summary import summarise
from crmsite.views import journey
from crmsite.views.profile import profile
from crmsite.views.profile.promised import promised_part

STANDARD = record(
    "journey", id="standard",
    touchpoints=[
        {"id": "first_contact", "stage": "acquire", "name": "首次接触", "team": "sales", "sla": {"hours": "24"}, "standard": "当天答复"},
        {"id": "ordering", "stage": "buy", "name": "下单", "team": "sales"},
        {"id": "after_sales", "stage": "serve", "name": "售后支持", "team": "support", "sla": {"hours": "48"}, "repeat": {"every": "week", "until": "closed"}},
    ],
)  # fmt: skip
OURS = organisation()._replace(journeys=(STANDARD,))  # type: ignore[arg-type]


def fault(name: str, opened: str, **more: str) -> dict[str, object]:
    return {"id": name, "type": "fault", "topic": "x", "opened": opened, **more}


def customer(name: str, *cases: dict[str, object], tier: bool = False) -> Case:
    assessments = [rated("2023-Q4", "2023-12-28")] if tier else []
    return case({"id": name, "name": f"客户{name}"}, cases=list(cases), assessments=assessments)  # type: ignore[arg-type]


def seen(*customers: Case, ours: Organisation = OURS) -> Portfolio:
    day = date.fromisoformat(AS_OF)
    found = [summarise(one.at(AS_OF), facts_of(one.at(AS_OF), ours, policies(), day), ours) for one in customers]
    return build(as_of=day, organisation=ours, policies=policies(), summaries=found)


def page(of: Portfolio, lang: str = "zh-CN") -> str:
    return read(drawn(journey, of, "en" if lang == "en" else "zh-CN")["journey.html"])


SIX = [fault(f"CS-{n}", f"2024-07-{n + 1:02d} 10:00", resolved=f"2024-07-{n + 1:02d} {10 + n}:00") for n in range(1, 7)]


def line(verdict: str, took: int | None = None) -> PromiseLine:
    return PromiseLine("resolve", "after_sales", "CS-1", verdict, took, None, "calendar", "2024-07-01", "2024-07-03")


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_share_is_of_those_with_an_answer() -> None:
    met = met_of([line("yes"), line("yes"), line("no"), line("unknown"), line("open")])
    assert (met.judged, met.total, met.share) == (3, 5, met.share)
    assert met.share is not None
    assert met.share.ratio == Decimal(2) / 3


def test_with_no_answer_there_is_no_share() -> None:
    assert met_of([line("unknown"), line("open")]).share is None
    assert met_of([]).share is None


def test_four_times_give_no_median_and_five_do() -> None:
    assert met_of([line("yes", 60 * n) for n in range(1, 5)]).p50 is None
    five = met_of([line("yes", 60 * n) for n in range(1, 6)])
    assert (five.p50, five.p90) == (Decimal(3), Decimal("4.6"))


def test_quantiles_lie_on_straight_lines_between_the_values() -> None:
    assert quantile([1, 2, 3, 4], Fraction(1, 2)) == Fraction(5, 2)
    assert [quantile([7], share) for share in (Fraction(0), Fraction(1, 2), Fraction(1))] == [7, 7, 7]
    with pytest.raises(ValueError, match="no quantile"):
        quantile([], Fraction(1, 2))
    with pytest.raises(ValueError, match="no quantile"):
        quantile([1], Fraction(3, 2))


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_touchpoint_tells_who_to_what_standard_how_many_and_how_long() -> None:
    said = page(seen(customer("C1", *SIX)))
    assert "售后支持" in said
    assert "客服部" in said
    assert "100%" in said
    assert "P50 3.5 小时" in said
    assert "P90 5.5 小时" in said
    assert "S/A/B/C 级 48 小时（自然时间）" in said
    assert "每周跟进至闭环：6 期做到 6 期（100%）" in said


def test_what_is_not_measured_is_said_and_what_has_no_case_is_not_nought() -> None:
    said = page(seen(customer("C1", *SIX)))
    assert "不计量" in said
    assert "没有工单" in said
    assert not re.search(r"(?<!10)0(\.0)?%", said.replace("100.0%", ""))


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "近 12 个月没有要守时限的工单或拜访。"), ("en", "No case or visit of the last 12 months")])
def test_without_cases_the_lede_says_so(lang: str, words: str) -> None:
    assert words in page(seen(customer("C1")), lang)


def test_without_a_journey_the_page_says_where_to_write_one() -> None:
    assert "records/journeys/" in page(portfolio(case()))


def test_the_lede_names_one_and_many() -> None:
    one = page(seen(customer("C1", SIX[0])), "en")
    assert "1 promise of the last 12 months had a deadline; kept: 1 of 1 that can be judged (100%)." in one
    assert "6 promises of the last 12 months had a deadline; kept: 6 of 6 that can be judged (100%)." in page(seen(customer("C1", *SIX)), "en")


@pytest.mark.parametrize(("lang", "none", "nought"), [("zh-CN", "都没有时刻", "仅 0 件"), ("en", "none timed", "only 0 timed")])
def test_where_no_time_is_written_the_page_does_not_count_to_nought(lang: str, none: str, nought: str) -> None:
    words = page(seen(customer("C1", fault("CS-1", "2024-07-02 10:00"))), lang)
    assert none in words
    assert nought not in words
    assert nought.replace("0", "2") in page(seen(customer("C1", *SIX[:2])), lang)


def test_what_was_broken_is_named_with_how_late_and_what_runs_with_its_deadline() -> None:
    late = fault("CS-1", "2024-07-10 10:00", resolved="2024-07-12 11:30")
    said = page(seen(customer("C1", late, fault("CS-2", "2024-07-31 10:00"))))
    assert "1.5 小时（自然时间）" in said
    assert "2024-08-02 10:00" in said


AT_WORK = record(
    "journey", id="standard", touchpoints=[{"id": "s", "stage": "serve", "name": "售后", "team": "support", "sla": {"hours": "8", "clock": "business"}}]
)


@pytest.mark.parametrize(
    ("resolved", "zh", "en"),
    [
        ("2024-07-15 10:30", "1.5 小时（工作时间）", "1.5 h late (business hours)"),
        ("2024-07-12 19:00", "过了下班时间", "after closing time"),
    ],
)
def test_a_promise_in_working_hours_is_late_by_working_hours(resolved: str, zh: str, en: str) -> None:
    """Eight working hours from Friday at 10:00 are over as the day closes at 18:00; the weekend is nobody's delay."""
    ours = OURS._replace(journeys=(AT_WORK,))  # type: ignore[arg-type]
    one = customer("C1", fault("CS-1", "2024-07-12 10:00", resolved=resolved))
    assert zh in page(seen(one, ours=ours))
    found = facts_of(one.at(AS_OF), ours, policies(), date.fromisoformat(AS_OF))
    markup = renderer("en").render("profile.html", profile(one.at(AS_OF), found, ours, policies(), found.as_of), "c/C1.html")
    assert en in read(markup.decode())


def test_what_began_before_the_window_is_not_counted() -> None:
    old = seen(customer("C1", fault("CS-1", "2023-07-01 10:00", resolved="2023-07-01 12:00")))
    assert promised_of(old.summaries[0].promised).promises == ()


def test_very_many_customers_stay_on_a_page_of_bounded_size() -> None:
    one = seen(customer("C1", *SIX, tier=True))
    many = one._replace(summaries=tuple(one.summaries[0]._replace(id=f"C{n:05d}") for n in range(3000)))
    assert len(drawn(journey, many)["journey.html"].encode()) < 100_000


# ── who may see it ──────────────────────────────────────────────────────────────────────────────────────────────
def test_who_may_not_see_cases_learns_nothing_of_promises() -> None:
    partner = Audience("partner", frozenset({"public", "internal"}), frozenset(), frozenset(), frozenset())
    bare = redacted_facts(facts(customer("C1", *SIX, tier=True), AS_OF), partner)
    assert (bare.service.promises, promised_text(bare.service)) == ((), WITHHELD)
    assert promised_of(WITHHELD).promises == ()
    assert redacted_organisation(OURS, partner).journeys[0].path == ""
    assert redacted_organisation(OURS, partner._replace(classes=frozenset({"public"}))).journeys == ()


# ── a profile ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_promises_stand_beside_the_case_they_are_about() -> None:
    one = customer("C1", fault("CS-1", "2024-07-10 10:00", resolved="2024-07-13 10:00"), tier=True)
    found = facts(one, AS_OF)
    view = profile(one.at(AS_OF), found, organisation(), policies(), found.as_of)
    told = {(promise.name.id, promise.verdict) for promise in view.cases[0].promises}  # type: ignore[union-attr]
    assert told == {("first_response", "unknown"), ("solution", "unknown"), ("resolve", "no"), ("callback", "unknown")}
    assert view.promised is not None
    assert promised_part(facts(customer("C2"), AS_OF).service) is None


def test_a_summary_keeps_what_was_promised() -> None:
    kept = promised_of(summary(customer("C1", SIX[0], tier=True)).promised)
    assert {one.id: one.verdict for one in kept.promises} == {"first_response": "unknown", "solution": "unknown", "resolve": "yes", "callback": "unknown"}
