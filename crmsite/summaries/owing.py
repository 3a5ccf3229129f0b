"""Owing: what is owed and promised to one customer as the portfolio sees it, packed into texts of a summary.

Duties that wait or were missed stand in it one by one; of all of them, also those that were kept, there are counts by
tier, action and owner. Empty text: nothing is owed and nothing ever was.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from crmsite.calendars.clocks import time_of
from crmsite.figures.owed import DutyState
from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, day_text, expanded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.figures.owed import CareReceived, Compliance, Duty, Promise, Service

STATES: tuple[DutyState, ...] = ("on_time", "late", "missed", "done", "due", "due_grace")
"""The order in which a tally counts."""


WITHHELD = "-"
"""Stands for what the reader may not see."""


class DutyLine(Slotted):
    """One duty that is open or was missed; ``made_up`` is the day on which a missed one was done after all."""

    ref: str
    tier: str | None
    period: str
    start: str
    due: str
    until: str
    state: str
    days: int | None
    done: int
    times: int
    made_up: str | None
    owner: str | None


class DutyTally(Slotted):
    """How many duties of one action of a playbook one person answers for, by state."""

    tier: str
    ref: str
    owner: str | None
    on_time: int
    late: int
    missed: int
    done: int
    due: int
    due_grace: int


class PlanLine(Slotted):
    """How an action of a plan for a segment stands for the customer in a period."""

    ref: str
    period: str
    due: str
    state: str


class Owing(Slotted):
    """What the text holds."""

    tallies: tuple[DutyTally, ...]
    duties: tuple[DutyLine, ...]
    plans: tuple[PlanLine, ...]


def owing_text(duties: Compliance) -> str:
    """Return what is owed to a customer as one text."""
    if duties.state == "withheld":
        return WITHHELD
    if not duties.duties:
        return ""
    kept = [_line(duty) for duty in duties.duties if duty.state in ("due", "due_grace", "missed")]
    plans = [PlanLine(duty.ref, duty.period, duty.due.isoformat(), duty.state) for duty in duties.duties if duty.planned]
    return compact([_tallies(duty for duty in duties.duties if not duty.planned), kept, plans])


def owing_of(text: str) -> Owing:
    """Return what :func:`owing_text` packed."""
    if text in ("", WITHHELD):
        return Owing((), (), ())
    tallies, duties, plans = expanded(text)
    return Owing(tuple(starmap(DutyTally, tallies)), tuple(starmap(DutyLine, duties)), tuple(starmap(PlanLine, plans)))


def waiting_count(text: str) -> int:
    """Return how many duties of a customer are open, without reading the text: only a duty has something behind its state."""
    return text.count('"due",') + text.count('"due_grace",')


class PromiseLine(Slotted):
    """One promise as the portfolio shows it: by its service level and touchpoint, about a case or visit, with the deadline.

    ``took`` are minutes, ``late`` minutes of the promise's ``clock``; ``due`` is a day, with a time where that is known.
    """

    id: str
    touchpoint: str
    subject: str
    verdict: str
    took: int | None
    late: int | None
    clock: str
    began: str
    due: str


class FollowedLine(Slotted):
    """Of the periods that a case stayed open, how many held a contact."""

    touchpoint: str
    subject: str
    periods: int
    kept: int


class CaseLine(Slotted):
    """One case: what it was about, the days it was opened and answered, the minutes between, the analysis that it is part of."""

    subject: str
    type: str
    topic: str
    opened: str
    day: str | None
    minutes: int | None
    cause: str | None


class Promised(Slotted):
    """What was promised to a customer lately; its cases, also those before."""

    promises: tuple[PromiseLine, ...]
    followed: tuple[FollowedLine, ...]
    cases: tuple[CaseLine, ...]


def promised_text(service: Service) -> str:
    """Return what was promised to a customer since the window began, and its cases, as one text; empty without any."""
    if service.state == "withheld":
        return WITHHELD
    promises = [_promise(one) for one in service.promises if one.started.day > service.since]
    lately = [one for one in service.followed if one.opened > service.since]
    followed = [FollowedLine(one.touchpoint, one.subject, one.periods, one.kept) for one in lately]
    cases = [
        CaseLine(one.id, one.type, one.topic, one.opened.isoformat(), day_text(one.answered), one.minutes, one.cause)
        for one in service.cases
    ]
    return compact([promises, followed, cases]) if promises or followed or cases else ""


def promised_of(text: str) -> Promised:
    """Return what :func:`promised_text` packed."""
    if text in ("", WITHHELD):
        return Promised((), (), ())
    promises, followed, cases = expanded(text)
    return Promised(
        tuple(starmap(PromiseLine, promises)), tuple(starmap(FollowedLine, followed)), tuple(starmap(CaseLine, cases))
    )


def _promise(one: Promise) -> PromiseLine:
    due = one.due.day.isoformat()
    if one.due.minute is not None:
        due = f"{due} {time_of(one.due.minute)}"
    began = one.started.day.isoformat()
    return PromiseLine(one.id, one.touchpoint, one.subject, one.verdict, one.took, one.late, one.clock, began, due)


class CareLine(Slotted):
    """One item of a care programme: touches by period (``None``: it did not concern the customer), fates of messages.

    The first ``silent`` periods ended before anything of it was on record.
    """

    ref: str
    times: int
    periods: list[list[str | int | None]]
    results: list[list[str | int]]
    silent: int


class Cared(Slotted):
    """What care a customer received; ``touches`` are those of the last days, ``stray`` messages of unknown items."""

    items: tuple[CareLine, ...]
    opted_out: bool
    touches: int
    contacts: int
    stray: int


def cared_text(care: CareReceived) -> str:
    """Return what care a customer received as one text; empty where there is nothing to tell."""
    if care.state == "withheld":
        return WITHHELD
    if care.state != "value":
        return ""
    items = [[item.ref, item.times, item.periods, item.results, item.silent] for item in care.items]
    return compact([items, care.opted_out, care.touches, care.contacts, care.stray])


def cared_of(text: str) -> Cared:
    """Return what :func:`cared_text` packed."""
    if text in ("", WITHHELD):
        return Cared((), False, 0, 0, 0)
    items, *rest = expanded(text)
    return Cared(tuple(starmap(CareLine, items)), *rest)


def _line(duty: Duty) -> DutyLine:
    return DutyLine(
        duty.ref, duty.tier, duty.period, duty.start.isoformat(), duty.due.isoformat(), duty.until.isoformat(), duty.state,
        duty.days, duty.done, duty.times, day_text(duty.done_on), duty.owner,
    )  # fmt: skip


def _tallies(duties: Iterable[Duty]) -> list[tuple[str | int | None, ...]]:
    counts: dict[tuple[str | None, str, str | None], list[int]] = {}
    for duty in duties:
        held = counts.setdefault((duty.tier, duty.ref, duty.owner), [0] * len(STATES))
        held[STATES.index(duty.state)] += 1
    return [(*key, *held) for key, held in counts.items()]
