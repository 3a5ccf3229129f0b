"""Journey 客户旅程: what we promise at each point where a customer meets us, who answers, and how it was kept."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import partial
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Percent, Say, Term, say
from crmsite.metrics.answering import FEW
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.promise_rows import Met, PromiseRow, met_of, promise_row
from crmsite.portfolio.rows import naming
from crmsite.scores.service_levels import default_clock, point_of
from crmsite.slotted import Slotted
from crmsite.summaries.owing import WITHHELD, promised_of
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.journey import Journey, Touchpoint
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.owing import FollowedLine, PromiseLine
    from crmsite.summaries.summary import Summary

NAMED = 20
"""How many broken and how many running promises the page names."""


class Kept(NamedTuple):
    """How often open cases were followed up as the standard asks."""

    every: Term
    periods: int
    kept: int

    @property
    def share(self) -> Percent | None:
        """What share of the periods held a contact."""
        return Percent(Decimal(self.kept) / self.periods) if self.periods else None


class Point(NamedTuple):
    """One touchpoint: who answers, to what standard, within how long (by tier where a playbook says otherwise), how it went.

    ``met`` is nothing where no promise is measured on it.
    """

    id: str
    name: Localised
    team: Term
    standard: Localised | None
    promise: Say | None
    tiers: tuple[Say, ...]
    met: Met | None
    kept: Kept | None
    source: Citation


class Stage(Slotted):
    """A stage of the journey with its touchpoints."""

    name: Term
    points: tuple[Point, ...]


class Level(Slotted):
    """A service level that no touchpoint stands for: what is promised to which tier, how it went."""

    name: Shown
    tiers: tuple[Say, ...]
    met: Met


class JourneyView(Slotted):
    """The page. ``withheld``: the reader may not see how promises were kept."""

    head: Head
    withheld: bool
    lede: tuple[Say, ...]
    total: Met
    months: int
    journeys: tuple[tuple[Localised | None, tuple[Stage, ...]], ...]
    levels: tuple[Level, ...]
    broken: tuple[PromiseRow, ...]
    running: tuple[PromiseRow, ...]


class Held(Slotted):
    """All promises, each with the customer's summary, and how cases were followed up."""

    promises: list[tuple[Summary, PromiseLine]]
    followed: list[FollowedLine]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    shown = (f"{naming(summary)}\0{summary.promised}" for summary in portfolio.summaries if summary.promised)
    yield "journey.html", "journey.html", Deferred(key_of(shown), partial(_journey, portfolio), choosy=True)


def _journey(portfolio: Portfolio) -> JourneyView:
    held = Held([], [])
    for summary in portfolio.summaries:
        if summary.promised:
            found = promised_of(summary.promised)
            held.promises.extend((summary, line) for line in found.promises)
            held.followed.extend(found.followed)
    journeys = portfolio.organisation.journeys
    names: dict[str, Shown] = {point.id: point.name for journey in journeys for point in journey.touchpoints}
    total = met_of(line for _, line in held.promises)
    months = max((journey.window_months for journey in journeys), default=12)
    broken = [pair for pair in held.promises if pair[1].verdict == "no"]
    running = [pair for pair in held.promises if pair[1].verdict == "open"]
    maps = tuple((journey.name, _stages(portfolio, journey, held)) for journey in journeys)
    return JourneyView(
        head=Head("journey", say("journey.title")), withheld=any(summary.promised == WITHHELD for summary in portfolio.summaries),
        lede=_lede(total, months, maps), total=total, months=months, journeys=maps, levels=_levels(portfolio, held),
        broken=_rows(nlargest(NAMED, broken, key=_latest), names), running=_rows(nsmallest(NAMED, running, key=_first), names),
    )  # fmt: skip


def _latest(pair: tuple[Summary, PromiseLine]) -> tuple[str, str, str]:
    return pair[1].began, pair[1].subject, pair[1].id


def _first(pair: tuple[Summary, PromiseLine]) -> tuple[str, str, str]:
    return pair[1].due, pair[1].subject, pair[1].id


def _rows(pairs: Sequence[tuple[Summary, PromiseLine]], names: dict[str, Shown]) -> tuple[PromiseRow, ...]:
    return tuple(promise_row(summary, line, names.get(line.id, Term("sla", line.id))) for summary, line in pairs)


