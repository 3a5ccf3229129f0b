"""Text of new records, and keys put into old ones: what is written is what is read, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsite.commands.drafts import flow, mapping, scalar, with_key
from crmsite.parsing.nodes import decode, parse

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp")), min_size=1, max_size=40)


def read(text: str) -> object:
    decoded, faults = decode("x.yaml", text.encode())
    assert faults == ()
    parsed = parse("x.yaml", decoded)
    assert parsed.faults == ()
    return parsed.tree


@given(TEXTS)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    import unicodedata

    same = unicodedata.normalize("NFC", text)
    tree = read(f"k: {scalar(same)}\nl: {flow([same, 'x'])}\nm: {flow({'a': same})}\n")
    assert isinstance(tree, dict)
    assert tree["k"] == same
    assert tree["l"] == [same, "x"]
    assert tree["m"]["a"] == same  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("电话确认：下周复盘", "电话确认：下周复盘"),
        ("2024-07-31", "2024-07-31"),
        ("*总 来电", '"*总 来电"'),
        ("王: 芳", '"王: 芳"'),
        ("null", '"null"'),
        ("两行\n文字", '"两行\\n文字"'),
        ("80%", '"80%"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written


def test_keys_without_a_value_are_left_out() -> None:
    assert mapping([("a", "x"), ("b", ""), ("c", ()), ("d", {}), ("e", ["y"])]) == "a: x\ne: [y]\n"


FLOW = "next: {text: {zh: 带, en: x}, due: 2026-11-20}  # note\nkind: visit\n"
BLOCK = "- id: X\n  next:\n    text: 带\n    due: 2026-11-20  # note\n  kind: visit\n- id: Y\n"
LONG = "next:\n  text: |\n    一行\n    二行\nkind: visit\n"


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        (FLOW, ("next",), "next: {text: {zh: 带, en: x}, due: 2026-11-20, done: 2026-11-18}  # note"),
        (BLOCK, (0, "next"), "    done: 2026-11-18"),
        (LONG, ("next",), "  done: 2026-11-18"),
        ("a: {}\n", ("a",), "a: {done: 2026-11-18}"),
    ],
)
def test_a_key_is_added_and_every_other_line_stays(text: str, keys: tuple[str | int, ...], line: str) -> None:
    edited = with_key(text, keys, "done", "2026-11-18")
    assert line in edited.splitlines()
    assert [row for row in edited.splitlines() if row != line] == [row for row in text.splitlines() if not line.startswith(row.split("}")[0])]
    node = read(edited)
    for key in keys:
        node = node[key]  # type: ignore[index]
    assert node["done"] == "2026-11-18"  # type: ignore[index]


@pytest.mark.parametrize(("text", "keys"), [("next: {done: x}\n", ("next",)), ("next: text\n", ("next",)), ("a: {}\n", ("next",)), ("- a\n", (3,))])
def test_a_key_that_is_there_or_has_no_mapping_is_refused(text: str, keys: tuple[str | int, ...]) -> None:
    with pytest.raises(KeyError):
        with_key(text, keys, "done", "x")
