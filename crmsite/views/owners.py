"""Owners 负责人: who answers for whom; and one page for each of us: my customers, what I have due and owe, my alerts."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Say, Term, Who, say
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.duty_rows import DutyRow, Names, duty_rows, pressing_order
from crmsite.portfolio.groups import best_first
from crmsite.portfolio.parts import cut
from crmsite.portfolio.rows import (
    AlertRow,
    CustomerRow,
    DueRow,
    alert_order,
    alert_rows,
    customer_row,
    due_rows,
    named,
    scale_of,
    tallies,
)
from crmsite.portfolio.work_rows import NeedRow
from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact
from crmsite.views.frame import Crumb, Head
from crmsite.views.own_due import own_due, week_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crmsite.kinds.person import Person
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

LISTED = 120
"""How many customers one page of an owner lists."""

SHOWN = 60
"""How many alerts and due dates an owner's page lists before it counts the rest."""

NEEDS = 20
OWED = 30
"""How many duties, the nearest last day first."""

BUSY = 12
"""Of how many of us the workload is drawn."""


_FOLDER = "owners/"


class OwnerLine(Slotted):
    """One of us in the list of owners."""

    who: Who
    team: Term | None
    role: Term | None
    customers: int
    tiers: tuple[tuple[str | None, int], ...]
    amount: Money | None
    alerts: int
    urgent: int
    late: int
    overdue: int
    week: int


class Load(Slotted):
    """What somebody has on the desk this week: overdue and due; ``percent`` of what the busiest has."""

    who: Who
    things: int
    overdue: int
    percent: int


class OwnersView(Slotted):
    """All of us, and the customers that nobody answers for."""

    head: Head
    lede: tuple[Say, ...]
    loads: tuple[Load, ...]
    lines: tuple[OwnerLine, ...]
    without: int
    unowned: tuple[CustomerRow, ...]
    top_score: Decimal | None
    currency: str


class OwnerView(Slotted):
    """One of us: customers, alerts, what is due, needs to be met first."""

    head: Head
    line: OwnerLine
    alerts: tuple[AlertRow, ...]
    due: tuple[DueRow, ...]
    due_total: int
    needs: tuple[NeedRow, ...]
    needs_total: int
    owed: tuple[DutyRow, ...]
    owed_total: int
    rows: tuple[CustomerRow, ...]
    faces: tuple[str, ...]
    """What stands for the rows: what they are measured on, and the digest of what lists show of each customer."""
    parts: tuple[tuple[str, str, int], ...]
    top_score: Decimal | None
    currency: str

    @property
    def stood_for(self) -> OwnerView:
        """Return what a key of the page is taken of: all of it but the rows, which are the same where their faces are."""
        return self._replace(rows=())

    @property
    def words(self) -> dict[str, object]:
        """Return where words of records are, by the column of a summary; of the customers in the list none are shown."""
        return {"alerts": self.alerts, "steps": self.due, "placed": self.needs, "owed": self.owed}


class PartView(Slotted):
    """One page of an owner's customers where they are too many for the owner's page."""

    head: Head
    rows: tuple[CustomerRow, ...]
    top_score: Decimal | None
    currency: str

    @property
    def words(self) -> dict[str, object]:
        """Return where words of records are: nowhere."""
        return {}


class Desk(Slotted):
    """What one of us has: customers, and all that is theirs at any customer."""

    customers: list[Summary]
    alerts: list[AlertRow]
    due: list[DueRow]
    needs: list[NeedRow]
    owed: list[DutyRow]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, OwnersView | Deferred]]:
    """Yield the list of owners, a page for each of us, and further pages where somebody has very many customers."""
    own_rows = _own(portfolio)
    involved = _involved(portfolio, own_rows)
    counts = _counts(portfolio, own_rows, portfolio.summaries)
    lines = {person: _line(portfolio, person, counts) for person in involved}
    yield "owners.html", "owners.html", _owners(portfolio, lines)
    for person, summaries in involved.items():
        parts = _parts(counts.customers[person])
        yield _page(portfolio, lines[person], (summaries, own_rows.get(person, [])), parts)
        for prefix, held in parts:
            key = key_of(summary.face for summary in held)
            yield _path(person, prefix), "owner_part.html", Deferred(key, partial(_part, portfolio, person, prefix, held))


def part(portfolio: Portfolio, path: str, _customers: Sequence[Summary]) -> tuple[str, str, Deferred] | None:
    """Return the page of one of us by its path; ``None`` for the list of all, and for a page of customers."""
    if not path.startswith(_FOLDER):
        return None
    person = path.removeprefix(_FOLDER).removesuffix(".html")
    held = [summary for summary in portfolio.summaries if person in summary.pressing.people.split(",")]
    mine = _own(portfolio).get(person, [])
    if not held and not mine and person not in portfolio.organisation.people:
        return None
    counts = _counts(portfolio, {person: mine}, held)
    return _page(portfolio, _line(portfolio, person, counts), (held, mine), _parts(counts.customers[person]))


