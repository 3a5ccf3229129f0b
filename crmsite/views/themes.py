"""Themes 需求共性: what many want, which segments more than others, where a gap in the market is, and how features are classed."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Percent, Receipt, Say, Term, say
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.kano_rows import KanoRow, kano_rows
from crmsite.portfolio.rows import Named, named, naming
from crmsite.scores.wanting.commonality import Common, cells_of, common_of
from crmsite.slotted import Slotted
from crmsite.summaries.depth import EMPTY
from crmsite.summaries.followed import wants_line
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Localised
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.scores.wanting.commonality import Cell
    from crmsite.summaries.depth import WantsLine
    from crmsite.summaries.summary import Summary

NAMED = 6
"""How many customers a line names before it counts the others."""

PERCENT_FROM = 5
"""From how many customers on a share is told as a percentage."""

DIMENSIONS = ("tier", "segment", "band", "industry", "need_feature")
"""What customers are divided by, in reading order."""

_LISTINGS = {"industry": "taxonomy:industry", "need_feature": "need_feature"}
_MESSAGES = {"segment": "rfm.segment", "band": "band"}


SEED = "0-21"


class Limits(Slotted):
    """What a comparison has to pass: how many were made, how many customers it needs, how much chance is let through."""

    tested: int
    least: int
    share: Decimal
    policy: str


class CommonRow(Slotted):
    """One theme that a segment has more, or less, often than the rest."""

    dimension: str
    segment: Shown
    theme: Term
    cell: Cell
    support: Percent | None
    rest: Percent | None
    lift: str
    p: str
    q: str
    test: str
    more_often: bool
    named: tuple[Named, ...]
    receipt: Receipt


class GapRow(Slotted):
    """One theme that several customers want and we meet badly: a gap in the market."""

    theme: Term
    customers: int
    having: int
    named: tuple[Named, ...]
    abilities: tuple[tuple[str, Localised], ...]


class ThemesView(Slotted):
    """The page. ``tested`` is how many comparisons were made, ``asked`` how many customers have a need recorded."""

    head: Head
    lede: tuple[Say, ...]
    customers: int
    asked: int
    tested: int
    least: int
    share: Percent | None
    common: tuple[CommonRow, ...]
    gaps: tuple[GapRow, ...]
    gap_from: int
    kano: tuple[KanoRow, ...]
    few: int
    withheld: bool


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    seen = [summary for summary in portfolio.summaries if summary.wants != EMPTY]
    shown = (f"{naming(one)}\0{_traits(one)}\0{one.wants}" for one in seen)
    yield "themes.html", "themes.html", Deferred(key_of(shown), partial(themes, portfolio, seen), choosy=True)


def _traits(summary: Summary) -> str:
    return f"{summary.worth.segment}\0{summary.worth.band}\0{summary.traits.need_feature}"


def themes(portfolio: Portfolio, seen: Sequence[Summary]) -> ThemesView:
    """Put the page together; a reader who may not see the policies is told no comparisons, since none says what it rests on."""
    head = Head("themes", say("themes.title"))
    if portfolio.policies is None:
        return ThemesView(head, (say("themes.lede.withheld"),), len(portfolio.summaries), 0, 0, 0, None, (), (), 0, (), 0, True)
    match, kano = portfolio.policies.match(portfolio.as_of), portfolio.policies.kano(portfolio.as_of)
    wants = {summary.id: line for summary in seen if (line := summary.once(wants_line)) is not None}
    people = {summary.id: summary for summary in seen}
    customers = {name: frozenset(line.themes) for name, line in wants.items() if line.themes}
    cells = {name: [_marked(name, cell) for cell in cells_of(customers, _segments(people, name))] for name in DIMENSIONS}
    found = [one for name in DIMENSIONS for one in common_of(cells[name], match.theme_customers, match.false_share)]
    found.sort(key=lambda one: (one.q, one.p, one.cell))
    tested = sum(map(len, cells.values()))
    limits = Limits(tested, match.theme_customers, match.false_share, match.id)
    common = tuple([_common(one, customers, people, limits) for one in found])
    gaps = _gaps(portfolio, wants, people, match.gap_customers)
    classed = kano_rows(portfolio.organisation, wants.values(), kano)
    return ThemesView(
        head, _lede(customers, tested, common, gaps), len(portfolio.summaries), len(customers), tested, match.theme_customers,
        Percent(match.false_share), common, gaps, match.gap_customers, classed, kano.few, False,
    )


def _segments(people: Mapping[str, Summary], dimension: str) -> dict[str, str]:
    """Return the segment of each customer in one dimension; who has none is left out."""
    of = _SEGMENT_OF[dimension]
    return {name: value for name, summary in people.items() if (value := of(summary))}


_SEGMENT_OF: Mapping[str, Callable[[Summary], str | None]] = {
    "tier": lambda one: one.standing.tier,
    "segment": lambda one: one.worth.segment,
    "industry": lambda one: one.traits.industry,
    "band": lambda one: one.worth.band if one.worth.band_state == "value" else None,
    "need_feature": lambda one: one.traits.need_feature,
}
"""In which segment a customer is, by dimension."""


def _marked(dimension: str, cell: Cell) -> Cell:
    """Name the dimension in the segment, so that cells of several dimensions can stand in one list."""
    return cell._replace(segment=f"{dimension} {cell.segment}")


def _common(
    found: Common, customers: Mapping[str, frozenset[str]], people: Mapping[str, Summary], limits: Limits
) -> CommonRow:
    cell = found.cell
    dimension, _, value = cell.segment.partition(" ")
    inside = _segments({name: people[name] for name in customers}, dimension)
    having = [people[name] for name, segment in sorted(inside.items()) if segment == value and cell.theme in customers[name]]
    return CommonRow(
        dimension, _label(dimension, value), Term("taxonomy:theme", cell.theme), cell,
        Percent(cell.support) if cell.total >= PERCENT_FROM else None,
        Percent(_share(cell)) if cell.other_total >= PERCENT_FROM else None,
        f"{cell.lift:.2f}", f"{found.p:.4f}", f"{found.q:.3f}", found.test, cell.lift > 1,
        tuple([named(one) for one in having[:NAMED]]), _receipt(found, limits),
    )


def _receipt(found: Common, limits: Limits) -> Receipt:
    """Say what a comparison was made from: who has the theme inside and outside, and how the chance of it was judged."""
    cell = found.cell
    factors = (
        Factor(say("themes.factor.inside"), say("metrics.of", k=cell.having, n=cell.total)),
        Factor(say("themes.factor.outside"), say("metrics.of", k=cell.other_count, n=cell.other_total)),
        Factor(say("themes.factor.all"), say("metrics.of", k=cell.having + cell.other_count, n=cell.total + cell.other_total)),
        Factor(say("themes.col.lift"), f"{cell.lift:.2f}"),
        Factor(say("themes.col.p"), f"{found.p:.4f}", None, say(f"themes.test.{found.test}")),
        Factor(say("themes.col.q"), f"{found.q:.3f}"),
    )
    parameters = (
        (say("themes.parameter.least"), limits.least), (say("themes.parameter.share"), Percent(limits.share)),
        (say("themes.parameter.tested"), limits.tested),
    )
    result = say("themes.result", lift=f"{cell.lift:.2f}", q=f"{found.q:.3f}")
    return Receipt("commonality", result, factors, parameters, limits.policy, SEED)


def _label(dimension: str, value: str) -> Shown:
    if dimension == "tier":
        return say("themes.tier", tier=value)
    if dimension in _MESSAGES:
        return Term("message", f"{_MESSAGES[dimension]}.{value}")
    return Term(_LISTINGS[dimension], value)


def _share(cell: Cell) -> Decimal:
    return Decimal(cell.other_count) / cell.other_total


def _gaps(portfolio: Portfolio, wants: Mapping[str, WantsLine], people: Mapping[str, Summary], least: int) -> tuple[GapRow, ...]:
    poor: defaultdict[str, list[str]] = defaultdict(list)
    having: Counter[str] = Counter()
    for name, line in wants.items():
        having.update(line.themes)
        for theme in line.poor:
            poor[theme].append(name)
    rows = []
    for theme, names in poor.items():
        if len(names) >= least:
            offers = tuple([(one.id, one.name) for one in portfolio.organisation.capabilities.values() if theme in one.themes])
            who = tuple([named(people[name]) for name in sorted(names)[:NAMED]])
            rows.append(GapRow(Term("taxonomy:theme", theme), len(names), having[theme], who, offers))
    return tuple(sorted(rows, key=lambda row: (-row.customers, row.theme.id)))


def _lede(
    customers: Mapping[str, frozenset[str]], tested: int, common: Sequence[CommonRow], gaps: Sequence[GapRow]
) -> tuple[Say, ...]:
    """Say what most want, how many differences between segments hold, and where a gap in the market is."""
    if not customers:
        return (say("themes.lede.none"),)
    counts = Counter(theme for found in customers.values() for theme in found)
    theme, n = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [say("themes.lede.most", n=len(customers), k=n, theme=Term("taxonomy:theme", theme))]
    if common:
        told.append(say("themes.lede.common", n=len(common), tested=tested))
    else:
        told.append(say("themes.lede.no_common", tested=tested) if tested else say("themes.lede.one_segment"))
    told.append(say("themes.lede.gaps", n=len(gaps)) if gaps else say("themes.lede.no_gaps"))
    return tuple(told)
