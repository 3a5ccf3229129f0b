"""Vital signs: satisfaction, losses, recommendation and renewals, each over eight quarters and held against its target.

What the page of metrics shows in full stands here in short, from the same figures.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crmsite.figures.facts import say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.inference.intervals import Interval
from crmsite.metrics.aims import reaches
from crmsite.metrics.figure import Figure
from crmsite.metrics.table import past
from crmsite.portfolio.books import book_from, empty_book
from crmsite.portfolio.deferred import key_of, written
from crmsite.portfolio.metric_past import Past, aims_of, past_of
from crmsite.portfolio.metric_words import SAMPLE, headline, wanted_words
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.figures.facts import Say, Shown
    from crmsite.grammar.measures import Measure
    from crmsite.kinds.goals import Target
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio

SIGNS = (("satisfaction_mean", "csat_top2"), ("churn_rate",), ("nps",), ("renewal_rate",))
"""The figures, each with the one that takes its place where that alone has a target."""


class Vital(Slotted):
    """One vital sign. ``change`` is that since the end of last quarter, in percentage points or points; ``judged`` by it or not.

    ``aim`` says the target and how far it is, ``made`` of what the figure is made. Where there is no ``value``, ``reason`` says
    why; ``withheld``: the reader may not see it.
    """

    id: str
    name: Localised
    value: Shown
    reason: Say | None
    withheld: bool
    change: Decimal | None
    better: str
    unit: str
    judged: bool
    aim: Say
    far: bool
    past: Past | None
    made: Say | None


def vitals(portfolio: Portfolio) -> tuple[Vital, ...]:
    """Return the vital signs of all customers."""
    book = empty_book(portfolio)
    known = _figures(portfolio)
    found = []
    for names in SIGNS:
        signs = [_vital(name, known[name], portfolio, book) for name in names]
        found.append(next((sign for sign, aimed in signs if aimed), signs[0][0]))
    return tuple(found)


def _figures(portfolio: Portfolio) -> dict[str, tuple[Figure, ...]]:
    """Return each figure of eight quarters: those that are remembered, as long as nothing they are made from has moved."""
    names = [name for candidates in SIGNS for name in candidates]
    if portfolio.policies is None:
        return {name: (Figure(name, "withheld"),) for name in names}
    ours, day = portfolio.organisation, portfolio.as_of
    policies = repr((portfolio.policies.rates(day), portfolio.policies.satisfaction(day)))
    shown = [f"{one.id}\0{one.rates}\0{one.satisfaction}" for one in portfolio.summaries]
    key = key_of([day.isoformat(), policies, repr(ours.anonymous), written(ours.surveys.values()), *shown])

    def drawn_up(_: int) -> list[list[list[Any]]]:
        book = book_from(portfolio)
        return [[_plain(one) for one in past(name, book)] for name in names]

    (rows,) = portfolio.recall("vitals", [key], drawn_up)
    return {name: tuple([_figure(name, row) for row in own]) for name, own in zip(names, rows, strict=True)}


def _plain(found: Figure) -> list[Any]:
    numbers = (found.value, found.numerator, found.denominator, *(found.interval or (None, None)))
    return [found.state, found.reason, *(None if one is None else str(one) for one in numbers)]


def _figure(name: str, row: Sequence[Any]) -> Figure:
    state, reason, *texts = row
    value, above, below, low, high = (None if text is None else Decimal(text) for text in texts)
    ends = None if low is None or high is None else Interval(low, high)
    return Figure(name, state, reason, value, above, below, ends)


def _vital(name: str, figures: tuple[Figure, ...], portfolio: Portfolio, book: Book) -> tuple[Vital, bool]:
    """Return one figure, and whether a target holds today."""
    measure = measure_of(name)
    assert measure is not None
    now = figures[-1]
    aims = aims_of(figures, portfolio.organisation.goals, measure, book) if now.state != "withheld" else (None,)
    aim = aims[-1]
    told, far = _aim(now, aim, measure, portfolio.currency)
    change, judged = _change(figures, measure)
    sign = Vital(
        name, Localised(measure.zh, measure.en), headline(now, measure, portfolio.currency),
        say(f"metrics.reason.{now.reason}") if now.reason else None, now.state == "withheld", change,
        measure.better, "points" if measure.unit == "share" else "marks", judged, told, far,
        past_of(figures, aims, measure, book) if not _thin(now) else None, _made(now),
    )
    return sign, aim is not None


def _change(figures: Sequence[Figure], measure: Measure) -> tuple[Decimal | None, bool]:
    """Return the change since the end of last quarter; it is judged where enough stand behind both."""
    if len(figures) < 2:
        return None, False
    before, now = figures[-2], figures[-1]
    if before.value is None or now.value is None:
        return None, False
    enough = not _thin(before) and not _thin(now)
    change = now.value - before.value
    if measure.unit == "share":
        return round(change * 100, 1), enough
    return round(change, 0 if measure.unit == "nps" else 2), enough


def _thin(found: Figure) -> bool:
    """Tell whether too few stand behind a figure to judge it."""
    return found.denominator is None or found.denominator < SAMPLE


def _aim(now: Figure, aim: Target | None, measure: Measure, currency: str) -> tuple[Say, bool]:
    """Say the target and how far the figure is from it; and whether it is missed."""
    if aim is None:
        return say("vitals.no_aim"), False
    wanted = wanted_words(aim.op, aim.value, aim.unit, measure, currency)
    if now.value is None or _thin(now):
        return say("vitals.aim", wanted=wanted), False
    if reaches(now.value, aim.op, aim.value):
        return say("vitals.met", wanted=wanted), False
    gap = abs(now.value - aim.value)
    if measure.unit == "share":
        return say("vitals.short_points", wanted=wanted, gap=round(gap * 100, 1)), True
    return say("vitals.short", wanted=wanted, gap=round(gap, 0 if measure.unit == "nps" else 2)), True


def _made(now: Figure) -> Say | None:
    """Say how many stand behind a figure."""
    if now.value is None or now.denominator is None or now.numerator is None:
        return None
    return say(f"vitals.made.{now.metric}", k=int(now.numerator), n=int(now.denominator))
