"""The analysis report: six parts, conclusions with their evidence, words for none, one and many in both languages."""

from __future__ import annotations

import re
from datetime import date

from dossiers import record
from portfolios import customer, drawn, need, portfolio, rated, read

from crmsite.kinds.goals import Goals
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
    assert "1 家客户的记录里有" in zh
    assert not re.search(r"1 家客户里 1 家（", zh)


def test_many_are_told_with_percentage_and_interval() -> None:
    assert "有需求记录的 9 家客户里的多数，9 家（100%，95% 区间 70.1%–100%）提到“" in said(*MANY)
    assert "Most of 9 customers, 9 (100%; 95 % interval 70.1% to 100%), with a need on record named “" in said(*MANY, lang="en")


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


def test_without_surveys_there_is_not_a_word_of_satisfaction() -> None:
    assert "满意" not in said(*MANY)
    assert "satisf" not in said(*MANY, lang="en").lower()


def test_a_forecast_is_what_somebody_wrote_down_and_is_called_a_target() -> None:
    of = portfolio(ONE)
    goals = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, targets=[{"metric": "amount_12m", "op": ">=", "value": 120, "unit": "money"}])
    assert isinstance(goals, Goals)
    shown = read(drawn(report, of._replace(organisation=of.organisation._replace(goals=(goals,))))["report.html"])
    assert "近 12 个月成交额 目标 不低于 120 元 目前 100 元" in shown
    assert of.as_of == date(2024, 7, 31)


def test_what_may_not_be_seen_is_withheld_and_never_said_to_be_nothing() -> None:
    of = portfolio(*MANY)
    hidden = of._replace(policies=None, organisation=of.organisation._replace(withheld=("plan", "goals")))
    shown = read(drawn(report, hidden, "en")["report.html"])
    assert "Findings and recommendations are internal to the team." in shown
    assert shown.lower().count("withheld") == 7
    assert [lie for lie in ("There is no alert", "No targets are written", "No plan for a segment", "No action is under way") if lie in shown] == []
