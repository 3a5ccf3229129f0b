"""Bytes to a tree of text: a strict subset of YAML, with the line of every key.

A mapping becomes a dict whose ``"@"`` entry holds ``{key: line}``; a sequence a list; a scalar its text, or ``None``
where nothing (or ``null``) is written. Nothing is typed here: ``NO``, ``0123`` and ``2024-02-30`` arrive as written.
Parsing never raises: faults are values.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its types forget to export it

from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.parsing.plain_yaml import LINES as LINES  # noqa: PLC0414 - a tree and its lines are known from here
from crmsite.parsing.plain_yaml import ODD, PlainYaml
from crmsite.parsing.plain_yaml import Node as Node  # noqa: PLC0414 - as above
from crmsite.parsing.syntax_faults import alias_fault, syntax_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Event: TypeAlias = Any
"""One of libyaml's events; their published types lack the attributes that they have."""

KeyPath: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_ITEMS = 10_000
MAX_SCALAR = 65_536
_NULLS = ("", "null", "~")
_SCALAR, _ALIAS, _MAPPING = yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent
_MAPPING_END, _SEQUENCE_END = yaml.MappingEndEvent, yaml.SequenceEndEvent
_BAD_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)


_CALM = bytes(byte for byte in range(256) if byte == 0x0A or (byte >= 0x20 and byte not in (0x7F, 0xC2, 0xE2)))
"""Bytes that no odd character is written with, but for two that begin with 0xEF and are looked for by themselves."""


class Parsed(NamedTuple):
    """A file's tree, or ``None`` with the faults that kept it from being read."""

    tree: Node
    faults: tuple[Diagnostic, ...]


class _Refused(Exception):
    """A fault found while walking events; never leaves this module."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.rule)
        self.found = found


def calm_text(data: bytes) -> str | None:
    """Return a file's text where one quick look at its bytes tells that nothing in it needs ``decode``; ``None`` otherwise."""
    suspicious = data.translate(None, _CALM) or b"\xef\xbb\xbf" in data or b"\xef\xbf" in data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if (suspicious and ODD.search(text)) or not unicodedata.is_normalized("NFC", text):
        return None
    return text


def all_calm(files: Iterable[bytes]) -> bool:
    """Tell by one look for several files that each of them is calm: its text is what its bytes say, and needs no ``decode``."""
    return calm_text(b"\n".join(files)) is not None


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


def parse(path: str, text: str, plain: PlainYaml | None = None, *, calm: bool = False) -> Parsed:
    """Read one YAML document. The first fault of the syntax ends the file; faults of its values come later, all at once.

    Plain texts are read by ``plain``, which knows more beginnings of lines the longer it is used; any other text by libyaml.
    ``calm`` says that the text comes from ``calm_text``.
    """
    tree = (plain or PlainYaml()).tree(text, calm=calm)
    if tree is not None:
        return Parsed(tree, ())
    return parse_all(path, text)


def parse_all(path: str, text: str) -> Parsed:
    """Read one YAML document, plain or not, as libyaml does."""
    try:
        return Parsed(_Builder(path, text).document(), ())
    except _Refused as refused:
        return Parsed(None, (refused.found,))
    except yaml.MarkedYAMLError as error:
        return Parsed(None, (syntax_fault(path, text, error),))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Parsed(None, (fault("control-character", Span(path, line), code=f"U+{ord(str(error.character)[0]):04X}"),))


class _Builder:
    """Walks libyaml's events once; every guard is here, before anything is built from the event."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.next: Callable[[], Any] = CParser(text).get_event
        self.depth = 0

    def span(self, event: _Event) -> Span:
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

    def value(self, event: _Event) -> Node:
        """Build what an event begins; scalars are handled where they are met, for they are most of all."""
        kind = event.__class__
        if kind is _SCALAR:
            return self.scalar(event)
        if kind is _ALIAS:
            start = event.start_mark
            raise _Refused(alias_fault(self.path, self.text, start.line + 1, start.column + 1, event.anchor))
        self.plain(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused(fault("too-deep", self.span(event), limit=MAX_DEPTH))
        tree = self.mapping() if kind is _MAPPING else self.sequence()
        self.depth -= 1
        return tree

    def plain(self, event: _Event) -> None:
        """Refuse anchors and tags, wherever they stand."""
        if event.anchor is not None:
            raise _Refused(fault("yaml-anchor", self.span(event), name=event.anchor))
        if event.tag is not None:
            raise _Refused(fault("yaml-tag", self.span(event), tag=event.tag.replace("tag:yaml.org,2002:", "!!")))

    def scalar(self, event: _Event) -> str | None:
        if event.anchor is not None or event.tag is not None:
            self.plain(event)
        value: str = event.value
        if value in _NULLS and event.implicit[0]:
            return None
        if len(value) > MAX_SCALAR:
            raise _Refused(fault("text-too-long", self.span(event), limit=MAX_SCALAR))
        return value

    def sequence(self) -> list[Node]:
        items: list[Node] = []
        following, value, scalar = self.next, self.value, self.scalar
        event = following()
        while (kind := event.__class__) is not _SEQUENCE_END:
            items.append(scalar(event) if kind is _SCALAR else value(event))
            if len(items) > MAX_ITEMS:
                raise _Refused(fault("too-many-items", self.span(event), limit=MAX_ITEMS))
            event = following()
        return items

    def mapping(self) -> dict[str, Node] | dict[str, int]:
        lines: dict[str, int] = {}
        tree: dict[str, Node] = {LINES: lines}
        following, value, scalar = self.next, self.value, self.scalar
        event = following()
        while (kind := event.__class__) is not _MAPPING_END:
            if kind is not _SCALAR or event.tag is not None or event.anchor is not None:
                self.bad_key(event)
            key: str = event.value
            if key in tree or key == "<<":
                self.taken_key(event, key, lines)
            lines[key] = event.start_mark.line + 1
            event = following()
            tree[key] = scalar(event) if event.__class__ is _SCALAR else value(event)
            event = following()
        return tree

    def bad_key(self, event: _Event) -> None:
        """Say why something cannot be a key."""
        if event.__class__ is _ALIAS:
            self.value(event)
        self.plain(event)
        raise _Refused(fault("key-not-text", self.span(event)))

    def taken_key(self, event: _Event, key: str, lines: dict[str, int]) -> None:
        """Say why a key cannot be used again, or at all."""
        if key == "<<":
            raise _Refused(fault("yaml-merge-key", self.span(event)))
        raise _Refused(fault("duplicate-key", self.span(event), key=key, first=lines.get(key, event.start_mark.line + 1)))


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
