"""What was owed and promised as metrics 履约指标: duties covered and on time as they stand today, service levels met."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendar_days import add_months
from crmsite.inference.intervals import wilson
from crmsite.metrics.figure import Figure, absent, unknown
from crmsite.owing import owing_of, promised_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.metrics.figure import Book, Window

MONTHS = 12
"""How far back promises are kept one by one."""

Counted = tuple[str, int, int]
"""A customer, how many of its duties or promises were kept, how many were judged."""


def kept(metric: str, rows: Sequence[Counted], reason: str) -> Figure:
    """Return what share was kept; ``reason`` says why there is none where nothing was judged.

    The customers with one that was not kept stand first among the others, those with the most before.
    """
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
            done = sum(one.on_time + (one.late if late else 0) for one in tallies)
            rows.append((member.id, done, sum(one.on_time + one.late + one.missed for one in tallies)))
    return kept(metric, rows, "no_duty_closed")


def duty_coverage(book: Book, window: Window) -> Figure:
    """Return the share of closed duties that were done, in time or within the grace."""
    return _duties(book, window, "duty_coverage", late=True)


def duty_on_time(book: Book, window: Window) -> Figure:
    """Return the share of closed duties that were done in time."""
    return _duties(book, window, "duty_on_time", late=False)


def sla_met(book: Book, window: Window) -> Figure:
    """Return the share of all promises of a window that were kept, whatever they were about, of those with an answer."""
    return _promises(book, window, "sla_met", "")


def level_met(book: Book, window: Window, promise: str) -> Figure:
    """Return the share of one service level's promises that were kept, of those with an answer."""
    return _promises(book, window, f"sla_met.{promise}", promise)


def _promises(book: Book, window: Window, metric: str, promise: str) -> Figure:
    """Count the promises made in a window. At the end of one that is over, only what was due by then has its answer."""
    if window.after < add_months(book.as_of, -MONTHS).isoformat():
        return unknown(metric, "not_kept")
    over = window.until < book.as_of.isoformat()
    rows = []
    for member in book.members:
        lines = [line for line in promised_of(member.summary.promised).promises if promise in ("", line.id)]
        made = [line for line in lines if window.after < line.began <= window.until]
        verdicts = [line.verdict for line in made if not over or line.due[:10] <= window.until]
        if verdicts:
            rows.append((member.id, verdicts.count("yes"), verdicts.count("yes") + verdicts.count("no")))
    return kept(metric, rows, "nothing_promised")
