"""What ``crmsite list`` lists: needs, actions, duties, alerts, metrics as rows of figures, the most pressing first.

A row is a mapping with keys that stay, since programs read them. Values are those of the figures: a terminal prints them
in words, JSON and CSV print them exactly. What is not known is nothing, and the key with ``_state`` beside it says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crmsite.calendars.calendar_days import year_start
from crmsite.commands.metric_rows import metric_rows
from crmsite.figures.facts import Term, Who
from crmsite.portfolio.duty_rows import Names
from crmsite.scores.actions import actions_of
from crmsite.scores.needs import NeedRow, global_rank
from crmsite.summaries.lines import LEVELS, action_line
from crmsite.summaries.owing import owing_of
from crmsite.summaries.plain import day, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crmsite.figures.facts import Shown
    from crmsite.stages.pipeline import Loaded
    from crmsite.summaries.lines import ActionLine
    from crmsite.summaries.summary import Summary

Row: TypeAlias = "dict[str, Shown]"
DONE = ("done_on_time", "done_late", "cancelled")


class Wanted(NamedTuple):
    """Which rows are wanted; an empty filter lets every row through."""

    customer: str = ""
    owner: str = ""
    tier: str = ""
    stage: str = ""
    rule: str = ""
    closed: bool = False

    def fits(self, summary: Summary) -> bool:
        """Tell whether a customer's rows are wanted at all."""
        return (
            self.customer in ("", summary.id)
            and self.tier in ("", summary.standing.tier)
            and self.stage in ("", summary.traits.stage)
        )

    def owned(self, *owners: str | None) -> bool:
        """Tell whether the first person that is named is the one asked for."""
        first = next((owner for owner in owners if owner), None)
        return self.owner in ("", first)


class Column(NamedTuple):
    """A column of the printed table: the row's key, its heading in both languages, where it is cut, whether it ends flush.

    ``words`` begins the message that words a value, where the value is an id and nothing more.
    """

    key: str
    zh: str
    en: str
    cut: int = 0
    right: bool = False
    words: str = ""


class Listing(NamedTuple):
    """One thing to list: how to find its rows, and which columns a terminal shows."""

    rows: Callable[[Loaded, list[Summary], Wanted], list[Row]]
    columns: tuple[Column, ...]


def who(name: str | None) -> Who | None:
    """Return a person by id, or nobody."""
    return Who(name) if name else None


def term(listing: str, value: str | None) -> Term | None:
    """Return a listed value, or nothing."""
    return Term(listing, value) if value else None


