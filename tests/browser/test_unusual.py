"""Sites that are not as usual still say what is and what is missing, in both languages, and axe finds nothing on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe import findings, opened
from playwright.sync_api import Browser, Page
from states import CROWD, LONG_EN, LONG_ZH, STATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERY = (
    "index.html", "alerts.html", "customers.html", "needs.html", "fit.html", "themes.html", "execution.html", "duties.html", "care.html",
    "satisfaction.html", "journey.html", "improvement.html", "risks.html", "segments.html", "metrics.html", "goals.html", "report.html",
    "owners.html", "quality.html",
)
TELLING = ("index.html", "customers.html", "c/C001.html", "needs.html", "report.html", "quality.html")
LOOKED_AT = [(state, path) for state in STATES for path in (EVERY if state == "nobody" else TELLING)]

SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
ALONE = """() => Array.from(document.querySelectorAll("main :is(h1,h2,h3,p,a,td,th,li,dd,dt,span)")).filter((e) => {
  const text = Array.from(e.childNodes).filter((n) => n.nodeType === 3 && n.data.trim().length > 3);
  return text.some((node) => {
    const range = document.createRange();
    const lines = new Map();
    for (let at = 0; at < node.data.length; at++) {
      if (!node.data[at].trim()) continue;
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width) lines.set(Math.round(box.top), (lines.get(Math.round(box.top)) || "") + node.data[at]);
    }
    const told = Array.from(lines.values());
    return told.length > 3 && told.every((line) => line.length === 1);
  });
}).map((e) => e.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def unusual(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site of a state, built when it is first asked for."""
    made: dict[str, Path] = {}

    def site_of(state: str) -> Path:
        if state not in made:
            repository = STATES[state](tmp_path_factory.mktemp(state.replace(" ", "-")))
            report = repository.build(despite_faults=state == "broken")
            assert report.published, [found.message("en") for found in report.faults if found.severity == "error"]
            made[state] = repository.site
        return made[state]

    return site_of


def read(browser: Browser, url: str, width: int = 1440) -> Page:
    """Open a page at a width."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(url)
    return page


@pytest.mark.xdist_group("unusual")
@pytest.mark.parametrize(("state", "path"), [pair for pair in LOOKED_AT if pair[0] != "nobody" or pair[1] in TELLING])
def test_axe_finds_nothing_on_an_unusual_site(unusual: Callable[[str], Path], browser: Browser, state: str, path: str) -> None:
    page = opened(browser, (unusual(state) / path).as_uri())
    found = findings(page, whole=False)
    page.context.close()
    assert found == {}


@pytest.mark.audit
@pytest.mark.xdist_group("unusual")
@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize(("state", "path"), LOOKED_AT)
def test_axe_finds_nothing_anywhere_on_an_unusual_site(unusual: Callable[[str], Path], browser: Browser, state: str, path: str, lang: str) -> None:
    page = opened(browser, (unusual(state) / lang / path).as_uri())
    found = findings(page, whole=True)
    page.context.close()
    assert found == {}


@pytest.mark.xdist_group("unusual")
@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("state", STATES)
def test_a_narrow_window_scrolls_down_alone_and_no_line_holds_a_single_character(unusual: Callable[[str], Path], browser: Browser, state: str, lang: str) -> None:
    page = read(browser, "about:blank", 360)
    wrong = []
    for path in EVERY if state == "nobody" else TELLING:
        page.goto((unusual(state) / lang / path).as_uri())
        if page.evaluate(SIDEWAYS):
            wrong.append((path, "scrolls sideways"))
        wrong += [(path, text) for text in page.evaluate(ALONE)]
    page.context.close()
    assert wrong == []


@pytest.mark.xdist_group("unusual")
def test_without_customers_the_first_page_says_what_is_missing_and_where_it_goes(unusual: Callable[[str], Path], browser: Browser) -> None:
    page = read(browser, (unusual("nobody") / "index.html").as_uri())
    assert "records/customers/C001/customer.yaml" in page.locator("main pre").inner_text()
    assert page.locator(".kpi").count() == 0
    page.goto((unusual("nobody") / "report.html").as_uri())
    assert page.locator("figure").count() == 0, "no empty axes"
    page.context.close()


@pytest.mark.xdist_group("unusual")
def test_a_first_quarter_is_said_to_be_the_first_and_has_no_change(unusual: Callable[[str], Path], browser: Browser) -> None:
    page = read(browser, (unusual("one quarter") / "report.html").as_uri())
    assert "还没有上季度可比" in page.locator("main").inner_text()
    page.goto((unusual("one quarter") / "c" / "C001.html").as_uri())
    assert page.locator("#score .dl.good, #score .dl.bad").count() == 0, "no score before, so no change of a score"
    page.context.close()


@pytest.mark.xdist_group("unusual")
def test_a_missing_dimension_leaves_no_tier_and_no_partial_sum(unusual: Callable[[str], Path], browser: Browser) -> None:
    page = read(browser, (unusual("dimension missing") / "customers.html").as_uri())
    row = page.locator("tr[data-item=C002]")
    assert row.locator(".t").inner_text() == "–"
    assert row.locator(".c-sc").inner_text() == "缺 1 个维度"
    page.context.close()


@pytest.mark.xdist_group("unusual")
def test_a_long_name_is_clamped_in_lists_and_whole_on_its_own_page(unusual: Callable[[str], Path], browser: Browser) -> None:
    for folder, name in (("", LONG_ZH), ("en", LONG_EN)):
        page = read(browser, (unusual("long names") / folder / "customers.html").as_uri())
        link = page.locator("tr[data-item=C001] th a")
        assert link.get_attribute("title") == name
        assert link.evaluate("(e) => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)") < 2.5
        page.goto((unusual("long names") / folder / "c" / "C001.html").as_uri())
        heading = page.locator("h1")
        assert name in heading.inner_text()
        assert heading.evaluate("(e) => e.scrollWidth <= e.clientWidth")
        page.context.close()


@pytest.mark.xdist_group("unusual")
def test_a_crowded_cell_names_four_needs_and_leads_to_the_others(unusual: Callable[[str], Path], browser: Browser) -> None:
    page = read(browser, (unusual("crowd") / "needs.html").as_uri())
    cell = page.locator(".mx .cell", has=page.locator(".chip")).filter(has_text="第2条需求")
    assert cell.locator(".chip:visible").count() == 4
    assert f"另有 {CROWD - 4} 条" in cell.inner_text()
    page.context.close()


@pytest.mark.xdist_group("unusual")
def test_old_data_say_how_old_they_are(unusual: Callable[[str], Path], browser: Browser) -> None:
    page = read(browser, (unusual("one quarter") / "index.html").as_uri())
    assert page.locator(".ban[data-stale]").is_visible()
    assert "2024-07-31" in page.locator(".ban[data-stale]").inner_text() or "天" in page.locator(".ban[data-stale]").inner_text()
    page.context.close()
