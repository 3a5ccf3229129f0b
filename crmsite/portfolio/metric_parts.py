"""Parts of metrics: what may follow a metric's point, by what name it is known, and how each part stands today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term, say
from crmsite.grammar.fields import Localised
from crmsite.metrics.relationship import judgements
from crmsite.metrics.table import figure, past
from crmsite.portfolio.metric_words import between, headline, made
from crmsite.portfolio.poll_rows import dimension_label
from crmsite.portfolio.rows import Named, named
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Shown
    from crmsite.grammar.measures import Measure
    from crmsite.metrics.figure import Book
    from crmsite.summaries.summary import Summary

SEGMENTS = ("high_value", "potential", "low_value", "churn_risk")
"""The RFM segments that a customer with orders can be in, in the order in which they are told."""

LISTED = 12
"""How many customers stand beside a part."""


class PartRow(Slotted):
    """One part of a metric: its whole id, its name, its value or why there is none, what it was made of, whom it concerns.

    ``who`` are the customers to go to, where there are some that were not reached or kept; else those that are counted.
    """

    id: str
    name: Shown
    value: Shown
    reason: Say | None
    made: Say | None
    between: Say | None
    notes: tuple[Say, ...]
    label: Say
    who: tuple[Named, ...]
    more: int


class Grid(Slotted):
    """The parts of a metric over the quarters: what each column is called, a row for each quarter; nothing where unknown."""

    names: tuple[Shown, ...]
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]


def grid_of(measure: Measure, book: Book, organisation: Organisation) -> Grid | None:
    """Return the eight quarters of every part, of trust those of every judge; ``None`` where nothing is told of the past."""
    if book.withheld:
        return None
    if measure.id == "trust":
        return _by_judge(book)
    parts = parts_of(measure.id, book)
    columns = [past(f"{measure.id}.{part}", book) for part in parts]
    known = any(one.value is not None for column in columns for one in column[:-1])
    if not known:
        return None
    rows = [tuple([headline(one, measure, book.currency) for one in row]) for row in zip(*columns, strict=True)]
    return _grid(tuple([part_name(measure.id, part, organisation) for part in parts]), rows, book)


def _by_judge(book: Book) -> Grid | None:
    """Return the mean of each judge at the end of each quarter, over the contacts that it had judged by then."""
    told = [judgements(book, window.until) for window in book.years()]
    judges = tuple(dict.fromkeys(one.who for quarter in reversed(told) for one in quarter))
    if not any(told[:-1]):
        return None
    means = [{one.who: round(one.mean, 2) for one in quarter} for quarter in told]
    return _grid(judges, [tuple([mean.get(who) for who in judges]) for mean in means], book)


def _grid(names: tuple[Shown, ...], rows: Sequence[tuple[Shown, ...]], book: Book) -> Grid:
    return Grid(names, tuple([(quarter.replace("-", " "), row) for quarter, row in zip(book.quarters, rows, strict=True)]))


def part_rows(measure: Measure, book: Book, organisation: Organisation, own: Mapping[str, Summary]) -> tuple[PartRow, ...]:
    """Return every part of a metric that the records know of; none for a metric without parts, or where it is withheld."""
    if not measure.parts or book.withheld:
        return ()
    rows = []
    for part in parts_of(measure.id, book):
        found = figure(f"{measure.id}.{part}", book, book.year(book.last))
        missed = bool(found.others) and measure.id != "rfm_segment_share"
        ids = found.others if missed else found.ids
        label = say(f"metrics.part.{'others' if missed else 'names'}.{measure.id}")
        rows.append(
            PartRow(
                f"{measure.id}.{part}", part_name(measure.id, part, organisation), headline(found, measure, book.currency),
                say(f"metrics.reason.{found.reason}") if found.reason else None, made(found, measure, book.currency),
                between(found, measure, book.currency), found.notes, label,
                tuple([named(own[name]) for name in ids[:LISTED]]), max(0, len(ids) - LISTED),
            )
        )
    return tuple(rows)


def parts_of(metric: str, book: Book) -> tuple[str, ...]:
    """Return what may follow a metric's point, as far as the records tell."""
    if metric == "rfm_segment_share":
        return SEGMENTS
    if metric == "satisfaction_mean":
        asked = [poll for poll in book.polls if poll.units]
        return tuple(asked[-1].survey.dimensions) if asked else ()
    if metric == "care_coverage":
        today = book.as_of
        return tuple(dict.fromkeys(one.item.id for one in book.care if one.care.period.to >= today))
    if metric == "sla_met":
        since = book.year(book.last).after
        return tuple(sorted({made.id for one in book.members for made in one.share.made if made.began > since}))
    return ()


def part_name(metric: str, part: str, organisation: Organisation) -> Shown:
    """Return the name by which a part is known; the part itself where nothing names it."""
    if metric == "rfm_segment_share":
        return say(f"rfm.segment.{part}") if part in SEGMENTS else part
    if metric == "satisfaction_mean":
        return dimension_label(part)
    if metric == "care_coverage":
        item = next((item for care in organisation.care for item in care.items if part in (item.id, f"{care.id}.{item.id}")), None)
        return item.name if item is not None and item.name is not None else part
    points = (point for journey in organisation.journeys for point in journey.touchpoints)
    own = next((point.name for point in points if point.id == part), None)
    return say("metrics.part.own_limit", name=own) if own is not None else Term("sla", part)


def name_of(metric: str, measure: Measure, organisation: Organisation) -> Shown:
    """Return the name of a metric with the part that follows its point."""
    part = metric.partition(".")[2]
    whole = Localised(measure.zh, measure.en)
    return say("metrics.with_part", name=whole, part=part_name(measure.id, part, organisation)) if part else whole
