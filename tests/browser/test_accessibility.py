"""No findings of axe (WCAG 2.2 AA and best practice): every page type, in both languages, light and dark, on a desk and on a phone.

A page is opened once and looked at four times. A hundred rows of one table say no more than a few, so a row stays if it shows
some kind of element that none before it did. In the light, at both widths, every rule is asked; what differs in the dark is colour
alone, so only the rules that judge colour are asked again. Of all texts that share colour, ground, size, weight and class, those
rules are shown the first. `make audit` leaves nothing out.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = [
    "index.html", "changes.html", "alerts.html", "customers.html", "c/C001.html", "c/C004.html", "needs.html", "fit.html", "themes.html", "execution.html", "duties.html", "care.html", "satisfaction.html", "journey.html", "improvement.html", "risks.html", "segments.html", "metrics.html", "goals.html", "report.html",
    "owners.html", "owners/E-zhou.html", "quality.html", "methods.html", "glossary.html", "about.html",
]
LANGUAGES = {"zh-CN": "", "en": "en/"}
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]

ALL_BUT_COLOUR = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in OF_COLOUR}},
}
COLOUR = {"runOnly": {"type": "rule", "values": OF_COLOUR}}
EVERYTHING = {"runOnly": {"type": "tag", "values": LEVELS}, "rules": {"target-size": {"enabled": True}}}

RUN = """async ([options, oneOfEach]) => {
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)") return style.backgroundImage + style.backgroundColor;
    }
    return "";
  };
  const look = (e) => {
    const style = getComputedStyle(e);
    return [style.color, ground(e), style.fontSize, style.fontWeight, style.opacity, e.tagName, e.className, e.parentElement.className].join("|");
  };
  const shown = new Map();
  if (oneOfEach) {
    for (const e of document.querySelectorAll("body *")) {
      const speaks = e.placeholder || Array.from(e.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
      if (speaks && e.checkVisibility() && !shown.has(look(e))) shown.set(look(e), e);
    }
  }
  const found = await axe.run(oneOfEach ? { include: Array.from(shown.values()) } : document, { resultTypes: ["violations"], preload: false, ...options });
  return found.violations.map((rule) => [rule.id, rule.nodes.map((node) => [node.html.slice(0, 160), (node.failureSummary || "").slice(0, 240)])]);
}"""


THIN = """() => {
  const shown = new Set();
  const kind = (e) => [e.parentElement.tagName, e.parentElement.className, e.tagName, e.className, e.ariaSort, e.ariaCurrent].join("|");
  for (const row of document.querySelectorAll("main tr, main li, main .sec, main .chip, main dl > div")) {
    if (!row.isConnected) continue;
    const kinds = new Set([row, ...row.querySelectorAll("*")].map(kind));
    if (Array.from(kinds).every((one) => shown.has(one))) row.remove();
    else kinds.forEach((one) => shown.add(one));
  }
}"""


def opened(browser: Browser, url: str) -> Page:
    """A page with axe in it, at rest: nothing fades from one colour to another while it is looked at."""
    page = browser.new_context(bypass_csp=True, reduced_motion="reduce").new_page()
    page.goto(url)
    page.evaluate(Axe().axe_script)
    return page


def seen(page: Page, scheme: str, width: int) -> None:
    """Turn the page to a scheme and a width."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(site: Path, browser: Browser, path: str, lang: str) -> None:
    page = opened(browser, (site / LANGUAGES[lang] / path).as_uri())
    page.evaluate(THIN)
    found = {}
    for scheme, width in product(SCHEMES, WIDTHS):
        seen(page, scheme, width)
        found[scheme, width] = page.evaluate(RUN, [COLOUR, True])
        if scheme == "light":
            found[scheme, width] += page.evaluate(RUN, [ALL_BUT_COLOUR, False])
    page.context.close()
    assert {where: what for where, what in found.items() if what} == {}


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
    found = {}
    for scheme, width in product(SCHEMES, WIDTHS):
        seen(page, scheme, width)
        found[scheme, width] = page.evaluate(RUN, [EVERYTHING, False])
    page.context.close()
    assert {where: what for where, what in found.items() if what} == {}
