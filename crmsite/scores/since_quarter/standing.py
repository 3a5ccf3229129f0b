"""Standing then: where a customer stood on the last day of the quarter before, and which early warnings held on it.

Everything is worked out by the records of that day, dates of validity deciding, and by the policies in force on it. What comes
out the same without being worked out again is taken from today's figures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from crmsite.assemble import earlier
from crmsite.calendar_days import add_months, period_of
from crmsite.changed import Stood
from crmsite.ledger import ledger_of, unpaid_of
from crmsite.relationship import relationship_of
from crmsite.scores.alerts import Watch
from crmsite.scores.amounts import amounts_rule, latest_window, median_interval
from crmsite.scores.early_warnings import alert_rules
from crmsite.scores.last_contact import last_contact_of
from crmsite.scores.rfm import recency_score, rfm_of, rfm_rule, rising_score
from crmsite.scores.tier import review_of, tier_rule
from crmsite.scores.value_band import band_of, band_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crmsite.book import Dossier
    from crmsite.calendar_days import YearStart
    from crmsite.facts import Amounts, Facts
    from crmsite.kinds.policies import WarningsPolicy
    from crmsite.kinds.satisfaction import Survey
    from crmsite.ledger import Ledger
    from crmsite.policy import Policies
    from crmsite.relationship import Relationship
    from crmsite.scores.amounts import AmountsRule
    from crmsite.scores.early_warnings import AlertRule
    from crmsite.scores.rfm import RfmRule
    from crmsite.scores.tier import TierRule
    from crmsite.scores.value_band import BandRule

MONTHS_AT_HAND = 37
"""How many months back the dates are worked out beforehand."""


class ThenRule(NamedTuple):
    """What the closing day and the policies in force on it fix for every customer."""

    closing: date
    basis: str
    currency: str
    warnings: WarningsPolicy
    amounts: AmountsRule
    tier: TierRule
    rfm: RfmRule
    band: BandRule
    alerts: tuple[AlertRule, ...]
    ago: tuple[date, ...]
    surveys: Mapping[str, Survey]
    same_rfm: bool


def then_rule(
    policies: Policies, as_of: date, begins: YearStart, counted: tuple[str, str], surveys: Mapping[str, Survey]
) -> ThenRule:
    """Prepare for the last day of the quarter before ``as_of``; ``counted`` are the basis of amounts and the currency."""
    closing = period_of(as_of, "quarter", begins).start - timedelta(days=1)
    basis, currency = counted
    warnings, value = policies.warnings(closing), policies.value(closing)
    return ThenRule(
        closing,
        basis,
        currency,
        warnings,
        amounts_rule(value, closing),
        tier_rule(policies, closing, begins, currency),
        rfm_rule(policies.rfm(closing), closing),
        band_rule(value, currency),
        alert_rules(warnings, currency),
        tuple([add_months(closing, -months) for months in range(MONTHS_AT_HAND)]),
        {name: survey for name, survey in surveys.items() if survey.window.from_ <= closing},
        policies.rfm(closing) is policies.rfm(as_of),
    )


class Then(NamedTuple):
    """How a customer stood, and the rules of the early warnings that held and no longer hold as they did."""

    stood: Stood
    cleared: tuple[str, ...]


def then_of(dossier: Dossier, facts: Facts, ledger: Ledger, rule: ThenRule) -> Then | None:
    """Return how a customer stood on the closing day; ``None`` where it was not on record yet.

    An early warning that holds today and began before that day is the same episode, and is not asked for again.
    """
    seen = earlier(dossier, rule.closing)
    if seen is None:
        return None
    relation = relationship_of(seen.customer, rule.closing)
    book = ledger if _same_rows(seen, dossier) else ledger_of(seen, rule.basis, rule.currency)
    state, reason, amount, orders = latest_window(book, relation, rule.amounts)
    amounts = facts.amounts._replace(
        state=state, reason=reason, last_12m=amount, orders_12m=orders, last_order=book.last_order(), currency=book.currency,
        median_interval_days=facts.amounts.median_interval_days if book is ledger else median_interval(book.order_days),
        best_earlier_band=None,
    )  # fmt: skip
    band = band_of(seen, amounts, book, relation.stage, rule.band)
    stood = Stood(
        facts.tier.before.tier,
        _segment(seen, facts, book, relation, rule),
        band.band if band.state == "value" else None,
        amount if state == "value" else None,
    )
    return Then(stood, _cleared(seen, facts, book, relation, amounts, rule))


def _same_rows(seen: Dossier, dossier: Dossier) -> bool:
    """Tell whether nothing that a ledger is laid out from has been added since."""
    rows = ((seen.orders, dossier.orders), (seen.invoices, dossier.invoices), (seen.receipts, dossier.receipts))
    return seen.opening is dossier.opening and all(len(then) == len(now) for then, now in rows)


def _segment(seen: Dossier, facts: Facts, book: Ledger, relation: Relationship, rule: ThenRule) -> str | None:
    """Return the segment. Where all three scores are today's and recency is not low, so is the segment."""
    now, last, policy = facts.rfm, book.last_order(), rule.rfm.policy
    until, after = rule.rfm.ends[:2]
    alike = now.state == "value" and rule.same_rfm and relation.stage != "lost" and book.complete
    if alike and last is not None and book.sees(after):
        scores = (
            recency_score((until - last).days, policy.recency_days),
            rising_score(book.orders_in(after, until), policy.frequency_orders),
            rising_score(book.amount_in(after, until), policy.monetary),
        )
        if scores == (now.recency, now.frequency, now.monetary) and scores[0] not in policy.levels.low:
            return now.segment
    return rfm_of(seen, book, relation, rule.rfm, None).segment


def _cleared(
    seen: Dossier, facts: Facts, book: Ledger, relation: Relationship, amounts: Amounts, rule: ThenRule
) -> tuple[str, ...]:
    lasting = {alert.rule for alert in facts.alerts if alert.since <= rule.closing}
    judged = facts.tier.history[: len(seen.assessments)]
    review, due, missing = review_of([period for period, _, _ in judged], relation, rule.tier)
    tier = facts.tier._replace(now=facts.tier.before, history=judged, review=review, review_due=due, review_missing=missing)
    watch = Watch(
        seen, rule.closing, relation, book, amounts, unpaid_of(seen, rule.closing), tier,
        last_contact_of(seen, rule.warnings), rule.warnings, rule.ago, rule.surveys,
    )  # fmt: skip
    return tuple([
        own.rule.id for own in rule.alerts if own.rule.id not in lasting and own.find(watch, own.rule) is not None
    ])  # fmt: skip
