"""The analysis report: six parts, conclusions with their evidence, words for none, one and many in both languages."""

from __future__ import annotations

import re
from datetime import date

from dossiers import record
from portfolios import customer, drawn, need, plan, portfolio, rated, read
from surveys import asked, survey

from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.kinds.goals import Goals
from crmsite.portfolio.evidence import PLACES
from crmsite.views import report

ONE = customer("C1", [("2022-01-05", 5), ("2023-03-01", 80), ("2024-06-01", 100)], assessments=[rated()], needs=[need("N-1")])
MANY = [customer(f"C{n}", [("2022-01-05", 5), ("2023-03-01", 80), ("2024-06-01", 100)], assessments=[rated()], needs=[need(f"N-{n}", themes=["training"])]) for n in range(9)]


def said(*customers: object, lang: str = "zh-CN") -> str:
    return read(drawn(report, portfolio(*customers), lang)["report.html"])  # type: ignore[arg-type]


def test_no_customer_reads_well() -> None:
    assert "还没有客户记录，报告无从谈起。" in said()
    assert "没有一条结论要求做什么，所以没有建议。" in said()
    en = said(lang="en")
    assert "There are no customers yet, so there is nothing to report." in en
    assert "No targets are written, so nothing is forecast." in en


def test_one_customer_reads_well_and_is_told_without_a_percentage() -> None:
    zh, en = said(ONE), said(ONE, lang="en")
    assert "有等级的 1 家客户里 1 家是 S/A 级。" in zh
    assert "1 of 1 customer with a tier reached S/A." in en
    assert "1 家客户中，1 家需要关注。记录里有" in zh
    assert not re.search(r"1 家客户里 1 家（", zh)


def test_many_are_told_with_percentage_and_interval() -> None:
    assert "有需求记录的 9 家客户里的多数，9 家（100%，95% 区间 70.1%–100%）提到过“" in said(*MANY)
    assert "Most of 9 customers, 9 (100%; 95% interval 70.1% to 100%), with a need on record, open or closed, named “" in said(*MANY, lang="en")


def test_all_six_parts_stand_in_their_order() -> None:
    page = drawn(report, portfolio(ONE))["report.html"]
    parts = ["客户现状分析", "核心需求总结", "现存问题", "维护策略", "执行计划", "效果预估"]
    places = [page.index(f"{number} {name}</h2>") for number, name in enumerate(parts, 1)]
    assert places == sorted(places)


def test_every_claim_leads_to_its_evidence_and_back() -> None:
    page = drawn(report, portfolio(*MANY))["report.html"]
    claims, evidence = set(re.findall(r'id="f-(\d+)"', page)), set(re.findall(r'id="e-(\d+)"', page))
    assert claims == evidence != set()
    assert set(re.findall(r'href="#e-(\d+)"', page)) <= evidence


def test_evidence_about_needs_cites_the_lines_that_count_however_many_customers_there_are() -> None:
    many = [customer(f"C{n}", needs=[need(f"N-{n}", themes=["training"]), need(f"M-{n}", 1, 1)]) for n in range(70)]
    page = drawn(report, portfolio(*many), "en")["report.html"]
    rows = re.findall(r'<tr id="e-.*?</tr>', page, re.DOTALL)
    for rule in ("Shared theme", "Important and urgent needs", "Important needs without a plan"):
        (row,) = (row for row in rows if rule in row)
        assert re.findall(r"need/([A-Z])-\d+\.yaml:\d+", row) == ["N"] * 5
    withdrawn = [customer(f"C{n}", needs=[need(f"N-{n}", themes=["training"]), need(f"W-{n}", themes=["training"], closed={"on": "2024-06-01", "outcome": "withdrawn"})]) for n in range(9)]
    assert "need/W-" not in drawn(report, portfolio(*withdrawn), "en")["report.html"]


def test_without_surveys_nothing_is_said_of_satisfaction() -> None:
    for lang in ("zh-CN", "en"):
        page = drawn(report, portfolio(*MANY), lang)["report.html"]  # type: ignore[arg-type]
        told = " ".join(re.findall(r'<ul class="claims">.*?</ul>|<ol class="advice">.*?</ol>|<figcaption>.*?</figcaption>', page, re.DOTALL))
        assert told
        assert "满意" not in told
        assert "satisf" not in told.lower()


def test_a_forecast_is_what_somebody_wrote_down_and_is_called_a_target() -> None:
    of = portfolio(ONE)
    goals = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, targets=[{"metric": "amount_12m", "op": ">=", "value": 120, "unit": "money"}])
    assert isinstance(goals, Goals)
    shown = read(drawn(report, of._replace(organisation=of.organisation._replace(goals=(goals,))))["report.html"])
    assert "近 12 个月成交额100 元2024-01-01 至 2024-07-31不低于 120 元2024-12-31" in shown
    assert of.as_of == date(2024, 7, 31)


def test_what_may_not_be_seen_is_withheld_and_never_said_to_be_nothing() -> None:
    of = portfolio(*MANY)
    hidden = of._replace(policies=None, organisation=of.organisation._replace(withheld=("plan", "goals")))
    shown = read(drawn(report, hidden, "en")["report.html"])
    assert "Findings and recommendations are internal to the team." in shown
    assert shown.lower().count("withheld") == 7
    assert [lie for lie in ("There is no alert", "No targets are written", "No plan for a segment", "No action is under way") if lie in shown] == []


def captions(*customers: object, lang: str = "zh-CN") -> list[str]:
    page = drawn(report, portfolio(*customers), lang)["report.html"]  # type: ignore[arg-type]
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)]


