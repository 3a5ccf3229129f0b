"""Text of records made safe to print: what could steer a terminal, hide, or reorder a line is shown as its code."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

# C0 and C1 controls, line and paragraph separators, bidi and zero-width characters, surrogates, tags, non-characters.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def under(prefix: str, path: str) -> str:
    """Return where a file lies for the person: ``prefix`` and its path, or beside the records where its path leads out of them."""
    return path.removeprefix("../") if path.startswith("../") else prefix + path


def visible(text: str) -> str:
    """Return ``text`` on one line, with every character that a terminal would obey or hide written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return UNPRINTABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """Return how many cells ``text`` takes in a terminal: two for East Asian wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def written(value: Json) -> str:
    """Return JSON text that is safe in a terminal: readable Chinese, every unprintable character as an escape."""
    import json  # only the formats for programs need it

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(UNPRINTABLE.sub(lambda match: json.dumps(match[0])[1:-1], row) + "\n" for row in text.split("\n"))
