"""The page of duties: what waits, who owes it, how much of what was due has been done; the same on profiles and owners' pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import pytest
from dossiers import Case, facts, organisation, policies, record
from portfolios import customer, drawn, portfolio, rated, read, summary

from crmsite.audience import Audience, redacted_facts
from crmsite.scores.customer import facts_of
from crmsite.summaries.owing import WITHHELD, owing_of, owing_text
from crmsite.summaries.summary import summarise
from crmsite.views import duties, owners

LANGUAGES = ("zh-CN", "en")


def met(day: str, kind: str = "business_review") -> dict[str, object]:
    return {"id": f"FU-{kind}-{day}", "date": day, "kind": kind, "channel": "onsite", "by": "E-li", "summary": "面谈"}


def kept_one(name: str = "C1") -> Case:
    """S since December: its quarterly review of the first quarter was held, that of the second within its grace."""
    return customer(name, assessments=[rated("2023-Q4", "2023-12-28")], followups=[met("2024-03-20"), met("2024-07-08")])


def page(*customers: Case, lang: str = "zh-CN", day: str = "2024-07-31") -> str:
    return read(drawn(duties, portfolio(*customers, day=day), "en" if lang == "en" else "zh-CN")["duties.html"])


def test_the_summary_counts_every_duty_and_names_those_that_wait_or_were_missed() -> None:
    owed = owing_of(summary(kept_one()).owed)
    reviews = next(tally for tally in owed.tallies if tally.ref == "S.qbr")
    assert (reviews.owner, reviews.on_time, reviews.late, reviews.missed, reviews.due) == ("E-li", 1, 1, 0, 1)
    assert {line.state for line in owed.duties} == {"due", "due_grace", "missed"} - {"due_grace"}
    assert sum(sum(tally.as_row()[3:]) for tally in owed.tallies) == len(facts(kept_one(), "2024-07-31").duties.duties)


def test_counts_over_owners_and_over_tiers_add_up_to_the_whole() -> None:
    view = duties._duties(portfolio(kept_one("C1"), kept_one("C2"), customer("C3")))
    assert sum(tier.kept.closed for tier in view.tiers) == view.kept.closed > 0
    assert sum(line.kept.closed for line in view.owners) == view.kept.closed
    assert sum(line.open for line in view.owners) == view.open


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "没有任何客户在期初持有等级"), ("en", "No customer held a tier")])
def test_without_duties_the_page_says_why(lang: str, words: str) -> None:
    assert words in page(customer("C1"), lang=lang)
    assert words in page(lang=lang)


def test_before_any_period_has_ended_there_is_no_coverage() -> None:
    said = page(customer("C1", assessments=[rated("2024-Q2", "2024-06-28")]), day="2024-07-20")
    assert "还没有到期的周期，谈不上覆盖率。" in said
    assert "100%" not in said


def test_the_lede_counts_one_and_many_in_words() -> None:
    said = page(kept_one(), lang="en")
    assert re.search(r"\d+ duties wait to be done", said)
    assert re.search(r"Of the \d+ duties that ended in the last 12 months, \d+ were done \([\d.]+%\) and \d+ missed\.", said)


def planned_page(*days: str, lang: Literal["zh-CN", "en"] = "en") -> str:
    """Return the page with a plan that asks for a visit every quarter of everybody; ``days`` name the quarters in which it was paid."""
    plan = record(
        "plan", id="SP-1", subject={"stage": ["won"]}, period={"from": "2024-04-01", "to": "2024-12-31"}, owner="E-li",
        actions=[{"id": "A1", "text": "季度拜访", "recurs": {"every": "quarter"}, "per_customer": "true"}],
    )  # fmt: skip
    own = organisation()._replace(segment_plans=(plan,))  # type: ignore[arg-type]
    visits = [met(day, "visit") | {"fulfils": [{"playbook": "SP-1.A1", "period": "2024-Q2"}]} for day in days]
    of = customer("C1", followups=visits).at("2024-07-31")
    one = summarise(of, facts_of(of, own, policies(), date(2024, 7, 31)), own)
    return read(drawn(duties, portfolio()._replace(summaries=(one,), organisation=own), lang)["duties.html"])


def test_a_missed_duty_of_a_plan_is_named_and_moves_no_coverage() -> None:
    said = planned_page()
    missed = said.partition("Missed")[2]
    assert "2024-Q2" in missed
    assert "Plan for a segment SP-1.A1" in missed
    assert "No period has ended yet, so there is no coverage" in said
    assert "客群计划的不计入覆盖率" in planned_page(lang="zh-CN")
    assert "No duty was missed." in planned_page("2024-05-05")


def test_grace_that_runs_is_said_and_is_not_missed() -> None:
    late = customer("C1", assessments=[rated("2023-Q4", "2023-12-28")])
    assert "已过期限，宽限还剩 9 天" in page(late, day="2024-07-05")
    assert "宽限还剩" not in page(late, day="2024-07-31")


def test_an_owner_sees_what_is_owed_and_nothing_of_others() -> None:
    theirs = customer("C2", own={"owners": [{"person": "E-wu", "from": "2020-01-01"}]}, assessments=[rated("2023-Q4", "2023-12-28")])
    pages = drawn(owners, portfolio(kept_one(), theirs))
    assert "我的维护义务" in read(pages["owners/E-li.html"])
    assert "c/C2.html#owed" not in pages["owners/E-li.html"]
    assert "c/C2.html#owed" in pages["owners/E-wu.html"]


def test_ten_thousand_duties_stay_on_a_page_of_bounded_size() -> None:
    seen = portfolio(kept_one())
    many = tuple(seen.summaries[0]._replace(id=f"C{n:05d}") for n in range(3000))
    markup = drawn(duties, seen._replace(summaries=many))["duties.html"]
    assert len(markup.encode()) < 300_000
    assert markup.count("data-item=") == duties.FIRST


def test_who_may_not_see_the_tier_sees_no_duty() -> None:
    partner = Audience("partner", frozenset({"public", "internal"}), frozenset(), frozenset(), frozenset({"tier"}))
    bare = redacted_facts(facts(kept_one(), "2024-07-31"), partner)
    assert (bare.duties.state, bare.duties.duties, bare.duties.closed) == ("withheld", (), 0)
    assert owing_text(bare.duties) == WITHHELD
    hidden = portfolio(kept_one())
    hidden = hidden._replace(summaries=tuple(one._replace(owed=WITHHELD) for one in hidden.summaries))
    assert "不对您开放" in read(drawn(duties, hidden)["duties.html"])
