"""Reads our own templates into a tree from which another builder's templates can be written.

The tree holds fixed text, slots (what is printed), branches and loops; macros, blocks and imports are in place, and whatever
is the same on every page is text. So a peer draws the very pages that we draw, whatever these come to hold, and it is given
each value as plain text under a short name: neither markup nor a receipt has to be worked out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, nodes
from jinja_values import Borrowed, Expr, Fragment, Known, Scope, Value, Values, hint
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import CodeType

_LABEL = re.compile(r"\[\[([a-z][a-z0-9_.-]*)\]\]")
_SOURCES = {"src", "srcs", "cite", "cites"}
_PRINTING = re.compile(r"_\d+\b|[()]|, |words\['(?:text|words|say)'\]")
"""What stands around the template's own name of a value that is printed as it is."""
_CHAINS = {"pips": range(6)}
"""Macros with few arguments whose drawing depends on one small number: one text for each number, chosen by a name."""


class Text(NamedTuple):
    """Fixed text, as it stands on the page."""

    text: str


class Slot(NamedTuple):
    """A value that is printed, and ``of`` its source in Python.

    ``sure`` tells that it is never empty, ``sources`` that it is a list of source lines, and ``field`` where in the customer's
    own records it stands, word for word.
    """

    key: str
    scope: Scope
    code: CodeType
    sources: str
    of: str
    sure: bool = False
    field: str = ""


class Arm(NamedTuple):
    """A condition and what stands on the page where it holds; ``alone``: what it prints first tells that it holds."""

    key: str
    scope: Scope
    code: CodeType
    alone: bool
    body: list[Node]


class Branch(NamedTuple):
    """The first arm whose condition holds, or what stands there otherwise."""

    arms: list[Arm]
    rest: list[Node]


class Loop(NamedTuple):
    """Something drawn once for each of several things: ``names`` are what a turn calls its thing, ``rest`` what stands for none."""

    key: str
    scope: Scope
    turn: Scope
    code: CodeType
    names: tuple[str, ...]
    apart: bool
    body: list[Node]
    rest: list[Node]
    of: str
    record: CodeType | None = None
    customer: CodeType | None = None


Node = Text | Slot | Branch | Loop


def _code(source: str) -> CodeType:
    return compile(source, source, "eval")


