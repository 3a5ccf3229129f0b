"""Ranking: which open needs stand first, and how many there are of each sort, counted by blocks of customers.

A block is counted from its own customers alone and is made of plain values, so that it can be remembered: after an edit one
block is counted anew and the rest are added up. A block says where a need lies, never what it says; who prints it opens it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.portfolio.rows import named
from crmsite.portfolio.work_rows import plan_of
from crmsite.scores.needs import rank_key
from crmsite.slotted import Slotted
from crmsite.summaries.lines import NeedLine
from crmsite.summaries.plain import expanded
from crmsite.summaries.pressing import QUADRANTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crmsite.portfolio.rows import Named
    from crmsite.summaries.summary import Summary

UNPLACED = "Q9"
"""Stands for the quadrant of needs that lack a score: after all others."""

UNRANKED = 9
"""Stands for the place of a tier that customers without one have."""

CHIPS, NAMED, TOLD = 4, 6, 2
"""How many needs are named in a place of the matrix, in a Kano class or under a theme, and in the opening sentence."""

ALL, BASIC, POOR = "all", "basic", "poor"

TRAITS = ("tier", "kind", "nature", "plan", "owner", "industry", "stage", "tag")
"""What needs can be picked by."""


class Ref(NamedTuple):
    """Where a need stands among all, and where it lies: on which line of whose needs, and at which place there."""

    quadrant: str
    both: int
    importance: int
    urgency: int
    tier: int
    recorded: str
    id: str
    customer: str
    line: int
    at: int


class Sort(NamedTuple):
    """The needs of one sort: how many, and the first of them."""

    needs: int
    first: list[Ref]


class Shared(NamedTuple):
    """What is known of a theme: its needs, and its customers with their tiers (empty: none) and amounts; the first of them."""

    needs: int
    planned: int
    matches: dict[str, int]
    customers: int
    poor: int
    tiers: dict[str, int]
    amount: Decimal
    known: int
    first: list[Ref]


class Block(Slotted):
    """Sorts of needs by name, how many needs have each rank key, themes, and how many needs have each trait."""

    sorts: dict[str, Sort]
    keys: dict[tuple[str, int, int, int], int]
    themes: dict[str, Shared]
    traits: dict[str, dict[str, int]]

    def sort(self, name: str) -> Sort:
        """Return the needs of a sort, which may be none."""
        return self.sorts.get(name, Sort(0, []))

    def to_plain(self) -> list[Any]:
        """Return the block as values that JSON keeps exactly."""
        themes = {name: [*one[:6], str(one.amount), *one[7:]] for name, one in self.themes.items()}
        return [self.sorts, [[*key, count] for key, count in self.keys.items()], themes, self.traits]

    @classmethod
    def from_plain(cls, plain: Sequence[Any]) -> Block:
        """Make a block from what :meth:`to_plain` gave, or from what a memo made of it."""
        sorts, keys, themes, traits = plain
        return cls(
            {name: Sort(needs, [Ref(*ref) for ref in first]) for name, (needs, first) in sorts.items()},
            {(key[0], key[1], key[2], key[3]): key[4] for key in keys},
            {
                name: Shared._make([*one[:6], Decimal(one[6]), one[7], [Ref(*ref) for ref in one[8]]])
                for name, one in themes.items()
            },
            traits,
        )

    def rank(self, ref: Ref) -> int:
        """Return the place of a need among all; equal needs share it."""
        own = ref[:4]
        return 1 + sum(count for key, count in self.keys.items() if key < own)


class _Open(Slotted):
    ref: Ref
    need: NeedLine
    summary: Summary


def place_of(name: str, importance: int | None, urgency: int | None) -> str:
    """Return the name of the sort of needs that have two scores."""
    return f"{name} {importance} {urgency}"


def count_block(summaries: Iterable[Summary], tiers: Mapping[str, int], currency: str, first: int) -> Block:
    """Count the open needs of some customers; ``first`` is how many of all may have to be told.

    The order is quadrant, then the sum of both scores, importance, urgency; within one rank needs stand by tier, day
    recorded, id. Needs that lack a score come last.
    """
    found = sorted((one for summary in summaries for one in _open(summary, tiers)), key=_ref)
    counts: dict[str, int] = {}
    firsts: defaultdict[str, list[Ref]] = defaultdict(list)
    themes: dict[str, list[_Open]] = {}
    for one in found:
        for name, most in _sorts(one.need, first):
            needs = counts.get(name, 0)
            if needs < most:
                firsts[name].append(one.ref)
            counts[name] = needs + 1
        for theme in one.need.themes.split(","):
            if theme:
                themes.setdefault(theme, []).append(one)
    sorts = {name: Sort(needs, firsts[name]) for name, needs in counts.items()}
    keys = Counter([one.ref[:4] for one in found])
    traits = traits_of((named(one.summary), one.need) for one in found)
    return Block(sorts, dict(keys), {name: _shared(held, currency) for name, held in themes.items()}, traits)


def traits_of(needs: Iterable[tuple[Named, NeedLine]]) -> dict[str, dict[str, int]]:
    """Count what needs can be picked by: how many have each value of each trait; ``N`` stands for a customer without a tier."""
    rows = [
        (who.tier or "N", need.kind, need.nature, plan_of(need), need.owner, who.industry, who.stage, who.tags)
        for who, need in needs
    ]
    columns = [Counter(column) for column in zip(*rows, strict=True)] or [Counter() for _ in TRAITS]
    tags: Counter[str] = Counter()
    for held, count in columns.pop().items():
        for tag in held.split(" ") if held else ():
            tags[tag] += count
    return {name: {value: n for value, n in counts.items() if value} for name, counts in zip(TRAITS, (*columns, tags), strict=True)}


def _ref(one: _Open) -> Ref:
    return one.ref


def _open(summary: Summary, tiers: Mapping[str, int]) -> Iterator[_Open]:
    tier = tiers.get(summary.standing.tier or "", UNRANKED)
    for line, needs in enumerate(summary.once(open_needs)):
        for at, need in enumerate(needs):
            key = rank_key(need.quadrant or UNPLACED, need.importance or 0, need.urgency or 0)
            yield _Open(Ref(*key, tier, need.recorded, need.id, summary.id, line, at), need, summary)


def open_needs(summary: Summary) -> list[list[NeedLine]]:
    """Return a customer's open needs by the lines of its text: whoever counts them asks, and the page that lists them."""
    texts = summary.needs.split("\n")[: len(QUADRANTS)]
    return [[] if text == "[]" else [NeedLine(*need) for need in expanded(text)] for text in texts]


