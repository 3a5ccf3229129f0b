"""Did you mean: the nearest of the names that would have been right."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def meant(text: str, names: Mapping[str, str], *, near: float = 0.6) -> str:
    """Return the id of what is most like ``text`` among all names that things go by; an empty string when none comes near."""
    return names.get(nearest(text, names, near=near), "")


def nearest(text: str, names: Iterable[str], *, near: float = 0.6) -> str:
    """Return the known name that looks most like ``text``, or an empty string when none comes near.

    ``near`` is the share of letters in common, 0 to 1, from which a name is thought to have been meant.
    """
    folded = {name.casefold(): name for name in names}
    found = get_close_matches(text.casefold(), list(folded), n=1, cutoff=near)
    if found:
        return folded[found[0]]
    inside = [
        name for key, name in folded.items() if text and (text.casefold() in key or (len(key) > 1 and key in text.casefold()))
    ]
    return inside[0] if inside else ""
