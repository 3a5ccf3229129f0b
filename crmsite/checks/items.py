"""Items of a record's lists have ids of their own: what refers to one of two would mean either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmsite.checks.case_file import CaseFile, at
from crmsite.grammar.fields import Model
from crmsite.kinds.customer import Customer
from crmsite.kinds.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record

TOLD_ELSEWHERE = {(Customer, "contracts"), (Plan, "actions"), (Plan, "objectives")}
"""Lists that the search through all fields passes by: items that other records refer to, whose ids are told among those of the
whole repository, and what ``objectives`` looks at. No other kind of record that a customer can have holds such a list."""


def objectives(case: CaseFile) -> Iterator[Diagnostic]:
    """Within one plan no objective has the id of another: the first place counts, the later is told."""
    for plan in case.of(Plan):
        if len(plan.objectives) > 1:
            yield from _twice(plan, "objectives", plan.objectives)


def ids(case: CaseFile) -> Iterator[Diagnostic]:
    """Within one list of one record that belongs to nobody no id stands twice, whatever the kind."""
    for kind, records in case.records.items():
        for record in records:
            for name, items in vars(record).items():
                if items.__class__ is tuple and len(items) > 1 and _have_ids(items) and (kind, name) not in TOLD_ELSEWHERE:
                    yield from _twice(record, name, items)


def _have_ids(items: tuple[object, ...]) -> bool:
    return isinstance(items[0], Model) and "id" in type(items[0]).model_fields


def _twice(record: Record, name: str, items: tuple[Any, ...]) -> Iterator[Diagnostic]:
    """Tell the later of two items with one id; items of the field are of one type."""
    key = type(record).model_fields[name].alias or name
    seen: dict[str, int] = {}
    for number, item in enumerate(items):
        first = seen.setdefault(item.id, number)
        if first != number:
            place = record.cite(key, first, "id")
            yield at(record, "duplicate-id", key, number, "id", id=item.id, first=f"{place.path}:{place.line}")
