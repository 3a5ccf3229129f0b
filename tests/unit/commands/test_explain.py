"""``explain``: why a customer stands where it stands, each figure with its line; and what a rule means."""

from __future__ import annotations

import json
import re

import pytest
from commanding import Run
from repositories import Repository

from crmsite.commands.explanations import page, topics
from crmsite.rules import RULES
from crmsite.scores import SCORE


def test_the_tier_is_added_up_before_the_readers_eyes(run: Run) -> None:
    said = run("explain", "C001")
    assert said.code == 0
    assert "7 + 7 + 6 + 5 = 25" in said.out
    assert "records/customers/C001/assessments/2024-Q2.yaml:4" in said.out


def test_movement_names_the_scores_that_moved(run: Run) -> None:
    told = next(line for line in run("explain", "C001", "--as-of", "2024-06-29").out.splitlines() if "last quarter" in line)
    assert re.findall(r"\d → \d", told) == ["7 → 6", "6 → 5"]
    assert "A 27 at the end of last quarter, A 25 now: same tier, total −2" in told


def test_every_cited_line_is_a_line_of_a_record(run: Run, company: Repository) -> None:
    cited = re.findall(r"records/(\S+?):([\d,]+)", run("explain", "C001").out)
    assert len(cited) > 10
    for path, lines in cited:
        rows = (company.records / path).read_text("utf-8").splitlines()
        assert all(1 <= int(line) <= len(rows) for line in lines.split(","))


def test_an_alert_is_told_with_its_evidence_its_answer_and_how_to_answer_it(run: Run) -> None:
    out = run("explain", "C002").out
    assert "no-orders (W1)" in out
    assert "crmsite answer C002 no-orders" in out
    assert "records/customers/C002/orders.csv:5" in out


def test_both_languages_tell_the_same_figures(run: Run) -> None:
    english, chinese = run("explain", "C001").out, run("explain", "C001", lang="zh").out
    assert "等级" in chinese
    assert "7 + 7 + 6 + 5 = 25" in chinese
    assert re.findall(r"records/\S+", english) == re.findall(r"records/\S+", chinese)


@pytest.mark.parametrize("name", ["C002", "c002", "第2制造有限公司", "works no. 2"])
def test_a_customer_is_found_by_its_id_in_any_case_and_by_its_names(run: Run, name: str) -> None:
    assert run("explain", name).out.startswith("C002  Works No. 2")


def test_an_earlier_date_shows_what_was_known_then(run: Run) -> None:
    out = run("explain", "C001", "--as-of", "2024-04-30").out
    assert "7 + 7 + 7 + 6 = 27" in out
    assert "assessments/2024-Q2" not in out


def test_duties_are_explained_with_what_is_open(run: Run) -> None:
    out = run("explain", "C001", "--as-of", "2024-04-30").out
    assert "A.executive_visit" in out
    assert "2024-06-30" in out


def test_a_look_at_another_date_leaves_what_is_kept_of_this_one(run: Run) -> None:
    before = run("list", "customers", "--json").out
    run("explain", "C001", "--as-of", "2024-04-30")
    assert run("list", "customers", "--json").out == before


def test_json_keeps_decimals_as_text_dates_as_iso_and_says_what_is_not_known(run: Run) -> None:
    figures = json.loads(run("explain", "C001", "--json").out)["figures"]
    assert figures["as_of"] == "2024-07-31"
    assert figures["tier"]["now"]["low"] == "25"
    assert figures["tier"]["receipt"]["factors"][0]["sources"] == ["records/customers/C001/assessments/2024-Q2.yaml:4"]
    assert figures["contract_end"] is None


def test_a_name_that_is_not_there_is_answered_with_the_nearest(run: Run) -> None:
    said = run("explain", "C00l")
    assert (said.code, said.out) == (2, "")
    assert "Did you mean C00" in said.err
    assert "no-orders" in run("explain", "no-ordrs").err


def test_a_customer_that_was_none_yet_is_said_to_be_none(run: Run) -> None:
    said = run("explain", "C001", "--as-of", "2020-01-01")
    assert said.code == 2
    assert "was no customer yet on 2020-01-01" in said.err


def test_a_customer_whose_file_is_broken_is_not_said_to_be_missing(run: Run, company: Repository) -> None:
    company.edit("customers/C003/customer.yaml", "industry: manufacturing", "industri: manufacturing")
    said = run("explain", "C003")
    assert said.code == 2
    assert "cannot be read" in said.err
    assert run("explain", "C001").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_and_score_can_be_explained(lang: str) -> None:
    known = topics()
    assert set(known) == set(RULES) | set(SCORE)
    assert [name for name in known if not page(known[name], lang)] == []


def test_only_the_asked_language_is_printed(run: Run) -> None:
    assert "### Definition" in run("explain", "tier").out
    assert "### 定义" not in run("explain", "tier").out


def test_errors_are_told_beside_the_explanation(run: Run, company: Repository) -> None:
    company.edit("customers/C002/customer.yaml", "industry: manufacturing", "industry: [")
    for form in ((), ("--json",)):
        said = run("explain", "C001", *form)
        assert said.code == 0
        assert "left out: customers/C002/customer.yaml; see crmsite check" in said.err
        assert "left out" not in said.out


