"""Bytes to a tree of text: a strict subset of YAML, with the line of every key.

A mapping becomes a dict whose ``"@"`` entry holds ``{key: line}``; a sequence a list; a scalar its text, or ``None``
where nothing (or ``null``) is written. Nothing is typed here: ``NO``, ``0123`` and ``2024-02-30`` arrive as written.
Parsing never raises: faults are values.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CParser

from crmsite.diagnostics import Diagnostic, Span, fault

Node: TypeAlias = "dict[str, Node] | dict[str, int] | list[Node] | str | None"
KeyPath: TypeAlias = tuple[str | int, ...]

LINES = "@"
MAX_DEPTH = 32
MAX_ITEMS = 10_000
MAX_SCALAR = 65_536
_NULLS = ("", "null", "~")
_BAD_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)


class Parsed(NamedTuple):
    """A file's tree, or ``None`` with the faults that kept it from being read."""

    tree: Node
    faults: tuple[Diagnostic, ...]


class _Refused(Exception):
    """A fault found while walking events; never leaves this module."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.rule)
        self.found = found


def decode(path: str, data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of a record file, or the fault that says which encoding it looks like."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (fault("not-utf-8", Span(path, line), encoding=_looks_like(data)),)
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text, ()
    found = _BAD_CHARACTERS.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        code = f"U+{ord(found[0]):04X}"
        return "", (fault("control-character", Span(path, line, column, column + 1), code=code),)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text, ()


def _looks_like(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    for encoding, name in (("gb18030", "GBK"), ("big5", "Big5")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any("\u4e00" <= character <= "\u9fff" for character in text):
            return name
    return "Latin-1"


def parse(path: str, text: str) -> Parsed:
    """Read one YAML document. The first fault of the syntax ends the file; faults of its values come later, all at once."""
    try:
        return Parsed(_Builder(path, text).document(), ())
    except _Refused as refused:
        return Parsed(None, (refused.found,))
    except yaml.MarkedYAMLError as error:
        return Parsed(None, (_syntax_fault(path, text, error),))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Parsed(None, (fault("control-character", Span(path, line), code=f"U+{ord(str(error.character)[0]):04X}"),))


class _Builder:
    """Walks libyaml's events once; every guard is here, before anything is built from the event."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.next = CParser(text).get_event
        self.depth = 0

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        stop = end.column + 1 if end.line == start.line else start.column + 2
        return Span(self.path, start.line + 1, start.column + 1, max(stop, start.column + 2))

    def document(self) -> Node:
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refused(fault("empty-file", Span(self.path, 1)))
        if event.tags or event.version:
            raise _Refused(fault("yaml-directive", Span(self.path, event.start_mark.line + 1)))
        tree = self.value(self.next())
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Refused(fault("several-documents", Span(self.path, event.start_mark.line + 1)))
        if tree is None:
            raise _Refused(fault("empty-file", Span(self.path, 1)))
        return tree

    def value(self, event: yaml.Event) -> Node:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            raise _Refused(fault("yaml-alias", self.span(event), name=event.anchor))
        if event.anchor is not None:
            raise _Refused(fault("yaml-anchor", self.span(event), name=event.anchor))
        if event.tag is not None:
            raise _Refused(fault("yaml-tag", self.span(event), tag=event.tag))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused(fault("too-deep", self.span(event), limit=MAX_DEPTH))
        tree = self.mapping() if kind is yaml.MappingStartEvent else self.sequence()
        self.depth -= 1
        return tree

    def scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.anchor is not None:
            raise _Refused(fault("yaml-anchor", self.span(event), name=event.anchor))
        if event.tag is not None:
            raise _Refused(fault("yaml-tag", self.span(event), tag=event.tag))
        value: str = event.value
        if len(value) > MAX_SCALAR:
            raise _Refused(fault("text-too-long", self.span(event), limit=MAX_SCALAR))
        if event.implicit[0] and value in _NULLS:
            return None
        return value

    def sequence(self) -> list[Node]:
        items: list[Node] = []
        event = self.next()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self.value(event))
            if len(items) > MAX_ITEMS:
                raise _Refused(fault("too-many-items", self.span(event), limit=MAX_ITEMS))
            event = self.next()
        return items

    def mapping(self) -> dict[str, Node] | dict[str, int]:
        lines: dict[str, int] = {}
        tree: dict[str, Node] = {LINES: lines}
        event = self.next()
        while type(event) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                if type(event) is yaml.AliasEvent:
                    self.value(event)
                raise _Refused(fault("key-not-text", self.span(event)))
            key: str = event.value
            if event.tag is not None or event.anchor is not None:
                self.scalar(event)
            if key == "<<":
                raise _Refused(fault("yaml-merge-key", self.span(event)))
            if key in tree:
                first = lines.get(key, event.start_mark.line + 1)
                raise _Refused(fault("duplicate-key", self.span(event), key=key, first=first))
            lines[key] = event.start_mark.line + 1
            tree[key] = self.value(self.next())
            event = self.next()
        return tree


def _syntax_fault(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """Turn libyaml's complaint into one of ours: what is wrong, at the line where it was written."""
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + 1
    column = (mark.column if mark else 0) + 1
    rows = text.split("\n")
    row = rows[line - 1] if line <= len(rows) else ""
    problem = error.problem or ""
    span = Span(path, line, column, column + 1)
    if "\t" in row[: len(row) - len(row.lstrip())] or "cannot start any token" in problem and "\t" in row:
        at = row.index("\t") + 1
        return fault("tab-indent", Span(path, line, at, at + 1))
    star = re.search(r"[:\-\[,]\s*(\*[^\s,\]}]*)", row)
    if star and ("alias" in problem or "alias" in (error.context or "")):
        return fault("unquoted-star", Span(path, line, star.start(1) + 1, star.end(1) + 1), text=star[1])
    if "mapping values are not allowed" in problem:
        pair = re.match(r"(\s*(?:- )*)([^:#]+?): (.+)$", row)
        if pair:
            return fault(
                "unquoted-colon", Span(path, line, pair.start(3) + 1, pair.end(3) + 1), key=pair[2], text=pair[3].strip()
            )
    if error.context_mark is not None and ("quoted scalar" in (error.context or "") or "flow" in (error.context or "")):
        opened = error.context_mark.line + 1
        start = error.context_mark.column + 1
        return fault("not-closed", Span(path, opened, start, start + 1), text=rows[opened - 1][start - 1 : start])
    if "cannot start any token" in problem and column <= len(row):
        return fault("reserved-character", span, text=row[column - 1])
    return fault("yaml-syntax", span, problem=problem)


def locate(path: str, text: str, keys: KeyPath, *, key: bool = False) -> Span:
    """Find a value's columns by its keys; a second pass over the file, made only where a fault is reported.

    A missing value is placed at its parent. With ``key`` the key itself is marked, not its value.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    node: yaml.Node | None = root
    spot: yaml.Node | None = root
    for step in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                spot = node.value[0][0] if node.value else node
                break
            node = pair[1]
            spot = pair[0] if (key and step == keys[-1]) or _is_empty(node) else node
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = spot = node.value[step]
        else:
            break
    if spot is None:
        return Span(path, 1)
    if isinstance(spot, yaml.MappingNode) and spot.value:
        spot = spot.value[0][0]
    start, end = spot.start_mark, spot.end_mark
    stop = end.column + 1 if end.line == start.line else len(text.split("\n")[start.line]) + 1
    return Span(path, start.line + 1, start.column + 1, max(stop, start.column + 2))


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == ""
