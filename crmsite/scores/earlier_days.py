"""Earlier days 往日: in which segment a customer was, and which early warnings held, on days that are over.

Today's records are looked at, each as far as it is dated by then, and the policies that were in force decide: what comes out is
what a build as of that day would say. Most customers are told without turning their records back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.dossier.assemble import earlier
from crmsite.dossier.ledger import ledger_of, unpaid_of
from crmsite.dossier.relationship import relationship_of
from crmsite.scores.alerts import Past, Then, Watch
from crmsite.scores.amounts import median_interval
from crmsite.scores.early_warnings import ALERTS, waiver_of
from crmsite.scores.last_contact import last_contact_of
from crmsite.scores.rfm import rfm_of, rfm_rule, segment_on
from crmsite.scores.tier import closed_quarter, review_of, tier_at, tier_rule
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from typing import Any

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.dossier.relationship import Relationship
    from crmsite.figures.facts import Amounts, Tier
    from crmsite.kinds.policies import WarningRule
    from crmsite.kinds.satisfaction import Survey
    from crmsite.policy import Policies
    from crmsite.scores.alerts import Held, Signal
    from crmsite.scores.early_warnings import AlertKind
    from crmsite.scores.rfm import RfmRule
    from crmsite.scores.tier import Judged, TierRule


class DayRule(Slotted):
    """What an earlier day and the policies in force on it fix for every customer; ``counted``: basis of amounts, currency.

    ``fixed`` is what each rule of the early warnings needs to tell whether it held, by its id; ``all_asked``: none is switched off.
    """

    then: Then
    rfm: RfmRule
    tier: TierRule
    rules: tuple[tuple[AlertKind, WarningRule], ...]
    fixed: Mapping[str, Any]
    all_asked: bool
    counted: tuple[str, str]


MONTHS_AT_HAND = 28
"""How many months back the dates are worked out beforehand for days that every customer is asked about."""


def day_rule(
    policies: Policies, day: date, begins: YearStart, counted: tuple[str, str], surveys: Mapping[str, Survey], *, often: bool = True
) -> DayRule:
    """Prepare for a day; ``often`` where many customers will be asked about it."""
    warnings, tier = policies.warnings(day), tier_rule(policies, day, begins, counted[1])
    ago = tuple([add_months(day, -months) for months in range(MONTHS_AT_HAND)]) if often else ()
    begun = {name: survey for name, survey in surveys.items() if survey.window.from_ <= day}
    rules = {rule.id: rule for rule in warnings.rules}
    cadence = warnings.cadence_days
    least = min(cadence.S, cadence.A, cadence.B, cadence.C, cadence.none)
    then = Then(day, warnings, ago, begun, closed_quarter(tier), least)
    used = tuple([(kind, rules[kind.id]) for kind in ALERTS if kind.id in rules])
    fixed = {rule.id: kind.fix(rule, then) for kind, rule in used}
    return DayRule(then, rfm_rule(policies.rfm(day), day), tier, used, fixed, len(fixed) == len(ALERTS), counted)


class Stance(Slotted):
    """How a customer stood on an earlier day: its segment, the rules that held, how many of them nobody had waived, its stage."""

    segment: str | None
    held: tuple[str, ...]
    open: int
    relation: Relationship


class Looked(Slotted):
    """What is known of a customer today that earlier days are told from."""

    dossier: Dossier
    ledger: Ledger
    relation: Relationship
    amounts: Amounts
    tier: Tier
    judged: tuple[Judged, ...]
    tier_on: Callable[[date], str | None]


class Glance(Slotted):
    """A customer prepared for being asked about any day; ``plain``: its rows tell all of its orders, in one currency.

    ``asked`` are the rules that can ever have held, each with what it looks at.
    """

    of: Looked
    plain: bool
    first: date
    settled: date
    asked: tuple[tuple[str, Held, Any], ...]


def glance_at(of: Looked) -> Glance:
    """Prepare a customer."""
    dossier, ledger = of.dossier, of.ledger
    steps = [step.from_ for step in dossier.customer.stages]
    plain = dossier.opening is None and not ledger.mixed and ledger.own
    found = [(kind.id, kind.held, kind.prepare(dossier, ledger)) for kind in ALERTS] if plain else []
    return Glance(of, plain, min(steps), max(steps), tuple([one for one in found if one[2] is not None]))


def stance_on(glance: Glance, rule: DayRule) -> Stance | None:
    """Return how a customer stood on a day; ``None`` where it was not on record yet."""
    day = rule.then.day
    if glance.first > day:
        return None
    if not glance.plain:
        return _turned_back(glance, rule)
    of = glance.of
    dossier, ledger = of.dossier, of.ledger
    relation = of.relation if glance.settled <= day else relationship_of(dossier.customer, day)
    last = ledger.last_order_by(day)
    past = Past(dossier, ledger, rule.then, relation, last, of.tier_on)
    fixed = rule.fixed
    asked = glance.asked if rule.all_asked else [one for one in glance.asked if one[0] in fixed]
    held = [name for name, holds, looked_at in asked if holds(looked_at, past, fixed[name])]
    standing = _not_waived(glance, rule, held) if held and dossier.waivers else len(held)
    return Stance(segment_on(dossier.customer, ledger, relation, rule.rfm, last), tuple(held), standing, relation)


def _not_waived(glance: Glance, rule: DayRule, held: Sequence[str]) -> int:
    """Count the rules that held and were not waived; the day on which each began is looked for where there are waivers at all."""
    if not any(waiver.on <= rule.then.day <= waiver.until for waiver in glance.of.dossier.waivers):
        return len(held)
    found = signals_on(glance, rule, held)
    return sum(waiver_of(glance.of.dossier, own, signal.since, rule.then.day) is None for own, signal in found)


def _turned_back(glance: Glance, rule: DayRule) -> Stance | None:
    """Return how a customer stood whose rows do not tell all: its records as they stood then, asked as if it were today."""
    watch = _watch(glance, rule)
    if watch is None:
        return None
    found = _asked(watch, rule, None)
    waived = sum(waiver_of(glance.of.dossier, own, signal.since, rule.then.day) is not None for own, signal in found)
    segment = rfm_of(watch.dossier, watch.ledger, watch.relation, rule.rfm, None).segment
    return Stance(segment, tuple([own.id for own, _ in found]), len(found) - waived, watch.relation)


def signals_on(glance: Glance, rule: DayRule, among: Sequence[str]) -> list[tuple[WarningRule, Signal]]:
    """Return what some rules found on a day, each with the day since when it had held."""
    watch = _watch(glance, rule)
    return [] if watch is None else _asked(watch, rule, frozenset(among))


def _asked(watch: Watch, rule: DayRule, among: frozenset[str] | None) -> list[tuple[WarningRule, Signal]]:
    asked = [(kind, own) for kind, own in rule.rules if among is None or own.id in among]
    return [(own, signal) for kind, own in asked if (signal := kind.find(watch, own)) is not None]


def _watch(glance: Glance, rule: DayRule) -> Watch | None:
    """Turn a customer's records back to a day; ``None`` where it was not on record yet."""
    of, then = glance.of, rule.then
    seen = earlier(of.dossier, then.day)
    if seen is None:
        return None
    relation = relationship_of(seen.customer, then.day)
    book = ledger_of(seen, *rule.counted)
    amounts = of.amounts._replace(last_order=book.last_order(), median_interval_days=median_interval(book.rhythm_days()))
    history = of.tier.history[: len(seen.assessments)]
    review, due, missing = review_of([period for period, _, _ in history], relation, rule.tier)
    now = tier_at(of.judged, relation.stage, rule.tier.policies, then.day)
    tier = of.tier._replace(now=now, history=history, review=review, review_due=due, review_missing=missing)
    return Watch(
        seen, then.day, relation, book, amounts, unpaid_of(seen, then.day), tier, last_contact_of(seen, then.policy), then.policy,
        then.ago, then.surveys,
    )  # fmt: skip
