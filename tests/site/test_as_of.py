"""What is dated after the day of the site is not there: adding it, in any kind of record, changes no byte of any page."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import SITE, Repository, customer

BEFORE = """
-- customers/C001/contacts.yaml --
- {id: P-C001-01, code: 联系人-001, masked_name: 张*, title: 总监, role: decision_maker, since: 2021-05-10}
-- customers/C001/cases/CS-1.yaml --
type: fault
topic: sync
opened: 2024-07-10 10:00
first_response: 2024-07-10 11:00
-- care/2024.yaml --
period: {from: 2024-01-01, to: 2024-12-31}
items: [{id: news, name: 资讯, audience: all, every: month, count: 1, target_coverage: 0.9}]
-- care/sends/2024-06.csv --
item,customer,date,channel,result
news,C001,2024-06-10,email,sent
-- journeys/standard.yaml --
touchpoints: [{id: after_sales, stage: serve, name: 售后支持, team: support, sla: {hours: 48}}]
-- surveys/SV-1/survey.yaml --
window: {from: 2024-06-01, to: 2024-06-28}
scale: {min: 1, max: 5}
dimensions: [product, response]
-- surveys/SV-1/responses/C001-1.yaml --
survey: SV-1
customer: C001
contact: P-C001-01
date: 2024-06-05
scores: {product: 4, response: 3}
-- rootcauses/RC-1.yaml --
opened: 2024-06-20
problem: 响应慢
whys: [{answer: 夜间无人, verified: true}]
-- improvements/IM-1.yaml --
cause: RC-1
metric: {name: satisfaction_mean.response, baseline: 3, target: 4, op: ">=", unit: scale_1_5}
plan: [{id: M1, text: 夜间值守, owner: E-zhao, due: 2024-09-30}]
"""

LATER = {
    "followup": "-- customers/C001/followups/2024/20240801-zhao-1.yaml --\ndate: 2024-08-01\nkind: business_review\nchannel: onsite\nby: E-zhao\nsummary: 复盘\n",
    "case": "-- customers/C002/cases/CS-9.yaml --\ntype: complaint\ntopic: sync\nopened: 2024-08-01 09:00\nroot_cause: RC-9\n"
    "-- rootcauses/RC-9.yaml --\nopened: 2024-08-02\nproblem: 同步慢\n",
    "need": "-- customers/C001/needs/09.yaml --\nnature: explicit\nkind: service\ntext: 夜间支持\nsource: feedback\nquote: 夜里没人\nrecorded: 2024-08-01\nimportance: 5\nurgency: 5\n",
    "assessment": "-- customers/C001/assessments/2024-Q3.yaml --\nperiod: 2024-Q3\ndate: 2024-09-28\nby: E-zhao\nscores: {amount: 1, stability: 1, growth: 1, risk: 1}\n",
    "contact": "-- customers/C002/contacts.yaml --\n- {id: P-C002-01, code: 联系人-002, masked_name: 李*, title: 经理, role: decision_maker, since: 2024-08-05}\n",
    "order": "-- orders/2024-08.csv --\ncustomer,order_id,date,amount,currency\nC001,O-900,2024-08-01,900000,CNY\n",
    "invoice": "-- invoices/2024-08.csv --\ncustomer,invoice_id,issued,due,amount,currency\nC001,I-900,2024-08-01,2024-08-31,900000,CNY\n",
    "send": "-- care/sends/2024-08.csv --\nitem,customer,date,channel,result\nnews,C002,2024-08-10,email,opened\n",
    "survey": "-- surveys/SV-2/survey.yaml --\nwindow: {from: 2024-08-01, to: 2024-08-28}\nscale: {min: 1, max: 5}\ndimensions: [product, response]\n"
    "-- surveys/SV-2/responses/C001-1.yaml --\nsurvey: SV-2\ncustomer: C001\ncontact: P-C001-01\ndate: 2024-08-05\nscores: {product: 1, response: 1}\n",
    "analysis": "-- rootcauses/RC-8.yaml --\nopened: 2024-08-02\nproblem: 交付晚\nevidence: [CS-1]\n",
    "improvement": "-- rootcauses/RC-7.yaml --\nopened: 2024-08-02\nproblem: 报表慢\n-- improvements/IM-7.yaml --\ncause: RC-7\n"
    "metric: {name: csat_top2, baseline: 0.5, target: 0.9, op: '>=', unit: ratio}\nplan: [{id: M1, text: 改报表, owner: E-zhao, due: 2024-10-31}]\n",
    "risk": "-- risks/RK-9.yaml --\ncustomer: C001\ntext: 换供应商\nlikelihood: 4\nimpact: 5\nresponse: mitigate\nowner: E-zhao\nraised: 2024-08-02\nreview: 2024-09-30\n",
    "customer": "-- customers/C009/customer.yaml --\nname: 九号\nindustry: manufacturing\nstages: [{from: 2024-08-01, stage: won}]\nowners: [{person: E-zhao, from: 2024-08-01}]\n",
    "receipt": "-- receipts/2024-08.csv --\ncustomer,date,invoice_id,amount\nC003,2024-08-03,I-100,400000\n",
    "waiver": "-- customers/C003/waivers/WV-1.yaml --\nrule: payment-late\nreason_kind: accepted\ntext: 已约定\nby: E-zhao\non: 2024-08-01\nuntil: 2024-12-31\n",
    "response": "-- surveys/SV-1/responses/C003-1.yaml --\nsurvey: SV-1\ncustomer: C003\ndate: 2024-08-05\nscores: {product: 1, response: 1}\nrecommend: 2\n",
    "opening": "-- customers/C003/opening.yaml --\ndate: 2024-08-31\ncumulative_amount: 900000\norders: 9\nsource: 旧系统\nby: E-zhao\n",
    "care programme": "-- care/2025.yaml --\nperiod: {from: 2024-09-01, to: 2025-08-31}\nitems: [{id: deep, name: 深访, audience: all, every: month, count: 1, target_coverage: 0.9}]\n",
    "policy": "-- policy/effects-v2.yaml --\neffective_from: 2024-09-01\nrisk_high: 3\nrisk_medium: 2\ncompare_customers: 1\ncompare_periods: 1\n",
}
"""What may come after the day, each kind for itself."""

THIRD = """
-- people/E-qian.yaml --
masked_name: 钱*
display_name: 钱明
role: account_manager
team: sales
active: {from: 2020-01-01}
-- customers/C003/customer.yaml --
name: 第3制造有限公司
industry: manufacturing
stages: [{from: 2021-03-01, stage: won}]
owners: [{person: E-zhao, from: 2021-03-01}]
milestones: [{date: 2022-01-05, text: 首单}]
-- customers/C003/contacts.yaml --
- {id: P-C003-01, code: 联系人-003, masked_name: 孙*, title: 总监, role: decision_maker, since: 2021-05-10, trust: [{score: 3, by: E-zhao, on: 2024-05-01}]}
- {id: P-C003-02, code: 联系人-004, masked_name: 周*, title: 经理, role: user_lead, since: 2021-05-10}
-- customers/C003/needs/01.yaml --
nature: explicit
kind: service
text: 夜间支持
source: feedback
quote: 夜里没人
recorded: 2024-05-02
importance: 5
urgency: 4
-- customers/C003/assessments/2024-Q2.yaml --
period: 2024-Q2
date: 2024-06-28
by: E-zhao
scores: {amount: 7, stability: 7, growth: 7, risk: 6}
-- customers/C003/plans/2024.yaml --
period: {from: 2024-01-01, to: 2024-12-31}
actions:
  - {id: A1, text: 走访, owner: E-zhao, needs: [N-C003-01], start: 2024-06-01, due: 2024-07-15, progress: [{on: 2024-07-01, percent: 20}]}
  - {id: A2, text: 月报, owner: E-zhao, recurs: {every: month}, done_periods: [2024-06-20]}
