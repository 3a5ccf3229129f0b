"""Renewal 续约: of the contracts that ended in a period, how many and for how much were renewed in time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.shown import Say, say
from crmsite.inference.intervals import wilson
from crmsite.metrics.figure import ZERO, Figure, absent, unknown
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.figures.contribution import Ended
    from crmsite.metrics.figure import Book, Window


class _Ends(Slotted):
    """The contracts that ended in a period, each with its customer: renewed, not renewed, and those still within their grace."""

    renewed: list[tuple[str, Ended]]
    lapsed: list[tuple[str, Ended]]
    pending: int


def _ends(book: Book, window: Window) -> _Ends:
    found = _Ends([], [], 0)
    pending = 0
    today = book.as_of.isoformat()
    for member in book.members:
        for contract in member.share.ended:
            if not window.after < contract.end <= window.until:
                continue
            if contract.renewed:
                found.renewed.append((member.id, contract))
            elif contract.grace_until >= today:
                pending += 1
            else:
                found.lapsed.append((member.id, contract))
    return found._replace(pending=pending)


def _nothing(metric: str, ends: _Ends) -> Figure:
    if ends.pending:
        return unknown(metric, "grace_running", asked=ends.pending)
    return absent(metric, "no_contract_ended")


def _notes(ends: _Ends) -> tuple[Say, ...]:
    return (say("metrics.note.grace_running", n=ends.pending),) if ends.pending else ()


def _customers(rows: list[tuple[str, Ended]]) -> tuple[str, ...]:
    """Return whose contracts these are, the dearest contract first."""
    rows.sort(key=lambda row: (-Decimal(row[1].amount), row[0], row[1].id))
    return tuple(dict.fromkeys(name for name, _ in rows))


def renewal_rate(book: Book, window: Window) -> Figure:
    """Return the share of the contracts that ended in the period that were renewed within the grace.

    A contract whose grace still runs is in neither: it is not lost yet.
    """
    ends = _ends(book, window)
    count, total = len(ends.renewed), len(ends.renewed) + len(ends.lapsed)
    if not total:
        return _nothing("renewal_rate", ends)
    renewed, lapsed = _customers(ends.renewed), _customers(ends.lapsed)
    ratio, interval = Decimal(count) / total, wilson(count, total)
    asked, notes = total + ends.pending, _notes(ends)
    return Figure(
        "renewal_rate", "value", None, ratio, Decimal(count), Decimal(total), interval, renewed, lapsed, asked, total, notes
    )


def renewal_amount_rate(book: Book, window: Window) -> Figure:
    """Return the same by the amounts of the contracts that ended; amounts have no interval of counts."""
    ends = _ends(book, window)
    renewed = sum((Decimal(contract.amount) for _, contract in ends.renewed), ZERO)
    total = renewed + sum((Decimal(contract.amount) for _, contract in ends.lapsed), ZERO)
    if not total:
        return _nothing("renewal_amount_rate", ends)
    count = len(ends.renewed) + len(ends.lapsed)
    ids, others = _customers(ends.renewed), _customers(ends.lapsed)
    return Figure(
        "renewal_amount_rate", "value", None, renewed / total, renewed, total, None, ids, others, count + ends.pending, count,
        _notes(ends),
    )
