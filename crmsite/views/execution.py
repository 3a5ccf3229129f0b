"""Strategy execution 策略执行: what is late, who owns it, did it work; Gantt chart, table 3, and the month's tracking table."""

from __future__ import annotations

from functools import partial
from heapq import nsmallest
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of
from crmsite.figures.facts import Say, Term, Who, say
from crmsite.grammar.fields import Localised
from crmsite.portfolio.action_counts import Counts, counts_of
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.each_customer import progress_of
from crmsite.portfolio.facets import Facet, facet, owner_facet, tier_facet, trait_facets
from crmsite.portfolio.lanes import Chart, Lane, chart_at, lane
from crmsite.portfolio.ledes import execution_lede
from crmsite.portfolio.parts import cut
from crmsite.portfolio.rows import named, naming, who
from crmsite.portfolio.work_rows import ActionRow, ActionTold, Each, state_of, told
from crmsite.slotted import Slotted
from crmsite.summaries.lines import ActionLine
from crmsite.summaries.plain import expanded, number, pack, unpack
from crmsite.summaries.pressing import NOBODY, OPEN, OVER, is_current
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from crmsite.kinds.plan import Plan, Subject
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

STATES = ("overdue", "open", "not_started", "done")
"""What actions can be picked by."""

_GROUP = {"": "N", "segment": ""}
"""What a row knows its group by, where that is not the tier's letter."""

LINES = 130
"""The most actions on one page: each stands in the chart, in table 3 and perhaps in the tracking table, below 300 kB in all."""

SEGMENTS = "execution/segments.html"
"""The page of the actions for segments, where actions stand on pages of their own."""

FIRST = 60
"""How many actions the entry page lists where the table is cut into pages: the most overdue, then the next due."""


class Line(Slotted):
    """One action with its lane in the Gantt chart."""

    row: ActionTold
    lane: Lane | None


class Group(Slotted):
    """The actions for customers of one tier, or for segments."""

    tier: str | None
    label: Say
    late: int
    lines: tuple[Line, ...]


class Tracked(Slotted):
    """One line of the tracking table: a customer, who decides there, what is due this month, how content it was when asked.

    ``grade`` sorts by tier: the best has the highest, none has nothing.
    """

    row: ActionTold
    grade: int
    decision_maker: Say | None
    satisfied: Say | None


class OwnerLink(Slotted):
    """One owner's actions where they stand on pages of their own; actions for segments stand on one of theirs (``segments``)."""

    owner: Who | None
    segments: bool
    actions: int
    late: int
    parts: tuple[tuple[str, str, int], ...]


class ExecutionView(Slotted):
    """The execution page, or one owner's page of a long table."""

    head: Head
    by: Say
    counts: Counts | None
    chart: Chart
    groups: tuple[Group, ...]
    total: int
    earlier: int
    owners: tuple[OwnerLink, ...]
    facets: tuple[Facet, ...]
    tracked: tuple[Tracked, ...]
    month: Say
    whole: bool
    lede: tuple[Say, ...] = ()
    files: str = ""
    """The scripts that hold all actions, separated by spaces, where this page shows the first of them."""
    heads: tuple[tuple[str | None, str, Say], ...] = ()
    """The groups that there may be among all of them: tier, what a row knows its group by, label."""


