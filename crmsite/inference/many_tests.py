"""Many tests at once 多重检验: with twenty tests one finding is chance, so each probability is told as its rate of false finds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def benjamini_hochberg(probabilities: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return for each probability the smallest rate of false discoveries (q) at which it is still a find, in the same order.

    A find at q <= 0.10 is one of a list of which a tenth may be chance. No probabilities give none.
    """
    total = len(probabilities)
    found = [Decimal(1)] * total
    least = Decimal(1)
    for rank, place in zip(range(total, 0, -1), sorted(range(total), key=lambda at: (-probabilities[at], -at)), strict=True):
        least = min(least, probabilities[place] * total / rank)
        found[place] = least
    return tuple(found)
