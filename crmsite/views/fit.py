"""Fit 需求匹配: how much of what customers want we can meet, with which capabilities, and where the gaps are; table (二)."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from crmsite.figures.facts import Percent, Say, Term, say
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.facets import Facet, facet, owner_facet, tier_facet, trait_facets
from crmsite.portfolio.parts import LIMIT, cut
from crmsite.portfolio.rows import named, naming
from crmsite.portfolio.work_rows import NeedRow, order_of
from crmsite.scores.needs import rank_key
from crmsite.scores.wanting.fit import Ability, ability_of
from crmsite.slotted import Slotted
from crmsite.summaries.depth import EMPTY, FitLine
from crmsite.summaries.followed import fit_lines
from crmsite.summaries.lines import NeedLine
from crmsite.summaries.plain import number, unpack_text
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crmsite.grammar.fields import Localised
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

_Pair: TypeAlias = "tuple[Summary, FitLine]"

FIRST = 100
"""How many gaps the entry page lists where there are more needs than one page holds."""

LEVELS = ("low", "medium", "high")
"""How well we can answer, the worst first."""

_UNPLACED = "Q9"
_FOLDER = "fit/"
_ALL = "all"


class FitRow(Slotted):
    """One open need in table (二): the need, what hurts, what is to be done, the capability that it is held against."""

    need: NeedRow
    line: FitLine
    ability: Ability | None

    @property
    def pain(self) -> Localised | None:
        """Return what hurts."""
        return unpack_text(self.line.pain)

    @property
    def action(self) -> Localised | None:
        """Return what is planned for it."""
        return unpack_text(self.line.action)

    @property
    def gap(self) -> Localised | None:
        """Return what is missing."""
        return unpack_text(self.need.line.gap)


class AbilityRow(Slotted):
    """One capability: what it gives today, and how the open needs held against it were judged."""

    ability: Ability
    needs: int
    customers: int
    matches: tuple[tuple[str, int], ...]
    above: int


class FitView(Slotted):
    """The page of fit, or one page of a long list of gaps."""

    head: Head
    lede: tuple[Say, ...]
    value: Percent | None
    assessed: int
    total: int
    customers: int
    abilities: tuple[AbilityRow, ...]
    rows: tuple[FitRow, ...]
    gaps: int
    whole: bool
    parts: tuple[tuple[str, str, int], ...]
    facets: tuple[Facet, ...] = ()
    files: str = ""
    """The scripts that hold all gaps, separated by spaces, where this page shows the first of them."""


class _Held(Slotted):
    """One customer's line of fit, decoded, with what its pages show of it."""

    summary: Summary
    needs: tuple[FitLine, ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the page of fit, and the pages of gaps where needs are more than one page holds."""
    seen = [summary for summary in portfolio.summaries if summary.fit != EMPTY]
    total = sum(summary.load.needs for summary in seen)
    groups = cut([held for one in seen if (held := _gaps_of(one)).needs], _customer, weigh=_weight) if total > LIMIT else []
    parts = tuple((_path(prefix), prefix, sum(len(held.needs) for held in found)) for prefix, found in groups)
    key = key_of([_shown(summary) for summary in seen])
    yield "fit.html", "fit.html", Deferred(key, partial(fit, portfolio, seen, parts), choosy=True)
    for prefix, found in groups:
        yield _part_page(portfolio, prefix, found)


def part(portfolio: Portfolio, path: str, customers: Sequence[Summary]) -> tuple[str, str, Deferred] | None:
    """Return a page of gaps by its path, of the customers that are on it; ``None`` for the page of fit itself."""
    if not path.startswith(_FOLDER):
        return None
    name = path.removeprefix(_FOLDER).removesuffix(".html")
    return _part_page(portfolio, "" if name == _ALL else name, list(map(_gaps_of, customers)))


def _part_page(portfolio: Portfolio, prefix: str, found: list[_Held]) -> tuple[str, str, Deferred]:
    key, path, names = key_of([_shown(held.summary) for held in found]), _path(prefix), list(map(_customer, found))
    return path, "fit.html", Deferred(key, partial(_part, portfolio, prefix, found), rows=script(path), names=names)


def _shown(summary: Summary) -> str:
    return f"{naming(summary)}\0{summary.fit}\0{summary.placed}"


def _customer(held: _Held) -> str:
    return held.summary.id


def _weight(held: _Held) -> int:
    return len(held.needs)


def _path(prefix: str) -> str:
    return f"{_FOLDER}{prefix or _ALL}.html"


def _gaps_of(summary: Summary) -> _Held:
    found = summary.once(fit_lines)
    return _Held(summary, tuple([line for line in found.needs if line.listed]) if found else ())


def fit(portfolio: Portfolio, seen: Sequence[Summary], parts: tuple[tuple[str, str, int], ...]) -> FitView:
    """Put the page together; gaps first, by their priority."""
    abilities = _abilities(portfolio)
    met, whole, assessed, total = Decimal(0), 0, 0, 0
    lines: list[_Pair] = []
    for summary in seen:
        found = summary.once(fit_lines)
        if found is None:
            continue
        met += number(found.met) or 0
        whole += found.whole or 0
        assessed += found.assessed
        total += found.total
        lines += [(summary, line) for line in found.needs]
    gaps = [pair for pair in lines if pair[1].listed]
    everything = len(lines) <= LIMIT
    shown = sorted(lines if everything else gaps, key=_first)[: LIMIT if everything else FIRST]
    value = Percent(met / whole) if whole else None
    rows = tuple(_rows(shown, abilities))
    return FitView(
        Head("fit", say("fit.title")), _lede(value, assessed, total, gaps, lines), value, assessed, total, len(seen),
        _held_against(abilities, lines), rows, len(gaps), everything, parts,
        _facets(portfolio, lines if everything else gaps), scripts(href for href, _, _ in parts),
    )


def _part(portfolio: Portfolio, prefix: str, found: list[_Held]) -> FitView:
    lines = sorted(((held.summary, line) for held in found for line in held.needs), key=_first)
    title = say("fit.part", prefix=prefix) if prefix else say("fit.gaps_all")
    head = Head("fit", title, (Crumb(say("fit.title"), "fit.html"), Crumb(title)))
    rows = tuple(_placed(lines, _abilities(portfolio)))
    return FitView(head, (), None, 0, len(lines), len(found), (), rows, len(lines), False, (), _facets(portfolio, lines))


def _facets(portfolio: Portfolio, lines: Sequence[_Pair]) -> tuple[Facet, ...]:
    """Return what a list can be narrowed to."""
    if len(lines) < 2:
        return ()
    customers = [named(one) for one in {summary.id: summary for summary, _ in lines}.values()]
    return (
        *facet("match", [line.match for _, line in lines], lambda value: Term("level", value), LEVELS),
        *owner_facet(line.owner for _, line in lines),
        *tier_facet(customers, [tier for tier, _ in portfolio.cuts]),
        *trait_facets(customers),
    )


def _abilities(portfolio: Portfolio) -> dict[str, Ability]:
    return {one.id: ability_of(one, portfolio.as_of) for one in portfolio.organisation.capabilities.values()}


def _first(pair: _Pair) -> tuple[bool, tuple[str, int, int, int], str]:
    line = pair[1]
    return not line.listed, rank_key(line.quadrant or _UNPLACED, line.importance or 0, line.urgency or 0), line.id


def _rows(shown: Sequence[_Pair], abilities: dict[str, Ability]) -> Iterator[FitRow]:
    needs: dict[str, dict[str, NeedLine]] = {}
    for summary, line in shown:
        if summary.id not in needs:
            needs[summary.id] = {need.id: need for need in summary.need_lines()}
        need = needs[summary.id].get(line.id)
        if need is not None:
            yield FitRow(NeedRow(named(summary), need, None), line, abilities.get(line.capability or ""))


def _placed(shown: Sequence[_Pair], abilities: dict[str, Ability]) -> Iterator[FitRow]:
    """Yield lines with their order among all, for a list whose rows come from several pages."""
    for row in _rows(shown, abilities):
        key = rank_key(row.line.quadrant or _UNPLACED, row.line.importance or 0, row.line.urgency or 0)
        yield row._replace(need=row.need._replace(order=order_of(key)))


def _held_against(abilities: dict[str, Ability], lines: Sequence[_Pair]) -> tuple[AbilityRow, ...]:
    held: defaultdict[str, list[_Pair]] = defaultdict(list)
    for pair in lines:
        held[pair[1].capability or ""].append(pair)
    rows = []
    for ability in abilities.values():
        own = held[ability.id]
        counts = Counter(line.match or "unknown" for _, line in own)
        matches = tuple((level, counts[level]) for level in ("high", "medium", "low", "unknown") if counts[level])
        customers = len({summary.id for summary, _ in own})
        rows.append(AbilityRow(ability, len(own), customers, matches, sum(line.above for _, line in own)))
    return tuple(sorted(rows, key=lambda row: (-row.needs, row.ability.id)))


def _unmatched(total: int) -> Say:
    return say("fit.lede.unknown_one" if total == 1 else "fit.lede.unknown", n=total)


def _lede(value: Percent | None, assessed: int, total: int, gaps: Sequence[_Pair], lines: Sequence[_Pair]) -> tuple[Say, ...]:
    """Say how much can be met, over how many assessed needs; how many gaps there are, and where nothing is planned."""
    if not lines:
        return (say("fit.lede.none"),)
    found = [say("fit.lede.value", value=value, k=assessed, n=total) if value is not None else _unmatched(total)]
    if gaps:
        bare = sum(line.action is None for _, line in gaps)
        how = "gaps_planned" if not bare else "gaps_unplanned" if bare == len(gaps) else "gaps"
        found.append(say(f"fit.lede.{how}", n=len(gaps), k=bare))
    else:
        found.append(say("fit.lede.no_gaps_one" if total == 1 else "fit.lede.no_gaps"))
    above = sum(line.above for _, line in lines)
    if above:
        found.append(say("fit.lede.above", n=above))
    return tuple(found)
