"""Separation 区分度: how far one group lies above another, told as the share of pairs in which its member is the higher one.

It is the area under the ROC curve (AUC): 1 where every member of the first group is above every one of the second, one half
where chance decides. It knows no customers, and no scale but that of more and less.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crmsite.inference.intervals import Z95, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE = Decimal(1)


class Separation(NamedTuple):
    """The share of pairs, ties counted half; how many pairs there are, won and tied; the interval of the share."""

    share: Fraction
    won: int
    tied: int
    pairs: int
    interval: Interval


def separation(first: Sequence[Decimal], second: Sequence[Decimal]) -> Separation:
    """Compare every member of a group with every one of another. Raises ``ValueError`` where either has none."""
    if not first or not second:
        raise ValueError("a group without members has no pairs")
    ordered = sorted(second)
    won = sum([bisect_left(ordered, value) for value in first])
    tied = sum([bisect_right(ordered, value) for value in first]) - won
    pairs = len(first) * len(second)
    share = Fraction(2 * won + tied, 2 * pairs)
    return Separation(share, won, tied, pairs, _interval(share, len(first), len(second)))


def standard_error(share: Decimal, first: int, second: int) -> Decimal:
    """Return the standard error of a share of pairs from groups of two sizes, by Hanley and McNeil (1982)."""
    q1, q2 = share / (2 - share), 2 * share * share / (1 + share)
    square = share * share
    spread = share * (1 - share) + (first - 1) * (q1 - square) + (second - 1) * (q2 - square)
    return (max(Decimal(0), spread) / (first * second)).sqrt()


def _interval(share: Fraction, first: int, second: int) -> Interval:
    middle = Decimal(share.numerator) / share.denominator
    half = Z95 * standard_error(middle, first, second)
    return Interval(max(Decimal(0), middle - half), min(_ONE, middle + half))
