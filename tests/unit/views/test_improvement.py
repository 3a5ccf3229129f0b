"""The page of improvement: its first sentence, cycles with their verdict, analyses, the chain and its loose ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossiers import record
from portfolios import customer, drawn, need, plan, portfolio, read

from crmsite.audience import Audience, redacted_organisation
from crmsite.views import improvement

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio

METRIC = {"name": "first_response_hours_p90", "baseline": 40, "target": 24, "op": "<=", "unit": "h"}


def measure(name: str, due: str, **more: object) -> dict[str, object]:
    return {"id": name, "text": f"措施{name}", "owner": "E-li", "due": due, **more}


def shared(seen: Portfolio, **kinds: object) -> Portfolio:
    return seen._replace(organisation=seen.organisation._replace(**kinds))


def page(seen: Portfolio, lang: str = "zh-CN") -> str:
    return read(drawn(improvement, seen, lang)["improvement.html"])  # type: ignore[arg-type]


def cycle(name: str, *plan: dict[str, object], **more: object) -> object:
    return record("improvement", id=name, metric=METRIC, plan=list(plan), **more)


RUNNING = cycle("IM-1", measure("M1", "2024-06-30", done="2024-06-28"), measure("M2", "2024-07-15", start="2024-07-01"), cause="RC-1")
SHORT = cycle("IM-2", measure("M1", "2024-06-30", done="2024-06-28"), checks=[{"date": "2024-07-20", "value": 26, "n": 31, "source": "工单"}])
CAUSE = record("rootcause", id="RC-1", opened="2024-06-19", problem="超时", evidence=["CS-1"],
               whys=[{"answer": "人少", "verified": True}, {"answer": "薪酬"}], fishbone={"man": [{"text": "人少", "root": True}]})


def test_without_records_the_page_says_so() -> None:
    words = page(portfolio())
    assert "还没有改进和根因分析的记录。" in words
    assert "没有需求记录，无从追溯。" in words
    assert "没有悬空的事。" in words


def test_the_first_sentence_tells_what_runs_what_is_late_and_what_was_judged() -> None:
    words = page(shared(portfolio(), improvements=(RUNNING, SHORT), rootcauses=(CAUSE,)))
    assert "1 项改进正在进行，1 条措施逾期。有检查结论的 1 项里，0 项达到目标，1 项没有达到。1 份根因分析里，1 份还有没核实的环节。" in words
    english = page(shared(portfolio(), improvements=(RUNNING,), rootcauses=(CAUSE,)), "en")
    assert "1 improvement is under way with 1 measure overdue. Of 1 root-cause analysis, 1 still rests on something unverified." in english


def test_a_cycle_shows_the_five_columns_its_check_and_what_it_acts_on() -> None:
    words = page(shared(portfolio(), improvements=(RUNNING, SHORT), rootcauses=(CAUSE,)))
    assert "改进措施责任人完成时限资源支持预期效果状态" in words
    assert "检查未达目标" in words
    assert "从起点到目标走完 87.5%" in words
    assert "针对根因 RC-1 超时" in words
    assert "效果未知：措施尚未全部完成" in words


def test_what_of_the_improvements_hangs_loose_is_listed() -> None:
    other = CAUSE.model_copy(update={"id": "RC-2"})
    words = page(shared(portfolio(), improvements=(RUNNING, SHORT), rootcauses=(CAUSE, other)))
    assert "根因分析 RC-2 还没有改进" in words
    assert "改进 IM-2 没有写明根因" in words
    assert "根因分析 RC-1 还没有改进" not in words


def test_needs_are_followed_and_loose_ends_name_customer_and_owner() -> None:
    one = customer("C1", needs=[need("N-1"), need("N-2")], plans=[plan({"id": "A1", "text": "做", "needs": ["N-1"], "due": "2024-09-01"}, id="SP-1")])
    words = page(portfolio(one))
    assert "需求2全部记录在册的需求有动作11 / 2，50%" in words.replace(" 全部", "全部")
    assert "1 家客户的 1 条需求没有动作" in words
    assert "客户C1" in words


def test_an_analysis_of_one_customer_leads_to_that_customers_page() -> None:
    own = customer("C1", rootcauses=[{"id": "RC-9", "opened": "2024-06-19", "problem": "只此一家", "whys": [{"answer": "甲", "verified": True}]}])
    markup = drawn(improvement, portfolio(own))["improvement.html"]
    assert 'href="c/C1.html#RC-9"' in markup
    assert "根因：甲" in read(markup)


def test_an_audience_sees_of_improvements_what_its_classes_allow() -> None:
    seen = shared(portfolio(), improvements=(RUNNING,), rootcauses=(CAUSE,))
    partner = Audience("partner", frozenset(("public", "internal")), frozenset(), frozenset(), frozenset())
    public = Audience("public", frozenset(("public",)), frozenset(), frozenset(), frozenset())
    inside = page(seen._replace(organisation=redacted_organisation(seen.organisation, partner)))
    outside = page(seen._replace(organisation=redacted_organisation(seen.organisation, public)))
    assert "超时" in inside
    assert "CS-1" not in inside
    assert "超时" not in outside
    assert "IM-1" not in outside
