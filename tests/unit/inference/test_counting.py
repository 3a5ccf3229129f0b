"""Tails of the binomial and Fisher's test, in exact arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from crmsite.inference.counting import at_least, at_most, fisher

FIFTH = Fraction(3, 15)


@pytest.mark.parametrize(("count", "trials", "p"), [(0, 12, "0.069"), (1, 13, "0.234"), (0, 4, "0.410"), (4, 4, "1.000")])
def test_so_few_by_chance(count: int, trials: int, p: str) -> None:
    assert f"{at_most(count, trials, FIFTH):.3f}" == p


@pytest.mark.parametrize(("count", "trials"), [(0, 6), (3, 6), (6, 6), (7, 6)])
def test_the_two_tails_make_a_whole(count: int, trials: int) -> None:
    below = at_most(count - 1, trials, FIFTH) if count else Decimal(0)
    assert below + at_least(count, trials, FIFTH) == 1


def test_a_chance_is_a_ratio() -> None:
    with pytest.raises(ValueError, match="no binomial"):
        at_most(1, 2, Fraction(3, 2))


@pytest.mark.parametrize(
    ("tables", "p"),
    [
        ((7, 10, 5, 20), "0.0450"),
        ((18, 20, 11, 20), "0.0310"),
        ((3, 6, 3, 6), "1.0000"),
        ((4, 4, 0, 4), "0.0286"),
        ((0, 0, 3, 5), "1.0000"),
    ],
)
def test_fisher_two_sided(tables: tuple[int, int, int, int], p: str) -> None:
    assert f"{fisher(*tables):.4f}" == p
    count, total, other, whole = tables
    assert fisher(other, whole, count, total) == fisher(*tables) == fisher(total - count, total, whole - other, whole)


def test_fisher_wants_shares() -> None:
    with pytest.raises(ValueError, match="no shares"):
        fisher(3, 2, 1, 4)
