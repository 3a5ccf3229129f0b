"""A customer's orders and amounts, sorted once, so that any window is two binary searches and one subtraction."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import add_months
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.grammar.fields import Citation
    from crmsite.grammar.tables import Invoice, Order
    from crmsite.kinds.customer import OpeningBalance

ZERO = Decimal(0)
CITED = 12
"""How many lines a factor cites at most; of a longer run the first and the last are cited."""


class TakenBack(NamedTuple):
    """An order that was placed and later came back whole: it counts in windows that end before the day on which it did."""

    day: date
    order_id: str
    source: Citation
    back: date


class Ledger(Slotted):
    """Standing orders and counted amounts, both in order of date.

    An order stands unless it is cancelled or wholly returned. Amounts are of the basis that the site counts by, returns
    taken off on the day of the return; ``running[n]`` is the sum of the first ``n`` rows. What lies before the opening balance
    is not in the rows. ``mixed``: more than one currency, so that no sum means anything. ``complete`` is false where orders
    stand but the basis that amounts are counted by has no row. ``taken_back`` are the orders that were wholly returned: they
    are no orders in a window, but they tell when the customer last ordered. ``returns``: some row is a return, so that an
    order was placed even where none is on record; ``first_row`` is the day of the first order row, cancelled ones among them.
    ``own``: the amounts are in the organisation's currency, so that they may be held against its cuts and added to those of others.
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
    taken_back: tuple[TakenBack, ...] = ()
    returns: bool = False
    first_row: date | None = None
    own: bool = True

    def orders_in(self, after: date, until: date) -> int:
        """Count the orders dated after one day, up to and including another, as they stood at the end of the latter."""
        found = bisect_right(self.order_days, until) - bisect_right(self.order_days, after)
        if not self.taken_back:
            return found
        return found + sum([after < one.day <= until < one.back for one in self.taken_back])

    def amount_in(self, after: date, until: date) -> Decimal:
        """Sum the amounts dated after one day, up to and including another."""
        days = self.amount_days
        return self.running[bisect_right(days, until)] - self.running[bisect_right(days, after)]

    def window(self, after: date, until: date) -> tuple[int, Decimal]:
        """Return how many orders and how much fall after one day, up to and including another: both at once, as most ask.

        Where each row is an order of its own the days of orders and of amounts are the same, and are searched once.
        """
        days = self.amount_days
        first, last = bisect_right(days, after), bisect_right(days, until)
        amount = self.running[last] - self.running[first]
        return last - first if days is self.order_days and not self.taken_back else self.orders_in(after, until), amount

    def order_lines(self, after: date, until: date) -> tuple[Citation, ...]:
        """Cite the orders of a window: all of them, or the first and the last of many."""
        return _cited(self.order_sources, bisect_right(self.order_days, after), bisect_right(self.order_days, until))

    def amount_lines(self, after: date, until: date) -> tuple[Citation, ...]:
        """Cite the amounts of a window: all of them, or the first and the last of many."""
        return _cited(self.amount_sources, bisect_right(self.amount_days, after), bisect_right(self.amount_days, until))

    def all_lines(self) -> tuple[Citation, ...]:
        """Cite all amounts: every one of them, or the first and the last of many."""
        return _cited(self.amount_sources, 0, len(self.amount_sources))

    def amounts_within(self, after: date, until: date) -> int:
        """Count the amounts of a window."""
        return bisect_right(self.amount_days, until) - bisect_right(self.amount_days, after)

    def sees(self, after: date) -> bool:
        """Tell whether the rows hold all orders after a day: no opening balance lies later, or it says that there were none."""
        opening = self.opening
        if opening is None or opening.date <= after:
            return True
        return opening.last_order is not None and opening.last_order <= after

    def last_order(self) -> date | None:
        """Return the day on which an order was last placed, returned later or not; else what the opening balance tells."""
        back = self.taken_back
        if self.order_days:
            return max(self.order_days[-1], back[-1].day) if back else self.order_days[-1]
        if back:
            return back[-1].day
        return self.opening.last_order if self.opening else None

    def rhythm_days(self) -> tuple[date, ...]:
        """Return the days with orders between which intervals are counted, each once and in order.

        The last order of an opening balance is among them: no other lies between it and the first row. Its first order tells
        nothing of a rhythm, since those in between are not on record.
        """
        last = self.opening.last_order if self.opening is not None else None
        days = dict.fromkeys(self.order_days)
        return tuple(days) if last is None else tuple(sorted({*days, last}))

    def last_order_by(self, day: date) -> date | None:
        """Return the day up to another on which an order was last placed, returned later or not, from the rows alone."""
        placed = bisect_right(self.order_days, day)
        last = self.order_days[placed - 1] if placed else None
        for one in self.taken_back:
            if one.day <= day and (last is None or one.day > last):
                last = one.day
        return last

    def until(self, day: date) -> Ledger | None:
        """Return the ledger as it stood on an earlier day; ``None`` where the rows by then have to be laid out anew.

        They have not where no row takes another back, nothing lies before the rows, and all are in the organisation's currency.
        """
        if self.returns or self.opening is not None or self.mixed or not self.own:
            return None
        placed, counted = bisect_right(self.order_days, day), bisect_right(self.amount_days, day)
        first = self.first_row if self.first_row is not None and self.first_row <= day else None
        return Ledger(
            self.order_days[:placed],
            self.order_ids[:placed],
            self.order_sources[:placed],
            self.amount_days[:counted],
            self.amount_sources[:counted],
            self.running[: counted + 1],
            None,
            self.currency,
            mixed=False,
            complete=bool(counted or not placed),
            first_row=first,
        )

    def stood_on(self, day: date) -> bool:
        """Tell whether any order stood on a day: placed by then, and not given back by then."""
        placed = bool(self.order_days) and self.order_days[0] <= day
        return placed or any(one.day <= day < one.back for one in self.taken_back)

    def last_placed(self) -> tuple[tuple[str, ...], tuple[Citation, ...]]:
        """Return id and line of the order that was placed last; nothing where no row is an order."""
        back = self.taken_back
        if back and (not self.order_days or back[-1].day > self.order_days[-1]):
            return (back[-1].order_id,), (back[-1].source,)
        return self.order_ids[-1:], self.order_sources[-1:]

    def first_order(self) -> date | None:
        """Return the first order's date; the opening balance comes before all rows, and may not tell it."""
        if self.opening is not None and (self.opening.first_order or self.opening.orders != 0):
            return self.opening.first_order
        placed = self.order_days[0] if self.order_days else None
        back = self.taken_back[0].day if self.taken_back else None
        return placed if back is None or (placed is not None and placed <= back) else back

    def ever_ordered(self) -> bool:
        """Tell whether any order is known; what came back was ordered, be it before the rows begin."""
        opening = self.opening
        if self.order_days or self.taken_back or self.returns:
            return True
        if opening is None:
            return False
        return bool(opening.last_order or opening.first_order or opening.orders or opening.cumulative_amount)


