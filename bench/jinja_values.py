"""Turns what our templates work out into Python: a value that is the same on every page, or code and the scope that it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPERATORS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_ARITHMETIC = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Mod: "%", nodes.Div: "/", nodes.FloorDiv: "//"}


class Borrowed(NamedTuple):
    """Records whose words a page prints as they are, by the names that a template has for them.

    ``home`` is the list in a customer's front matter, ``key`` what a page knows a record of it by, ``fields`` which words stand
    where in the record, or from the root of the front matter where the place begins with a slash. A list's page says in
    ``customer`` whose record each is; what is nobody's, which is so ``sometimes``, has its words given.
    """

    home: str
    key: str
    fields: Mapping[str, str]
    customer: str = ""
    sometimes: bool = False


class Scope:
    """Where values are kept: the page, or the turn of a loop.

    ``named``: an inner loop reads it; ``single``: a turn holds one value and no more; ``borrowed``: its thing is a record of
    the customer's.
    """

    def __init__(self, depth: int, borrowed: Borrowed | None = None) -> None:
        self.depth = depth
        self.borrowed = borrowed
        self.keys: dict[object, str] = {}
        self.taken: set[str] = set()
        self.named = False
        self.single = False

    def key(self, identity: object, hint: str) -> str:
        """Return the name of a value: the same for the same value, short, and taken from what the template calls it."""
        if identity not in self.keys:
            stem = re.sub(r"\W+", "_", hint.lower(), flags=re.ASCII).strip("_")[:20] or "x"
            stem = f"x{stem}" if stem[0].isdigit() else stem
            key = next(name for number in range(1, 999) if (name := f"{stem}{number if number > 1 else ''}") not in self.taken)
            self.taken.add(key)
            self.keys[identity] = key
        return self.keys[identity]


class Known(NamedTuple):
    """A value that is the same on every page."""

    value: Any


class Expr(NamedTuple):
    """A value that has to be worked out: Python, and the innermost scope that it needs."""

    source: str
    scope: Scope


class Fragment(NamedTuple):
    """A macro's drawing, handed to another macro."""

    call: nodes.Call
    names: dict[str, Any]


Value = Known | Expr | Fragment


