"""Renewal due 合同续签期: a contract ends within three months and nothing renews it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import Span, episode
from crmsite.dossier.relationship import term_contracts
from crmsite.figures.facts import Factor, Level, Money, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.customer import Contract, Customer
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether a renewal is due: watched from three months before, urgent in the last month while nobody has a plan.

    After the end and a month of grace the contract has lapsed; that is no longer a warning. Projects need no renewal.
    """
    if not watch.dossier.customer.contracts or watch.relation.rated_since is None:
        return None
    as_of, customer = watch.as_of, watch.dossier.customer
    due = [contract for contract in _not_renewed(customer) if contract.from_ <= as_of]
    if not due:
        return None
    ahead, grace = _times(rule)
    since = episode([Span(max(c.to - ahead, c.from_), c.to + grace) for c in due], as_of)
    if since is None:
        return None
    contract = min((c for c in due if c.to - ahead <= as_of <= c.to + grace), key=lambda c: (c.to, c.id))
    days = (contract.to - as_of).days
    close = days <= (rule.urgent_days if rule.urgent_days is not None else 30)
    level: Level = rule.level or "watch"
    amount = Money(contract.amount, watch.ledger.currency)
    key = "alert.renewal-due" if days >= 0 else "alert.renewal-due.over"
    text = Say(key, (("id", contract.id), ("to", contract.to), ("days", abs(days)), ("amount", amount)))
    at = customer.contracts.index(contract)
    source = customer.cite("contracts", at, "to")
    left = Say("unit.days", (("n", days),))
    factors = (
        Factor(Say("alert.factor.contract", (("id", contract.id),)), contract.to, None, left, (source,)),
        Factor(Say("alert.factor.contract_amount"), amount, None, None, (customer.cite("contracts", at, "amount"),)),
    )
    return Signal(level, since, text, (contract.id,), factors, (source,), urgent_unless_answered=close)


def _not_renewed(customer: Customer) -> list[Contract]:
    """Return the contracts for a term that no other renews."""
    renewed = {contract.renews for contract in customer.contracts}
    return [contract for contract in term_contracts(customer) if contract.id not in renewed]


def prepare(dossier: Dossier, _ledger: Ledger) -> list[Contract] | None:
    """Return the contracts that were to be renewed."""
    return (_not_renewed(dossier.customer) or None) if dossier.customer.contracts else None


def fix(rule: WarningRule, then: Then) -> tuple[date, date, date]:
    """Return the day, and the days between which a contract ends whose renewal is due on it."""
    ahead, grace = _times(rule)
    return then.day, then.day - grace, then.day + ahead


def held(contracts: list[Contract], past: Past, fixed: tuple[date, date, date]) -> bool:
    """Tell whether a renewal was due on an earlier day."""
    if past.relation.rated_since is None:
        return False
    day, earliest, latest = fixed
    return any(earliest <= one.to <= latest and one.from_ <= day for one in contracts)


def _times(rule: WarningRule) -> tuple[timedelta, timedelta]:
    """Return how long before its end a contract's renewal is due, and how long after it may still come."""
    days, grace = rule.days, rule.grace_days
    return timedelta(days=days if days is not None else 90), timedelta(days=grace if grace is not None else 30)
