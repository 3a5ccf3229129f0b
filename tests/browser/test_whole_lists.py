"""Lists longer than their page: filters and sorting act on all of it, on table, matrix and Gantt chart together."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from repositories import SITE, Repository, customer

pytestmark = pytest.mark.xdist_group("browser")

CUSTOMERS = 230


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a few hundred customers: more than one page holds of customers, needs, actions, duties and changes.

    Every tenth customer's need is rated lower, every seventh's action is overdue, and every third has grown.
    """
    repository = Repository(tmp_path_factory.mktemp("long"), SITE, *(customer(number) for number in range(1, CUSTOMERS + 1)))
    for number in range(1, CUSTOMERS + 1):
        folder = f"customers/C{number:03d}"
        if number % 10 == 0:
            repository.edit(f"{folder}/needs/01.yaml", "importance: 5\nurgency: 4", "importance: 2\nurgency: 5")
        if number % 7 == 0:
            repository.edit(f"{folder}/plans/2024.yaml", "due: 2024-09-30", "due: 2024-07-01")
        if number % 3 == 0:
            repository.write(f"{folder}/assessments/2024-Q2.yaml", "period: 2024-Q2\ndate: 2024-07-10\nby: E-zhao\nscores: {amount: 10, stability: 10, growth: 10, risk: 10}\n")
    report = repository.build(jobs=2)
    assert report.published
    return repository.site


def shown(page: Page, rows: str = "table.cl tbody tr") -> list[str]:
    """The ids of the rows that are shown."""
    return [row.get_attribute("data-item") or "" for row in page.locator(rows).all() if row.is_visible()]