class Reader(Values):
    """Reads the templates of a theme in one language; ``words`` are the functions that templates call, ``known`` their names."""

    def __init__(
        self,
        templates: Mapping[str, str],
        label: Any,
        words: Mapping[str, Any],
        known: Mapping[str, Any],
        borrowed: Mapping[str, Mapping[str, Borrowed]],
    ) -> None:
        super().__init__(words)
        self._borrowed = borrowed
        self._records: Mapping[str, Borrowed] = {}
        self._sources = templates
        self._label = label
        self._environment = Environment(trim_blocks=True, lstrip_blocks=True)
        self._names: dict[str, Value] = {name: Known(value) for name, value in known.items()}
        self._count = 0
        self._parsed: dict[str, nodes.Template] = {}
        self._blocks: dict[str, tuple[nodes.Block, dict[str, Any]]] = {}
        self.read_blocks: dict[str, list[Node]] = {}

    def read(self, name: str, **place: str) -> list[Node]:
        """Return the tree of a template whose page lies at a place: its ``root`` and ``assets``."""
        self._records = self._borrowed.get(name, {})
        self._page, self._count, self._blocks, self.read_blocks = Scope(0, self._records.get("v")), 0, {}, {}
        names = {**self._names, "v": Expr("v", self._page), **{key: Known(value) for key, value in place.items()}}
        names |= self._macros("parts.html", names)
        return _joined(self._whole(name, names))

    # ── templates ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _template(self, name: str) -> nodes.Template:
        if name not in self._parsed:
            source = _LABEL.sub(lambda found: str(escape(self._label(found[1]))), self._sources[name])
            self._parsed[name] = self._environment.parse(source, name)
        return self._parsed[name]

    def _whole(self, name: str, given: dict[str, Any]) -> list[Node]:
        template = self._template(name)
        names = given | self._macros(name, given)
        for block in template.find_all(nodes.Block):
            self._blocks.setdefault(block.name, (block, names))
        above = next((node for node in template.body if isinstance(node, nodes.Extends)), None)
        if above is not None:
            return self._whole(above.template.value, given)  # type: ignore[attr-defined]  # a constant
        return self._body(template.body, dict(names), self._page)

    def _macros(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        names: dict[str, Any] = {}
        scope = dict(given)
        for node in self._template(name).body:
            if isinstance(node, nodes.FromImport):
                theirs = self._macros(node.template.value, given)  # type: ignore[attr-defined]
                names |= {wanted: theirs[wanted] for wanted in node.names if isinstance(wanted, str)}
            elif isinstance(node, nodes.Macro):
                names[node.name] = (node, scope)
        scope.update(names)
        return names

    # ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _body(self, body: list[Any], names: dict[str, Any], scope: Scope) -> list[Node]:
        found: list[Node] = []
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    found.extend(self._output(part, names, scope))
            elif isinstance(node, nodes.If):
                found.extend(self._if(node, names, scope))
            elif isinstance(node, nodes.For):
                found.extend(self._for(node, names, scope))
            elif isinstance(node, nodes.Assign):
                self._assign(node.target, self.value(node.node, names), names)
            elif isinstance(node, nodes.Block):
                block, own = self._blocks[node.name]
                drawn = self._body(block.body, dict(own), scope)
                self.read_blocks[node.name] = drawn
                found.extend(drawn)
            elif not isinstance(node, nodes.Macro | nodes.FromImport | nodes.Extends):
                raise TypeError(f"a template holds a {type(node).__name__} in line {node.lineno}: read it in bench/jinja_tree.py")
        return found

    def _assign(self, target: nodes.Node, value: Value, names: dict[str, Any]) -> None:
        if isinstance(target, nodes.Tuple):
            for place, part in enumerate(target.items):
                self._assign(part, self._made(f"{{}}[{place}]", value), names)
        elif isinstance(target, nodes.Name):
            names[target.name] = value

    def _output(self, node: nodes.Expr, names: dict[str, Any], scope: Scope) -> list[Node]:
        if isinstance(node, nodes.TemplateData):
            return [Text(node.data)]
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            called = names.get(node.node.name)
            if isinstance(called, tuple) and isinstance(called[0], nodes.Macro):
                return self._macro(node, names, scope)
            if node.node.name in _SOURCES:
                return self._slot(self.value(node, names), node, scope, sources=node.node.name)
        value = self.value(node, names)
        if isinstance(value, Fragment):
            return self._macro(value.call, value.names, scope)
        return self._slot(value, node, scope)

    def _slot(self, value: Value, node: nodes.Expr, scope: Scope, sources: str = "") -> list[Node]:
        if isinstance(value, Known):
            return [Text(str(escape(value.value)))]
        if not isinstance(value, Expr):
            raise TypeError(f"a drawing is printed in line {node.lineno}")
        value.scope.named |= value.scope is not scope
        borrowed, said = value.scope.borrowed, _PRINTING.sub("", value.source)
        field = borrowed.fields.get(said, "") if borrowed and not sources else ""
        if borrowed and field and not borrowed.sometimes:
            return [Slot("", value.scope, _code(value.source), "", value.source, field=field)]
        key = value.scope.key((sources, value.source), hint(node))
        if field:
            return [Slot(key, value.scope, _code(value.source), "", value.source, field=field)]
        sure = value.source.startswith("words[") and " if " not in value.source and " or " not in value.source
        return [Slot(key, value.scope, _code(value.source), sources, value.source, sure)]

    def _if(self, node: nodes.If, names: dict[str, Any], scope: Scope) -> list[Node]:
        arms: list[Arm] = []
        rest: list[Any] = node.else_
        parts = [(one.test, one.body) for one in (node, *node.elif_)]
        if len(parts) == 1 and (turned := _turned(node.test)) is not None:
            parts, rest = [(turned, rest)], node.body
        for test, body in parts:
            value = self.value(test, names)
            if isinstance(value, Known | Fragment):
                if isinstance(value, Fragment) or value.value:
                    rest = body
                    break
                continue
            before = set(scope.taken)
            arms.append(self._arm(test, value, self._body(body, names, scope), scope, before))
        drawn = self._body(rest, names, scope)
        return [Branch(arms, drawn)] if arms else drawn

    def _arm(self, test: nodes.Expr, value: Expr, body: list[Node], scope: Scope, before: set[str]) -> Arm:
        """Put a condition before its body. What the body alone prints tells that it holds: no name of its own is needed then."""
        own = [node for node in body if isinstance(node, Loop) or (isinstance(node, Slot) and not node.field)]
        own = [node for node in own if node.scope is scope]
        asked = [node for node in own if node.key not in before and _implied(node, value.source)]
        if asked:
            key = asked[0].key
            identity = next(identity for identity, known in scope.keys.items() if known == key)
            del scope.keys[identity]
            scope.keys["told", key] = key
            return Arm(key, scope, _code(value.source), True, body)
        value.scope.named |= value.scope is not scope
        return Arm(value.scope.key(("if", value.source), hint(test)), value.scope, _code(value.source), False, body)

    def _for(self, node: nodes.For, names: dict[str, Any], scope: Scope) -> list[Node]:
        if isinstance(node.iter, nodes.Tuple):
            found: list[Node] = []
            for item in node.iter.items:
                own = dict(names)
                if isinstance(node.target, nodes.Tuple) and isinstance(item, nodes.Tuple):
                    for target, part in zip(node.target.items, item.items, strict=True):
                        self._assign(target, self.value(part, names), own)
                else:
                    self._assign(node.target, self.value(item, names), own)
                found.extend(self._body(node.body, own, scope))
            return found
        several = self.value(node.iter, names)
        if isinstance(several, Known):
            return self._each(node, several.value, names, scope)
        if not isinstance(several, Expr):
            raise TypeError(f"a drawing is gone through in line {node.lineno}")
        self._count += 1
        here = self._count
        borrowed = self._records.get(re.sub(r"_\d+|[()]", "", several.source))
        turn = Scope(scope.depth + 1, borrowed)
        own, bound = dict(names), []
        own["loop"] = Expr(f"loop_{here}", turn)
        apart = isinstance(node.target, nodes.Tuple)
        for target in node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]:
            unique = f"{target.name}_{here}"  # type: ignore[attr-defined]  # a name: templates take apart one level
            own[target.name] = Expr(unique, turn)  # type: ignore[attr-defined]
            bound.append(unique)
        bound.append(f"loop_{here}")
        body = self._body(node.body, own, turn)
        one = any(isinstance(part, Slot) and part.scope is turn and not part.sources for part in body)
        turn.single = one and not borrowed and len(turn.keys) == 1
        rest = self._body(node.else_, names, scope)
        asked = (borrowed.key, borrowed.customer) if borrowed else ("", "")
        whose = [_code(re.sub(r"^\w+", rf"\g<0>_{here}", path)) if path else None for path in asked]
        key = scope.key(("for", several.source, here), hint(node.iter))
        return [Loop(key, scope, turn, _code(several.source), tuple(bound), apart, body, rest, several.source, *whose)]

    def _each(self, node: nodes.For, several: Any, names: dict[str, Any], scope: Scope) -> list[Node]:
        found: list[Node] = []
        for item in several:
            own = dict(names)
            self._assign(node.target, Known(item), own)
            found.extend(self._body(node.body, own, scope))
        return found

    def _macro(self, call: nodes.Call, names: dict[str, Any], scope: Scope) -> list[Node]:
        macro, home = names[call.node.name]  # type: ignore[attr-defined]
        given: dict[str, Any] = {}
        for target, value in zip(macro.args[len(macro.args) - len(macro.defaults):], macro.defaults, strict=True):
            given[target.name] = self.value(value, home)
        for target, value in zip(macro.args, call.args, strict=False):
            given[target.name] = self.value(value, names)
        for word in call.kwargs:
            given[word.key] = self.value(word.value, names)
        if macro.name in _CHAINS and isinstance(asked := given[macro.args[0].name], Expr):
            arms = [
                Arm(asked.scope.key((macro.name, asked.source, n), f"{hint(call)}_{n}"), asked.scope,
                    _code(f"({asked.source}) == {n}"), False, self._body(macro.body, home | {macro.args[0].name: Known(n)}, scope))
                for n in _CHAINS[macro.name]
            ]  # fmt: skip
            asked.scope.named |= asked.scope is not scope
            return [Branch(arms, [])]
        return self._body(macro.body, home | given, scope)


def _implied(node: Slot | Loop, condition: str) -> bool:
    """Tell whether something is always printed where a condition holds: it asks for that thing, or the thing is never empty."""
    return (node.of in condition and " or " not in condition) or (isinstance(node, Slot) and node.sure)


def _turned(test: nodes.Expr) -> nodes.Expr | None:
    """Return the opposite of a condition that asks for absence."""
    if isinstance(test, nodes.Not) and not isinstance(test.node, nodes.Test):
        return test.node
    return nodes.Not(test) if isinstance(test, nodes.Test) else None


def _joined(tree: list[Node]) -> list[Node]:
    """Put neighbouring texts together."""
    found: list[Node] = []
    for node in tree:
        if isinstance(node, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + node.text)
        elif isinstance(node, Branch):
            arms = [arm._replace(body=_joined(arm.body)) for arm in node.arms]
            found.append(Branch(arms, _joined(node.rest)))
        elif isinstance(node, Loop):
            found.append(node._replace(body=_joined(node.body), rest=_joined(node.rest)))
        else:
            found.append(node)
    return found
