"""Exact tests of counts 计数检验: so few or many by chance, and whether two shares differ. Counted in whole numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb


def at_most(count: int, trials: int, chance: Fraction) -> Decimal:
    """Return the probability of ``count`` successes or fewer in so many trials, each with the same chance (a ratio)."""
    return _tail(range(min(count, trials) + 1), trials, chance)


def at_least(count: int, trials: int, chance: Fraction) -> Decimal:
    """Return the probability of ``count`` successes or more in so many trials, each with the same chance (a ratio)."""
    return _tail(range(max(count, 0), trials + 1), trials, chance)


def fisher(count: int, total: int, other_count: int, other_total: int) -> Decimal:
    """Return Fisher's exact two-sided probability that two shares differ this much while both are one.

    All tables with the same sums count that are no likelier than the one seen. A share of nothing differs from none: 1.
    """
    if not (0 <= count <= total and 0 <= other_count <= other_total):
        raise ValueError(f"{count} of {total} and {other_count} of {other_total} are no shares")
    drawn = count + other_count
    fewest, most = max(0, drawn - other_total), min(total, drawn)
    way = comb(total, fewest) * comb(other_total, drawn - fewest)
    ways = [way]
    for k in range(fewest, most):  # each from the one before, without remainder: of thousands, none is worked out anew
        way = way * (total - k) * (drawn - k) // ((k + 1) * (other_total - drawn + k + 1))
        ways.append(way)
    seen = ways[count - fewest]
    return Decimal(sum(way for way in ways if way <= seen)) / Decimal(sum(ways))


def _tail(counts: range, trials: int, chance: Fraction) -> Decimal:
    if not 0 <= chance <= 1 or trials < 0:
        raise ValueError(f"no binomial of {trials} trials with chance {chance}")
    hit, whole = chance.numerator, chance.denominator
    ways = sum(comb(trials, k) * hit**k * (whole - hit) ** (trials - k) for k in counts)
    return Decimal(ways) / Decimal(whole**trials)
