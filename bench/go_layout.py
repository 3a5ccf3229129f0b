"""Writes a tree of a page as a Go template for Hugo.

It is what is cheap in Hugo: one file without partials, values read by their names, nothing looked for or worked out. Words of
the customers' own records are read from their front matter (``$p``, and of a list's rows ``$c`` and what lies in it), all else
from the page's own data (``$v``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja_tree import Branch, Loop, Slot, Text

if TYPE_CHECKING:
    from jinja_tree import Node, Scope

_SOURCE = '{{{{ range {value} }}}}<span class="src">{{{{ . }}}}</span> {{{{ end }}}}'


def go_template(tree: list[Node]) -> str:
    """Return the template of a page; what stands before it binds ``$v`` to the page's data."""
    return _written(tree, Writing())


class Writing:
    """Where the writer stands: the loops that it is in, innermost last."""

    def __init__(self, turns: tuple[Scope, ...] = ()) -> None:
        self.turns = turns

    def name(self, scope: Scope, key: str) -> str:
        """Return how a value is read from here."""
        if scope.depth == 0:
            return f"$v.{key}"
        if self.turns and self.turns[-1] is scope:
            return "." if scope.single else f".{key}"
        return f"$r{scope.depth}" if scope.single else f"$r{scope.depth}.{key}"


def _written(tree: list[Node], here: Writing) -> str:
    parts = []
    for node in tree:
        match node:
            case Text():
                parts.append(node.text)
            case Slot() if node.field:
                parts.append(_word(node, here))
            case Slot() if node.sources:
                parts.append(_SOURCE.format(value=here.name(node.scope, node.key)))
            case Slot():
                parts.append(f"{{{{ {here.name(node.scope, node.key)} }}}}")
            case Branch():
                parts.append(_branch(node, here))
            case Loop():
                parts.append(_loop(node, here))
    return "".join(parts)


def _branch(node: Branch, here: Writing) -> str:
    parts = []
    for place, arm in enumerate(node.arms):
        word = "else if" if place else "if"
        parts.append(f"{{{{ {word} {here.name(arm.scope, arm.key)} }}}}{_written(arm.body, here)}")
    if node.rest:
        parts.append(f"{{{{ else }}}}{_written(node.rest, here)}")
    return "".join(parts) + "{{ end }}"


def _loop(node: Loop, here: Writing) -> str:
    within = Writing((*here.turns, node.turn))
    rest = f"{{{{ else }}}}{_written(node.rest, here)}" if node.rest else ""
    return f"{_range(node, here)}{_record(node)}{_written(node.body, within)}{rest}{{{{ end }}}}"


def _range(node: Loop, here: Writing) -> str:
    bound = f"$r{node.turn.depth} := " if node.turn.named else ""
    return f"{{{{ range {bound}{here.name(node.scope, node.key)} }}}}"


def _record(node: Loop) -> str:
    """Return what finds the record that a turn is about, and on a list whose it is."""
    borrowed, depth = node.turn.borrowed, node.turn.depth
    if borrowed is None:
        return ""
    if not borrowed.customer:
        return f"{{{{ $p{depth} := index $p.{borrowed.home} (int .record) }}}}"
    if borrowed.sometimes:
        found = f"{{{{ $c{depth} = index $all .of }}}}{{{{ $p{depth} = index $c{depth}.{borrowed.home} (int .record) }}}}"
        return f'{{{{ $c{depth} := "" }}}}{{{{ $p{depth} := "" }}}}{{{{ if .of }}}}{found}{{{{ end }}}}'
    record = f"{{{{ $p{depth} := index $c{depth}.{borrowed.home} (int .record) }}}}" if borrowed.home else ""
    return f"{{{{ $c{depth} := index $all .of }}}}{record}"


def _place(node: Slot) -> str:
    """Return where in the customer's records a word stands."""
    depth = node.scope.depth or ""
    return f"$c{depth}.{node.field[1:]}" if node.field.startswith("/") else f"$p{depth}.{node.field}"


def _word(node: Slot, here: Writing) -> str:
    if not node.key:
        return f"{{{{ {_place(node)} }}}}"
    given = here.name(node.scope, node.key)
    return f"{{{{ if {here.name(node.scope, 'of')} }}}}{{{{ {_place(node)} }}}}{{{{ else }}}}{{{{ {given} }}}}{{{{ end }}}}"


def rows_template(tree: list[Node]) -> str:
    """Return the template of a page's rows as a script: what the page is given, and the words of the records in its rows."""
    return "crmsiteRows({{ .RawContent }},[" + _row_words(tree, Writing()) + "]);\n"


def _row_words(tree: list[Node], here: Writing) -> str:
    parts = []
    for node in tree:
        if isinstance(node, Branch):
            inner = [_row_words(arm.body, here) for arm in node.arms]
            parts.extend([*inner, _row_words(node.rest, here)])
        elif isinstance(node, Loop) and node.turn.borrowed:
            words = dict.fromkeys(_place(slot) for slot in _slots(node.body) if slot.scope is node.turn)
            listed = ",".join(f"{{{{ jsonify {word} }}}}" for word in words)
            if node.turn.borrowed.sometimes:
                listed = f"{{{{ if .of }}}}{listed}{{{{ end }}}}"
            parts.append(f"{_range(node, here)}{_record(node)}[{listed}],{{{{ end }}}}")
        elif isinstance(node, Loop):
            within = _row_words(node.body, Writing((*here.turns, node.turn)))
            parts.append(f"{_range(node, here)}{within}{{{{ end }}}}" if within else "")
    return "".join(parts)


def _slots(tree: list[Node]) -> list[Slot]:
    """Return what a part of a page prints of records."""
    found: list[Slot] = []
    for node in tree:
        match node:
            case Slot() if node.field:
                found.append(node)
            case Branch():
                found.extend(slot for body in (*(arm.body for arm in node.arms), node.rest) for slot in _slots(body))
            case Loop():
                found.extend(_slots(node.body))
    return found
