"""Records written by a command: the text of new ones, small changes to old ones. Pure; nothing is read or written here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import yaml

from crmsite.parsing.nodes import LINES, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crmsite.parsing.nodes import KeyPath, Node

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""A text, a list or a mapping of values, as a record holds them."""

_PLAIN = re.compile(r"[0-9A-Za-z\u3400-\u9fff《“（](?:[^\x00-\x1f:#,\[\]{}&*!|>'\"%@`\\]|(?<=[0-9]):(?=[0-9])|(?<=[^ ])#)*")
_LIKE_NOTHING = frozenset(["null", "~", ""])


def scalar(text: str) -> str:
    """Return a text as YAML: as it is where it cannot be misread, else in double quotes."""
    if text not in _LIKE_NOTHING and _PLAIN.fullmatch(text) and text == text.strip() and text.isprintable():
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Value) -> str:
    """Return a value on one line: a text, a list, or a mapping in braces."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    return f"[{', '.join(flow(item) for item in value)}]"


class UnreadableError(ValueError):
    """A value in brackets or braces that does not close, or cannot be read."""


def read_value(text: str) -> Value:
    """Return a value as it would be read from a file: a list in brackets, a mapping in braces, all else as the text it is.

    Raises ``UnreadableError`` where brackets or braces hold no such thing.
    """
    if not text.startswith(("[", "{")):
        return text
    parsed = parse("", f"value: {text}\n")
    if not isinstance(parsed.tree, dict) or parsed.faults:
        raise UnreadableError(text)
    return _bare(parsed.tree["value"])


def _bare(node: Node | int) -> Value:
    """Return a tree without the lines that it carries; what is empty is an empty text."""
    if isinstance(node, dict):
        return {key: _bare(part) for key, part in node.items() if key != LINES}
    if isinstance(node, list):
        return [_bare(part) for part in node]
    return str(node or "")


def mapping(pairs: Sequence[tuple[str, Value | None]]) -> str:
    """Return a record in block style, keys in the given order; a key without a value is left out."""
    return "".join(f"{key}: {flow(value)}\n" for key, value in pairs if value)


def with_key(text: str, keys: KeyPath, key: str, value: str) -> str:
    """Return a YAML text with one more key in the mapping at ``keys``; everything else stays as it was written.

    Raises ``KeyError`` where there is no such mapping, or where it has the key.
    """
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in keys:
        node = _step(node, step)
    if not isinstance(node, yaml.MappingNode) or any(pair[0].value == key for pair in node.value):
        raise KeyError(key)
    lines = text.split("\n")
    if node.flow_style:
        return _into_flow(lines, node, f"{key}: {value}")
    first = node.value[0][0].start_mark
    last = next((pair[1] for pair in reversed(node.value) if _one_line(pair[1])), None)
    at = last.end_mark.line + 1 if last is not None and last.start_mark.line >= first.line else first.line
    if at == first.line and lines[first.line][: first.column].strip():
        raise KeyError(key)
    lines.insert(at, " " * first.column + f"{key}: {value}")
    return "\n".join(lines)


def _step(node: yaml.Node | None, step: str | int) -> yaml.Node:
    if isinstance(node, yaml.MappingNode):
        for name, part in node.value:
            if name.value == step:
                found: yaml.Node = part
                return found
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    raise KeyError(step)


def _one_line(node: yaml.Node) -> bool:
    """Tell a value that ends on the line where it begins, so that another key may follow on the next."""
    plain = not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">")
    return plain and node.start_mark.line == node.end_mark.line and not (isinstance(node, yaml.ScalarNode) and node.value == "")


def _into_flow(lines: list[str], node: yaml.MappingNode, pair: str) -> str:
    end = node.end_mark
    row = lines[end.line]
    before = row[: end.column - 1].rstrip()
    comma = "" if before.endswith(("{", ",")) else ","
    lines[end.line] = f"{before}{comma}{'' if before.endswith('{') else ' '}{pair}{row[end.column - 1 :]}"
    return "\n".join(lines)


def day_of(day: date) -> str:
    """Return a day as a file's name begins with it."""
    return day.strftime("%Y%m%d")
