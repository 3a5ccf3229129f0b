"""The demo company's site as files: every link leads somewhere, nothing is inline, nothing is asked for elsewhere, no page is big."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from crmsite.cli import COMMANDS
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.reading.reader import model_of
from crmsite.runs.build import build
from crmsite.scores import SCORES
from crmsite.stages.options import Options

DEMO = Path(__file__).parent.parent.parent


class Marks(HTMLParser):
    """Collects ids, links, and everything that a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src") and value:
                self.links.append(value)
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"<{tag} {name}={value!r}>")
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.forbidden.append(f"<{tag}>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    options = Options(DEMO, DEMO / "records", folder / "memo", None, date(2026, 11, 18), jobs=1)
    report = build(options, folder / "site", lambda _: None)
    assert report.published
    return folder / "site"


@pytest.fixture(scope="module")
def marks(site: Path) -> dict[str, Marks]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        parser = Marks()
        parser.feed(path.read_text("utf-8"))
        found[str(path.relative_to(site))] = parser
    return found


def test_every_link_leads_somewhere(site: Path, marks: dict[str, Marks]) -> None:
    broken = []
    for page, parser in marks.items():
        for link in parser.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            target = (site / page).parent / unquote(parts.path) if parts.path else site / page
            if not target.is_file():
                broken.append(f"{page}: {link}")
            elif parts.fragment and target.suffix == ".html":
                other = marks[str(target.resolve().relative_to(site.resolve()))]
                if unquote(parts.fragment) not in other.ids:
                    broken.append(f"{page}: {link}")
    assert broken[:10] == []


def test_no_id_is_there_twice(marks: dict[str, Marks]) -> None:
    assert [f"{page}: {i}" for page, parser in marks.items() for i in set(parser.ids) if parser.ids.count(i) > 1][:10] == []


def test_nothing_is_inline_and_nothing_is_asked_for_elsewhere(site: Path, marks: dict[str, Marks]) -> None:
    assert [f"{page}: {thing}" for page, parser in marks.items() for thing in parser.forbidden][:10] == []
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//(?!\w+\.example|git)""", text.replace('rel="canonical"', "")), path


def test_no_mark_of_a_language_or_date_gets_into_an_attribute_or_a_title(site: Path) -> None:
    inside = re.compile(r'="[^"<>]*<span|<(?:title|option)[^>]*>[^<]*<span|&lt;span')
    assert [str(path.relative_to(site)) for path in sorted(site.rglob("*.html")) if inside.search(path.read_text("utf-8"))] == []
    assert '<span lang="zh-CN">联系人-007</span>' in (site / "en/c/C003.html").read_text("utf-8")
    assert '<span class="nw">2026-10-12</span>' in (site / "c/C003.html").read_text("utf-8")


def test_no_page_is_big(site: Path) -> None:
    assert [f"{path.name}: {path.stat().st_size}" for path in site.rglob("*.html") if path.stat().st_size > 300_000] == []


def test_both_languages_have_the_same_pages(site: Path) -> None:
    english = {str(path.relative_to(site / "en")) for path in (site / "en").rglob("*.html")}
    chinese = {str(path.relative_to(site)) for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "en"}
    assert english == chinese
    assert len(chinese) >= 40


def test_both_languages_show_the_same_numbers(site: Path) -> None:
    values = re.compile(r'data-v="([^"]*)"')
    plain = re.compile(r"-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d|")
    compared = 0
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site)
        if name.parts[0] == "en":
            continue
        zh, en = ([v for v in values.findall(path.read_text("utf-8")) if plain.fullmatch(v)] for path in (page, site / "en" / name))
        assert zh == en, name
        compared += len(zh)
    assert compared > 500


def test_no_template_speaks_in_keys(site: Path) -> None:
    """A message key or Python value that reaches a page is a fault of ours."""
    leaks = []
    for path in site.rglob("*.html"):
        text = re.sub(r"<[^>]*>", " ", path.read_text("utf-8"))
        if "en" in path.relative_to(site).parts:
            text = re.sub(r"\bNone\b", "", text)  # an English word
        leaks.extend(f"{path.name}: {m[0]}" for m in re.finditer(r"\bNone\b|Decimal\(|Localised\(|\[\[[a-z.]+\]\]", text))
    assert leaks[:10] == []


TEMPLATE_ROWS = {"0": 38, "1": 25, "2": 46, "3": 26, "4": 29}
"""How many rows each of the five business templates has."""

MAP = [
    (cells[0], place)
    for line in (DEMO / "docs" / "templates.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d-\d\d \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
    for place in re.findall(r"`([^`]+)`", cells[3]) or ["nowhere"]
]


def test_every_row_of_the_templates_is_on_the_map() -> None:
    listed = {row for row, _ in MAP}
    assert listed == {f"{template}-{row:02d}" for template, rows in TEMPLATE_ROWS.items() for row in range(1, rows + 1)}
    cited = {row for score in SCORES for row in score.seed.split()}
    assert cited <= listed


@pytest.mark.parametrize("place", sorted({place for _, place in MAP}))
def test_every_place_on_the_map_exists(marks: dict[str, Marks], place: str) -> None:
    if ".html" in place:
        path, _, anchor = place.partition("#")
        for page in (path, f"en/{path}"):
            assert page in marks, page
            assert not anchor or anchor in marks[page].ids, (page, anchor)
    elif "=" in place:
        listing, value = place.split("=")
        assert value in VOCABULARY[listing]
    elif place.startswith("crmsite "):
        assert place.split()[1] in COMMANDS
    else:
        kind, field = place.split(".")
        model = model_of(kind)
        columns = getattr(model, "_fields", ())  # a table's row is a tuple
        assert field in (columns or {found.alias or name for name, found in model.model_fields.items()})
