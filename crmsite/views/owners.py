"""Owners 负责人: who answers for whom; and one page for each of us: my customers, what I have due, my alerts."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendar_days import period_of
from crmsite.facts import Money, Say, Term, Who, say
from crmsite.portfolio.parts import cut
from crmsite.portfolio.rows import (
    AlertRow,
    CustomerRow,
    DueRow,
    NeedRow,
    Scale,
    alert_order,
    alert_rows,
    by_score,
    customer_row,
    due_rows,
    named,
    scale_of,
)
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.kinds.person import Person
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summary import Summary

LISTED = 120
"""How many customers one page of an owner lists."""

SHOWN = 60
"""How many alerts and due dates an owner's page lists before it counts the rest."""

NEEDS = 20


class OwnerLine(NamedTuple):
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


class OwnersView(NamedTuple):
    """All of us, and the customers that nobody answers for."""

    head: Head
    lines: tuple[OwnerLine, ...]
    without: int
    unowned: tuple[CustomerRow, ...]
    top_score: Decimal
    currency: str


class OwnerView(NamedTuple):
    """One of us: customers, alerts, what is due, needs to be met first."""

    head: Head
    line: OwnerLine
    alerts: tuple[AlertRow, ...]
    due: tuple[DueRow, ...]
    due_total: int
    needs: tuple[NeedRow, ...]
    needs_total: int
    rows: tuple[CustomerRow, ...]
    parts: tuple[tuple[str, str, int], ...]
    top_score: Decimal
    currency: str


class PartView(NamedTuple):
    """One page of an owner's customers where they are too many for the owner's page."""

    head: Head
    rows: tuple[CustomerRow, ...]
    top_score: Decimal
    currency: str


class Desk:
    """What one of us has: gathered in one pass over all customers, then read only."""

    __slots__ = ("alerts", "customers", "due", "has_actions", "needs")

    def __init__(self) -> None:
        self.customers: list[Summary] = []
        self.alerts: list[AlertRow] = []
        self.due: list[DueRow] = []
        self.needs: list[NeedRow] = []
        self.has_actions = False


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, OwnersView | OwnerView | PartView]]:
    """Yield the list of owners, a page for each of us, and further pages where somebody has very many customers."""
    desks = _desks(portfolio)
    lines = {person: _line(portfolio, person, desk) for person, desk in desks.items()}
    yield "owners.html", "owners.html", _owners(portfolio, lines)
    scale = scale_of(portfolio)
    for person, desk in desks.items():
        parts = cut(desk.customers, _id, LISTED) if len(desk.customers) > LISTED else []
        yield f"owners/{person}.html", "owner.html", _owner(portfolio, lines[person], desk, parts)
        for prefix, held in parts:
            yield _path(person, prefix), "owner_part.html", _part(portfolio, person, prefix, held, scale)


def _id(summary: Summary) -> str:
    return summary.id


def _path(person: str, prefix: str) -> str:
    return f"owners/{person}-{prefix}.html"


def _desks(portfolio: Portfolio) -> dict[str, Desk]:
    """Gather everything by the person whose it is: everybody of ours, and whoever a record names."""
    desks: defaultdict[str, Desk] = defaultdict(Desk)
    for person in portfolio.organisation.people:
        desks[person] = Desk()
    for summary in portfolio.summaries:
        _add(desks, summary, portfolio.as_of)
    for segment in portfolio.segment_actions:
        if segment.line.owner is not None:
            desks[segment.line.owner].has_actions = True
    for desk in desks.values():
        desk.alerts.sort(key=alert_order)
        desk.due.sort(key=lambda row: (row.line.due or "9999", row.customer.id, row.line.ref))
        desk.needs.sort(key=_need_key)
    return dict(sorted(desks.items()))


