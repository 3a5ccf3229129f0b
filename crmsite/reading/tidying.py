"""A record file in its one form: keys in the order of their kind, a listed value by its id, every character else as written.

Comments stay with the key that they stand above or behind, texts keep their quotes, lists their order. A file in that form
already is left alone to the byte, so tidying twice is tidying once.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

import yaml

from crmsite.grammar.shapes import Shape, shape_of
from crmsite.grammar.values import read_choice
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.parsing.nodes import LINES, decode
from crmsite.reading.placing import is_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crmsite.grammar.fields import Record
    from crmsite.parsing.nodes import Node
    from crmsite.reading.reader import Reader

_NOTHING = Shape()
_REMARK = re.compile(r"[ ]*#")
_EDITORS_LINE = re.compile(r"# *yaml-language-server:")


class Tidied(NamedTuple):
    """A file's text in its one form. ``readable`` is false where it has faults: then nothing is made of it."""

    text: str
    readable: bool = True


def tidied(path: str, data: bytes, reader: Reader) -> Tidied:
    """Return a record file in its one form, as UTF-8 text with LF.

    A text that would not be read as the very same records stays as it is, whatever its form: better untidy than wrong.
    """
    file = reader.file(path, data)
    text = "" if file.failed else decode(path, data)[0]
    if file.failed or not file.made or is_sheet(path):
        return Tidied(text, not file.failed)
    shape = shape_of(type(file.made[0].record))
    if all(_in_form(cast("Node", entry.tree), shape) for entry in file.entries):
        return Tidied(text if text.endswith("\n") else text + "\n")
    written = in_form(text, shape)
    again = reader.file(path, written.encode("utf-8"))
    same = [_told(made.record) for made in again.made] == [_told(made.record) for made in file.made]
    return Tidied(written if same and not again.failed else text)


def _in_form(node: Node, shape: Shape) -> bool:
    """Tell whether what was read stands in the order of a shape, so that its text need not be looked at closer."""
    if isinstance(node, list):
        return all(_in_form(item, shape.each or _NOTHING) for item in node)
    if not isinstance(node, dict):
        return not (shape.listing and isinstance(node, str)) or node in VOCABULARY[shape.listing]
    mapping = cast("dict[str, Node]", node)
    written = cast("dict[str, int]", mapping.get(LINES) or {})
    ranks = [_rank(shape, key) for key in written]
    return ranks == sorted(ranks) and all(_in_form(mapping[key], _below(shape, key)) for key in written)


def _told(record: Record) -> Mapping[str, object]:
    """Return what a record says, without the lines where it says so."""
    return _without_lines(record.model_dump())


def _without_lines(value: object) -> dict[str, object]:
    return {key: _inner(one) for key, one in value.items() if key != "@"} if isinstance(value, dict) else {}


def _inner(value: object) -> object:
    if isinstance(value, dict):
        return _without_lines(value)
    return [_inner(one) for one in value] if isinstance(value, list | tuple) else value


def in_form(text: str, shape: Shape) -> str:
    """Return a YAML text whose mappings have the order of a shape; a list holds one of the shape in each item."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        return text
    if isinstance(root, yaml.SequenceNode):
        shape = Shape(each=shape)
    for start, end, new in sorted(_within_lines(root, shape, text), reverse=True):
        text = text[:start] + new + text[end:]
    lines = text.removesuffix("\n").split("\n")
    _Lines(lines).sort(root, shape, 0, len(lines))
    return "\n".join(lines) + "\n"


def _bracketed(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _below(shape: Shape, key: str) -> Shape:
    return shape.keys.get(key) or shape.each or _NOTHING


def _within_lines(node: yaml.Node, shape: Shape, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what changes inside lines: from, to, and what to write there instead. Listed values and mappings in brackets."""
    if isinstance(node, yaml.ScalarNode) or _bracketed(node):
        start, end = node.start_mark.index, node.end_mark.index
        new = _in_brackets(node, shape, text)
        if new != text[start:end]:
            yield start, end, new
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _within_lines(value, _below(shape, key.value), text)
    else:
        for item in node.value:
            yield from _within_lines(item, shape.each or _NOTHING, text)


