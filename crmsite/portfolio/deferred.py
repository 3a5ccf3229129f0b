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

    A ``choosy`` page shows but the first of many things: where its key is new, its view may still be what it was. ``rows`` is
    the script beside the page in which the rows of its tables are written once more; empty for none.
    """

    key: str
    make: Callable[[], object]
    choosy: bool = False
    rows: str = ""


def script(path: str) -> str:
    """Return the name of the script that lies beside a page and holds its rows."""
    return f"{path.removesuffix('.html')}.js"


def scripts(paths: Iterable[str]) -> str:
    """Return the scripts beside some pages, as the entry of a long list names them: separated by spaces."""
    return " ".join(map(script, paths))


def key_of(parts: Iterable[str | None]) -> str:
    """Return the digest of some texts, in order."""
    return blake2b("\x1f".join(["\0" if part is None else part for part in parts]).encode(), digest_size=16).hexdigest()
