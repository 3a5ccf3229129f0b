"""``new``: a record in its place, with what is known; and the drafts of a quarter's assessments."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanding import Run
from repositories import Repository

import crmsite
from crmsite.catalogue import KINDS
from crmsite.kinds.kind import Kind
from crmsite.reading.reader import read_file

WRITTEN_BY_HAND = [kind for kind in KINDS if kind.shape == "record" and kind.id not in ("site", "taxonomy", "playbook", "followup", "assessment")
                   and not kind.id.endswith("_policy")]  # fmt: skip


def text(company: Repository, said: str) -> str:
    return (company.root / said.strip()).read_text("utf-8")


def test_a_customer_gets_a_folder_its_first_stage_and_its_owner(run: Run, company: Repository) -> None:
    said = run("new", "customer", "C031", "--name", "XX公司", "--owner", "赵明")
    assert said.out == "records/customers/C031/customer.yaml\n"
    read = read_file("customers/C031/customer.yaml", text(company, said.out).encode())
    assert read.faults == ()
    assert read.entries[0].tree["name"] == "XX公司"
    assert "  - {person: E-zhao, from: " in text(company, said.out)


def test_the_keys_that_may_follow_stand_in_comments_in_the_readers_language(run: Run, company: Repository) -> None:
    english = text(company, run("new", "customer", "C031", "--name", "x").out)
    chinese = text(company, run("new", "customer", "C032", "--name", "x", lang="zh").out)
    assert "# need_feature:  # what the customer looks for  price | quality | service | solution" in english
    assert "# need_feature:  # 需求特征  price 价格敏感型 | quality 品质导向型" in chinese


@pytest.mark.parametrize("kind", WRITTEN_BY_HAND, ids=lambda kind: kind.id)
def test_every_kind_can_be_started_and_lacks_only_what_was_named(run: Run, company: Repository, kind: Kind) -> None:
    ids = {"customer": ["C031"], "person": ["E-gao", "--name", "高*"], "capability": ["CAP-1"], "journey": ["standard"], "response": ["R1"], "survey": ["SV-1"]}
    whose = ["--customer", "C001"] if kind.owner == "customer" and kind.id != "customer" else []
    said = run("new", kind.id, *ids.get(kind.id, []), *whose)
    assert said.code == 0, said.err
    path = said.out.strip().removeprefix("records/")
    named = said.err.partition("filled in: ")[2].strip().split(", ") if "filled in" in said.err else []
    read = read_file(path, (company.records / path).read_bytes())
    faulty = {found.keys[0] if found.keys else found.rule for found in read.faults if found.severity == "error"}
    assert faulty <= set(named)
    assert all(f"{key}:  # required" in text(company, said.out) for key in named)


@pytest.mark.parametrize("word", ["need", "needs", "需求", "Need"])
def test_a_kind_goes_by_its_id_its_folder_and_its_labels(run: Run, word: str) -> None:
    assert run("new", word, "--customer", "C001").out == "records/customers/C001/needs/N-C001-02.yaml\n"


def test_ids_are_the_next_free_ones(run: Run) -> None:
    assert run("new", "contact", "--customer", "C001").out.endswith("contacts/P-C001-02.yaml\n")
    assert run("new", "contact", "--customer", "C002").out.endswith("contacts/P-C002-01.yaml\n")
    assert run("new", "risk", "--customer", "C001").out.endswith("-001.yaml\n")
    assert run("new", "risk").out.endswith("-002.yaml\n")


def test_codes_of_contacts_are_counted_through_the_whole_company(run: Run, company: Repository) -> None:
    assert "code: 联系人-002\n" in text(company, run("new", "contact", "--customer", "C002").out)


def test_a_given_value_is_looked_at_before_it_is_written(run: Run, company: Repository) -> None:
    said = run("new", "need", "--customer", "C001", "--set", "importance=8")
    assert (said.code, said.out) == (2, "")
    assert "out-of-range" in said.err
    assert not (company.records / "customers/C001/needs/N-C001-02.yaml").exists()


def test_a_given_value_may_be_a_label(run: Run, company: Repository) -> None:
    assert "nature: 显性\n" in text(company, run("new", "need", "--customer", "C001", "--set", "nature=显性").out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("customer", "C001", "--name", "x"), "taken"),
        (("customer", "../x", "--name", "x"), "cannot be an id"),
        (("customer", "C/31", "--name", "x"), "cannot be an id"),
        (("customer", "con", "--name", "x"), "id-from-path"),
        (("need", "N-C001-01", "--customer", "C001"), "taken"),
        (("need",), "--customer"),
        (("kustomer", "C9"), "Did you mean customer?"),
        (("followup", "--customer", "C001"), "crmsite log"),
        (("contract", "--customer", "C001"), "below `contracts:` in records/customers/ID/customer.yaml"),
        (("合同", "--customer", "C001"), "below `contracts:`"),
        (("orders",), ".csv"),
        (("tier_policy",), "crmsite init"),
        (("need", "--customer", "C001", "--set", "importance"), "KEY=VALUE"),
        (("capability",), "crmsite new capability ID"),
        (("need", "--customer", "C00X"), "Did you mean C00"),
        (("need", "--customer", "C001", "--owner", "E-x"), "E-zhao"),
        (("assessments", "2024Q2"), "2026-Q4"),
    ],
)
def test_what_cannot_be_started_is_refused_with_what_can(run: Run, company: Repository, words: tuple[str, ...], told: str) -> None:
    before = sorted(company.root.rglob("*.yaml"))
    said = run("new", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert sorted(company.root.rglob("*.yaml")) == before


# ── a quarter's assessments ─────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def ungraded(company: Repository) -> Repository:
    """Nobody has judged the second quarter, but for C003; it is the tenth day after its end."""
    for number in (1, 2):
        company.delete(f"customers/C00{number}/assessments/2024-Q2.yaml")
    company.edit("site.yaml", "as_of: 2024-07-31", "as_of: 2024-07-10")
    return company


def test_everybody_rated_without_a_review_gets_a_draft(run: Run, ungraded: Repository) -> None:
    said = run("new", "assessments", "2024-Q2")
    assert said.out.splitlines() == ["records/customers/C001/assessments/2024-Q2.yaml", "records/customers/C002/assessments/2024-Q2.yaml"]
    assert "2 drafts written, 1 had a review" in said.err
    assert run("new", "assessments", "2024-Q2").out == ""


def test_a_draft_suggests_scores_with_their_figures_and_carries_growth_over(run: Run, ungraded: Repository) -> None:
    run("new", "assessment", "2024-Q2", "--customer", "C001")
    draft = (ungraded.records / "customers/C001/assessments/2024-Q2.yaml").read_text("utf-8")
    assert "amount: 5  # 20 万元\n" in draft
    assert "growth: 7  # 沿用 2024-Q1 的评分\n" in draft
    assert "carried_over: [growth]\ndraft: true\n" in draft
    assert not (ungraded.records / "customers/C002/assessments/2024-Q2.yaml").exists()


def test_drafts_are_without_fault_but_for_being_drafts(run: Run, ungraded: Repository) -> None:
    run("new", "assessments", "2024-Q2")
    assert {found.rule for found in ungraded.check().faults if found.severity == "error"} == {"draft-unconfirmed"}


def test_a_quarter_is_judged_within_its_days(run: Run, ungraded: Repository) -> None:
    run("new", "assessments", "2024-Q2")
    assert "date: 2024-07-20\n" in (ungraded.records / "customers/C001/assessments/2024-Q2.yaml").read_text("utf-8")


def in_april(company: Repository) -> None:
    """Begin the fiscal year in April, and name the quarters that were judged as such a year names them."""
    company.edit("site.yaml", "org:\n", "org:\n  fiscal_year_start: 04-01\n")
    for number in (1, 2, 3):
        folder = f"customers/C00{number}/assessments"
        for calendar, fiscal in (("2024-Q1", "2023-Q4"), ("2024-Q2", "2024-Q1")):
            judged = (company.records / folder / f"{calendar}.yaml").read_text("utf-8")
            company.delete(f"{folder}/{calendar}.yaml")
            company.write(f"{folder}/{fiscal}.yaml", judged.replace(calendar, fiscal))


def test_the_quarters_of_a_fiscal_year_are_judged_at_their_own_ends(run: Run, company: Repository) -> None:
    in_april(company)
    assert "period-date-mismatch" not in {found.rule for found in company.check().faults}
    company.delete("customers/C001/assessments/2024-Q1.yaml")
    said = run("new", "assessment", "2024-Q1", "--customer", "C001")
    assert "date: 2024-07-20\n" in text(company, said.out)
    company.edit("customers/C002/assessments/2024-Q1.yaml", "period: 2024-Q1", "period: 2024-Q2")
    assert "period-date-mismatch" in {found.rule for found in company.check().faults}


def test_how_long_a_quarter_may_be_judged_is_said_by_the_policy(company: Repository) -> None:
    company.edit("customers/C001/assessments/2024-Q2.yaml", "date: 2024-06-28", "date: 2024-07-25")
    assert "period-date-mismatch" in {found.rule for found in company.check().faults}
    shipped = (Path(crmsite.__file__).parent / "defaults/policy/tier-v1.yaml").read_text("utf-8")
    later = shipped.replace("closes_days_after_end: 20", "closes_days_after_end: 30").replace("id: tier-v1", "id: tier-v2")
    company.write("policy/tier-v2.yaml", later.replace("effective_from: 2020-01-01", "effective_from: 2024-01-01"))
    assert "period-date-mismatch" not in {found.rule for found in company.check().faults}


def test_a_first_judgement_leaves_growth_to_be_judged(run: Run, ungraded: Repository) -> None:
    ungraded.delete("customers/C001/assessments/2024-Q1.yaml")
    run("new", "assessments", "2024-Q2")
    assert "  # growth:  # 数据不足，请判断\n" in (ungraded.records / "customers/C001/assessments/2024-Q2.yaml").read_text("utf-8")


def test_a_quarter_to_come_is_refused(run: Run) -> None:
    assert run("new", "assessments", "2099-Q1").code == 2


def test_customers_that_nobody_owns_are_named(run: Run, ungraded: Repository) -> None:
    ungraded.edit("customers/C002/customer.yaml", "owners:\n  - {person: E-zhao, from: 2021-03-01}\n", "")
    said = run("new", "assessments", "2024-Q2")
    assert "C002" in said.err
    assert "C002" not in said.out


def test_lists_and_mappings_are_set_as_they_would_stand_in_the_file(run: Run, company: Repository) -> None:
    said = run("new", "need", "--customer", "C001", "--set", "text={zh: 季度返利, en: Quarterly rebate}", "--set", "evidence=[F-1, F-2]")
    tree = text(company, said.out)
    assert "text: {zh: 季度返利, en: Quarterly rebate}\n" in tree
    assert "evidence: [F-1, F-2]\n" in tree


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bracket_that_does_not_close_is_refused_and_nothing_is_written(run: Run, company: Repository, lang: str) -> None:
    before = set(company.records.rglob("*"))
    said = run("new", "need", "--customer", "C001", "--set", "text={zh: 季度返利", lang=lang)
    assert said.code == 2
    assert "{zh: 中文, en: English}" in said.err
    assert set(company.records.rglob("*")) == before


@pytest.mark.parametrize(("nature", "key"), [("explicit", "quote"), ("implicit", "evidence"), ("pain", "pain")])
def test_what_a_need_of_some_nature_rests_on_has_to_be_filled_in(run: Run, company: Repository, nature: str, key: str) -> None:
    said = run("new", "need", "--customer", "C001", "--set", f"nature={nature}")
    assert key in said.err.partition("filled in: ")[2].strip().split(", ")
    assert f"\n{key}:  # required" in text(company, said.out)


def test_what_a_need_rests_on_is_not_asked_for_where_it_is_given_or_not_due(run: Run) -> None:
    assert "quote" not in run("new", "need", "--customer", "C001", "--set", "nature=explicit", "--set", "quote=每次都要手工抄").err
    assert "quote" not in run("new", "need", "--customer", "C001").err


SURVEY = "window: {from: 2024-06-01, to: 2024-06-30}\nscale: {min: 1, max: 5}\ndimensions: [product_quality]\n"


def test_a_response_lies_beside_its_survey(run: Run, company: Repository) -> None:
    company.write("surveys/X1/survey.yaml", SURVEY)
    said = run("new", "response", "R1")
    assert said.out == "records/surveys/X1/responses/R1.yaml\n"
    assert "survey: X1\n" in text(company, said.out)
    company.write("surveys/X2/survey.yaml", SURVEY)
    for lang in ("zh", "en"):
        unstated = run("new", "response", "R2", lang=lang)
        assert unstated.code == 2
        assert "--set survey=" in unstated.err
        assert "X1, X2" in unstated.err
    assert run("new", "response", "R2", "--set", "survey=X2").out == "records/surveys/X2/responses/R2.yaml\n"


def test_an_id_that_is_taken_is_told_with_the_file_that_has_it(run: Run, company: Repository) -> None:
    company.write("surveys/X1/survey.yaml", SURVEY)
    assert run("new", "response", "X1").err.rstrip().endswith("records/surveys/X1/survey.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_survey_begins_with_a_letter(run: Run, company: Repository, lang: str) -> None:
    said = run("new", "survey", "2027Q1", lang=lang)
    assert said.code == 2
    assert "SV-2027Q1" in said.err
    assert run("new", "survey", "SV-2027Q1", lang=lang).code == 0
