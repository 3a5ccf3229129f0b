"""Rearrangement tests 置换检验: how often the same values, fallen otherwise, would differ as much.

Every rearrangement is counted, by a polynomial whose coefficients are counts of sums, packed into one whole number. Where that
would take too long, ten thousand rearrangements are drawn from a fixed stream of numbers, so that the result is the same always.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from hashlib import shake_128
from itertools import accumulate
from math import comb, lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DRAWS = 10_000
"""How many rearrangements are drawn where they are not all counted."""

_BITS_AT_MOST = 10**10
"""How much arithmetic counting may take, in bits moved: a fraction of a second."""


class Rearranged(NamedTuple):
    """The two-sided probability, and whether every rearrangement was counted (``exact``) or some were drawn."""

    p: Decimal
    exact: bool


def difference_of_means(before: Sequence[Fraction | int], after: Sequence[Fraction | int]) -> Rearranged:
    """Test whether two groups have different means, by giving the same values to groups of the same sizes in other ways.

    Six against six have 924 ways, three against three 20, so that p cannot go below 0.10 there. Raises ``ValueError`` where a
    group is empty.
    """
    if not before or not after:
        raise ValueError("a group without values has no mean")
    values = _whole([*before, *after])
    few = min(values[: len(before)], values[len(before) :], key=len)
    total, size = sum(values), len(few)
    # The mean of the few differs from that of the rest by as much as this distance says, both ways.
    seen = abs(sum(few) * len(values) - total * size)
    width = comb(len(values), size).bit_length()
    if len(values) * size * (sum(sorted(values)[-size:]) + 1) * width <= _BITS_AT_MOST:
        counts = _sums(values, size, width)
        far = sum(count for at, count in counts if abs(at * len(values) - total * size) >= seen)
        return Rearranged(Decimal(far) / Decimal(comb(len(values), size)), exact=True)
    drawn = _drawn_sums(Counter(values), size)
    return _drawn(sum(abs(one * len(values) - total * size) >= seen for one in drawn))


def sign_flip(differences: Sequence[Fraction | int]) -> Rearranged:
    """Test whether paired differences lie around zero, by turning their signs in all ways: six of one sign give 2/64.

    Differences of zero are kept: they turn into themselves. Raises ``ValueError`` where there is none.
    """
    if not differences:
        raise ValueError("no differences to test")
    sizes = [abs(value) for value in _whole(differences, shift=False)]
    seen, whole = abs(sum(_whole(differences, shift=False))), sum(sizes)
    width = len(sizes) + 1
    if len(sizes) * (whole + 1) * width <= _BITS_AT_MOST:
        packed = 1
        for size in sizes:
            packed += packed << size * width
        far = sum(count for at, count in _unpacked(packed, width) if abs(2 * at - whole) >= seen)
        return Rearranged(Decimal(far) / Decimal(2 ** len(sizes)), exact=True)
    return _drawn(sum(abs(2 * one - whole) >= seen for one in _drawn_signs(sizes)))


def _drawn(far: int) -> Rearranged:
    """Return the probability from draws; what was seen counts as one of them, so it is never zero."""
    return Rearranged(Decimal(far + 1) / Decimal(DRAWS + 1), exact=False)


def _whole(values: Sequence[Fraction | int], *, shift: bool = True) -> list[int]:
    """Return the values as whole numbers of their common part, the least as zero unless told otherwise."""
    fractions = [Fraction(value) for value in values]
    parts = lcm(*(value.denominator for value in fractions))
    found = [int(value * parts) for value in fractions]
    least = min(found) if shift else 0
    return [value - least for value in found]


def _sums(values: Sequence[int], size: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield every sum that so many of the values can have, with the number of ways to it."""
    packed = [1] + [0] * size
    for value in values:
        for chosen in range(size, 0, -1):
            packed[chosen] += packed[chosen - 1] << value * width
    return _unpacked(packed[size], width)


def _unpacked(packed: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield place and value of each coefficient that is not zero."""
    binary = f"{packed:b}"
    for at, end in enumerate(range(len(binary), 0, -width)):
        count = int(binary[max(0, end - width) : end], 2)
        if count:
            yield at, count


def _stream(numbers: int) -> Iterator[float]:
    """Yield numbers from 0 to 1, the same ones on every machine and with every version of the language."""
    data = shake_128(b"rearranging").digest(4 * numbers)
    return (int.from_bytes(data[at : at + 4], "big") / 2**32 for at in range(0, len(data), 4))


def _drawn_sums(values: Counter[int], size: int) -> Iterator[int]:
    """Yield sums of so many of the values, drawn without putting back: how many of each value is drawn at once."""
    order = sorted(values.items())
    tables: dict[tuple[int, int], tuple[int, list[float]]] = {}
    behind = [*accumulate((count for _, count in reversed(order)), initial=0)][::-1]
    chances = _stream(DRAWS * len(order))
    for _ in range(DRAWS):
        left, total = size, 0
        for at, (value, count) in enumerate(order):
            chance = next(chances)
            table = tables.get((at, left))
            if table is None:
                table = tables[at, left] = _shares_drawn(count, behind[at + 1], left)
            taken = table[0] + bisect_right(table[1], chance)
            left -= taken
            total += taken * value
        yield total


def _shares_drawn(count: int, others: int, size: int) -> tuple[int, list[float]]:
    """Return the least number of ``count`` that can be among ``size`` drawn, and the cumulative chances but the last."""
    least, most = max(0, size - others), min(count, size)
    weights, weight = [1.0], 1.0
    for taken in range(least, most):
        weight *= (count - taken) * (size - taken) / ((taken + 1) * (others - size + taken + 1))
        weights.append(weight)
        if weight > 1e200:
            weights = [one / weight for one in weights]
            weight = 1.0
    whole = sum(weights)
    return least, [one / whole for one in accumulate(weights[:-1])]


def _drawn_signs(sizes: Sequence[int]) -> Iterator[int]:
    """Yield sums of the sizes whose sign was drawn to be positive; eight signs are looked up at once."""
    tables = []
    for at in range(0, len(sizes), 8):
        table = [0]
        for size in sizes[at : at + 8]:
            table += [known + size for known in table]
        tables.append(table * (256 // len(table)))
    data = shake_128(b"rearranging").digest(DRAWS * len(tables))
    for at in range(0, len(data), len(tables)):
        yield sum(table[byte] for table, byte in zip(tables, data[at : at + len(tables)], strict=True))
