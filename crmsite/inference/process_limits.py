"""Process limits 过程控制限: whether a point of a series is more than its usual ups and downs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

POINTS_AT_LEAST = 6
"""Below this many points the limits would be guesses."""

_SPREAD = Fraction(266, 100)


class Limits(NamedTuple):
    """The mean of a series, and the two values between which its points lie as long as nothing has changed."""

    low: Decimal
    middle: Decimal
    high: Decimal


def xmr_limits(points: Sequence[Fraction | int]) -> Limits | None:
    """Return the limits of an individuals chart, mean -/+ 2.66 times the mean change from point to point.

    ``None`` below six points: that is too few to tell what is usual.
    """
    if len(points) < POINTS_AT_LEAST:
        return None
    series = [Fraction(point) for point in points]
    mean = sum(series, Fraction(0)) / len(series)
    moves = [abs(now - before) for before, now in pairwise(series)]
    reach = _SPREAD * sum(moves, Fraction(0)) / len(moves)
    return Limits(*(Decimal(end.numerator) / end.denominator for end in (mean - reach, mean, mean + reach)))