# ── needs ───────────────────────────────────────────────────────────────────────────────────────────────────────
def needs(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the needs by their rank among all open ones; unplaced ones after them, closed ones at the end where asked for."""
    del loaded
    every = [(one, line) for one in found for line in one.need_lines()]
    ranks = global_rank(
        NeedRow(line.id, line.quadrant, line.importance, line.urgency)
        for _, line in every
        if line.open and line.quadrant and line.importance is not None and line.urgency is not None
    )
    rows: list[tuple[tuple[bool, int, str], Row]] = []
    for one, line in every:
        if not wanted.fits(one) or not wanted.owned(line.owner, one.traits.owner) or not (line.open or wanted.closed):
            continue
        rows.append(
            (
                (not line.open, ranks.get(line.id, len(every)), line.id),
                {
                    "id": line.id,
                    "customer": one.id,
                    "customer_name": unpack(one.short or one.name),
                    "text": unpack(line.short or line.text),
                    "nature": term("nature", line.nature),
                    "kind": term("need_kind", line.kind),
                    "quadrant": line.quadrant,
                    "quadrant_state": "value" if line.quadrant else "unknown",
                    "importance": line.importance,
                    "urgency": line.urgency,
                    "rank": ranks.get(line.id),
                    "rank_customer": line.rank,
                    "kano": term("kano", line.kano),
                    "match": term("level", line.match),
                    "owner": who(line.owner or one.traits.owner),
                    "planned": day(line.planned),
                    "planned_status": line.planned_status,
                    "recorded": day(line.recorded),
                    "open": line.open,
                    "source": f"records/{line.source}",
                },
            )
        )
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


# ── actions ─────────────────────────────────────────────────────────────────────────────────────────────────────
def actions(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the actions by due date, those of plans for segments among them; finished ones only where asked for."""
    rows: list[tuple[tuple[bool, str, str], Row]] = []
    for one, line in _every_action(loaded, found):
        if not (wanted.closed or line.status not in DONE):
            continue
        fallback = None
        if one is not None:
            if not wanted.fits(one):
                continue
            fallback = one.traits.owner
        elif wanted.customer or wanted.tier or wanted.stage:
            continue
        if not wanted.owned(line.owner, fallback):
            continue
        rows.append(((line.due is None, line.due or "", f"{line.plan}.{line.id}"), _action(one, line, fallback)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _every_action(loaded: Loaded, found: list[Summary]) -> Iterator[tuple[Summary | None, ActionLine]]:
    for one in found:
        for line in one.action_lines():
            yield one, line
    organisation, day_now = loaded.organisation, loaded.as_of
    settings = organisation.site.org
    soon = loaded.policies.warnings(day_now).due_soon_days
    begins = year_start(settings.fiscal_year_start)
    for fact in actions_of(organisation.segment_plans, day_now, soon, settings.currency, begins):
        yield None, action_line(fact, organisation.segment_plans, organisation)


def _action(one: Summary | None, line: ActionLine, fallback: str | None) -> Row:
    return {
        "id": f"{line.plan}.{line.id}",
        "plan": line.plan,
        "customer": one.id if one else None,
        "customer_name": unpack(one.short or one.name) if one else None,
        "text": unpack(line.text),
        "owner": who(line.owner or fallback),
        "department": term("team", line.department),
        "start": day(line.start),
        "due": day(line.due),
        "done": day(line.done),
        "status": line.status,
        "days": line.days,
        "percent": line.percent,
        "recurs": term("every", line.recurs),
        "period": line.period,
        "periods_done": line.periods_done,
        "periods_missed": line.periods_missed,
        "needs": line.needs,
        "budget": unpack(line.budget),
        "source": f"records/{line.source}",
    }


# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────
def alerts(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the early warnings, the gravest first, then the oldest; waived ones only where asked for."""
    del loaded
    rows: list[tuple[tuple[int, str, str], Row]] = []
    for one in found:
        if (not one.load.alerts and not wanted.closed) or not wanted.fits(one):
            continue
        for line in one.alert_lines():
            if wanted.rule not in ("", line.rule, line.seed) or (line.waived_until is not None and not wanted.closed):
                continue
            if not wanted.owned(line.owner, one.traits.owner):
                continue
            rows.append(
                (
                    (LEVELS.index(line.level), line.since, line.id),
                    {
                        "id": line.id,
                        "rule": line.rule,
                        "seed": line.seed,
                        "customer": one.id,
                        "customer_name": unpack(one.short or one.name),
                        "level": term("alert_level", line.level),
                        "since": day(line.since),
                        "text": unpack(line.text),
                        "owner": who(line.owner),
                        "answered": line.answered,
                        "answer_due": day(line.answer_due),
                        "late_days": line.late_days,
                        "waived_until": day(line.waived_until),
                        "suggestion": unpack(line.suggestion),
                        "source": f"records/{line.source}" if line.source else None,
                    },
                )
            )
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


# ── duties ─────────────────────────────────────────────────────────────────────────────────────────────────────
def duties(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the duties by their last day: those that wait, and the missed ones as well where all are wanted."""
    names = Names(loaded.policies, loaded.organisation.segment_plans)
    rows: list[tuple[tuple[str, str, str], Row]] = []
    for one in found:
        if not one.owed or not wanted.fits(one):
            continue
        for line in owing_of(one.owed).duties:
            if (line.state == "missed" and not wanted.closed) or not wanted.owned(line.owner):
                continue
            row: Row = {
                "ref": line.ref,
                "customer": one.id,
                "customer_name": unpack(one.short or one.name),
                "tier": line.tier,
                "text": names.of(line),
                "period": line.period,
                "due": day(line.due),
                "grace_until": day(line.until),
                "state": term("duty_state", line.state),
                "days": line.days,
                "done": line.done,
                "times": line.times,
                "made_up": day(line.made_up),
                "owner": who(line.owner),
            }
            rows.append(((line.due, one.id, line.ref), row))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


# ── metrics ─────────────────────────────────────────────────────────────────────────────────────────────────────
def metrics(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the figures of all customers together, or of those that are wanted."""
    kept = [one for one in found if wanted.fits(one) and wanted.owned(one.traits.owner)]
    return metric_rows(loaded, kept, every=wanted == Wanted(closed=wanted.closed))


LISTS: dict[str, Listing] = {
    "needs": Listing(
        needs,
        (
            Column("rank", "位次", "rank", right=True),
            Column("quadrant", "象限", "quadrant"),
            Column("importance", "重要", "imp.", right=True),
            Column("urgency", "紧急", "urg.", right=True),
            Column("id", "编号", "id"),
            Column("customer_name", "客户", "customer", 16),
            Column("owner", "负责人", "owner", 10),
            Column("planned", "计划", "planned"),
            Column("text", "需求", "need", 48),
        ),
    ),
    "actions": Listing(
        actions,
        (
            Column("due", "到期", "due"),
            Column("status", "状态", "status"),
            Column("owner", "负责人", "owner", 10),
            Column("id", "编号", "id"),
            Column("customer_name", "客户", "customer", 16),
            Column("text", "措施", "action", 48),
        ),
    ),
    "duties": Listing(
        duties,
        (
            Column("due", "到期", "last day"),
            Column("state", "状态", "state"),
            Column("days", "天数", "days", right=True),
            Column("customer", "编号", "id"),
            Column("customer_name", "客户", "customer", 16),
            Column("owner", "负责人", "owner", 10),
            Column("ref", "动作", "action"),
            Column("period", "周期", "period"),
            Column("text", "义务", "what", 44),
        ),
    ),
    "alerts": Listing(
        alerts,
        (
            Column("level", "级别", "level"),
            Column("since", "触发", "since"),
            Column("customer", "编号", "id"),
            Column("customer_name", "客户", "customer", 16),
            Column("rule", "规则", "rule"),
            Column("owner", "负责人", "owner", 10),
            Column("answer_due", "回应期限", "answer by"),
            Column("late_days", "已晚", "late", right=True),
            Column("text", "情况", "what", 60),
        ),
    ),
    "metrics": Listing(
        metrics,
        (
            Column("id", "编号", "id"),
            Column("name", "指标", "metric", 34),
            Column("told", "数值", "figure", right=True),
            Column("made", "由来", "made of", 44),
        ),
    ),
}
