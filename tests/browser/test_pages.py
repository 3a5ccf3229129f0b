"""Every page type opens in a real browser, in both languages: no console message, no request off the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

PAGES = [
    "index.html", "changes.html", "alerts.html", "customers.html", "c/C001.html", "c/C004.html", "needs.html", "fit.html", "themes.html", "execution.html", "duties.html", "care.html", "satisfaction.html", "journey.html", "improvement.html", "risks.html", "segments.html", "metrics.html", "goals.html", "report.html",
    "owners.html", "owners/E-zhou.html", "quality.html", "backtest.html", "methods.html", "glossary.html", "about.html",
]
LANGUAGES = {"zh-CN": "", "en": "en/"}
LEFT = "net::ERR_ABORTED"
"""What becomes of the request for an icon where the page is left before it came: nothing failed."""


def opened(browser: Browser, url: str, **options: object) -> tuple[Page, list[str], list[str]]:
    """Open a page; return it with what it said on the console and what it asked for outside the site."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else asked.append(request.url))
    page.on("requestfailed", lambda request: None if request.failure == LEFT else said.append(f"failed: {request.url}"))
    page.goto(url)
    return page, said, asked


def at_widths(browser: Browser, path: Path, script: str) -> dict[int, object]:
    """What a script finds on a page at each width that the site is drawn for."""
    page, _, _ = opened(browser, path.as_uri())
    found = {}
    for width in (360, 390, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(script)
    page.context.close()
    return found


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_a_word(site: Path, browser: Browser, path: str, lang: str) -> None:
    page, said, asked = opened(browser, (site / LANGUAGES[lang] / path).as_uri(), viewport={"width": 1440, "height": 900})
    assert (said, asked) == ([], [])
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").count() == 1
    page.context.close()


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(site: Path, browser: Browser, path: str, lang: str) -> None:
    over = at_widths(browser, site / LANGUAGES[lang] / path, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over == {360: 0, 390: 0, 1024: 0, 1440: 0}


LINES = """() => {
  const inline = (e) => getComputedStyle(e).display === "inline";
  const blocks = new Set();
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    let e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || e.closest(".vh, svg, .ylab, .axy, .clamp")) continue;
    while (inline(e)) e = e.parentElement;
    if (e.checkVisibility({ visibilityProperty: true })) blocks.add(e);
  }
  const lonely = (block) => {
    const lines = [];
    const own = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (own.nextNode()) {
      const node = own.currentNode;
      let e = node.parentElement;
      while (e !== block && inline(e)) e = e.parentElement;
      if (e !== block) continue;
      for (let at = 0; at < node.data.length; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!node.data[at].trim() || !box || box.width < 2) continue;
        const { top, bottom } = box;
        const line = lines.find((known) => Math.min(known.bottom, bottom) - Math.max(known.top, top) > 5);
        if (line) line.text += node.data[at];
        else lines.push({ top, bottom, text: node.data[at] });
      }
    }
    return lines.length > 1 && lines.some((line) => /^\\p{Script=Han}[，。、；：）”]?$/u.test(line.text)) ? lines.map((line) => line.text).join(" / ") : "";
  };
  return Array.from(blocks).map(lonely).filter(Boolean);
}"""
"""What stands on several lines of which one is a single Han character; names of axes that run upwards, and cut names, are left out."""


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", PAGES)
def test_no_line_is_one_han_character(site: Path, browser: Browser, path: str) -> None:
    assert at_widths(browser, site / path, LINES) == {360: [], 390: [], 1024: [], 1440: []}


@pytest.mark.xdist_group("browser")
def test_a_line_of_one_han_character_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main><p style="width:3.2em;text-wrap:wrap">不紧急不</p><p>都在一行</p></main>')
    assert page.evaluate(LINES) == ["不紧急 / 不"]
    page.close()


LOOSE = """() => {
  const found = [];
  const seen = new Set();
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    let e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.includes("·") || e.closest(".vh, svg, option")) continue;
    while (getComputedStyle(e).display === "inline") e = e.parentElement;
    if (e.checkVisibility({ visibilityProperty: true })) seen.add(e);
  }
  for (const block of seen) {
    const marks = [];
    const range = document.createRange();
    const own = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (own.nextNode()) {
      const node = own.currentNode;
      if (node.parentElement.closest(".vh")) continue;
      for (let at = 0; at < node.data.length; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (node.data[at].trim() && box && box.width > 1) marks.push([node.data[at], box]);
      }
    }
    const apart = (a, b) => !a || !b || Math.min(a[1].bottom, b[1].bottom) - Math.max(a[1].top, b[1].top) < 4;
    marks.forEach((mark, at) => {
      if (mark[0] === "·" && (apart(marks[at - 1], mark) || apart(mark, marks[at + 1])))
        found.push(marks.slice(Math.max(0, at - 12), at + 12).map((one) => one[0]).join(""));
    });
  }
  return found;
}"""
"""The dots between facts that stand at the beginning or the end of a line, each with what is around it: where a line breaks the dot goes."""


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_line_begins_or_ends_with_a_separator(site: Path, browser: Browser, path: str, lang: str) -> None:
    assert at_widths(browser, site / LANGUAGES[lang] / path, LOOSE) == {360: [], 390: [], 1024: [], 1440: []}


CUT = """() => Array.from(document.querySelectorAll(".strung, .rcp, .tags")).flatMap((line) => {
  const left = line.getBoundingClientRect().left, texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), range = document.createRange(), cut = [];
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    if (texts.currentNode.data.trim() && Array.from(range.getClientRects()).some((box) => box.width > 1 && box.left < left + 13)) cut.push(texts.currentNode.data);
  }
  return cut;
})"""
"""Texts that reach into the margin in which the first dot of a line is hidden."""


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["c/C001.html", "c/C003.html", "index.html", "metrics.html", "care.html", "fit.html", "risks.html", "report.html"])
def test_only_dots_are_hidden_at_the_beginning_of_a_line(site: Path, browser: Browser, path: str, lang: str) -> None:
    assert at_widths(browser, site / LANGUAGES[lang] / path, CUT) == {360: [], 390: [], 1024: [], 1440: []}


@pytest.mark.xdist_group("browser")
def test_a_separator_at_the_end_of_a_line_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main><p style="width:4em">first · second</p><p>one · line</p></main>')
    assert page.evaluate(LOOSE) == ["first·second"]
    page.close()


@pytest.mark.xdist_group("browser")
def test_tables_sort_by_keyboard_and_absent_values_stay_last(site: Path, browser: Browser) -> None:
    page, _, _ = opened(browser, (site / "customers.html").as_uri(), viewport={"width": 1440, "height": 900})
    button = page.locator("th button").first
    button.focus()
    page.keyboard.press("Enter")
    head = page.locator("th[aria-sort]")
    assert head.count() == 1
    first = head.get_attribute("aria-sort")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") != first
    page.context.close()


@pytest.mark.xdist_group("browser")
def test_page_reads_without_javascript(site: Path, browser: Browser) -> None:
    page, said, _ = opened(browser, (site / "customers.html").as_uri(), java_script_enabled=False)
    assert page.locator("main tbody tr").count() >= 24
    assert said == []
    page.context.close()


@pytest.mark.xdist_group("browser")
def test_language_link_leads_to_the_same_page(site: Path, browser: Browser) -> None:
    page, _, _ = opened(browser, (site / "c/C001.html").as_uri(), viewport={"width": 1440, "height": 900})
    page.locator("a[hreflang=en]").first.click()
    assert page.url.endswith("/en/c/C001.html")
    page.context.close()


@pytest.mark.xdist_group("browser")
def test_dark_system_prints_on_white_paper(site: Path, browser: Browser) -> None:
    page, _, _ = opened(browser, (site / "index.html").as_uri(), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.context.close()


def test_on_a_phone_the_tab_of_the_open_page_is_in_sight(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / "en" / "quality.html").as_uri())
    box = page.locator(".rail [aria-current=page]").bounding_box()
    page.close()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(("today", "told"), [("2026-11-20", ""), ("2026-12-02", "数据截至 2026-11-18，已经过去 14 天。")])
def test_a_page_says_how_old_its_data_are(site: Path, browser: Browser, today: str, told: str) -> None:
    page = browser.new_context(timezone_id="Asia/Shanghai").new_page()
    page.clock.set_fixed_time(f"{today}T12:00:00+08:00")
    page.goto((site / "c" / "C001.html").as_uri())
    assert page.locator("[data-stale]").is_visible() == bool(told)
    assert page.locator("[data-stale]").inner_text() == told
    page.context.close()


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["customers.html", "needs.html", "execution.html", "owners.html", "fit.html"])
def test_no_table_scrolls_sideways_on_a_desk(site: Path, browser: Browser, path: str, lang: str) -> None:
    wide = {}
    for width in (1280, 1440):
        page, _, _ = opened(browser, (site / LANGUAGES[lang] / path).as_uri(), viewport={"width": width, "height": 900})
        wide[width] = page.evaluate("[...document.querySelectorAll('.tw')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.ariaLabel)")
        page.context.close()
    assert wide == {1280: [], 1440: []}


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_small_desk_columns_are_put_away_until_they_are_chosen(site: Path, browser: Browser, lang: str) -> None:
    page, said, _ = opened(browser, (site / LANGUAGES[lang] / "customers.html").as_uri(), viewport={"width": 1024, "height": 900})
    assert page.evaluate("document.querySelector('.cl-w').scrollWidth <= document.querySelector('.cl-w').clientWidth + 1")
    assert not page.locator("th[data-col=trend]").is_visible()
    assert page.locator("th[data-col=amount]").is_visible()
    page.locator(".pick summary").click()
    while page.locator(".pick input:not(:checked)").count():
        page.locator(".pick input:not(:checked)").first.check()
    assert page.locator("th[data-col=trend]").is_visible()
    page.reload()
    assert page.locator("th[data-col=trend]").is_visible(), "what was chosen stays chosen"
    assert said == []
    page.context.close()


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_stands_on_one_line_on_screens_and_on_paper(site: Path, browser: Browser, lang: str) -> None:
    page, _, _ = opened(browser, (site / LANGUAGES[lang] / "metrics.html").as_uri(), viewport={"width": 690, "height": 1000})
    told = "Array.from(document.querySelectorAll('.mval:not(.na)')).filter(e => e.clientHeight > 1.6 * parseFloat(getComputedStyle(e).fontSize)).map(e => e.textContent)"
    broken = {"screen": page.evaluate(told)}
    page.emulate_media(media="print")
    broken["paper"] = page.evaluate(told)
    page.context.close()
    assert broken == {"screen": [], "paper": []}