def _cited(sources: tuple[Citation, ...], start: int, end: int) -> tuple[Citation, ...]:
    if end - start <= CITED:
        return sources[start:end]
    return (sources[start], sources[end - 1])


class Standing(NamedTuple):
    """The orders of a customer that stand, those that came back whole, and whether any row is a return."""

    orders: tuple[Order, ...]
    taken_back: tuple[TakenBack, ...]
    returns: bool


def standing_of(orders: tuple[Order, ...]) -> Standing:
    """Tell which orders count: one per order id, without cancelled ones and those that were wholly returned.

    A return is a row of status ``returned`` or a negative amount; it names its order, or carries the order's own id. One that
    does neither takes back the latest earlier order of exactly its amount, if there is one: exports often void a sale by its
    mirror image. Otherwise it only lowers the amount.
    """
    placed: list[Order] = []
    returns: list[Order] = []
    for order in orders:
        if order.status != "cancelled":
            (returns if order.status == "returned" or order.amount < 0 else placed).append(order)
    first: dict[str, Order] = {}
    for order in placed:
        first.setdefault(order.order_id, order)
    if not returns:
        return Standing(tuple(sorted(first.values(), key=_order_day)), (), returns=False)
    back = _brought_back(first, placed, returns)
    taken = [TakenBack(first[name].date, name, first[name].source, max(day, first[name].date)) for name, day in back.items()]
    standing = [order for name, order in first.items() if name not in back]
    return Standing(tuple(sorted(standing, key=_order_day)), tuple(sorted(taken)), returns=True)


