"""Works out what a page prints, as plain data: text under short names, nested as the page nests its loops; no markup.

A peer gets this for nothing: scores, receipts, alerts, sums, labels and printed numbers, as the page words them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja_tree import Branch, Loop, Slot, Text
from markupsafe import Markup

from crmsite.figures.facts import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja_tree import Node

    from crmsite.grammar.fields import Citation
    from crmsite.language import Language
    from crmsite.views.frame import SiteFrame

_TAG = re.compile(r"<[^>]*>")
Data = dict[str, Any]
Places = Callable[[str], Mapping[str, int]]


class Turn(NamedTuple):
    """What a template knows of the turn of a loop."""

    index0: int
    index: int
    first: bool
    last: bool


def plain(words: object) -> str:
    """Return what is printed of a value, without markup."""
    return html.unescape(_TAG.sub("", words)) if isinstance(words, Markup) else str(words)


def spoken(language: Language, frame: SiteFrame) -> dict[str, Any]:
    """Return the functions that templates call, for plain text; sources of figures are lists of lines."""

    def reason_of(state: str, reason: str | None = None) -> str:
        state = "withheld" if state == "value" else state
        return language.t(f"reason.{reason}" if language.has(f"reason.{reason}") else f"state.{state}")

    return {
        **dict.fromkeys(("say", "words", "money", "term"), language.say),
        **{name: getattr(language, name) for name in ("t", "amount", "percent", "number", "fixed", "points", "weekday", "who")},
        "text": language.plain,
        "rich": lambda text, *_: language.plain(text),
        "column": lambda shown: plain(Markup(language.column(shown))),
        "day": lambda day: language.day(day, frame.as_of),
        "dated": lambda day: language.dated(day, frame.as_of),
        "term_of": lambda listing, value: language.term(Term(listing, value)),
        "listed": lambda values: language.message("frame.comma").join(map(language.say, values)),
        "reason_of": reason_of,
        "unmarked": lambda words: " ".join(str(words).split()),
        "joined": lambda *parts: "".join(map(plain, parts)),
        "src": lambda citation: _lines((citation,), _file),
        "srcs": lambda citations: _lines(citations, _file),
        "cite": lambda citation: _lines((citation,), lambda path: f"{frame.records}/{path}"),
        "cites": lambda citations: _lines(citations, lambda path: path.removeprefix("customers/")),
        "forge": lambda *_: "",
    }


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _lines(citations: Iterable[Citation], named: Callable[[str], str]) -> list[str]:
    """Return source lines as they are printed: the file once, then the numbers of its other lines."""
    found, before = [], None
    for path, line in citations:
        if path:
            found.append(str(line) if path == before else f"{named(path)}:{line}")
        before = path
    return found


class Recorder:
    """Records what the pages of one template print."""

    def __init__(
        self, tree: list[Node], blocks: Mapping[str, list[Node]], words: Mapping[str, Any], constants: Mapping[str, Any]
    ) -> None:
        self._tree = tree
        self._blocks = blocks
        self._known = {"words": words, **constants}

    def data(self, view: object, places: Places) -> Data:
        """Return what a page prints of its view; ``places`` tells where in a customer's files each of its records stands."""
        names: dict[str, Any] = {**self._known, "v": view, "places": places}
        names["block"] = lambda name: plain(Markup(_drawn(self._blocks[name], names)))
        page: Data = {}
        _record(self._tree, names, [page])
        return page


def _record(tree: list[Node], names: dict[str, Any], scopes: list[Data]) -> None:
    for node in tree:
        match node:
            case Slot() if not node.field or (node.key and "of" not in scopes[node.scope.depth]):
                value = eval(node.code, names)
                if shown := value if node.sources else plain(value):
                    scopes[node.scope.depth][node.key] = shown
            case Branch():
                for arm in node.arms:
                    if eval(arm.code, names):
                        _record(arm.body, names, scopes)
                        own = scopes[arm.scope.depth]
                        if not arm.alone:
                            own.setdefault(arm.key, 1)
                        elif not own.get(arm.key):
                            raise ValueError(f"a page prints nothing where {arm.code.co_filename} holds, and Hugo asks whether it does")
                        break
                else:
                    _record(node.rest, names, scopes)
            case Loop():
                found = [_turn(node, names, scopes) for _ in _turns(node, eval(node.code, names), names)]
                if found:
                    scopes[node.scope.depth][node.key] = found
                else:
                    _record(node.rest, names, scopes)


def _turn(node: Loop, names: dict[str, Any], scopes: list[Data]) -> Any:
    own: Data = {}
    if node.turn.borrowed is not None:
        _refer(node, names, own)
    _record(node.body, names, [*scopes, own])
    return next(iter(own.values()), "") if node.turn.single else own


def _refer(node: Loop, names: dict[str, Any], own: Data) -> None:
    """Say which record a turn is about, and on a list whose it is."""
    whose = eval(node.customer, names) if node.customer is not None else None
    if node.customer is not None and whose is None:
        return
    customer = getattr(whose, "id", whose)
    if customer is not None:
        own["of"] = customer
    if node.record is not None:
        own["record"] = names["places"](customer or names["v"].id)[eval(node.record, names)]


def _turns(node: Loop, several: Any, names: dict[str, Any]) -> Any:
    """Go through what a loop goes through, with its names bound in each turn."""
    *bound, turn = node.names
    things = list(several)
    for place, thing in enumerate(things):
        if node.apart:
            names.update(zip(bound, thing, strict=True))
        else:
            names[bound[0]] = thing
        names[turn] = Turn(place, place + 1, place == 0, place == len(things) - 1)
        yield thing


def _drawn(tree: list[Node], names: dict[str, Any]) -> str:
    """Draw a part of a page, for a description of it."""
    parts = []
    for node in tree:
        match node:
            case Text():
                parts.append(node.text)
            case Slot():
                value = eval(node.code, names)
                parts.append(html.escape(" ".join(value) if node.sources else plain(value)))
            case Branch():
                chosen = next((arm.body for arm in node.arms if eval(arm.code, names)), node.rest)
                parts.append(_drawn(chosen, names))
            case Loop():
                parts.extend(_drawn(node.body, names) for _ in _turns(node, eval(node.code, names), names))
    return "".join(parts)
