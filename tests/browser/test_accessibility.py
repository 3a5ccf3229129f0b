"""No findings of axe (WCAG 2.2 AA and best practice): every page type, in both languages, light and dark, on a desk and on a phone.

A page is opened once and looked at four times. A hundred rows of one table say no more than a few, so a row stays if it shows
some kind of element that none before it did. In the light, at both widths, every rule is asked; what differs in the dark is colour
alone, so only the rules that judge colour are asked again. Of all texts that share colour, ground, size, weight and class, those
rules are shown the first. `make audit` leaves nothing out.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import ALL_BUT_COLOUR, COLOUR, RUN, THIN, findings, opened, seen
from playwright.sync_api import Browser

PAGES = [
    "index.html", "changes.html", "alerts.html", "customers.html", "c/C001.html", "c/C004.html", "needs.html", "fit.html", "themes.html", "execution.html", "duties.html", "care.html", "satisfaction.html", "journey.html", "improvement.html", "risks.html", "segments.html", "metrics.html", "goals.html", "report.html",
    "owners.html", "owners/E-zhou.html", "quality.html", "backtest.html", "methods.html", "glossary.html", "about.html",
]
LANGUAGES = {"zh-CN": "", "en": "en/"}
@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(site: Path, browser: Browser, path: str, lang: str) -> None:
    page = opened(browser, (site / LANGUAGES[lang] / path).as_uri())
    found = findings(page, whole=False)
    page.context.close()
    assert found == {}


@pytest.mark.xdist_group("axe")
def test_axe_would_find_what_is_wrong(site: Path, browser: Browser) -> None:
    page = opened(browser, (site / "index.html").as_uri())
    page.evaluate(THIN)
    page.evaluate("""() => {
      document.querySelector(".kpi h2").classList.add("pale");
      document.querySelector("main").append(document.createElement("img"));
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("@media (prefers-color-scheme:dark){.pale{color:#333}}");
      document.adoptedStyleSheets = [sheet];
    }""")
    seen(page, "light", 1440)
    assert page.evaluate(RUN, [COLOUR, True]) == []
    assert [rule for rule, _ in page.evaluate(RUN, [ALL_BUT_COLOUR, False])] == ["image-alt"]
    seen(page, "dark", 1440)
    assert [rule for rule, _ in page.evaluate(RUN, [COLOUR, True])] == ["color-contrast"]
    page.context.close()


@pytest.mark.audit
@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_anywhere(site: Path, browser: Browser, path: str, lang: str) -> None:
    page = opened(browser, (site / LANGUAGES[lang] / path).as_uri())
    found = findings(page, whole=True)
    page.context.close()
    assert found == {}
