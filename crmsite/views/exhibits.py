"""Exhibits 图表: the figures and tables of the report, each with its finding; one is left out where nothing is there to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Say, Shown, Term, say
from crmsite.metrics import polls
from crmsite.metrics.poll_changes import previous
from crmsite.portfolio.groups import best_first, group_of
from crmsite.portfolio.poll_rows import DimensionRow, dimension_rows
from crmsite.portfolio.rows import CustomerRow, customer_row, named, scale_of
from crmsite.portfolio.totals import top_tiers
from crmsite.portfolio.work_rows import NeedRow
from crmsite.scores.improving.root_cause import Analysis, analysis_of
from crmsite.scores.needs import rank_key
from crmsite.slotted import Slotted
from crmsite.summaries.pressing import QUADRANTS
from crmsite.views.execution import Group, first_actions
from crmsite.views.goals import wanted_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.policies import Playbook
    from crmsite.portfolio.lanes import Chart
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

LISTED = 6
"""How many customers table 1 lists: those with the most points."""

NAMED = 60
"""Up to how many open needs the figure names the first of each quadrant; above, it counts them."""

FIRST = 6
"""How many needs of a quadrant are named."""

KEY_ACTIONS = 9
"""How many actions the chart and table 3 show: the most overdue, then the next due."""

_PLACES = ("Q2", "Q1", "Q4", "Q3")
"""The quadrants as they lie: importance upwards, urgency to the right."""

_EVALUATION = "effect_evaluation"


class Portion(Slotted):
    """A part of a row that is as wide as its share: a tier, or all without one, and how many customers."""

    tier: str | None
    customers: int
    percent: int


class TierFigure(Slotted):
    """How customers divide by tier at the end of last quarter and now; without an earlier one there is a single row."""

    title: Say
    rows: tuple[tuple[Say, tuple[Portion, ...]], ...]


class Quadrant(Slotted):
    """The open needs of one quadrant: how many, and the first of them where there are few in all."""

    id: str
    needs: int
    named: tuple[NeedRow, ...]


class NeedFigure(Slotted):
    """Open needs by importance and urgency."""

    title: Say
    quadrants: tuple[Quadrant, ...]
    unplaced: int


class Mark(NamedTuple):
    """One dimension of the latest survey, with its mean in the survey before where both asked for it."""

    row: DimensionRow
    before: Decimal | None


class PollFigure(Slotted):
    """The dimensions of the latest survey, the lowest first."""

    title: Say
    subtitle: Say
    marks: tuple[Mark, ...]
    source: Citation


class CauseFigure(Slotted):
    """The analysis of a cause that was opened last and has a fishbone."""

    id: str
    problem: Localised
    analysis: Analysis
    source: Citation


class TierCare(Slotted):
    """What a tier calls for: how many customers it has, what care for it should reach, what is done, how often it is judged."""

    tier: str
    customers: int
    goals: tuple[tuple[Shown, Say], ...]
    actions: tuple[Shown, ...]
    judged: Term | None


class PlanFigure(Slotted):
    """The first actions of all as a chart, and as table 3."""

    title: Say
    chart: Chart
    groups: tuple[Group, ...]


class Exhibits(Slotted):
    """What the report shows beside its sentences."""

    tiers: TierFigure | None
    customers: tuple[CustomerRow, ...]
    needs: NeedFigure | None
    poll: PollFigure | None
    cause: CauseFigure | None
    care: tuple[TierCare, ...]
    plan: PlanFigure | None

    @property
    def number(self) -> dict[str, int]:
        """Return the number of each figure that is there, in the order in which they stand."""
        there = [name for name in ("tiers", "needs", "poll", "cause", "plan") if getattr(self, name) is not None]
        return {name: place for place, name in enumerate(there, 1)}


NOTHING = Exhibits(None, (), None, None, None, (), None)
"""What a reader sees who may not know how results are worked out."""


def exhibits(portfolio: Portfolio) -> Exhibits:
    """Put the figures and tables together from what the pages of their subjects show."""
    rated = [summary for summary in portfolio.summaries if summary.standing.total is not None and summary.standing.tier]
    scale = scale_of(portfolio)
    listed = [customer_row(summary, scale, lean=True) for summary in best_first(rated)[:LISTED]]
    return Exhibits(
        _tiers(portfolio), tuple(listed), _needs(portfolio.summaries), _poll(portfolio), _cause(portfolio), _care(portfolio),
        _plan(portfolio),
    )


def needs_shown(summaries: Sequence[Summary]) -> list[str]:
    """Return of each customer what stands for all that is shown of its needs: where they are many, their numbers alone."""
    if sum(summary.load.needs for summary in summaries) <= NAMED:
        return [summary.placed for summary in summaries]
    return [" ".join(part.partition(" ")[0] for part in summary.placed.split(",")) for summary in summaries]


def _tiers(portfolio: Portfolio) -> TierFigure | None:
    order = [tier for tier, _ in portfolio.cuts]
    now = [summary.standing.tier for summary in portfolio.summaries]
    if not any(now):
        return None
    alive = [summary for summary in portfolio.summaries if group_of(summary) not in ("prospect", "lost")]
    before = [summary.standing.before for summary in alive]
    rows = [(say("report.fig.now"), _portions([summary.standing.tier for summary in alive], order))]
    top = top_tiers(portfolio)
    names = say("overview.kpi.two", a=top[0], b=top[1]) if len(top) == 2 else "/".join(top)
    held, had = sum(tier in top for tier in now), sum(tier in top for tier in before)
    if not any(before):
        return TierFigure(say("report.fig.tiers.first", tiers=names, n=held), tuple(rows))
    rows.append((say("report.fig.before"), _portions(before, order)))
    key = "more" if held > had else "less" if held < had else "same"
    return TierFigure(say(f"report.fig.tiers.{key}", tiers=names, n=held, before=had), tuple(rows))


def _portions(tiers: Sequence[str | None], order: Sequence[str]) -> tuple[Portion, ...]:
    """Return the parts of a row; their whole percentages add up to a hundred."""
    counts: list[tuple[str | None, int]] = [(tier, sum(one == tier for one in tiers)) for tier in order]
    counts.append((None, sum(tier not in order for tier in tiers)))
    filled = [(tier, n) for tier, n in counts if n]
    edges = [round(100 * sum(n for _, n in filled[:place]) / len(tiers)) for place in range(len(filled) + 1)]
    return tuple(
        Portion(tier, n, last - first) for (tier, n), first, last in zip(filled, edges[:-1], edges[1:], strict=True)
    )


def _needs(summaries: Sequence[Summary]) -> NeedFigure | None:
    counts = dict.fromkeys(QUADRANTS, 0)
    pressing = 0
    for summary in summaries:
        parts = [int(part.split(" ")[0]) for part in summary.placed.split(",")]
        pressing += parts[0] > 0
        for name, n in zip(QUADRANTS, parts, strict=False):
            counts[name] += n
    total = sum(counts.values())
    if not total:
        return None
    rows: dict[str, list[NeedRow]] = {name: [] for name in _PLACES}
    for summary in summaries if total <= NAMED else ():
        for need in summary.need_lines():
            if need.open and need.quadrant in rows:
                rows[need.quadrant].append(NeedRow(named(summary), need, None))
    quadrants = tuple(Quadrant(name, counts[name], tuple(_first(rows[name]))) for name in _PLACES)
    n = counts["Q1"]
    title = say("report.fig.needs", n=n, customers=pressing) if n else say("report.fig.needs.none", n=total)
    return NeedFigure(title, quadrants, counts[""])


def _first(rows: Iterable[NeedRow]) -> list[NeedRow]:
    def order(row: NeedRow) -> tuple[tuple[str, int, int, int], str]:
        return rank_key(row.line.quadrant or "", row.line.importance or 0, row.line.urgency or 0), row.line.id

    return sorted(rows, key=order)[:FIRST]


def _poll(portfolio: Portfolio) -> PollFigure | None:
    """Return the latest survey with answers; nothing where the reader may not see answers."""
    shared = portfolio.organisation
    seen = [summary for summary in portfolio.summaries if summary.satisfaction]
    if portfolio.policies is None or polls.withheld(seen):
        return None
    every = [poll for poll in polls.polls_of(seen, shared.surveys, shared.anonymous) if poll.units]
    if not every:
        return None
    poll = every[-1]
    policy = portfolio.policies.satisfaction(portfolio.as_of)
    rows = [row for row in dimension_rows(poll, polls.weakest(poll, policy), policy)[:-1] if row.mean is not None]
    if not rows:
        return None
    before = previous(every, poll)
    earlier = {} if before is None else {row.label: row.mean for row in dimension_rows(before, None, policy)}
    scale = poll.survey.scale
    title = _lowest(rows)
    subtitle = say("report.fig.poll_sub", name=poll.survey.name or poll.survey.id, min=scale.min, max=scale.max, n=poll.returned)
    return PollFigure(title, subtitle, tuple(Mark(row, earlier.get(row.label)) for row in rows), poll.survey.cite())


def _lowest(rows: Sequence[DimensionRow]) -> Say:
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    if second is None:
        return say("report.fig.poll.only", dimension=first.label, mean=first.mean)
    if second.mean == first.mean:
        return say("report.fig.poll.tied", dimension=first.label, other=second.label, mean=first.mean)
    return say("report.fig.poll", dimension=first.label, mean=first.mean)


def _cause(portfolio: Portfolio) -> CauseFigure | None:
    drawn = [record for record in portfolio.organisation.rootcauses if record.fishbone is not None]
    if not drawn:
        return None
    record = max(drawn, key=lambda one: (one.opened, one.id))
    return CauseFigure(record.id, record.problem, analysis_of(record), record.cite())


def _care(portfolio: Portfolio) -> tuple[TierCare, ...]:
    if portfolio.policies is None:
        return ()
    tiers = [summary.standing.tier for summary in portfolio.summaries]
    found = []
    for tier, _ in portfolio.cuts:
        book = portfolio.policies.playbook(tier, portfolio.as_of)
        if book is not None:
            found.append(_of_tier(portfolio, book, tiers.count(tier)))
    return tuple(found)


def _of_tier(portfolio: Portfolio, book: Playbook, customers: int) -> TierCare:
    goals = (
        wanted_of(goal.metric, goal.op, goal.value, goal.unit, portfolio.currency, portfolio.organisation) for goal in book.goals
    )
    actions = [action for action in book.actions if action.kind != _EVALUATION]
    judged = next((Term("every", action.every) for action in book.actions if action.kind == _EVALUATION), None)
    return TierCare(
        book.tier, customers, tuple(goal for goal in goals if goal is not None),
        tuple(action.text or Term("followup_kind", action.kind) for action in actions), judged,
    )


def _plan(portfolio: Portfolio) -> PlanFigure | None:
    chart, groups, late = first_actions(portfolio, KEY_ACTIONS)
    if not groups:
        return None
    return PlanFigure(say("report.fig.plan.late", n=late) if late else say("report.fig.plan.in_time"), chart, groups)
