"""Changes 变更: what is different since the end of the last quarter, for all customers; business effect first."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crmsite.figures.changed import CHANGES
from crmsite.figures.facts import Money, Say, Shown, Term, say
from crmsite.portfolio.change_rows import ChangeRow
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.facets import Facet, facet, owner_facet, tier_facet, trait_facets
from crmsite.portfolio.parts import cut
from crmsite.portfolio.rows import named, naming
from crmsite.slotted import Slotted
from crmsite.summaries.changing import NOTHING, WITHHELD, change_count, changing_of
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.changing import ChangeLine, StoodLine
    from crmsite.summaries.summary import Summary

_ZERO = Decimal(0)

FIRST = 40
"""How many changes of a sort the page names; each stands on its customer's own page as well."""

SORTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("people", ("came", "lost", "stage")),
    ("tiers", ("tier",)),
    ("alerts", ("alert_opened", "alert_closed")),
    ("answers", ("satisfaction",)),
    ("worth", ("segment", "band", "amount")),
    ("needs", ("need_added", "need_met", "need_closed")),
    ("actions", ("action_late", "action_done")),
    ("contracts", ("contract_ended", "contract_begun")),
)
"""The sorts of change in the order in which the page tells them, and which kinds belong to each."""

_JUDGED = {"worse": 0, "better": 1, "": 2}
_WORTH = dict(SORTS)["worth"]
_LAST, _MOST = 99_999_999, 10**18


class Count(Slotted):
    """One figure of the band: what, how many, and how many of its counterpart."""

    name: str
    n: int
    sub: Say
    grave: bool


class Flow(NamedTuple):
    """One group of customers: how many were in it, how many entered and left it, how many are in it now."""

    tier: str | None
    label: Shown
    then: int
    entered: int
    left: int
    now: int


class Sort(NamedTuple):
    """One sort of change: the first of them, and how many there are."""

    name: str
    sub: Say | None
    rows: tuple[ChangeRow, ...]
    total: int


class ChangesView(Slotted):
    """The page. ``first``: nobody was on record at the end of the last quarter, so nothing is compared."""

    head: Head
    withheld: bool
    first: bool
    closing: date
    lede: tuple[Say, ...]
    counts: tuple[Count, ...]
    flows: tuple[tuple[str, tuple[Flow, ...]], ...]
    facets: tuple[Facet, ...]
    sorts: tuple[Sort, ...]
    files: str = ""
    """The scripts that hold all changes, separated by spaces, where this page names the first of them."""


class RowsView(Slotted):
    """Some customers' changes by sort, for a script."""

    sorts: tuple[tuple[str, tuple[ChangeRow, ...]], ...]


