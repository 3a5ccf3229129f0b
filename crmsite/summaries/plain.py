"""Shown values as plain text and back: what a summary and a memo can keep without losing a digit or a language.

A number stays exact because it is kept as its decimal text; a sentence stays a message key with arguments, so that a
kept value can still be printed in either language.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import orjson

from crmsite.figures.facts import Money, Percent, Say, Shown, Term, Who
from crmsite.grammar.fields import Localised
from crmsite.slotted import AS_ROW

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "l"
"""The tag of a record's text among encoded values."""

_FIRST = '["l",null,null,"'
"""How a text in the organisation's first language alone begins when packed. Nearly all are, and portfolio pages show them by
the ten thousand: they are written and read without JSON's machinery."""

_PACKED = re.compile(r'"\[\\"l\\",[^"\\]*(?:\\.[^"\\]*)*"')
"""A packed text of a record inside other JSON text."""

_WIDE = 2**63
"""From here on a whole number is kept as text: fast readers of JSON hold no more than 64 bits."""

Plain: TypeAlias = "str | int | list[Plain] | None"


def encode(value: Shown) -> Plain:
    """Turn a shown value into text, whole numbers and tagged lists."""
    if isinstance(value, Say):  # comes first, for most are sentences
        return ["s", value.key, [[name, encode(arg)] for name, arg in value.args]]
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < _WIDE else ["i", str(value)]
    return list(_CODES[value.__class__](value))


_CODES: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {
    Say: lambda said: ("s", *said),
    Decimal: lambda number: ("n", format(number, "f")),
    date: lambda day: ("d", day.isoformat()),
    Money: lambda money: ("m", format(money.amount, "f"), money.currency),
    Percent: lambda percent: ("p", format(percent.ratio, "f")),
    Term: lambda term: ("t", *term),
    Who: lambda who: ("w", *who),
    Localised: lambda text: (TEXT, *text),
}
"""What stands for a value, its tag first; what a sentence is told with is encoded in turn."""


def decode(plain: Plain) -> Shown:
    """Turn an encoded value back into exactly the value that it was made from."""
    if not isinstance(plain, list):
        return plain
    tag, *rest = plain
    if tag == "s":
        key, args = cast("tuple[str, list[tuple[str, Plain]]]", rest)
        return Say(key, tuple((name, decode(arg)) for name, arg in args))
    return _atom(cast("str", tag), cast("list[str]", rest))


def _atom(tag: str, rest: list[str]) -> Shown:
    match tag:
        case "l":
            return Localised(*rest)
        case "i":
            return int(rest[0])
        case "n":
            return Decimal(rest[0])
        case "d":
            return date.fromisoformat(rest[0])
        case "m":
            return Money(Decimal(rest[0]), rest[1])
        case "p":
            return Percent(Decimal(rest[0]))
        case "t":
            return Term(rest[0], rest[1])
        case "w":
            return Who(rest[0])
    raise ValueError(f"not a shown value: {tag}")


def compact(plain: object) -> str:
    """Write plain values, and rows of them with named fields, as JSON text, always the same text for the same values."""
    return orjson.dumps(plain, default=AS_ROW).decode()


def expanded(text: str) -> Any:
    """Return the plain values that :func:`compact` wrote; who reads them knows what was written."""
    return orjson.loads(text)


def pack(value: Shown) -> str | None:
    """Return a shown value as one piece of text; ``None`` where there is nothing."""
    if value is None:
        return None
    if value.__class__ is Localised:
        zh, en, first = value
        if zh is None and en is None and first is not None:
            return f"{_FIRST}{_quoted(first)[1:]}]"
    try:
        return orjson.dumps(value, default=_coded, option=_DATES_ARE_OURS).decode()
    except TypeError:  # holds a number of more than 64 bits
        return compact(encode(value))


_DATES_ARE_OURS = orjson.OPT_PASSTHROUGH_DATETIME


def _coded(value: Any) -> tuple[Any, ...]:
    """Return what stands for a value that the writer of JSON does not know: it asks for each as it meets it."""
    return _CODES[value.__class__](value)


def unpack(text: str | None) -> Shown:
    """Return the value that was packed."""
    if text is None:
        return None
    if text.startswith(_FIRST) and "\\" not in text:
        return tuple.__new__(Localised, (None, None, text[len(_FIRST) : -2]))  # half the time of a call, as often as it is made
    if text.startswith('["l",'):
        _, zh, en, first = expanded(text)
        return Localised(zh, en, first)
    return decode(expanded(text))


def without_words(text: str) -> str:
    """Return JSON text with the packed texts of records taken out of it: what is left is what can be counted and sorted by."""
    return _PACKED.sub("0", text)


def unpack_text(text: str | None) -> Localised | None:
    """Return a packed text of a record; ``None`` where there is none."""
    value = unpack(text)
    return value if isinstance(value, Localised) else None


def number_text(value: Decimal | None) -> str | None:
    """Return a decimal as text without an exponent, digits unchanged."""
    return None if value is None else format(value, "f")


def day_text(value: date | None) -> str | None:
    """Return a date as ISO text."""
    return None if value is None else value.isoformat()


def number(text: str | None) -> Decimal | None:
    """Return the decimal that was written as text."""
    return None if text is None else Decimal(text)


def day(text: str | None) -> date | None:
    """Return the date that was written as text."""
    return None if text is None else date.fromisoformat(text)