def _brought_back(first: dict[str, Order], placed: Iterable[Order], returns: Sequence[Order]) -> dict[str, date]:
    """Return the orders that came back whole, each with the day on which it did; ``first`` are those placed, by id."""
    net: dict[str, Decimal] = {}
    for order in placed:
        net[order.order_id] = net.get(order.order_id, ZERO) + order.amount
    named = {order.returns or order.order_id for order in returns}
    whole: dict[Decimal, list[Order]] = {}
    for name, order in first.items():
        if name not in named and net[name] > 0:
            whole.setdefault(net[name], []).append(order)
    back: dict[str, date] = {}
    for order in returns:
        name = order.returns or order.order_id
        if name not in first and not order.returns:
            name = _mirrored(order, whole)
        if name in first and name not in back:
            net[name] += order.amount
            if net[name] <= 0:
                back[name] = order.date
    return back


def _mirrored(returned: Order, whole: dict[Decimal, list[Order]]) -> str:
    """Return the latest order not after a return whose whole amount the return gives back; ``""`` where there is none."""
    held = whole.get(-returned.amount, [])
    for place in range(len(held) - 1, -1, -1):
        if held[place].date <= returned.date:
            return held.pop(place).order_id
    return ""


def ledger_of(dossier: Dossier, basis: str, currency: str) -> Ledger:
    """Lay out a customer's orders and amounts; ``basis`` is ``order``, ``invoice`` or ``receipt``. A dossier is sorted by date."""
    columns = standing = _columns(dossier.orders)
    taken_back: tuple[TakenBack, ...] = ()
    returns = False
    if not _is_plain(columns):
        orders, taken_back, returns = standing_of(dossier.orders)
        standing = _columns(orders)
        columns = _columns(tuple([order for order in dossier.orders if order.status != "cancelled"]))
    if basis == "order":
        amount_days, amounts, currencies, amount_sources = columns.days, columns.amounts, columns.currencies, columns.sources
    elif basis == "invoice":
        invoices = dossier.invoices
        amount_days, amounts = tuple([i.issued for i in invoices]), tuple([i.amount for i in invoices])
        currencies, amount_sources = tuple([i.currency for i in invoices]), tuple([i.source for i in invoices])
    else:
        receipts = dossier.receipts
        amount_days, amounts = tuple([r.date for r in receipts]), tuple([r.amount for r in receipts])
        currencies, amount_sources = (), tuple([r.source for r in receipts])
    found = {name or currency for name in set(currencies)} or {currency}
    return Ledger(
        standing.days,
        standing.ids,
        standing.sources,
        amount_days,
        amount_sources,
        tuple(accumulate(amounts, initial=ZERO)),
        dossier.opening,
        min(found) if len(found) == 1 else currency,
        len(found) > 1,
        bool(amount_days) or not (standing.days or taken_back),
        taken_back,
        returns,
        dossier.orders[0].date if dossier.orders else None,
        found == {currency},
    )


class _Columns(Slotted):
    """What a ledger takes of orders, each column as one tuple."""

    ids: tuple[str, ...]
    days: tuple[date, ...]
    amounts: tuple[Decimal, ...]
    currencies: tuple[str, ...]
    states: tuple[str, ...]
    sources: tuple[Citation, ...]


_NO_ORDERS = _Columns((), (), (), (), (), ())


def _columns(orders: tuple[Order, ...]) -> _Columns:
    if not orders:
        return _NO_ORDERS
    return _Columns(*zip(*map(_TAKEN, orders), strict=True))


_TAKEN = attrgetter("order_id", "date", "amount", "currency", "status", "source")


def _is_plain(orders: _Columns) -> bool:
    """Tell whether every row is a confirmed order of its own: nothing cancelled, returned or repeated."""
    ids, states = orders.ids, orders.states
    if not ids:
        return True
    return states.count("confirmed") == len(states) and min(orders.amounts) >= 0 and len(set(ids)) == len(ids)


_order_day = attrgetter("date")


def window_ends(as_of: date, months: int, count: int) -> tuple[date, ...]:
    """Return the ends of ``count`` windows back from a date: window ``n`` is ``(ends[n + 1], ends[n]]``."""
    return (as_of, *(add_months(as_of, -months * number) for number in range(1, count + 1)))


class Unpaid(Slotted):
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
