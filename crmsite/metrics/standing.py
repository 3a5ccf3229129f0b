"""Standing 现状: what is counted of all customers at a date: totals of four dimensions, segments, open work."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from crmsite.figures.shown import say
from crmsite.metrics.figure import ZERO, Figure, absent, behind_records, share, unknown
from crmsite.summaries.followed import fit_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.metrics.figure import Book, Member, Window
    from crmsite.summaries.summary import Summary

_WEIGHT = itemgetter(1)
"""What sorts customers with the weightiest first; those who weigh the same stay in order of their ids."""


def tier_score(book: Book, window: Window) -> Figure:
    """Return the mean total of four dimensions, over the rated customers with no dimension missing; of the past by quarter."""
    if window.place != book.last:
        return _judged_for(book, window)
    rated = [member for member in book.members if member.summary.standing.state in ("value", "unknown")]
    totals = [(m.id, Decimal(m.summary.standing.total)) for m in rated if m.summary.standing.total is not None]
    if not totals:
        return unknown("tier_score", "nobody_rated", asked=len(rated)) if rated else absent("tier_score", "nobody_rated")
    totals.sort(key=_WEIGHT, reverse=True)
    total = sum((row[1] for row in totals), ZERO)
    return Figure(
        "tier_score", "value", None, total / len(totals), total, Decimal(len(totals)), None, tuple([row[0] for row in totals]), (),
        len(rated), len(totals),
    )


def _judged_for(book: Book, window: Window) -> Figure:
    """Return the mean total of those who were judged for a quarter that is over; unknown for days that are no quarter's."""
    if window.id not in book.quarters:
        return unknown("tier_score", "not_kept")
    history = [(member.id, member.summary.once(_totals)) for member in book.members]
    judged = [(name, totals[window.id]) for name, totals in history if window.id in totals]
    totals = [(name, Decimal(total)) for name, total in judged if total is not None]
    if not totals:
        return unknown("tier_score", "nobody_rated", asked=len(judged))
    totals.sort(key=_WEIGHT, reverse=True)
    total = sum((row[1] for row in totals), ZERO)
    ids, n = tuple([row[0] for row in totals]), len(totals)
    return Figure("tier_score", "value", None, total / n, total, Decimal(n), None, ids, (), len(judged), n)


def _totals(summary: Summary) -> dict[str, str | None]:
    return {period: total for period, _, total in summary.standing.quarters()}


def rfm_segment_share(book: Book, window: Window, segment: str) -> Figure:
    """Return the share of one RFM segment among the customers that had one when the window ended."""
    name = f"rfm_segment_share.{segment}"
    if window.place is None or window.place >= len(book.quarters):
        return unknown(name, "not_kept")
    if behind_records(book, window.after, window.place):
        return unknown(name, "behind_records")
    scored = [(member.id, held) for member in book.members if (held := _segment(member, window.place, book)) is not None]
    inside = [one for one, held in scored if held == segment]
    outside = [one for one, held in scored if held != segment]
    return share(name, inside, outside, asked=len(scored), reason="nobody_ordered")


def _segment(member: Member, place: int, book: Book) -> str | None:
    if place == book.last:
        return member.summary.worth.segment
    stood = member.share.stood[place]
    return None if stood is None else stood.segment


def by_segment(_book: Book, _window: Window) -> Figure:
    """Say that the share of a segment needs the segment's name."""
    return absent("rfm_segment_share", "name_a_part")


def fit(book: Book, window: Window) -> Figure:
    """Return how much of what customers want we can meet, each open need weighing by its importance; unjudged ones left out.

    Importance and match carry no date, so it is known for today alone. Who fits least stands first.
    """
    if window.place != book.last:
        return unknown("fit", "undated")
    found = [(member.id, lines) for member in book.members if (lines := member.summary.once(fit_lines)) is not None]
    assessed, total = sum(lines.assessed for _, lines in found), sum(lines.total for _, lines in found)
    judged = [(name, Decimal(lines.met), lines.whole) for name, lines in found if lines.met is not None and lines.whole]
    if not judged:
        return unknown("fit", "nothing_assessed", asked=len(found)) if found else absent("fit", "no_open_need")
    judged.sort(key=lambda row: (row[1] / row[2], row[0]))
    met, whole = sum((row[1] for row in judged), ZERO), Decimal(sum(row[2] for row in judged))
    notes = (say("metrics.note.assessed", k=assessed, n=total),)
    ids = tuple([row[0] for row in judged])
    return Figure("fit", "value", None, met / whole, met, whole, None, ids, (), len(found), len(judged), notes)


def _counted(metric: str, counts: Sequence[tuple[str, int]]) -> Figure:
    """Add up what each customer has of something; who has most stands first."""
    if not counts:
        return absent(metric, "nobody")
    rows = sorted([row for row in counts if row[1]], key=_WEIGHT, reverse=True)
    total, n = Decimal(sum(row[1] for row in rows)), len(counts)
    return Figure(metric, "value", None, total, total, None, None, tuple([row[0] for row in rows]), (), n, n)


def open_needs(book: Book, window: Window) -> Figure:
    """Count the needs that are open today, or that were on the last day of a window: recorded by then, closed later or not yet."""
    if window.place == book.last:
        return _counted("open_needs", [(member.id, member.summary.load.needs) for member in book.members])
    if book.needs_from is None or window.until < book.needs_from:
        return unknown("open_needs", "no_needs_then")
    day = window.until
    return _counted("open_needs", [
        (member.id, len([True for added, closed in member.share.needs if added <= day and (closed is None or closed > day)]))
        for member in book.members
    ])  # fmt: skip


def actions_overdue(book: Book, window: Window) -> Figure:
    """Count the actions for customers that were overdue when the window ended; those for segments stand on the page of plans.

    Before the first day on which any action was due there was nothing to be late: unknown, and not nought.
    """
    return _counted_when_known(
        "actions_overdue", book, window, (book.due_from, "no_actions_then"),
        lambda member: member.summary.load.overdue, lambda member, place: member.share.late[place],
    )  # fmt: skip


def alerts_open(book: Book, window: Window) -> Figure:
    """Count the alerts that held when the window ended and were not waived, over the customers on record by then.

    Before the first contact on record a silence may only not be written down: unknown.
    """
    return _counted_when_known(
        "alerts_open", book, window, (book.contacts_from, "no_followups"),
        lambda member: member.summary.load.alerts,
        lambda member, place: None if (stood := member.share.stood[place]) is None else stood.alerts,
    )  # fmt: skip


def _counted_when_known(
    metric: str, book: Book, window: Window, known: tuple[str | None, str],
    now: Callable[[Member], int], then: Callable[[Member, int], int | None],
) -> Figure:  # fmt: skip
    """Count today, or on the last day of a quarter; ``known``: since when that can be told, and the reason before it."""
    place, (since, reason) = window.place, known
    if place == book.last:
        return _counted(metric, [(member.id, now(member)) for member in book.members])
    if place is None or place > book.last:
        return unknown(metric, "not_kept")
    if since is None or window.until < since:
        return unknown(metric, reason)
    return _counted(metric, [(member.id, n) for member in book.members if (n := then(member, place)) is not None])
