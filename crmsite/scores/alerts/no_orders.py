"""No orders 连续无订单: the last order lies two months back. Softened while the silence is within the customer's own rhythm."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import first_day_not_within
from crmsite.dossier.relationship import billed_contract, last_billed_day
from crmsite.figures.facts import Factor, Level, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.dossier.relationship import Relationship
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether orders have stopped. Not for customers that never ordered, are new, or pay by subscription or by the year."""
    last, as_of, relation = watch.amounts.last_order, watch.as_of, watch.relation
    months = rule.months or 2
    if last is None or relation.rated_since is None or not _silent(last, relation, watch.months_ago(months)):
        return None
    if billed_contract(watch.dossier.customer, as_of) is not None:
        return None
    begun = relation.since or relation.rated_since
    since = max(first_day_not_within(last, months), first_day_not_within(begun, months), relation.rated_since)
    billed = last_billed_day(watch.dossier.customer, as_of)
    if billed is not None and billed >= since:
        since = billed + timedelta(days=1)
    days = (as_of - last).days
    median = watch.amounts.median_interval_days
    level: Level = "urgent" if rule.level is None else rule.level
    key = "alert.no-orders"
    within = median is not None and days < (rule.rhythm or Decimal("1.5")) * median
    if within:
        level, key = "watch", "alert.no-orders.rhythm"
    text = Say(key, (("months", months), ("last", last), ("days", days), ("median", median)))
    ids, sources = watch.ledger.last_placed()
    factors = (
        Factor(Say("alert.factor.last_order"), last, None, Say("unit.days", (("n", days),)), sources),
        Factor(Say("alert.factor.rhythm"), median, None, _WITHIN if within else None, (), "unknown" if median is None else "value"),
    )
    return Signal(level, since, text, ids, factors, sources)


_WITHIN = Say("alert.note.within_rhythm")


def _silent(last: date, relation: Relationship, start: date) -> bool:
    """Tell whether nothing was ordered after a day by somebody who was a customer then already."""
    begun = relation.since or relation.rated_since
    return last <= start and begun is not None and begun <= start


def prepare(_dossier: Dossier, ledger: Ledger) -> bool | None:
    """Tell that there are orders which may have stopped."""
    return True if ledger.order_days or ledger.taken_back else None


def fix(rule: WarningRule, then: Then) -> date:
    """Return the day since when nothing must have been ordered."""
    return then.months_ago(rule.months or 2)


def held(_: bool, past: Past, start: date) -> bool:
    """Tell whether orders had stopped on an earlier day."""
    last, relation = past.last_order, past.relation
    if last is None or last > start or relation.rated_since is None or not _silent(last, relation, start):
        return False
    return billed_contract(past.dossier.customer, past.then.day) is None
