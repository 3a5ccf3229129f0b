"""Deferred views: a page's key first, its view only where the key is new.

Ten thousand customers make hundreds of pages, and an edit moves a handful: to know which, their keys are enough.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from crmsite.grammar.fields import Model
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crmsite.grammar.fields import Record


class Deferred(Slotted):
    """A view that is still to be made; ``key`` is the digest of everything that it can show but the date.

    A ``choosy`` page shows but the first of many things: where its key is new, its view may still be what it was. ``rows`` is
    the script beside the page in which the rows of its tables are written once more; empty for none. ``names`` are the customers
    that it shows; ``None`` where the view itself has to be looked through for them.
    """

    key: str
    make: Callable[[], object]
    choosy: bool = False
    rows: str = ""
    names: Sequence[str] | None = None


def script(path: str) -> str:
    """Return the name of the script that lies beside a page and holds its rows."""
    return f"{path.removesuffix('.html')}.js"


def scripts(paths: Iterable[str]) -> str:
    """Return the scripts beside some pages, as the entry of a long list names them: separated by spaces."""
    return " ".join(map(script, paths))


def key_of(parts: Iterable[str | None]) -> str:
    """Return the digest of some texts, in order."""
    return sha256("\x1f".join(["\0" if part is None else part for part in parts]).encode()).hexdigest()[:32]


def written(records: Iterable[Record]) -> str:
    """Return what stands in some records of the company, and on which lines: two readings that differ in either give two texts.

    A customer's records are in its figures; of those that all share, a page that prints them has to say so in its key.
    """
    return "\0".join([f"{record.path}\0{record!r}\0{_lines(record)}" for record in records])


def _lines(value: object) -> str:
    if isinstance(value, Model):
        return f"{sorted(value.at.items())}{[_lines(getattr(value, name)) for name in type(value).model_fields if name != 'at']}"
    return str([_lines(one) for one in value]) if isinstance(value, tuple) and not hasattr(value, "_fields") else ""