class Values:
    """Reads the expressions of templates; ``words`` are the functions that these call."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self._page = Scope(0)
        self.constants: dict[str, Any] = {}

    def _made(self, form: str, *parts: Value) -> Value:
        """Put Python together; what is made of known values alone is known."""
        sources, scopes = [], []
        for part in parts:
            if isinstance(part, Known):
                name = f"k{len(self.constants)}"
                self.constants[name] = part.value
                sources.append(name)
            elif isinstance(part, Expr):
                sources.append(f"({part.source})")
                scopes.append(part.scope)
            else:
                raise TypeError("a drawing is part of a value")
        source = form.format(*sources)
        if not scopes:
            return Known(eval(source, {"words": self._words, **self.constants}))
        return Expr(source, max(scopes, key=lambda scope: scope.depth))

    def value(self, node: Any, names: dict[str, Any]) -> Value:
        """Return what an expression of a template means; ``names`` are those that it can see."""
        match node:
            case nodes.Const():
                return Known(node.value)
            case nodes.Name():
                return names[node.name]  # type: ignore[no-any-return]
            case nodes.Getattr():
                return self._made(f"{{}}.{node.attr}", self.value(node.node, names))
            case nodes.Call():
                return self._call(node, names)
            case nodes.Getitem(arg=nodes.Slice() as cut):
                ends = [self.value(end, names) if end is not None else Known(None) for end in (cut.start, cut.stop)]
                return self._made("{}[{}:{}]", self.value(node.node, names), *ends)
            case nodes.Getitem():
                return self._made("{}[{}]", self.value(node.node, names), self.value(node.arg, names))
            case nodes.CondExpr():
                return self._choice(node, names)
            case nodes.Compare():
                right = node.ops[0]
                form = f"{{}} {_OPERATORS[right.op]} {{}}"
                return self._made(form, self.value(node.expr, names), self.value(right.expr, names))
            case nodes.And() | nodes.Or():
                left = self.value(node.left, names)
                if isinstance(left, Known):
                    return self.value(node.right, names) if bool(left.value) is isinstance(node, nodes.And) else left
                word = "and" if isinstance(node, nodes.And) else "or"
                return self._made(f"{{}} {word} {{}}", left, self.value(node.right, names))
            case _:
                return self._compound(node, names)

    def _compound(self, node: Any, names: dict[str, Any]) -> Value:
        match node:
            case nodes.Not():
                return self._made("not {}", self.value(node.node, names))
            case nodes.Neg():
                return self._made("-{}", self.value(node.node, names))
            case nodes.Test(name="none"):
                return self._made("{} is None", self.value(node.node, names))
            case nodes.Filter(name="length"):
                return self._made("len({})", self.value(node.node, names))
            case nodes.Filter(name="reverse"):
                return self._made("{}[::-1]", self.value(node.node, names))
            case nodes.Tuple() | nodes.List():
                parts = [self.value(item, names) for item in node.items]
                return self._made(f"({''.join('{}, ' for _ in parts)})", *parts)
            case nodes.Dict():
                pairs = [self.value(part, names) for pair in node.items for part in (pair.key, pair.value)]
                return self._made("{{" + ", ".join("{}: {}" for _ in node.items) + "}}", *pairs)
            case nodes.Concat():
                parts = [self.value(part, names) for part in node.nodes]
                return self._made(f"words['joined']({''.join('{}, ' for _ in parts)})", *parts)
            case _ if type(node) in _ARITHMETIC:
                form = f"{{}} {_ARITHMETIC[type(node)]} {{}}"
                return self._made(form, self.value(node.left, names), self.value(node.right, names))
        raise TypeError(f"a template works with a {type(node).__name__} in line {node.lineno}: read it in bench/jinja_values.py")

    def _choice(self, node: nodes.CondExpr, names: dict[str, Any]) -> Value:
        test = self.value(node.test, names)
        if isinstance(test, Known):
            return self.value(node.expr1 if test.value else node.expr2, names)
        return self._made("{1} if {0} else {2}", test, self.value(node.expr1, names), self.value(node.expr2, names))

    def _call(self, node: nodes.Call, names: dict[str, Any]) -> Value:
        called = node.node
        if isinstance(called, nodes.Getitem) and isinstance(called.node, nodes.Name) and called.node.name == "self":
            return Expr(f"block({called.arg.value!r})", self._page)  # type: ignore[attr-defined]
        args = [self.value(arg, names) for arg in node.args] + [self.value(word.value, names) for word in node.kwargs]
        form = "".join("{}, " for _ in node.args) + "".join(f"{word.key}={{}}, " for word in node.kwargs)
        if isinstance(called, nodes.Getattr):
            return self._made(f"{{}}.{called.attr}({form})", self.value(called.node, names), *args)
        name = called.name  # type: ignore[attr-defined]
        if isinstance(names.get(name), tuple) and isinstance(names[name][0], nodes.Macro):
            return Fragment(node, names)
        if name not in self._words:
            raise TypeError(f"a template calls {name}: give bench/page_data.py its words")
        return self._made(f"words[{name!r}]({form})", *args)


def hint(node: Any) -> str:
    """Return what a template calls a value, as a name for it."""
    match node:
        case nodes.Name():
            return node.name  # type: ignore[no-any-return]
        case nodes.Getattr():
            return node.attr  # type: ignore[no-any-return]
        case nodes.Const():
            return str(node.value).rpartition(".")[2]
        case nodes.Call():
            return hint(node.args[-1] if node.args else node.node)
        case nodes.Compare():
            return f"{hint(node.expr)}_{hint(node.ops[0].expr)}"
        case nodes.Not() | nodes.Test():
            return f"no_{hint(node.node)}"
        case nodes.Getitem() | nodes.Filter() | nodes.Neg():
            return hint(node.node)
        case nodes.And() | nodes.Or():
            return hint(node.left)
        case nodes.CondExpr():
            return hint(node.expr1)
    return "x"
