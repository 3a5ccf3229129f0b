"""What is dated after the day that the site stands at: nothing counts it yet, which whoever wrote it should hear."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at, at_row
from crmsite.kinds.assessment import Assessment
from crmsite.kinds.case import Case
from crmsite.kinds.contact import Contact
from crmsite.kinds.customer import Customer
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.need import Need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record

_DATED: tuple[tuple[type[Record], str, str], ...] = (
    (FollowUp, "when.day", ""), (Case, "opened.day", "opened"), (Need, "recorded", "recorded"), (Contact, "since", "since"),
    (Assessment, "date", "date"),
)  # fmt: skip
"""What happens on one day: where the day is, and the key that gives it; of a follow-up one of two."""


def ahead(case: CaseFile, as_of: date) -> Iterator[Diagnostic]:
    """Yield one note where records of a customer, or rows of its tables, are dated after a day; it stands at the first of them."""
    records = [
        (day, record, key)
        for kind, where, key in _DATED
        for record in case.of(kind)
        if (day := attrgetter(where)(record)) > as_of
    ]
    begun = [(min(step.from_ for step in one.stages), one, "stages") for one in case.of(Customer) if isinstance(one, Customer)]
    records += [found for found in begun if found[0] > as_of]
    rows = [(order.date, order.source, "date") for order in case.orders if order.date > as_of]
    rows += [(invoice.issued, invoice.source, "issued") for invoice in case.invoices if invoice.issued > as_of]
    rows += [(receipt.date, receipt.source, "date") for receipt in case.receipts if receipt.date > as_of]
    if not records and not rows:
        return
    first = min([*(day for day, _, _ in records), *(day for day, _, _ in rows)])
    n = len(records) + len(rows)
    for day, record, key in records:
        if day == first:
            own = key or ("date" if isinstance(record, FollowUp) and record.start is None else "start")
            yield at(record, "dated-ahead", own, n=n, as_of=as_of, first=first)
            return
    source, column = next((source, column) for day, source, column in rows if day == first)
    yield at_row(source, "dated-ahead", column, n=n, as_of=as_of, first=first)
