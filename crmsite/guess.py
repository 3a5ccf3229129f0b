"""Did you mean: the nearest of the names that would have been right."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(text: str, names: Iterable[str]) -> str:
    """Return the known name that looks most like ``text``, or an empty string when none comes near."""
    folded = {name.casefold(): name for name in names}
    found = get_close_matches(text.casefold(), list(folded), n=1, cutoff=0.6)
    if found:
        return folded[found[0]]
    inside = [
        name for key, name in folded.items() if text and (text.casefold() in key or (len(key) > 1 and key in text.casefold()))
    ]
    return inside[0] if inside else ""
