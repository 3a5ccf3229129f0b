"""Items of a record's lists have ids of their own: what refers to one of two would mean either."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from crmsite.checks.case_file import CaseFile, at
from crmsite.fields import Model
from crmsite.kinds.customer import Customer
from crmsite.kinds.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic

_NAMED_EVERYWHERE = {(Customer, "contracts"), (Plan, "actions")}
"""Lists whose items other records refer to: their ids are told among those of the whole repository."""


def ids(case: CaseFile) -> Iterator[Diagnostic]:
    """Within one list of one record no id stands twice, whatever the kind: the first place counts, the later is told."""
    for kind, records in case.records.items():
        lists = [keys for keys in _lists(kind) if (kind, keys[0]) not in _NAMED_EVERYWHERE]
        for record in records if lists else ():
            for attribute, key in lists:
                seen: dict[str, int] = {}
                for number, item in enumerate(getattr(record, attribute)):
                    first = seen.setdefault(item.id, number)
                    if first != number:
                        place = record.cite(key, first, "id")
                        yield at(record, "duplicate-id", key, number, "id", id=item.id, first=f"{place.path}:{place.line}")


def _lists(kind: type[Model]) -> list[tuple[str, str]]:
    """Return attribute and key of each list of a kind whose items have an id."""
    fields = kind.model_fields.items()
    return [(name, field.alias or name) for name, field in fields if _items_have_ids(field.annotation)]


def _items_have_ids(annotation: object) -> bool:
    arguments = get_args(annotation)
    item = arguments[0] if len(arguments) == 2 and arguments[1] is Ellipsis else None
    return isinstance(item, type) and issubclass(item, Model) and "id" in item.model_fields
