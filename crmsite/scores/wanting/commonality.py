"""Commonality 需求共性: which themes a segment of customers has more often than the rest, told only where it is hardly chance.

The unit is the customer, never the need. A segment's share is taken over its customers with at least one need recorded.
"""

from __future__ import annotations

from decimal import Decimal
from math import erfc, sqrt
from typing import TYPE_CHECKING, Literal

from crmsite.inference.counting import fisher
from crmsite.inference.many_tests import benjamini_hochberg
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

EXACT_AT_MOST = 2000
"""Up to how many customers the exact test is counted; beyond, chi-square stands in where every expected count allows it."""

ENOUGH = 5
"""The smallest expected count at which chi-square may be used."""


class Cell(Slotted):
    """One theme in one segment: so many of so many there, so many of so many in the rest."""

    segment: str
    theme: str
    having: int
    total: int
    other_count: int
    other_total: int

    @property
    def support(self) -> Decimal:
        """Return the share of the segment's customers with the theme."""
        return Decimal(self.having) / self.total

    @property
    def lift(self) -> Decimal:
        """Return the segment's share over that of all customers; more than one where the segment wants it more."""
        everybody = Decimal(self.having + self.other_count) / (self.total + self.other_total)
        return self.support / everybody

    @property
    def odds_ratio(self) -> Decimal:
        """Return the odds ratio with half a customer added to each count, so that it is defined always."""
        half = Decimal("0.5")
        here = (self.having + half) / (self.total - self.having + half)
        return here / ((self.other_count + half) / (self.other_total - self.other_count + half))


class Common(Slotted):
    """One theme that a segment has more, or less, often than the rest: its probability, its rate of false finds, the test."""

    cell: Cell
    p: Decimal
    q: Decimal
    test: Literal["fisher", "chi_square"]


def least_expected(cell: Cell) -> Decimal:
    """Return the smallest of the four counts that would be expected if the theme were as common everywhere."""
    whole = cell.total + cell.other_total
    having = cell.having + cell.other_count
    return Decimal(min(cell.total, cell.other_total) * min(having, whole - having)) / whole


def chi_square(cell: Cell) -> Decimal:
    """Return Pearson's statistic without a correction for continuity."""
    a, b = cell.having, cell.total - cell.having
    c, d = cell.other_count, cell.other_total - cell.other_count
    below = (a + b) * (c + d) * (a + c) * (b + d)
    return Decimal((a + b + c + d) * (a * d - b * c) ** 2) / below if below else Decimal(0)


def probability(cell: Cell) -> tuple[Decimal, Literal["fisher", "chi_square"]]:
    """Return how likely so large a difference is by chance, and by which test."""
    if cell.total + cell.other_total > EXACT_AT_MOST and least_expected(cell) >= ENOUGH:
        return Decimal(repr(erfc(sqrt(float(chi_square(cell)) / 2)))), "chi_square"
    return fisher(cell.having, cell.total, cell.other_count, cell.other_total), "fisher"


def cells_of(customers: Mapping[str, Collection[str]], segments: Mapping[str, str]) -> list[Cell]:
    """Return every theme in every segment of one dimension.

    ``customers`` gives the themes of each customer that has a need recorded, ``segments`` the segment of each customer;
    who has none counts nowhere. Segments without a rest to be compared with give nothing.
    """
    having: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    sums: dict[str, int] = {}
    for name, themes in customers.items():
        segment = segments.get(name)
        if segment is None:
            continue
        totals[segment] = totals.get(segment, 0) + 1
        here = having.setdefault(segment, {})
        for theme in themes:
            here[theme] = here.get(theme, 0) + 1
            sums[theme] = sums.get(theme, 0) + 1
    everybody = sum(totals.values())
    return [
        Cell(segment, theme, having[segment].get(theme, 0), totals[segment], sums[theme] - having[segment].get(theme, 0), rest)
        for segment in sorted(totals)
        if (rest := everybody - totals[segment])
        for theme in sorted(sums)
    ]


def common_of(cells: Iterable[Cell], least: int, false_share: Decimal) -> tuple[Common, ...]:
    """Return the differences that hold, the surest first: at least so many customers, and a rate of false finds within bounds.

    The rate is worked out over every cell given, the table of one dimension, also over those too small to be told.
    """
    held = list(cells)
    tested = [probability(cell) for cell in held]
    rates = benjamini_hochberg([p for p, _ in tested])
    found = [
        Common(cell, p, q, test)
        for cell, (p, test), q in zip(held, tested, rates, strict=True)
        if cell.having >= least and q <= false_share
    ]
    return tuple(sorted(found, key=lambda one: (one.q, one.p, one.cell)))
