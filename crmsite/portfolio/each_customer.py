"""Actions of plans for segments owed to each customer: at how many the latest period is done, where earlier ones were missed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crmsite.portfolio.rows import named
from crmsite.portfolio.work_rows import Each
from crmsite.summaries.owing import owing_of

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.portfolio.rows import Named

NAMED = 30
"""How many customers at which it is still to be done are named."""

_DONE = ("done", "on_time", "late")


def progress_of(portfolio: Portfolio) -> dict[str, Each]:
    """Return for each such action, as ``PLAN.ACTION``, how its latest period stands and what was missed before; else nothing."""
    wanted = {
        f"{plan.id}.{action.id}"
        for plan in portfolio.organisation.segment_plans
        for action in plan.actions
        if action.per_customer
    }
    if not wanted:
        return {}
    found: dict[str, dict[tuple[str, str], list[tuple[Named, str]]]] = {}
    for summary in portfolio.summaries:
        for line in owing_of(summary.owed).plans:
            held = found.setdefault(line.ref, {}).setdefault((line.due, line.period), [])
            held.append((named(summary), line.state))
    return {ref: _each(periods) for ref, periods in found.items() if ref in wanted}


def _each(periods: dict[tuple[str, str], list[tuple[Named, str]]]) -> Each:
    latest = max(periods)
    customers = periods[latest]
    waiting = [who for who, state in customers if state not in _DONE]
    turns = Counter(who for period, held in periods.items() if period != latest for who, state in held if state == "missed")
    missed = sorted(turns.items(), key=lambda pair: (-pair[1], pair[0].id))
    return Each(
        latest[1], len(customers) - len(waiting), len(customers), tuple(waiting[:NAMED]), max(0, len(waiting) - NAMED),
        turns.total(), tuple(missed[:NAMED]), max(0, len(missed) - NAMED),
    )
