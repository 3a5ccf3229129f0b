"""Rules across customers: names that are there once, references to another customer's records, circles, look-alikes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crmsite.checks.case_file import Known
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.policy import POLICY_KINDS
from crmsite.reading.placing import Place, place
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

_LOOK_ALIKE = str.maketrans("oil_", "011-")
_GUESSED_AMONG = 20_000


class Wrong(Slotted):
    """A reference that does not hold: who makes it, and what it names."""

    kind: str
    name: str
    customer: str


def collisions(paths: Sequence[str]) -> Iterator[Diagnostic]:
    """Two files or folders whose names differ only in case are one on another computer; of a folder its first file speaks."""
    if not _may_collide(paths):
        return
    seen: dict[str, str] = {}
    told: set[str] = set()
    last = ""
    for path in paths:
        folded = path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
        other = seen.setdefault(folded, path)
        if other != path:
            yield fault("name-collision", Span(path, 1), path=path, other=other)
        folder = path.rpartition("/")[0]
        if folder != last:
            last = folder
            name, other = _colliding(folder, folded.rpartition("/")[0], seen)
            if name and name not in told and seen[folded] == path:
                told.add(name)
                yield fault("name-collision", Span(path, 1), path=name, other=other)


def _may_collide(paths: Sequence[str]) -> bool:
    """Look at all names at once, which is quick; names that are not plain are looked at one by one."""
    names = set(paths)
    level = names
    while level := {name.rpartition("/")[0] for name in level} - {""}:
        names |= level
    every = "\n".join(names)
    return not every.isascii() or len(set(every.lower().split("\n"))) < len(names)


def _colliding(folder: str, folded: str, seen: dict[str, str]) -> tuple[str, str]:
    """Return the outermost folder on a path that collides with another, and that other; empty texts when none does."""
    found = ("", "")
    while folder:
        other = seen.setdefault(folded, folder)
        if other != folder:
            found = (folder, other)
        folder, folded = folder.rpartition("/")[0], folded.rpartition("/")[0]
    return found


def look_alikes(ids: Iterable[tuple[str, Callable[[], Span]]]) -> Iterator[Diagnostic]:
    """Ids that people write into tables and references by hand must not be taken for one another."""
    seen: dict[str, str] = {}
    for name, where in ids:
        folded = name.lower().translate(_LOOK_ALIKE)
        if folded in seen and seen[folded] != name:
            yield fault("look-alike-id", where(), id=name, other=seen[folded])
        seen.setdefault(folded, name)


def outward(
    references: Iterable[tuple[str, str, str]], ids: Mapping[str, list[Any]], holds: Callable[[str, Known, str], bool]
) -> list[Wrong]:
    """Return the references of customers that do not hold."""
    wrong = []
    for kind, name, customer in references:
        found = ids.get(name)
        if found is None or not holds(kind, known(found), customer):
            wrong.append(Wrong(kind, name, customer))
    return wrong


def near(name: str, kind: str, ids: Mapping[str, list[Any]]) -> list[str]:
    """Return the ids that may have been meant by one that is not there; none where it is, or where there are too many."""
    if name in ids or len(ids) > _GUESSED_AMONG:
        return []
    return [other for other, place in ids.items() if kind in ("any", place[0]) and other[0] != "@"]


def known(place: list[Any]) -> Known:
    """Return what is known of an id, from how it is kept; its day is left out."""
    kind, customer, _, path, line, void = place
    return Known(kind, customer, None, path, line, void)


class KnownIds(Mapping[str, Known]):
    """The ids of all customers as the rules see them, made from how they are kept when they are asked for."""

    def __init__(self, kept: Mapping[str, list[Any]]) -> None:
        """Take the ids as they are kept."""
        self._kept = kept

    def __getitem__(self, name: str) -> Known:
        """Return what is known of an id."""
        return known(self._kept[name])

    def __iter__(self) -> Iterator[str]:
        """Yield every id."""
        return iter(self._kept)

    def __len__(self) -> int:
        """Return how many ids there are."""
        return len(self._kept)


class Taken(Slotted):
    """An alias or external id of a customer that is another's already, or what that one is called in full."""

    customer: str
    alias: str
    other: str
    called: bool


def aliases(
    names: Iterable[tuple[str, list[str]]], ids: Collection[str], called: Iterable[tuple[str, list[str | None]]]
) -> Iterator[Taken]:
    """Yield the aliases that are taken: one belongs to one customer, is nobody's id and nobody else's name.

    ``called`` are all customers with their names in full, which several may share.
    """
    owner: dict[str, str] = {}
    others = sorted(names)
    wanted = {alias for _, own in others for alias in own}
    bearers: dict[str, set[str]] = {}
    for customer, full in called if wanted else ():
        for name in wanted.intersection(full):
            bearers.setdefault(str(name), set()).add(customer)
    for customer, own in others:
        for alias in own:
            other = alias if alias in ids else owner.setdefault(alias, customer)
            if other != customer:
                yield Taken(customer, alias, other, called=False)
            elif alias in bearers and customer not in bearers[alias]:
                yield Taken(customer, alias, min(bearers[alias]), called=True)


class Lost:
    """What files that could not be read may have held: a reference to it is no fault until they can be."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the paths of such files."""
        self._places = [(path, place(path)) for path in paths]

    def may_hold(self, kind: str, name: str, customer: str) -> bool:
        """Tell whether one of the files may define what a reference of a customer (or of nobody) names."""
        return any(_may_hold(path, found, kind, name, customer) for path, found in self._places)


def _may_hold(path: str, found: Place | Diagnostic, kind: str, name: str, customer: str) -> bool:
    if isinstance(found, Diagnostic):
        return not path.startswith("customers/") or not customer or f"/{customer}/" in path
    if found.customer and customer and found.customer != customer and kind != "customer":
        return False
    kinds = {"contract": ("customer",), "action": ("plan",), "policy": POLICY_KINDS}.get(kind, (kind,))
    if kind != "any" and found.kind not in kinds:
        return False
    # a list, a table: who knows what is in it
    return not found.id or kind == "contract" or name == found.id or name.startswith(found.id + ".")