def _in_brackets(node: yaml.Node, shape: Shape, text: str) -> str:
    """Return how a scalar or a collection in brackets is written. What stands between its parts stays where it is."""
    if isinstance(node, yaml.ScalarNode):
        return _value(node, shape, text)
    if isinstance(node, yaml.SequenceNode):
        spans = [(item.start_mark.index, item.end_mark.index) for item in node.value]
        parts = [_in_brackets(item, shape.each or _NOTHING, text) for item in node.value]
    else:
        pairs = node.value
        spans = [(key.start_mark.index, value.end_mark.index) for key, value in pairs]
        if node.start_mark.line == node.end_mark.line:
            pairs = sorted(pairs, key=lambda pair: _rank(shape, pair[0].value))
        parts = [
            text[key.start_mark.index : value.start_mark.index] + _in_brackets(value, _below(shape, key.value), text)
            for key, value in pairs
        ]
    written, at = [], node.start_mark.index
    for (start, end), part in zip(spans, parts, strict=True):
        written += [text[at:start], part]
        at = end
    return "".join((*written, text[at : node.end_mark.index]))


def _value(node: yaml.ScalarNode, shape: Shape, text: str) -> str:
    """Return the id of a listed value; any other text as it is written."""
    if shape.listing and node.value and node.style not in ("|", ">") and node.value not in VOCABULARY[shape.listing]:
        return read_choice(shape.listing, node.value)
    return text[node.start_mark.index : node.end_mark.index]


def _rank(shape: Shape, key: str) -> int:
    """Return a key's place in the order of a shape; where the keys are free they are all alike."""
    return list(shape.keys).index(key) if key in shape.keys else len(shape.keys)


class _Lines:
    """The lines of a text, put in order in place: a mapping's entries change places, so no line moves out of its mapping."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def sort(self, node: yaml.Node, shape: Shape, first: int, stop: int) -> None:
        """Put the lines from ``first`` up to ``stop`` in order, which hold a collection and what is remarked about it."""
        if isinstance(node, yaml.ScalarNode) or _bracketed(node):
            return
        if isinstance(node, yaml.MappingNode):
            self._mapping(node, shape, first, stop)
            return
        starts = [item.start_mark.line for item in node.value]
        for item, start, end in zip(node.value, starts, (*starts[1:], stop), strict=True):
            self.sort(item, shape.each or _NOTHING, start, end)

    def _mapping(self, node: yaml.MappingNode, shape: Shape, first: int, stop: int) -> None:
        """Sort what stands below each key, then the keys, each with the remarks above it."""
        column: int = node.value[0][0].start_mark.column
        starts = [key.start_mark.line for key, _ in node.value]
        heads = [self._top(first, starts[0]), *(self._head(before, start, column) for before, start in pairwise(starts))]
        ends = (*heads[1:], self._head(starts[-1], stop, column))
        for (key, value), start, end in zip(node.value, starts, ends, strict=True):
            self.sort(value, _below(shape, key.value), start + (value.start_mark.line > start), end)
        order = sorted(range(len(starts)), key=lambda at: _rank(shape, node.value[at][0].value))
        if order == sorted(order):
            return
        gaps = [self._gap(head, start) for head, start in zip(heads, starts, strict=True)]
        lead = self.lines[starts[0]][:column]
        self.lines[starts[0]] = " " * column + self.lines[starts[0]][column:]
        written: list[str] = []
        for slot, at in enumerate(order):
            above, body = self.lines[gaps[at] : starts[at]], self.lines[starts[at] : ends[at]]
            if slot == 0:
                body = [lead + body[0][column:], *body[1:]]
            written += [*self.lines[heads[slot] : gaps[slot]], *above, *body]
        self.lines[heads[0] : ends[-1]] = written

    def _head(self, before: int, start: int, column: int) -> int:
        """Return the first of the lines above a key that speak of it: remarks no deeper than the key, with nothing between."""
        while start - 1 > before and self._remark(start - 1, column):
            start -= 1
        return start

    def _top(self, first: int, start: int) -> int:
        """Return the first line that speaks of a mapping's first key: what an empty line parts from it speaks of the whole."""
        head = start
        while head > first and _REMARK.match(self.lines[head - 1]) and not _EDITORS_LINE.match(self.lines[head - 1]):
            head -= 1
        return head

    def _gap(self, head: int, start: int) -> int:
        """Return the first line from ``head`` on that is not empty: empty lines part places, whatever stands in them."""
        while head < start and not self.lines[head].strip():
            head += 1
        return head

    def _remark(self, line: int, column: int) -> bool:
        text = self.lines[line]
        found = _REMARK.match(text)
        return not text.strip() or (found is not None and found.end() - 1 <= column)
