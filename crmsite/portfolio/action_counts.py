"""Counts of actions: how many are late, due soon, under way, waiting, done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted
from crmsite.summaries.pressing import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crmsite.portfolio.work_rows import ActionRow


class Counts(Slotted):
    """The figures at the head of the page."""

    overdue: int
    longest: int
    soon: int
    next_due: date | None
    running: int
    average: int | None
    with_percent: int
    waiting: int
    next_start: date | None
    done: int
    judged: int


def counts_of(rows: Sequence[ActionRow], as_of: date) -> Counts:
    """Count actions by how they stand on a day; those due within a week are due soon."""
    limit = (as_of + timedelta(days=7)).isoformat()
    today = as_of.isoformat()
    late = [row for row in rows if row.line.status == "overdue"]
    ahead = [row for row in rows if row.line.status in OPEN and row.line.due is not None and row.line.due >= today]
    soon = [row for row in ahead if row.line.due is not None and row.line.due <= limit]
    running = [row for row in rows if row.line.status in ("due_soon", "on_track", "overdue")]
    percents = [row.line.percent for row in running if row.line.percent is not None]
    waiting = [row for row in rows if row.line.status == "not_started"]
    done = [row for row in rows if row.line.status in ("done_on_time", "done_late")]
    return Counts(
        overdue=len(late), longest=max((row.line.days or 0 for row in late), default=0), soon=len(soon),
        next_due=min((row.due for row in ahead if row.due), default=None), running=len(running),
        average=round(sum(percents) / len(percents)) if percents else None, with_percent=len(percents), waiting=len(waiting),
        next_start=min((row.start for row in waiting if row.start), default=None), done=len(done),
        judged=sum(row.line.result is not None for row in done),
    )
