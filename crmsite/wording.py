"""Wording: what messages there are, and how the arguments of one are filled in.

Wording lies in ``crmsite/languages``: one module per area and language, each with ``MESSAGES``. In a message ``{name}`` is
replaced by the argument, ``{n:order|orders}`` by the number and the fitting form ("3 orders"), ``{n?is|are}`` by the form
alone.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import markupsafe

import crmsite.languages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from crmsite.figures.facts import Shown

escaped: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]  # noqa: SLF001 - what escape calls
"""Returns text with the characters escaped that mean something in HTML. Most texts hold none, and come back as they are in a
sixth of the time that a search for such a character takes: every word of every page goes through here."""

_SLOT = re.compile(r"\{(\w+)(?:([:?])([^|{}]*)\|([^|{}]*))?\}")
_MEMO_SIZE = 8192

Key = TypeVar("Key")
Result = TypeVar("Result")


class _Slot(NamedTuple):
    """One place in a message that an argument fills."""

    name: str
    mark: str
    one: str
    many: str


_Pattern: TypeAlias = "tuple[str | _Slot, ...]"
_Words: TypeAlias = "Mapping[type, Callable[..., str]]"
Telling: TypeAlias = "Callable[[Collection[tuple[str, Shown]]], str]"
"""Fills a message in with its named arguments; one that is missing is a ``KeyError``."""


class Remembered(dict[Key, Result]):
    """The results of a pure function by its argument; one that was asked for before costs a look into a dictionary.

    All arguments are of one type: ``1`` and ``Decimal(1)`` are the same key, and so are any two tuples of the same words.
    """

    def __init__(self, function: Callable[[Key], Result], size: int = _MEMO_SIZE) -> None:
        super().__init__()
        self._function = function
        self._size = size

    def __missing__(self, key: Key) -> Result:
        """Work a result out, and keep it; before there are too many, all are forgotten."""
        if len(self) >= self._size:
            self.clear()
        found = self[key] = self._function(key)
        return found


def load_messages(lang: str) -> dict[str, str]:
    """Return every message of a language, all areas together. A key that two areas claim is a mistake of ours."""
    suffix = "_zh" if lang.startswith("zh") else "_en"
    found: dict[str, str] = {}
    for module in sorted(info.name for info in iter_modules(crmsite.languages.__path__)):
        if module.endswith(suffix):
            area: dict[str, str] = import_module(f"crmsite.languages.{module}").MESSAGES
            twice = found.keys() & area.keys()
            if twice:
                raise ValueError(f"messages defined twice: {', '.join(sorted(twice))}")
            found.update(area)
    return found


def placeholders(message: str) -> frozenset[str]:
    """Return the names of the arguments that a message uses."""
    return frozenset(match[1] for match in _SLOT.finditer(message))


def _compiled(message: str) -> _Pattern:
    parts: list[str | _Slot] = []
    end = 0
    for match in _SLOT.finditer(message):
        if match.start() > end:
            parts.append(message[end : match.start()])
        parts.append(_Slot(match[1], match[2] or "", match[3] or "", match[4] or ""))
        end = match.end()
    if end < len(message):
        parts.append(message[end:])
    return tuple(parts)


def telling(message: str, words: _Words) -> Telling:
    """Return the function that fills a message in; ``words`` says for each type how its values are printed.

    What the message looks like is decided here, once: most have no argument, or one or two that are printed as they are.
    """
    pattern = _compiled(message)
    slots = [part for part in pattern if isinstance(part, _Slot)]
    frame = "".join([part.replace("%", "%%") if isinstance(part, str) else "%s" for part in pattern])
    if not slots:
        text = frame % ()
        return lambda _: text
    if any(slot.mark for slot in slots):
        fillers = [_filler(slot, words) for slot in slots]
        return lambda args: frame % tuple([fill(given) for given in (dict(args),) for fill in fillers])
    names = [slot.name for slot in slots]
    around = _around(pattern)
    if len(names) == 1:
        return _telling_one(around, names[0], words)

    def tell(args: Collection[tuple[str, Shown]]) -> str:
        given = dict(args)
        return frame % tuple([words[type(value := given[name])](value) for name in names])

    return _telling_two(around, names, words, tell) if len(names) == 2 else tell


def _around(pattern: _Pattern) -> list[str]:
    """Return what stands before, between and after the places of a message."""
    found = [""]
    for part in pattern:
        if isinstance(part, str):
            found[-1] = part
        else:
            found.append("")
    return found


def _telling_one(around: list[str], name: str, words: _Words) -> Telling:
    before, after = around

    def tell(args: Collection[tuple[str, Shown]]) -> str:
        for given, value in args:
            if given == name:
                return f"{before}{words[type(value)](value)}{after}"
        raise KeyError(name)

    return tell


def _telling_two(around: list[str], names: list[str], words: _Words, otherwise: Telling) -> Telling:
    """Return what fills in two arguments; where they are given in another order, or among others, ``otherwise`` does."""
    (before, between, after), (first, second) = around, names

    def tell(args: Collection[tuple[str, Shown]]) -> str:
        if len(args) == 2:
            (one, value), (other, further) = args
            if one == first and other == second:
                return f"{before}{words[type(value)](value)}{between}{words[type(further)](further)}{after}"
        return otherwise(args)

    return tell


def _filler(slot: _Slot, words: _Words) -> Callable[[Mapping[str, Shown]], str]:
    """Return what prints one place of a message: the argument, the form that fits its number, or both."""
    name, mark, one, many = slot

    def fill(given: Mapping[str, Shown]) -> str:
        value = given[name]
        form = one if value == 1 else many
        if mark == "?":
            return form
        text = words[type(value)](value)
        return f"{text} {form}" if mark else text

    return fill
