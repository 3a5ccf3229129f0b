"""Pressing: how much waits at one customer, and for whom, counted once when the customer is worked out.

Pages about all customers add these counts up and look at texts by their digest; they decode a customer's alerts, steps,
needs and actions only where they print them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of, year_start
from crmsite.slotted import Slotted
from crmsite.summaries.lines import LEVELS
from crmsite.summaries.plain import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.summaries.lines import ActionLine, AlertLine, NeedLine, StepLine

QUADRANTS = ("Q1", "Q2", "Q3", "Q4", "")
"""The places of open needs in the text of a customer's needs; the last holds those that lack a score."""

OPEN = ("overdue", "due_soon", "on_track", "not_started", "undated")
"""The states of an action that is not over."""

NOBODY = "-"
"""Stands for the person of actions that nobody owns."""

OVER = "."
"""Stands for the person of actions that were over before this quarter."""


class Pressing(Slotted):
    """What waits: alerts by level and how many of them nobody answered, what is due, and each person's share.

    ``worst`` sorts customers by their worst and oldest alert. ``due`` counts what is overdue or due this week, alerts aside;
    ``next_due`` is the first such day. ``tally`` says for each person how many alerts, urgent ones, late ones, overdue things
    and things due this week; ``people`` are all whom any line names. ``owed_late`` and ``owed_soon`` count the duties among the
    steps: those past their last day, and those due soon.
    """

    worst: str | None
    urgent: int
    watch: int
    data: int
    urgent_waiting: int
    watch_waiting: int
    data_waiting: int
    late: int
    due: int
    next_due: str | None
    next_week: bool
    tally: str
    people: str
    owed_late: int
    owed_soon: int


class Shares(Slotted):
    """A customer's lines before they become text."""

    alerts: Sequence[AlertLine]
    steps: Sequence[StepLine]
    needs: Sequence[NeedLine]
    actions: Sequence[ActionLine]


class Days(Slotted):
    """What a date fixes for every customer, as ISO text: today, the last days of this week and of the next, the quarter's first."""

    today: str
    week: str
    following: str
    quarter: str


def days_at(as_of: date, fiscal_year_start: str) -> Days:
    """Prepare for a date."""
    week = period_of(as_of, "week").end
    quarter = period_of(as_of, "quarter", year_start(fiscal_year_start)).start
    return Days(as_of.isoformat(), week.isoformat(), (week + timedelta(days=7)).isoformat(), quarter.isoformat())


def pressing_of(shares: Shares, owner: str | None, days: Days) -> Pressing:
    """Count what waits at a customer at a date."""
    held = [alert for alert in shares.alerts if alert.waived_until is None]
    today, limit, following = days.today, days.week, days.following
    due = [step.due for step in shares.steps if step.kind != "alert" and step.due is not None]
    return Pressing(
        *_alarms(held), len([True for day in due if day <= limit]), min(due, default=None),
        any(limit < day <= following for day in due), _tally(held, shares.steps, today, limit),
        ",".join(sorted(_people(shares, owner))), *_owed(shares.steps),
    )  # fmt: skip


def _alarms(held: Sequence[AlertLine]) -> tuple[str | None, int, int, int, int, int, int, int]:
    """Return what sorts a customer by its worst alert; alerts by level, those of them nobody answered, those late."""
    if not held:
        return None, 0, 0, 0, 0, 0, 0, 0
    levels = [alert.level for alert in held]
    waiting = [alert.level for alert in held if not alert.answered]
    return (
        min(f"{LEVELS.index(alert.level)} {alert.since} {alert.id}" for alert in held),
        levels.count("urgent"), levels.count("watch"), levels.count("data"),
        waiting.count("urgent"), waiting.count("watch"), waiting.count("data"),
        sum(_late(alert) for alert in held),
    )  # fmt: skip


def _owed(steps: Iterable[StepLine]) -> tuple[int, int]:
    duties = [step.status for step in steps if step.kind == "duty"]
    return duties.count("overdue"), duties.count("due_soon")


def _late(alert: AlertLine) -> bool:
    return not alert.answered and alert.late_days > 0


def _tally(alerts: Sequence[AlertLine], steps: Sequence[StepLine], today: str, limit: str) -> str:
    if not alerts and not steps:
        return ""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for alert in alerts:
        if alert.owner is not None:
            count = counts[alert.owner]
            count[0] += 1
            count[1] += alert.level == "urgent"
            count[2] += _late(alert)
    for step in steps:
        if step.owner is not None and step.kind != "alert" and step.due is not None and step.due <= limit:
            counts[step.owner][3 if step.due < today else 4] += 1
    return ";".join(f"{person} {' '.join(map(str, count))}" for person, count in sorted(counts.items()))


def _people(shares: Shares, owner: str | None) -> set[str]:
    named = {
        owner,
        *[alert.owner for alert in shares.alerts],
        *[step.owner for step in shares.steps],
        *[need.owner for need in shares.needs if need.open],
        *[action.owner for action in shares.actions],
    }
    return {person for person in named if person is not None}


def needs_text(needs: Iterable[NeedLine]) -> tuple[str, str]:
    """Return the needs as lines of JSON, open ones by quadrant and closed ones last.

    The second text gives for each line how many needs it holds and its digest, as ``2 0f3a...``, separated by commas.
    """
    held: dict[str, list[NeedLine]] = {name: [] for name in (*QUADRANTS, "closed")}
    for need in needs:
        held[(need.quadrant or "") if need.open else "closed"].append(need)
    texts = [compact(lines) if lines else _NO_LINES for lines in held.values()]
    return "\n".join(texts), ",".join([f"{len(lines)} {_digest(text)}" for lines, text in zip(held.values(), texts, strict=True)])


_NO_LINES = "[]"
"""The text of no line at all."""


def actions_text(actions: Iterable[ActionLine], since: str) -> tuple[str, str]:
    """Return the actions as lines of JSON, the current ones by person and those over before ``since``, a quarter's first day, last.

    The second text names for each line the person, how many actions it holds, how many of them are overdue, and its digest.
    """
    held: defaultdict[str, list[ActionLine]] = defaultdict(list)
    over = []
    for action in actions:
        if is_current(action, since):
            held[action.owner or NOBODY].append(action)
        else:
            over.append(action)
    lines = [*((person, held[person]) for person in sorted(held)), (OVER, over)]
    texts = [compact(found) if found else _NO_LINES for _, found in lines]
    doers = [
        f"{person} {len(found)} {len([True for action in found if action.status == 'overdue'])} {_digest(text)}"
        for (person, found), text in zip(lines, texts, strict=True)
    ]
    return "\n".join(texts), ",".join(doers)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16] if text != _NO_LINES else "-"


def is_current(action: ActionLine, since: str) -> bool:
    """Tell whether an action is open, or ended on or after a day."""
    return action.status in OPEN or (action.done or action.due or since) >= since
