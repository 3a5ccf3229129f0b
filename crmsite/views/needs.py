"""Needs 需求: what to do first, for whom; the priority matrix, table 2, and what customers have in common."""

from __future__ import annotations

from binascii import crc32
from functools import partial
from typing import TYPE_CHECKING, Any

from crmsite.figures.facts import Money, Say, Term, Who, say
from crmsite.grammar.fields import Localised
from crmsite.portfolio import ranking
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.facets import Facet, counted
from crmsite.portfolio.need_places import LISTED, Cell, KanoGroup, QuadrantHead, kano_of, matrix_of, quadrant_of
from crmsite.portfolio.parts import LIMIT, cut
from crmsite.portfolio.ranking import CHIPS, NAMED, TOLD, Block, Ref, Shared, open_needs, traits_of
from crmsite.portfolio.rows import Named, named, naming
from crmsite.portfolio.work_rows import PLANS, NeedRow, order_of
from crmsite.scores.needs import rank_key
from crmsite.slotted import Slotted
from crmsite.summaries.lines import NeedLine
from crmsite.summaries.plain import expanded
from crmsite.summaries.pressing import QUADRANTS
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

NONE = "0 -"
"""What a summary says of a quadrant in which a customer has no needs."""

GAP_CUSTOMERS = 3
"""From how many customers on a badly matched theme is a gap in what we offer."""

FIRST = 80
"""How many needs the entry page lists where table 2 is cut into pages: those to be met first."""

RANKED = 200
"""Up to which place a need's rank among all is printed: further down it would change with every need that comes in."""

BLOCKS = 64
"""By how many blocks of customers the needs of a long table are counted; an edit counts one of them anew."""


_FOLDER = "needs/"
_UNPLACED = "unplaced"


class Theme(Slotted):
    """What several customers want: who, how they are spread over the tiers, what they buy, how well we can answer."""

    id: str
    customers: int
    named: tuple[Named, ...]
    tiers: tuple[tuple[str | None, int], ...]
    amount: Money | None
    known: int
    matches: tuple[tuple[str, int], ...]
    worst: str | None
    planned: int
    needs: int
    gap: bool


class Choices(Slotted):
    """What the page can be narrowed to."""

    tiers: tuple[tuple[str, int], ...]
    facets: tuple[Facet, ...]


class Piece(Slotted):
    """A piece of the opening sentence, with a link where it names a need."""

    text: Say | Localised
    href: str = ""


class NeedsView(Slotted):
    """The needs page, or one page of a long table 2."""

    head: Head
    lede: tuple[Piece, ...]
    customers: int
    total: int
    cut: int | None
    matrix: tuple[Cell, ...]
    quadrants: tuple[QuadrantHead, ...]
    unplaced: int
    kano: tuple[KanoGroup, ...]
    themes: tuple[Theme, ...]
    currency: str
    choices: Choices | None
    rows: tuple[NeedRow, ...]
    whole: bool
    files: str = ""
    """The scripts that hold all needs, separated by spaces, where this page shows the first of them."""
    chips: int = CHIPS
    named: int = NAMED
    listed: int = LISTED


