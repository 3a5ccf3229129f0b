"""Beforehand 事前: what was known of a customer some days before it was lost; of who never was, some days before today.

Whether scores saw a loss coming can only be told from how they stood before it, by the records and policies of that day.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from crmsite.figures.facts import Beforehand
from crmsite.scores.earlier_days import DayRule, day_rule, signals_on, stance_on
from crmsite.scores.tier import tier_at
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.figures.contribution import Spell
    from crmsite.kinds.satisfaction import Survey
    from crmsite.policy import Policies
    from crmsite.scores.earlier_days import Glance

DAY = timedelta(days=1)


class BeforeRule(Slotted):
    """What a date and the policies fix for every customer: how long before is looked at, and the day before today.

    ``on`` prepares for the day of a loss, and remembers it: several customers may have been lost on it.
    """

    ahead: timedelta
    today: DayRule
    on: Callable[[date], DayRule]


def before_rule(
    policies: Policies, as_of: date, begins: YearStart, counted: tuple[str, str], surveys: Mapping[str, Survey]
) -> BeforeRule:
    """Prepare for a date."""
    ahead = timedelta(days=policies.rates(as_of).backtest_days)

    def on(day: date) -> DayRule:
        return day_rule(policies, day, begins, counted, surveys, often=False)

    return BeforeRule(ahead, day_rule(policies, as_of - ahead, begins, counted, surveys), cache(on))


def beforehand_of(glance: Glance, spells: tuple[Spell, ...], rule: BeforeRule) -> Beforehand:
    """Return how a customer stood before its latest loss; without one, how it stood before today.

    Not applicable to who was never a customer. Who was not one yet on that day has no ``day``.
    """
    if not spells:
        return Beforehand("not_applicable")
    lost = next((spell for spell in reversed(spells) if spell.end is not None), None)
    if lost is None or lost.end is None:
        return _stood(glance, rule.today, Beforehand("value"), spells[-1].start)
    end = date.fromisoformat(lost.end)
    amount = Decimal(lost.amount) if lost.amount is not None else None
    found = Beforehand("value", None, end, lost.why, amount, warned=_warned(glance, rule.on(end - DAY)))
    return _stood(glance, rule.on(end - rule.ahead), found, lost.start)


def _stood(glance: Glance, rule: DayRule, found: Beforehand, since: str) -> Beforehand:
    """Add how the customer stood on a day, where it was a customer by then."""
    day, of = rule.then.day, glance.of
    stance = stance_on(glance, rule) if since <= day.isoformat() else None
    if stance is None:
        return found
    tier = tier_at(of.judged, stance.relation.stage, rule.tier.policies, day)
    total = tier.total if tier.state in ("value", "unknown") else None
    state, _, lost, why, amount, *_, warned = found
    return Beforehand(state, day, lost, why, amount, tier.tier, total, stance.segment, stance.open, stance.held, warned)


def _warned(glance: Glance, rule: DayRule) -> tuple[tuple[str, date], ...]:
    """Return the alerts of a day, each with the day since when it had held, the oldest first."""
    stance = stance_on(glance, rule)
    found = signals_on(glance, rule, stance.held) if stance is not None and stance.held else []
    return tuple(sorted([(own.id, signal.since) for own, signal in found], key=lambda pair: (pair[1], pair[0])))