_Pairs: TypeAlias = "Sequence[tuple[StoodLine | None, Summary]]"


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page; where it cannot name all changes of some sort, the scripts that do."""
    shown = {one.id: _shown(one) for one in portfolio.summaries}
    key = key_of(shown.values())
    changed = [one for one in portfolio.summaries if not one.changed.endswith(NOTHING)]
    parts = cut(changed, attrgetter("id")) if _is_long(changed) else []
    files = scripts(_path(prefix) for prefix, _ in parts)
    yield "changes.html", "changes.html", Deferred(key, partial(changes, portfolio, files), choosy=True)
    for prefix, held in parts:
        key = key_of([shown[one.id] for one in held])
        yield script(_path(prefix)), "change_part.html", Deferred(key, partial(_part, held))


def _shown(one: Summary) -> str:
    return f"{naming(one)}\0{one.traits.owner}\0{one.sales.amount}\0{one.sales.currency}\0{one.changed}"


def _path(prefix: str) -> str:
    return f"changes/{prefix or 'all'}.html"


def _is_long(summaries: Sequence[Summary]) -> bool:
    """Tell whether there are more changes of some sort than the page names."""
    return any(sum(change_count(one.changed, kind) for one in summaries for kind in kinds) > FIRST for _, kinds in SORTS)


def _part(summaries: Sequence[Summary]) -> RowsView:
    rows = _rows_of(summaries)
    return RowsView(tuple((name, tuple(row for kind in kinds for row in rows[kind])) for name, kinds in SORTS))


def _rows_of(summaries: Iterable[Summary]) -> dict[str, list[ChangeRow]]:
    """Return the changes of customers by kind."""
    rows: dict[str, list[ChangeRow]] = {kind: [] for kind in CHANGES}
    for summary in summaries:
        for row in summary.once(_told)[1]:
            rows[row.line.kind].append(row)
    return rows


def _told(summary: Summary) -> tuple[StoodLine | None, list[ChangeRow]]:
    """Return how a customer stood then, and what changed since: the page and the scripts of its rows both ask."""
    then, lines = changing_of(summary.changed)
    who, owner = named(summary), summary.traits.owner
    return then, [
        ChangeRow(who, owner, line, _order(line, _difference(then, summary) if line.kind == "amount" else _ZERO, summary.id))
        for line in lines
    ]


def _order(line: ChangeLine, size: Decimal, customer: str) -> str:
    """Return the place of a change in its sort as text: what is worse first, then the largest difference, then the latest."""
    kind = _WORTH.index(line.kind) if line.kind in _WORTH else 0
    day = _LAST - int(line.day.replace("-", "")) if line.day else _LAST
    return f"{kind}{_JUDGED[line.judgement]}{max(0, _MOST - int(abs(size) * 100)):019d}{day} {customer}"


def changes(portfolio: Portfolio, files: str = "") -> ChangesView:
    """Put the page together from what each customer's own comparison says."""
    closing = portfolio.quarters(2)[0].end
    head = Head("changes", say("changes.title"))
    if any(summary.changed == WITHHELD for summary in portfolio.summaries):
        return ChangesView(head, True, False, closing, (say("changes.withheld"),), (), (), (), ())
    pairs = [(summary.once(_told)[0], summary) for summary in portfolio.summaries]
    rows = _rows_of(portfolio.summaries)
    first = all(then is None for then, _ in pairs)
    sorts = tuple([sort for name, kinds in SORTS if (sort := _sort(name, kinds, rows, pairs, portfolio.currency)).rows])
    return ChangesView(
        head, False, first, closing, _lede(rows, closing, first=first), _counts(rows) if sorts else (),
        () if first else _flows(portfolio, pairs), _facets(portfolio, rows) if sorts else (), sorts,
        files,
    )  # fmt: skip


def _difference(then: StoodLine | None, summary: Summary) -> Decimal:
    if then is None or then.amount is None or summary.sales.amount is None:
        return Decimal(0)
    return Decimal(summary.sales.amount) - Decimal(then.amount)


def _sort(name: str, kinds: Sequence[str], rows: dict[str, list[ChangeRow]], pairs: _Pairs, currency: str) -> Sort:
    """Take the changes of one sort together: in the order of their kinds what is worse first, then the latest."""
    found = [row for kind in kinds for row in rows[kind]]
    found.sort(key=lambda row: (row.order, row.line.kind, row.line.ref))
    sub = _amounts(pairs, currency) if name == "worth" else None
    return Sort(name, sub, tuple(found[:FIRST]), len(found))


def _amounts(pairs: _Pairs, currency: str) -> Say | None:
    """Say what the amounts of those come to whose amount is known on both days, and counted in the organisation's currency."""
    both = [
        (Decimal(then.amount), Decimal(one.sales.amount))
        for then, one in pairs
        if then is not None and then.amount is not None and one.sales.amount is not None and one.sales.currency == currency
    ]
    if not both:
        return None
    before, now = sum((a for a, _ in both), Decimal(0)), sum((b for _, b in both), Decimal(0))
    return say("changes.amounts", n=len(both), before=Money(before, currency), now=Money(now, currency))


