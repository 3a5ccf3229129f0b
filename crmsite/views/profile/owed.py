"""What is owed, on a profile: the duties that wait, those that were missed, how the others were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Term
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.figures.facts import Receipt, Shown
    from crmsite.figures.owed import Compliance, Duty
    from crmsite.grammar.fields import Citation


class DutyRow(Slotted):
    """One duty: what, in which period, by when, how it stands."""

    ref: str
    text: Shown
    team: Term | None
    period: str
    due: date
    until: date
    state: str
    days: int | None
    done: int
    times: int
    done_on: date | None
    owner: str | None
    fulfilled_by: tuple[str, ...]
    sources: tuple[Citation, ...]


class OwedPart(Slotted):
    """What is owed to one customer; shares are ``None`` where no period has closed, and ``reason`` says why."""

    state: str
    reason: str | None
    coverage: Percent | None
    in_time: Percent | None
    closed: int
    missed_count: int
    waiting: tuple[DutyRow, ...]
    missed: tuple[DutyRow, ...]
    past: tuple[DutyRow, ...]
    receipt: Receipt


def owed_part(duties: Compliance) -> OwedPart | None:
    """Return the section; nothing where nothing is owed and nothing was."""
    if not duties.duties:
        return None
    rows = [(duty.state, _row(duty)) for duty in sorted(duties.duties, key=lambda duty: (duty.due, duty.ref))]
    return OwedPart(
        duties.state,
        duties.reason,
        Percent(duties.coverage) if duties.coverage is not None else None,
        Percent(duties.on_time_rate) if duties.on_time_rate is not None else None,
        duties.closed,
        duties.missed,
        tuple([row for state, row in rows if state in ("due", "due_grace")]),
        tuple([row for state, row in reversed(rows) if state == "missed"]),
        tuple([row for state, row in reversed(rows) if state in ("done", "on_time", "late")]),
        duties.receipt,
    )


def _row(duty: Duty) -> DutyRow:
    return DutyRow(
        duty.ref,
        duty.text if duty.text is not None else Term("followup_kind", duty.kind or "other"),
        Term("team", duty.team) if duty.team is not None else None,
        duty.period,
        duty.due,
        duty.until,
        duty.state,
        duty.days,
        duty.done,
        duty.times,
        duty.done_on,
        duty.owner,
        duty.fulfilled_by,
        duty.sources,
    )
