"""A customer's orders and amounts, sorted once, so that any window is two binary searches and one subtraction."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendar_days import add_months

if TYPE_CHECKING:
    from datetime import date

    from crmsite.book import Dossier
    from crmsite.fields import Citation
    from crmsite.kinds.customer import OpeningBalance
    from crmsite.tables import Invoice, Order

ZERO = Decimal(0)
CITED = 12
"""How many lines a factor cites at most; of a longer run the first and the last are cited."""


class Ledger(NamedTuple):
    """Standing orders and counted amounts, both in order of date.

    An order stands unless it is cancelled or wholly returned. Amounts are of the basis that the site counts by, returns
    taken off on the day of the return; ``running[n]`` is the sum of the first ``n`` rows. What lies before the opening balance
    is not in the rows. ``mixed``: more than one currency, so that no sum means anything. ``complete`` is false where orders
    stand but the basis that amounts are counted by has no row.
    """

    order_days: tuple[date, ...]
    order_ids: tuple[str, ...]
    order_sources: tuple[Citation, ...]
    amount_days: tuple[date, ...]
    amount_sources: tuple[Citation, ...]
    running: tuple[Decimal, ...]
    opening: OpeningBalance | None
    currency: str
    mixed: bool
    complete: bool

    def orders_in(self, after: date, until: date) -> int:
        """Count the orders dated after one day, up to and including another."""
        return bisect_right(self.order_days, until) - bisect_right(self.order_days, after)

    def amount_in(self, after: date, until: date) -> Decimal:
        """Sum the amounts dated after one day, up to and including another."""
        days = self.amount_days
        return self.running[bisect_right(days, until)] - self.running[bisect_right(days, after)]

    def order_lines(self, after: date, until: date) -> tuple[Citation, ...]:
        """Cite the orders of a window: all of them, or the first and the last of many."""
        return _cited(self.order_sources, bisect_right(self.order_days, after), bisect_right(self.order_days, until))

    def amount_lines(self, after: date, until: date) -> tuple[Citation, ...]:
        """Cite the amounts of a window: all of them, or the first and the last of many."""
        return _cited(self.amount_sources, bisect_right(self.amount_days, after), bisect_right(self.amount_days, until))

    def ends(self) -> tuple[Citation, ...]:
        """Cite the first and the last row of all amounts."""
        sources = self.amount_sources
        return sources if len(sources) < 3 else (sources[0], sources[-1])

    def sees(self, after: date) -> bool:
        """Tell whether the rows hold all orders after a day: no opening balance lies later, or it says that there were none."""
        opening = self.opening
        if opening is None or opening.date <= after:
            return True
        return opening.last_order is not None and opening.last_order <= after

    def last_order(self) -> date | None:
        """Return the last order's date, from the rows or else from the opening balance."""
        if self.order_days:
            return self.order_days[-1]
        return self.opening.last_order if self.opening else None

    def first_order(self) -> date | None:
        """Return the first order's date; the opening balance comes before all rows, and may not tell it."""
        if self.opening is not None and (self.opening.first_order or self.opening.orders != 0):
            return self.opening.first_order
        return self.order_days[0] if self.order_days else None

    def ever_ordered(self) -> bool:
        """Tell whether any order is known."""
        opening = self.opening
        if self.order_days:
            return True
        if opening is None:
            return False
        return bool(opening.last_order or opening.first_order or opening.orders or opening.cumulative_amount)


def _cited(sources: tuple[Citation, ...], start: int, end: int) -> tuple[Citation, ...]:
    if end - start <= CITED:
        return sources[start:end]
    return (sources[start], sources[end - 1])


def standing_orders(orders: tuple[Order, ...]) -> list[Order]:
    """Return the orders that count: one per order id, without cancelled ones and those that were wholly returned.

    A return is a row of status ``returned`` or a negative amount; it names its order, or carries the order's own id.
    """
    first: dict[str, Order] = {}
    net: dict[str, Decimal] = {}
    returned: set[str] = set()
    for order in orders:
        if order.status == "cancelled":
            continue
        name = order.order_id
        if order.status == "returned" or order.amount < 0:
            name = order.returns or name
            returned.add(name)
        elif name not in first:
            first[name] = order
        net[name] = net.get(name, ZERO) + order.amount
    return [order for name, order in first.items() if name not in returned or net[name] > 0]


