"""Lists, as people use them: narrowed, sorted, sent to somebody, opened in the other language, taken away as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from repositories import SITE, Repository, customer

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose script says nothing on the console."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    assert said == []


def shown(page: Page, rows: str = "table.cl tbody tr") -> list[str]:
    """The ids of the rows that are shown."""
    return [row.get_attribute("data-item") or "" for row in page.locator(rows).all() if row.is_visible()]


def test_a_filtered_and_sorted_list_can_be_sent_to_somebody(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    whole = shown(page)
    page.locator("select[name=industry]").select_option(label="制造业")
    page.locator("select[name=state]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("location.search.includes('state=alert')")
    page.locator("th[data-col=amount] button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    narrowed = shown(page)
    assert 0 < len(narrowed) < len(whole)
    assert page.locator("th[data-col=amount]").get_attribute("aria-sort") == "ascending"
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert shown(page) == narrowed
    assert page.locator("th[data-col=amount]").get_attribute("aria-sort") == "ascending"
    assert f"{len(narrowed)} / {len(whole)}" in page.locator(".res").inner_text()


def test_the_other_language_keeps_what_was_chosen(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    page.locator("select[name=tag]").select_option("key_account")
    page.locator("th[data-col=last] button").click()
    narrowed = shown(page)
    page.locator("a[hreflang=en]").click()
    page.wait_for_url("**/en/customers.html?**")
    assert shown(page) == narrowed
    assert page.locator("select[name=tag]").input_value() == "key_account"


@pytest.mark.parametrize(("path", "name"), [("needs.html", "industry"), ("needs.html", "owner"), ("needs.html", "tag"), ("needs.html", "plan"), ("execution.html", "tier"), ("execution.html", "stage"), ("execution.html", "owner"), ("execution.html", "status")])
def test_matrix_chart_and_table_are_narrowed_together(site: Path, page: Page, path: str, name: str) -> None:
    page.goto((site / path).as_uri())
    value = page.locator(f"select[name={name}] option").nth(1).get_attribute("value")
    page.locator(f"select[name={name}]").select_option(value)
    kept = page.locator("[data-item]:visible")
    assert kept.count() > 0
    assert all(value in (item.get_attribute(f"data-{name}") or "").split(" ") for item in kept.all())
    kinds = (".mx .chip", "#t2 tbody tr") if path == "needs.html" else (".gt tbody tr[data-item]", ".et tbody tr[data-item]")
    first, second = ({item.get_attribute("data-item") for item in page.locator(f"{kind}:visible").all()} for kind in kinds)
    assert first <= second
    assert second


def test_absent_values_stay_last_both_ways(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    button = page.locator("th[data-col=amount] button")
    for direction in ("descending", "ascending"):
        button.click()
        assert page.locator("th[data-col=amount]").get_attribute("aria-sort") == direction
        amounts = [cell.get_attribute("data-v") for cell in page.locator("td.c-amt").all()]
        known = [float(amount) for amount in amounts if amount]
        assert amounts[len(known):] == [""] * (len(amounts) - len(known))
        assert len(known) < len(amounts)
        assert known == sorted(known, reverse=direction == "descending")


def test_columns_are_chosen_by_keyboard_and_remembered_in_the_address(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    page.locator(".pick summary").focus()
    page.keyboard.press("Enter")
    page.locator(".pick input[value=stage]").focus()
    page.keyboard.press("Space")
    assert not page.locator("th[data-col=stage]").is_visible()
    assert not page.locator("td.c-stg").first.is_visible()
    assert page.locator(".pick input[value=name]").is_disabled(), "the subject of a row stays"
    assert "hide=stage" in page.url
    page.reload()
    assert not page.locator("td.c-stg").first.is_visible()
    assert not page.locator(".pick input[value=stage]").is_checked()


def test_the_file_holds_exactly_what_is_shown(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri() + "?tier=S&hide=trend,label")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    data = download.value.path().read_bytes()
    assert download.value.suggested_filename == "customers-2026-11-18.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == page.locator("table.cl thead th:visible").all_inner_texts()
    assert [row[0] for row in rows] == shown(page)
    assert "走势" not in "".join(head)
    for row, line in zip(rows, page.locator("table.cl tbody tr:visible").all(), strict=True):
        cells = line.locator(":scope > :visible").all_inner_texts()
        for told, seen in zip(row, cells, strict=True):
            words = seen.replace("\n", " ").split()
            assert [word for word in words if word not in told and word != "–"] == []


def test_a_file_holds_no_formula(site: Path, page: Page, tmp_path: Path) -> None:
    text = (site / "customers.html").read_text("utf-8")
    shown_name = text.partition('class="clamp" title="')[2].partition('"')[0]
    for path in (site / "assets").iterdir():
        if path.is_file():
            (tmp_path / "assets").mkdir(exist_ok=True)
            (tmp_path / "assets" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "customers.html").write_text(text.replace(f">{shown_name}</a>", ">=HYPERLINK(&quot;x&quot;)</a>").replace(">C003</td>", ">-12.5</td>"), "utf-8")
    page.goto((tmp_path / "customers.html").as_uri())
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    lines = download.value.path().read_text("utf-8-sig")
    assert '"\'=HYPERLINK(""x"")' in lines
    assert "\n-12.5," in lines, "a plain number stays a number"


def test_without_javascript_lists_are_whole_and_offer_nothing_that_does_not_work(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "customers.html").as_uri() + "?tier=S")
    assert len(shown(page)) >= 24
    assert not page.locator("form[data-filter]").is_visible()
    assert not page.locator("[data-tools]").is_visible()
    context.close()


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a few hundred customers: more than one page holds."""
    repository = Repository(tmp_path_factory.mktemp("long"), SITE, *(customer(number) for number in range(1, 231)))
    report = repository.build(jobs=2)
    assert report.published
    return repository.site


def test_a_list_longer_than_its_page_is_narrowed_and_sorted_whole(long_site: Path, page: Page) -> None:
    page.goto((long_site / "customers.html").as_uri())
    assert len(shown(page)) == 100
    assert page.evaluate("typeof crmsiteRows === 'function' && !document.querySelector('script[src^=rows]')"), "rows come when asked for"
    page.locator("form input[name=q]").fill("第22")
    page.wait_for_function("document.querySelector('.res').textContent.startsWith('11 ')")
    assert shown(page) == ["C022", *(f"C{number}" for number in range(220, 230))]
    page.locator("th[data-col=id] button").click()
    page.wait_for_function("document.querySelector('table.cl tbody tr').dataset.item === 'C229'")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("document.querySelector('table.cl tbody tr').dataset.item === 'C229'")
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
        page.wait_for_function("first => document.querySelector('table.cl tbody tr').dataset.item === first", arg=first)
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


def test_from_customer_to_customer_in_the_order_of_the_list_one_came_from(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    page.locator("select[name=industry]").select_option(label="制造业")
    page.locator("th[data-col=amount] button").click()
    first, second, third = shown(page)[:3]
    page.locator(f"tr[data-item={second}] th a").click()
    page.locator(".near a[rel=next]").click()
    assert page.url.endswith(f"/c/{third}.html")
    page.locator(".near a[rel=prev]").click()
    page.locator(".near a[rel=prev]").click()
    page.locator(".near a[rel=next]").wait_for()
    assert page.url.endswith(f"/c/{first}.html")
    assert page.locator(".near a").count() == 1


def test_a_profile_opened_by_itself_names_no_neighbours(site: Path, page: Page) -> None:
    page.goto((site / "c" / "C001.html").as_uri())
    assert page.locator(".crumb").is_visible()
    assert page.locator(".near").count() == 0
