"""What a rule across records sees: one customer's records as written, whatever the date, and who else exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from crmsite.diagnostics import Diagnostic, Span, fault_from
from crmsite.kinds.case import Case
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.plan import Plan
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crmsite.dossier.book import Organisation
    from crmsite.grammar.fields import Citation, Record
    from crmsite.grammar.tables import Invoice, Order, Receipt, Send
    from crmsite.policy import Policies

R = TypeVar("R", bound="Record")


class Known(NamedTuple):
    """One id that something may refer to: its kind, the customer it belongs to, its date, its place."""

    kind: str
    customer: str
    day: date | None
    path: str
    line: int
    void: bool = False


class CaseFile(Slotted):
    """One customer's records (void ones left out) by type, its table rows, its ids, and what is shared.

    The records that belong to no customer make up a case file too; its ``customer`` is empty.
    """

    customer: str
    records: Mapping[type[Record], Sequence[Record]]
    orders: Sequence[Order]
    invoices: Sequence[Invoice]
    receipts: Sequence[Receipt]
    own: Mapping[str, Known]
    shared: Mapping[str, Known]
    organisation: Organisation
    policies: Policies
    sends: Sequence[Send] = ()

    def of(self, kind: type[R]) -> Sequence[R]:
        """Return the records of one kind."""
        found: Any = self.records.get(kind, ())
        return found  # type: ignore[no-any-return]  # what is listed under a kind is of it

    def known(self, name: str) -> Known | None:
        """Return what an id names, among the customer's own and the shared ids."""
        return self.own.get(name) or self.shared.get(name)

    def day_of(self, name: str) -> date | None:
        """Return the day of what an id names, be it a record or a row of a table; ``None`` where it has none."""
        found = self.known(name)
        if found is not None:
            return found.day
        rows = [order.date for order in self.orders if order.order_id == name]
        rows += [invoice.issued for invoice in self.invoices if invoice.invoice_id == name]
        return min(rows, default=None)


def by_type(records: Iterable[Record]) -> dict[type[Record], list[Record]]:
    """Sort records by type, void ones left out."""
    sorted_out: dict[type[Record], list[Record]] = {}
    for record in records:
        if record.status is None:
            sorted_out.setdefault(type(record), []).append(record)
    return sorted_out


def at(record: Record, rule: str, *keys: Any, **args: object) -> Diagnostic:
    """Make a fault at a value of a record by its keys; its columns are looked up only when it is printed."""
    line = record.cite(*keys).line
    path = ((record.index,) if record.index >= 0 else ()) + keys
    return fault_from(rule, Span(record.path, line), args, tuple(str(key) for key in path))


def at_row(place: Citation, rule: str, column: str, **args: object) -> Diagnostic:
    """Make a fault at a cell of a table's row; its columns are looked up only when it is printed."""
    return fault_from(rule, Span(place.path, place.line), args, (column,))


def circle_starts(following: Mapping[str, str]) -> list[str]:
    """Return one name of each circle that following a reference leads into: the first in order."""
    starts: list[str] = []
    passed: set[str] = set()
    for first in sorted(following):
        name, trail = first, list[str]()
        while name in following and name not in passed:
            passed.add(name)
            trail.append(name)
            name = following[name]
        if name in trail:
            starts.append(min(trail[trail.index(name) :]))
    return sorted(starts)


def answers_of(case: CaseFile) -> Iterator[tuple[Record, tuple[str | int, ...], str]]:
    """Yield everything that is written as an answer, with the record and the keys where it stands."""
    own: list[FollowUp | Case] = [*case.of(FollowUp), *case.of(Case)]
    for record in own:
        yield from ((record, ("answers", number), text) for number, text in enumerate(record.answers))
    for plan in case.of(Plan):
        for index, action in enumerate(plan.actions):
            yield from ((plan, ("actions", index, "answers", number), text) for number, text in enumerate(action.answers))
