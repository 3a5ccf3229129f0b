"""Deferred views: a page's key first, its view only where the key is new.

Ten thousand customers make hundreds of pages, and an edit moves a handful: to know which, their keys are enough.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Deferred(NamedTuple):
    """A view that is still to be made; ``key`` is the digest of everything that it can show but the date.

    A ``choosy`` page shows but the first of many things: where its key is new, its view may still be what it was.
    """

    key: str
    make: Callable[[], object]
    choosy: bool = False


def key_of(parts: Iterable[str | None]) -> str:
    """Return the digest of some texts, in order."""
    return blake2b("\x1f".join(["\0" if part is None else part for part in parts]).encode(), digest_size=16).hexdigest()
