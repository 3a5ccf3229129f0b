"""Quantiles: the value that a given share of a few observations does not exceed, between two of them where need be."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def quantile(values: Sequence[Fraction | int], share: Fraction) -> Fraction:
    """Return a quantile by straight lines between the ordered values (type 7): the median for one half.

    Raises ``ValueError`` without values, or for a share outside 0 to 1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no quantile {share} of {len(values)} values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
