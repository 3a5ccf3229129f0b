"""The table of rules: every fault says what is wrong and what to write instead, in Chinese and in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from crmsite.catalogue import KINDS
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.parsing import nodes
from crmsite.rules import AREAS, RULES
from crmsite.rules.arguments import spoken
from crmsite.rules.pages import part
from crmsite.rules.reading import READING
from crmsite.scores import SCORE

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "rules"
EVERY = sorted(RULES)
HAN = re.compile(r"[\u3400-\u9fff]")


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def templates(rule: str) -> list[str]:
    return [text for wording in (RULES[rule].zh, RULES[rule].en) for text in (wording.message, wording.help, wording.fallback)]


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_id_is_used_once():
    assert sum(len(area) for area in AREAS) == len(RULES)


@pytest.mark.parametrize("rule", EVERY)
def test_an_id_is_a_few_small_words(rule):
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule)
    assert RULES[rule].id == rule


@pytest.mark.parametrize("rule", EVERY)
def test_an_english_message_stands_alone(rule):
    message = RULES[rule].en.message
    assert not message.endswith("."), "no full stop: it stands in a list"
    assert message[0].islower() or message[0] in "`{", "it starts small"
    assert "illegal" not in message.lower(), "nobody broke a law"
    assert not HAN.search(re.sub(r"`[^`]*`|\{[^}]*\}", "", message)), "Chinese only inside code"


@pytest.mark.parametrize("rule", EVERY)
def test_a_chinese_message_is_punctuated_as_chinese(rule):
    for text in (RULES[rule].zh.message, RULES[rule].zh.help):
        assert HAN.search(text)
        assert not text.endswith(("。", ".")), "no full stop: it stands in a list"
        assert not re.search(r"[\u3400-\u9fff][,;?!][\u3400-\u9fff]", text), "full-width punctuation between Han characters"
        assert text.count("“") == text.count("”")


@pytest.mark.parametrize("rule", EVERY)
def test_every_fault_says_what_to_do(rule):
    for wording in (RULES[rule].zh, RULES[rule].en):
        assert wording.title and wording.message and wording.help


@pytest.mark.parametrize("rule", EVERY)
def test_both_languages_speak_of_the_same_things(rule):
    zh, en = RULES[rule].zh, RULES[rule].en
    assert names(zh.message) == names(en.message)
    assert names(zh.help) | names(zh.fallback) == names(en.help) | names(en.fallback)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", EVERY)
def test_message_and_help_are_made_of_the_arguments(rule, lang):
    told = {name: f"«{name}»" for text in templates(rule) for name in names(text)}
    found = Diagnostic(rule, Span("a.yaml", 1), tuple(told.items()))
    wording = RULES[rule].zh if lang == "zh" else RULES[rule].en
    assert all(told[name] in found.message(lang) for name in names(wording.message))
    assert all(told[name] in found.help(lang) for name in names(wording.help))


@pytest.mark.parametrize("rule", EVERY)
def test_help_does_without_a_guess(rule):
    """Where an argument is empty, what is printed has no hole in it: the fallback needs only what is always there."""
    if "guess" in {name for text in templates(rule) for name in names(text)}:
        for wording in (RULES[rule].zh, RULES[rule].en):
            assert wording.fallback
            assert "guess" not in names(wording.fallback)


# ── the callers ─────────────────────────────────────────────────────────────────────────────────────────────────
def raised() -> list[tuple[str, str, set[str] | None]]:
    """Every place that reports a fault by a literal id: where, which rule, and its arguments (``None``: not to be read off)."""
    places = []
    for path in sorted((ROOT / "crmsite").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Tuple) and len(call.elts) == 3 and isinstance(call.elts[2], ast.Dict):
                told = [key.value for key in call.elts[2].keys if isinstance(key, ast.Constant)]
                places.append((f"{path.relative_to(ROOT)}:{call.lineno}", ast.literal_eval(call.elts[1]), set(map(str, told))))
            if not (isinstance(call, ast.Call) and isinstance(call.func, (ast.Name, ast.Attribute))):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
            position = {"fault": 0, "refuse": 0, "fault_from": 0, "at": 1, "at_row": 1, "_finding": 0, "Wrong": 0}.get(name)
            if position is None or len(call.args) <= position or not isinstance(call.args[position], ast.Constant):
                continue
            given: set[str] | None = {"text"} if name == "_finding" else set()
            if name == "Wrong":  # its arguments are a mapping beside the rule
                told = call.args[1]
                given = {str(key.value) for key in told.keys if isinstance(key, ast.Constant)} if isinstance(told, ast.Dict) else None
            for keyword in call.keywords:
                if keyword.arg is not None:
                    given = given if given is None else given | {keyword.arg}
                elif isinstance(keyword.value, ast.Dict) and given is not None:
                    given |= {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
                else:
                    given = None
            places.append((f"{path.relative_to(ROOT)}:{call.lineno}", call.args[position].value, given))
    return places


def test_whoever_reports_a_fault_names_a_rule_and_gives_its_arguments():
    places = raised()
    assert len(places) > 50, "the search finds the callers"
    for where, rule, given in places:
        assert rule in RULES, where
        if given is not None:
            wording = RULES[rule]
            needed = names(wording.en.message) | names(wording.en.fallback if wording.en.fallback else wording.en.help)
            assert needed <= given, f"{where} does not give {needed - given} to {rule}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_given_where_a_fault_is_reported_fills_its_words(lang):
    for where, rule, given in raised():
        if given is not None:
            found = Diagnostic(rule, Span("a.yaml", 1), tuple((name, f"«{name}»") for name in sorted(given)))
            assert "–" not in found.message(lang), where
            assert "–" not in found.help(lang), where


def test_every_rule_is_reported_somewhere():
    looked_up = {"identity-card", "bank-card"}  # personal data that is found by a table of patterns
    assert set(RULES) - {rule for _, rule, _ in raised()} - looked_up == set(SCORE) & set(RULES)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", EVERY)
def test_a_fault_is_told_even_where_an_argument_is_missing(rule, lang):
    found = Diagnostic(rule, Span("a.yaml", 1))
    wording = RULES[rule].zh if lang == "zh" else RULES[rule].en
    assert found.message(lang).count("–") >= len(names(wording.message))
    spare = wording.fallback if names(wording.help) else wording.help
    assert found.help(lang) == spare.format_map(dict.fromkeys(names(spare), "–"))


# ── arguments in words ──────────────────────────────────────────────────────────────────────────────────────────
def test_kinds_are_called_as_in_the_catalogue():
    for kind in KINDS:
        assert spoken((("kind", kind.id),), "zh")["kind"] == kind.zh
        said = spoken((("kind", kind.id),), "en")["kind"].casefold()
        assert said == kind.en.casefold() or kind.id in ("site", "goals")


def test_a_kind_given_by_its_chinese_name_is_said_in_english_too():
    assert fault("missing-key", Span("a.yaml", 1), key="owner", kind="需求").message("en") == "`owner` is missing from this need"


def test_a_shape_is_said_with_its_article():
    assert fault("not-text", Span("a.yaml", 1), found="list").message("en") == "a single value is due here; this is a list"
    assert fault("not-text", Span("a.yaml", 1), found="dict").message("zh") == "这里应是一个值，实际是一组键值"


def test_what_the_yaml_reader_says_is_put_in_words():
    found = fault("yaml-syntax", Span("a.yaml", 1), problem="did not find expected key")
    assert "缩进不一致" in found.message("zh")
    assert "the indent does not match" in found.message("en")


def test_lists_are_separated_as_the_language_does():
    found = fault("unknown-key", Span("a.yaml", 1), key="x", guess="", known="id、name")
    assert found.help("zh") == "这里可以写：id、name"
    assert found.help("en") == "the keys that may stand here are: id, name"


def test_a_first_place_is_a_line_or_a_file():
    assert fault("duplicate-key", Span("a.yaml", 9), key="id", first=3).message("en") == "`id` is written twice, first on line 3"
    assert "customers/C001/a.yaml:3" in fault("duplicate-id", Span("b.yaml", 1), id="N-1", first="customers/C001/a.yaml:3").message("zh")


def test_an_endless_argument_is_cut():
    found = fault("not-a-date", Span("a.yaml", 1), text="长" * 5000)
    assert len(found.message("zh")) < 150
    assert "…" in found.message("zh")


# ── the explanation pages ───────────────────────────────────────────────────────────────────────────────────────
def test_every_rule_has_a_page_and_every_page_a_rule():
    assert {path.stem for path in PAGES.glob("*.md")} == set(RULES)


def examples(rule: str, lang: str) -> list[tuple[str, str]]:
    text = part((PAGES / f"{rule}.md").read_text(encoding="utf-8"), lang)
    return re.findall(r"```(\w+)\n(.*?)\n```", text, re.DOTALL)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", EVERY)
def test_a_page_explains_in_both_languages_with_a_wrong_and_a_right_example(rule, lang):
    text = part((PAGES / f"{rule}.md").read_text(encoding="utf-8"), lang)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert len([paragraph for paragraph in prose.split("\n\n") if len(paragraph) > 12]) >= 2, "what it is, and why it matters"
    assert bool(HAN.search(re.sub(r"`[^`]*`|“[^”]*”", "", prose))) == (lang == "zh")
    wrong, right = examples(rule, lang)
    assert wrong != right


@pytest.mark.parametrize("rule", EVERY)
def test_the_right_example_can_be_read(rule):
    for language, text in examples(rule, "zh")[1:]:
        if language == "yaml":
            assert nodes.parse("example.yaml", text + "\n").faults == ()


# Files that are too large for a page, or faults of bytes that a page cannot show.
SHORTENED = {"not-utf-8", "control-character", "text-too-long", "too-many-items"}


@pytest.mark.parametrize("rule", sorted({rule.id for rule in READING} - SHORTENED))
def test_the_wrong_example_of_a_reading_rule_is_refused_by_that_rule(rule):
    language, text = examples(rule, "zh")[0]
    if language == "yaml" and rule != "unreadable-file":
        assert [found.rule for found in nodes.parse("example.yaml", text + "\n").faults] == [rule]


def test_an_unknown_heading_has_no_part():
    assert part("# x\n\ntext\n", "zh") == ""
