"""Obligations: playbooks and plans for segments compiled into dated periods, before anybody asks what was done."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import Period, add_months, period_of, previous_period
from crmsite.dossier.book import stage_at
from crmsite.dossier.relationship import RATED_STAGES
from crmsite.figures.owed import HISTORY_MONTHS
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.plan import Action, Plan, Subject
    from crmsite.kinds.policies import Playbook, PlaybookAction
    from crmsite.policy import Policies

    TierOn = Callable[[date], str | None]
    """Tells the tier that a customer held on a day; ``None`` where it had none, or none that is certain."""


class Obligation(Slotted):
    """What has to be done so many times between two days; until ``until`` it is late rather than missed.

    ``past``: it ended before the window of its playbook, so that only figures of past quarters count it.
    """

    ref: str
    tier: str | None
    kind: str | None
    text: Localised | None
    team: str | None
    times: int
    period: str
    start: date
    due: date
    until: date
    proof: frozenset[str] = frozenset()
    source: Citation | None = None
    past: bool = False


class PlanPeriods(NamedTuple):
    """An action of a plan for a segment, for each customer of it: its periods up to the as-of date."""

    ref: str
    plan: Plan
    action: Action
    subject: Subject
    periods: tuple[Period, ...]


class DutyRule(Slotted):
    """What a date and the policies fix for every customer: what each tier is asked for, by first day; the plans.

    ``asked`` gives for each day on which a period begins, in order, and for the tier that is held on it, the obligations with
    their places in the order of cadences, periods and actions.
    """

    as_of: date
    policies: Policies
    asked: tuple[tuple[date, Mapping[str, tuple[tuple[int, Obligation], ...]]], ...]
    plans: tuple[PlanPeriods, ...]


class Traits(Slotted):
    """What makes a customer one of a segment and has no history of its own: it is taken as it stands at the as-of date."""

    segment: str | None
    band: str | None


def duty_rule(policies: Policies, plans: Iterable[Plan], as_of: date, begins: YearStart) -> DutyRule:
    """Prepare for a date: for each cadence the running period and those that ended within the history that figures look at."""
    books = [book for versions in policies.playbooks.values() for book in versions]
    months = {book.window_months for book in books}
    history, window = (add_months(as_of, -max((most, *months))) for most in (HISTORY_MONTHS, 0))
    asked: dict[date, dict[str, list[tuple[int, Obligation]]]] = {}
    place = 0
    for every in sorted({action.every for book in books for action in book.actions}):
        for period in _periods(every, history, as_of, begins):
            for tier in policies.playbooks:
                book = _book(policies, tier, period.start)
                for action in book.actions if book is not None else ():
                    if book is not None and action.every == every:
                        past = period.end <= add_months(as_of, -book.window_months)
                        held = asked.setdefault(period.start, {}).setdefault(tier, [])
                        held.append((place, _obligation(book, action, period, past=past)))
                        place += 1
    found = [(start, {tier: tuple(held) for tier, held in tiers.items()}) for start, tiers in sorted(asked.items())]
    return DutyRule(as_of, policies, tuple(found), tuple(_plans(plans, window, as_of, begins)))


def _periods(every: str, since: date, as_of: date, begins: YearStart) -> tuple[Period, ...]:
    found = [period_of(as_of, every, begins)]
    while (before := previous_period(found[-1], every, begins)).end > since:
        found.append(before)
    return tuple(reversed(found))


def _plans(plans: Iterable[Plan], since: date, as_of: date, begins: YearStart) -> Iterable[PlanPeriods]:
    for plan in plans:
        for action in plan.actions:
            if action.per_customer and action.cancelled is None and plan.subject is not None:
                periods = tuple(_plan_periods(plan, action, since, as_of, begins))
                if periods:
                    yield PlanPeriods(f"{plan.id}.{action.id}", plan, action, plan.subject, periods)


def _plan_periods(plan: Plan, action: Action, since: date, as_of: date, begins: YearStart) -> Iterable[Period]:
    """Yield the periods of an action; one that does not recur has a single one, named after the month in which it is due."""
    if action.recurs is None:
        first = action.start or plan.period.from_
        if action.due is not None and first <= as_of and action.due > since:
            yield Period(period_of(action.due, "month").id, first, action.due)
        return
    first = action.recurs.from_ or action.start or plan.period.from_
    last = min(action.recurs.until or plan.period.to, action.done or plan.period.to)
    for period in _periods(action.recurs.every, since, as_of, begins):
        start, end = max(period.start, first), min(period.end, last)
        if start <= min(end, as_of):
            yield Period(period.id, start, end)


def playbook_obligations(customer: Customer, tier_on: TierOn, first_tier: date, rule: DutyRule) -> list[Obligation]:
    """Return what the playbooks ask for: a period counts for the tier that is held on its first day, and for no other.

    Nothing before the customer first had a tier (``first_tier``), nor before a playbook came into force. A period in
    which the customer was lost asks for nothing: duties end on that day.
    """
    left = [step.from_ for step in customer.stages if step.stage not in RATED_STAGES]
    found: list[tuple[int, Obligation]] = []
    for start, tiers in rule.asked[bisect_left(rule.asked, first_tier, key=itemgetter(0)) :]:
        tier = tier_on(start)
        for place, one in tiers.get(tier, ()) if tier is not None else ():
            if not left or not _within(left, start, min(one.due, rule.as_of)):
                found.append((place, one))
    found.sort()
    return [one for _, one in found]


def _within(days: Iterable[date], start: date, last: date) -> bool:
    """Tell whether one of some days lies after a first day and not after a last one."""
    return any(start < day <= last for day in days)


def _obligation(book: Playbook, action: PlaybookAction, period: Period, *, past: bool) -> Obligation:
    until = period.end + timedelta(days=action.grace_days)
    ref, count = f"{book.tier}.{action.id}", max(1, action.count)
    return Obligation(
        ref, book.tier, action.kind, action.text, action.team, count, period.id, period.start, period.end, until, past=past
    )


def _book(policies: Policies, tier: str, day: date) -> Playbook | None:
    """Return the playbook of a tier in force on a day; unlike a cut, a duty does not hold before it was written."""
    book = policies.playbook(tier, day)
    return book if book is not None and book.effective_from <= day else None


def _left_within(customer: Customer, period: Period, as_of: date) -> bool:
    """Tell whether the customer ceased to be one within a period."""
    left = (step.from_ for step in customer.stages if step.stage not in RATED_STAGES)
    return _within(left, period.start, min(period.end, as_of))


def plan_obligations(customer: Customer, tier_on: TierOn, traits: Traits, rule: DutyRule) -> list[Obligation]:
    """Return what plans for segments ask for: one obligation a period for whoever belongs to the segment on its first day."""
    found = []
    for ref, plan, action, subject, periods in rule.plans:
        source = plan.cite("actions", plan.actions.index(action), "id")
        for period in periods:
            if belongs(customer, subject, period.start, tier_on, traits) and not _left_within(customer, period, rule.as_of):
                proof = frozenset(action.proof)
                owed = (ref, None, None, action.text, action.department, 1, period.id, period.start, period.end, period.end)
                found.append(Obligation(*owed, proof, source))
    return found


def belongs(customer: Customer, subject: Subject, day: date, tier_on: TierOn, traits: Traits) -> bool:
    """Tell whether a customer is one of a segment on a day. Every condition that is given must hold.

    Tier and stage are those of the day; tags, industry, RFM segment and value band, which have no history here, those of now.
    Who is lost belongs only to a segment that names the stage.
    """
    stage = stage_at(customer, day)
    if stage is None or (stage not in subject.stage if subject.stage else stage == "lost"):
        return False
    return (
        (not subject.tier or tier_on(day) in subject.tier)
        and (not subject.tag or not set(subject.tag).isdisjoint(customer.tags))
        and (not subject.segment or traits.segment in subject.segment)
        and (not subject.value_band or traits.band in subject.value_band)
        and (not subject.industry or customer.industry in subject.industry)
    )
