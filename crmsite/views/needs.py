"""Needs 需求: what to do first, for whom; the priority matrix, table 2, and what customers have in common."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from crmsite.facts import Money, Say, Term, say
from crmsite.fields import Localised
from crmsite.lines import NeedLine
from crmsite.plain import expanded
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.facets import Facet, facet, owner_facet, trait_facets
from crmsite.portfolio.parts import LIMIT, cut
from crmsite.portfolio.rows import Named, named, naming
from crmsite.portfolio.work_rows import PLANS, NeedRow
from crmsite.pressing import QUADRANTS
from crmsite.scores.needs import rank_key
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summary import Summary

CHIPS = 4
"""How many needs one place of the matrix names before it counts the rest."""

UNPLACED = "Q9"
NONE = "0 -"
"""What a summary says of a quadrant in which a customer has no needs."""

SCORES = (1, 2, 3, 4, 5)
GAP_CUSTOMERS = 3
"""From how many customers on a badly matched theme is a gap in what we offer."""

KANO = ("must_be", "performance", "attractive", "indifferent", "reverse", "")
NAMED_KANO = 6
FIRST = 100
"""How many needs the entry page lists where table 2 is cut into pages: those to be met first."""

RANKED = 200
"""Up to which place a need's rank among all is printed: further down it would change with every need that comes in."""


class Cell(NamedTuple):
    """One place of the matrix: its two scores, the first needs there, and how many more."""

    importance: int
    urgency: int
    chips: tuple[NeedRow, ...]
    more: int
    href: str


class QuadrantHead(NamedTuple):
    """One quadrant: how many needs, and the pages that list them where they are many."""

    id: str
    needs: int
    unnamed: int
    parts: tuple[tuple[str, str, int], ...]


class KanoGroup(NamedTuple):
    """The needs of one declared Kano class; ``kind`` is empty for those that nobody classed."""

    kind: str
    needs: int
    rows: tuple[NeedRow, ...]
    more: int


class Theme(NamedTuple):
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


class Choices(NamedTuple):
    """What the page can be narrowed to."""

    tiers: tuple[tuple[str, int], ...]
    facets: tuple[Facet, ...]


class Piece(NamedTuple):
    """A piece of the opening sentence, with a link where it names a need."""

    text: Say | Localised
    href: str = ""


class NeedsView(NamedTuple):
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