def _page(
    portfolio: Portfolio, line: OwnerLine, held: tuple[list[Summary], list[DueRow]], parts: Sequence[tuple[str, list[Summary]]]
) -> tuple[str, str, Deferred]:
    person, (summaries, mine) = line.who.id, held
    links = tuple((_path(person, prefix), prefix, len(found)) for prefix, found in parts)
    key = key_of((repr(line), repr(links), repr(mine), *(summary.whole for summary in summaries)))
    return f"{_FOLDER}{person}.html", "owner.html", Deferred(key, partial(_owner, portfolio, line, held, links), choosy=True)


def _parts(own: list[Summary]) -> list[tuple[str, list[Summary]]]:
    return cut(own, attrgetter("id"), LISTED) if len(own) > LISTED else []


def _path(person: str, prefix: str) -> str:
    return f"{_FOLDER}{person}-{prefix}.html"


class Counts(Slotted):
    """What each of us has, in figures: customers, and alerts, urgent and late ones, overdue things, things due this week."""

    customers: defaultdict[str, list[Summary]]
    tallies: defaultdict[str, list[int]]


def _own(portfolio: Portfolio) -> defaultdict[str, list[DueRow]]:
    """Return by person what is due and belongs to no customer."""
    found: defaultdict[str, list[DueRow]] = defaultdict(list)
    for row in own_due(portfolio):
        if row.line.owner is not None:
            found[row.line.owner].append(row)
    return found


def _involved(portfolio: Portfolio, own: Iterable[str]) -> dict[str, list[Summary]]:
    """Return for everybody of ours, and whoever a record names, the customers that have anything to do with them."""
    found: dict[str, list[Summary]] = {person: [] for person in portfolio.organisation.people}
    for summary in portfolio.summaries:
        for person in summary.pressing.people.split(",") if summary.pressing.people else ():
            found.setdefault(person, []).append(summary)
    for segment in portfolio.segment_actions:
        if segment.line.owner is not None:
            found.setdefault(segment.line.owner, [])
    for person in own:
        found.setdefault(person, [])
    return dict(sorted(found.items()))


def _counts(portfolio: Portfolio, own: Mapping[str, list[DueRow]], summaries: Iterable[Summary]) -> Counts:
    counts = Counts(defaultdict(list), defaultdict(lambda: [0] * 5))
    for person, rows in own.items():
        counts.tallies[person][3:] = week_of(rows, portfolio)
    for summary in summaries:
        if summary.traits.owner is not None:
            counts.customers[summary.traits.owner].append(summary)
        for person, *figures in tallies(summary):
            held = counts.tallies[person]
            for place, figure in enumerate(figures):
                held[place] += figure
    return counts


def _desk(portfolio: Portfolio, person: str, summaries: list[Summary], own: list[DueRow]) -> Desk:
    """Take from the customers that somebody has to do with what is theirs: customers, alerts, what is due, needs.

    ``own`` is what is due to them and belongs to no customer.
    """
    desk = Desk([summary for summary in summaries if summary.traits.owner == person], [], list(own), [], [])
    written, names = compact(person), Names(portfolio.policies, portfolio.organisation.segment_plans)
    for summary in summaries:
        # Only texts that name the person are decoded: most of what is kept of a customer is its owner's alone.
        if written in summary.alerts:
            desk.alerts.extend(row for row in alert_rows(summary) if row.line.owner == person)
        if written in summary.steps:
            desk.due.extend(row for row in due_rows(summary, portfolio.as_of) if row.line.owner == person)
        if written in summary.needs:
            customer = named(summary)
            mine = (need for need in summary.need_lines() if need.open and need.owner == person)
            desk.needs.extend(NeedRow(customer, need, None) for need in mine)
        if written in summary.owed:
            desk.owed.extend(row for row in duty_rows(summary, names) if row.line.owner == person and row.line.state != "missed")
    desk.alerts.sort(key=alert_order)
    desk.due.sort(key=lambda row: row.order)
    desk.needs.sort(key=_need_key)
    desk.owed.sort(key=pressing_order)
    return desk


def _need_key(row: NeedRow) -> tuple[str, int, int, int, str]:
    need = row.line
    importance, urgency = need.importance or 0, need.urgency or 0
    return (need.quadrant or "Q9", -importance - urgency, -importance, -urgency, need.id)


