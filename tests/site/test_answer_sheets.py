"""Exports of answers in a repository: whose they are, what a changed survey makes of them, and what is kept nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repositories import Repository

SURVEY = """
name: {zh: 上半年调研, en: First half}
window: {from: 2024-06-01, to: 2024-06-30}
scale: {min: 1, max: 5}
dimensions: [product_quality, response_speed]
columns: {质量如何？: product_quality, 响应如何？: response_speed, 客户: customer, 联系人: contact}
answers: {非常满意: 5, 满意: 4, 一般: 3}
"""
SHEET = """序号,提交答卷时间,客户,联系人,微信昵称,1、质量如何？,2、响应如何？
1,2024/6/3 10:00:00,C001,,秦小川,非常满意,一般
2,2024/6/4 10:00:00,ERP-2,,吕大海,满意,满意
3,2024/6/5 10:00:00,,,阮清泉,一般,一般
4,2024/8/5 10:00:00,C001,,秦小川,一般,一般
"""


@pytest.fixture
def surveyed(repository: Repository) -> Repository:
    """A repository with one survey, whose answers came as an export; one row calls a customer by its number in the ERP."""
    repository.write("surveys/SV-2024H1/survey.yaml", SURVEY)
    repository.write("surveys/SV-2024H1/responses.csv", SHEET)
    repository.edit("customers/C002/customer.yaml", "industry:", "external_ids: {erp: ERP-2}\nindustry:")
    return repository


def section(repository: Repository, path: str) -> str:
    part = repository.page(path).partition('id="satisfaction"')[2].partition("</section>")[0]
    return re.sub(r'<span class="nw">([^<]*)</span>', r"\1", part)


def test_rows_belong_to_the_customers_that_they_name_and_later_ones_are_not_seen(surveyed: Repository) -> None:
    surveyed.build(despite_faults=True)
    assert "2024-06-03 的调研均分 4（1–5 分制），1 份答卷" in section(surveyed, "c/C001.html")
    assert "2024-06-04 的调研均分 4（1–5 分制），1 份答卷" in section(surveyed, "c/C002.html")
    assert "没有收到过答卷" in section(surveyed, "c/C003.html")
    assert "responses.csv:2" in section(surveyed, "c/C001.html")


def test_what_has_no_meaning_is_in_no_page_and_not_in_the_memo(surveyed: Repository) -> None:
    surveyed.build(despite_faults=True)
    for folder in (surveyed.root / "site", surveyed.root / ".crmsite"):
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert files
        for name in ("秦小川", "吕大海", "阮清泉"):
            assert [path for path in files if name.encode() in path.read_bytes()] == []


def test_an_export_is_read_again_when_its_survey_changes_what_answers_mean(surveyed: Repository, tmp_path: Path) -> None:
    surveyed.build(despite_faults=True)
    surveyed.edit("surveys/SV-2024H1/survey.yaml", "一般: 3", "一般: 1")
    report = surveyed.build(despite_faults=True)
    assert "surveys/SV-2024H1/responses.csv" in report.parsed
    assert "均分 3（1–5 分制）" in section(surveyed, "c/C001.html")
    assert surveyed.pages() == surveyed.clean_pages(tmp_path / "clean", despite_faults=True)


def test_an_export_that_loses_its_survey_is_a_fault_and_is_mended_with_it(surveyed: Repository, tmp_path: Path) -> None:
    surveyed.build(despite_faults=True)
    surveyed.edit("surveys/SV-2024H1/survey.yaml", "scale: {min: 1, max: 5}", "scale: [1")
    assert "sheet-without-survey" in [found.rule for found in surveyed.build(despite_faults=True).faults]
    surveyed.edit("surveys/SV-2024H1/survey.yaml", "scale: [1", "scale: {min: 1, max: 5}")
    surveyed.build(despite_faults=True)
    assert surveyed.pages() == surveyed.clean_pages(tmp_path / "clean", despite_faults=True)


def test_a_contact_alone_names_its_customer_and_an_unknown_customer_is_a_fault(surveyed: Repository) -> None:
    row = "2,2024/6/4 10:00:00,ERP-2,,吕大海,满意,满意"
    surveyed.edit("surveys/SV-2024H1/responses.csv", row, "2,2024/6/4 10:00:00,,P-C002-01,吕大海,满意,满意\n5,2024/6/4 10:00:00,C777,,,满意,满意")
    faults = surveyed.build(despite_faults=True).faults
    assert "2024-06-04 的调研均分 4" in section(surveyed, "c/C002.html")
    told = {(found.rule, found.span.line) for found in faults if found.severity == "error"}
    assert told == {("unknown-customer", 4), ("dangling-reference", 3)}


def test_a_customer_may_be_called_by_its_name_and_an_unknown_name_is_not_repeated(surveyed: Repository) -> None:
    row = "2,2024/6/4 10:00:00,ERP-2,,吕大海,满意,满意"
    sheet = "surveys/SV-2024H1/responses.csv"
    surveyed.edit(sheet, row, "2,2024/6/4 10:00:00,第2制造有限公司,,吕大海,满意,满意")
    assert [found for found in surveyed.build(despite_faults=True).faults if found.severity == "error"] == []
    assert "2024-06-04 的调研均分 4" in section(surveyed, "c/C002.html")
    surveyed.edit(sheet, "第2制造有限公司", "第2制造有限公")
    [fault] = [found for found in surveyed.build(despite_faults=True).faults if found.severity == "error"]
    assert (fault.rule, fault.span.path) == ("unknown-customer", sheet)
    assert "第2制造有限公" not in fault.message("zh") + fault.message("en")
    assert "是不是“C002”" in fault.help("zh")
    assert "did you mean `C002`" in fault.help("en")
    surveyed.edit("customers/C002/customer.yaml", "第2制造有限公司", "第2制造有限公")
    assert [found for found in surveyed.build(despite_faults=True).faults if found.severity == "error"] == []
    surveyed.edit("customers/C001/customer.yaml", "第1制造有限公司", "第2制造有限公")
    assert {found.rule for found in surveyed.build(despite_faults=True).faults if found.severity == "error"} == {"unknown-customer"}


def test_answers_are_in_no_byte_for_who_may_not_see_them_and_move_none(surveyed: Repository, tmp_path: Path) -> None:
    for audience in ("public", "partner"):
        before = surveyed.clean_pages(tmp_path / f"before-{audience}", audience=audience, despite_faults=True)
        surveyed.edit("surveys/SV-2024H1/responses.csv", "秦小川,非常满意,一般", "秦小川,一般,一般")
        surveyed.edit("surveys/SV-2024H1/responses.csv", "阮清泉,一般,一般", "阮清泉,满意,满意")
        after = surveyed.clean_pages(tmp_path / f"after-{audience}", audience=audience, despite_faults=True)
        assert [path for path in {*before, *after} if before.get(path) != after.get(path)] == []
        assert "满意度答卷不对您开放。" in after["satisfaction.html"].decode()
        surveyed.write("surveys/SV-2024H1/responses.csv", SHEET)


def test_who_sees_some_customers_learns_nothing_of_the_others_from_surveys(surveyed: Repository) -> None:
    surveyed.edit("site.yaml", "customers: [C001]", "customers: [C001]}\n  - {name: single, classes: [public, internal, restricted], customers: [C001]")
    surveyed.edit("surveys/SV-2024H1/survey.yaml", "scale:", "invited: 737\nscale:")
    surveyed.build(audience="single", despite_faults=True)
    page = surveyed.page("satisfaction.html")
    assert "收回 1 份答卷，1 家客户作答" in page
    assert "737" not in page
    assert "匿名" not in page.partition("</dl>")[0]
