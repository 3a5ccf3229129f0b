"""What a rule across records sees: one customer's records as written, whatever the date, and who else exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crmsite.diagnostics import Diagnostic, Span, fault_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from crmsite.book import Organisation
    from crmsite.fields import Record
    from crmsite.tables import Invoice, Order, Receipt

R = TypeVar("R", bound="Record")


class Known(NamedTuple):
    """One id that something may refer to: its kind, the customer it belongs to, its date, its place."""

    kind: str
    customer: str
    day: date | None
    path: str
    line: int
    void: bool = False


class CaseFile(NamedTuple):
    """One customer's records (void ones left out), its table rows, its ids, and what is shared."""

    customer: str
    records: Sequence[Record]
    orders: Sequence[Order]
    invoices: Sequence[Invoice]
    receipts: Sequence[Receipt]
    own: Mapping[str, Known]
    shared: Mapping[str, Known]
    organisation: Organisation

    def of(self, kind: type[R]) -> list[R]:
        """Return the records of one kind."""
        return [record for record in self.records if isinstance(record, kind)]

    def known(self, name: str) -> Known | None:
        """Return what an id names, among the customer's own and the shared ids."""
        return self.own.get(name) or self.shared.get(name)


Check = "Callable[[CaseFile], Iterable[Diagnostic]]"


def at(record: Record, rule: str, *keys: str | int, **args: object) -> Diagnostic:
    """Make a fault at a value of a record; its columns are looked up only when it is printed."""
    line = record.cite(*keys).line if keys else record.line("id")
    path = ((record.index,) if record.index >= 0 else ()) + keys
    return fault_from(rule, Span(record.path, line), args, tuple(str(key) for key in path))
