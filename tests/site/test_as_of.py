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
}
"""What may come after the day, each kind for itself."""


def pages(folder: Path, *texts: str) -> dict[str, bytes]:
    """Build a company and return its pages, without the two that tell of the run: how many files were read, what is on record."""
    repository = Repository(folder, SITE, customer(1), customer(2), BEFORE, *texts)
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
