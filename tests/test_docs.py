"""The manual and the program say the same: nothing is undocumented in either language, nothing documented is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from documented import (
    CLASS_WORDS,
    DOCS,
    REQUIRED_WORDS,
    ROOT,
    Key,
    anchors,
    expanded,
    fences,
    keys_of,
    part,
    prose,
    rows,
)
from repositories import SITE, Repository, customer

from crmsite import policy
from crmsite.catalogue import KINDS
from crmsite.cli import COMMANDS, main
from crmsite.grammar.tables import COLUMNS
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.kinds.kind import Kind
from crmsite.kinds.policies import WarningsPolicy
from crmsite.reading.reader import model_of, read_file
from crmsite.rendering import theme
from crmsite.rules import RULES
from crmsite.scores import SCORES

LANGUAGES = ("zh", "en")


def names_in(folder: str) -> set[str]:
    return {path.stem for path in (DOCS / folder).glob("*.md") if path.stem != "README"}


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────────────────────
def keys(kind: Kind) -> dict[str, Key]:
    if kind.shape == "record":
        return {key.path: key for key in keys_of(model_of(kind.id), kind.audience)}
    columns = COLUMNS[kind.id]
    names = ("customer", *columns.required, *columns.optional)
    listings = {name: (listing,) for name, listing in columns.listed}
    return {name: Key(name, name == "customer" or name in columns.required, kind.audience, listings.get(name, ()), ()) for name in names}


def required(key: Key) -> str:
    """What the page has to say: an id and a customer that must be there are given by the path."""
    return "no" if not key.required else "path" if key.path in ("id", "customer") else "yes"


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    assert names_in("kinds") == {kind.id for kind in KINDS}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_page_of_a_kind_names_every_key_with_who_must_write_and_who_may_see_it(kind: Kind, lang: str) -> None:
    said = {path: row for row in rows(part(DOCS / "kinds" / f"{kind.id}.md", lang)) for path in expanded(row[0].strip("`"))}
    real = keys(kind)
    assert said.keys() == real.keys()
    for path, (_, type_, needed, seen_by, meaning) in said.items():
        key = real[path]
        assert REQUIRED_WORDS[needed] == required(key), path
        assert CLASS_WORDS.get(seen_by, seen_by) == key.audience, path
        assert meaning, path
        assert set(re.findall(r"README\.md#(\w+)", type_)) == set(key.listings), path
        assert not key.words or re.findall(r"`([^`]+)`", type_) == list(key.words), path
        if "taxonomy" in (kinds := {name.partition(":")[0] for name in key.refers}):
            assert "taxonomy.md" in type_, path
        known = {one.id for one in KINDS} & kinds
        assert {f"{name}.md" for name in known} <= set(re.findall(r"\((\w+\.md)\)", type_)), path


def examples(kind: Kind, lang: str) -> Iterator[tuple[str, str]]:
    for _, block in fences(part(DOCS / "kinds" / f"{kind.id}.md", lang)):
        head, _, content = block.partition("\n")
        assert head.startswith("# "), f"the example of {kind.id} does not say in which file it lies"
        yield head[2:], content if kind.shape == "table" else block


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_example_of_a_kind_is_a_record_of_it(kind: Kind, lang: str) -> None:
    found = list(examples(kind, lang))
    assert found
    for path, text in found:
        read = read_file(path, text.encode())
        assert [fault.message("en") for fault in read.faults] == []
        assert {entry.kind for entry in read.entries} | ({read.table} - {""}) == {kind.id}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_examples_together_are_one_repository_without_an_error(tmp_path: Path, lang: str) -> None:
    repository = Repository(tmp_path)
    for kind in KINDS:
        for path, text in examples(kind, lang):
            assert not (repository.records / path).exists(), path
            repository.write(path, text)
    repository.write("people/E-lin.yaml", "masked_name: 林*\nrole: account_manager\nteam: sales\nactive: {from: 2022-01-01}\n")
    faults = repository.check(as_of=date(2026, 11, 18)).faults
    assert [f"{f.span.path}:{f.span.line} {f.message('en')}" for f in faults if f.severity == "error"] == []


def test_the_index_of_kinds_lists_their_names_and_every_listed_value() -> None:
    page = DOCS / "kinds" / "README.md"
    for lang in LANGUAGES:
        text = part(page, lang)
        for kind in KINDS:
            line = next((line for line in text.splitlines() if line.startswith(f"| [{kind.id}](")), "")
            assert (kind.zh if lang == "zh" else kind.en) in line, kind.id
            assert all(f"`{name}`" in line for name in kind.names), kind.id
    lists = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", page.read_text("utf-8").split("\n## 列表里的值")[1], flags=re.MULTILINE | re.DOTALL))
    said = {name: [tuple(row) for row in rows(text)] for name, text in lists.items()}
    assert said == {name: [(f"`{word.id}`", word.zh, word.en) for word in words.values()] for name, words in VOCABULARY.items()}


# ── rules, scores, alerts ───────────────────────────────────────────────────────────────────────────────────────
def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert names_in("rules") == set(RULES)


def test_every_score_has_its_page_and_every_page_its_score() -> None:
    assert names_in("scores") == {score.id for score in SCORES}


@pytest.mark.parametrize("folder", ["rules", "scores"])
def test_rules_and_scores_are_explained_in_both_languages(folder: str) -> None:
    short = [
        f"{folder}/{name} {lang}" for name in sorted(names_in(folder)) for lang in LANGUAGES
        if len(prose(part(DOCS / folder / f"{name}.md", lang)).strip()) < 30
    ]
    assert short == []


def test_every_alert_of_the_packaged_policy_is_a_rule_and_a_score() -> None:
    data = (Path(policy.__file__).parent / "defaults" / "policy" / "warnings-v1.yaml").read_bytes()
    (made,) = read_file("policy/warnings-v1.yaml", data).made
    assert isinstance(made.record, WarningsPolicy)
    alerts = {rule.id for rule in made.record.rules}
    assert alerts
    assert alerts <= names_in("rules")
    assert alerts <= names_in("scores")


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────
def command(name: str) -> click.Command:
    found: click.Command = import_module(f"crmsite.commands.{COMMANDS[name][0]}").command
    return found


def options(of: click.Command) -> set[str]:
    """The long options of a command (and short ones without a long form), those of its subcommands among them."""
    found = set()
    for parameter in of.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            names = [*parameter.opts, *parameter.secondary_opts]
            found |= {name for name in names if name.startswith("--")} or set(names)
    if isinstance(of, click.Group):
        for inner in of.commands.values():
            found |= options(inner)
    return found


COMMON = options(main) | {"--help", "-h", "-V"}
"""The options of crmsite itself: every page may mention them."""


def mentioned(text: str) -> set[str]:
    """The long options in code: in backticks and in blocks."""
    code = [*re.findall(r"`([^`\n]+)`", text), *(block for _, block in fences(text))]
    return {name for piece in code for name in re.findall(r"(?<![\w-])--[a-z][a-z-]*", piece)}


def test_every_command_has_its_page_and_every_page_its_command() -> None:
    assert names_in("commands") == set(COMMANDS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_a_command_names_its_options_and_no_others(name: str, lang: str) -> None:
    text = part(DOCS / "commands" / f"{name}.md", lang)
    own = options(command(name))
    assert {option for option in own if f"{option}`" not in text and f"`{option}" not in text and f"{option}=" not in text} == set()
    assert {option for option in mentioned(text) if option.startswith("--")} - own - COMMON == set()
    assert f"crmsite {name}" in text or re.search(rf"crmsite .*\b{name}\b", text)


def test_every_command_says_what_it_does_and_shows_an_example() -> None:
    silent = [name for name in COMMANDS if not command(name).help or "crmsite" not in f"{command(name).help}{command(name).epilog}"]
    assert silent == []


def test_no_page_names_a_command_that_is_not_there() -> None:
    wrong = []
    for page in pages():
        for found in re.finditer(r"(?:^|`|\$ )crmsite((?: +(?:-C +\S+|--lang +\S+|--color +\S+))*) +([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE):
            if found[2] not in COMMANDS:
                wrong.append(f"{page.relative_to(ROOT)}: {found[0]}")
    assert wrong == []


# ── links, rooms ────────────────────────────────────────────────────────────────────────────────────────────────
def pages() -> list[Path]:
    """Every Markdown page of the project."""
    folders = ("docs", "themes", "crmsite", "tests")
    return sorted([*ROOT.glob("*.md"), *(ROOT / "bench").glob("*.md"), *(page for folder in folders for page in (ROOT / folder).rglob("*.md"))])


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    broken = []
    for page in pages():
        for link in re.findall(r"\]\(([^)\s]+)\)", prose(page.read_text("utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, fragment = link.partition("#")
            target = (page.parent / unquote(path)).resolve() if path else page
            if not target.exists() or (fragment and target.suffix == ".md" and unquote(fragment).lower() not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_the_plan_of_the_house_names_every_room_and_no_other() -> None:
    table = re.split(r"^## ", (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("\n## Rooms\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
    said = [name.strip("/") for row in rows(table) for name in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(name for name in set(said) if said.count(name) > 1) == []
    package = ROOT / "crmsite"
    rooms = {path.stem for path in package.glob("*.py")} - {"__init__", "__main__"}
    rooms |= {path.name for path in package.iterdir() if path.is_dir() and path.name not in ("__pycache__", "themes", "docs")}
    inside = {name for name in said if not (ROOT / name).is_dir() or name in rooms}
    assert sorted(rooms - inside) == [], "rooms that the plan does not name"
    assert sorted(inside - rooms) == [], "rooms that are not there"


def test_the_index_of_the_manual_leads_to_every_page() -> None:
    text = (DOCS / "README.md").read_text("utf-8")
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)}
    linked |= {
        (page.parent / link.partition("#")[0]).resolve() for page in list(linked) if page.suffix == ".md" and page.parent != DOCS
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")) if not re.match(r"[a-z]+:", link)
    }
    assert sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page.resolve() not in linked and page != DOCS / "README.md") == []


# ── themes ──────────────────────────────────────────────────────────────────────────────────────────────────────
THEMES = DOCS / "themes.md"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_themes_names_every_key_and_colour(lang: str) -> None:
    text = part(THEMES, lang)
    keys_table, colours = text.split("### 颜色" if lang == "zh" else "### Colours")
    assert {row[0].strip("`") for row in rows(keys_table)} == set(theme._KEYS)
    said = {name for row in rows(colours) for name in re.findall(r"`([^`]+)`", row[0])}
    tokens = (ROOT / "themes" / "default" / "assets" / "tokens.css").read_text("utf-8")
    assert said == {name for name, value in re.findall(r"--([a-zA-Z0-9-]+):([^;]+);", tokens) if value.startswith("#")}
    for face in re.findall(r"--([a-z]+):", text):
        assert f"--{face}:" in tokens


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_of_a_theme_builds_a_site_with_its_colours(tmp_path: Path, lang: str) -> None:
    repository = acme(tmp_path, lang)
    template = next(block for language, block in fences(part(THEMES, lang)) if language == "html")
    (repository.root / "themes" / "acme" / "templates" / "profile.html").write_text(template, "utf-8")
    assert repository.build().published
    assert "--link:#0b5d4b;" in (styles := repository.page("assets/site.css"))
    assert "--link:#6fd3bb;" in styles
    title = "客户档案" if lang == "zh" else "Customer records"
    assert f"<title>第1制造有限公司 · {title}</title>" in repository.page("c/C001.html")
    assert '<p class="lede">第1制造有限公司</p>' in repository.page("c/C001.html")


@pytest.mark.parametrize(
    "template",
    [
        "{{ say.__func__ }}",
        "{{ [say]|join(attribute='__func__.__globals__') }}",
        "{{ [say]|sum(attribute='__func__.__globals__.__name__', start=[]) }}",
        "{{ v.head['__class__'] }}",
        "{{ '{0.__class__}'.format(v) }}",
        "{{ v|attr('__class__') }}",
        "{% include '/etc/passwd' %}",
        "{{ v.head.misspelt }}",
    ],
)
def test_a_template_sees_no_more_than_the_page_of_themes_says(tmp_path: Path, template: str) -> None:
    repository = acme(tmp_path, "en")
    text = f'{{% extends "default/profile.html" %}}{{% block lede %}}{template}{{% endblock %}}'
    (repository.root / "themes" / "acme" / "templates" / "profile.html").write_text(text, "utf-8")
    with pytest.raises(theme.ThemeError, match=r"themes/acme/templates/profile\.html:1"):
        repository.build()
    assert not repository.site.exists()


def acme(folder: Path, lang: str) -> Repository:
    """A repository that uses the theme of the page."""
    repository = Repository(folder, SITE, customer(1))
    repository.edit("site.yaml", "languages:", "theme: acme\nlanguages:")
    (repository.root / "themes" / "acme" / "templates").mkdir(parents=True)
    settings = next(block for language, block in fences(part(THEMES, lang)) if language == "yaml")
    (repository.root / "themes" / "acme" / "theme.yaml").write_text(settings, "utf-8")
    return repository