def test_a_figure_has_its_finding_as_its_title_and_one_without_data_is_left_out() -> None:
    assert captions() == []
    assert captions(ONE) == ["图 1：S、A 级客户 1 家，还没有上季度可比", "图 2：1 条重要且紧急的需求来自 1 家客户"]
    assert captions(ONE, lang="en") == [
        "Figure 1: Tiers S and A hold 1 customer; there is no earlier quarter to compare with",
        "Figure 2: 1 need that is important and urgent came from 1 customer",
    ]


def test_tiers_are_held_against_those_of_last_quarter() -> None:
    risen = customer("C1", [("2022-01-05", 5), ("2024-06-01", 100)], assessments=[rated("2024-Q1", "2024-04-05", amount=1, growth=1), rated()])
    stayed = customer("C2", [("2022-01-05", 5), ("2024-06-01", 100)], assessments=[rated("2024-Q1", "2024-04-05"), rated()])
    assert captions(risen, stayed, lang="en")[0] == "Figure 1: Tiers S and A grew from 1 customer to 2"
    assert captions(stayed)[0] == "图 1：S、A 级客户仍是 1 家"
    page = drawn(report, portfolio(risen, stayed))["report.html"]
    for row in re.findall(r"<dd>(<span class=\"part.*?)</dd>", page):
        assert sum(int(width) for width in re.findall(r"w-(\d+)", row)) == 100


def test_needs_are_named_by_quadrant_where_they_are_few_and_counted_where_they_are_many() -> None:
    few = said(*MANY)
    assert "重要且紧急 9客户C0 需求N-0，" in few
    assert "另有 3 条" in few
    many = [customer(f"C{n:02d}", needs=[need(f"N-{n}-{k}") for k in range(7)]) for n in range(9)]
    assert "图 1：63 条重要且紧急的需求来自 9 家客户" in said(*many)
    assert "需求N-0-1" not in said(*many)


def test_the_latest_survey_is_drawn_with_its_lowest_dimension_first() -> None:
    seen = portfolio(ONE, customer("C2", [("2024-06-01", 100)], assessments=[rated()]))
    told = [one._replace(satisfaction='[["SV-1"],[["SV-1",[[{"product":4,"response":2},9,null]]]]]') for one in seen.summaries]
    seen = seen._replace(summaries=tuple(told), organisation=asked(survey("SV-1", "2024-06-01", dimensions=["product", "response"])))
    page = read(drawn(report, seen, "en")["report.html"])
    assert "scored lowest, 2 on average" in page
    assert "not asked last time" in page


def test_care_by_tier_says_goal_actions_and_how_often_it_is_judged() -> None:
    page = said(ONE)
    assert "S 级1增购率不低于 15%季度经营复盘会" in page
    assert "定期上门拜访每月" in page


def test_the_plan_shows_the_longest_overdue_first_and_nothing_that_is_over() -> None:
    acts = [{"id": f"A-{n}", "text": f"措施{n}", "due": f"2024-07-{n:02d}", "owner": "E-li"} for n in range(1, 12)]
    done = {"id": "A-99", "text": "做完了", "due": "2024-07-20", "done": "2024-07-19", "owner": "E-li"}
    page = said(customer("C1", [("2024-06-01", 100)], plans=[plan(*acts, done, id="SP-1")]))
    assert "图 1：11 项措施已经逾期" in page
    assert page.index("措施1") < page.index("措施2") < page.index("措施9")
    assert "措施10" not in page
    assert "做完了" not in page


def recommended(*own: dict[str, object]) -> object:
    """Return one customer whose high need is pressing, at a company whose people recommend something of their own."""
    seen = portfolio(*MANY)
    site = seen.organisation.site
    report_of = record("site", org={"name": "甲"}, report={"recommendations": list(own)}).report
    return seen._replace(organisation=seen.organisation._replace(site=site.model_copy(update={"report": report_of})))


def test_what_people_recommend_stands_apart_with_the_findings_that_it_rests_on() -> None:
    cited = {"text": "先开培训班", "by": "E-li", "on": "2024-07-01", "cites": ["theme"]}
    judged = {"text": {"zh": "换一家物流", "en": "Change the carrier"}, "by": "E-li", "on": "2024-07-02"}
    fallen = {"text": "先谈价", "by": "E-li", "on": "2024-07-03", "cites": ["satisfaction_fell"]}
    zh, en = (read(drawn(report, recommended(cited, judged, fallen), lang)["report.html"]) for lang in ("zh-CN", "en"))  # type: ignore[arg-type]
    own = zh.split("人写的建议")[1].split("客户现状分析")[0]
    assert re.search(r"先开培训班李经理 .*?依据 \[\d+\]", own)
    assert re.search(r"换一家物流李经理 .*?人工判断 ·", own)
    assert "人工判断（所引的结论现在都不成立）" in own.split("先谈价")[1]
    assert "Change the carrier" in en
    assert "judged by hand" in en


def test_what_was_recommended_later_is_not_in_an_earlier_report_and_none_is_no_heading() -> None:
    later = {"text": "换一家物流", "by": "E-li", "on": "2024-08-01"}
    assert "人写的建议" not in read(drawn(report, recommended(later), "zh-CN")["report.html"])  # type: ignore[arg-type]
    assert "人写的建议" not in said(*MANY)


def test_every_finding_that_can_be_cited_is_one_that_is_drawn() -> None:
    assert set(VOCABULARY["finding"]) == set(PLACES)
