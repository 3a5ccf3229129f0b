"""Amount down 成交额下降: the last six months against the same six months a year before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import add_months, first_day_not_within
from crmsite.figures.facts import Factor, Money, Percent, Say
from crmsite.scores.alerts import Signal, first_true

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether the amount fell by as much as the policy says, in proportion and in money."""
    ledger, as_of = watch.ledger, watch.as_of
    rated_since = watch.relation.rated_since
    months = rule.months or 6
    if rated_since is None or ledger.mixed or not ledger.amount_days:
        return None
    start, end, before = watch.months_ago(months), watch.months_ago(12), watch.months_ago(12 + months)
    now, then = ledger.amount_in(start, as_of), ledger.amount_in(before, end)
    if not ledger.sees(before) or not _is_fall(now, then, rule):
        return None
    steps = (months, 12, 12 + months)
    changes = [*ledger.amount_days, *(first_day_not_within(day, step) for day in ledger.amount_days for step in steps)]
    if ledger.opening is not None:
        changes.append(first_day_not_within(ledger.opening.date, 12 + months))
    since = first_true(changes, lambda day: _fell(ledger, day, rule), as_of, rated_since)
    change = Percent((now - then) / then)
    args = (("months", months), ("now", Money(now, ledger.currency)), ("then", Money(then, ledger.currency)), ("change", change))
    recent, earlier = ledger.amount_lines(start, as_of), ledger.amount_lines(before, end)
    factors = (
        Factor(Say("alert.factor.amount_now", (("months", months),)), Money(now, ledger.currency), None, None, recent),
        Factor(Say("alert.factor.amount_then"), Money(then, ledger.currency), None, None, earlier),
        Factor(Say("alert.factor.change"), change),
    )
    return Signal(rule.level or "watch", since, Say("alert.amount-down", args), (), factors, (*earlier, *recent)[:12])


def _fell(ledger: Ledger, day: date, rule: WarningRule) -> bool:
    months = rule.months or 6
    before = add_months(day, -12 - months)
    now, then = ledger.amount_in(add_months(day, -months), day), ledger.amount_in(before, add_months(day, -12))
    return ledger.sees(before) and _is_fall(now, then, rule)


def _is_fall(now: Decimal, then: Decimal, rule: WarningRule) -> bool:
    return _fallen(now, then, *_limits(rule))


def _fallen(now: Decimal, then: Decimal, ratio: Decimal, least: Decimal) -> bool:
    return then > 0 and now - then <= ratio * then and then - now >= least


def _limits(rule: WarningRule) -> tuple[Decimal, Decimal]:
    """Return the proportion, below nought, and the money that an amount must have fallen by."""
    return rule.ratio if rule.ratio is not None else Decimal("-0.30"), rule.amount if rule.amount is not None else Decimal(100_000)


def prepare(_dossier: Dossier, ledger: Ledger) -> bool | None:
    """Tell that there are amounts which may have fallen."""
    return True if ledger.amount_days else None


class Fixed(NamedTuple):
    """The days that bound both windows, the earliest first, and how far an amount must fall."""

    before: date
    year_ago: date
    start: date
    ratio: Decimal
    least: Decimal


def fix(rule: WarningRule, then: Then) -> Fixed:
    """Return the windows that end on a day."""
    months = rule.months or 6
    return Fixed(then.months_ago(12 + months), then.months_ago(12), then.months_ago(months), *_limits(rule))


def held(_: bool, past: Past, fixed: Fixed) -> bool:
    """Tell whether the amount had fallen on an earlier day."""
    ledger, (before, year_ago, start, ratio, least) = past.ledger, fixed
    if past.relation.rated_since is None or ledger.amount_days[0] > year_ago:
        return False
    earlier = ledger.amount_in(before, year_ago)
    return earlier > 0 and _fallen(ledger.amount_in(start, past.then.day), earlier, ratio, least)
