"""Changes since the end of last quarter, as people read them: from a change to its place, narrowed, in the other language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_each_change_leads_to_a_place_that_is_there(site: Path, lang: str) -> None:
    folder = site / lang
    links = re.findall(r'href="(c/[^"#]+)#([^"]+)"', (folder / "changes.html").read_text("utf-8"))
    assert len(links) > 50
    assert [(page, place) for page, place in links if f'id="{place}"' not in (folder / page).read_text("utf-8")] == []


def test_every_profile_says_what_changed_and_leads_to_places_of_its_own(site: Path) -> None:
    for path in sorted((site / "c").glob("*.html")):
        markup = path.read_text("utf-8")
        section = markup.partition('id="changed"')[2].partition("</section>")[0]
        assert section, path.name
        assert [place for place in re.findall(r'href="#([^"]+)"', section) if f'id="{place}"' not in markup] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_manager_reads_what_changed_and_follows_it_to_the_line(site: Path, browser: Browser, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto((site / "en" / "index.html").as_uri())
    page.get_by_role("link", name="Changes").first.click()
    assert "3 down" in page.locator(".lede").inner_text()
    assert "Blue Whale Logistics" in page.locator("#tiers").inner_text()
    page.locator("#tiers a", has_text="Tier down from S to A").click()
    assert page.url.endswith("/c/C003.html#score")
    assert "2026-Q3.yaml" in page.locator("#changed").inner_text()
    context.close()


def test_changes_that_were_narrowed_stay_so_in_the_other_language(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto((site / "changes.html").as_uri())
    whole = page.locator("tr[data-item]:visible").count()
    page.locator("select[name=judgement]").select_option("worse")
    page.locator("select[name=tier]").select_option("A")
    narrowed = [row.get_attribute("data-item") for row in page.locator("tr[data-item]:visible").all()]
    assert 0 < len(narrowed) < whole
    assert page.locator("#needs").is_hidden()
    page.locator("a[hreflang=en]").click()
    page.wait_for_url("**/en/changes.html?**")
    assert [row.get_attribute("data-item") for row in page.locator("tr[data-item]:visible").all()] == narrowed
    context.close()
