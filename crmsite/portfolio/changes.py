"""Changes: what surveys before and after an improvement say of the same customers, where its metric is asked for in surveys."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crmsite.metrics.figure import book_among
from crmsite.scores.improving.change import Change, Compared, Gates, change_of, compared_of
from crmsite.surveyed import asked_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crmsite.kinds.improvement import Improvement
    from crmsite.kinds.plan import Plan, Subject
    from crmsite.kinds.satisfaction import Survey
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summary import Summary

METRIC = "satisfaction_mean"
"""The metric that surveys measure; a dimension may follow a point."""


class Told(NamedTuple):
    """One improvement's change: the surveys before and after, the same customers in both, the comparison where a group is named.

    ``trend`` gives for each survey up to the one before the means of the treated and of the others, oldest first.
    """

    before: str
    after: str
    change: Change
    compared: Compared | None
    trend: tuple[tuple[str, str, str], ...]
    gates: Gates


def measured(record: Improvement) -> bool:
    """Tell whether surveys measure what an improvement is about."""
    return record.metric.name.partition(".")[0] == METRIC


def change_told(portfolio: Portfolio, record: Improvement, gates: Gates) -> Told | None:
    """Compare the last survey before the first measure began with the first after the last was done.

    ``None`` where surveys do not measure it, a measure is open, or either survey is not there.
    """
    live = [measure for measure in record.plan if measure.cancelled is None]
    done = [measure.done for measure in live if measure.done is not None]
    if not measured(record) or not live or len(done) < len(live):
        return None
    begun = min(measure.start or measure.done or measure.due for measure in live)
    surveys = [survey for survey in portfolio.organisation.surveys.values() if survey.window.to <= portfolio.as_of]
    earlier = [survey for survey in surveys if survey.window.to < begun]
    later = [survey for survey in surveys if survey.window.from_ >= max(done)]
    if not earlier or not later:
        return None
    waves = {survey.id: _means(portfolio.summaries, survey, record.metric.name) for survey in (*earlier, later[0])}
    before, after = waves[earlier[-1].id], waves[later[0].id]
    treated = _treated(portfolio.summaries, record.subject) if record.subject is not None else None
    compared, trend = None, list[tuple[str, str, str]]()
    if treated is not None:
        both = [(name, before[name], after[name]) for name in sorted(before.keys() & after.keys())]
        mine = [(first, last) for name, first, last in both if name in treated]
        theirs = [(first, last) for name, first, last in both if name not in treated]
        compared = compared_of(mine, theirs, len([wave for wave in earlier if waves[wave.id]]), record.chosen_by_outcome, gates)
        trend = [(survey.id, *_sides(waves[survey.id], treated)) for survey in earlier if waves[survey.id]]
    return Told(earlier[-1].id, later[0].id, change_of(before, after), compared, tuple(trend), gates)


def _means(summaries: Sequence[Summary], survey: Survey, metric: str) -> dict[str, Fraction]:
    """Return each customer's mean in a survey: of one dimension, or of all where the metric names none."""
    dimension = metric.partition(".")[2]
    found = {}
    for summary in summaries:
        ballots = asked_of(summary.satisfaction).answers.get(survey.id, ())
        marks = [mark for ballot in ballots for name, mark in ballot.marks.items() if dimension in ("", name)]
        if marks:
            found[summary.id] = Fraction(sum(marks), len(marks))
    return found


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


def _sides(wave: Mapping[str, Fraction], treated: frozenset[str]) -> tuple[str, str]:
    mine = [mean for name, mean in wave.items() if name in treated]
    theirs = [mean for name, mean in wave.items() if name not in treated]
    return _text(mine), _text(theirs)


def _text(values: Sequence[Fraction]) -> str:
    return f"{float(sum(values, Fraction(0)) / len(values)):.2f}" if values else ""
