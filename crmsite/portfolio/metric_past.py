"""The past of a metric: its line over eight quarters beside what was wanted then, and the same as a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crmsite.figures.facts import say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.metrics.aims import aim_on
from crmsite.portfolio.marks import KPI, Aimed, aimed
from crmsite.portfolio.metric_words import SAMPLE, headline, in_unit, made, shown, wanted_words
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.figures.facts import Say, Shown
    from crmsite.grammar.measures import Measure
    from crmsite.kinds.goals import Goals, Target
    from crmsite.metrics.figure import Book, Figure

YEARLY = {"churn_rate": "churn_rate_annual"}
"""Figures of twelve months, by the rate that brings any period to a year: over twelve months both are the same number."""


class Quarter(Slotted):
    """One quarter of a figure: its value, or why there is none; what it was divided from; what was wanted of it."""

    id: str
    value: Shown
    reason: Say | None
    made: Say | None
    wanted: Say | None


class Past(Slotted):
    """The line over eight quarters with the targets of their days; the first and the last known quarter with their values.

    ``aim`` says the target that holds at the last quarter, ``words`` the whole picture.
    """

    drawn: Aimed
    first: str
    first_value: Shown
    last: str
    last_value: Shown
    aim: Shown
    words: Say


def aims_of(figures: Sequence[Figure], goals: Sequence[Goals], measure: Measure, book: Book) -> tuple[Target | None, ...]:
    """Return for each quarter the target of the goals whose period its last day lies in.

    A figure that is a rate of a year takes the target of the yearly rate where it has none of its own.
    """
    days = [date.fromisoformat(book.year(place).until) for place in range(len(figures))]
    names = (measure.id, YEARLY[measure.id]) if measure.id in YEARLY else (measure.id,)
    measures = [found for name in names if (found := measure_of(name)) is not None]
    return tuple(next((aim for one in measures if (aim := aim_on(goals, one, day)) is not None), None) for day in days)


def past_of(figures: Sequence[Figure], aims: Sequence[Target | None], measure: Measure, book: Book) -> Past | None:
    """Draw the quarters from the first known one on; a share of fewer than five is no line."""
    thin = [found.interval is not None and found.denominator is not None and found.denominator < SAMPLE for found in figures]
    known = [place for place, found in enumerate(figures) if found.value is not None and not thin[place]]
    if len(known) < 2:
        return None
    start, end = known[0], known[-1]
    values = [
        None if found.value is None or thin[place] else float(found.value)
        for place, found in enumerate(figures[start : end + 1], start)
    ]
    wanted = [None if aim is None else float(aim.value) for aim in aims[start : end + 1]]
    drawn = aimed(values, wanted, KPI)
    if drawn is None:
        return None
    first, last = (book.quarters[place].replace("-", " ") for place in (start, end))
    a, b = (shown(figures[place].value, measure, book.currency) for place in (start, end))
    aim = aims[end]
    goal = in_unit(aim.value, aim.unit, measure, book.currency) if aim is not None else None
    words = say(
        "metrics.past" if goal is None else "metrics.past_aim", name=Localised(measure.zh, measure.en), first=first, last=last,
        a=a, b=b, goal=goal,
    )
    return Past(drawn, first, a, last, b, goal, words)


def quarters_of(
    figures: Sequence[Figure], aims: Sequence[Target | None], measure: Measure, book: Book
) -> tuple[Quarter, ...]:
    """Return the same as rows of a table, also where there are too few of them for a line."""
    return tuple(
        Quarter(
            book.quarters[place].replace("-", " "), headline(found, measure, book.currency),
            say(f"metrics.reason.{found.reason}") if found.reason else None, made(found, measure, book.currency),
            wanted_words(aim.op, aim.value, aim.unit, measure, book.currency) if aim is not None else None,
        )
        for place, (found, aim) in enumerate(zip(figures, aims, strict=True))
    )