def _lede(total: Met, months: int, maps: Sequence[tuple[Localised | None, tuple[Stage, ...]]]) -> tuple[Say, ...]:
    """Say how many promises there were and how they were kept; name the weakest touchpoint where enough are known."""
    if not total.total:
        return (say("journey.lede.none", months=months),)
    found = [say("journey.lede.total", months=months, n=total.total)]
    if total.judged:
        found.append(say("journey.lede.kept", yes=total.yes, judged=total.judged, share=total.share))
    if total.unknown:
        some = total.unknown < total.total
        found.append(say("journey.lede.unknown", n=total.unknown) if some else say("journey.lede.unknown_all"))
    if total.open:
        found.append(say("journey.lede.open", n=total.open))
    found.append(say("journey.lede.stop"))
    points = [point for _, stages in maps for stage in stages for point in stage.points if point.met and point.met.judged >= FEW]
    if len(points) > 1:
        worst = min(points, key=lambda point: (Decimal(point.met.yes) / point.met.judged if point.met else 1, point.id))
        if worst.met is not None and worst.met.no:
            found.append(say("journey.lede.worst", name=worst.name, yes=worst.met.yes, judged=worst.met.judged))
    return tuple(found)


def _stages(portfolio: Portfolio, journey: Journey, held: Held) -> tuple[Stage, ...]:
    at: defaultdict[str, list[PromiseLine]] = defaultdict(list)
    for _, line in held.promises:
        at[line.touchpoint].append(line)
    stages: dict[str, list[Point]] = {}
    for touchpoint in journey.touchpoints:
        point = _point(portfolio, journey, touchpoint, at[touchpoint.id], held.followed)
        stages.setdefault(touchpoint.stage, []).append(point)
    return tuple(Stage(Term("journey_stage", stage), tuple(points)) for stage, points in stages.items())


def _point(
    portfolio: Portfolio, journey: Journey, touchpoint: Touchpoint, lines: Sequence[PromiseLine], followed: Sequence[FollowedLine]
) -> Point:
    own = point_of(touchpoint)
    kept = None
    if touchpoint.repeat is not None:
        mine = [line for line in followed if line.touchpoint == touchpoint.id]
        kept = Kept(Term("every", touchpoint.repeat.every), sum(line.periods for line in mine), sum(line.kept for line in mine))
    measured = bool(own.types)
    standard = own.standard
    return Point(
        touchpoint.id, touchpoint.name, Term("team", touchpoint.team), touchpoint.standard,
        say("journey.within", hours=standard.hours, clock=Term("clock", standard.clock)) if standard is not None else None,
        _tiers(portfolio, own.start, own.end) if measured else (), met_of(lines) if measured else None, kept,
        journey.cite("touchpoints", journey.touchpoints.index(touchpoint), "id"),
    )  # fmt: skip


def _tiers(portfolio: Portfolio, start: str, end: str) -> tuple[Say, ...]:
    """Say what the playbooks promise between two points in time, tiers with the same promise together."""
    if portfolio.policies is None:
        return ()
    found: dict[tuple[Decimal, str], list[str]] = {}
    for tier, _ in portfolio.cuts:
        book = portfolio.policies.playbook(tier, portfolio.as_of)
        for own in book.sla if book is not None else ():
            if (own.from_, own.to) == (start, end):
                found.setdefault((own.hours, own.clock or default_clock(own.hours)), []).append(tier)
    return tuple(
        say("journey.within_tier", tiers="/".join(tiers), hours=hours, clock=Term("clock", clock))
        for (hours, clock), tiers in found.items()
    )


def _levels(portfolio: Portfolio, held: Held) -> tuple[Level, ...]:
    """Return the service levels of playbooks that no touchpoint stands for, in the order in which playbooks list them."""
    lines: dict[str, list[PromiseLine]] = {}
    for _, line in held.promises:
        if not line.touchpoint:
            lines.setdefault(line.id, []).append(line)
    ends: dict[str, tuple[str, str]] = {}
    for tier, _ in portfolio.cuts if portfolio.policies is not None else ():
        book = portfolio.policies.playbook(tier, portfolio.as_of) if portfolio.policies is not None else None
        for own in book.sla if book is not None else ():
            ends.setdefault(own.id, (own.from_, own.to))
    order = [*(name for name in ends if name in lines), *sorted(lines.keys() - ends.keys())]
    return tuple(
        Level(Term("sla", name), _tiers(portfolio, *ends[name]) if name in ends else (), met_of(lines[name])) for name in order
    )
