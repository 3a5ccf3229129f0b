"""Which ids records define, and that each is there once: a record's own, its contracts', its actions', its contact's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmsite.checks.case_file import Known
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.grammar.tables import new
from crmsite.grammar.values import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crmsite.grammar.fields import Record
    from crmsite.reading.reader import Entry

_DAYS = {
    "need": "recorded", "case": "opened", "rootcause": "opened", "risk": "raised", "waiver": "on", "followup": "when",
    "assessment": "date", "response": "date", "opening": "date",
}  # fmt: skip
_INNER = frozenset(["customer", "plan", "contact"])
"""Kinds whose records define more than their own id."""
CODE = "@code:"
"""Before a contact's code, which is unique like an id but which no record refers to."""


def known_ids(entries: Sequence[Entry], records: Sequence[Record]) -> tuple[dict[str, Known], list[Diagnostic]]:
    """Return all ids that records define, and a fault for each that is there twice; the first place counts."""
    ids: dict[str, Known] = {}
    faults: list[Diagnostic] = []
    for entry, record in zip(entries, records, strict=True):
        kind, customer, name, line, _ = entry
        void = record.status == "void"
        path = record.path
        known = new(Known, (kind, customer, _day_of(kind, record), path, record.at.get("id", line), void))
        first = ids.setdefault(name, known)
        if first is not known:
            faults.append(taken(name, (first.path, first.line), (known.path, known.line)))
        if kind in _INNER:
            for name, known in _inside(entry, record, void=void):
                first = ids.setdefault(name, known)
                if first is not known:
                    faults.append(taken(name, (first.path, first.line), (known.path, known.line)))
    return ids, faults


def taken(name: str, first: tuple[str, int], second: tuple[str, int]) -> Diagnostic:
    """Say that an id, or a contact's code, is there twice; the fault lies at the later place."""
    early, (path, line) = sorted((first, second))
    place = f"{early[0]}:{early[1]}"
    if name.startswith(CODE):
        return fault("contact-code-taken", Span(path, line), code=name.removeprefix(CODE), first=place)
    return fault("duplicate-id", Span(path, line), id=name, first=place)


def merged(groups: Iterable[Mapping[str, list[Any]]]) -> tuple[dict[str, list[Any]], list[Diagnostic]]:
    """Put the ids of all customers together, as they are kept; one that is there twice is a fault at its later place."""
    ids: dict[str, list[Any]] = {}
    faults: list[Diagnostic] = []
    for group in groups:
        for name, known in group.items():
            first = ids.setdefault(name, known)
            if first is not known:
                faults.append(taken(name, (first[3], first[4]), (known[3], known[4])))
    return ids, faults


def _inside(entry: Entry, record: Record, *, void: bool) -> Iterator[tuple[str, Known]]:
    """Yield what a record defines besides itself."""
    kind, customer, name, _, _ = entry
    path = record.path
    if kind == "customer":
        for contract in getattr(record, "contracts", ()):
            yield contract.id, new(Known, ("contract", customer, contract.from_, path, contract.line("id"), void))
    elif kind == "plan":
        for action in getattr(record, "actions", ()):
            yield f"{name}.{action.id}", new(Known, ("action", customer, None, path, action.line("id"), void))
    elif not void:
        yield CODE + getattr(record, "code", ""), new(Known, ("code", customer, None, path, record.line("code"), False))


def _day_of(kind: str, record: Record) -> date | None:
    """Return the day that a record is about, for rules on what was known when."""
    name = _DAYS.get(kind)
    found: Any = getattr(record, name) if name is not None else None
    return found.day if found.__class__ is Moment else found
