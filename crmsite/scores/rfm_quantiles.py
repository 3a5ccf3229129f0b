"""RFM cut points from the company's own orders 分位分界: what a team may put into its policy, where there are enough customers.

Scores themselves are always cut at points of the policy. Were the cuts worked out from all customers at every build, an order
of one customer would move the segment of another, and no customer's figures could be kept. So quantiles are a proposal,
taken over by a reviewed change.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

CUSTOMERS_AT_LEAST = 50
VALUES_AT_LEAST = 5
STEPS = (1, 2, 3, 4)
CENT = Decimal("0.01")
ONE = Decimal(1)

Axis = Literal["recency", "frequency", "monetary"]
Refusal = Literal["few_customers", "few_values", "tied"]


class Proposal(Slotted):
    """Cut points for one axis as the policy writes them, and how many customers score 1 to 5 by them; or why there are none.

    ``tied``: more than a fifth of all share one value, so that a score between two cuts could never be given.
    """

    axis: Axis
    cuts: tuple[Decimal, ...]
    counts: tuple[int, int, int, int, int]
    customers: int
    refused: Refusal | None


def edges(values: Sequence[Decimal], *, whole: bool) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Return the quantiles at 20, 40, 60 and 80 % (of the seventh type), each with 1 added where values are whole numbers."""
    ordered = sorted(values)
    found = []
    for step in STEPS:
        place = (len(ordered) - 1) * Decimal(step) / 5
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        quantile = ordered[low] + (ordered[high] - ordered[low]) * (place - low)
        found.append(quantile + 1 if whole else quantile)
    return found[0], found[1], found[2], found[3]


def score(value: Decimal, at: Sequence[Decimal], *, whole: bool, falling: bool = False) -> int:
    """Return the score of a value: 1 and one more for each edge that it reaches (exceeds, where values are not whole).

    Equal values always score the same. ``falling`` counts down from 5: of days since the last order fewer are better.
    """
    reached = sum(edge <= value if whole else edge < value for edge in at)
    return 5 - reached if falling else 1 + reached


def propose(axis: Axis, values: Sequence[Decimal]) -> Proposal:
    """Return cut points for an axis from the values of all customers that ordered, or why quantiles would mean nothing."""
    nobody = (0, 0, 0, 0, 0)
    if len(values) < CUSTOMERS_AT_LEAST:
        return Proposal(axis, (), nobody, len(values), "few_customers")
    if len(set(values)) < VALUES_AT_LEAST:
        return Proposal(axis, (), nobody, len(values), "few_values")
    whole, falling = axis != "monetary", axis == "recency"
    at = edges(values, whole=whole)
    cuts = tuple(_as_policy(edge, axis) for edge in at)
    if any(first >= second for first, second in pairwise(cuts)):
        return Proposal(axis, (), nobody, len(values), "tied")
    scores = [score(value, at, whole=whole, falling=falling) for value in values]
    return Proposal(axis, cuts, tuple(scores.count(one) for one in range(1, 6)), len(values), None)  # type: ignore[arg-type]  # five of them


def _as_policy(edge: Decimal, axis: Axis) -> Decimal:
    """Return the cut that says the same in a policy: days up to it, orders from it on, amounts from it on."""
    if axis == "recency":
        return edge.to_integral_value(ROUND_CEILING) - ONE
    if axis == "frequency":
        return edge.to_integral_value(ROUND_CEILING)
    return edge.quantize(CENT, ROUND_FLOOR) + CENT