class Held(NamedTuple):
    """One customer's needs of one quadrant as they lie in its summary: on which line of its text, how many.

    ``shown`` stands for what the pages show of the customer and these needs.
    """

    summary: Summary
    line: int
    needs: int
    shown: str


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the needs page, and the pages of table 2 where it is longer than one page holds."""
    having = [summary for summary in portfolio.summaries if summary.load.needs]
    parts: dict[str, list[tuple[str, list[Held]]]] = {}
    if sum(summary.load.needs for summary in having) > LIMIT:
        held = _by_quadrant(having)
        parts = {quadrant: cut(held[quadrant], _customer, weigh=_weight) for quadrant in QUADRANTS}
    links = {name: tuple((_path(name, prefix), prefix, _sum(found)) for prefix, found in parts[name]) for name in parts}
    yield "needs.html", "needs.html", Deferred(_key(having, links), partial(_entry, portfolio, having, links))
    for quadrant, groups in parts.items():
        for prefix, found in groups:
            key = key_of([one.shown for one in found])
            yield _path(quadrant, prefix), "needs.html", Deferred(key, partial(_part, portfolio, quadrant, prefix, found))


def _by_quadrant(having: list[Summary]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {name: [] for name in QUADRANTS}
    for summary in having:
        shown = _shown(summary)
        for line, (quadrant, placed) in enumerate(zip(QUADRANTS, summary.placed.split(","), strict=False)):
            if placed != NONE:
                count, _, digest = placed.partition(" ")
                found[quadrant].append(Held(summary, line, int(count), shown + digest))
    return found


def _shown(summary: Summary) -> str:
    """Return what the needs pages show of a customer besides its needs."""
    sales = summary.sales
    return f"{naming(summary)}\0{sales.state}\0{sales.amount}\0"


def _key(having: list[Summary], links: dict[str, tuple[tuple[str, str, int], ...]]) -> str:
    return key_of([*(_shown(summary) + summary.placed for summary in having), repr(links)])


def _customer(held: Held) -> str:
    return held.summary.id


def _weight(held: Held) -> int:
    return held.needs


def _sum(found: list[Held]) -> int:
    return sum(one.needs for one in found)


def _path(quadrant: str, prefix: str) -> str:
    name = quadrant or "unplaced"
    return f"needs/{name}-{prefix}.html" if prefix else f"needs/{name}.html"


def _lines(held: Held) -> list[list[object]]:
    found: list[list[object]] = expanded(held.summary.needs.split("\n")[held.line])
    return found


def ranked(portfolio: Portfolio, having: Sequence[Summary]) -> list[NeedRow]:
    """Return all open needs in order of priority, each with its competition rank among all.

    The key is quadrant, then the sum of both scores, importance, urgency; equal keys share a rank, and within one rank
    needs stand by tier, day recorded, id. Needs that lack a score come last, without rank.
    """
    tiers = {tier: place for place, (tier, _) in enumerate(portfolio.cuts)}
    rows = []
    for summary in having:
        who = named(summary)
        for text in summary.needs.split("\n")[: len(QUADRANTS)]:
            if text != "[]":
                rows += [NeedRow(who, NeedLine._make(line), None) for line in expanded(text)]
    keyed = sorted((*_key_of(row), tiers.get(row.customer.tier or "", 9), row.line.recorded, row.line.id, row) for row in rows)
    found: list[NeedRow] = []
    rank = 0
    before: tuple[object, ...] = ()
    for place, one in enumerate(keyed, 1):
        key, row = one[:4], one[-1]
        if key != before:
            rank, before = place, key
        found.append(row._replace(rank=rank) if row.line.quadrant and rank <= RANKED else row)
    return found


def _key_of(row: NeedRow) -> tuple[str, int, int, int]:
    return rank_key(row.line.quadrant or UNPLACED, row.line.importance or 0, row.line.urgency or 0)


def _entry(portfolio: Portfolio, having: list[Summary], links: dict[str, tuple[tuple[str, str, int], ...]]) -> NeedsView:
    rows = ranked(portfolio, having)
    shown = rows[:FIRST] if links else rows
    matrix = _matrix(rows, whole=not links)
    named_in = Counter(chip.line.quadrant for cell in matrix for chip in cell.chips)
    held = Counter(row.line.quadrant for row in rows)
    return NeedsView(
        head=Head("needs", say("needs.title")),
        lede=_lede(rows),
        customers=len(having),
        total=len(rows),
        cut=portfolio.scales.need_cut,
        matrix=matrix,
        quadrants=tuple(QuadrantHead(name, held[name], held[name] - named_in[name], links.get(name, ())) for name in QUADRANTS[:4]),
        unplaced=held[None],
        kano=_kano(rows),
        themes=_themes(portfolio, rows),
        currency=portfolio.currency,
        choices=_choices(portfolio, shown),
        rows=tuple(shown),
        whole=not links,
    )


def _part(portfolio: Portfolio, quadrant: str, prefix: str, held: list[Held]) -> NeedsView:
    """Return one page of table 2: needs of one quadrant, of customers whose ids share a beginning."""
    rows = [NeedRow(named(one.summary), NeedLine._make(line), None) for one in held for line in _lines(one)]
    rows.sort(key=lambda row: (*_key_of(row), row.customer.id, row.line.id))
    label = say(f"needs.quadrant.{quadrant or 'none'}")
    title = say("needs.part", label=label, prefix=prefix) if prefix else label
    return NeedsView(
        head=Head("needs", title, (Crumb(say("needs.title"), "needs.html"), Crumb(title))),
        lede=(), customers=len(held), total=len(rows), cut=portfolio.scales.need_cut, matrix=(),
        quadrants=(), unplaced=0, kano=(), themes=(), currency=portfolio.currency, choices=_choices(portfolio, rows),
        rows=tuple(rows), whole=False,
    )


def _lede(rows: Sequence[NeedRow]) -> tuple[Piece, ...]:
    first = [row for row in rows if row.line.quadrant == "Q1"]
    if not rows:
        return ()
    if not first:
        return (Piece(say("needs.lede.calm", n=len(rows))),)
    basic = [row for row in first if row.line.kano == "must_be"]
    poor = [row for row in first if row.line.match == "low"]
    pieces = [Piece(say("needs.lede.first", n=len(first)))]
    if basic:
        pieces.append(Piece(say("needs.lede.basic", n=len(basic))))
        pieces += _names(basic[:2])
    pieces.append(Piece(say("needs.lede.stop")))
    if poor:
        pieces.append(Piece(say("needs.lede.poor", n=len(poor))))
        pieces += [*_names(poor[:2]), Piece(say("needs.lede.stop"))]
    return tuple(pieces)


def _names(rows: Sequence[NeedRow]) -> list[Piece]:
    pieces = []
    for place, row in enumerate(rows):
        pieces += [Piece(say("needs.lede.comma"))] if place else []
        pieces.append(Piece(say("needs.lede.name", who=row.customer.label, what=row.label), f"c/{row.customer.id}.html"))
    return pieces


def _matrix(rows: Sequence[NeedRow], *, whole: bool) -> tuple[Cell, ...]:
    """Return the 25 places, most important first, least urgent first within a line; needs stand in order of priority."""
    held: dict[tuple[int, int], list[NeedRow]] = {}
    for row in rows:
        if row.line.importance is not None and row.line.urgency is not None:
            held.setdefault((row.line.importance, row.line.urgency), []).append(row)
    cells = []
    for importance in reversed(SCORES):
        for urgency in SCORES:
            found = held.get((importance, urgency), [])
            href = "#t2" if whole else f"#{found[0].line.quadrant}" if found else ""
            cells.append(Cell(importance, urgency, tuple(found[:CHIPS]), max(0, len(found) - CHIPS), href))
    return tuple(cells)


def _kano(rows: Sequence[NeedRow]) -> tuple[KanoGroup, ...]:
    groups = []
    for kind in KANO:
        held = [row for row in rows if (row.line.kano or "") == kind]
        if held:
            groups.append(KanoGroup(kind, len(held), tuple(held[:NAMED_KANO]), max(0, len(held) - NAMED_KANO)))
    return tuple(groups)


def _themes(portfolio: Portfolio, rows: Sequence[NeedRow]) -> tuple[Theme, ...]:
    """Return the themes by how many customers have them; a customer counts once, however many of its needs name the theme."""
    held: dict[str, list[NeedRow]] = {}
    for row in rows:
        for theme in row.line.themes.split(","):
            if theme:
                held.setdefault(theme, []).append(row)
    summaries = {summary.id: summary for summary in portfolio.summaries}
    themes = [_theme(portfolio, name, found, summaries) for name, found in held.items()]
    return tuple(sorted(themes, key=lambda theme: (-theme.customers, theme.id)))


def _theme(portfolio: Portfolio, name: str, rows: list[NeedRow], summaries: dict[str, Summary]) -> Theme:
    customers = {row.customer.id: row.customer for row in rows}
    sales = [summaries[customer].sales for customer in customers]
    amounts = [Decimal(s.amount) for s in sales if s.amount is not None and s.state == "value" and s.currency == portfolio.currency]
    tiers = Counter(who.tier for who in customers.values())
    order = [*(tier for tier, _ in portfolio.cuts), None]
    matches = Counter(row.line.match or "unknown" for row in rows)
    worst = next((level for level in ("low", "medium", "high") if matches[level]), None)
    low = {row.customer.id for row in rows if row.line.match == "low"}
    return Theme(
        name, len(customers), tuple(list(customers.values())[:NAMED_KANO]),
        tuple((tier, tiers[tier]) for tier in order if tiers[tier]),
        Money(sum(amounts, Decimal(0)), portfolio.currency) if amounts else None, len(amounts),
        tuple((level, matches[level]) for level in ("high", "medium", "low", "unknown") if matches[level]), worst,
        sum(row.line.planned is not None for row in rows), len(rows), len(low) >= GAP_CUSTOMERS,
    )


def _choices(portfolio: Portfolio, rows: Sequence[NeedRow]) -> Choices | None:
    if len(rows) < 2:
        return None
    order = [*(tier for tier, _ in portfolio.cuts), "N"]
    tiers = Counter(row.customer.tier or "N" for row in rows)
    return Choices(
        tuple((tier, tiers[tier]) for tier in order if tiers[tier]),
        (
            *facet("kind", (row.line.kind for row in rows), lambda value: Term("need_kind", value)),
            *facet("nature", (row.line.nature for row in rows), lambda value: Term("nature", value)),
            *facet("plan", (row.plan for row in rows), lambda value: say(f"needs.plan.{value}"), PLANS),
            *owner_facet(row.line.owner for row in rows),
            *trait_facets([row.customer for row in rows]),
        ),
    )

