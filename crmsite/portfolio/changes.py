"""Changes: what a metric was before and after an improvement at the same customers, for every metric that single ones have."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.dossier.waves import mean, same_scale
from crmsite.figures.facts import Shown, say
from crmsite.metrics.figure import Window, book_among
from crmsite.metrics.own_figures import LATEST, How, Own, answered, how_measured, own_figures, why_not
from crmsite.metrics.polls import polls_of, withheld
from crmsite.scores.improving.change import Change, Compared, Gates, change_of, compared_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from crmsite.kinds.improvement import Improvement
    from crmsite.kinds.plan import Plan, Subject
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

MONTHS, QUARTERS_A_YEAR = 12, 4
"""The longest time that is compared with another."""


class Side(Slotted):
    """One of two times: what it is called, the survey that it is, and the figure of each customer that has one."""

    label: Shown
    survey: str | None
    own: Own


class Told(Slotted):
    """One improvement's change: the times before and after, the same customers in both, the comparison where a group is named.

    With a group the change is that of its customers alone. ``trend`` gives for each time up to the one before the means of the
    treated and of the others, oldest first. ``seasons``: the two times lie in different seasons.
    """

    before: Side
    after: Side
    how: How
    seasons: bool
    change: Change
    compared: Compared | None
    trend: tuple[tuple[Shown, Fraction | None, Fraction | None], ...]
    gates: Gates


class Untold(Slotted):
    """Why no change is told of an improvement whose measures are all done.

    ``no_past``, ``by_judge``, ``of_all_only``, ``no_metric``: the metric has none of single customers; ``no_before``:
    nothing is on record of the time before; ``not_yet``: the time after is not over, on ``day`` it will be where that is known.
    """

    reason: str
    day: date | None = None


def change_told(portfolio: Portfolio, record: Improvement, gates: Gates, book: Callable[[], Book]) -> Told | Untold | None:
    """Compare the last time before the first measure began with the first after the last was done.

    ``None`` where a measure is open, or the reader may not see what it rests on.
    ``book`` gives the figures of all customers, where surveys do not measure it.
    """
    live = [measure for measure in record.plan if measure.cancelled is None]
    done = [measure.done for measure in live if measure.done is not None]
    if not live or len(done) < len(live):
        return None
    name, how = record.metric.name, how_measured(record.metric.name)
    if how is None:
        return Untold(why_not(name))
    span = min(measure.start or measure.done or measure.due for measure in live), max(done)
    if how == "surveys":
        if withheld(portfolio.summaries):
            return None
        found = _surveyed(portfolio, name, *span)
    else:
        everybody = book()
        if everybody.withheld:
            return None
        found = (_years if how == "years" else _quarters)(everybody, name, *span)
    if isinstance(found, Untold):
        return found
    earlier, before, after, seasons = found
    treated = _treated(portfolio.summaries, record.subject) if record.subject is not None else None
    if treated is None:
        return Told(before, after, how, seasons, change_of(before.own, after.own, gates.pairs), None, (), gates)
    both = [(one, before.own[one], after.own[one]) for one in sorted(before.own.keys() & after.own.keys())]
    mine = [(first, last) for one, first, last in both if one in treated]
    theirs = [(first, last) for one, first, last in both if one not in treated]
    told = [side for side in earlier if side.own]
    compared = compared_of(mine, theirs, len(told), record.chosen_by_outcome, gates)
    first_own, last_own = ({one: value for one, value in side.own.items() if one in treated} for side in (before, after))
    change = change_of(first_own, last_own, gates.pairs)
    trend = tuple([(side.label, *_sides(side.own, treated)) for side in told])
    return Told(before, after, how, seasons, change, compared, trend, gates)


Found = tuple[list[Side], Side, Side, bool]
"""The times up to the one before, oldest first; the one before, the one after; whether these lie in different seasons."""


def _surveyed(portfolio: Portfolio, name: str, begun: date, done: date) -> Found | Untold:
    """Take the surveys around an improvement; those before have to be on the scale of the one after."""
    held = {key: one for key, one in portfolio.organisation.surveys.items() if one.window.to <= portfolio.as_of}
    polls = [poll for poll in polls_of(portfolio.summaries, held, ()) if poll.units]
    later = [poll for poll in polls if poll.survey.window.from_ >= done]
    if not later:
        return Untold("not_yet")
    earlier = [poll for poll in polls if poll.survey.window.to < begun and same_scale(poll.survey, later[0].survey)]
    if not earlier:
        return Untold("no_before")
    sides = [Side(poll.survey.id, poll.survey.id, answered(poll, name)) for poll in (*earlier, later[0])]
    return sides[:-1], sides[-2], sides[-1], False


def _years(book: Book, name: str, begun: date, done: date) -> Found | Untold:
    """Take the twelve months that ended with a quarter before, and the first that end with a quarter or today and began after."""
    points = book.points[: len(book.quarters)]
    earlier = [place for place, point in enumerate(points) if point.until < begun]
    later = [place for place, point in enumerate(points) if point.after >= done]
    if not earlier:
        return Untold("no_before")
    if not later:
        return Untold("not_yet", add_months(done, MONTHS))
    sides = [
        Side(say("change.year", until=points[place].until), None, own_figures(book, name, book.year(place)))
        for place in (*earlier, later[0])
    ]
    return sides[:-1], sides[-2], sides[-1], False


def _quarters(book: Book, name: str, begun: date, done: date) -> Found | Untold:
    """Take as many whole quarters on each side as there are on both, four at most; the trend goes quarter by quarter."""
    points = book.points[: len(book.quarters)]
    earlier = [place for place, point in enumerate(points) if point.end < begun]
    later = [place for place, point in enumerate(points) if point.start > done and point.end < book.as_of]
    if not earlier:
        return Untold("no_before")
    if not later:
        return Untold("not_yet")
    most = 1 if name.partition(".")[0] in LATEST else QUARTERS_A_YEAR
    n = min(most, len(earlier), len(later))
    before, after = (_span(book, name, places[0], places[-1]) for places in (earlier[-n:], later[:n]))
    seasons = book.quarters[earlier[-n]][-1] != book.quarters[later[0]][-1]
    return [_span(book, name, place, place) for place in earlier], before, after, seasons


def _span(book: Book, name: str, first: int, last: int) -> Side:
    """Return the figures of the quarters from one to another; what takes the latest figure takes that of the last."""
    start, end = book.points[first].start, book.points[last].end
    place = last if first == last else None
    window = Window(book.quarters[last], (start - timedelta(days=1)).isoformat(), end.isoformat(), place)
    names = [book.quarters[place].replace("-", " ") for place in (first, last)]
    label = say("change.quarter", quarter=names[0]) if first == last else say("change.quarters", first=names[0], last=names[1])
    return Side(label, None, own_figures(book, name, window))


def _treated(summaries: Sequence[Summary], subject: Subject) -> frozenset[str]:
    return frozenset(summary.id for summary in summaries if in_subject(summary, subject))


def among(book: Book, summaries: Sequence[Summary], plan: Plan) -> Book:
    """Return the book of the customers that a plan is for: who is in its segment today, or all where it is for all."""
    subject = plan.subject
    if subject is None or subject.all:
        return book
    return book_among(book, [summary.id for summary in summaries if in_subject(summary, subject)], "segment")


def in_subject(summary: Summary, subject: Subject) -> bool:
    """Tell whether a customer belongs to a subject as it is divided today; every part that is given has to fit."""
    parts = (
        (subject.tier, (summary.standing.tier,)),
        (subject.tag, tuple(summary.traits.tags.split(","))),
        (subject.stage, (summary.traits.stage,)),
        (subject.segment, (summary.worth.segment,)),
        (subject.value_band, (summary.worth.band,)),
        (subject.industry, (summary.traits.industry,)),
    )
    return all(not wanted or set(wanted) & set(held) for wanted, held in parts)


def _sides(own: Own, treated: frozenset[str]) -> tuple[Fraction | None, Fraction | None]:
    return mean([value for one, value in own.items() if one in treated]), mean(
        [value for one, value in own.items() if one not in treated]
    )
