"""Actions of plans for segments that are owed to each customer: at how many of them the latest period is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.owing import owing_of
from crmsite.portfolio.rows import named
from crmsite.portfolio.work_rows import Each

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.portfolio.rows import Named

NAMED = 30
"""How many customers at which it is still to be done are named."""

_DONE = ("done", "on_time", "late")


def progress_of(portfolio: Portfolio) -> dict[str, Each]:
    """Return for each such action, as ``PLAN.ACTION``, how its latest period stands; nothing where no plan has one."""
    wanted = {
        f"{plan.id}.{action.id}"
        for plan in portfolio.organisation.segment_plans
        for action in plan.actions
        if action.per_customer
    }
    if not wanted:
        return {}
    found: dict[str, dict[tuple[str, str], list[tuple[Named, bool]]]] = {}
    for summary in portfolio.summaries:
        for line in owing_of(summary.owed).plans:
            held = found.setdefault(line.ref, {}).setdefault((line.due, line.period), [])
            held.append((named(summary), line.state in _DONE))
    return {ref: _each(max(periods), periods[max(periods)]) for ref, periods in found.items() if ref in wanted}


def _each(latest: tuple[str, str], customers: list[tuple[Named, bool]]) -> Each:
    waiting = [who for who, done in customers if not done]
    return Each(latest[1], len(customers) - len(waiting), len(customers), tuple(waiting[:NAMED]), max(0, len(waiting) - NAMED))
