"""Rows of machine tables hold together: signs, returns, each number once, payments for invoices that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at, at_row
from crmsite.grammar.guess import nearest
from crmsite.kinds.customer import OpeningBalance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Citation
    from crmsite.grammar.tables import Order


def orders(case: CaseFile) -> Iterator[Diagnostic]:
    """A return is negative and names an order that is there; every other order is positive, and each of its products there once."""
    if not case.orders:
        return
    seen: dict[str, Citation] = {}
    rows: dict[tuple[str, str], Citation] = {}
    returned = []
    for order in case.orders:
        if order.status == "returned":
            returned.append(order)
        else:
            seen.setdefault(order.order_id, order.source)
            first = rows.setdefault((order.order_id, order.product), order.source)
            if first is not order.source:
                yield _again(order.source, "order_id", order.order_id, first)
        if (order.amount > 0) if order.status == "returned" else (order.amount < 0):
            yield at_row(order.source, "amount-sign", "amount", id=order.order_id, status=order.status, amount=order.amount)
    if returned and not case.of(OpeningBalance):  # an opening balance may hold the order that comes back
        yield from _returns(returned, seen)


def _returns(returned: list[Order], seen: dict[str, Citation]) -> Iterator[Diagnostic]:
    for order in returned:
        if order.returns and order.returns not in seen:
            yield at_row(order.source, "return-without-order", "returns", id=order.order_id, order=order.returns)
        elif not order.returns and order.order_id not in seen:
            yield at_row(order.source, "return-unnamed", "order_id", id=order.order_id)


def invoices(case: CaseFile) -> Iterator[Diagnostic]:
    """An invoice is there once and falls due after it was issued; a payment names an invoice that is there."""
    seen: dict[str, Citation] = {}
    for invoice in case.invoices:
        first = seen.setdefault(invoice.invoice_id, invoice.source)
        if first is not invoice.source:
            yield _again(invoice.source, "invoice_id", invoice.invoice_id, first)
        if invoice.due < invoice.issued:
            yield at_row(invoice.source, "end-before-start", "due", start=invoice.issued, end=invoice.due)
    if case.of(OpeningBalance):
        return
    for receipt in case.receipts:
        if receipt.invoice_id not in seen:
            yield at_row(receipt.source, "dangling-reference", "invoice_id", id=receipt.invoice_id, kind="invoice", guess="")


def _again(place: Citation, column: str, name: str, first: Citation) -> Diagnostic:
    """Tell of a row whose key another has already: the number, and for an order its product."""
    return at_row(place, "duplicate-row", column, id=name, first=f"{first.path}:{first.line}")


def sends(case: CaseFile) -> Iterator[Diagnostic]:
    """What was sent is an item of a care programme, by its id alone or after the programme's; without programmes all may be."""
    if not case.sends:
        return
    items = [(care.id, item.id) for care in case.organisation.care for item in care.items]
    known = [*dict.fromkeys(item for _, item in items), *(f"{care}.{item}" for care, item in items)]
    for send in case.sends if known else ():
        if send.item not in known:
            yield at_row(send.source, "unknown-duty", "item", text=send.item, guess=nearest(send.item, known))


def opening(case: CaseFile) -> Iterator[Diagnostic]:
    """Rows on or before an opening balance would be counted twice; its total holds that of its last twelve months."""
    for balance in case.of(OpeningBalance):
        for order in case.orders:
            if order.date <= balance.date:
                yield at_row(order.source, "order-before-opening", "date", id=order.order_id, date=order.date)
        total, year = balance.cumulative_amount, balance.amount_12m
        if total is not None and year is not None and total < year:
            yield at(balance, "cumulative-below-window", "cumulative_amount")
