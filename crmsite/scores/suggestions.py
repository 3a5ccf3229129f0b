"""Suggestions 建议分: what the score tables of the tier policy make of a customer's figures, beside what was judged."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Say, Shown
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Unpaid
    from crmsite.figures.facts import Amounts
    from crmsite.kinds.assessment import Assessment
    from crmsite.kinds.policies import TierPolicy

DIMENSIONS = ("amount", "stability", "growth", "risk")
LATE_PAYMENT_DAYS = 15


class Table(Slotted):
    """A score table with its cuts in rising order; a ``falling`` one counts down from 10."""

    metric: str
    cuts: tuple[Decimal, ...]
    falling: bool


class SuggestionRule(Slotted):
    """What a date and a policy fix for every customer: the tables by dimension, their currency, the day a year ago."""

    tables: Mapping[str, Table]
    currency: str
    year_ago: date


def suggestion_rule(policy: TierPolicy, currency: str, year_ago: date) -> SuggestionRule:
    """Prepare for a date; a policy need not have a table for every dimension, or any."""
    written = {name: getattr(policy.suggest, name, None) for name in DIMENSIONS}
    tables = {name: Table(own.metric, tuple(sorted(own.cuts)), own.falling) for name, own in written.items() if own is not None}
    return SuggestionRule(tables, currency, year_ago)


def suggested_of(
    dossier: Dossier, last: Assessment | None, amounts: Amounts, unpaid: tuple[Unpaid, ...], rule: SuggestionRule
) -> tuple[tuple[str, Decimal | None, Shown], ...]:
    """Return what the score tables say, with the figure each rests on; growth is carried over from the ``last`` judgement."""
    found: list[tuple[str, Decimal | None, Shown]] = []
    for name in DIMENSIONS:
        if name == "growth":
            if last is not None and last.scores.growth is not None:
                found.append((name, last.scores.growth, Say("tier.carried_over", (("period", last.period),))))
            continue
        table = rule.tables.get(name)
        if table is None:
            continue
        figure, shown = _metric(table.metric, dossier, amounts, unpaid, rule)
        if figure is None:
            found.append((name, None, shown))
            continue
        reached = bisect_right(table.cuts, figure)
        found.append((name, Decimal(max(10 - reached, 1) if table.falling else 1 + reached), shown))
    return tuple(found)


def _metric(
    name: str, dossier: Dossier, amounts: Amounts, unpaid: tuple[Unpaid, ...], rule: SuggestionRule
) -> tuple[Decimal | None, Shown]:
    """Return a metric of the score tables and how it is printed; unknown for a name that is not among them."""
    if name == "amount_12m":
        figure = amounts.last_12m if amounts.currency == rule.currency else None
        return figure, None if figure is None else Money(figure, amounts.currency)
    if name == "cooperation_years":
        figure = amounts.cooperation_years
        return figure, None if figure is None else Say("unit.years", (("n", figure),))
    if name == "orders_12m":
        return None if amounts.orders_12m is None else Decimal(amounts.orders_12m), amounts.orders_12m
    if name == "risk_signals_12m":
        signals = _risk_signals(dossier, unpaid, rule.year_ago)
        return Decimal(signals), Say("tier.signals", (("n", signals),))
    return None, None


def _risk_signals(dossier: Dossier, unpaid: tuple[Unpaid, ...], year_ago: date) -> int:
    """Count what speaks against safety: a year's complaints (twice when escalated), late invoices, contacts without successor."""
    count = sum([late.days > LATE_PAYMENT_DAYS for late in unpaid]) if unpaid else 0
    for case in dossier.cases:
        if case.type == "complaint" and case.opened.day > year_ago:
            count += 2 if case.escalations else 1
    for contact in dossier.contacts:
        if contact.left_on is not None and contact.successor is None:
            count += 1
    return count
