"""The plain part of YAML that nearly all records are written in, read line by line; for anything else the answer is ``None``.

Plain are: block mappings and sequences by indentation, scalars on one line, double-quoted ones without a backslash, lists and
mappings in brackets on one line, comments. The tree is the one that ``nodes`` builds from libyaml's events, lines and all, at
a fraction of the cost. It is a promise in one direction only: what is read here, libyaml reads alike. At the slightest doubt
(anchors, tags, block scalars, text over several lines, tabs, a key twice, an empty item) there is no answer, and libyaml
decides; so a fault is never found here.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Node: TypeAlias = "dict[str, Node] | dict[str, int] | list[Node] | str | None"

LINES = "@"
_LONGEST = 65_536
_MOST = 10_000
_DEEPEST = 4
_MOST_OPEN = 24
_REMEMBERED = 4_096

ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""A character that no plain text holds: a tab, an unusual end of line, whatever is not to be seen."""
_SPECIAL = frozenset(["", *""" !"#%&'*,-:>?@[]`{|}~"""])
"""How a text does not begin that needs no closer look."""
_BRACKETS = frozenset("[{")
_KEY = r"[A-Za-z0-9_\u3400-\u9fff][A-Za-z0-9_.\-\u3400-\u9fff]{0,63}"
_HEAD = re.compile(rf"( {{0,12}})(- )?({_KEY})")
_DASH = re.compile(r"( {0,12})- (?! )")
_COLON = re.compile(r":(?: |\Z)")
# In brackets a text ends at a comma or a bracket; to be plain it holds no colon, no question mark and no quote at all.
_WORD = r"""(?:[^\s!&*?|>'"%@`~{}\[\],#:\-]|-(?=[A-Za-z0-9]))[^\n,\[\]{}:#?"]*+(?<! )"""
_PAIR = rf"{_KEY}: {_WORD}"
_LIST = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_MAPPING = re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}")
_ITEM = re.compile(rf"""(?:({_KEY}): )?(?:({_WORD})|"([^"\\\n]*)"|([\[{{]))""")


class _DoubtError(Exception):
    """Something is not plain; never leaves this module."""


_Head: TypeAlias = tuple[int, str, bool]
"""How a line begins: the column and name of its key, or no name for an item of a sequence; whether a dash stands before.

It is taken apart for every line, which takes half as long where it has no names.
"""
_COMMENT = (-2, "", False)


class _Levels:
    """The open collections of a text, the innermost last, each with its column."""

    def __init__(self) -> None:
        self.root: Node = None
        self.open: list[tuple[int, Node]] = []

    def sequence(self, at: int, holder: dict[str, Node] | None, key: str) -> list[Node]:
        """Go to the sequence whose dashes stand in a column; it begins here when a key waits for it, or nothing stands yet."""
        levels = self.open
        if holder is not None or not levels:
            self._begin(at, [], holder, key)
        while levels:
            column, node = levels[-1]
            if column == at and node.__class__ is list:
                return node
            if column <= at:
                break
            levels.pop()
        raise _DoubtError

    def key(self, at: int, holder: dict[str, Node] | None, key: str) -> dict[str, Node]:
        """Go to the mapping whose keys stand in a column; it begins here when a key waits for it, or nothing stands yet."""
        if holder is not None or not self.open:
            tree: dict[str, Node] = {LINES: {}}
            self._begin(at, tree, holder, key)
        while self.open:
            column, node = self.open[-1]
            if column == at and isinstance(node, dict):
                return node  # type: ignore[return-value]  # a mapping of lines is never opened
            if column < at:
                break
            self.open.pop()
        raise _DoubtError

    def _begin(self, at: int, node: Node, holder: dict[str, Node] | None, key: str) -> None:
        if holder is not None and len(self.open) < _MOST_OPEN:
            holder[key] = node
        elif self.root is None and at == 0:
            self.root = node
        else:
            raise _DoubtError
        self.open.append((at, node))


