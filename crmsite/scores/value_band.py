"""Value band 价值带 and the label string 分类标签: value (before the first sale the stage), industry, need feature."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Band, Factor, Money, Receipt, Say, Shown, State, Term

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.figures.facts import Amounts
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.policies import ValuePolicy

_AMOUNT = Say("band.factor.amount")
_EXPECTED = Say("band.factor.expected")
_FORMERLY = Say("band.factor.formerly")


def band_of_amount(amount: Decimal, policy: ValuePolicy) -> str:
    """Return ``high``, ``medium`` or ``low`` of an amount."""
    return "high" if amount >= policy.high else "medium" if amount >= policy.medium else "low"


class BandRule(NamedTuple):
    """What a policy fixes for every customer."""

    policy: ValuePolicy
    currency: str
    parameters: tuple[tuple[Say, Shown], ...]


def band_rule(policy: ValuePolicy, currency: str) -> BandRule:
    """Prepare for a policy."""
    high, medium = Money(policy.high, currency), Money(policy.medium, currency)
    return BandRule(policy, currency, ((Say("band.parameter.high"), high), (Say("band.parameter.medium"), medium)))


def band_of(dossier: Dossier, amounts: Amounts, ledger: Ledger, stage: str | None, rule: BandRule) -> Band:
    """Place a customer by its trailing amount, or by the value expected of it where nothing was sold yet.

    No order in the window but an earlier one is ``dormant``; ``none`` is only for those that never ordered. An amount in another
    currency than that of the cuts is not compared with them: the band is unknown.
    """
    customer, policy = dossier.customer, rule.policy
    expected = customer.expected_annual_value
    never = not ledger.ever_ordered()
    state: State = "value"
    basis, formerly, amount, sources = "actual", None, amounts.last_12m, amounts.receipt.sources
    if expected is not None and (never or customer.value_basis == "expected"):
        basis, amount, band = "expected", expected, band_of_amount(expected, policy)
        sources = (customer.cite("expected_annual_value"),)
    elif never and amounts.state == "not_applicable":
        state, band = "not_applicable", "none"
    elif amount is None or (amount and amounts.currency != rule.currency):
        state, band = "unknown", "unknown"
    elif amount <= 0 and amounts.orders_12m:
        band = "low"
    elif amount > 0:
        band = band_of_amount(amount, policy)
    else:
        band, formerly = "dormant", amounts.best_earlier_band
    factors = []
    if amount is not None and state == "value":
        factors.append(Factor(_EXPECTED if basis == "expected" else _AMOUNT, Money(amount, amounts.currency), sources=sources))
    if formerly is not None:
        factors.append(Factor(_FORMERLY, Say(f"band.formerly.{formerly}")))
    term = Term("message", f"band.{band}")
    shown = Say(f"band.result.{basis}", (("band", term),))
    receipt = Receipt("value_band", shown, tuple(factors), rule.parameters, policy.id, "1-03 1-07 1-12", sources)
    first = term if band != "none" or stage is None else Term("stage", stage)
    return Band(state, band, basis, formerly, _label(customer, first), receipt)


def _label(customer: Customer, first: Term) -> tuple[Term, ...]:
    """Make the label's parts in one order: value (or stage, where nothing was sold), industry, need feature."""
    parts = [first]
    if customer.industry is not None:
        parts.append(Term("taxonomy:industry", customer.industry))
    if customer.need_feature is not None:
        parts.append(Term("need_feature", customer.need_feature))
    return tuple(parts)