def _lede(rows: dict[str, list[ChangeRow]], closing: date, *, first: bool) -> tuple[Say, ...]:
    if first:
        return (say("changes.first", day=closing),)
    up = sum(row.line.judgement == "better" for row in rows["tier"])
    fallen = [row for row in rows["tier"] if row.line.judgement == "worse"]
    return (
        say(_either("changes.lede.tiers", up, len(fallen)), day=closing, n=up, k=len(fallen)),
        say(_either("changes.lede.people", len(rows["came"]), len(rows["lost"])), n=len(rows["came"]), k=len(rows["lost"])),
        _alerts_said(len(rows["alert_opened"]), len(rows["alert_closed"])),
        *([say("changes.lede.late", n=late)] if (late := len(rows["action_late"])) else []),
    )


def _alerts_said(opened: int, closed: int) -> Say:
    return say(_either("changes.lede.alerts", opened, closed), n=opened, k=closed)


def _either(key: str, one: int, other: int) -> str:
    """Return the sentence for both, for one of two, or for neither."""
    if one and other:
        return f"{key}_both"
    return f"{key}_first" if one else f"{key}_second" if other else f"{key}_none"


def _counts(rows: dict[str, list[ChangeRow]]) -> tuple[Count, ...]:
    judged = [row.line.judgement for row in rows["tier"]]
    moved, up = len(judged) - judged.count(""), judged.count("better")
    n = {kind: len(found) for kind, found in rows.items()}
    return (
        Count("tiers", moved, say(_either("changes.count.tiers", up, moved - up), n=up, k=moved - up), False),
        Count("people", n["came"], _sub("people", n["lost"]), False),
        Count("alerts", n["alert_opened"], _sub("alerts", n["alert_closed"]), False),
        Count("needs", n["need_added"], _sub("needs", n["need_met"]), False),
        Count("actions", n["action_late"], _sub("actions", n["action_done"]), n["action_late"] > 0),
    )


def _sub(name: str, n: int) -> Say:
    return say(f"changes.count.{name}_sub" if n else f"changes.count.{name}_none", n=n)


def _flows(portfolio: Portfolio, pairs: _Pairs) -> tuple[tuple[str, tuple[Flow, ...]], ...]:
    """Count for each tier, segment and band who was in it, who entered and left, who is in it now."""
    tiers = [tier for tier, _ in portfolio.cuts]
    now = {
        "tier": [one.standing.tier for _, one in pairs],
        "segment": [one.worth.segment for _, one in pairs],
        "band": [one.worth.band if one.worth.band_state == "value" else None for _, one in pairs],
    }
    listed = {
        "tier": tiers,
        "segment": ["high_value", "potential", "low_value", "churn_risk"],
        "band": ["high", "medium", "low", "dormant"],
    }
    found = []
    for part, names in listed.items():
        moves = [(getattr(then, part) if then is not None else "", held) for (then, _), held in zip(pairs, now[part], strict=True)]
        flows = [_flow(name, name if part == "tier" else None, _label(part, name), moves) for name in names]
        rest = _flow(None, None, say(f"changes.none.{part}"), moves)
        found.append((part, (*flows, rest) if any(rest[2:]) else tuple(flows)))
    return tuple(found)


def _label(part: str, name: str) -> Shown:
    if part == "tier":
        return say("list.letter", tier=name)
    return say(f"rfm.segment.{name}") if part == "segment" else Term("message", f"band.{name}")


def _flow(name: str | None, tier: str | None, label: Shown, moves: Sequence[tuple[str | None, str | None]]) -> Flow:
    then, now = sum(before == name for before, _ in moves), sum(after == name for _, after in moves)
    stayed = sum(before == name == after for before, after in moves)
    return Flow(tier, label, then, now - stayed, then - stayed, now)


def _facets(portfolio: Portfolio, changed: dict[str, list[ChangeRow]]) -> tuple[Facet, ...]:
    rows = [row for _, kinds in SORTS for kind in kinds for row in changed[kind]]
    customers = [row.customer for row in rows]
    return (
        *facet("judgement", (row.line.judgement for row in rows), _judged, tuple(_JUDGED)[:2]),
        *owner_facet(row.person for row in rows),
        *tier_facet(customers, [tier for tier, _ in portfolio.cuts]),
        *trait_facets(customers),
    )


def _judged(value: str) -> Say:
    return say(f"changes.judged.{value}")
