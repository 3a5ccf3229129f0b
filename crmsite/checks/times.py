"""What happened in an order that is possible: cases, follow-ups, spans of days that end after they begin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.care import Care
from crmsite.kinds.case import Case
from crmsite.kinds.customer import Customer
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.goals import Goals
from crmsite.kinds.improvement import Improvement
from crmsite.kinds.need import Need
from crmsite.kinds.person import Person
from crmsite.kinds.plan import Plan
from crmsite.kinds.policies import CalendarPolicy
from crmsite.kinds.risk import Risk, Waiver
from crmsite.kinds.satisfaction import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Moment, Record

_STEPS = ("opened", "first_response", "solution_offered", "resolved", "callback")


def cases(case: CaseFile) -> Iterator[Diagnostic]:
    """A case is opened, answered, solved, resolved and called back about in this order; it escalates while it is there."""
    for record in case.of(Case):
        told = [(step, moment) for step in _STEPS if (moment := getattr(record, step)) is not None]
        for (earlier, first), (later, second) in pairwise(told):
            if _before(second, first):
                yield at(record, "times-unordered", later, later=later, earlier=earlier)
        for number, escalation in enumerate(record.escalations):
            if escalation.date < record.opened.day:
                yield at(record, "times-unordered", "escalations", number, "date", later="escalations", earlier="opened")


def followups(case: CaseFile) -> Iterator[Diagnostic]:
    """A contact ends after it starts, and its minutes are written after it."""
    for record in case.of(FollowUp):
        if record.end is not None and _before(record.end, record.when):
            yield at(record, "end-before-start", "end", start=_text(record.when), end=_text(record.end))
        if record.minutes_at is not None and _before(record.minutes_at, record.when):
            yield at(record, "times-unordered", "minutes_at", later="minutes_at", earlier="start")


def spans(case: CaseFile) -> Iterator[Diagnostic]:
    """What lasts from one day to another ends after it begins."""
    for record, keys, start, end in _spans(case):
        if start is not None and end is not None and end < start:
            yield at(record, "end-before-start", *keys, start=start, end=end)


def _spans(case: CaseFile) -> Iterator[tuple[Record, tuple[str | int, ...], date | None, date | None]]:
    for customer in case.of(Customer):
        for number, step in enumerate(customer.owners):
            yield customer, ("owners", number, "to"), step.from_, step.to
    for need in case.of(Need):
        if need.closed is not None:
            yield need, ("closed", "on"), need.recorded, need.closed.on
    for plan in case.of(Plan):
        yield plan, ("period", "to"), plan.period.from_, plan.period.to
        for number, action in enumerate(plan.actions):
            yield plan, ("actions", number, "due"), action.start, action.due
            if action.recurs is not None:
                yield plan, ("actions", number, "recurs", "until"), action.recurs.from_, action.recurs.until
    for risk in case.of(Risk):
        yield risk, ("closed",), risk.raised, risk.closed
    for waiver in case.of(Waiver):
        yield waiver, ("until",), waiver.on, waiver.until


def shared_spans(case: CaseFile) -> Iterator[Diagnostic]:
    """The same, for the records that belong to no customer."""
    for record, keys, start, end in _shared_spans(case):
        if start is not None and end is not None and end < start:
            yield at(record, "end-before-start", *keys, start=start, end=end)


def _shared_spans(case: CaseFile) -> Iterable[tuple[Record, tuple[str | int, ...], date | None, date | None]]:
    for person in case.of(Person):
        yield person, ("active", "to"), person.active.from_, person.active.to
        for number, deputy in enumerate(person.deputies):
            yield person, ("deputies", number, "to"), deputy.from_, deputy.to
    for calendar in case.of(CalendarPolicy):
        for number, holiday in enumerate(calendar.holidays):
            yield calendar, ("holidays", number, "to"), holiday.from_, holiday.to
    for survey in case.of(Survey):
        yield survey, ("window", "to"), survey.window.from_, survey.window.to
    for care in case.of(Care):
        yield care, ("period", "to"), care.period.from_, care.period.to
    for goals in case.of(Goals):
        yield goals, ("period", "to"), goals.period.from_, goals.period.to
    for improvement in case.of(Improvement):
        for number, measure in enumerate(improvement.plan):
            yield improvement, ("plan", number, "due"), measure.start, measure.due


def _before(one: Moment, other: Moment) -> bool:
    """Tell whether one moment surely lies before another: without a time, or with the zone of one only, by whole days."""
    if one.minute is None or other.minute is None:
        return one.day < other.day
    if (one.offset is None) != (other.offset is None):
        return (other.day - one.day).days > 1
    return _minutes(one) < _minutes(other)


def _minutes(moment: Moment) -> int:
    return moment.day.toordinal() * 1440 + (moment.minute or 0) - (moment.offset or 0)


def _text(moment: Moment) -> str:
    if moment.minute is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()} {moment.minute // 60:02d}:{moment.minute % 60:02d}"
