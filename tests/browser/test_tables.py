"""Lists, as people use them: narrowed, sorted, sent to somebody, opened in the other language, taken away as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")


def shown(page: Page, rows: str = "table.cl tbody tr") -> list[str]:
    """The ids of the rows that are shown."""
    return [row.get_attribute("data-item") or "" for row in page.locator(rows).all() if row.is_visible()]


def test_a_filtered_and_sorted_list_can_be_sent_to_somebody(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    whole = shown(page)
    page.locator("select[name=industry]").select_option(label="制造业")
    page.locator("select[name=state]").focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("state=alert"))
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


@pytest.mark.parametrize(("path", "name"), [("needs.html", "industry"), ("needs.html", "owner"), ("needs.html", "tag"), ("needs.html", "plan"), ("fit.html", "match"), ("fit.html", "tier"), ("execution.html", "tier"), ("execution.html", "stage"), ("execution.html", "owner"), ("execution.html", "status")])
def test_matrix_chart_and_table_are_narrowed_together(site: Path, page: Page, path: str, name: str) -> None:
    page.goto((site / path).as_uri())
    value = page.locator(f"select[name={name}] option").nth(1).get_attribute("value")
    page.locator(f"select[name={name}]").select_option(value)
    kept = page.locator(f"[data-item][data-{name}]:visible")
    assert kept.count() > 0
    assert all(value in (item.get_attribute(f"data-{name}") or "").split(" ") for item in kept.all())
    kinds = {"needs.html": (".mx .chip", "#t2 tbody tr"), "fit.html": ("#table tbody tr", "#table tbody tr")}.get(path) or (".gt tbody tr[data-item]", ".et tbody tr[data-item]")
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


# ── lists on every page ─────────────────────────────────────────────────────────────────────────────────────────────
LISTS = ["changes", "duties", "risks", "owners", "fit", "themes", "satisfaction", "quality", "journey", "care", "improvement", "report", "goals", "metrics", "segments", "methods", "backtest", "owners/E-zhou", "c/C001"]

ABSENT_LAST = """list => Array.from(list.querySelectorAll('thead th')).flatMap((head, at) => {
  const button = head.querySelector('button'), wrong = [];
  for (let turn = 0; button && turn < 2; turn++) {
    button.click();
    if (!/^(a|de)scending$/.test(head.getAttribute('aria-sort'))) wrong.push('not told');
    for (const body of list.tBodies) {
      let over = false;
      for (const row of body.rows) {
        if (row.classList.contains('grp')) continue;
        const cell = row.cells[at], word = cell.querySelector('.na');
        const absent = cell.dataset.v === '' || (cell.dataset.v === undefined && word && cell.textContent.trim() === word.textContent.trim());
        if (over && !absent) wrong.push(head.textContent.trim());
        over = over || absent;
      }
    }
  }
  return wrong;
})"""


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("name", LISTS)
def test_every_list_sorts_by_each_of_its_heads_with_absent_values_last_both_ways(site: Path, page: Page, name: str, lang: str) -> None:
    page.goto((site / lang / f"{name}.html").as_uri())
    lists = [one for one in page.locator("table[data-list]").all() if one.locator("tbody tr:not(.grp)").count() > 1]
    assert lists
    for one in lists:
        assert one.locator("thead button").count() > 0
        assert one.evaluate(ABSENT_LAST) == []


def test_a_list_sorts_by_keyboard_numbers_as_numbers_and_days_over_the_turn_of_a_year(site: Path, page: Page) -> None:
    page.goto((site / "en" / "care.html").as_uri())
    head = page.locator("table[data-list=care-customers] thead th").nth(1)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    touches = [int(cell) for cell in page.locator("table[data-list=care-customers] tbody tr td:nth-child(2)").all_inner_texts()]
    assert touches == sorted(touches, reverse=True)
    page.goto((site / "en" / "duties.html").as_uri())
    page.locator("table[data-list=duties-missed] thead th").nth(3).locator("button").press("Enter")
    days = [datetime.strptime(day if day[-4:].isdigit() else f"{day} 2026", "%d %b %Y") for day in page.locator("table[data-list=duties-missed] tbody td[data-l='Last day']").all_inner_texts()]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("name", ["risks", "duties-missed", "changes-alerts", "satisfaction"])
def test_a_list_can_be_taken_away_as_it_is_shown(site: Path, page: Page, name: str) -> None:
    path = {"duties-missed": "duties", "changes-alerts": "changes"}.get(name, name)
    page.goto((site / "en" / f"{path}.html").as_uri())
    table = page.locator(f"table[data-list={name}]")
    table.locator("thead button").first.click()
    section = page.locator("section", has=table)
    with page.expect_download() as caught:
        section.locator("button.csv").first.click()
    rows = list(csv.reader(io.StringIO(caught.value.path().read_text("utf-8-sig"))))
    assert caught.value.suggested_filename == f"{name}-2026-11-18.csv"
    assert rows[0] == [head.strip() for head in table.locator("thead th").all_inner_texts()]
    assert len(rows) - 1 == table.locator("tbody tr:visible").count()
    firsts = [row.locator("th, td").first.inner_text().split("\n")[0].strip() for row in table.locator("tbody tr").all()]
    assert all(row[0].startswith(first.split(" ")[0]) for row, first in zip(rows[1:], firsts, strict=True))


def test_without_scripts_lists_are_read_in_their_own_order_and_offer_nothing_that_does_nothing(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in LISTS:
        page.goto((site / f"{name}.html").as_uri())
        assert page.locator("table[data-list] tbody tr").count() > 0
        assert page.locator("button.csv:visible").count() == 0
        assert page.locator("form[data-filter]:visible").count() == 0
    context.close()


# ── names in filters ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("path", "typed"), [("customers.html", "lanjing"), ("customers.html", "ljwl"), ("en/customers.html", "ljwl"), ("changes.html", "lanjingwu"), ("execution.html", "lanjing"), ("needs.html", "ljwl"), ("duties.html", "lanjing")])
def test_a_filter_hears_pinyin_and_its_initials(site: Path, page: Page, path: str, typed: str) -> None:
    page.goto((site / path).as_uri())
    page.locator("#q").fill(typed)
    page.locator("tr[data-item]:visible").first.wait_for()
    rows = [row for row in page.locator("tr[data-item]").all() if row.is_visible()]
    assert rows
    linked = {row.locator("a[href*='c/']").first.get_attribute("href") or "" for row in rows if row.locator("a[href*='c/']").count()}
    assert {href.split("#")[0].rpartition("/")[2] for href in linked} == {"C003.html"}
    assert f"q={typed}" in page.url


def test_a_filter_knows_other_names_and_ids_of_other_systems(site: Path, page: Page) -> None:
    for typed, customer_id in (("小满便利", "C007"), ("K10036", "C028")):
        page.goto((site / "customers.html").as_uri())
        page.locator("#q").fill(typed)
        page.locator("table.cl tr[data-item]:visible").first.wait_for()
        assert shown(page) == [customer_id]


def test_a_filter_that_fits_nobody_says_so_and_a_sound_within_a_syllable_is_none(site: Path, page: Page) -> None:
    page.goto((site / "customers.html").as_uri())
    page.locator("#q").fill("anjingwu")
    page.wait_for_timeout(300)
    assert shown(page) == []
    assert page.locator("[data-none]").is_visible()


# ── tables that are cut into groups, and figures in columns ─────────────────────────────────────────────────────────
def test_a_table_in_groups_is_sorted_within_each_and_its_groups_stay(site: Path, page: Page) -> None:
    page.goto((site / "duties.html").as_uri())
    table = page.locator("table[data-list=duties-tiers]")
    groups = table.locator("tr.grp").all_inner_texts()
    table.locator("thead th").nth(2).locator("button").click()
    assert table.locator("tr.grp").all_inner_texts() == groups
    for body in table.locator("tbody").all():
        closed = [int(cell) for cell in body.locator("tr:not(.grp) td:nth-child(3)").evaluate_all("cells => cells.map(cell => cell.dataset.v)")]
        assert closed == sorted(closed, reverse=True)


AMOUNTS = """table => Array.from(table.tBodies[0].rows).map(row => row.cells[1].textContent.trim())"""


@pytest.mark.parametrize("lang", ["", "en/"])
def test_amounts_with_their_unit_are_sorted_by_what_they_are_worth(site: Path, page: Page, lang: str) -> None:
    page.goto((site / lang / "metrics.html").as_uri())
    table = page.locator("table[data-list=amount_12m-quarters]")
    page.locator("#amount_12m details").evaluate("box => { box.open = true; }")
    table.locator("thead button").nth(1).click()
    told = [float(re.sub(r"[^\d.]", "", text)) for text in table.evaluate(AMOUNTS)]
    assert told == sorted(told, reverse=True)
    assert len(set(told)) > 2


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("name", ["duties", "journey", "metrics", "goals", "satisfaction", "care", "segments"])
def test_shares_in_a_column_have_the_same_decimals(site: Path, page: Page, name: str, lang: str) -> None:
    page.goto((site / lang / f"{name}.html").as_uri())
    mixed = page.evaluate("""() => Array.from(document.querySelectorAll('main table')).flatMap(table => {
      const width = table.tHead ? table.tHead.rows[0].cells.length : 0, wrong = [];
      for (let at = 0; at < width; at++) {
        const told = Array.from(table.querySelectorAll('tbody tr')).filter(row => row.cells.length === width)
          .map(row => /^[−-]?[\\d,]+(\\.\\d+)?%/.exec(row.cells[at].textContent.trim())).filter(Boolean);
        if (new Set(told.map(one => (one[1] || '').length)).size > 1) wrong.push([table.dataset.list, told.map(one => one[0])]);
      }
      return wrong;
    })""")
    assert mixed == []


def numbers(page: Page, where: str) -> list[int]:
    """The counts that stand somewhere; none is a word."""
    return [0 if text == "无" else int(text) for text in page.locator(where).all_inner_texts()]


@pytest.mark.parametrize("narrowed", ["tier=B", "q=%E7%89%A9%E6%B5%81", "tier=S&kind=function"])
def test_counts_of_the_needs_page_follow_what_is_kept(site: Path, page: Page, narrowed: str) -> None:
    page.goto(f"{(site / 'needs.html').as_uri()}?{narrowed}")
    kept = page.locator("#t2 tbody tr:visible").count()
    assert 0 < kept < 49
    assert sum(numbers(page, ".mx .ql > span:first-of-type")) == kept
    assert sum(numbers(page, ".kano h3 span:last-child")) == kept
    assert "0" not in page.locator(".mx .ql > span:first-of-type, .kano h3 span:last-child").all_inner_texts()
    for cell in page.locator(".mx .cell").all():
        shown = cell.locator(".chip:visible").count()
        rest = cell.locator("[data-rest]:visible").all_inner_texts()
        assert shown <= 4
        assert not rest or (shown == 4 and rest[0].startswith("另有"))
    assert page.get_by_text("页首各数与共同主题按全部需求计").is_visible()
    page.goto((site / "needs.html").as_uri())
    assert sum(numbers(page, ".mx .ql > span:first-of-type")) == 49
    assert page.get_by_text("页首各数与共同主题按全部需求计").is_hidden()


def test_a_need_that_was_not_named_moves_up_when_others_are_filtered_away(site: Path, page: Page) -> None:
    page.goto((site / "needs.html").as_uri())
    crowded = page.locator(".mx .cell[data-first]").first
    hidden = crowded.locator(".chip[hidden]").first.get_attribute("data-item")
    assert hidden is not None
    tier = page.locator(f"#t2 tr[data-item='{hidden}']").get_attribute("data-tier")
    page.goto(f"{(site / 'needs.html').as_uri()}?tier={tier}&q={hidden}")
    assert page.locator(f".mx .chip[data-item='{hidden}']").is_visible()
    assert crowded.locator("[data-rest]").is_hidden()


@pytest.mark.parametrize(("lang", "some"), [("", " 项"), ("en/", " action")])
def test_groups_of_actions_count_what_is_kept(site: Path, page: Page, lang: str, some: str) -> None:
    page.goto(f"{(site / f'{lang}execution.html').as_uri()}?status=overdue")
    for group in page.locator("tbody[data-group]:visible").all():
        rows = group.locator("tr[data-item]:visible").count()
        head = group.locator(".grp th").inner_text()
        assert f"{rows}{some}" in head, head
        assert (f"{rows} 项逾期" if not lang else f"{rows} late") in head
    page.goto(f"{(site / f'{lang}execution.html').as_uri()}?status=done")
    assert page.locator(".grp .bad:visible").count() == 0


@pytest.mark.parametrize(("lang", "tier", "owner"), [("", "等级 · S", "负责人 · 刘总"), ("en/", "Tier · S", "Owner · Mr Liu")])
def test_what_is_filtered_is_said_in_words_where_nothing_is_left_and_each_can_be_taken_away(
    site: Path, page: Page, lang: str, tier: str, owner: str
) -> None:
    page.goto(f"{(site / f'{lang}needs.html').as_uri()}?tier=S&owner=E-liu&q=zzz")
    picked = page.locator("[data-picked] button")
    assert [text.removesuffix(" ×") for text in picked.all_inner_texts()] == ["“zzz”", tier, owner]
    picked.first.focus()
    page.keyboard.press("Enter")
    assert "q=" not in page.url
    assert page.evaluate("document.activeElement.id") == "q", "the focus is not lost with the button"
    page.locator("[data-clear]").click()
    assert page.locator("#t2 tbody tr:visible").count() == 49


# ── long tables are folded ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_long_table_shows_its_first_rows_and_all_of_them_by_keyboard(site: Path, page: Page) -> None:
    page.goto((site / "needs.html").as_uri())
    rows = page.locator("#t2 tbody tr:visible")
    assert rows.count() == 12
    page.get_by_role("button", name="显示全部 49 行").press("Enter")
    assert rows.count() == 49
    assert page.evaluate("document.activeElement.closest('tr') !== null"), "reading goes on at the first row that was not there"
    assert page.locator(".unfold").count() == 0


def test_a_link_to_a_folded_row_and_a_filter_show_all(site: Path, page: Page) -> None:
    page.goto((site / "needs.html").as_uri())
    last = page.locator("#t2 tbody tr").last.get_attribute("id")
    page.goto(f"{(site / 'needs.html').as_uri()}#{last}")
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    page.goto((site / "en" / "execution.html").as_uri())
    assert page.locator(".et tbody").first.locator("tr:visible").count() == 6, "the head of the group and five actions"
    page.locator("select[name=status]").select_option("open")
    assert page.locator(".et tbody").first.locator("tr:visible").count() > 6


def test_paper_and_readers_without_scripts_have_every_row(site: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as still:
        found = still.new_page()
        found.goto((site / "needs.html").as_uri())
        assert found.locator("#t2 tbody tr:visible").count() == 49
    with browser.new_context() as paper:
        found = paper.new_page()
        found.goto((site / "needs.html").as_uri())
        found.emulate_media(media="print")
        assert found.locator("#t2 tbody tr:visible").count() == 49
        assert found.locator(".unfold").is_hidden()


def test_a_section_of_many_parts_shows_two_and_a_link_to_another_shows_all(site: Path, page: Page) -> None:
    page.goto((site / "improvement.html").as_uri())
    parts = page.locator("#causes > section")
    hidden = parts.last.get_attribute("id")
    assert [part.is_visible() for part in parts.all()][:3] == [True, True, False]
    page.goto(f"{(site / 'improvement.html').as_uri()}#{hidden}")
    expect(page.locator(f"#{hidden} > header")).to_be_in_viewport()
    page.locator("#cycles > .unfold").click()
    assert all(part.is_visible() for part in page.locator("#cycles > section").all())