def test_a_list_longer_than_its_page_is_narrowed_and_sorted_whole(long_site: Path, page: Page) -> None:
    page.goto((long_site / "customers.html").as_uri())
    assert len(shown(page)) == 100
    assert page.evaluate("typeof crmsiteRows === 'function' && !document.querySelector('script[src^=customers]')"), "rows come when asked for"
    page.locator("form input[name=q]").fill("第22")
    expect(page.locator(".res").first).to_have_text(re.compile(r"^11 "))
    assert sorted(shown(page)) == ["C022", *(f"C{number}" for number in range(220, 230))]
    page.locator("th[data-col=id] button").click()
    expect(page.locator("table.cl tbody tr").first).to_have_attribute("data-item", "C229")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("table.cl tbody tr").first).to_have_attribute("data-item", "C229")
    assert len(shown(page)) == 11
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    assert [row[0] for row in csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")))][1:] == shown(page)


def test_a_row_that_a_script_brings_is_the_row_of_the_page(long_site: Path, page: Page) -> None:
    page.goto((long_site / "en" / "customers.html").as_uri())
    told = "Object.fromEntries([...document.querySelectorAll('table.cl tbody tr')].map(row => [row.dataset.item, row.outerHTML]))"
    before = page.evaluate(told)
    for first in ("C230", "C001"):
        page.locator("th[data-col=id] button").click()
        expect(page.locator("table.cl tbody tr").first).to_have_attribute("data-item", first)
    after = page.evaluate(told)
    both = before.keys() & after.keys()
    assert both
    assert {name: after[name] for name in both} == {name: before[name] for name in both}


def test_pages_of_the_whole_list_are_turned_by_keyboard(long_site: Path, page: Page) -> None:
    page.goto((long_site / "customers.html").as_uri() + "?sort=id")
    page.wait_for_selector("nav.pag button")
    first = shown(page)
    assert page.get_by_role("button", name="上一页").is_disabled()
    page.get_by_role("button", name="下一页").focus()
    page.keyboard.press("Enter")
    second = shown(page)
    assert first[-1] < second[0]
    assert page.locator("nav.pag span").inner_text() == f"第 {len(first) + 1}–{len(first) + len(second)} 家，共 230 家"


# ── needs: the table and the matrix ─────────────────────────────────────────────────────────────────────────────────
def test_needs_are_narrowed_whole_in_table_and_matrix(long_site: Path, page: Page) -> None:
    page.goto((long_site / "needs.html").as_uri())
    assert page.locator("#t2 tbody tr").count() == 80
    page.locator("form input[name=q]").fill("第20家 没有")
    expect(page.locator(".res")).to_have_text("0 / 230 条")
    assert page.locator(".mx .chip").count() == 0
    expect(page.locator("[data-none]")).to_be_visible()
    page.locator("form input[name=q]").fill("第20")
    expect(page.locator(".res")).to_have_text("11 / 230 条")
    assert sorted(shown(page, "#t2 tbody tr")) == ["N-C020-01", *(f"N-C{n}-01" for n in range(200, 210))]
    high, low = page.locator('.cell[data-at="5 4"]'), page.locator('.cell[data-at="2 5"]')
    assert high.locator(".chip").count() == 4
    assert high.locator("a.xs").inner_text() == "另有 5 条"
    assert [chip.get_attribute("data-item") for chip in low.locator(".chip").all()] == ["N-C020-01", "N-C200-01"]
    assert low.locator("a.xs").count() == 0
    assert page.locator('[data-quadrant="Q1"]').first.inner_text() == "9"
    assert page.locator('[data-quadrant="Q2"]').first.inner_text() == "无"


def test_a_chip_of_the_whole_list_is_the_chip_of_the_page(long_site: Path, page: Page) -> None:
    page.goto((long_site / "en" / "needs.html").as_uri())
    told = "Array.from(document.querySelectorAll('.mx .chip')).map(c => [c.dataset.item, c.getAttribute('href'), c.title, c.textContent.trim()])"
    before = page.evaluate(told)
    page.locator("th[data-col=rank] button").click()
    expect(page.locator("nav.pag button").first).to_be_visible()
    assert page.evaluate(told) == before
    assert len(before) == 8


def test_every_need_of_the_whole_list_has_its_rank(long_site: Path, page: Page) -> None:
    page.goto((long_site / "needs.html").as_uri())
    page.locator("th[data-col=urgency] button").click()
    expect(page.locator("#t2 tbody tr").first).to_have_attribute("data-item", "N-C030-01")
    assert page.locator("#t2 tbody tr").first.locator("td").first.locator("b").inner_text() == "208"
    page.locator("select[name=plan]").select_option("late")
    expect(page.locator(".res")).to_have_text("32 / 230 条")
    assert {row.locator("td").first.locator("b").inner_text() for row in page.locator("#t2 tbody tr").all()} == {"1", "208"}


def test_a_filter_of_needs_is_kept_in_the_address_and_in_the_other_language(long_site: Path, page: Page) -> None:
    page.goto((long_site / "needs.html").as_uri() + "?plan=late&sort=-customer")
    expect(page.locator(".res")).to_have_text("32 / 230 条")
    narrowed = shown(page, "#t2 tbody tr")
    page.locator("a[hreflang=en]").click()
    page.wait_for_url("**/en/needs.html?**")
    expect(page.locator(".res")).to_have_text("32 of 230")
    assert page.locator("select[name=plan]").input_value() == "late"
    assert sorted(shown(page, "#t2 tbody tr")) == sorted(narrowed)


# ── execution: Gantt chart and tables ───────────────────────────────────────────────────────────────────────────────
def test_actions_are_narrowed_whole_in_chart_and_tables(long_site: Path, page: Page) -> None:
    page.goto((long_site / "execution.html").as_uri())
    assert page.locator(".gt tr[data-item]").count() == 60
    page.locator("select[name=status]").select_option("overdue")
    expect(page.locator(".res")).to_have_text("32 / 230 项")
    chart, table, tracking = (shown(page, f"table[data-rows-of={name}] tr[data-item]") for name in ("gantt", "actions", "tracking"))
    assert len(chart) == 32
    assert chart == table
    assert sorted(tracking) == sorted(table)
    assert page.locator(".et .grp").count() == page.locator(".gt .grp").count() == 2
    page.locator("select[name=tier]").select_option("S")
    expect(page.locator(".res")).to_have_text("10 / 230 项")
    assert page.locator(".et .grp").inner_text().startswith("S")
    assert page.locator("[data-scope]").first.is_hidden()


def test_actions_of_the_whole_list_are_sorted_within_their_groups(long_site: Path, page: Page) -> None:
    page.goto((long_site / "execution.html").as_uri() + "?sort=-subject")
    page.wait_for_selector("nav.pag button")
    names = [row.locator("td").first.inner_text() for row in page.locator(".et tr[data-item]").all()]
    assert len(names) == 50
    assert names[0] == "第228制造有限公司"
    assert shown(page, ".gt tr[data-item]") == shown(page, ".et tr[data-item]")


def test_lists_of_kano_classes_follow_the_whole_list(long_site: Path, page: Page) -> None:
    page.goto((long_site / "needs.html").as_uri())
    before = [int(text.replace(",", "")) for text in page.locator("[data-kano]").all_inner_texts()]
    assert sum(before) == 230
    page.locator("#q").fill("第229制造")
    expect(page.locator(".res")).to_have_text("1 / 230 条")
    assert sum(int(text) for text in page.locator("[data-kano]").all_inner_texts()) == 1
    for section in page.locator(".kano section").all():
        named = section.locator("li a.q")
        assert named.count() == min(6, int(section.locator("[data-kano]").inner_text()))
        assert all(link.get_attribute("href") == "c/C229.html" for link in named.all())


# ── duties and changes ──────────────────────────────────────────────────────────────────────────────────────────────
def test_duties_are_narrowed_whole(long_site: Path, page: Page) -> None:
    page.goto((long_site / "duties.html").as_uri())
    rows = "table[data-rows-of=duties] tbody tr"
    assert page.locator(rows).count() == 100
    said = page.locator("p[data-scope]").inner_text()
    total = int(re.findall(r"共 ([\d,]+) 项", said)[0].replace(",", ""))
    assert total > 100
    page.locator("#q").fill("第229制造")
    expect(page.locator(".res")).to_have_text(re.compile(rf"^[1-9]\d* / {total} 项"))
    assert {item.split(".")[0] for item in shown(page, rows)} == {"C229"}
    assert page.locator("p[data-scope]").first.is_hidden()


def test_changes_are_narrowed_whole_sort_by_sort(long_site: Path, page: Page) -> None:
    page.goto((long_site / "en" / "changes.html").as_uri())
    tiers = "table[data-rows-of=tiers] tbody tr"
    assert page.locator(tiers).count() == 40
    page.locator("#q").fill("Works No. 228")
    expect(page.locator(tiers)).to_have_count(1)
    assert shown(page, tiers)[0].startswith("C228.tier")
    page.locator("#q").fill("")
    expect(page.locator(tiers)).to_have_count(50)
    page.locator("#tiers nav.pag button").last.click()
    expect(page.locator(tiers)).to_have_count(26)
    page.locator("table[data-rows-of=tiers] th[data-col=customer] button").click()
    expect(page.locator(tiers).first).to_have_attribute("data-item", re.compile("^C228"))


def test_a_list_whose_scripts_are_missing_says_so_and_keeps_its_page(long_site: Path, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "assets").symlink_to(long_site / "assets")
    (tmp_path / "needs.html").write_bytes((long_site / "needs.html").read_bytes())
    page = browser.new_page()
    page.goto((tmp_path / "needs.html").as_uri())
    page.locator("select[name=plan]").select_option("late")
    expect(page.locator("body > p[role=status]")).to_have_text("完整清单未能载入，这里只有本页所列。")
    page.locator("select[name=plan]").select_option("")
    assert len(shown(page, "#t2 tbody tr")) == 80
    page.close()


def test_without_scripts_a_long_list_leads_to_all_its_pages(long_site: Path) -> None:
    for name in ("customers", "needs", "execution"):
        entry = (long_site / f"{name}.html").read_text("utf-8")
        pages = sorted(path.relative_to(long_site).as_posix() for path in (long_site / name).glob("*.html"))
        assert pages
        assert all(f'href="{path}"' in entry for path in pages)
        named = re.search(r'data-rows="([^"]*)"', entry)
        assert named
        assert sorted(named[1].split()) == sorted(path.replace(".html", ".js") for path in pages)
