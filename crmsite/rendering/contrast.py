"""Contrast: whether the colours of a theme can be read on their grounds (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT, MARKS = 4.5, 3.0
"""The least ratio of text to its ground, and of what bounds a control."""

_INKS = ("ink", "ink-2", "ink-3", "link", "bad", "warn", "good")
_GROUNDS = ("bg", "sunk", "hover")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, TEXT) for ink in _INKS for ground in _GROUNDS),
    *((tone, f"{tone}-bg", TEXT) for tone in ("bad", "warn", "good")),
    ("ink", "sel", TEXT),
    *((f"t{tier}-t", f"t{tier}", TEXT) for tier in "SABC"),
    ("ctl", "bg", MARKS),
)
"""What is read or seen on what: token, token of its ground, least ratio."""

_DECLARED = re.compile(r"--([a-zA-Z0-9-]+):(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b")


class Lack(NamedTuple):
    """Two colours that lie too close together: the token to change, what it was held against, ratio and the least it may be."""

    token: str
    other: str
    ratio: float
    least: float


def declared(css: str) -> dict[str, str]:
    """Return the colours that a style sheet declares as tokens, by name."""
    return dict(_DECLARED.findall(css))


def lacking(own: Mapping[str, str], packaged: Mapping[str, str]) -> Iterator[Lack]:
    """Yield the pairs with a colour of the company's own that cannot be told apart; the packaged colours fill the rest."""
    colours = {**packaged, **own}
    for token, ground, least in PAIRS:
        if token not in own and ground not in own:
            continue
        ratio = contrast(colours[token], colours[ground])
        if ratio < least:
            yield Lack(token, ground, ratio, least) if token in own else Lack(ground, token, ratio, least)


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours' luminances, from 1 (the same) to 21 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb``."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
