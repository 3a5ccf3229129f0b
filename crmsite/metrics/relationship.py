"""Relationship 关系: years of cooperation, executive visits of a quarter, trust as each of us judged it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from crmsite.figures.shown import Who, say
from crmsite.metrics.churn import active
from crmsite.metrics.figure import Figure, absent, unknown
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book, Window

DAYS_A_YEAR = Decimal("365.25")


class ByJudge(Slotted):
    """What one of us judged: how many contacts, at how many customers, and the mean score of these judgements alone."""

    who: Who
    contacts: int
    customers: tuple[str, ...]
    mean: Decimal


def cooperation_years(book: Book, window: Window) -> Figure:
    """Return the mean years since cooperation began, over those who are customers when the window ends."""
    here = set(active(book, window.until))
    if not here:
        return absent("cooperation_years", "nobody_active")
    starts = [(member.id, member.share.since) for member in book.members if member.id in here]
    known = [(name, since) for name, since in starts if since is not None and since <= window.until]
    if not known:
        return unknown("cooperation_years", "no_start", asked=len(here))
    longest = sorted(known, key=itemgetter(1))  # on the same day they stay in order of their ids
    begun = Counter([since for _, since in longest])
    until, n = date.fromisoformat(window.until).toordinal(), len(longest)
    days = sum([(until - date.fromisoformat(since).toordinal()) * count for since, count in begun.items()])
    total, ids = Decimal(days) / DAYS_A_YEAR, tuple([name for name, _ in longest])
    return Figure("cooperation_years", "value", None, total / n, total, Decimal(n), None, ids, (), len(here), n)


def executive_visits(book: Book, window: Window) -> Figure:
    """Count the executive visits of the quarters that lie in the window; unknown before contacts are on record at all."""
    inside = [
        place
        for place, point in enumerate(book.points[: len(book.quarters)])
        if point.start.isoformat() > window.after and point.until.isoformat() <= window.until
    ]
    if not inside or (book.points[inside[0]].start - timedelta(days=1)).isoformat() != window.after:
        return unknown("executive_visits", "not_kept")
    if book.contacts_from is None or book.points[inside[0]].end.isoformat() < book.contacts_from:
        return unknown("executive_visits", "no_followups")
    first, beyond = inside[0], inside[-1] + 1
    rows = [(member.id, sum(member.share.visits[first:beyond])) for member in book.members]
    visited = sorted([row for row in rows if row[1]], key=itemgetter(1), reverse=True)
    total = Decimal(sum(row[1] for row in visited))
    ids = tuple([row[0] for row in visited])
    return Figure("executive_visits", "value", None, total, total, None, None, ids, (), len(rows), len(rows))


def trust(book: Book, window: Window) -> Figure:
    """Say at how many customers trust was judged by the end of the window; scores stand by judge, never averaged across judges."""
    judged = judgements(book, window.until)
    if not judged:
        return absent("trust", "nobody_judged")
    ids = sorted({name for one in judged for name in one.customers})
    if len(judged) == 1:
        only = judged[0]
        n, notes = Decimal(only.contacts), (say("metrics.note.one_judge", who=only.who),)
        return Figure(
            "trust", "value", None, only.mean, only.mean * n, n, None, tuple(ids), (), len(book.members), len(ids), notes
        )
    return Figure("trust", "not_applicable", "several_judges", ids=tuple(ids), asked=len(book.members), known=len(ids))


def judgements(book: Book, until: str) -> tuple[ByJudge, ...]:
    """Return what each of us had judged of the contacts that were there on a day, the latest of each, by who judged most."""
    scores: dict[str, list[tuple[str, int]]] = {}
    for member in book.members:
        for one in member.share.trust:
            if one.on <= until and (one.until is None or one.until > until):
                scores.setdefault(one.by, []).append((member.id, one.score))
    found = [
        ByJudge(Who(by), len(rows), tuple(sorted({name for name, _ in rows})), Decimal(sum(score for _, score in rows)) / len(rows))
        for by, rows in scores.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.contacts, one.who.id)))
