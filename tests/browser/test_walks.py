"""Two people's ways through the site by keyboard alone, with scripts and without: a manager's minute, an account manager's morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return { text: (e.innerText || e.value || "").trim(), href: e.getAttribute("href") || "", id: e.id, name: e.getAttribute("name") || "",
    top: box.top, left: box.left, seen: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none" && box.width > 0 };
}"""


@pytest.fixture(params=["with scripts", "without"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of a laptop's size; nobody has a mouse."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=request.param == "with scripts")
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    """A window in which scripts run."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def tab_to(page: Page, *, text: str = "", href: str = "", name: str = "", most: int = 220) -> dict[str, object]:
    """Press Tab until the wanted element has the focus; every stop on the way must be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            continue
        assert at["seen"], f"no visible focus: {at}"
        if (text and text in at["text"]) or (href and at["href"].endswith(href)) or (name and at["name"] == name):
            found: dict[str, object] = at
            return found
    raise AssertionError(f"never reached: {text or href or name}")


def main(page: Page) -> str:
    """Return what the page says between its frame."""
    return page.locator("main").inner_text()


@pytest.mark.xdist_group("browser")
def test_a_manager_s_minute(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    # Which customers are in trouble: the first sentence names them.
    lede = page.locator(".lede").inner_text()
    assert "6 家需要马上处理" in lede
    named = page.locator(".lede a[href^='c/']").all_inner_texts()
    assert len(named) >= 2
    # Why, and who owns it: beside each name, and on its page.
    for name in named[:2]:
        page.goto((site / "index.html").as_uri())
        tab_to(page, text=name)
        page.keyboard.press("Enter")
        page.wait_for_url("**/c/*.html")
        told = main(page)
        assert page.locator(".notes .note").count() >= 1
        assert "第一责任人" in told
        # What is promised, or that nothing is.
        assert "下一步" in page.locator(".idh").inner_text()


@pytest.mark.xdist_group("browser")
def test_an_account_manager_s_morning(site: Path, page: Page) -> None:
    # My due list: the oldest first, each with its customer.
    page.goto((site / "owners" / "E-zhou.html").as_uri())
    due = page.locator("section", has=page.locator("#h-due")).inner_text() if page.locator("#h-due").count() else main(page)
    assert "逾期" in due
    # Open a customer; see why its tier fell.
    tab_to(page, href="c/C003.html")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/C003.html*")
    assert "由 S 降到 A" in page.locator(".lede").inner_text()
    fell = page.locator("#score tbody tr", has_text="变差")
    assert fell.count() >= 1
    assert fell.first.locator(".src").count() >= 1, "each figure names its source line"
    # On paper: white, without the rail, nothing cut off at the side.
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert not page.locator(".rail").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.xdist_group("browser")
def test_a_need_is_found_and_a_list_is_shared_by_keyboard(site: Path, scripted: Page, browser: Browser) -> None:
    page = scripted
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("专人交接")
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/C003.html#*")
    page.goto((site / "customers.html").as_uri())
    tab_to(page, name="owner")
    for _ in range(12):
        if "owner=E-zhou" in page.url:
            break
        page.keyboard.press("ArrowDown")
    assert "owner=E-zhou" in page.url
    tab_to(page, text="最近联系")
    page.keyboard.press("Enter")
    rows = "[...document.querySelectorAll('table.cl tbody tr:not([hidden])')].map(row => row.dataset.item)"
    mine = page.evaluate(rows)
    assert 0 < len(mine) < 30
    other = browser.new_context().new_page()
    other.goto(page.url)
    assert other.evaluate(rows) == mine
    other.context.close()


@pytest.mark.xdist_group("browser")
def test_without_scripts_a_need_is_still_found(site: Path, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site / "needs.html").as_uri())
    chip = page.locator(".chip", has_text="专人交接")
    assert chip.count() == 1
    assert page.locator("tr", has_text="驻场交接").locator("a[href*='c/C003.html']").count() >= 1
    page.context.close()


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", ["index.html", "customers.html", "c/C003.html", "needs.html", "execution.html"])
def test_the_focus_goes_through_a_page_as_it_is_read(site: Path, scripted: Page, path: str) -> None:
    scripted.goto((site / path).as_uri())
    order = "[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled)"
    marked = scripted.evaluate(f"{order}.map((e, at) => (e.dataset.at = at)).length")
    seen = []
    for _ in range(min(marked, 60)):
        scripted.keyboard.press("Tab")
        seen.append(scripted.evaluate("Number(document.activeElement.dataset.at ?? -1)"))
    reached = [at for at in seen if at >= 0]
    assert len(reached) > min(marked, 60) - 3
    assert reached == sorted(reached)
