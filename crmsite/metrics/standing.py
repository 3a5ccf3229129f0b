"""Standing 现状: what is counted of all customers today: totals of four dimensions, segments, open work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.followed import fit_lines
from crmsite.metrics.figure import ZERO, Figure, absent, share, unknown
from crmsite.shown import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.metrics.figure import Book, Window
    from crmsite.summary import Summary


def tier_score(book: Book, window: Window) -> Figure:
    """Return the mean total of four dimensions, over the rated customers with no dimension missing; of the past by quarter."""
    if window.place != book.last:
        return _judged_for(book, window)
    rated = [member for member in book.members if member.summary.standing.state in ("value", "unknown")]
    totals = [(m.id, Decimal(m.summary.standing.total)) for m in rated if m.summary.standing.total is not None]
    if not totals:
        return unknown("tier_score", "nobody_rated", asked=len(rated)) if rated else absent("tier_score", "nobody_rated")
    totals.sort(key=lambda row: (-row[1], row[0]))
    total = sum((row[1] for row in totals), ZERO)
    return Figure(
        "tier_score", "value", None, total / len(totals), total, Decimal(len(totals)), None, tuple([row[0] for row in totals]), (),
        len(rated), len(totals),
    )


def _judged_for(book: Book, window: Window) -> Figure:
    """Return the mean total of those who were judged for a quarter that is over; unknown for days that are no quarter's."""
    if window.id not in book.quarters:
        return unknown("tier_score", "not_kept")
    history = [(member.id, member.summary.standing.quarters()) for member in book.members]
    judged = [(name, total) for name, quarters in history for period, _, total in quarters if period == window.id]
    totals = [(name, Decimal(total)) for name, total in judged if total is not None]
    if not totals:
        return unknown("tier_score", "nobody_rated", asked=len(judged))
    totals.sort(key=lambda row: (-row[1], row[0]))
    total = sum((row[1] for row in totals), ZERO)
    ids, n = tuple([row[0] for row in totals]), len(totals)
    return Figure("tier_score", "value", None, total / n, total, Decimal(n), None, ids, (), len(judged), n)


def rfm_segment_share(book: Book, window: Window, segment: str) -> Figure:
    """Return the share of one RFM segment among the customers that have one."""
    name = f"rfm_segment_share.{segment}"
    if window.place != book.last:
        return unknown(name, "not_kept")
    scored = [member for member in book.members if member.summary.worth.segment is not None]
    inside = [member.id for member in scored if member.summary.worth.segment == segment]
    outside = [member.id for member in scored if member.summary.worth.segment != segment]
    return share(name, inside, outside, asked=len(scored), reason="nobody_ordered")


def by_segment(_book: Book, _window: Window) -> Figure:
    """Say that the share of a segment needs the segment's name."""
    return absent("rfm_segment_share", "name_a_part")


def fit(book: Book, window: Window) -> Figure:
    """Return how much of what customers want we can meet, each open need weighing by its importance; unjudged ones left out.

    Judgements have no date, so it is known for today alone. Who fits least stands first.
    """
    if window.place != book.last:
        return unknown("fit", "not_kept")
    found = [(member.id, lines) for member in book.members if (lines := fit_lines(member.summary)) is not None]
    assessed, total = sum(lines.assessed for _, lines in found), sum(lines.total for _, lines in found)
    judged = [(name, Decimal(lines.met), lines.whole) for name, lines in found if lines.met is not None and lines.whole]
    if not judged:
        return unknown("fit", "nothing_assessed", asked=len(found)) if found else absent("fit", "no_open_need")
    judged.sort(key=lambda row: (row[1] / row[2], row[0]))
    met, whole = sum((row[1] for row in judged), ZERO), Decimal(sum(row[2] for row in judged))
    notes = (say("metrics.note.assessed", k=assessed, n=total),)
    ids = tuple([row[0] for row in judged])
    return Figure("fit", "value", None, met / whole, met, whole, None, ids, (), len(found), len(judged), notes)


def _counted(book: Book, metric: str, window: Window, count: Callable[[Summary], int]) -> Figure:
    if window.place != book.last:
        return unknown(metric, "not_kept")
    if not book.members:
        return absent(metric, "nobody")
    rows = sorted([(m.id, n) for m in book.members if (n := count(m.summary))], key=lambda row: (-row[1], row[0]))
    total = Decimal(sum(row[1] for row in rows))
    n = len(book.members)
    return Figure(metric, "value", None, total, total, None, None, tuple([row[0] for row in rows]), (), n, n)


def open_needs(book: Book, window: Window) -> Figure:
    """Count the needs that are open today, or that were on the last day of a window: recorded by then, closed later or not yet."""
    if window.place == book.last:
        return _counted(book, "open_needs", window, lambda summary: summary.load.needs)
    spans = [(member.id, member.share.needs) for member in book.members]
    if not any(recorded <= window.until for _, needs in spans for recorded, _ in needs):
        return unknown("open_needs", "no_needs_then")
    counts = [
        (name, sum(recorded <= window.until and (closed is None or closed > window.until) for recorded, closed in needs))
        for name, needs in spans
    ]
    counts.sort(key=lambda row: (-row[1], row[0]))
    total, n = Decimal(sum(row[1] for row in counts)), len(counts)
    return Figure("open_needs", "value", None, total, total, None, None, tuple([row[0] for row in counts if row[1]]), (), n, n)


def actions_overdue(book: Book, window: Window) -> Figure:
    """Count the actions for customers that are overdue today; those for segments stand on the page of plans."""
    return _counted(book, "actions_overdue", window, lambda summary: summary.load.overdue)


def alerts_open(book: Book, window: Window) -> Figure:
    """Count the alerts that hold today and are not waived."""
    return _counted(book, "alerts_open", window, lambda summary: summary.load.alerts)
