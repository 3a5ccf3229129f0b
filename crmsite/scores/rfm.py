"""RFM 最近消费/频率/金额: three scores, three levels, one of four segments for every combination."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from crmsite.dossier.ledger import window_ends
from crmsite.dossier.relationship import EARLY_STAGES, billed_contract
from crmsite.figures.facts import Factor, Money, Receipt, Rfm, Say, Shown, State, Term
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.dossier.relationship import Relationship
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.policies import Levels, RfmPolicy, Weights3

WORTH = {"L": 1, "M": 2, "H": 3}
SEED_RULES = {"HHH": "high_value", "MMM": "potential", "LLL": "low_value"}
"""The combinations that the RFM template names; besides, any low recency is a churn risk."""

_RECENCY = Say("rfm.factor.recency")
_FREQUENCY = Say("rfm.factor.frequency")
_MONETARY = Say("rfm.factor.monetary")
_WEIGHTED = Say("rfm.factor.weighted")
_WINDOW = Say("parameter.window_months")
_WAS_ACTIVE = Say("rfm.note.was_active")
_NOT_ON_RECORD = Say("rfm.note.not_on_record")
_LEVELS = {level: Say(f"rfm.level.{level}") for level in "LMH"}


class Scores(NamedTuple):
    """Scores of 1 to 5 for recency, frequency and amount."""

    recency: int
    frequency: int
    monetary: int


def recency_score(days: int, cuts: Sequence[int]) -> int:
    """Score days since the last order: 5 up to the first of the rising cuts, one less beyond each cut."""
    return max(5 - bisect_left(cuts, days), 1)


def rising_score(value: Decimal | int, cuts: Sequence[Decimal] | Sequence[int]) -> int:
    """Score a count or an amount: 1, and one more for each cut that it reaches. Equal values score the same."""
    return 1 + bisect_right(cuts, value)


def level_of(score: int, levels: Levels) -> str:
    """Return ``L``, ``M`` or ``H`` of a score."""
    if score in levels.high:
        return "H"
    return "M" if score in levels.mid else "L"


def segment_of(levels: str, weights: Weights3, policy: RfmPolicy, *, was_active: bool = False) -> tuple[str, str, Decimal]:
    """Return the segment of a combination such as ``HMH``, whether the template says so or we infer it, and the weighted level.

    Low recency is a churn risk, unless frequency and amount are low too and always were (``was_active`` is false): that
    customer is of low value. Otherwise the weighted mean of the levels (1, 2, 3) decides.
    """
    all_weights = weights.R + weights.F + weights.M
    sum_of_levels = weights.R * WORTH[levels[0]] + weights.F * WORTH[levels[1]] + weights.M * WORTH[levels[2]]
    if levels[0] == "L":
        segment = "churn_risk" if levels != "LLL" or was_active else "low_value"
    elif sum_of_levels >= policy.high_from * all_weights:
        segment = "high_value"
    elif sum_of_levels >= policy.potential_from * all_weights:
        segment = "potential"
    else:
        segment = "low_value"
    named = SEED_RULES.get(levels, "churn_risk" if levels[0] == "L" else None)
    return segment, "seed_rule" if segment == named else "inferred", sum_of_levels / all_weights


class RfmRule(Slotted):
    """What a date and a policy fix for every customer: ends of windows, parameters, the segment of each combination.

    ``recency`` are the policy's days in rising order, ``level`` is the letter of each score that there can be.
    ``segment`` takes levels, industry, and whether the customer was active once; it remembers, for there are few combinations
    and every customer is asked about every quarter.
    """

    policy: RfmPolicy
    ends: tuple[date, ...]
    parameters: tuple[tuple[Say, Shown], ...]
    recency: Sequence[int]
    level: Mapping[int, str]
    segment: Callable[[str, str | None, bool], str]


def rfm_rule(policy: RfmPolicy, as_of: date) -> RfmRule:
    """Prepare for a date."""
    ends = window_ends(as_of, policy.window_months, policy.dormant_windows + 1)
    most = 1 + max(4, len(policy.frequency_orders), len(policy.monetary))
    level = {score: level_of(score, policy.levels) for score in range(1, most + 1)}
    return RfmRule(policy, ends, _parameters(policy), sorted(policy.recency_days), level, cache(partial(_segment, policy)))


def _segment(policy: RfmPolicy, levels: str, industry: str | None, was_active: bool) -> str:
    return segment_of(levels, policy.weights_for(industry)[1], policy, was_active=was_active)[0]


def rfm_of(dossier: Dossier, ledger: Ledger, relation: Relationship, rule: RfmRule, formerly: str | None) -> Rfm:
    """Place one customer. ``formerly`` is the best value band of earlier windows, for customers that went quiet.

    Recency counts from the day on which an order was last placed, also where it came back; an order that came back whole is
    no order in the window. Where amounts mean nothing beside the cuts (several currencies, another one than the
    organisation's), recency and frequency are told and there is no segment.
    """
    policy, last_order = rule.policy, ledger.last_order()
    as_of, start = rule.ends[:2]
    state, reason = _state(ledger, relation, start)
    if state == "unknown" and reason in ("mixed_currency", "other_currency") and last_order is not None:
        return _without_amount(ledger, rule, last_order, reason)
    if state != "value" or last_order is None:
        receipt = Receipt("rfm", Say(f"rfm.result.{reason}"), (), rule.parameters, policy.id, "3-02")
        return Rfm(state, reason, None, None, None, None, None, None, None, formerly == "high", receipt)
    days = (as_of - last_order).days
    orders, amount = ledger.window(start, as_of)
    scores = Scores(
        recency_score(days, rule.recency),
        rising_score(orders, policy.frequency_orders),
        rising_score(amount, policy.monetary),
    )
    levels = "".join([rule.level[score] for score in scores])
    held = None
    if levels[0] == "L" and (contract := billed_contract(dossier.customer, as_of)) is not None:
        held = contract.id
        levels = "M" + levels[1:]
    industry, weights = policy.weights_for(dossier.customer.industry)
    always_low = levels != "LLL" or _always_low(ledger, rule)
    was_active = always_low is not True
    segment, basis, weighted = segment_of(levels, weights, policy, was_active=was_active)
    if held is not None or was_active:
        basis = "inferred"
    recency, frequency, monetary = (_LEVELS[level] for level in levels)
    if held is not None:
        recency = Say("rfm.note.contract", (("id", held),))
    if was_active:
        monetary = _NOT_ON_RECORD if always_low is None else _WAS_ACTIVE
    by_industry = Citation(dossier.customer.path, dossier.customer.line("industry"))
    shares = (("r", weights.R), ("f", weights.F), ("m", weights.M))
    factors = (
        Factor(_RECENCY, Say("unit.days", (("n", days),)), scores.recency, recency, ledger.last_placed()[1]),
        Factor(_FREQUENCY, Say("unit.orders", (("n", orders),)), scores.frequency, frequency, ledger.order_lines(start, as_of)),
        Factor(_MONETARY, Money(amount, ledger.currency), scores.monetary, monetary, ledger.amount_lines(start, as_of)),
        Factor(_WEIGHTED, weighted, None, Say("rfm.note.weights", (("industry", _industry(industry)), *shares)), (by_industry,)),
    )
    result = Say("rfm.result.value", (("segment", Say(f"rfm.segment.{segment}")), ("levels", levels)))
    receipt = Receipt("rfm", result, factors, rule.parameters, policy.id, "3-02 3-03 3-04 3-05 3-06")
    return Rfm("value", None, *scores, levels, weighted, segment, basis, segment == "churn_risk" and formerly == "high", receipt)


def segment_on(customer: Customer, ledger: Ledger, relation: Relationship, rule: RfmRule, last: date | None) -> str | None:
    """Return the segment on the rule's day alone, without a receipt; ``last`` is the day of the last order by then.

    For a customer whose rows tell all of its orders in the organisation's currency; ``None`` where it was in no segment.
    """
    until, start = rule.ends[0], rule.ends[1]
    if last is None or relation.stage == "lost" or not ledger.amount_days or ledger.amount_days[0] > until:
        return None
    policy, level = rule.policy, rule.level
    orders, amount = ledger.window(start, until)
    recency = level[recency_score((until - last).days, rule.recency)]
    levels = recency + level[rising_score(orders, policy.frequency_orders)] + level[rising_score(amount, policy.monetary)]
    if levels[0] == "L" and billed_contract(customer, until) is not None:
        levels = "M" + levels[1:]
    was_active = levels == "LLL" and _always_low(ledger, rule) is not True
    return rule.segment(levels, customer.industry, was_active)


def _without_amount(ledger: Ledger, rule: RfmRule, last_order: date, reason: str) -> Rfm:
    """Tell recency and frequency alone."""
    policy, (as_of, start) = rule.policy, rule.ends[:2]
    days = (as_of - last_order).days
    recency = recency_score(days, rule.recency)
    orders = frequency = None
    if ledger.sees(start):
        orders = ledger.orders_in(start, as_of)
        frequency = rising_score(orders, policy.frequency_orders)
    factors = (
        Factor(_RECENCY, Say("unit.days", (("n", days),)), recency, None, ledger.last_placed()[1]),
        Factor(_FREQUENCY, Say("unit.orders", (("n", orders),)), frequency, None, ledger.order_lines(start, as_of))
        if orders is not None
        else Factor(_FREQUENCY, None, state="unknown"),
        Factor(_MONETARY, None, None, Say(f"reason.{reason}"), ledger.amount_lines(start, as_of), "unknown"),
    )
    receipt = Receipt("rfm", Say(f"rfm.result.{reason}"), factors, rule.parameters, policy.id, "3-02")
    return Rfm("unknown", reason, recency, frequency, None, None, None, None, None, False, receipt)


def _state(ledger: Ledger, relation: Relationship, start: date) -> tuple[State, str | None]:
    """Tell whether the customer can be placed at all: lost ones are not, nor those that never ordered."""
    if relation.stage == "lost":
        return "not_applicable", "lost"
    if not ledger.ever_ordered():
        if relation.stage is None or relation.stage in EARLY_STAGES:
            return "not_applicable", "never_ordered"
        return "unknown", "none_placed" if ledger.first_row is not None else "no_order_lines"
    if ledger.last_order() is None and ledger.opening is None:
        return "unknown", "none_placed"
    if ledger.mixed:
        return "unknown", "mixed_currency"
    if not ledger.complete:
        return "unknown", "no_basis_rows"
    if not ledger.own:
        return "unknown", "other_currency"
    if not ledger.sees(start) or ledger.last_order() is None:
        return "unknown", "behind_opening"
    return "value", None


def _always_low(ledger: Ledger, rule: RfmRule) -> bool | None:
    """Tell whether frequency and amount were low in every earlier window; ``None`` where the rows do not reach one of them.

    Orders before the rows can only add to a window, so one that is not low by its rows alone decides. Only who is known to
    have been low throughout is of low value; whoever cannot be told is at risk of churn, and the note of the amount says so.
    """
    policy = rule.policy
    told = True
    for until, after in zip(rule.ends[1:], rule.ends[2:], strict=False):
        told = told and ledger.sees(after)
        orders, amount = ledger.window(after, until)
        frequency, monetary = rising_score(orders, policy.frequency_orders), rising_score(amount, policy.monetary)
        if rule.level[frequency] != "L" or rule.level[monetary] != "L":
            return False
    return True if told else None


def _industry(name: str) -> Shown:
    return Say("rfm.weights.default") if name == "default" else Term("taxonomy:industry", name)


def _parameters(policy: RfmPolicy) -> tuple[tuple[Say, Shown], ...]:
    return (
        (_WINDOW, policy.window_months),
        (Say("rfm.parameter.recency"), " / ".join([str(cut) for cut in policy.recency_days])),
        (Say("rfm.parameter.frequency"), " / ".join([str(cut) for cut in policy.frequency_orders])),
        (Say("rfm.parameter.monetary"), " / ".join([f"{cut:,f}" for cut in policy.monetary])),
        (Say("rfm.parameter.high_from"), policy.high_from),
        (Say("rfm.parameter.potential_from"), policy.potential_from),
    )
