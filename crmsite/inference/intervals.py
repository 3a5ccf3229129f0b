"""Intervals 区间: between which values a share, a difference of shares or a net promoter score may lie, 19 times out of 20."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

Z95 = Decimal("1.959963984540054")
"""The point of the normal distribution that leaves 2.5 % above it: every interval here is one of 95 %."""

_ONE = Decimal(1)


class Interval(NamedTuple):
    """Two ends, both included, in the unit of the figure they belong to."""

    low: Decimal
    high: Decimal


class NetScore(NamedTuple):
    """A net promoter score 净推荐值 from -100 to 100, the standard error of a single sample, and its interval, in points."""

    score: Decimal
    standard_error: Decimal
    interval: Interval


def wilson(count: int, total: int) -> Interval:
    """Return Wilson's interval of a share, as ratios from 0 to 1: it holds for small samples and for none or all of them.

    Raises ``ValueError`` where ``total`` is not positive or ``count`` lies outside of it: a share of nothing has no interval.
    """
    _must_be_share(count, total)
    n = Decimal(total)
    share, square = count / n, Z95 * Z95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
    return Interval(
        Decimal(0) if count == 0 else max(Decimal(0), middle - half), _ONE if count == total else min(_ONE, middle + half)
    )


def newcombe(count: int, total: int, other_count: int, other_total: int) -> Interval:
    """Return Newcombe's interval (his tenth method) of the first share less the second, as ratios from -1 to 1.

    It is put together from the Wilson intervals of both. Raises ``ValueError`` as :func:`wilson` does.
    """
    first, second = wilson(count, total), wilson(other_count, other_total)
    p, q = Decimal(count) / total, Decimal(other_count) / other_total
    low = ((p - first.low) ** 2 + (second.high - q) ** 2).sqrt()
    high = ((first.high - p) ** 2 + (q - second.low) ** 2).sqrt()
    return Interval(p - q - low, p - q + high)


def net_promoter(promoters: int, passives: int, detractors: int) -> NetScore:
    """Return the net promoter score with its adjusted Wald interval: as if 3/4, 1 1/2 and 3/4 of an answer more had come.

    The plain interval says nothing where all agree: four promoters would make it 100 to 100. Clipped to -100 and 100.
    Raises ``ValueError`` where a count is negative or nobody answered.
    """
    counts = (promoters, passives, detractors)
    if min(counts) < 0 or sum(counts) == 0:
        raise ValueError(f"no answers to score: {counts}")
    plain, error = _net(Decimal(promoters), Decimal(passives), Decimal(detractors))
    quarters = Decimal("0.75")
    shifted, wide = _net(promoters + quarters, passives + 2 * quarters, detractors + quarters)
    hundred = Decimal(100)
    ends = Interval(max(-hundred, hundred * (shifted - Z95 * wide)), min(hundred, hundred * (shifted + Z95 * wide)))
    return NetScore(hundred * plain, hundred * error, ends)


def _net(promoters: Decimal, passives: Decimal, detractors: Decimal) -> tuple[Decimal, Decimal]:
    """Return the score as a ratio, and its standard error."""
    n = promoters + passives + detractors
    net = (promoters - detractors) / n
    return net, (((promoters + detractors) / n - net * net) / n).sqrt()


def margin_of(answered: int, population: int) -> Decimal:
    """Return how far a share of one half may be off when ``answered`` of a finite ``population`` answered, as a ratio.

    The worst case, with the finite correction: zero where all answered. Raises ``ValueError`` where nobody answered, or more
    than there are.
    """
    _must_be_share(answered, population)
    if answered == 0:
        raise ValueError("nobody answered: the margin has no bound")
    if answered == population:
        return Decimal(0)
    n, total = Decimal(answered), Decimal(population)
    return Z95 * ((total - n) / (total - 1) / (4 * n)).sqrt()


def answers_for(margin: Decimal, population: int) -> int:
    """Return how many of a population have to answer so that the margin (a ratio) is not exceeded: the least such number.

    Raises ``ValueError`` where the margin is not positive or nobody is there.
    """
    if margin <= 0 or population < 1:
        raise ValueError(f"no sample for a margin of {margin} among {population}")
    endless = (Z95 / (2 * margin)) ** 2
    needed = endless / (1 + (endless - 1) / population)
    return min(population, int(needed.to_integral_value(ROUND_CEILING)))


def _must_be_share(count: int, total: int) -> None:
    if total < 1 or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
