"""Lists longer than their page: an edit moves the pages and scripts that show it, and the site is what a first build would make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from repositories import SITE, Repository, customer

CUSTOMERS = 170


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """More customers, needs and actions than one page holds, in one language, built once."""
    site = SITE.replace("[zh-CN, en]", "[zh-CN]")
    repository = Repository(tmp_path_factory.mktemp("long"), site, *(customer(number) for number in range(1, CUSTOMERS + 1)))
    assert repository.build().published
    return repository


@pytest.fixture
def company(built: Repository, tmp_path: Path) -> Repository:
    """A copy of it that a test may edit."""
    shutil.copytree(built.root, tmp_path / "company", dirs_exist_ok=True)
    return Repository(tmp_path / "company")


def pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_from_nothing(company: Repository, tmp_path: Path) -> dict[str, bytes]:
    assert company.build(site=tmp_path / "fresh", memo=tmp_path / "no-memo").published
    return pages(tmp_path / "fresh")


def test_every_page_of_a_long_list_has_its_rows_beside_it(company: Repository) -> None:
    found = pages(company.site)
    for folder in ("customers", "needs", "execution"):
        listed = [path for path in found if path.startswith(f"{folder}/") and path.endswith(".html")]
        assert len(listed) > 1
        assert {path.replace(".html", ".js") for path in listed} == {path for path in found if path.startswith(f"{folder}/") and path.endswith(".js")}
    assert sum(data.count(b'item=\\"') for path, data in found.items() if path.startswith("needs/") and path.endswith(".js")) == CUSTOMERS


def test_an_edited_need_moves_its_page_and_that_pages_script(company: Repository, tmp_path: Path) -> None:
    company.edit("customers/C170/needs/01.yaml", "导出报表", "导出月报")
    report = company.build()
    moved = {path for path in report.written if path.startswith("needs")}
    assert moved == {"needs/Q1-C17.html", "needs/Q1-C17.js"} or moved == {"needs/Q1-C1.html", "needs/Q1-C1.js"}
    assert any("导出月报".encode() in (company.site / path).read_bytes() for path in moved if path.endswith(".js"))
    assert pages(company.site) == as_from_nothing(company, tmp_path)


def test_a_customer_that_goes_is_gone_from_every_script(company: Repository, tmp_path: Path) -> None:
    shutil.rmtree(company.records / "customers/C169")
    company.build()
    assert not [path for path, data in pages(company.site).items() if b"C169" in data]
    assert pages(company.site) == as_from_nothing(company, tmp_path)


def test_a_list_that_becomes_short_keeps_no_script(company: Repository, tmp_path: Path) -> None:
    for number in range(100, CUSTOMERS + 1):
        shutil.rmtree(company.records / f"customers/C{number:03d}")
    company.build()
    found = pages(company.site)
    assert not [path for path in found if path.startswith(("customers/", "needs/", "execution/", "fit/"))]
    assert b"data-rows=" not in found["customers.html"] + found["needs.html"] + found["execution.html"]
    assert found == as_from_nothing(company, tmp_path)


def test_a_script_that_somebody_edited_is_written_anew(company: Repository) -> None:
    script = next(path for path in sorted((company.site / "needs").iterdir()) if path.suffix == ".js")
    before = script.read_bytes()
    script.unlink()
    script.write_bytes(b"crmsiteRows({});\n")
    company.edit("customers/C001/needs/01.yaml", "导出报表", "导出周报")
    company.build()
    company.edit("customers/C001/needs/01.yaml", "导出周报", "导出报表")
    company.build()
    assert script.read_bytes() == before


STEPS = (
    ("the need that stands first", "customers/C001/needs/01.yaml", "导出报表", "导出周报"),
    ("another that stands first", "customers/C002/needs/01.yaml", "导出报表", "导出季报"),
    ("a need of which only its own page tells", "customers/C165/needs/01.yaml", "导出报表", "导出月报"),
    ("the words of an action", "customers/C001/plans/2024.yaml", "提供报表导出原型", "提供周报原型"),
    ("words that stand on no list", "customers/C165/followups/2024/20240715-zhao-1.yaml", "走访", "拜访"),
    ("the same need again", "customers/C165/needs/01.yaml", "导出月报", "导出年报"),
    ("a value that moves it", "customers/C165/needs/01.yaml", "urgency: 4", "urgency: 1"),
    ("words after a value", "customers/C165/needs/01.yaml", "导出年报", "导出日报"),
    ("a name", "customers/C001/customer.yaml", "第1制造", "第一制造"),
    ("a day that makes an action late", "customers/C002/plans/2024.yaml", "2024-09-30", "2024-06-30"),
    ("the words of the late action", "customers/C002/plans/2024.yaml", "提供报表导出原型", "补做原型"),
)


def test_whatever_row_of_edits_leads_to_it_the_site_is_what_a_first_build_makes(company: Repository, tmp_path: Path) -> None:
    for number, (what, path, old, new) in enumerate(STEPS):
        company.edit(path, old, new)
        assert company.build().published
        assert pages(company.site) == as_from_nothing(company, tmp_path / str(number)), what
        shutil.rmtree(tmp_path / str(number))


def test_words_of_which_only_one_page_tells_move_that_page_alone(company: Repository) -> None:
    company.edit("customers/C165/needs/01.yaml", "导出报表", "导出月报")
    told = {reason.path for reason in company.build().rendered}
    assert "c/C165.html" in told
    assert not told & {"needs.html", "owners/E-zhao.html", "report.html", "improvement.html", "fit.html", "quality.html"}
    company.edit("customers/C001/needs/01.yaml", "导出报表", "导出周报")
    assert "needs.html" in {reason.path for reason in company.build().rendered}
