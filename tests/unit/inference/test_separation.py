"""The share of pairs in which a member of the first group is the higher one, its pairs and its error checked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsite.inference.separation import separation, standard_error


def decimals(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_twelve_pairs_counted_by_hand_with_ties_as_halves() -> None:
    found = separation(decimals(2, 1, 0), decimals(1, 0, 0, 0))
    assert (found.won, found.tied, found.pairs, found.share) == (7, 4, 12, Fraction(3, 4))


def test_who_is_always_above_tells_all_and_who_is_equal_tells_nothing() -> None:
    assert separation(decimals(5, 6), decimals(1, 2, 3)).share == 1
    assert separation(decimals(1, 1), decimals(1, 1, 1)).share == Fraction(1, 2)
    assert separation(decimals(1), decimals(2)).share == 0


def test_the_standard_error_worked_by_hand() -> None:
    """0.893 of the pairs of 51 and 58: (0.0956 + 50 × 0.00923 + 57 × 0.04508) ÷ 2,958 is 0.001057, whose root is 0.0325."""
    assert round(standard_error(Decimal("0.893"), 51, 58), 4) == Decimal("0.0325")


def test_the_interval_holds_the_share_and_narrows_with_more_customers() -> None:
    few, many = (separation(decimals(*[3, 1] * n), decimals(*[2, 0] * n)) for n in (5, 50))
    assert few.share == many.share == Fraction(3, 4)
    assert 0 <= few.interval.low < many.interval.low < Decimal("0.75") < many.interval.high < few.interval.high <= 1


def test_a_group_without_members_has_no_pairs() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        separation([], decimals(1))


groups = st.lists(st.integers(-3, 3).map(Decimal), min_size=1, max_size=9)


@given(groups, groups)
def test_it_is_what_counting_each_pair_gives_and_turns_round_with_the_groups(first: list[Decimal], second: list[Decimal]) -> None:
    pairs = [(a, b) for a in first for b in second]
    found = separation(first, second)
    assert (found.won, found.tied) == (sum(a > b for a, b in pairs), sum(a == b for a, b in pairs))
    assert found.share + separation(second, first).share == 1
