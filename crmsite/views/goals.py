"""Goals 目标: what the company wants of each period, against what became of it so far."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Say, say
from crmsite.grammar.measures import measure_of
from crmsite.metrics.aims import Judged, judge
from crmsite.portfolio.books import book_from
from crmsite.portfolio.deferred import Deferred, key_of, written
from crmsite.portfolio.metric_parts import name_of
from crmsite.portfolio.metric_words import in_unit, wanted_words
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.goals import Goals
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio

GOOD = ("met", "ahead")
BAD = ("missed", "behind")


class Row(Slotted):
    """One target: the metric, what is wanted, what is, and what that means."""

    metric: str
    name: Shown
    text: Localised | None
    wanted: Say
    better: Say
    actual: Shown
    made: Say | None
    reason: Say | None
    verdict: str
    note: Say | None
    span: Say | None
    until: date
    source: Citation

    @property
    def base(self) -> str:
        """The metric without the part that follows its point: where the page of metrics shows it."""
        return self.metric.partition(".")[0]


class Period(NamedTuple):
    """The goals of one period: from when to when, whether it still runs, how many were reached, what is claimed, by whom."""

    id: str
    start: date
    end: date
    running: bool
    sentence: Say
    rows: tuple[Row, ...]
    claims: tuple[tuple[Localised, Localised, Citation], ...]
    source: Citation


class GoalsView(Slotted):
    """The page."""

    head: Head
    lede: Say
    periods: tuple[Period, ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the page of goals."""
    counted = [
        f"{one.id}\0{one.standing.state}\0{one.standing.total}\0{one.standing.history}\0{one.worth.segment}\0{one.load.needs}\0{one.load.overdue}"
        f"\0{one.load.alerts}\0{one.rates}\0{one.satisfaction}\0{one.owed}\0{one.promised}\0{one.cared}\0{one.fit}"
        for one in portfolio.summaries
    ]
    key = key_of([*counted, written(portfolio.organisation.goals), repr(portfolio.organisation.anonymous)])
    yield "goals.html", "goals.html", Deferred(key, partial(goals, portfolio), choosy=True)


def goals(portfolio: Portfolio) -> GoalsView:
    """Put the page together: the running period first, then the latest ones."""
    written = [one for one in portfolio.organisation.goals if one.status is None]
    periods: tuple[Period, ...] = ()
    if written:
        book = book_from(portfolio)
        found = [_period(book, one, portfolio.organisation) for one in written]
        periods = tuple(sorted(found, key=lambda one: (not one.running, -one.end.toordinal(), one.id)))
    if "goals" in portfolio.organisation.withheld:
        return GoalsView(Head("goals", say("goals.title")), say("goals.lede.withheld"), ())
    return GoalsView(Head("goals", say("goals.title")), _lede(periods), periods)


def target_rows(portfolio: Portfolio, book: Book) -> tuple[Row, ...]:
    """Return the targets of the period that runs today; where several do, of all of them."""
    running = [one for one in portfolio.organisation.goals if one.period.from_ <= portfolio.as_of <= one.period.to]
    own = portfolio.organisation
    return tuple(_row(book, one, number, found, own) for one in running for number, found in enumerate(judge(book, one)))


def wanted_of(
    metric: str, op: str, value: Decimal, unit: str, currency: str, organisation: Organisation
) -> tuple[Shown, Say] | None:
    """Return a metric's name and what is wanted of it, in words; ``None`` where there is no such metric."""
    measure = measure_of(metric)
    return None if measure is None else (name_of(metric, measure, organisation), wanted_words(op, value, unit, measure, currency))


def _lede(periods: Sequence[Period]) -> Say:
    if not periods:
        return say("goals.lede.none")
    return periods[0].sentence


def _period(book: Book, one: Goals, organisation: Organisation) -> Period:
    judged = judge(book, one)
    running = one.period.from_ <= book.as_of < one.period.to
    rows = tuple(_row(book, one, number, found, organisation) for number, found in enumerate(judged))
    good = sum(found.verdict in GOOD for found in judged)
    bad = sum(found.verdict in BAD for found in judged)
    if book.withheld:
        sentence = say("goals.lede.hidden", id=one.id.removeprefix("G-"), n=len(judged))
        return Period(one.id, one.period.from_, one.period.to, running, sentence, rows, _claims(one), one.cite("period"))
    if one.period.from_ > book.as_of:
        sentence = say("goals.lede.coming", id=one.id.removeprefix("G-"), n=len(judged))
    else:
        sentence = _told("running" if running else "over", one.id, {"good": good, "bad": bad, "rest": len(judged) - good - bad})
    return Period(one.id, one.period.from_, one.period.to, running, sentence, rows, _claims(one), one.cite("period"))


def _claims(one: Goals) -> tuple[tuple[Localised, Localised, Citation], ...]:
    """Return what is claimed in support of the goals, each with its source; a claim without one is not told."""
    told = [(claim.text, claim.source, one.cite("claims", number)) for number, claim in enumerate(one.claims) if claim.source]
    return tuple([(text, source, cited) for text, source, cited in told if source is not None])


def _told(when: str, name: str, counts: Mapping[str, int]) -> Say:
    """Say how many targets were reached, missed and not to be told; what none is is not spoken of."""
    parts = [say(f"goals.lede.{when}.{what}", n=n) for what, n in counts.items() if n]
    shown = dict(zip("abc", parts, strict=False))
    return say(f"goals.lede.{when}.{len(parts)}", id=name.removeprefix("G-"), n=sum(counts.values()), **shown)


def _row(book: Book, one: Goals, number: int, found: Judged, organisation: Organisation) -> Row:
    target, measure = one.targets[number], measure_of(found.target.metric)
    source = one.cite("targets", number)
    if measure is None:
        wanted, better, bare = say("goals.nothing"), say("metrics.better.none"), target.metric
        return Row(bare, bare, target.text, wanted, better, None, None, None, "unknown", None, None, one.period.to, source)
    base, name = target.metric.partition(".")[0], name_of(target.metric, measure, organisation)
    reason = found.figure.reason or ("no_base" if found.verdict == "unknown" else None)
    made = None
    if found.figure.denominator is not None and found.figure.interval is not None and found.actual is not None:
        made = say("metrics.of", k=found.figure.numerator, n=found.figure.denominator)
        if measure.id == "churn_rate_annual" and found.figure.notes:
            made = say("goals.brought", made=made, how=found.figure.notes[0])
    return Row(
        base, name, target.text, wanted_words(target.op, target.value, target.unit, measure, book.currency),
        say(f"metrics.better.{measure.better}"), in_unit(found.actual, target.unit, measure, book.currency), made,
        say(f"metrics.reason.{reason}") if found.actual is None and reason else None, found.verdict,
        say("goals.not_proven") if found.proven is False else None,
        say("goals.span", start=one.period.from_, end=min(one.period.to, book.as_of)), one.period.to, source,
    )