def _add(desks: defaultdict[str, Desk], summary: Summary, as_of: date) -> None:
    """Hand one customer's share to each of us: the customer itself, alerts, what is due, needs, actions."""
    if summary.traits.owner is not None:
        desks[summary.traits.owner].customers.append(summary)
    for alert in alert_rows(summary):
        if alert.line.owner is not None:
            desks[alert.line.owner].alerts.append(alert)
    for row in due_rows(summary, as_of) if summary.steps != "[]" else ():
        if row.line.owner is not None:
            desks[row.line.owner].due.append(row)
    customer = named(summary)
    for need in summary.need_lines() if summary.load.needs else ():
        if need.open and need.owner is not None:
            desks[need.owner].needs.append(NeedRow(customer, need, None))
    for action in summary.action_lines() if summary.actions != "[]" else ():
        if action.owner is not None:
            desks[action.owner].has_actions = True


def _need_key(row: NeedRow) -> tuple[str, int, int, int, str]:
    need = row.line
    importance, urgency = need.importance or 0, need.urgency or 0
    return (need.quadrant or "Q9", -importance - urgency, -importance, -urgency, need.id)


def _line(portfolio: Portfolio, person: str, desk: Desk) -> OwnerLine:
    known: Person | None = portfolio.organisation.people.get(person)
    limit = period_of(portfolio.as_of, "week").end.isoformat()
    order = [*(tier for tier, _ in portfolio.cuts), None]
    tiers = [summary.standing.tier for summary in desk.customers]
    amounts = [
        Decimal(summary.sales.amount)
        for summary in desk.customers
        if summary.sales.amount is not None and summary.sales.state == "value" and summary.sales.currency == portfolio.currency
    ]
    return OwnerLine(
        who=Who(person), team=Term("team", known.team) if known else None, role=Term("person_role", known.role) if known else None,
        customers=len(desk.customers), tiers=tuple((tier, tiers.count(tier)) for tier in order if tier in tiers),
        amount=Money(sum(amounts, Decimal(0)), portfolio.currency) if amounts else None, alerts=len(desk.alerts),
        urgent=sum(row.line.level == "urgent" for row in desk.alerts), late=sum(row.late for row in desk.alerts),
        overdue=sum(row.when == "over" for row in desk.due),
        week=sum(row.when not in ("over", "undated") and (row.line.due or "") <= limit for row in desk.due),
    )


def _owners(portfolio: Portfolio, lines: dict[str, OwnerLine]) -> OwnersView:
    ranked = sorted(lines.values(), key=lambda line: (-line.customers, -line.alerts, line.who.id))
    unowned = [summary for summary in portfolio.summaries if summary.traits.owner is None and summary.traits.stage != "lost"]
    scale = scale_of(portfolio)
    return OwnersView(
        Head("owners", say("owners.title")), tuple(ranked), len(unowned),
        tuple(customer_row(summary, scale) for summary in unowned[:SHOWN]), portfolio.top_score, portfolio.currency,
    )


def _owner(portfolio: Portfolio, line: OwnerLine, desk: Desk, parts: list[tuple[str, list[Summary]]]) -> OwnerView:
    scale = scale_of(portfolio)
    rows = sorted((customer_row(summary, scale) for summary in desk.customers), key=by_score)
    crumbs = (Crumb(say("owners.title"), "owners.html"), Crumb(line.who))
    return OwnerView(
        head=Head("owners", line.who, crumbs), line=line, alerts=tuple(desk.alerts[:SHOWN]), due=tuple(desk.due[:SHOWN]),
        due_total=len(desk.due), needs=tuple(desk.needs[:NEEDS]), needs_total=len(desk.needs), rows=tuple(rows[:LISTED]),
        parts=tuple((_path(line.who.id, prefix), prefix, len(held)) for prefix, held in parts), top_score=portfolio.top_score,
        currency=portfolio.currency,
    )


def _part(portfolio: Portfolio, person: str, prefix: str, held: list[Summary], scale: Scale) -> PartView:
    title: Say = say("owners.part", owner=Who(person), prefix=prefix)
    crumbs = (Crumb(say("owners.title"), "owners.html"), Crumb(Who(person), f"owners/{person}.html"), Crumb(title))
    rows = sorted((customer_row(summary, scale) for summary in held), key=by_score)
    return PartView(Head("owners", title, crumbs), tuple(rows), portfolio.top_score, portfolio.currency)
