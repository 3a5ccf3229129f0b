"""Order frequency 订单频次下降: three months with at most half the orders expected, and more than chance would explain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months, first_day_not_within
from crmsite.figures.facts import Factor, Level, Say
from crmsite.inference.counting import at_most
from crmsite.scores.alerts import Signal, first_true

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch


_HALF = Decimal("0.5")
"""The share of the orders expected at which they have become few, where the rule does not say."""

_LIMIT = Decimal("0.10")
"""The probability up to which chance is no explanation, where the rule does not say."""


def chance(recent: int, earlier: int, months: int, base: int) -> Decimal:
    """Return the probability of so few orders in the recent months if all orders fell evenly: P(X <= recent), binomial."""
    return at_most(recent, recent + earlier, Fraction(months, months + base))


def verdict(recent: int, earlier: int, rule: WarningRule) -> Level | None:
    """Judge two counts. With fewer earlier orders than can ever reach the limit, half the pace is worth watching, no more."""
    if earlier == 0:
        return None
    months, base = rule.months or 3, rule.base_months or 12
    ratio = rule.ratio if rule.ratio is not None else _HALF
    if recent * base > ratio * earlier * months:
        return None
    limit = rule.p if rule.p is not None else _LIMIT
    if chance(recent, earlier, months, base) <= limit:
        return rule.level or "urgent"
    if chance(0, earlier, months, base) > limit and earlier >= (rule.min_before or 3):
        return "watch"
    return None


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Compare the last three months with the twelve before. Not before the first sale, nor behind an opening balance."""
    ledger, as_of = watch.ledger, watch.as_of
    months, base = rule.months or 3, rule.base_months or 12
    rated_since = watch.relation.rated_since
    if rated_since is None or not ledger.order_days:
        return None
    start, before = watch.months_ago(months), watch.months_ago(months + base)
    recent, earlier = ledger.orders_in(start, as_of), ledger.orders_in(before, start)
    level = verdict(recent, earlier, rule) if ledger.sees(before) else None
    if level is None:
        return None
    changes = [*ledger.order_days, *(first_day_not_within(d, k) for d in ledger.order_days for k in (months, months + base))]
    if ledger.opening is not None:
        changes.append(first_day_not_within(ledger.opening.date, months + base))
    since = first_true(changes, lambda day: _judge(ledger, day, rule) is not None, as_of, rated_since)
    expected = Decimal(earlier * months) / base
    args = (("months", months), ("recent", recent), ("base", base), ("earlier", earlier), ("expected", expected))
    sources = ledger.order_lines(before, as_of)
    factors = (
        Factor(Say("alert.factor.recent_orders", (("months", months),)), recent, None, None, ledger.order_lines(start, as_of)),
        Factor(Say("alert.factor.earlier_orders", (("months", base),)), earlier, None, None, ledger.order_lines(before, start)),
        Factor(Say("alert.factor.expected_orders"), expected),
        Factor(Say("alert.factor.chance"), Decimal(f"{chance(recent, earlier, months, base):.4f}")),
    )
    return Signal(level, since, Say(_sentence(level, recent), args), ledger.order_ids[-1:], factors, sources)


def _sentence(level: Level, recent: int) -> str:
    """Return the key of the sentence: no order at all is said otherwise than a few."""
    if level == "watch":
        return "alert.order-frequency.watch" if recent else "alert.order-frequency.none.watch"
    return "alert.order-frequency" if recent else "alert.order-frequency.none"


def _judge(ledger: Ledger, day: date, rule: WarningRule) -> Level | None:
    months, base = rule.months or 3, rule.base_months or 12
    before = add_months(day, -months - base)
    if not ledger.sees(before):
        return None
    start = add_months(day, -months)
    return verdict(ledger.orders_in(start, day), ledger.orders_in(before, start), rule)


def prepare(_dossier: Dossier, ledger: Ledger) -> bool | None:
    """Tell that there are orders which may have become fewer."""
    return True if ledger.order_days or ledger.taken_back else None


def fix(rule: WarningRule, then: Then) -> tuple[WarningRule, date, date]:
    """Return the rule, and the days after which the twelve months and the three begin."""
    months = rule.months or 3
    return rule, then.months_ago(months + (rule.base_months or 12)), then.months_ago(months)


def held(_: bool, past: Past, fixed: tuple[WarningRule, date, date]) -> bool:
    """Tell whether orders had become fewer on an earlier day."""
    if past.relation.rated_since is None or past.last_order is None:
        return False
    ledger, day, (rule, before, start) = past.ledger, past.then.day, fixed
    earlier = ledger.orders_in(before, start)
    if not earlier or verdict(ledger.orders_in(start, day), earlier, rule) is None:
        return False
    return ledger.stood_on(day)