class Held(Slotted):
    """One customer's needs of one quadrant as they lie in its summary: on which line of its text, how many.

    ``shown`` stands for what the pages show of the customer and these needs.
    """

    summary: Summary
    line: int
    needs: int
    shown: str


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the needs page, and the pages of table 2 where it is longer than one page holds."""
    having = [(summary, _shown(summary)) for summary in portfolio.summaries if summary.load.needs]
    parts: dict[str, list[tuple[str, list[Held]]]] = {}
    dealt = [having]
    if sum(summary.load.needs for summary, _ in having) > LIMIT:
        held = _by_quadrant(having)
        parts = {quadrant: cut(held[quadrant], _customer, weigh=_weight) for quadrant in QUADRANTS}
        dealt = _dealt(having)
    links = {name: tuple((_path(name, prefix), prefix, _sum(found)) for prefix, found in parts[name]) for name in parts}
    keys = [key_of([shown + summary.placed for summary, shown in block]) for block in dealt]
    blocks = [[summary for summary, _ in block] for block in dealt]
    make = partial(_entry, portfolio, blocks, keys, links)
    yield "needs.html", "needs.html", Deferred(key_of([*keys, repr(links)]), make, choosy=True)
    for quadrant, groups in parts.items():
        for prefix, found in groups:
            yield _part_page(portfolio, quadrant, prefix, found)


def part(portfolio: Portfolio, path: str, customers: Sequence[Summary]) -> tuple[str, str, Deferred] | None:
    """Return a page of table 2 by its path, of the customers that are on it; ``None`` for the needs page itself."""
    name = path.removeprefix(_FOLDER).removesuffix(".html")
    if name == path.removesuffix(".html"):
        return None
    quadrant, _, prefix = name.partition("-")
    quadrant = "" if quadrant == _UNPLACED else quadrant
    return _part_page(portfolio, quadrant, prefix, _by_quadrant([(one, _shown(one)) for one in customers])[quadrant])


def _part_page(portfolio: Portfolio, quadrant: str, prefix: str, found: list[Held]) -> tuple[str, str, Deferred]:
    key, path, names = key_of([one.shown for one in found]), _path(quadrant, prefix), list(map(_customer, found))
    make = partial(_part, portfolio, quadrant, prefix, found)
    return path, "needs.html", Deferred(key, make, rows=script(path), names=names)


def _by_quadrant(having: list[tuple[Summary, str]]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {name: [] for name in QUADRANTS}
    for summary, shown in having:
        for line, (quadrant, placed) in enumerate(zip(QUADRANTS, summary.placed.split(","), strict=False)):
            if placed != NONE:
                count, _, digest = placed.partition(" ")
                found[quadrant].append(Held(summary, line, int(count), shown + digest))
    return found


def _dealt(having: list[tuple[Summary, str]]) -> list[list[tuple[Summary, str]]]:
    """Deal customers out to blocks by their ids alone, so that one more or less leaves the others where they are."""
    blocks: list[list[tuple[Summary, str]]] = [[] for _ in range(BLOCKS)]
    for one in having:
        blocks[crc32(one[0].id.encode()) % BLOCKS].append(one)
    return blocks


def _shown(summary: Summary) -> str:
    """Return what the needs pages show of a customer besides its needs."""
    sales = summary.sales
    return f"{naming(summary)}\0{sales.state}\0{sales.amount}\0"


def _customer(held: Held) -> str:
    return held.summary.id


def _weight(held: Held) -> int:
    return held.needs


def _sum(found: list[Held]) -> int:
    return sum(one.needs for one in found)


def _path(quadrant: str, prefix: str) -> str:
    name = quadrant or _UNPLACED
    return f"{_FOLDER}{name}-{prefix}.html" if prefix else f"{_FOLDER}{name}.html"


def _key_of(row: NeedRow) -> tuple[str, int, int, int]:
    return rank_key(row.line.quadrant or ranking.UNPLACED, row.line.importance or 0, row.line.urgency or 0)


class _Ranked(Slotted):
    """All open needs, counted; those that a page names are opened."""

    block: Block
    summaries: dict[str, Summary]

    def rows(self, refs: Sequence[Ref]) -> list[NeedRow]:
        """Return needs in words, each with its competition rank among all, as far as ranks are printed."""
        return [self._row(ref) for ref in refs]

    def _row(self, ref: Ref) -> NeedRow:
        summary = self.summaries[ref.customer]
        line = NeedLine(*expanded(summary.needs.split("\n")[ref.line])[ref.at])
        rank = self.block.rank(ref) if ref.quadrant != ranking.UNPLACED else None
        return NeedRow(named(summary), line, rank if rank is None or rank <= RANKED else None)


def _ranked(portfolio: Portfolio, dealt: Sequence[Sequence[Summary]], keys: Sequence[str], first: int) -> _Ranked:
    tiers = {tier: place for place, (tier, _) in enumerate(portfolio.cuts)}
    dress = (repr(tiers), portfolio.currency, str(first))

    def count(place: int) -> list[Any]:
        return ranking.count_block(dealt[place], tiers, portfolio.currency, first).to_plain()

    plain = portfolio.recall("needs", [key_of((*dress, key)) for key in keys], count)
    blocks = [Block.from_plain(one) for one in plain]
    return _Ranked(ranking.added_up(blocks, first), {summary.id: summary for held in dealt for summary in held})


def _entry(
    portfolio: Portfolio,
    dealt: Sequence[Sequence[Summary]],
    keys: Sequence[str],
    links: dict[str, tuple[tuple[str, str, int], ...]],
) -> NeedsView:
    ranked = _ranked(portfolio, dealt, keys, FIRST if links else LIMIT)
    block = ranked.block
    shown = ranked.rows(block.sort(ranking.ALL).first)
    every = None if links else shown
    matrix = matrix_of(block, ranked.rows, every)
    held = {name: block.sort(f"quadrant {name}").needs for name in QUADRANTS}
    return NeedsView(
        head=Head("needs", say("needs.title")),
        lede=_lede(ranked),
        customers=len(ranked.summaries),
        total=block.sort(ranking.ALL).needs,
        cut=portfolio.scales.need_cut,
        matrix=matrix,
        quadrants=tuple(quadrant_of(name, held[name], matrix, every, links.get(name, ())) for name in QUADRANTS[:4]),
        unplaced=held[""],
        kano=kano_of(block, ranked.rows, every),
        themes=_themes(portfolio, ranked),
        currency=portfolio.currency,
        choices=_choices(portfolio, block.traits),
        rows=tuple(shown),
        whole=not links,
        files=scripts(href for parts in links.values() for href, _, _ in parts),
    )


def _part(portfolio: Portfolio, quadrant: str, prefix: str, held: list[Held]) -> NeedsView:
    """Return one page of table 2: needs of one quadrant, of customers whose ids share a beginning."""
    tiers = {tier: place for place, (tier, _) in enumerate(portfolio.cuts)}
    rows = [_placed(named(one.summary), line, tiers) for one in held for line in one.summary.once(open_needs)[one.line]]
    rows.sort(key=lambda row: (*_key_of(row), row.customer.id, row.line.id))
    label = say(f"needs.quadrant.{quadrant or 'none'}")
    title = say("needs.part", label=label, prefix=prefix) if prefix else label
    return NeedsView(
        head=Head("needs", title, (Crumb(say("needs.title"), "needs.html"), Crumb(title))),
        lede=(), customers=len(held), total=len(rows), cut=portfolio.scales.need_cut, matrix=(),
        quadrants=(), unplaced=0, kano=(), themes=(), currency=portfolio.currency,
        choices=_choices(portfolio, traits_of((row.customer, row.line) for row in rows)), rows=tuple(rows), whole=False,
    )


def _placed(customer: Named, line: NeedLine, tiers: Mapping[str, int]) -> NeedRow:
    """Return a need with its order among all, as :func:`crmsite.portfolio.ranking.count_block` has it."""
    key = rank_key(line.quadrant or ranking.UNPLACED, line.importance or 0, line.urgency or 0)
    return NeedRow(customer, line, None, f"{order_of(key)} {tiers.get(customer.tier or '', ranking.UNRANKED)}{line.recorded}")


def _lede(ranked: _Ranked) -> tuple[Piece, ...]:
    block = ranked.block
    total, first = block.sort(ranking.ALL).needs, block.sort("quadrant Q1").needs
    if not total:
        return ()
    if not first:
        return (Piece(say("needs.lede.calm", n=total)),)
    basic, poor = block.sort(ranking.BASIC), block.sort(ranking.POOR)
    pieces = [Piece(say("needs.lede.first", n=first))]
    if basic.needs:
        pieces += _some("basic", basic.needs, ranked.rows(basic.first[:TOLD]))
    pieces.append(Piece(say("needs.lede.stop")))
    if poor.needs:
        pieces += [*_some("poor", poor.needs, ranked.rows(poor.first[:TOLD])), Piece(say("needs.lede.stop"))]
    return tuple(pieces)


def _some(sort: str, needs: int, rows: Sequence[NeedRow]) -> list[Piece]:
    """Return how many needs are of a sort and which stand first; where more are counted than named, the names are examples."""
    pieces = [Piece(say(f"needs.lede.{sort}_some" if needs > len(rows) else f"needs.lede.{sort}", n=needs))]
    for place, row in enumerate(rows):
        pieces += [Piece(say("needs.lede.comma"))] if place else []
        pieces.append(Piece(say("needs.lede.name", who=row.customer.label, what=row.label), f"c/{row.customer.id}.html"))
    return pieces


def _themes(portfolio: Portfolio, ranked: _Ranked) -> tuple[Theme, ...]:
    """Return the themes by how many customers have them."""
    themes = [_theme(portfolio, name, found, ranked.summaries) for name, found in ranked.block.themes.items()]
    return tuple(sorted(themes, key=lambda theme: (-theme.customers, theme.id)))


def _theme(portfolio: Portfolio, name: str, found: Shared, summaries: dict[str, Summary]) -> Theme:
    tiers: list[str | None] = [*(tier for tier, _ in portfolio.cuts), None]
    worst = next((level for level in ("low", "medium", "high") if level in found.matches), None)
    return Theme(
        name, found.customers, tuple(named(summaries[ref.customer]) for ref in found.first),
        tuple((tier, count) for tier in tiers if (count := found.tiers.get(tier or "", 0))),
        Money(found.amount, portfolio.currency) if found.known else None, found.known,
        tuple((level, count) for level in ("high", "medium", "low", "unknown") if (count := found.matches.get(level, 0))), worst,
        found.planned, found.needs, found.poor >= _gap_from(portfolio),
    )


def _gap_from(portfolio: Portfolio) -> int:
    """Return from how many customers on a badly matched theme is a gap, as the policy says where the reader may see it."""
    return portfolio.policies.match(portfolio.as_of).gap_customers if portfolio.policies is not None else GAP_CUSTOMERS


def _choices(portfolio: Portfolio, traits: dict[str, dict[str, int]]) -> Choices | None:
    """Return what needs with these traits can be narrowed to; nothing where there are fewer than two of them."""
    if sum(traits["tier"].values()) < 2:
        return None
    order = [*(tier for tier, _ in portfolio.cuts), "N"]
    return Choices(
        tuple((tier, traits["tier"][tier]) for tier in order if tier in traits["tier"]),
        (
            *counted("kind", traits["kind"], lambda value: Term("need_kind", value)),
            *counted("nature", traits["nature"], lambda value: Term("nature", value)),
            *counted("plan", traits["plan"], lambda value: say(f"needs.plan.{value}"), PLANS),
            *counted("owner", traits["owner"], Who),
            *counted("industry", traits["industry"], lambda value: Term("taxonomy:industry", value)),
            *counted("stage", traits["stage"], lambda value: Term("stage", value)),
            *counted("tag", traits["tag"], lambda value: Term("taxonomy:tag", value)),
        ),
    )

