"""Rules across customers: ids and names that are there once, references to another customer's records, one file for one name."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.guess import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def collisions(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Two files whose names differ only in case are one file on another computer."""
    seen: dict[str, str] = {}
    for path in paths:
        folded = path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
        if folded in seen:
            yield fault("name-collision", Span(path, 1), path=path, other=seen[folded])
        seen.setdefault(folded, path)


def merged_ids(groups: Iterable[Mapping[str, list[Any]]]) -> tuple[dict[str, list[Any]], list[Diagnostic]]:
    """Put the ids of all shards together; an id that is there twice is a fault at its second place."""
    ids: dict[str, list[Any]] = {}
    faults: list[Diagnostic] = []
    for group in groups:
        for name, known in group.items():
            first = ids.get(name)
            if first is None:
                ids[name] = known
                continue
            early, late = sorted((first, known), key=lambda place: (place[3], place[4]))
            ids[name] = early
            faults.append(fault("duplicate-id", Span(late[3], late[4]), keys=(), id=name, first=f"{early[3]}:{early[4]}"))
    return ids, faults


def outward(references: Iterable[tuple[str, str, str]], ids: Mapping[str, list[Any]]) -> list[tuple[str, str, str, str]]:
    """Return the references that name no record at all, or one of the wrong kind, with the nearest id there is."""
    missing = []
    for kind, name, customer in references:
        found = ids.get(name)
        if found is not None and (kind in ("any", found[0]) or kind == "policy") and not found[5]:
            continue
        guess = nearest(name, [known for known, place in ids.items() if kind in ("any", place[0])]) if len(ids) < 20_000 else ""
        missing.append((kind, name, customer, guess))
    return missing


def aliases(names: Iterable[tuple[str, str, list[str]]]) -> Iterator[Diagnostic]:
    """An alias or an external id belongs to one customer, and is no other customer's id."""
    owner: dict[str, str] = {}
    listed = sorted(names)
    ids = {customer for customer, _, _ in listed}
    for customer, path, others in listed:
        for alias in others:
            other = alias if alias in ids and alias != customer else owner.get(alias)
            if other is not None and other != customer:
                yield fault("alias-taken", Span(path, 1), alias=alias, other=other)
            owner.setdefault(alias, customer)
