"""The page of improvement: its first sentence, cycles with their verdict, analyses, the chain and its loose ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossiers import record
from portfolios import customer, drawn, need, plan, portfolio, read

from crmsite.audience import Audience, redacted_organisation
from crmsite.figures.contribution import contribution_from, contribution_text
from crmsite.views import improvement

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

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
    assert "1 项改进正在进行，1 条措施逾期。有检查结论的 1 项都没有达到目标。1 份根因分析里，1 份还有没核实的环节。" in words
    english = page(shared(portfolio(), improvements=(RUNNING,), rootcauses=(CAUSE,)), "en")
    assert "1 improvement is under way with 1 measure overdue. Of 1 root-cause analysis, 1 still rests on something unverified." in english


def test_where_nothing_is_late_the_first_sentence_says_so_of_one_and_of_many() -> None:
    calm = cycle("IM-1", measure("M1", "2024-12-30", start="2024-07-01"))
    assert "1 improvement is under way and no measure is overdue." in page(shared(portfolio(), improvements=(calm,)), "en")


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


def test_what_calls_for_more_leads_to_each_case_on_its_customers_page_and_to_what_answers_it() -> None:
    case = {"type": "fault", "topic": "sync", "opened": "2024-06-10 10:00"}
    own = {"id": "RC-9", "opened": "2024-06-19", "problem": "同步慢", "evidence": ["CS-2"], "whys": [{"answer": "甲", "verified": True}]}
    people = [customer(f"C{n}", cases=[{"id": f"CS-{n}", **case}], rootcauses=[own] if n == 2 else []) for n in range(4)]
    markup = drawn(improvement, portfolio(*people))["improvement.html"]
    links = re.findall(r'<a class="nw" href="([^"]+)">([^<]+)</a>', markup)
    assert links == [(f"c/C{n}.html#CS-{n}", f"CS-{n}") for n in range(4)]
    assert '<a href="c/C2.html#RC-9">RC-9</a>' in markup


def test_of_many_cases_the_first_are_named_and_the_others_counted() -> None:
    cases = [{"id": f"CS-{n}", "type": "fault", "topic": "sync", "opened": "2024-06-10 10:00"} for n in range(15)]
    markup = drawn(improvement, portfolio(customer("C1", cases=cases)))["improvement.html"]
    assert len(re.findall(r'href="c/C1.html#CS-\d+"', markup)) == 12
    assert "另有 3 个" in read(markup)


# ── before and after ────────────────────────────────────────────────────────────────────────────────────────────
def asked(name: str, start: str, end: str) -> object:
    return record("survey", id=name, window={"from": start, "to": end}, scale={"min": 1, "max": 5}, dimensions=["speed"])


SURVEYS = {"SV-1": asked("SV-1", "2024-01-01", "2024-01-31"), "SV-2": asked("SV-2", "2024-06-01", "2024-06-30")}


def measured(count: int, **more: object) -> Portfolio:
    people = [customer(f"C{n:02d}", own={"tags": ["vip"] if n % 2 else []}) for n in range(count)]
    told = '[["SV-1","SV-2"],[["SV-1",[[{"speed":3},null,null]]],["SV-2",[[{"speed":4},null,null]]]]]'
    seen = portfolio(*people)
    seen = seen._replace(summaries=tuple(one._replace(satisfaction=told) for one in seen.summaries))
    metric = {"name": "satisfaction_mean.speed", "baseline": 3, "target": 4, "op": ">=", "unit": "scale_1_5"}
    done = measure("M1", "2024-05-30", start="2024-03-01", done="2024-05-20")
    one = record("improvement", id="IM-9", metric=metric, plan=[done], **more)
    return shared(seen, improvements=(one,), surveys=SURVEYS)


def test_a_change_is_told_of_the_same_customers_with_its_caveat_and_never_as_an_effect() -> None:
    words = page(measured(6))
    assert "同样 6 家客户，SV-1 均分 3.00，SV-2 均分 4.00，变化 +1.00" in words
    assert "没有对照组：变化可能有别的原因。" in words
    words = page(measured(6), "en")
    assert "No comparison group: the change may have other causes." in words
    assert "Customers known both times, at least" in words
    assert "p, signs turned at random" in words
    assert "导致" not in words


def test_few_customers_in_both_surveys_tell_no_change() -> None:
    assert "两次都答了的只有 4 家客户，不说变化。" in page(measured(4))


def test_the_others_are_compared_only_through_every_gate() -> None:
    vip = {"subject": {"tag": ["vip"]}}
    assert "没有写明是怎样选中的" in page(measured(24, **vip))
    assert "差的本来就会回升" in page(measured(24, **vip, chosen_by_outcome=True))
    assert "两边各要 10 家，现在是 3 家和 3 家" in page(measured(6, **vip, chosen_by_outcome=False))
    assert "之前要有 3 期" in page(measured(24, **vip, chosen_by_outcome=False))


def test_with_every_gate_open_the_difference_of_the_changes_is_told() -> None:
    seen = measured(24, subject={"tag": ["vip"]}, chosen_by_outcome=False)
    early = {f"SV-0{n}": asked(f"SV-0{n}", f"2023-0{n}-01", f"2023-0{n}-20") for n in (1, 2)}
    waves = {**early, **SURVEYS}
    told = '[[],[["SV-01",[[{"speed":3},null,null]]],["SV-02",[[{"speed":3},null,null]]],["SV-1",[[{"speed":3},null,null]]],["SV-2",[[{"speed":%d},null,null]]]]]'
    summaries = tuple(one._replace(satisfaction=told % (5 if "vip" in one.traits.tags else 4)) for one in seen.summaries)
    words = page(shared(seen._replace(summaries=summaries), surveys=waves))
    assert "措施覆盖的 12 家变化 +2.00，其余 12 家变化 +1.00，相差 +1.00" in words
    assert "两组之差仍是变化" in words


def test_with_a_subject_the_change_is_that_of_its_customers_alone() -> None:
    words = page(measured(14, subject={"tag": ["vip"]}, chosen_by_outcome=False))
    assert "同样 7 家客户，SV-1 均分 3.00，SV-2 均分 4.00" in words


def test_a_survey_on_another_scale_is_no_time_before() -> None:
    seen = measured(6)
    other = record("survey", id="SV-1", window={"from": "2024-01-01", "to": "2024-01-31"}, scale={"min": 1, "max": 10}, dimensions=["speed"])
    assert "措施开始之前没有可比的一段" in page(shared(seen, surveys={**SURVEYS, "SV-1": other}))
    assert "还没有结束的一段可比" in page(shared(seen, surveys={"SV-1": SURVEYS["SV-1"]}))


def bought(count: int, metric: str = "amount_12m", done: str = "2023-07-20", **more: object) -> Portfolio:
    """Customers who bought for 100 in the first year and for 160 in the second, those with a tag for 200."""
    people = [
        customer(f"C{n:02d}", [("2021-06-01", 1), ("2022-02-01", 100), ("2023-01-09", 100), ("2024-02-01", 200 if n % 2 else 160)],
                 own={"tags": ["vip"] if n % 2 else []})
        for n in range(count)
    ]  # fmt: skip
    plan_ = measure("M1", done, start="2023-07-03", done=done)
    one = record("improvement", id="IM-9", metric={"name": metric, "baseline": 100, "target": 150, "op": ">=", "unit": "money"}, plan=[plan_], **more)
    return shared(portfolio(*people), improvements=(one,))


def test_amounts_are_compared_over_twelve_months_on_each_side() -> None:
    words = page(bought(6))
    assert "同样 6 家客户平均：截至 2023-06-30 的 12 个月 100 元，截至 2024-07-31 的 12 个月 180 元，变化 +80 元" in words
    assert "没有对照组：变化可能有别的原因。" in words
    assert "The same 6 customers, on average: CNY 100 in the 12 months to 2023-06-30" in page(bought(6), "en")
    assert "都有值的只有 4 家客户，不说变化。" in page(bought(4))


def test_a_check_that_met_the_target_while_the_same_customers_moved_away_is_no_plain_success() -> None:
    check = {"date": "2024-07-20", "value": 160, "n": 30, "source": "台账"}
    better, worse = bought(6, checks=[check]), bought(6, checks=[check])
    fallen = worse._replace(summaries=tuple(customer_less(one) for one in worse.summaries))
    assert "检查达到目标 ·" in page(better) and "这和检查的结论相反" not in page(better)
    assert "检查达到目标 同样的客户前后却没有改善，见下 ·" in page(fallen)
    assert "这和检查的结论相反" in page(fallen)
    assert "比目标还多走了" in page(better) and "走完 120%" not in page(better)
    assert "This goes against the check" in page(fallen, "en")


def customer_less(one: Summary) -> Summary:
    """Return a customer with a tenth of what it bought in the latest twelve months."""
    share = contribution_from(one.rates)
    now = share.at[7]
    assert now is not None
    at = (*share.at[:7], now._replace(amount="10"), *share.at[8:])
    return one._replace(rates=contribution_text(share._replace(at=at)))


def test_until_twelve_months_have_passed_the_page_says_on_which_day_they_will_have() -> None:
    assert "措施完成满 12 个月是 2024-09-02" in page(bought(6, done="2023-09-02"))


def test_a_difference_of_amounts_goes_through_the_same_gates() -> None:
    words = page(bought(24, subject={"tag": ["vip"]}, chosen_by_outcome=False))
    assert "措施覆盖的 12 家变化 +100 元，其余 12 家变化 +60 元，相差 +40 元" in words
    assert "没有对照组" not in words
    assert "变化可能有别的原因。" in words
    assert "两边各要 10 家" in page(bought(18, subject={"tag": ["vip"]}, chosen_by_outcome=False))
    assert "差的本来就会回升" in page(bought(24, subject={"tag": ["vip"]}, chosen_by_outcome=True))


def visited(start: str, done: str) -> str:
    """Six customers, visited once in the first quarter of 2023 and twice in each quarter of 2024."""
    days = ["2023-02-01", "2024-01-10", "2024-02-10", "2024-04-10", "2024-05-10"]
    visits = [{"id": f"FU-{day}", "date": day, "kind": "executive_visit", "channel": "onsite", "by": "E-li", "summary": "互访"} for day in days]
    people = [customer(f"C{n}", followups=visits) for n in range(6)]
    metric = {"name": "executive_visits", "baseline": 1, "target": 2, "op": ">=", "unit": "count"}
    one = record("improvement", id="IM-9", metric=metric, plan=[measure("M1", done, start=start, done=done)])
    return page(shared(portfolio(*people), improvements=(one,)))


def test_what_is_counted_is_compared_over_as_many_whole_quarters_on_each_side() -> None:
    assert "同样 6 家客户平均：2023 Q1 至 2023 Q2 1.00，2024 Q1 至 2024 Q2 4.00，变化 +3.00" in visited("2023-07-03", "2023-12-20")
    short = visited("2023-07-03", "2024-02-20")
    assert "2023 Q2 0.00，2024 Q2 2.00，变化 +2.00" in short
    assert "不是同样的季节" not in short
    assert "前后两段不是同样的季节。" in visited("2023-05-03", "2024-02-20")
    assert "还没有结束的一段可比" in visited("2023-07-03", "2024-06-20")


def test_of_a_metric_without_a_past_or_without_single_customers_the_page_says_so() -> None:
    assert "这个指标只知道今天的值" in page(bought(6, "fit"))
    assert "换了判断人就不能相减" in page(bought(6, "trust"))
    assert "单独一家客户没有这个指标" in page(bought(6, "churn_rate"))
    assert "它不是目录里的指标" in page(bought(6, "夜间响应"))
    assert "No change is told: this metric is known for today only." in page(bought(6, "fit"), "en")


def test_the_page_is_made_anew_when_the_figures_behind_a_change_move() -> None:
    seen = bought(6)
    key = next(iter(improvement.pages(seen)))[2].key
    moved = tuple(one._replace(rates=one.rates.replace('"160"', '"170"')) for one in seen.summaries)
    assert next(iter(improvement.pages(seen._replace(summaries=moved))))[2].key != key


def test_a_ratio_is_told_as_a_percentage_and_a_unit_stands_beside_its_value() -> None:
    check = {"date": "2024-07-10", "value": 0.85, "n": 20, "source": "系统"}
    kept = record("improvement", id="IM-9", metric={"name": "sla_met", "baseline": 0.8, "target": 0.9, "op": ">=", "unit": "ratio"},
                  plan=[measure("M1", "2024-06-30", done="2024-06-28")], checks=[check])
    words = page(shared(portfolio(), improvements=(kept,)))
    assert "80% → ≥ 90%" in words
    assert "2024-07-10 测得 85%，样本 20" in words
    assert "2024-07-10: measured 85% from a sample of 20" in page(shared(portfolio(), improvements=(kept,)), "en")