class PlainYaml:
    """Reads plain texts. It remembers the beginnings of lines that it has met, for records repeat their keys."""

    def __init__(self) -> None:
        self._heads: dict[str, _Head] = {}

    def tree(self, text: str, *, calm: bool = False) -> Node:
        """Return the tree of a text that is plain throughout; ``None`` for any other, and for an empty one.

        ``calm`` says that it is known to hold no odd character.
        """
        lines = text.split("\n")
        if len(lines) > _MOST or (len(text) > _LONGEST and max(map(len, lines)) > _LONGEST):
            return None
        if "null" in text or (not calm and ODD.search(text)):
            return None
        try:
            if " \n" in text or " #" in text or text.endswith(" "):
                lines = [_bare(line) for line in lines]
            return self._built(lines)
        except _DoubtError:
            return None

    def _built(self, texts: list[str]) -> Node:  # noqa: C901, PLR0912 - one loop: a call a line would double the cost
        """Put lines together by their indentation. A key without a value waits for what the next line opens."""
        levels = _Levels()
        known = self._heads
        column = -1
        tree: dict[str, Node] = {}
        lines: dict[str, int] = {}
        waiting = ""
        for number, text in enumerate(texts, 1):
            start, colon, value = text.partition(": ")
            if not colon:
                if not text:
                    continue
                start = text[:-1] if text[-1] == ":" else ""
            try:
                at, key, dash = known[start]
            except KeyError:
                at, key, dash = self._head(start, text)
            if at != column or dash:
                if not key and not dash:
                    continue
                if dash:
                    items = levels.sequence(at - 2, tree if waiting and at - 2 >= column else None, waiting)
                    waiting = ""
                    if not key:
                        items.append(_item(text[at:], number))
                        column = -1
                        continue
                    tree = {LINES: {}}
                    items.append(tree)
                    levels.open.append((at, tree))
                    column = at
                else:
                    tree = levels.key(at, tree if waiting and at > column else None, waiting)
                    column = at
                lines = tree[LINES]  # type: ignore[assignment]  # a mapping holds its lines under this key
            if key in tree:
                raise _DoubtError
            lines[key] = number
            if not colon:
                tree[key] = None
                waiting = key
                continue
            waiting = ""
            first = value[0]
            if first in _SPECIAL:
                tree[key] = _in_brackets(value, number) if first in _BRACKETS else _special(value, number)
            elif ":" in value and _COLON.search(value):
                raise _DoubtError
            else:
                tree[key] = value
        return levels.root

    def _head(self, start: str, text: str) -> _Head:
        """Look closely at a line; the beginning of one that may come again is remembered."""
        if text[0] == "#":
            return _COMMENT
        match = _HEAD.fullmatch(start)
        if match is not None:
            head = (match.start(3), match[3], bool(match[2]))
        elif (dash := _DASH.match(start or text)) is not None:
            head = (dash.end(), "", True)
        else:
            raise _DoubtError
        if start and len(self._heads) < _REMEMBERED:
            self._heads[start] = head
        return head


def _bare(line: str) -> str:
    """Return a line without comment and without spaces at its end."""
    if line.lstrip(" ").startswith("#"):
        return ""
    if " #" in line:
        if '"' in line or "'" in line:
            raise _DoubtError
        line = line[: line.index(" #")]
    return line.rstrip(" ")


def _item(text: str, number: int) -> Node:
    """Return an item of a sequence that is no block mapping."""
    if text[0] in _SPECIAL:
        return _special(text, number)
    if ":" in text and _COLON.search(text):
        raise _DoubtError
    return text


def _special(text: str, number: int) -> Node:
    """Return a value that begins with a sign: a quoted text, a collection in brackets, a negative number."""
    text = text.lstrip(" ")
    first = text[0]
    if first == '"':
        if text[-1] != '"' or text.count('"') != 2 or "\\" in text:
            raise _DoubtError
        return text[1:-1]
    if first in "[{":
        return _in_brackets(text, number)
    if first in _SPECIAL and (first != "-" or not text[1:2].isalnum()):
        raise _DoubtError
    if _COLON.search(text):
        raise _DoubtError
    return text


def _in_brackets(text: str, number: int) -> Node:
    """Return a list or a mapping that stands on one line."""
    if len(text) > _MOST:
        raise _DoubtError
    if text[0] == "[":
        if _LIST.fullmatch(text):
            return [*text[1:-1].split(", ")]
    elif _MAPPING.fullmatch(text):
        return _words(text, number)
    node, end = _collection(text, 1, number, 1)
    if end != len(text):
        raise _DoubtError
    return node


def _words(text: str, number: int) -> Node:
    """Return a list or a mapping of nothing but words, as a pattern has found it to be."""
    if text[0] == "[":
        return [*text[1:-1].split(", ")]
    lines: dict[str, int] = {}
    tree: dict[str, Node] = {LINES: lines}
    for pair in text[1:-1].split(", "):
        key, _, word = pair.partition(": ")
        if key in lines:
            raise _DoubtError
        lines[key] = number
        tree[key] = word
    return tree


def _collection(text: str, at: int, number: int, depth: int) -> tuple[Node, int]:
    """Return the collection whose bracket stands right before a place, and the place right after its end."""
    keyed = text[at - 1 : at] == "{"
    closing = "}" if keyed else "]"
    items: list[Node] = []
    lines: dict[str, int] = {}
    tree: dict[str, Node] = {LINES: lines}
    if text[at : at + 1] == closing:
        return (tree if keyed else items), at + 1
    while True:
        item = _ITEM.match(text, at)
        if item is None or depth > _DEEPEST:
            raise _DoubtError
        key, word, quoted, bracket = item.groups()
        at = item.end()
        node: Node = word if quoted is None else quoted
        if bracket:
            simple = (_LIST if bracket == "[" else _MAPPING).match(text, at - 1)
            if simple is None:
                node, at = _collection(text, at, number, depth + 1)
            else:
                at = simple.end()
                node = _words(simple[0], number)
        if (key is not None) != keyed or key in lines:
            raise _DoubtError
        if keyed:
            lines[key] = number
            tree[key] = node
        else:
            items.append(node)
        if text.startswith(closing, at):
            return (tree if keyed else items), at + 1
        if not text.startswith(", ", at):
            raise _DoubtError
        at += 2