-- customers/C003/followups/20240705-zhao-1.yaml --
{date: 2024-07-05, kind: visit, channel: onsite, by: E-zhao, summary: 拜访, next: {text: 给方案, due: 2024-07-20}}
-- customers/C003/cases/CS-3.yaml --
type: complaint
topic: sync
opened: 2024-07-10 10:00
-- customers/C003/risks/RK-3.yaml --
{text: 换供应商, likelihood: 4, impact: 5, response: mitigate, owner: E-zhao, raised: 2024-06-02, review: 2024-07-20, controls: [{text: 拜访高层, due: 2024-07-01}]}
-- invoices/2024-04.csv --
customer,invoice_id,issued,due,amount,currency
C003,I-100,2024-04-01,2024-05-01,400000,CNY
"""
"""A customer whose records each stand on a line of their own, so that what is added to them moves no other line."""

ADDED = {
    "stage": ("stage: won}]\nowners: [", "stage: won}, {from: 2024-08-15, stage: lost, reason: 停产}]\nowners: ["),
    "owner": ("{person: E-zhao, from: 2021-03-01}]", "{person: E-zhao, from: 2021-03-01, to: 2024-08-10}, {person: E-qian, from: 2024-08-11}]"),
    "milestone": ("text: 首单}", "text: 首单}, {date: 2024-08-20, text: 三年}"),
    "trust": ("on: 2024-05-01}", "on: 2024-05-01}, {score: 5, by: E-zhao, on: 2024-08-03}"),
    "contact left": ("title: 经理, role: user_lead, since: 2021-05-10", "title: 经理, role: user_lead, since: 2021-05-10, left_on: 2024-08-09"),
    "need closed": ("urgency: 4\n-- customers/C003/assessments", "urgency: 4\nclosed: {on: 2024-08-10, outcome: met}\n-- customers/C003/assessments"),
    "need declared": ("urgency: 4\n-- customers/C003/assessments", "urgency: 4\nkano: {declared: performance, by: E-zhao, on: 2024-08-10}\n-- customers/C003/assessments"),
    "action done": ("start: 2024-06-01", "start: 2024-06-01, done: 2024-08-05, result: 谈成, feedback: 满意"),
    "action cancelled": ("start: 2024-06-01", "start: 2024-06-01, cancelled: {on: 2024-08-05, reason: 不做了}"),
    "action progress": ("percent: 20}", "percent: 20}, {on: 2024-08-04, percent: 90}"),
    "action period": ("[2024-06-20]", "[2024-06-20, 2024-08-20]"),
    "next step done": ("due: 2024-07-20}", "due: 2024-07-20, done: 2024-08-02}"),
    "case events": ("opened: 2024-07-10 10:00\n-- customers/C003/risks", "opened: 2024-07-10 10:00\nfirst_response: 2024-08-11 09:00\nsolution_offered: 2024-08-12 09:00\nresolved: 2024-08-13 09:00\ncallback: 2024-08-15 09:00\nescalations: [{date: 2024-08-11, level: 2}]\n-- customers/C003/risks"),
    "risk closed": ("raised: 2024-06-02", "raised: 2024-06-02, closed: 2024-08-08"),
    "risk control": ("due: 2024-07-01}]", "due: 2024-07-01, done: 2024-08-04}], residual: {likelihood: 1, impact: 2, on: 2024-08-05}"),
    "measure done": ("due: 2024-09-30}]", "due: 2024-09-30, done: 2024-08-20}]"),
    "measure cancelled": ("due: 2024-09-30}]", "due: 2024-09-30, cancelled: {on: 2024-08-20, reason: 不做了}}]"),
    "measure progress": ("due: 2024-09-30}]", "due: 2024-09-30, progress: [{on: 2024-08-20, percent: 50}]}]"),
    "improvement checked": ("due: 2024-09-30}]\n", "due: 2024-09-30}]\nchecks: [{date: 2024-08-25, value: 4.2, n: 9, source: 调研}]\nact: {decision: standardise, text: 推广, date: 2024-08-28}\n"),
    "strategic": ("text: 首单}]\n", "text: 首单}]\nstrategic: {reason: 标杆, since: 2024-08-20}\n"),
    "need feature": ("text: 首单}]\n", "text: 首单}]\nneed_feature: price\nneed_feature_basis: {by: E-zhao, on: 2024-08-05}\n"),
}
"""What may be added to a record after the day: the text before, and with it."""


def pages(folder: Path, *texts: str) -> dict[str, bytes]:
    """Build a company and return its pages, without the two that tell of the run: how many files were read, what is on record."""
    return built(folder, BEFORE + THIRD, *texts)


def built(folder: Path, records: str, *texts: str) -> dict[str, bytes]:
    repository = Repository(folder, SITE, customer(1), customer(2), records, *texts)
    assert (report := repository.build()).published, [found.message("en") for found in report.faults if found.severity == "error"]
    found = sorted(repository.site.rglob("*.html"))
    return {path.relative_to(repository.site).as_posix(): path.read_bytes() for path in found if path.stem not in ("about", "quality")}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return pages(tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("kind", LATER)
def test_what_comes_later_changes_no_byte(tmp_path: Path, before: dict[str, bytes], kind: str) -> None:
    after = pages(tmp_path, LATER[kind])
    assert after.keys() == before.keys()
    assert [path for path, data in after.items() if data != before[path]] == []


def test_the_same_records_before_the_day_do_change_pages(tmp_path: Path, before: dict[str, bytes]) -> None:
    after = pages(tmp_path, LATER["followup"].replace("20240801", "20240729").replace("2024-08-01", "2024-07-29"))
    assert [path for path, data in after.items() if data != before.get(path)] != []


@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_to_a_record_later_changes_no_byte(tmp_path: Path, before: dict[str, bytes], what: str) -> None:
    old, new = ADDED[what]
    assert (BEFORE + THIRD).count(old) == 1, "the record that is added to is there once"
    after = built(tmp_path, (BEFORE + THIRD).replace(old, new))
    assert after.keys() == before.keys()
    assert [path for path, data in after.items() if data != before[path]] == []


@pytest.mark.parametrize("what", ADDED)
def test_the_same_added_before_the_day_does_change_pages(tmp_path: Path, before: dict[str, bytes], what: str) -> None:
    old, new = ADDED[what]
    early = new.replace("2024-08-", "2024-07-")
    after = built(tmp_path, (BEFORE + THIRD).replace(old, early))
    assert [path for path, data in after.items() if data != before.get(path)] != []


FAR = "-- customers/C001/followups/2024/20240731-zhao-2.yaml --\nstart: {start}\nkind: visit\nchannel: onsite\nby: E-zhao\nsummary: 复盘夜班\n"


@pytest.mark.parametrize(
    ("start", "zone", "there"),
    [
        ("2024-07-31T20:00Z", "Asia/Shanghai", False), ("2024-07-31T15:00Z", "Asia/Shanghai", True),
        ("2024-08-01T01:00+09:00", "Asia/Shanghai", False), ("2024-08-01T00:30+09:00", "Asia/Shanghai", True),
        ("2024-08-01T02:00Z", "America/New_York", True), ("2024-08-01T05:00Z", "America/New_York", False),
    ],
)  # fmt: skip
def test_a_time_with_an_offset_has_the_day_that_it_was_in_the_organisations_zone(
    tmp_path: Path, start: str, zone: str, there: bool
) -> None:
    site = SITE.replace("  name: {zh: 示例公司", f"  timezone: {zone}\n  name: {{zh: 示例公司")
    of = Repository(tmp_path / "repository", site, customer(1), FAR.format(start=start))
    of.build()
    assert ("复盘夜班" in of.page("c/C001.html")) == there
