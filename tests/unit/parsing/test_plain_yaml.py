"""What is read as plain is read as libyaml reads it; whatever else there is in YAML is left to libyaml."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmsite.parsing import nodes
from crmsite.parsing.plain_yaml import ODD, PlainYaml

ROOT = Path(__file__).parents[3]
WRITTEN = sorted(
    path
    for folder in ("records", "tests/fixtures", "crmsite/defaults")
    for path in (ROOT / folder).rglob("*.yaml")
)
PIECES = (
    ": ", ":\n", "- ", "\n", "\n  ", "\n    ", "  ", " ", "#", " # ", '"', "'", "{", "}", "[", "]", ", ", ",", "&a", "*a", "!t", "|", ">",
    "? ", "?", "%", "@", "`", "~", "null", "-", "--", "---\n", "...\n", "\t", "\r", "\u3000", "\x85", "\u2028", "a", "中", "key", "0", ":",
    '"a"', "a: b", "- a", "- a: b", "{a: b}", "[a, b]", "{}", "[]", "\\", "<<: x", "=", "\xa0", "\ufeff", " : ", '"a: b"', "# c\n", "😀",
)  # fmt: skip


def differs(text: str, plain: PlainYaml) -> bool:
    """Whether a text is accepted as plain although libyaml refuses it, or reads another tree or other lines."""
    tree = plain.tree(text)
    return tree is not None and repr(tree) != repr(nodes.parse_all("a.yaml", text).tree)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: x y\n", "a:\n- x\n- y\nb: 1\n", "a:\n  - x: 1\n    y: 2\n  - x: 3\n", "- id: N-1\n  text: 要\n- id: N-2\n", "a: {b: 1, c: 2}",
        'a: "x: y, [z]"\n', "a: [x, y]\n", "a: [{b: 1}, {b: 2}]\n", "a: {b: {c: 1}, d: [e]}\n", "a:\n  b:\n    c: 1\n  d:\n", "# c\na: 1 # d\n\n",
        "a: http://x/y#z\nb: 10:30\n", "a: -5\n", "a: []\nb: {}\n", "a:   1\n", "a: 1   \n",
        "a: {b: [c, d], e: {f: 1, g: 2}}\n", 'a: [[b, c], {d: 1}, "e, f"]\n', "a:\n- b:\n  - c: 1\n- b: 2\nd: 3\n",
    ],
)  # fmt: skip
def test_plain_text_is_read_with_the_line_of_every_key(text: str) -> None:
    tree = PlainYaml().tree(text)
    assert tree is not None
    assert repr(tree) == repr(nodes.parse_all("a.yaml", text).tree)


@pytest.mark.parametrize(
    "text",
    [
        "", "# only\n", "a: &x 1\n", "a: *x\n", "a: !t 1\n", "a: |\n  x\n", "a: >\n  x\n", "a: 'x'\n", 'a: "\\n"\n', "a: x\n  y\n", "a:\n  x\n",
        "a:\tx\n", "a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: b: c\n", "a: b:\n", "? a\n: b\n", "---\na: 1\n", "a: 1\n...\n", "a: [{b: 1, b: 2}]\n", "a: {c: {b: 1, b: 2}}\n", "%YAML 1.2\n---\na: 1\n",
        "<<: {a: 1}\n", "a: ~\n", "a: null\n", "a: [null]\n", "- - x\n", "-\n", "- x\n  y: 1\n", "a: 1\n  b: 2\n", "  a: 1\n", " - a\n", "a: [x\n", "a: {x: 1\n",
        "a: [x]]\n", "a: [x,]\n", "a: [x: y]\n", "a: {x}\n", "a: {x:1}\n", "a: [*x]\n", "a: @x\n", "a: `x\n", "a: %x\n", "a\n", '"a": 1\n', "a: 1\r\n",
        "a: x\u2028b: 1\n", "a: x\x85b: 1\n", "\ufeffa: 1\n", "a: \x07\n", "a: 'x # y'\n", "a: - x\n",
    ],
)  # fmt: skip
def test_at_the_slightest_doubt_there_is_no_answer(text: str) -> None:
    assert PlainYaml().tree(text) is None


def test_every_record_that_is_kept_here_is_read_alike_and_nearly_all_are_plain() -> None:
    plain = PlainYaml()
    texts = [text for path in WRITTEN for text, faults in [nodes.decode(path.name, path.read_bytes())] if not faults]
    assert not [text for text in texts if differs(text, plain)]
    assert sum(plain.tree(text) is not None for text in texts) > 0.95 * len(texts)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("- : x\n")
@example("- a: b\n-: y\n")
@example("a: b\na\n\nc: d\n")
@example("a:\n  zh: x\n  e #n: y\n")
def test_no_text_is_read_otherwise_than_by_libyaml(text: str) -> None:
    assert not differs(text, PlainYaml())


@settings(max_examples=300)
@given(st.integers(0, 10**9))
def test_no_damaged_record_is_read_otherwise_than_by_libyaml(seed: int) -> None:
    draw = random.Random(seed)
    lines = draw.choice(WRITTEN).read_text("utf-8").split("\n")
    start = draw.randrange(len(lines))
    lines = lines[start : start + 12]
    plain = PlainYaml()
    for _ in range(4):
        at = draw.randrange(len(lines))
        line = lines[at]
        cut = draw.randrange(len(line) + 1)
        lines[at] = draw.choice([
            line[:cut] + draw.choice(PIECES) + line[cut:], line[:cut] + line[cut + 1 :], " " * draw.randrange(6) + line.lstrip(" "), lines[0],
        ])  # fmt: skip
        assert not differs("\n".join(lines), plain)


def test_deep_and_long_texts_are_left_to_libyaml_which_knows_the_limits() -> None:
    plain = PlainYaml()
    deep = "".join(f"{' ' * at}a:\n" for at in range(13)) + " " * 13 + "b: 1\n"
    assert plain.tree(deep) is None
    assert plain.tree("a: " + "[" * 20 + "x" + "]" * 20 + "\n") is None
    assert plain.tree("a: " + "x" * (nodes.MAX_SCALAR + 1) + "\n") is None
    assert plain.tree("- x\n" * (nodes.MAX_ITEMS + 1)) is None


@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
@example("a\u200bb".encode())
@example("\u202eab".encode())
@example("e\u0301".encode())
@example(b"a\r\n")
@example(b"\xef\xbb\xbfa")
def test_calm_text_is_what_decoding_gives_without_a_fault(data: bytes) -> None:
    text = nodes.calm_text(data)
    if text is not None:
        assert nodes.decode("a.yaml", data) == (text, ())
        assert not ODD.search(text)


def test_no_odd_character_is_calm() -> None:
    odd = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and ODD.search(chr(code))]
    assert [character for character in odd if nodes.calm_text(f"a{character}b".encode()) is not None] == []
    bad = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and nodes.decode("a", chr(code).encode())[1]]
    assert set(bad) - {"\ufeff"} <= set(odd)
