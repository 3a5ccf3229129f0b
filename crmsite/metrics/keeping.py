"""What was owed and promised as metrics 履约指标: duties covered and on time, service levels met; as they stand today."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.inference.intervals import wilson
from crmsite.metrics.figure import Figure, absent, unknown
from crmsite.owing import owing_of, promised_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.metrics.figure import Book, Window

Counted = tuple[str, int, int]
"""A customer, how many of its duties or promises were kept, how many were judged."""


def _kept(metric: str, rows: Sequence[Counted], reason: str) -> Figure:
    """Return what share was kept; the customers with one that was not stand first, those with the most before others."""
    judged = [row for row in rows if row[2]]
    count, total = sum(row[1] for row in judged), sum(row[2] for row in judged)
    if not total:
        return absent(metric, reason)
    failed = sorted([row for row in judged if row[1] < row[2]], key=lambda row: (row[1] - row[2], row[0]))
    whole = tuple(sorted(row[0] for row in judged if row[1] == row[2]))
    ratio, interval = Decimal(count) / total, wilson(count, total)
    return Figure(
        metric, "value", None, ratio, Decimal(count), Decimal(total), interval, whole, tuple([row[0] for row in failed]), len(rows),
        len(judged),
    )


def _duties(book: Book, window: Window, metric: str, *, late: bool) -> Figure:
    if window.place != book.last:
        return unknown(metric, "not_kept")
    rows = []
    for member in book.members:
        tallies = owing_of(member.summary.owed).tallies
        if tallies:
            kept = sum(one.on_time + (one.late if late else 0) for one in tallies)
            rows.append((member.id, kept, sum(one.on_time + one.late + one.missed for one in tallies)))
    return _kept(metric, rows, "no_duty_closed")


def duty_coverage(book: Book, window: Window) -> Figure:
    """Return the share of closed duties that were done, in time or within the grace."""
    return _duties(book, window, "duty_coverage", late=True)


def duty_on_time(book: Book, window: Window) -> Figure:
    """Return the share of closed duties that were done in time."""
    return _duties(book, window, "duty_on_time", late=False)


def sla_met(book: Book, window: Window, promise: str) -> Figure:
    """Return the share of one service level's promises that were kept, of those with an answer."""
    metric = f"sla_met.{promise}"
    if window.place != book.last:
        return unknown(metric, "not_kept")
    rows = []
    for member in book.members:
        verdicts = [line.verdict for line in promised_of(member.summary.promised).promises if line.id == promise]
        if verdicts:
            rows.append((member.id, verdicts.count("yes"), verdicts.count("yes") + verdicts.count("no")))
    return _kept(metric, rows, "nothing_promised")
