"""Standing 现状: what is counted of all customers today: totals of four dimensions, segments, open work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.metrics.figure import ZERO, Figure, absent, share, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.metrics.figure import Book, Window
    from crmsite.summary import Summary


def tier_score(book: Book, window: Window) -> Figure:
    """Return the mean total of four dimensions, over the rated customers with no dimension missing."""
    if window.place != book.last:
        return unknown("tier_score", "not_kept")
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


def rfm_segment_share(book: Book, window: Window, segment: str) -> Figure:
    """Return the share of one RFM segment among the customers that have one."""
    name = f"rfm_segment_share.{segment}"
    if window.place != book.last:
        return unknown(name, "not_kept")
    scored = [member for member in book.members if member.summary.worth.segment is not None]
    inside = [member.id for member in scored if member.summary.worth.segment == segment]
    outside = [member.id for member in scored if member.summary.worth.segment != segment]
    return share(name, inside, outside, asked=len(scored), reason="nobody_ordered")


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
    """Count the needs that are open today."""
    return _counted(book, "open_needs", window, lambda summary: summary.load.needs)


def actions_overdue(book: Book, window: Window) -> Figure:
    """Count the actions for customers that are overdue today; those for segments stand on the page of plans."""
    return _counted(book, "actions_overdue", window, lambda summary: summary.load.overdue)


def alerts_open(book: Book, window: Window) -> Figure:
    """Count the alerts that hold today and are not waived."""
    return _counted(book, "alerts_open", window, lambda summary: summary.load.alerts)
