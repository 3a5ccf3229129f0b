"""What was owed and promised as metrics 履约指标: duties covered and on time, service levels met, of any days."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.figures.owed import HISTORY_MONTHS
from crmsite.figures.shown import say
from crmsite.inference.intervals import wilson
from crmsite.metrics.figure import Figure, absent, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.metrics.figure import Book, Window

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
        metric,
        "value",
        None,
        ratio,
        Decimal(count),
        Decimal(total),
        interval,
        whole,
        tuple([row[0] for row in failed]),
        len(rows),
        len(judged),
    )


def _behind_history(book: Book, window: Window) -> bool:
    """Tell whether a window begins before what is kept of duties and promises does."""
    return window.after < add_months(book.as_of, -HISTORY_MONTHS).isoformat()


def _duties(book: Book, window: Window, metric: str, *, late: bool) -> Figure:
    """Count the duties whose last day lies in a window, by what became of them once their grace was over.

    Of a past window those are left out that ended undone before anybody had written down a contact of their kind: nobody knows
    whether they were done. Today's twelve months are told as they are, and so is what is said of one customer alone.
    """
    if _behind_history(book, window):
        return unknown(metric, "beyond_history")
    gated = window.place != book.last and book.group != "one"
    rows, unheard = [], 0
    for member in book.members:
        done = closed = 0
        for due, kind, on_time, after_it, missed in member.share.kept:
            if window.after < due <= window.until:
                done += on_time + (after_it if late else 0)
                closed += on_time + after_it
                if gated and due < book.kinds_from.get(kind, due + "-"):
                    unheard += missed
                else:
                    closed += missed
        if closed:
            rows.append((member.id, done, closed))
    if unheard and not rows:
        return unknown(metric, "behind_contacts", asked=len(book.members))
    found = kept(metric, rows, "no_duty_closed")
    return found._replace(notes=(say("metrics.note.unheard", n=unheard),)) if unheard else found


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
    if _behind_history(book, window):
        return unknown(metric, "beyond_history")
    over = window.until < book.as_of.isoformat()
    rows = []
    for member in book.members:
        met = judged = 0
        found = False
        for name, began, due, verdict in member.share.made:
            if window.after < began <= window.until and promise in ("", name) and not (over and due > window.until):
                found = True
                met += verdict == "yes"
                judged += verdict in ("yes", "no")
        if found:
            rows.append((member.id, met, judged))
    return kept(metric, rows, "nothing_promised")