def test_a_prospect_spoken_to_today_is_told_once_and_without_counting_days(run: Run, company: Repository) -> None:
    company.write("customers/C009/customer.yaml", "name: 海星\nstages: [{from: 2024-07-31, stage: prospect}]\nowners: [{person: E-zhao, from: 2024-07-31}]\n")
    company.write("customers/C009/followups/1.yaml", "date: 2024-07-31\nkind: call_back\nchannel: phone\nby: E-zhao\nsummary: 电话\n")
    said = run("explain", "C009").out
    assert said.splitlines()[1].count("Prospect") == 1
    assert "2024-07-31, the day of the data" in said
    assert "0 days" not in said


# ── in depth ────────────────────────────────────────────────────────────────────────────────────────────────────
DEPTH = """
-- customers/C001/needs/02.yaml --
nature: explicit
kind: service
text: {zh: 夜间有人应答, en: Somebody answers at night}
source: feedback
quote: 夜里找不到人
recorded: 2024-05-02
importance: 4
urgency: 4
match: low
kano: {declared: must_be, by: E-zhao, on: 2024-05-03}
-- customers/C001/risks/RK-1.yaml --
text: {zh: 决策人离任, en: The decision maker leaves}
likelihood: 4
impact: 5
response: mitigate
owner: E-zhao
raised: 2024-06-01
controls: [{text: {zh: 拜访, en: A visit}, due: 2024-07-29}]
-- rootcauses/RC-1.yaml --
opened: 2024-06-20
problem: {zh: 响应慢, en: Slow response}
whys:
  - {answer: {zh: 夜里没人, en: Nobody at night}, verified: true, evidence: {zh: 排班表, en: The roster}}
  - {answer: {zh: 没有预算, en: No budget}}
fishbone: {man: [{text: {zh: 白班六人, en: Six by day}, suspected: true}], machine: [], material: [], method: [], environment: []}
-- surveys/SV-1/survey.yaml --
window: {from: 2024-06-01, to: 2024-06-30}
scale: {min: 1, max: 5}
dimensions: []
kano: [{id: F1, text: {zh: 夜间值守, en: Night cover}}]
columns: {有夜间值守: kano.F1.functional, 没有夜间值守: kano.F1.dysfunctional}
"""


@pytest.fixture
def deep(company: Repository) -> Repository:
    answers = ["理应如此,我很不喜欢"] * 14 + ["我很喜欢,我很不喜欢"] * 5 + ["无所谓,无所谓"]
    rows = "".join(f"{n},2024-06-0{n % 9 + 1},{pair}\n" for n, pair in enumerate(answers, start=1))
    company.add(DEPTH)
    company.write("surveys/SV-1/responses.csv", f"序号,提交时间,有夜间值守,没有夜间值守\n{rows}")
    return company


def test_fit_risks_and_declared_kano_are_explained_with_their_lines(run: Run, deep: Repository) -> None:
    said = run("explain", "C001").out
    assert re.search(r"^Fit  .*\n  N-C001-02, match Low +importance 4 × 0 +0 +records/customers/C001/needs/02\.yaml", said, re.MULTILINE)
    assert re.search(r"Risks  1\n  RK-1  The decision maker leaves; .*20.*\n", said)
    assert "records/customers/C001/risks/RK-1.yaml:2" in said
    assert "declared Must-be (2024-05-03)" in said
    assert "声明为基本需求（2024-05-03）" in run("explain", "C001", lang="zh").out


def test_a_risk_and_an_analysis_of_causes_are_explained_by_their_ids(run: Run, deep: Repository) -> None:
    risk = run("explain", "RK-1").out
    assert risk.startswith("C001  Works No. 1\nRK-1  The decision maker leaves; ")
    assert "records/customers/C001/risks/RK-1.yaml:7" in risk
    cause = run("explain", "RC-1").out
    assert cause.startswith("RC-1  Slow response; Root cause: Nobody at night\n")
    assert re.search(r"Why 2 +No budget +Hypothesis, not verified +records/rootcauses/RC-1\.yaml:5", cause)
    assert "Six by day (Suspected)" in cause


def test_the_kano_classes_of_a_survey_are_explained_and_counts_alone_of_too_few(run: Run, deep: Repository) -> None:
    said = run("explain", "SV-1").out
    assert said.startswith("Night cover; 20 answers; M Must-be by Blauth's rule, M Must-be most frequent\n")
    assert re.search(r"M Must-be +14 +records/surveys/SV-1/survey\.yaml:4", said)
    assert re.search(r"Better +5 / 20", said)
    deep.write("surveys/SV-1/responses.csv", "序号,提交时间,有夜间值守,没有夜间值守\n1,2024-06-03,理应如此,我很不喜欢\n")
    assert run("explain", "SV-1").out.startswith("Night cover; 1 answer; too few answers\n")
    deep.delete("surveys/SV-1/responses.csv")
    assert run("explain", "SV-1").out == "SV-1 has no answers to pairs of Kano questions.\n"
