"""The benchmark's other site: it is the same site as ours, drawn from the customers' own records and from plain figures."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
Names = dict[str, Any]


def run(*command: str | Path) -> str:
    """Run a program to its end and return what it printed."""
    return subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True).stdout


class Sites(NamedTuple):
    """A repository with our site, and Hugo's input for the same, with front matter as YAML and as JSON."""

    own: Path
    hugo: Path
    hugo_json: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Our site of sixty customers, and Hugo's input."""
    home = tmp_path_factory.mktemp("peers")
    run(ROOT / "bench/generate.py", "60", home / "own")
    run("-m", "crmsite", "-C", home / "own", "build")
    run(ROOT / "bench/peers.py", home / "own", home / "hugo", "--json", home / "json")
    return Sites(home / "own", home / "hugo", home / "json")


def content(path: Path) -> tuple[Names, Names]:
    """Return front matter and figures of a content file."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("{"):
        front, end = json.JSONDecoder().raw_decode(text)
        return front, json.loads(text[end:])
    _, front, figures = text.split("---\n", 2)
    return yaml.load(front, Loader=yaml.BaseLoader), json.loads(figures)


class Layout:
    """A layout, drawn as Hugo draws it, with as much of its language as the layouts use."""

    def __init__(self, path: Path, customers: Names) -> None:
        self._customers = customers
        self._pieces = re.split(r"\{\{-? (.*?) -?\}\}", path.read_text("utf-8"))

    def page(self, front: Names, figures: Names) -> str:
        """Return the page of some content."""
        drawn: list[str] = []
        self._draw(0, {"$v": figures, "$p": front, "$all": self._customers}, drawn)
        return "".join(drawn).lstrip()

    def _draw(self, at: int, names: Names, drawn: list[str] | None) -> int:
        """Draw from a piece of text up to the end of its block, or pass it by; return where that end stands."""
        while True:
            if drawn is not None:
                drawn.append(self._pieces[at])
            if at + 1 == len(self._pieces):
                return at
            said = self._pieces[at + 1]
            if said == "end" or said.startswith("else"):
                return at + 1
            if said.startswith(("if ", "range ")):
                at = self._block(at + 1, names, drawn)
            elif re.match(r"\$\w+ :?= ", said):
                name, _, source = said.split(" ", 2)
                if drawn is not None and source.startswith("index "):
                    names[name] = self._value(source, names)
            elif drawn is not None:
                found = self._value(said, names)
                drawn.append("" if found is None else html.escape(str(found)))
            at += 2 if not said.startswith(("if ", "range ")) else 1

    def _block(self, at: int, names: Names, drawn: list[str] | None) -> int:
        """Draw what begins with a condition or a loop; return where its end stands."""
        done = False
        while self._pieces[at] != "end":
            said = self._pieces[at].removeprefix("else ")
            asked = said.partition(" ")[2].rpartition(":= ")[2]
            found = drawn is not None and (said == "else" or self._value(asked, names))
            if said.startswith("range ") and found and drawn is not None:
                name = said.split()[1]
                for thing in found:
                    end = self._draw(at + 1, {**names, ".": thing, name: thing}, drawn)
                done = True
            else:
                end = self._draw(at + 1, names, drawn if found and not done else None)
                done = done or bool(found)
            at = end
        return at

    def _value(self, said: str, names: Names) -> Any:
        if said.startswith("index "):
            several, place = said.removeprefix("index ").split(" ", 1)
            return self._value(several, names)[self._value(place.removeprefix("(int ").removesuffix(")"), names)]
        first, *fields = said.split(".")
        found = names[first or "."]
        for field in filter(None, fields):
            found = found.get(field) if isinstance(found, dict) else None
        return found


def draw_all(site: Path, folder: Path) -> None:
    """Draw every page of Hugo's site into a folder."""
    customers = {path.stem: content(path)[0] for path in (site / "content/c").iterdir()}
    for path in (site / "content").rglob("*.md"):
        front, figures = content(path)
        if front.get("outputs", ["html"])[0] == "html":
            name = front.get("url", f"/{path.relative_to(site / 'content').with_suffix('.html')}")
            (folder / name[1:]).parent.mkdir(parents=True, exist_ok=True)
            (folder / name[1:]).write_text(Layout(site / f"layouts/{front['layout']}.html", customers).page(front, figures), "utf-8")


def test_the_front_matter_is_the_records_as_people_wrote_them(sites: Sites) -> None:
    for path in sorted((sites.own / "records/customers").rglob("*.yaml")):
        customer = path.relative_to(sites.own / "records/customers").parts[0]
        written = (sites.hugo / f"content/c/{customer}.md").read_text(encoding="utf-8")
        front = re.sub(r"^ +", "", written, flags=re.MULTILINE)
        assert re.sub(r"^ +", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE).strip() in front


def test_front_matter_as_json_is_the_same(sites: Sites) -> None:
    for path in sorted((sites.hugo / "content").rglob("*.md")):
        front, figures = content(path)
        other, same = content(sites.hugo_json / path.relative_to(sites.hugo))
        assert same == figures
        numbers = re.compile(r"(?<=: )(-?\d+(?:\.\d+)?)(?=[,}\]])")
        assert json.dumps(front, ensure_ascii=False) == numbers.sub(r'"\1"', json.dumps(other, ensure_ascii=False))


def test_figures_are_plain_text_and_no_drawn_page(sites: Sites) -> None:
    for path in (sites.hugo / "content").rglob("*.md"):
        assert not re.search(r"</?(?:span|td|tr|a|p|li|b|div|svg)\b", json.dumps(content(path)[1])), path


def test_hugo_is_given_what_draws_the_same_site(sites: Sites, tmp_path: Path) -> None:
    draw_all(sites.hugo, tmp_path)
    lines = run(ROOT / "bench/likeness.py", sites.own / "site", tmp_path).splitlines()[2:]
    rows = {cells[1]: cells[2:] for line in lines if (cells := [cell.strip() for cell in line.split("|")])}
    for kind in ("c/*.html", "needs/*.html", "owners/*.html", "single pages, *.html"):
        ours, theirs, _, _, size, words, _ = rows[kind]
        assert ours == theirs
        assert float(words.rstrip("%")) > 99
        assert 95 < float(size.rstrip("%")) < 101


def test_words_of_a_record_come_from_the_record(sites: Sites, tmp_path: Path) -> None:
    edited = tmp_path / "edited"
    shutil.copytree(sites.hugo, edited)
    path = sorted((edited / "content/c").iterdir())[7]
    path.write_text(re.sub(r"(?<= )text: \S+", "text: 换了一句话", path.read_text("utf-8")), "utf-8")
    draw_all(edited, tmp_path / "drawn")
    told = [page for page in (tmp_path / "drawn").rglob("*.html") if "换了一句话" in page.read_text("utf-8")]
    pages = {page.relative_to(tmp_path / "drawn").as_posix() for page in told}
    assert {f"c/{path.stem}.html", "execution.html"} <= pages
    assert any(page.startswith("needs/") for page in pages)


def test_a_page_that_lacks_words_is_less_alike(sites: Sites, tmp_path: Path) -> None:
    for path in (sites.own / "site/c").glob("*.html"):
        (tmp_path / "c").mkdir(exist_ok=True)
        (tmp_path / "c" / path.name).write_text(path.read_text(encoding="utf-8").partition('id="rfm"')[0], "utf-8")
    row = run(ROOT / "bench/likeness.py", sites.own / "site", tmp_path).splitlines()[2]
    assert float(row.split("|")[-2].strip(" %")) < 70
