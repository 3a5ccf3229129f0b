"""``list``: customers, needs, actions, alerts and metrics with their figures, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from commanding import Run
from repositories import Repository

from crmsite.formats.escaping import width


def rows(run: Run, *words: str) -> list[dict[str, object]]:
    said = run("list", *words, "--json")
    assert said.code == 0
    found: list[dict[str, object]] = json.loads(said.out)
    return found


def test_customers_stand_by_tier_then_total_then_id(run: Run, company: Repository) -> None:
    company.edit("customers/C003/assessments/2024-Q2.yaml", "amount: 7", "amount: 9")
    company.edit("customers/C002/assessments/2024-Q2.yaml", "{amount: 7, stability: 7, growth: 6, risk: 5}", "{amount: 2, stability: 2, growth: 2, risk: 2}")
    assert [(row["id"], row["tier"], row["total"]) for row in rows(run, "customers")] == [("C003", "A", "27"), ("C001", "A", "25"), ("C002", "C", "8")]


def test_the_table_of_customers_has_the_columns_of_the_template(run: Run, company: Repository) -> None:
    """Number, name, industry, size, stage, label, key contact, cumulative amount, last contact, need priority."""
    company.write(
        "customers/C001/contacts/01.yaml",
        "code: CT-001\nmasked_name: 张*\ntitle: {zh: 采购总监, en: Head of purchasing}\nrole: decision_maker\nsince: 2021-01-01\n",
    )
    (one,) = (row for row in rows(run, "customers") if row["id"] == "C001")
    parts = ("industry", "stage", "value_band", "amount_cumulative", "need_priority")
    assert [one[name] for name in parts] == ["manufacturing", "won", "medium", {"amount": "470000", "currency": "CNY"}, "high"]
    contact = one["key_contact"]
    assert isinstance(contact, dict)
    assert "张*" in contact["text"]
    assert {"employees_min", "employees_max", "need_feature", "years", "last_contact"} <= one.keys()
    assert [row["key_contact"] for row in rows(run, "customers") if row["id"] != "C001"] == [None, None]


def test_what_is_not_known_is_null_and_its_state_says_so(run: Run, company: Repository) -> None:
    for quarter in ("2024-Q1", "2024-Q2"):
        company.delete(f"customers/C003/assessments/{quarter}.yaml")
    unrated = next(row for row in rows(run, "customers") if row["id"] == "C003")
    assert (unrated["tier"], unrated["total"], unrated["tier_state"], unrated["tier_reason"]) == (None, None, "unknown", "no_assessment")


def test_needs_stand_by_their_rank_among_all(run: Run, company: Repository) -> None:
    company.edit("customers/C002/needs/01.yaml", "urgency: 4", "urgency: 5")
    company.edit("customers/C003/needs/01.yaml", "importance: 5", "importance: 2")
    assert [(row["rank"], row["id"], row["quadrant"]) for row in rows(run, "needs")] == [
        (1, "N-C002-01", "Q1"), (2, "N-C001-01", "Q1"), (3, "N-C003-01", "Q3"),
    ]


def test_closed_needs_and_finished_actions_are_listed_only_when_asked_for(run: Run, company: Repository) -> None:
    company.edit("customers/C001/plans/2024.yaml", "due: 2024-09-30", "due: 2024-09-30, done: 2024-07-01")
    company.write("customers/C001/needs/02.yaml", "nature: pain\nkind: price\ntext: 便宜些\nsource: feedback\nrecorded: 2024-01-05\nclosed: {on: 2024-06-01, outcome: met}\n")
    assert "SP-C001-2024.A1" not in {row["id"] for row in rows(run, "actions")}
    assert "N-C001-02" not in {row["id"] for row in rows(run, "needs")}
    assert "SP-C001-2024.A1" in {row["id"] for row in rows(run, "actions", "--all")}
    assert "N-C001-02" in {row["id"] for row in rows(run, "needs", "--all")}


def test_actions_of_plans_for_segments_are_listed_too(run: Run, company: Repository) -> None:
    company.write("plans/2024-all.yaml", "subject: {all: true}\nperiod: {from: 2024-01-01, to: 2024-12-31}\nactions: [{id: A1, text: 年会, due: 2024-08-05, owner: E-zhao}]\n")
    first = rows(run, "actions")[0]
    assert (first["id"], first["customer"], first["due"], first["status"]) == ("SP-2024-all.A1", None, "2024-08-05", "due_soon")


def test_alerts_say_what_since_when_and_whether_they_are_answered(run: Run) -> None:
    alert = next(row for row in rows(run, "alerts") if row["rule"] == "no-orders")
    assert (alert["customer"], alert["answered"], alert["owner"], alert["seed"]) == ("C002", False, "E-zhao", "W1")
    assert alert["id"] == f"no-orders@C002@{alert['since']}"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--tier", "A"), {"C001", "C002", "C003"}),
        (("--tier", "S"), set()),
        (("--stage", "成交"), {"C001", "C002", "C003"}),
        (("--stage", "Prospect"), set()),
        (("--owner", "赵明"), {"C001", "C002", "C003"}),
        (("--customer", "works no. 3"), {"C003"}),
    ],
)
def test_filters_take_ids_and_labels(run: Run, filters: tuple[str, ...], found: set[str]) -> None:
    assert {row["id"] for row in rows(run, "customers", *filters)} == found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("customers", "--owner", "E-nobody"), "E-zhao"),
        (("customers", "--tier", "X"), "S, A, B, C"),
        (("alerts", "--rule", "W99"), "no-orders"),
        (("customers", "--stage", "wonn"), "Did you mean Won?"),
        (("customers", "--rule", "W1"), "list alerts"),
        (("needs", "--customer", "C00X"), "Did you mean C00"),
    ],
)
def test_a_filter_that_names_nothing_is_refused_with_what_there_is(run: Run, words: tuple[str, ...], told: str) -> None:
    said = run("list", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_columns_stand_in_line_under_chinese(run: Run) -> None:
    lines = run("list", "customers", lang="zh").out.splitlines()
    places = {width(line[: line.index(word)]) for line, word in zip(lines, ["负责人", "赵明", "赵明", "赵明"], strict=True)}
    assert len(places) == 1


def test_csv_is_for_excel_and_runs_no_formula(run: Run, company: Repository) -> None:
    company.edit("customers/C001/needs/01.yaml", "{zh: 导出报表, en: Export reports}", "'=1+1'")
    text = run("list", "needs", "--csv").out
    assert text.startswith("\ufeffid,customer,")
    first = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (first["text"], first["importance"], first["nature"]) == ("'=1+1", "5", "explicit")


def test_the_date_and_the_number_of_rows_stand_beside_the_answer(run: Run) -> None:
    assert run("list", "customers").err == "3 customers as of 2024-07-31\n"
    assert run("list", "customers", "--as-of", "2024-04-30").err == "3 customers as of 2024-04-30\n"


def test_errors_are_told_beside_the_list_and_spoil_no_json(run: Run, company: Repository) -> None:
    company.edit("customers/C002/customer.yaml", "industry: manufacturing", "industry: [")
    for form in ((), ("--json",), ("--csv",)):
        said = run("list", "customers", *form)
        notes = [line for line in said.err.splitlines() if line.startswith("Note:")]
        assert (said.code, len(notes)) == (0, 1)
        assert re.search(r"the records have \d+ errors?; left out: customers/C002/customer.yaml; see crmsite check", notes[0])
        assert "Note" not in said.out
    assert {row["id"] for row in rows(run, "customers")} == {"C001", "C003"}


def test_of_a_table_with_a_bad_row_only_the_row_is_left_out(run: Run, company: Repository) -> None:
    company.edit("customers/C001/orders.csv", "200000", "viel")
    said = run("list", "customers").err
    assert "left out: 1 row of customers/C001/orders.csv; see crmsite check" in said
    zh = run("--lang", "zh", "list", "customers").err
    assert "没有计入：customers/C001/orders.csv 的 1 行" in zh
    company.edit("customers/C001/orders.csv", "order_id", "nonsense")
    assert "left out: customers/C001/orders.csv; see crmsite check" in run("list", "customers").err


def test_broken_settings_are_told_with_the_date_that_stands_in(run: Run, company: Repository) -> None:
    company.edit("site.yaml", "as_of: 2024-07-31", "as_of: 2024-02-30")
    note = run("list", "customers").err.splitlines()[0]
    assert re.search(r"site.yaml is wrong, so defaults stand in for its settings, as of \d{4}-\d\d-\d\d", note)
    assert "site.yaml 有错，没读到的设置按默认值" in run("list", "customers", lang="zh").err


def test_without_errors_nothing_is_told(run: Run) -> None:
    assert "Note" not in run("list", "customers").err


def test_duties_stand_by_their_last_day_with_who_owes_them(run: Run, company: Repository) -> None:
    found = rows(run, "duties")
    assert found
    assert [row["due"] for row in found] == sorted(str(row["due"]) for row in found)
    assert {row["state"] for row in found} <= {"due", "due_grace"}
    assert all(row["owner"] and row["text"] and row["ref"] for row in found)


def test_missed_duties_are_listed_only_where_all_are_asked_for(run: Run, company: Repository) -> None:
    waiting, everything = rows(run, "duties"), rows(run, "duties", "--all")
    assert {row["state"] for row in everything} > {row["state"] for row in waiting}
    assert len(rows(run, "duties", "--customer", "C001")) < len(waiting)


# ── metrics ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_metrics_come_with_what_they_were_divided_from_and_say_why_they_are_not_known(run: Run) -> None:
    found = {str(row["id"]): row for row in rows(run, "metrics")}
    again = found["repurchase_rate"]
    assert (again["value"], again["numerator"], again["denominator"]) == ({"ratio": "1"}, "3", "3")
    assert (str(again["low"])[:5], again["high"]) == ("0.438", "1")
    assert str(again["customers"]).split(",") == ["C002", "C001", "C003"]
    assert (found["amount_12m"]["value"], found["nps"]["value"]) == ({"amount": "1140000", "currency": "CNY"}, None)
    assert (found["nps"]["value_state"], found["nps"]["value_reason"]) == ("not_applicable", "no_survey")
    assert found["rfm_segment_share.high_value"]["denominator"] == "3"


def test_a_metric_of_the_quarter_is_listed_for_the_running_quarter_as_on_its_page(run: Run) -> None:
    found = {str(row["id"]): row for row in rows(run, "metrics")}
    visits, amount = found["executive_visits"], found["amount_12m"]
    assert (visits["value_state"], visits["after"], visits["until"]) == ("value", "2024-06-30", "2024-07-31")
    assert (amount["after"], amount["until"]) == ("2023-07-31", "2024-07-31")


def test_metrics_with_a_filter_are_those_of_its_customers_and_add_up_to_the_whole(run: Run, company: Repository) -> None:
    company.write("people/E-qian.yaml", "masked_name: 钱*\nrole: account_manager\nteam: sales\nactive: {from: 2020-01-01}\n")
    company.edit("customers/C003/customer.yaml", "person: E-zhao", "person: E-qian")
    amounts = []
    for owner in ("E-zhao", "E-qian"):
        (row,) = [one for one in rows(run, "metrics", "--owner", owner) if one["id"] == "amount_12m"]
        assert isinstance(row["value"], dict)
        amounts.append(int(str(row["value"]["amount"])))
    assert (amounts, sum(amounts)) == ([790000, 350000], 1140000)


# ── risks and surveys ───────────────────────────────────────────────────────────────────────────────────────────
RISK = "raised: 2024-06-01\nlikelihood: {l}\nimpact: {i}\nresponse: accept\nowner: E-zhao\ntext: 交期\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_risks_stand_by_their_product_and_closed_ones_only_where_asked_for(run: Run, company: Repository, lang: str) -> None:
    company.write("customers/C002/risks/1.yaml", RISK.format(l=2, i=3))
    company.write("risks/9.yaml", RISK.format(l=4, i=5))
    company.write("risks/8.yaml", RISK.format(l=5, i=5) + "closed: 2024-07-01\n")
    assert [(row["product"], row["customer"]) for row in rows(run, "risks")] == [(20, None), (6, "C002")]
    assert [row["product"] for row in rows(run, "risks", "--all")] == [25, 20, 6]
    assert [row["customer"] for row in rows(run, "risks", "--customer", "C002")] == ["C002"]
    assert rows(run, "risks", "--customer", "C001") == []
    assert rows(run, "risks")[0]["residual"] is None
    said = run("list", "risks", lang=lang)
    assert ("风险值" if lang == "zh" else "product") in said.out
    assert ("2 项风险" if lang == "zh" else "2 risks") in said.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_surveys_stand_from_the_latest_and_one_without_answers_has_no_mean(run: Run, company: Repository, lang: str) -> None:
    asked = "window: {from: 2024-%s-01, to: 2024-%s-20}\nscale: {min: 1, max: 5}\ndimensions: [product_quality]\n"
    company.write("surveys/SV-1/survey.yaml", asked % ("03", "03"))
    company.write("surveys/SV-2/survey.yaml", asked % ("06", "06"))
    answer = "survey: SV-1\ndate: 2024-03-12\nscores: {product_quality: %d}\n"
    company.write("surveys/SV-1/responses/1.yaml", "customer: C001\n" + answer % 4)
    company.write("surveys/SV-1/responses/2.yaml", answer % 1)
    found = rows(run, "surveys")
    assert [(row["id"], row["answers"], row["anonymous"], row["mean_state"]) for row in found] == [("SV-2", 0, 0, "unknown"), ("SV-1", 2, 1, "value")]
    assert [row["answers"] for row in rows(run, "surveys", "--customer", "C001")] == [0, 1]
    said = run("list", "surveys", lang=lang)
    assert ("2 次调研" if lang == "zh" else "2 surveys") in said.err