def _sorts(need: NeedLine, first: int) -> Iterator[tuple[str, int]]:
    """Yield the sorts that a need belongs to, each with how many of it are named."""
    yield ALL, first
    yield f"quadrant {need.quadrant or ''}", 0
    yield f"kano {need.kano or ''}", NAMED
    if need.importance is not None and need.urgency is not None:
        yield place_of("place", need.importance, need.urgency), CHIPS
    if need.quadrant == QUADRANTS[0] and need.kano == "must_be":
        yield BASIC, TOLD
    if need.quadrant == QUADRANTS[0] and need.match == "low":
        yield POOR, TOLD


def _shared(held: Sequence[_Open], currency: str) -> Shared:
    """Count a theme's needs and customers; a customer counts once, however many of its needs name the theme."""
    firsts: dict[str, _Open] = {}
    for one in held:
        firsts.setdefault(one.ref.customer, one)
    sales = [one.summary.sales for one in firsts.values()]
    amounts = [Decimal(s.amount) for s in sales if s.amount is not None and s.state == "value" and s.currency == currency]
    return Shared(
        len(held),
        sum(one.need.planned is not None for one in held),
        dict(Counter(one.need.match or "unknown" for one in held)),
        len(firsts),
        len({one.ref.customer for one in held if one.need.match == "low"}),
        dict(Counter(one.summary.standing.tier or "" for one in firsts.values())),
        sum(amounts, Decimal(0)),
        len(amounts),
        [one.ref for one in islice(firsts.values(), NAMED)],
    )


def added_up(blocks: Sequence[Block], first: int) -> Block:
    """Add blocks of different customers up."""
    sorts: dict[str, list[Sort]] = {}
    themes: dict[str, list[Shared]] = {}
    keys: Counter[tuple[str, int, int, int]] = Counter()
    traits: dict[str, Counter[str]] = {name: Counter() for name in TRAITS}
    for block in blocks:
        keys.update(block.keys)
        for name, counts in block.traits.items():
            traits[name].update(counts)
        for name, sort in block.sorts.items():
            sorts.setdefault(name, []).append(sort)
        for name, theme in block.themes.items():
            themes.setdefault(name, []).append(theme)
    return Block(
        {
            name: Sort(sum(one.needs for one in held), _first([one.first for one in held], first if name == ALL else NAMED))
            for name, held in sorts.items()
        },
        dict(keys),
        {name: _together(held) for name, held in themes.items()},
        {name: dict(counts) for name, counts in traits.items()},
    )


def _together(held: Sequence[Shared]) -> Shared:
    matches: Counter[str] = Counter()
    tiers: Counter[str] = Counter()
    for one in held:
        matches.update(one.matches)
        tiers.update(one.tiers)
    return Shared(
        sum(one.needs for one in held),
        sum(one.planned for one in held),
        dict(matches),
        sum(one.customers for one in held),
        sum(one.poor for one in held),
        dict(tiers),
        sum((one.amount for one in held), Decimal(0)),
        sum(one.known for one in held),
        _first([one.first for one in held], NAMED),
    )


def _first(lists: Sequence[list[Ref]], most: int) -> list[Ref]:
    return list(islice(merge(*lists), most))
