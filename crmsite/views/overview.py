"""Overview 总览: who needs someone today, what is due this week, and whether the base is healthier than last quarter."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of
from crmsite.figures.facts import Money, Percent, Say, Shown, Who, say
from crmsite.grammar.fields import Citation
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.duty_rows import owed_words
from crmsite.portfolio.groups import UNRATED, best_first, group_of
from crmsite.portfolio.headline import Kpi, kpis, year_change
from crmsite.portfolio.rows import AlertRow, DueRow, Named, alert_order, alert_rows, due_rows, missing_dimensions, named, tallies
from crmsite.portfolio.totals import by_group
from crmsite.portfolio.trouble import Piece, trouble, worst_first
from crmsite.portfolio.vitals import Vital, vitals
from crmsite.slotted import Slotted
from crmsite.summaries.lines import LEVELS
from crmsite.summaries.plain import number
from crmsite.views.frame import Crumb, Head
from crmsite.views.own_due import own_due, week_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

SHOWN = 8
"""How many customers with alerts and how many moves the overview names before it counts the rest."""

TOLD = 2
"""How many alerts of one customer the overview tells; its own page tells them all."""

DUE_SHOWN = 12
"""How many due dates of what is late; what is not late yet fills them up, and has a third as many at least."""

UNREAD = 3
"""How many files that could not be read are named."""

UNITS = 60
"""Up to how many customers the distribution names each; beyond, bars stand for them."""

LISTED = 200
"""Up to how many alerts the page of all alerts lists; beyond, it counts them by owner."""


class Unit(Slotted):
    """One customer in the distribution: score or why there is none, and its worst alert."""

    customer: Named
    figure: Shown
    level: str | None


class Troubled(Slotted):
    """A customer with alerts: its worst level, its first alerts and how many more there are."""

    customer: Named
    level: str
    rows: tuple[AlertRow, ...]
    more: int


class Group(Slotted):
    """A tier, or a reason for having none: its range, how many now and a quarter ago, who they are."""

    tier: str | None
    label: Say
    customers: int
    before: int | None
    percent: int
    width: int
    alerts: int
    units: tuple[Unit, ...]


class Move(Slotted):
    """A customer that changed tier this quarter: from, to, totals, and the dimensions that moved."""

    customer: Named
    before: str | None
    now: str | None
    before_total: Decimal | None
    total: Decimal | None
    change: Decimal | None
    reasons: tuple[Say, ...]


class OverviewView(Slotted):
    """The first page."""

    head: Head
    by: Say
    lede: tuple[Piece, ...]
    vitals: tuple[Vital, ...]
    kpis: tuple[Kpi, ...]
    levels: tuple[tuple[str, int], ...]
    troubled: tuple[Troubled, ...]
    alerts_total: int
    week: tuple[date, date]
    due: tuple[DueRow, ...]
    due_more: int
    next_week: int
    owed: tuple[Say, ...]
    without_step: int
    groups: tuple[Group, ...]
    named_units: bool
    top_score: Decimal | None
    moves: tuple[Move, ...]
    moves_more: int
    moves_rest: Say
    reviews: Say
    customers: int
    unread: tuple[Citation, ...]
    unread_more: int


class AlertsView(Slotted):
    """All alerts, or where there are too many of them, how many each owner has."""

    head: Head
    levels: tuple[tuple[str, int], ...]
    total: int
    late: int
    alerts: tuple[AlertRow, ...]
    owners: tuple[tuple[Who | None, int, int], ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, OverviewView | Deferred]]:
    """Yield the overview and the page of all alerts."""
    worst = worst_first(portfolio)
    yield "index.html", "overview.html", overview(portfolio, worst)
    key = key_of(text for summary in worst for text in (summary.id, summary.face, summary.alerts))
    yield "alerts.html", "alerts.html", Deferred(key, partial(alerts, worst))


def overview(portfolio: Portfolio, worst: list[Summary]) -> OverviewView:
    """Put the first page together; ``worst`` are the customers with alerts, the worst and oldest alert first."""
    week = period_of(portfolio.as_of, "week")
    moves = _moves(portfolio)
    waits = [summary.pressing for summary in portfolio.summaries]
    own = own_due(portfolio)
    due = _due(portfolio, own, week.end)
    return OverviewView(
        head=Head("overview", say("overview.title")),
        by=_by(portfolio),
        lede=_lede(portfolio, worst, moves),
        vitals=vitals(portfolio) if portfolio.summaries else (),
        kpis=kpis(portfolio),
        levels=_levels(worst),
        troubled=_troubled(worst),
        alerts_total=sum(summary.load.alerts for summary in worst),
        week=(week.start, week.end),
        due=tuple(due),
        due_more=sum(wait.due for wait in waits) + sum(week_of(own, portfolio)) - len(due),
        next_week=sum(wait.next_week for wait in waits),
        owed=owed_words(portfolio),
        without_step=sum(summary.step is None and summary.traits.stage != "lost" for summary in portfolio.summaries),
        groups=_groups(portfolio),
        named_units=len(portfolio.summaries) <= UNITS,
        top_score=portfolio.top_score,
        moves=tuple(moves[:SHOWN]),
        moves_more=max(0, len(moves) - SHOWN),
        moves_rest=_moves_rest(portfolio),
        reviews=_reviews(portfolio),
        customers=len(portfolio.summaries),
        unread=tuple(Citation(path, 1) for path in portfolio.unread[:UNREAD]),
        unread_more=len(portfolio.unread[UNREAD:]),
    )


def alerts(worst: list[Summary]) -> AlertsView:
    """Put the page of all alerts together: every one, or where they are too many, the worst and how many each of us has."""
    total = sum(summary.load.alerts for summary in worst)
    shown = worst if total <= LISTED else worst[:SHOWN]
    rows = sorted((row for summary in shown for row in alert_rows(summary)), key=alert_order)
    owners: dict[str, list[int]] = {}
    for summary in worst if total > LISTED else ():
        for person, count, urgent, *_ in tallies(summary):
            held = owners.setdefault(person, [0, 0])
            held[0] += count
            held[1] += urgent
    ranked = sorted(owners.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))
    return AlertsView(
        head=Head("overview", say("alerts.title"), (Crumb(say("overview.title"), "index.html"), Crumb(say("alerts.title")))),
        levels=_levels(worst),
        total=total,
        late=sum(summary.pressing.late for summary in worst),
        alerts=tuple(rows),
        owners=tuple((Who(owner), count, urgent) for owner, (count, urgent) in ranked if count),
    )


def _levels(worst: list[Summary]) -> tuple[tuple[str, int], ...]:
    waits = [summary.pressing for summary in worst]
    return tuple(zip(LEVELS, (sum(w.urgent for w in waits), sum(w.watch for w in waits), sum(w.data for w in waits)), strict=True))


def _by(portfolio: Portfolio) -> Say:
    quarter = portfolio.quarter
    key = "overview.by_closed" if portfolio.as_of == quarter.end else "overview.by_running"
    return say(key, year=quarter.id[:4], quarter=say(f"list.quarter.{quarter.id[-1]}"), n=len(portfolio.summaries))


def _troubled(worst: list[Summary]) -> tuple[Troubled, ...]:
    """Name the customers in trouble in the order of the opening sentence: urgent and unanswered, urgent, then the rest."""
    ranked = sorted(worst, key=lambda summary: (not summary.pressing.urgent, not summary.pressing.urgent_waiting))
    shown = []
    for summary in ranked[:SHOWN]:
        rows = alert_rows(summary)
        rows.sort(key=lambda row: (LEVELS.index(row.line.level), row.line.answered))
        shown.append(Troubled(rows[0].customer, rows[0].line.level, tuple(rows[:TOLD]), len(rows[TOLD:])))
    return tuple(shown)


def _lede(portfolio: Portfolio, worst: list[Summary], moves: list[Move]) -> tuple[Piece, ...]:
    if not portfolio.summaries:
        return ()
    return (*trouble(portfolio, worst), *_lede_amount(portfolio), *_lede_moves(moves))


def _lede_amount(portfolio: Portfolio) -> tuple[Piece, ...]:
    sums = portfolio.tables.year
    if not sums.known:
        return ()
    amount = Money(Decimal(sums.amount), portfolio.currency)
    change = year_change(portfolio)
    if change is None:
        return (Piece(say("overview.lede.amount", amount=amount)),)
    if not change:
        return (Piece(say("overview.lede.amount_same", amount=amount)),)
    key = "overview.lede.amount_more" if change > 0 else "overview.lede.amount_less"
    return (Piece(say(key, amount=amount, change=Percent(abs(change)))),)


def _lede_moves(moves: list[Move]) -> tuple[Piece, ...]:
    if not moves:
        return (Piece(say("overview.lede.no_moves")),)
    up = sum((move.change or Decimal(0)) > 0 for move in moves)
    pieces = [Piece(say(_moves_key(up, len(moves) - up), up=up, down=len(moves) - up))]
    fallen = next((move for move in moves if (move.change or Decimal(0)) < 0), None)
    if fallen is not None:
        pieces += [
            Piece(say("overview.lede.among")),
            Piece(fallen.customer.label, f"c/{fallen.customer.id}.html"),
            Piece(say("overview.lede.from_to", before=fallen.before, now=fallen.now)),
        ]
    return (*pieces, Piece(say("overview.lede.stop")))


def _moves_key(up: int, down: int) -> str:
    if up and down:
        return "overview.lede.moves"
    return "overview.lede.moves_up" if up else "overview.lede.moves_down"


def _due(portfolio: Portfolio, own: list[DueRow], end: date) -> list[DueRow]:
    """Return the first of what is overdue or due this week: only customers that can hold them are looked into.

    The oldest stands first: all that is overdue, as far as there is room, and a third of the places for what can still be met.
    """
    today, limit = portfolio.as_of.isoformat(), end.isoformat()
    early = [summary for summary in portfolio.summaries if summary.pressing.next_due is not None and summary.pressing.due]
    early.sort(key=lambda summary: (summary.pressing.next_due or "", summary.id))
    behind = [summary for summary in early if (summary.pressing.next_due or "") < today][:DUE_SHOWN]
    ahead = [summary for summary in early if (summary.pressing.next_due or "") >= today][:DUE_SHOWN]
    rows = [row for summary in (*behind, *ahead) for row in due_rows(summary, portfolio.as_of) if (row.line.due or "9") <= limit]
    rows = sorted((*rows, *(row for row in own if (row.line.due or "9") <= limit)), key=lambda row: row.order)
    late = [row for row in rows if (row.line.due or "") < today]
    coming = rows[len(late) :]
    late = late[:DUE_SHOWN]
    return [*late, *coming[: max(DUE_SHOWN // 3, DUE_SHOWN - len(late))]]


def _groups(portfolio: Portfolio) -> tuple[Group, ...]:
    held = by_group(portfolio)
    total = len(portfolio.summaries)
    most = max(len(rows) for rows in held.values())
    before = Counter(summary.standing.before for summary in portfolio.summaries)
    floor = dict(portfolio.cuts)
    tiers = [tier for tier, _ in portfolio.cuts]
    groups = []
    for name, rows in held.items():
        if name in UNRATED and not rows:
            continue
        label = _range(portfolio, tiers.index(name)) if name in floor else say(f"list.group.{name}")
        groups.append(
            Group(
                tier=name if name in floor else None, label=label, customers=len(rows),
                before=before[name] if name in floor else None,
                percent=_percent(len(rows), total), width=_percent(len(rows), most), alerts=sum(row.load.alerts for row in rows),
                units=tuple(_unit(row) for row in best_first(rows)) if total <= UNITS else (),
            )
        )
    return tuple(groups)


def _percent(part: int, whole: int) -> int:
    return 0 if not whole or not part else max(1, round(100 * part / whole))


def _range(portfolio: Portfolio, place: int) -> Say:
    """Return from which total to which a tier reaches; its name where that may not be seen."""
    cuts = portfolio.cuts
    name, low = cuts[place]
    if low is None:
        return say("list.tier", tier=name)
    if place == 0:
        return say("list.range_top", low=low)
    if place == len(cuts) - 1:
        return say("list.range_bottom", high=cuts[place - 1][1])
    return say("list.range", low=low, high=cuts[place - 1][1])


def _unit(summary: Summary) -> Unit:
    standing = summary.standing
    figure: Shown = number(standing.total)
    if figure is None and standing.reason == "missing_dimensions":
        figure = say("list.unrated.missing_dimensions", n=missing_dimensions(standing))
    return Unit(named(summary), figure, summary.load.level)


def _moves(portfolio: Portfolio) -> list[Move]:
    found = [_move(summary) for summary in portfolio.summaries if summary.standing.movement in ("up", "down")]
    return sorted(found, key=_weight)


def _weight(move: Move) -> tuple[bool, bool, Decimal, str]:
    change = move.change or Decimal(0)
    return move.change is None, change > 0, -abs(change), move.customer.id


def _move(summary: Summary) -> Move:
    standing = summary.standing
    reasons = []
    for name, before, now in standing.moves():
        if before is not None and now is not None:
            reasons.append(say("overview.moved", name=say(f"list.dimension.{name}"), before=number(before), now=number(now)))
    return Move(
        named(summary), standing.before, standing.tier, number(standing.before_total), number(standing.total),
        number(standing.change), tuple(reasons),
    )


def _moves_rest(portfolio: Portfolio) -> Say:
    movements = [summary.standing.movement for summary in portfolio.summaries if group_of(summary) not in UNRATED]
    same, new = movements.count("same"), movements.count("new")
    if same and new:
        return say("overview.moves_rest", same=same, new=new)
    if same:
        return say("overview.moves_same", same=same)
    return say("overview.moves_new", new=new) if new else say("overview.moves_nobody")


def _reviews(portfolio: Portfolio) -> Say:
    states = [summary.standing.review for summary in portfolio.summaries]
    due, late = states.count("due"), states.count("overdue")
    if due and late:
        return say("overview.reviews", due=due, late=late)
    if due:
        return say("overview.reviews_due", due=due)
    return say("overview.reviews_late", late=late) if late else say("overview.reviews_none")
