"""First response 首次响应: how many hours customers waited for an answer, in the middle and at the slow end.

Hours are those of the calendar, nights and holidays counted: it is what a customer waits. A case without an answer, or without
both times to the minute, is in neither figure; how many were left out is said.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.figures.owed import HISTORY_MONTHS
from crmsite.figures.shown import say
from crmsite.inference.quantiles import quantile
from crmsite.metrics.figure import Figure, absent, unknown
from crmsite.summaries.owing import promised_of

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book, Window
    from crmsite.summaries.owing import CaseLine
    from crmsite.summaries.summary import Summary

FEW = 5
"""Below so many measured times there is no median and no 90th percentile."""


def first_response_hours_p50(book: Book, window: Window) -> Figure:
    """Return the hours within which half of the cases opened in a window had their first response."""
    return _hours(book, window, "first_response_hours_p50", Fraction(1, 2))


def first_response_hours_p90(book: Book, window: Window) -> Figure:
    """Return the hours within which nine of ten had it."""
    return _hours(book, window, "first_response_hours_p90", Fraction(9, 10))


def _hours(book: Book, window: Window, metric: str, part: Fraction) -> Figure:
    if date.fromisoformat(window.after) < add_months(book.as_of, -HISTORY_MONTHS):
        return unknown(metric, "beyond_history")
    cases, took = 0, []
    slowest: dict[str, int] = {}
    asked = set()
    for member in book.members:
        for one in member.summary.once(_cases) if member.summary.promised else ():
            if not window.after < one.opened <= window.until:
                continue
            cases += 1
            asked.add(member.id)
            if one.minutes is not None and one.day is not None and one.day <= window.until:
                took.append(one.minutes)
                slowest[member.id] = max(slowest.get(member.id, 0), one.minutes)
    if not cases:
        return absent(metric, "no_case")
    if len(took) < FEW:
        return unknown(metric, "few_times", asked=len(asked), known=len(slowest))
    value = quantile(took, part) / 60
    ids = tuple(sorted(slowest, key=lambda name: (-slowest[name], name)))
    notes = (say("metrics.note.unmeasured", n=cases - len(took)),) if cases > len(took) else ()
    parts = ((say("metrics.factor.measured"), len(took)), (say("metrics.factor.cases"), cases))
    hours = Decimal(value.numerator) / value.denominator
    return Figure(metric, "value", None, hours, None, None, None, ids, (), len(asked), len(slowest), notes, parts)


def _cases(summary: Summary) -> tuple[CaseLine, ...]:
    return promised_of(summary.promised).cases
