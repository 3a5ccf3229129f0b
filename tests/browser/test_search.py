"""Search, as people use it: from a few letters to a page, by keyboard, from a folder and from below any path."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from crmsite.finding import index
from crmsite.language import Language
from crmsite.machine.memo import Memo
from crmsite.portfolio.portfolio import build
from crmsite.runs.report import quiet
from crmsite.stages import pipeline
from crmsite.stages.options import Options

pytestmark = pytest.mark.xdist_group("browser")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def served(site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the demo site below a path of its own."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "crm").symlink_to(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/below/crm/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose script says nothing on the console."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: None if message.location["url"].endswith("favicon.ico") else said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    assert said == []


@pytest.mark.parametrize("path", ["index.html", "customers.html", "needs.html", "execution.html", "c/C001.html", "methods.html", "en/owners.html"])
def test_every_page_has_the_box(site: Path, page: Page, path: str) -> None:
    page.goto((site / path).as_uri())
    assert page.locator("#find").is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def ask(page: Page, query: str) -> list[str]:
    """Type a query as a person does; return what is found, each as it reads."""
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type(query)
    expect(page.locator("#found")).to_have_attribute("data-answers", query)
    return [text.replace("\n", " ") for text in page.locator("#found [role=option]").all_inner_texts()]


def test_a_need_is_found_by_a_chinese_word_with_the_keyboard_alone(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    found = ask(page, "良率下滑")
    assert found == ["良率预警：希望报表能提示良率下滑趋势 N-C008-02 · 凌霄科技"]
    assert page.locator("#found mark").all_inner_texts() == ["良率下滑"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/C008.html#N-C008-02")


@pytest.mark.parametrize("query", ["ljwl", "lanjing", "lan jing", "jingwu", "蓝鲸", "鲸物流", "C003", "c003", "blue wh", "hale"])
def test_a_customer_is_found_by_name_id_pinyin_and_initials(site: Path, page: Page, query: str) -> None:
    page.goto((site / "c/C001.html").as_uri())
    assert "蓝鲸物流供应链股份有限公司" in ask(page, query)[0]


@pytest.mark.parametrize(("query", "customer"), [("客户B", "C007"), ("k10036", "C028"), ("0036", "C028")])
def test_a_customer_is_found_by_another_name_and_by_its_id_in_another_system(
    site: Path, page: Page, query: str, customer: str
) -> None:
    page.goto((site / "index.html").as_uri())
    found = ask(page, query)
    assert customer in found[0]
    assert "·" in found[0]


def test_pinyin_marks_the_characters_that_it_spells(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    ask(page, "ljwl")
    assert page.locator("#found mark").all_inner_texts() == ["蓝鲸物流"]


def test_the_english_page_says_by_which_chinese_name_it_found(site: Path, page: Page) -> None:
    page.goto((site / "en/owners/E-zhou.html").as_uri())
    assert ask(page, "蓝鲸")[0] == "A Blue Whale Logistics Co., Ltd. C003 · 蓝鲸物流供应链股份有限公司"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/c/C003.html")


def test_tags_lead_to_the_customers_that_have_them(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    assert ask(page, "重点客户")[0] == "重点客户 标签 · 5 家客户"
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers.html?tag=key_account")


@pytest.mark.parametrize(
    ("path", "query", "told", "address"),
    [
        ("index.html", "挽回率", "挽回率 指标", "metrics.html#winback_rate"),
        ("index.html", "续约率", "续约率 规则", "methods.html#renewal"),
        ("index.html", "豁免", "豁免 术语", "glossary.html#waiver"),
        ("index.html", "关怀", "客户关怀 页面", "care.html"),
        ("en/index.html", "win-back r", "Win-back rate Figure", "en/metrics.html#winback_rate"),
    ],
)
def test_figures_methods_terms_and_all_pages_are_found(site: Path, page: Page, path: str, query: str, told: str, address: str) -> None:
    page.goto((site / path).as_uri())
    found = ask(page, query)
    page.locator("#found [role=option]").nth(found.index(told)).click()
    page.wait_for_url(f"**/{address}")


def test_every_place_that_can_be_found_is_there(site: Path) -> None:
    text = (site / "assets/search/root.js").read_text("utf-8")
    places = json.loads(text[text.index("{") : text.rindex("}") + 1])["places"]
    kinds = {kind for kind, *_ in places}
    assert {"page", "metric", "method", "term"} <= kinds
    for folder in ("", "en/"):
        for _, href, *_ in places:
            path, _, fragment = href.partition("#")
            page = (site / folder / path.partition("?")[0]).read_text("utf-8")
            assert not fragment or f'id="{fragment}"' in page, href


def test_actions_are_found_and_lead_to_their_row(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    assert ask(page, "负荷预判报表") == ["评估负荷预判报表 SP-C001-2026.A5 · XX科技"]
    page.locator("#found [role=option]").click()
    page.wait_for_url("**/c/C001.html#SP-C001-2026.A5")
    assert page.locator("[id='SP-C001-2026.A5']").is_visible()


def test_search_works_below_any_path(served: str, page: Page) -> None:
    page.goto(f"{served}en/c/C001.html")
    assert "Blue Whale" in ask(page, "ljwl")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}en/c/C003.html")


def test_the_box_is_a_combobox_for_who_cannot_see_it(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    box = page.get_by_role("combobox", name="搜索")
    assert box.get_attribute("aria-expanded") == "false"
    count = len(ask(page, "物流"))
    assert box.get_attribute("aria-expanded") == "true"
    assert str(count) in page.locator("#find-told").inner_text()
    page.keyboard.press("ArrowUp")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    assert page.locator("#found [role=option]").last.get_attribute("id") == active.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "物流"
    page.keyboard.press("Escape")
    assert box.input_value() == ""
    assert page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_list(site: Path, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert len(ask(page, "物流")) > 1
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, {"include": [[".find"]]}).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_nothing_found_is_said_in_words(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    assert ask(page, "不存在的词") == []
    assert page.locator("#found").inner_text() == "没有找到“不存在的词”"


def test_what_is_typed_is_text_and_never_markup(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    ask(page, "<img src=x onerror=alert(1)>")
    assert page.locator("#found img").count() == 0


def test_without_javascript_there_is_no_box(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert not page.locator("#find").is_visible()
    assert page.get_by_role("link", name="客户").first.is_visible()
    context.close()


DEMO = Path(__file__).parent.parent.parent
QUERIES = [
    "物流", "有限公司", "科技", "bl", "blue", "tech", "kj", "zzyx", "zhizao", "C00", "01", "报表", "系统", "导出", "培训", "N-C008-02", "a5", "数据 同步", "客",
]  # fmt: skip


def test_many_shards_find_what_one_finds(site: Path, page: Page, tmp_path: Path) -> None:
    """The same records in thirty shards with lists: each query opens some of them, and finds the same."""
    options = Options(DEMO, DEMO / "records", tmp_path / "memo", None, date(2026, 11, 18))
    loaded, _ = pipeline.load(options, None, quiet)
    summaries = loaded.summaries()
    portfolio = build(as_of=loaded.as_of, organisation=loaded.organisation, policies=loaded.policies, summaries=summaries)
    say = {lang: Language(lang, "zh-CN", {}, {}).say for lang in ("zh-CN", "en")}
    shutil.copytree(site / "assets", tmp_path / "assets")
    shutil.copy(site / "index.html", tmp_path)
    found = {}
    for held in (1, 80):
        for path, data in index.files(portfolio, say, Memo(tmp_path / str(held), "test"), lambda _: None, held):
            assert data is not None
            (tmp_path / path).write_bytes(data)
        page.goto((tmp_path / "index.html").as_uri())
        found[held] = {query: ask(page, query) for query in QUERIES}
    assert found[1] == found[80]
    assert [query for query, hits in found[1].items() if not hits] == []