class Held(Slotted):
    """One person's current actions for one customer as they lie in its summary: on which line of its text, how many, how many late.

    ``shown`` stands for what the pages show of the customer and these actions.
    """

    summary: Summary
    line: int
    actions: int
    late: int
    shown: str


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the execution page, and a page for each owner where there are too many actions for one."""
    owned = _by_owner(portfolio)
    segments = segment_rows(portfolio)
    each = progress_of(portfolio)
    total = sum(one.actions for held in owned.values() for one in held) + len(segments)
    parts: dict[str, list[tuple[str, list[Held]]]] = {}
    if total > LINES:
        parts = {owner: cut(held, _customer, LINES, weigh=_weight) for owner, held in sorted(owned.items())}
    links = (*(_link(owner, owned[owner], found) for owner, found in parts.items()), *(_segment_link(segments) if parts else ()))
    key = key_of([*(one.shown for held in owned.values() for one in held), repr(links), repr(segments), repr(each)])
    yield "execution.html", "execution.html", Deferred(key, partial(_entry, portfolio, owned, links, each), choosy=True)
    for owner, groups in parts.items():
        for prefix, held in groups:
            key, path, names = key_of([one.shown for one in held]), _path(owner, prefix), list(map(_customer, held))
            made = partial(_part, portfolio, owner, prefix, held)
            yield path, "execution.html", Deferred(key, made, rows=script(path), names=names)
    if parts and segments:
        key = key_of([repr(segments), repr(each)])
        made = partial(_segment_part, portfolio, segments, each)
        yield SEGMENTS, "execution.html", Deferred(key, made, rows=script(SEGMENTS))


def first_actions(portfolio: Portfolio, count: int) -> tuple[Chart, tuple[Group, ...], int]:
    """Return the most pressing actions of all that are not over, by the tier of whom they are for; and how many are overdue."""
    owned = _by_owner(portfolio)
    found = [*_rows(one for held in owned.values() for one in held), *segment_rows(portfolio)]
    rows = [row for row in found if row.line.status in OPEN and row.line.due is not None]
    chart = chart_at(portfolio.as_of)
    shown = [told(row) for row in nsmallest(count, rows, key=_urgency)]
    return chart, _groups(portfolio, shown, chart), sum(row.line.status == "overdue" for row in rows)


def _by_owner(portfolio: Portfolio) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for summary in portfolio.summaries:
        if summary.doers.startswith(OVER):
            continue
        shown = f"{naming(summary)}\0{summary.traits.decision_maker}\0{summary.touch.satisfaction}\0{summary.touch.scale_top}\0"
        for line, doer in enumerate(summary.doers.split(",")):
            owner, actions, late, digest = doer.split(" ")
            if owner != OVER:
                found.setdefault(owner, []).append(Held(summary, line, int(actions), int(late), shown + digest))
    return found


def _customer(held: Held) -> str:
    return held.summary.id


def _weight(held: Held) -> int:
    return held.actions


def _path(owner: str, prefix: str) -> str:
    return f"execution/{owner}-{prefix}.html" if prefix else f"execution/{owner}.html"


def _rows(held: Iterable[Held]) -> list[ActionRow]:
    """Return the actions as they stand in the summaries, in no order: who wants one has others to put among them."""
    return [row for one in held for row in one.summary.once(_current)[one.line]]


def _current(summary: Summary) -> list[list[ActionRow]]:
    """Return a customer's current actions, line by line of its text but for the last, which has those that were over.

    The report asks for them, and so do the list and its parts.
    """
    customer = named(summary)
    return [
        [ActionRow(customer, None, ActionLine(*line)) for line in expanded(text)] for text in summary.actions.split("\n")[:-1]
    ]


def segment_rows(portfolio: Portfolio) -> list[ActionRow]:
    """Return the current actions for segments, each with the segment in words."""
    since = portfolio.quarter.start.isoformat()
    plans = {plan.id: plan for plan in portfolio.organisation.segment_plans}
    return [
        ActionRow(None, pack(subject_name(plans[action.plan])), action.line)
        for action in portfolio.segment_actions
        if is_current(action.line, since)
    ]


def _urgency(row: ActionRow) -> tuple[bool, str, str, str]:
    return (row.line.status not in OPEN, row.line.due or "9999", row.customer.id if row.customer else "", row.line.id)


def subject_name(plan: Plan) -> Localised | Say:
    """Return whom a plan for a segment is for: the name that it gives, else its conditions in words."""
    subject = plan.subject
    if subject is None:
        return say("execution.everyone")
    if subject.name is not None:
        return subject.name
    return _conditions(subject)


def _conditions(subject: Subject) -> Say:
    if subject.tier:
        return say("execution.of_tier", tiers="/".join(subject.tier))
    listed = (*subject.tag, *subject.stage, *subject.segment, *subject.value_band, *subject.industry)
    return say("execution.of", what="/".join(listed)) if listed else say("execution.everyone")


def _entry(
    portfolio: Portfolio, owned: dict[str, list[Held]], links: tuple[OwnerLink, ...], each: dict[str, Each]
) -> ExecutionView:
    """Return the execution page: all actions, or the first of them where ``links`` lead to the rest."""
    rows = sorted((*_rows(one for held in owned.values() for one in held), *segment_rows(portfolio)), key=_urgency)
    shown = [told(row, each.get(f"{row.line.plan}.{row.line.id}")) for row in (rows[:FIRST] if links else rows)]
    chart = chart_at(portfolio.as_of)
    quarter = portfolio.quarter
    counts = counts_of(rows, portfolio.as_of)
    tiers = [tier for tier, _ in portfolio.cuts]
    over = sum(int(summary.doers.rsplit(" ", 3)[1]) for summary in portfolio.summaries) + len(portfolio.segment_actions)
    return ExecutionView(
        head=Head("execution", say("execution.title")),
        by=say("execution.by", year=quarter.id[:4], quarter=say(f"list.quarter.{quarter.id[-1]}"), n=len(rows)),
        counts=counts, chart=chart, groups=_groups(portfolio, shown, chart), total=len(rows),
        earlier=over - len(segment_rows(portfolio)), owners=links,
        facets=_facets(portfolio, rows), tracked=_tracked(portfolio, shown, portfolio.summaries),
        month=_month(portfolio.as_of), whole=not links,
        lede=execution_lede(rows, counts.soon, counts.done, counts.judged),
        files=scripts(href for link in links for href, _, _ in link.parts),
        heads=_heads(portfolio, tiers) if links else (),
    )


def _heads(portfolio: Portfolio, tiers: Sequence[str]) -> tuple[tuple[str | None, str, Say], ...]:
    return tuple((name if name in tiers else None, _GROUP.get(name, name), _group_label(portfolio, name)) for name in _order(tiers))


def _part(portfolio: Portfolio, owner: str, prefix: str, held: list[Held]) -> ExecutionView:
    chart = chart_at(portfolio.as_of)
    found = sorted(_rows(held), key=_urgency)
    rows = [told(row, order=_place(row)) for row in found]
    person = who(owner) if owner != NOBODY else None
    label = say("execution.of_owner", owner=person) if person else say("execution.of_nobody")
    title = say("execution.part", label=label, prefix=prefix) if prefix else label
    return ExecutionView(
        head=Head("execution", title, (Crumb(say("execution.title"), "execution.html"), Crumb(title))),
        by=say("execution.count", n=len(rows)), counts=None, chart=chart, groups=_groups(portfolio, rows, chart), total=len(rows),
        earlier=0, owners=(),
        facets=_facets(portfolio, found), tracked=_tracked(portfolio, rows, (one.summary for one in held)),
        month=_month(portfolio.as_of), whole=True,
    )


def _segment_part(portfolio: Portfolio, segments: list[ActionRow], each: dict[str, Each]) -> ExecutionView:
    """Return the page of the actions for segments, where there are too many actions for one page."""
    chart, found = chart_at(portfolio.as_of), sorted(segments, key=_urgency)
    rows = [told(row, each.get(f"{row.line.plan}.{row.line.id}"), _place(row)) for row in found]
    label = say("execution.segments")
    return ExecutionView(
        head=Head("execution", label, (Crumb(say("execution.title"), "execution.html"), Crumb(label))),
        by=say("execution.count", n=len(rows)), counts=None, chart=chart, groups=_groups(portfolio, rows, chart), total=len(rows),
        earlier=0, owners=(), facets=_facets(portfolio, found), tracked=(), month=_month(portfolio.as_of), whole=True,
    )


def _place(row: ActionRow) -> str:
    """Return the place of an action among all as text, for a list whose rows come from several pages."""
    over, due, customer, _ = _urgency(row)
    return f"{int(over)} {due} {customer}"


def _segment_link(segments: list[ActionRow]) -> tuple[OwnerLink, ...]:
    if not segments:
        return ()
    late = sum(row.line.status == "overdue" for row in segments)
    return (OwnerLink(None, True, len(segments), late, ((SEGMENTS, "", len(segments)),)),)


def _link(owner: str, held: list[Held], parts: list[tuple[str, list[Held]]]) -> OwnerLink:
    pages_of = tuple((_path(owner, prefix), prefix, sum(one.actions for one in found)) for prefix, found in parts)
    actions, late = sum(one.actions for one in held), sum(one.late for one in held)
    return OwnerLink(who(owner) if owner != NOBODY else None, False, actions, late, pages_of)


def _facets(portfolio: Portfolio, rows: Sequence[ActionRow]) -> tuple[Facet, ...]:
    customers = [row.customer for row in rows]
    states = [state for row in rows for state in state_of(row.line).split(" ")]
    return (
        *facet("status", states, lambda value: say(f"execution.state.{value}"), STATES),
        *owner_facet(row.line.owner for row in rows),
        *tier_facet(customers, [tier for tier, _ in portfolio.cuts]),
        *trait_facets(customers),
    )


def _groups(portfolio: Portfolio, rows: Sequence[ActionTold], chart: Chart) -> tuple[Group, ...]:
    """Gather actions by the tier of their customer, those for segments last; within a group the most overdue first."""
    held: dict[str, list[Line]] = {name: [] for name in _order([tier for tier, _ in portfolio.cuts])}
    for row in rows:
        key = "segment" if row.customer is None else row.customer.tier if row.customer.tier in held else ""
        held[key or ""].append(Line(row, lane(row.line, chart)))
    return tuple(
        Group(
            name if name in dict(portfolio.cuts) else None, _group_label(portfolio, name),
            sum(line.row.line.status == "overdue" for line in lines), tuple(lines),
        )
        for name, lines in held.items()
        if lines
    )


def _order(tiers: Sequence[str]) -> tuple[str, ...]:
    """Return the groups of actions in order: by tier, those of unrated customers, those for segments."""
    return (*tiers, "", "segment")


def _group_label(portfolio: Portfolio, name: str) -> Say:
    if name in dict(portfolio.cuts):
        return say("list.tier", tier=name)
    return say("execution.segments") if name == "segment" else say("list.unrated")


def _month(day: date) -> Say:
    """Return the month of a day in words: 2026 年 11 月, November 2026."""
    return say("frame.month", year=str(day.year), month=Term("message", f"frame.month.{day.month}"))


def _tracked(portfolio: Portfolio, rows: Sequence[ActionTold], summaries: Iterable[Summary]) -> tuple[Tracked, ...]:
    """Return what customers' actions ask for this month: due or done in it, or overdue; by customer.

    ``summaries`` are those of the customers that the actions are for; there may be others among them.
    """
    month = period_of(portfolio.as_of, "month")
    first, last = month.start.isoformat(), month.end.isoformat()
    found = []
    for row in rows:
        if row.customer is None or row.line.status == "cancelled":
            continue
        day = row.line.done or row.line.due
        if row.line.status == "overdue" or (day is not None and first <= day <= last):
            found.append(row)
    order = {tier: place for place, (tier, _) in enumerate(portfolio.cuts)}
    wanted = {_subject_id(row) for row in found}
    known = {summary.id: summary for summary in summaries if summary.id in wanted}
    found.sort(key=lambda row: (order.get(_tier(row), len(order)), _subject_id(row), row.line.due or "", row.line.id))
    return tuple(
        Tracked(row, len(order) - order.get(_tier(row), len(order)), *_of_customer(known.get(_subject_id(row)))) for row in found
    )


def _subject_id(row: ActionTold) -> str:
    return row.customer.id if row.customer else ""


def _tier(row: ActionTold) -> str:
    return (row.customer.tier if row.customer else None) or ""


def _of_customer(summary: Summary | None) -> tuple[Say | None, Say | None]:
    """Return who decides at a customer, and the mean of its last survey."""
    if summary is None:
        return None, None
    maker, touch = unpack(summary.traits.decision_maker), summary.touch
    mean = number(touch.satisfaction)
    satisfied = say("execution.satisfied", mean=mean, top=touch.scale_top) if mean is not None else None
    return maker if isinstance(maker, Say) else None, satisfied
