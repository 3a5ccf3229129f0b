"""Orders and amounts 成交与订单: twelve months, all told, the average order and its growth, upsell, repurchase."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from crmsite.figures.shown import say
from crmsite.metrics.figure import ZERO, Figure, absent, behind_records, share, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.figures.contribution import At
    from crmsite.metrics.figure import Book, Window

_WEIGHT = itemgetter(1)
"""What sorts customers with the weightiest first; those who weigh the same stay in order of their ids."""


def _rows(book: Book, window: Window) -> list[tuple[str, At]]:
    """Return the customers that had ordered by the end of the window, in order of their ids, each with what is known of it."""
    place = window.place
    if place is None:
        return []
    return [(member.id, at) for member in book.members if (at := member.share.at[place]) is not None]


def _gap(book: Book, metric: str, window: Window, *, twice: bool = False) -> Figure | None:
    """Return why a window cannot be told: not kept, or behind the records; ``twice`` looks at the twelve months before as well."""
    if window.place is None:
        return unknown(metric, "not_kept")
    if behind_records(book, window.after, window.place):
        return unknown(metric, "behind_records")
    before = book.points[window.place].before.isoformat()
    if twice and book.records_from is not None and before < book.records_from:
        return unknown(metric, "behind_records")
    return None


def _summed(book: Book, metric: str, window: Window, pick: Callable[[At], str | int | None]) -> Figure:
    """Add up one column over the customers of whom it is known."""
    rows = _rows(book, window)
    if not rows:
        return absent(metric, "nobody_ordered")
    found = [(name, Decimal(value)) for name, at in rows if (value := pick(at)) is not None]
    if not found:
        return unknown(metric, "no_amounts", asked=len(rows))
    found.sort(key=_WEIGHT, reverse=True)
    total = sum((value for _, value in found), ZERO)
    ids = tuple([name for name, value in found if value])
    return Figure(metric, "value", None, total, total, None, None, ids, (), asked=len(rows), known=len(found))


def amount_12m(book: Book, window: Window) -> Figure:
    """Sum the amounts of twelve months."""
    return _gap(book, "amount_12m", window) or _summed(book, "amount_12m", window, lambda at: at.amount)


def amount_prev_12m(book: Book, window: Window) -> Figure:
    """Sum the amounts of the twelve months before."""
    return _gap(book, "amount_prev_12m", window, twice=True) or _summed(book, "amount_prev_12m", window, lambda at: at.before)


def orders_12m(book: Book, window: Window) -> Figure:
    """Count the orders of twelve months."""
    return _gap(book, "orders_12m", window) or _summed(book, "orders_12m", window, lambda at: at.orders)


def amount_cumulative(book: Book, window: Window) -> Figure:
    """Sum all that was ever bought by the end of the window, opening balances among it."""
    if window.place is None:
        return unknown("amount_cumulative", "not_kept")
    return _summed(book, "amount_cumulative", window, lambda at: at.ever)


def aov(book: Book, window: Window) -> Figure:
    """Divide the amount of twelve months by its orders, over the customers of whom both are known.

    Who only gave back what was bought earlier lowers the amount like everybody else's returns do.
    """
    gap = _gap(book, "aov", window)
    if gap is not None:
        return gap
    rows = _rows(book, window)
    found = [(name, Decimal(at.amount), at.orders) for name, at in rows if at.amount is not None and at.orders is not None]
    if not any(count for _, _, count in found):
        return unknown("aov", "no_orders", asked=len(rows)) if rows else absent("aov", "nobody_ordered")
    amount, orders = sum((one[1] for one in found), ZERO), sum(one[2] for one in found)
    bought = sorted([one for one in found if one[2]], key=lambda one: one[1] / one[2], reverse=True)
    ids = tuple([name for name, _, _ in bought])
    return Figure("aov", "value", None, amount / orders, amount, Decimal(orders), None, ids, (), len(rows), len(found))


def aov_growth(book: Book, window: Window) -> Figure:
    """Compare the average order of twelve months with that of the twelve before; each needs a few orders.

    The same customers stand on both sides: those whose two windows are known.
    """
    gap = _gap(book, "aov_growth", window, twice=True)
    if gap is not None:
        return gap
    rows = _rows(book, window)
    found = [
        (name, Decimal(at.amount), at.orders, Decimal(at.before), at.orders_before)
        for name, at in rows
        if at.amount is not None and at.before is not None and at.orders is not None and at.orders_before is not None
    ]
    now, orders = sum((one[1] for one in found), ZERO), sum(one[2] for one in found)
    before, orders_before = sum((one[3] for one in found), ZERO), sum(one[4] for one in found)
    least = book.rates.growth_orders if book.rates is not None else 0
    if min(orders, orders_before) < max(1, least) or not before:
        return unknown("aov_growth", "few_orders", asked=len(rows), known=len(found))
    new, old = now / orders, before / orders_before
    ids = tuple([name for name, _, count, _, earlier in found if count or earlier])
    return Figure("aov_growth", "value", None, new / old - 1, new, old, None, ids, (), len(rows), len(found))


def upsell_rate(book: Book, window: Window) -> Figure:
    """Compare the amount of twelve months with the twelve before, over those who had bought in the earlier ones.

    ``ids`` are those who bought more, ``others`` the rest; who is new has nothing to be compared with.
    """
    gap = _gap(book, "upsell_rate", window, twice=True)
    if gap is not None:
        return gap
    rows = _rows(book, window)
    known = [(name, Decimal(at.amount), Decimal(at.before)) for name, at in rows if at.amount is not None and at.before is not None]
    found = [one for one in known if one[2] > 0]
    if not found:
        return unknown("upsell_rate", "nothing_before", asked=len(rows), known=len(known))
    found.sort(key=lambda one: (one[2] - one[1], one[0]))
    now, before = sum((one[1] for one in found), ZERO), sum((one[2] for one in found), ZERO)
    more = tuple([name for name, amount, earlier in found if amount > earlier])
    less = tuple([name for name, amount, earlier in reversed(found) if amount <= earlier])
    return Figure(
        "upsell_rate", "value", None, (now - before) / before, now - before, before, None, more, less, len(rows), len(found),
        (say("metrics.note.grown", more=len(more), n=len(found)),),
    )


def repurchase_rate(book: Book, window: Window) -> Figure:
    """Return the share of customers with orders on two days or more in twelve months among those with an order.

    Who orders twice on one day has not come back: two orders of a day count as one occasion here.
    """
    gap = _gap(book, "repurchase_rate", window)
    if gap is not None:
        return gap
    rows = _rows(book, window)
    counts = [(name, at.days) for name, at in rows if at.days is not None]
    again = sorted([(name, count) for name, count in counts if count >= 2], key=_WEIGHT, reverse=True)
    once = [name for name, count in counts if count == 1]
    found = share("repurchase_rate", [name for name, _ in again], once, asked=len(rows), reason="no_orders")
    return found._replace(asked=len(rows), known=len(counts)) if found.state == "value" else found
