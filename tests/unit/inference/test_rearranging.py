"""Rearrangement tests: every rearrangement counted, or ten thousand of them drawn alike on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import sqrt
from statistics import NormalDist, mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsite.inference.rearranging import DRAWS, difference_of_means, sign_flip

QUARTERS = st.integers(4, 20).map(lambda quarters: Fraction(quarters, 4))


def test_a_sudden_drop_of_six() -> None:
    found = difference_of_means([5, 4, 5, 4, 4, 5], [3, 4, 3, 3, 4, 3])
    assert (found.p, found.exact) == (Decimal(20) / 924, True)


@pytest.mark.parametrize(("before", "after", "p"), [([5, 5, 4], [3, 3, 4], "0.2"), ([5, 5, 5], [1, 1, 1], "0.1")])
def test_three_against_three_can_never_be_significant(before: list[int], after: list[int], p: str) -> None:
    assert difference_of_means(before, after).p == Decimal(p)


def test_one_shortfall_of_six_respondents() -> None:
    product_, response, after_sales, personal = (5, 4, 5, 4, 5, 4), (2, 3, 3, 2, 4, 3), (3, 4, 3, 4, 4, 4), (4, 4, 3, 4, 4, 4)
    others = zip(product_, after_sales, personal, strict=True)
    differences = [own - Fraction(sum(rest), 3) for own, rest in zip(response, others, strict=True)]
    assert all(difference < 0 for difference in differences)
    assert sign_flip(differences).p == Decimal(2) / 64


def test_five_of_one_sign_cannot_confirm() -> None:
    assert sign_flip([-1, -2, -1, -3, -1]).p == Decimal("0.0625")


def test_no_difference_at_all_is_no_surprise() -> None:
    assert sign_flip([0, 0, 0]).p == difference_of_means([4, 4], [4, 4, 4]).p == 1


@given(st.lists(QUARTERS, min_size=1, max_size=5), st.lists(QUARTERS, min_size=1, max_size=5))
def test_counting_means_is_looking_at_every_choice(before: Sequence[Fraction], after: Sequence[Fraction]) -> None:
    pool = [*before, *after]

    def apart(chosen: Sequence[Fraction]) -> Fraction:
        own, whole = sum(chosen, Fraction(0)), sum(pool, Fraction(0))
        return abs(own / len(chosen) - (whole - own) / (len(pool) - len(chosen)))

    choices = [apart(chosen) for chosen in combinations(pool, len(before))]
    far = sum(one >= apart(before) for one in choices)
    assert difference_of_means(before, after).p == Decimal(far) / len(choices)


@given(st.lists(st.integers(-12, 12).map(lambda third: Fraction(third, 3)), min_size=1, max_size=8))
def test_counting_signs_is_looking_at_every_turn(differences: Sequence[Fraction]) -> None:
    turns = [
        abs(sum((sign * one for sign, one in zip(signs, differences, strict=True)), Fraction(0)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    assert sign_flip(differences).p == Decimal(sum(turn >= abs(sum(differences, Fraction(0))) for turn in turns)) / len(turns)


def test_large_groups_are_drawn_from_a_fixed_stream() -> None:
    before = [Fraction(4 + at % 17, 4) for at in range(400)]
    after = [Fraction(4 + at % 16, 4) for at in range(400)]
    found = difference_of_means(before, after)
    assert not found.exact
    assert found == difference_of_means(before, after)
    spread = sqrt(variance([*before, *after]) / 200)
    normal = 2 * (1 - NormalDist().cdf(float(mean(before) - mean(after)) / spread))
    assert float(found.p) == pytest.approx(normal, abs=0.012)


def test_drawn_signs_agree_with_the_normal_distribution() -> None:
    differences = [Fraction((at * 7) % 13 - 5, 97) for at in range(2600)]
    found = sign_flip([*differences, *(Fraction(-1, 3 + at) for at in range(20))])
    assert not found.exact
    assert found.p == Decimal(1) / (DRAWS + 1)


@pytest.mark.parametrize("empty", [([], [1]), ([1], [])])
def test_nothing_cannot_be_tested(empty: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="without values"):
        difference_of_means(*empty)
    with pytest.raises(ValueError, match="no differences"):
        sign_flip([])