def ledger_of(dossier: Dossier, basis: str, currency: str) -> Ledger:
    """Lay out a customer's orders and amounts; ``basis`` is ``order``, ``invoice`` or ``receipt``. A dossier is sorted by date."""
    orders: tuple[Order, ...] = dossier.orders
    if _is_plain(orders):
        standing = counted = orders
    else:
        standing = tuple(sorted(standing_orders(orders), key=_order_day))
        counted = tuple([order for order in orders if order.status != "cancelled"])
    ids, days, _, _, sources = _columns(standing)
    if basis == "order":
        _, amount_days, amounts, currencies, amount_sources = _columns(counted)
    elif basis == "invoice":
        invoices = dossier.invoices
        amount_days, amounts = tuple([i.issued for i in invoices]), tuple([i.amount for i in invoices])
        currencies, amount_sources = tuple([i.currency for i in invoices]), tuple([i.source for i in invoices])
    else:
        receipts = dossier.receipts
        amount_days, amounts = tuple([r.date for r in receipts]), tuple([r.amount for r in receipts])
        currencies, amount_sources = (), tuple([r.source for r in receipts])
    found = {name or currency for name in set(currencies)}
    return Ledger(
        days,
        ids,
        sources,
        amount_days,
        amount_sources,
        tuple(accumulate(amounts, initial=ZERO)),
        dossier.opening,
        next(iter(found)) if len(found) == 1 else currency,
        len(found) > 1,
        bool(amount_days) or not standing,
    )


_Columns = tuple[tuple[str, ...], tuple["date", ...], tuple[Decimal, ...], tuple[str, ...], tuple["Citation", ...]]


def _columns(orders: tuple[Order, ...]) -> _Columns:
    """Return ids, days, amounts, currencies and sources of some orders, each as one tuple."""
    if not orders:
        return (), (), (), (), ()
    ids, days, amounts, currencies, _, _, _, _, _, sources = zip(*orders, strict=True)
    return ids, days, amounts, currencies, sources


def _is_plain(orders: tuple[Order, ...]) -> bool:
    """Tell whether every row is a confirmed order of its own: nothing cancelled, returned or repeated."""
    if not orders:
        return True
    ids, _, amounts, _, _, _, states, _, _, _ = zip(*orders, strict=True)
    return set(states) == {"confirmed"} and min(amounts) >= 0 and len(set(ids)) == len(ids)


def _order_day(order: Order) -> date:
    return order.date


def window_ends(as_of: date, months: int, count: int) -> tuple[date, ...]:
    """Return the ends of ``count`` windows back from a date: window ``n`` is ``(ends[n + 1], ends[n]]``."""
    return (as_of, *(add_months(as_of, -months * number) for number in range(1, count + 1)))


class Unpaid(NamedTuple):
    """An invoice that is past its due day and not wholly paid."""

    invoice: Invoice
    outstanding: Decimal
    days: int


def unpaid_of(dossier: Dossier, as_of: date) -> tuple[Unpaid, ...]:
    """Return the invoices past due with what is still owed, the oldest due first."""
    if not dossier.invoices:
        return ()
    owed = {invoice.invoice_id: invoice.amount for invoice in dossier.invoices if invoice.due < as_of}
    for receipt in dossier.receipts:
        if receipt.invoice_id in owed:
            owed[receipt.invoice_id] -= receipt.amount
    late = {name for name, left in owed.items() if left > 0}
    if not late:
        return ()
    found = [Unpaid(i, owed[i.invoice_id], (as_of - i.due).days) for i in dossier.invoices if i.invoice_id in late]
    found.sort(key=_longest_first)
    return tuple(found)


def _longest_first(unpaid: Unpaid) -> tuple[int, str]:
    return -unpaid.days, unpaid.invoice.invoice_id
