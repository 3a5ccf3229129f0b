"""What axe is asked (WCAG 2.2 AA and best practice), and how a page is thinned, opened and turned for it."""

from __future__ import annotations

from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

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


def findings(page: Page, *, whole: bool) -> dict[tuple[str, int], Any]:
    """Return what axe finds at both widths, light and dark; a page that is not ``whole`` is thinned to one row of each kind."""
    if not whole:
        page.evaluate(THIN)
    found = {}
    for scheme, width in product(SCHEMES, WIDTHS):
        seen(page, scheme, width)
        if whole:
            found[scheme, width] = page.evaluate(RUN, [EVERYTHING, False])
            continue
        found[scheme, width] = page.evaluate(RUN, [COLOUR, True])
        if scheme == "light":
            found[scheme, width] += page.evaluate(RUN, [ALL_BUT_COLOUR, False])
    return {where: what for where, what in found.items() if what}
