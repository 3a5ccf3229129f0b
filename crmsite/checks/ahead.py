"""What is dated after the day that the site stands at: nothing counts it yet, which whoever wrote it should hear."""

from __future__ import annotations

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


def ahead(case: CaseFile, as_of: date) -> Iterator[Diagnostic]:
    """Yield one note where records of a customer, or rows of its tables, are dated after a day; it stands at the first of them."""
    records = [found for found in _records(case) if found[0] > as_of]
    rows = [(order.date, order.source, "date") for order in case.orders if order.date > as_of]
    rows += [(invoice.issued, invoice.source, "issued") for invoice in case.invoices if invoice.issued > as_of]
    rows += [(receipt.date, receipt.source, "date") for receipt in case.receipts if receipt.date > as_of]
    if not records and not rows:
        return
    n, first = len(records) + len(rows), min([found[0] for found in (*records, *rows)])
    for day, record, key in records:
        if day == first:
            yield at(record, "dated-ahead", key, n=n, as_of=as_of, first=first)
            return
    source, column = next((source, column) for day, source, column in rows if day == first)
    yield at_row(source, "dated-ahead", column, n=n, as_of=as_of, first=first)


def _records(case: CaseFile) -> Iterator[tuple[date, Record, str]]:
    """Yield the day of each record of what happens on one day, with the key that gives it."""
    for followup in case.of(FollowUp):
        yield followup.day, followup, "start" if followup.start is not None else "date"
    for one in case.of(Case):
        yield one.opened.day, one, "opened"
    for need in case.of(Need):
        yield need.recorded, need, "recorded"
    for contact in case.of(Contact):
        yield contact.since, contact, "since"
    for assessment in case.of(Assessment):
        yield assessment.date, assessment, "date"
    for customer in case.of(Customer):
        yield min([step.from_ for step in customer.stages]), customer, "stages"