CHARTS = """() => {
  const found = [];
  for (const drawing of document.querySelectorAll("main svg[role=img]")) {
    if (!drawing.checkVisibility()) continue;
    const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    const texts = [...drawing.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, at) => {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale, a = boxes[at];
      if (size < 10.9) found.push(`${text.textContent} is ${size.toFixed(1)} px`);
      if (a.left < 0 || a.right > innerWidth) found.push(`${text.textContent} is cut`);
      boxes.slice(at + 1).forEach((b, next) => {
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
          found.push(`${text.textContent} lies on ${texts[at + 1 + next].textContent}`);
      });
    });
  }
  return found;
}"""


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["segments.html", "satisfaction.html", "index.html", "metrics.html", "c/C003.html"])
def test_texts_of_charts_are_large_enough_whole_and_apart_at_every_width(site: Path, browser: Browser, path: str, lang: str) -> None:
    page, _, _ = opened(browser, (site / LANGUAGES[lang] / path).as_uri(), viewport={"width": 360, "height": 900})
    for width in (360, 390, 768, 1024, 1200, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CHARTS) == [], width
    page.context.close()


@pytest.mark.xdist_group("browser")
def test_the_rail_has_its_counts_and_its_foot_in_sight_without_a_script(site: Path, browser: Browser) -> None:
    page, _, _ = opened(browser, (site / "index.html").as_uri(), viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    foot = page.locator(".railfoot").bounding_box()
    assert foot is not None
    assert foot["y"] + foot["height"] <= 900
    assert page.locator(".railfoot a[hreflang=en]").is_visible()
    page.context.close()
    page, _, _ = opened(browser, (site / "index.html").as_uri(), viewport={"width": 1440, "height": 900})
    said = "getComputedStyle(document.querySelector('.n[data-count=%s]'), '::after').content"
    assert page.evaluate(said % "customers") == '"30"'
    assert "5 " in page.evaluate(said % "overdue")
    page.context.close()


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_matrix_of_needs_stands_on_one_sheet_of_paper(site: Path, browser: Browser, lang: str) -> None:
    sheet = {"width": 1031, "height": 680}  # A4 across without its margins: 273 by 180 mm
    page, _, _ = opened(browser, (site / LANGUAGES[lang] / "needs.html").as_uri(), viewport=sheet)
    page.emulate_media(media="print")
    matrix = page.locator(".mx").bounding_box()
    assert matrix is not None
    assert matrix["y"] + matrix["height"] <= sheet["height"]
    page.context.close()
