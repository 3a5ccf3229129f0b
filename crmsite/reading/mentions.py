"""What a refused record names, and what it is called: an id can be looked up although a value beside it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.catalogue import KIND
from crmsite.parsing.nodes import LINES
from crmsite.reading.quick import reference_places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from crmsite.grammar.fields import Model
    from crmsite.parsing.nodes import KeyPath
    from crmsite.reading.placing import Place
    from crmsite.reading.quick import Places


ROW = "row"
"""In place of a kind: whose a table's row is. Rows may call a customer by another of its names."""


class Mention(NamedTuple):
    """One id in a record, or in a table's row, that was refused for something else.

    ``kind`` is what the id has to be; ``customer`` whose record it stands in, empty where it belongs to none. ``keys`` lead to
    it in the file, ``line`` is where it stands. ``defines`` says that it is the refused record's own id.
    """

    kind: str
    name: str
    customer: str
    line: int
    keys: tuple[str, ...] = ()
    defines: bool = False


def mentions(
    placed: Place, model: type[Model], keys: KeyPath, tree: Mapping[str, Any], wrong: Collection[KeyPath]
) -> list[Mention]:
    """Return the ids in a refused record's tree, its own first; those at a place that is ``wrong`` itself are left out.

    ``keys`` lead to the record in its file, and those of ``wrong`` begin there too.
    """
    kind = placed.kind
    told = {tuple(map(str, place)) for place in wrong}
    at = tuple(map(str, keys))
    name = tree.get("id")
    own = name if kind == "customer" else tree.get("customer") if KIND[kind].owner != "none" else None
    customer = placed.customer or (own if isinstance(own, str) else "")
    found = [Mention(kind, name, customer, _line(tree, "id"), (*at, "id"), defines=True)] if isinstance(name, str) and name else []
    if tree.get("status") != "void":
        found.extend(_references(reference_places(model), tree, at, customer))
    return [one for one in found if one.keys not in told]


def _references(places: Places, tree: Mapping[str, Any], at: tuple[str, ...], customer: str) -> Iterator[Mention]:
    for key, kind, below in places:
        value = tree.get(key)
        many = isinstance(value, list)
        for number, item in enumerate(value if isinstance(value, list) else (value,)):
            keys = (*at, key, str(number)) if many else (*at, key)
            if below and isinstance(item, dict):
                yield from _references(below, item, keys, customer)
            elif not below and isinstance(item, str) and item and not (kind == "contact" and item.isdecimal()):  # how many
                yield Mention(kind, item, customer, _line(tree, key), keys)


def _line(tree: Mapping[str, Any], key: str) -> int:
    lines: Mapping[str, int] = tree.get(LINES) or {}
    return lines.get(key, next(iter(lines.values()), 1))
