"""Writes a tree of a page as a Go template for Hugo.

It is what is cheap in Hugo: one file without partials, values read by their names, nothing looked for or worked out. Words of
the customer's own records are read from its front matter, all else from the data that lie beside.
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
                parts.append(f"{{{{ {_record(node.scope)}.{node.field} }}}}")
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
    bound = f"$r{node.turn.depth} := " if node.turn.named else ""
    rest = f"{{{{ else }}}}{_written(node.rest, here)}" if node.rest else ""
    if node.turn.borrowed:
        record = f"{{{{ {_record(node.turn)} := index $p.{node.turn.borrowed.home} (int .record) }}}}"
        return f"{{{{ range {bound}{here.name(node.scope, node.key)} }}}}{record}{_written(node.body, within)}{rest}{{{{ end }}}}"
    return f"{{{{ range {bound}{here.name(node.scope, node.key)} }}}}{_written(node.body, within)}{rest}{{{{ end }}}}"


def _record(scope: Scope) -> str:
    """Return the name of the customer's record that a turn, or the page, is about."""
    return f"$p{scope.depth}" if scope.depth else "$p"
