"""Payment cycle 回款周期: how many days customers take from the invoice to the last instalment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.metrics.figure import Figure, absent, unknown

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book, Window


def payment_cycle_days(book: Book, window: Window) -> Figure:
    """Return the mean days from issue to full payment, over the invoices wholly paid in twelve months.

    By the day of payment, so that invoices which are not paid yet cannot make a late payer look quick. The slowest stand first.
    """
    if window.place is None:
        return unknown("payment_cycle_days", "not_kept")
    rows = [(member.id, at.paid, at.paid_days) for member in book.members if (at := member.share.at[window.place]) is not None]
    paid = [row for row in rows if row[1]]
    if not paid:
        return absent("payment_cycle_days", "no_invoice_paid")
    paid.sort(key=lambda row: Decimal(row[2]) / row[1], reverse=True)
    invoices, days = sum(row[1] for row in paid), sum(row[2] for row in paid)
    return Figure(
        "payment_cycle_days", "value", None, Decimal(days) / invoices, Decimal(days), Decimal(invoices), None,
        tuple([row[0] for row in paid]), (), len(rows), len(paid),
    )
