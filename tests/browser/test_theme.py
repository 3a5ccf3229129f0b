"""A company's colours, logo, title and page are configuration: a folder in its repository, seen in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page
from repositories import SITE, Repository, customer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30"><rect width="90" height="30" fill="#0a5"/></svg>'
SETTINGS = """
title: 晨光客户
logo: logo.svg
tokens:
  light: {link: '#0b6b3a', ink: '#101010'}
  dark: {link: '#9be0b8'}
"""
ABOUT = '{% extends "default/about.html" %}{% block content %}<p id="ours">客户部值班电话见内网</p>{{ super() }}{% endblock %}'


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a company with a theme of its own."""
    repository = Repository(tmp_path_factory.mktemp("company"), SITE, customer(1))
    repository.edit("site.yaml", "as_of: 2024-07-31\n", "as_of: 2024-07-31\ntheme: chenguang\n")
    theme = repository.root / "themes" / "chenguang"
    for path, text in (
        ("theme.yaml", SETTINGS), ("assets/logo.svg", LOGO), ("assets/extra.css", "h1{letter-spacing:1px}\n"), ("templates/about.html", ABOUT),
    ):  # fmt: skip
        (theme / path).parent.mkdir(parents=True, exist_ok=True)
        (theme / path).write_text(text, "utf-8")
    assert repository.build().published
    return repository.site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of a laptop's size."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def style(page: Page, selector: str, name: str) -> str:
    """Return a computed style."""
    found: str = page.locator(selector).first.evaluate(f"(one) => getComputedStyle(one)[{name!r}]")
    return found


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", ["index.html", "c/C001.html", "en/c/C001.html"])
def test_logo_title_and_colours_are_the_company_s(company: Path, page: Page, path: str) -> None:
    page.goto((company / path).as_uri())
    logo = page.locator(".brand img")
    assert logo.evaluate("(one) => one.naturalWidth") == 90
    assert logo.bounding_box() is not None
    assert page.title().endswith("· 晨光客户")
    assert page.locator(".brand").inner_text().startswith("晨光客户")
    assert style(page, ".sw a", "color") == "rgb(11, 107, 58)"
    assert style(page, "h1", "letterSpacing") == "1px"
    assert page.locator('link[rel="icon"]').get_attribute("href").endswith("assets/logo.svg")  # type: ignore[union-attr]


@pytest.mark.xdist_group("browser")
def test_dark_has_its_own_colours(company: Path, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto((company / "index.html").as_uri())
    assert style(page, ".sw a", "color") == "rgb(155, 224, 184)"


@pytest.mark.xdist_group("browser")
def test_a_template_adds_to_the_page_it_extends(company: Path, page: Page) -> None:
    page.goto((company / "about.html").as_uri())
    assert page.locator("#ours").inner_text() == "客户部值班电话见内网"
    assert page.locator("dl.facts").count() > 0


@pytest.mark.xdist_group("browser")
def test_without_a_theme_there_is_the_default_s_icon_and_no_logo(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    assert page.locator(".brand img").count() == 0
    icon = page.locator('link[rel="icon"]').get_attribute("href")
    assert icon == "assets/icon.svg"
    assert (site / icon).is_file()