def _line(portfolio: Portfolio, person: str, counts: Counts) -> OwnerLine:
    known: Person | None = portfolio.organisation.people.get(person)
    order = [*(tier for tier, _ in portfolio.cuts), None]
    own = counts.customers[person]
    tiers = Counter(summary.standing.tier for summary in own)
    amounts = [
        Decimal(summary.sales.amount)
        for summary in own
        if summary.sales.amount is not None and summary.sales.state == "value" and summary.sales.currency == portfolio.currency
    ]
    alerts, urgent, late, over, week = counts.tallies[person]
    return OwnerLine(
        who=Who(person), team=Term("team", known.team) if known else None, role=Term("person_role", known.role) if known else None,
        customers=len(own), tiers=tuple((tier, tiers[tier]) for tier in order if tiers[tier]),
        amount=Money(sum(amounts, Decimal(0)), portfolio.currency) if amounts else None, alerts=alerts, urgent=urgent, late=late,
        overdue=over, week=week,
    )


def _owners(portfolio: Portfolio, lines: dict[str, OwnerLine]) -> OwnersView:
    ranked = sorted(lines.values(), key=lambda line: (-line.customers, -line.alerts, line.who.id))
    unowned = [summary for summary in portfolio.summaries if summary.traits.owner is None and summary.traits.stage != "lost"]
    scale = scale_of(portfolio)
    return OwnersView(
        Head("owners", say("owners.title")), _lede(ranked, len(unowned)), _loads(ranked), tuple(ranked), len(unowned),
        tuple(customer_row(summary, scale) for summary in unowned[:SHOWN]), portfolio.top_score, portfolio.currency,
    )


def _loads(lines: list[OwnerLine]) -> tuple[Load, ...]:
    """Return the busiest of us; nobody where nothing is due."""
    busy = [line for line in lines if line.overdue + line.week]
    busy.sort(key=lambda line: (-line.overdue - line.week, -line.overdue, line.who.id))
    most = busy[0].overdue + busy[0].week if busy else 1
    return tuple(
        Load(line.who, line.overdue + line.week, line.overdue, 100 * (line.overdue + line.week) // most) for line in busy[:BUSY]
    )


def _lede(lines: list[OwnerLine], unowned: int) -> tuple[Say, ...]:
    """Tell how many of us answer for how many, who has most to do this week, and whom nobody answers for."""
    if not lines:
        return ()
    holders = [line for line in lines if line.customers]
    key = "owners.lede.holders" if holders else "owners.lede.no_holders"
    found = [say(key, n=len(holders), customers=sum(line.customers for line in holders))]
    loads = _loads(lines)
    if not loads:
        found.append(say("owners.lede.idle"))
    else:
        first, tied = loads[0], sum(load.things == loads[0].things for load in loads)
        alone = "owners.lede.busiest" if first.overdue else "owners.lede.busiest_in_time"
        key = "owners.lede.tied" if tied > 1 else alone
        found.append(say(key, who=first.who, n=first.things, late=first.overdue, k=tied))
    if unowned:
        found.append(say("owners.lede.unowned", n=unowned))
    return tuple(found)


def _owner(
    portfolio: Portfolio, line: OwnerLine, held: tuple[list[Summary], list[DueRow]], links: tuple[tuple[str, str, int], ...]
) -> OwnerView:
    desk = _desk(portfolio, line.who.id, *held)
    scale = scale_of(portfolio)
    listed = best_first(desk.customers)[:LISTED]
    rows, faces = tuple([customer_row(one, scale, lean=True) for one in listed]), (repr(scale), *[one.face for one in listed])
    crumbs = (Crumb(say("owners.title"), "owners.html"), Crumb(line.who))
    return OwnerView(
        head=Head("owners", line.who, crumbs), line=line, alerts=tuple(desk.alerts[:SHOWN]), due=tuple(desk.due[:SHOWN]),
        due_total=len(desk.due), needs=tuple(desk.needs[:NEEDS]), needs_total=len(desk.needs),
        owed=tuple(desk.owed[:OWED]), owed_total=len(desk.owed), rows=rows, faces=faces, parts=links,
        top_score=portfolio.top_score, currency=portfolio.currency,
    )


def _part(portfolio: Portfolio, person: str, prefix: str, held: list[Summary]) -> PartView:
    title: Say = say("owners.part", owner=Who(person), prefix=prefix)
    crumbs = (Crumb(say("owners.title"), "owners.html"), Crumb(Who(person), f"owners/{person}.html"), Crumb(title))
    scale = scale_of(portfolio)
    rows = tuple(customer_row(summary, scale, lean=True) for summary in best_first(held))
    return PartView(Head("owners", title, crumbs), rows, portfolio.top_score, portfolio.currency)
