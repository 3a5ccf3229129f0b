"""How quickly the list of many customers answers in a browser: first paint, filtering, sorting, search.

``make browse N=10000`` makes the site first; ``--site DIR`` takes one that is there already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Page

BENCH = Path(__file__).resolve().parent
BOX = "form[data-filter] input[name=q]"
WORDS = ("制造", "制造业", "电商", "互联", "长期", "周", "")
HEADS = ("name", "score", "score", "amount", "last", "next", "id")
QUERIES = ("报表", "C000123", "suzhou", "sz", "报表")

ACT = """async ([selector, value]) => {
  const control = document.querySelector(selector), begun = performance.now();
  if (value === null) control.click();
  else {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - begun;
}"""
"""Does one thing, and tells in milliseconds how long it took until the page was drawn again."""


class Answer(NamedTuple):
    """One operation in milliseconds: each time that it took, in order, and what it may take."""

    name: str
    took: tuple[float, ...]
    limit: int


def answers(page: Page, name: str, acts: Sequence[tuple[str, str | None]], limit: int, rounds: int) -> Answer:
    """Do some things one after the other, several rounds of them, with a pause after each."""
    took = []
    for selector, value in [*acts] * rounds:
        took.append(page.evaluate(ACT, [selector, value]))
        page.wait_for_timeout(250)
    return Answer(name, tuple(took), limit)


def measured(browser: Browser, site: Path, rounds: int) -> list[Answer]:
    """Open the list as a reader does and use it."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto((site / "customers.html").as_uri())
    page.wait_for_timeout(1000)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    found = [Answer("first paint", (paint,), 1000)]
    page.focus(BOX)
    page.wait_for_timeout(3000)
    found.append(answers(page, "filter", [(BOX, text) for text in WORDS], 100, rounds))
    found.append(answers(page, "sort", [(f"th[data-col={name}] button", None) for name in HEADS], 100, rounds))
    page.keyboard.press("/")
    page.wait_for_timeout(1000)
    found.append(answers(page, "search", [("#find", text) for text in QUERIES], 50, rounds))
    page.close()
    return found


def table(found: Sequence[Answer]) -> str:
    """Return what was measured as a Markdown table."""
    lines = ["| operation | first ms | median ms | slowest ms | bar ms | verdict |", "|---|--:|--:|--:|--:|---|"]
    for one in found:
        middle = median(one.took)
        verdict = "met" if middle < one.limit else "**missed**"
        lines.append(f"| {one.name} | {one.took[0]:.0f} | {middle:.0f} | {max(one.took):.0f} | {one.limit} | {verdict} |")
    return "\n".join(lines)


def built(count: int) -> Path:
    """Make a repository of so many customers and its site, below ``bench/work``."""
    tree = BENCH / "work" / f"browse-{count}"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run([sys.executable, str(BENCH / "generate.py"), str(count), str(tree)], check=True, stdout=subprocess.DEVNULL)
    command = [str(Path(sys.executable).with_name("crmsite")), "-C", str(tree), "build"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return tree / "site"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--site", type=Path, help="a site that is there already")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    site = (args.site or built(args.count)).resolve()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print(f"List of {args.count} customers in Chromium {browser.version}.\n\n{table(measured(browser, site, args.rounds))}")
        browser.close()


if __name__ == "__main__":
    main()
