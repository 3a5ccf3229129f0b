"""Value band 价值带 and the label string 分类标签: value (before the first sale the stage), industry, need feature."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Band, Factor, Money, Receipt, Say, Shown, State, Term
from crmsite.slotted import Slotted

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


class BandRule(Slotted):
    """What a policy fixes for every customer."""

    policy: ValuePolicy
    currency: str
    parameters: tuple[tuple[Say, Shown], ...]


def band_rule(policy: ValuePolicy, currency: str) -> BandRule:
    """Prepare for a policy."""
    high, medium = Money(policy.high, currency), Money(policy.medium, currency)
    return BandRule(policy, currency, ((Say("band.parameter.high"), high), (Say("band.parameter.medium"), medium)))


class Window(Slotted):
    """What a band is told from: the amount of the trailing window with its state and currency, its orders, orders at any time."""

    state: State
    amount: Decimal | None
    currency: str
    orders: int | None
    ever: bool


def placed(customer: Customer, window: Window, rule: BandRule) -> tuple[State, str, str, Decimal | None]:
    """Return state, band, basis and the amount that decides, without a receipt; see :func:`band_of`."""
    expected, policy, amount = customer.expected_annual_value, rule.policy, window.amount
    if expected is not None and (not window.ever or customer.value_basis == "expected"):
        return "value", band_of_amount(expected, policy), "expected", expected
    if not window.ever and window.state == "not_applicable":
        return "not_applicable", "none", "actual", amount
    if amount is None or (amount and window.currency != rule.currency):
        return "unknown", "unknown", "actual", amount
    if amount > 0:
        return "value", band_of_amount(amount, policy), "actual", amount
    return "value", "low" if window.orders else "dormant", "actual", amount


def band_of(dossier: Dossier, amounts: Amounts, ledger: Ledger, stage: str | None, rule: BandRule) -> Band:
    """Place a customer by its trailing amount, or by the value expected of it where nothing was sold yet.

    No order in the window but an earlier one is ``dormant``; ``none`` is only for those that never ordered. An amount in another
    currency than that of the cuts is not compared with them: the band is unknown.
    """
    customer, currency = dossier.customer, amounts.currency
    window = Window(amounts.state, amounts.last_12m, currency, amounts.orders_12m, ledger.ever_ordered())
    state, band, basis, amount = placed(customer, window, rule)
    expected = basis == "expected"
    sources = (customer.cite("expected_annual_value"),) if expected else amounts.receipt.sources
    formerly = amounts.best_earlier_band if band == "dormant" else None
    factors = []
    if amount is not None and state == "value":
        factors.append(Factor(_EXPECTED if expected else _AMOUNT, Money(amount, currency), None, None, sources))
    if formerly is not None:
        factors.append(Factor(_FORMERLY, Say(f"band.formerly.{formerly}")))
    term = Term("message", f"band.{band}")
    shown = Say(f"band.result.{basis}", (("band", term),))
    receipt = Receipt("value_band", shown, tuple(factors), rule.parameters, rule.policy.id, "1-03 1-07 1-12", sources)
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
