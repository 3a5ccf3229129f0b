"""Shares, differences and net promoter scores with the interval they lie in; the numbers are published or worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crmsite.inference.intervals import answers_for, margin_of, net_promoter, newcombe, wilson


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(45, 50, "78.6", "95.7"), (7, 10, "39.7", "89.2"), (0, 5, "0.0", "43.4"), (17, 20, "64.0", "94.8"), (5, 5, "56.6", "100.0")],
)
def test_wilson(count: int, total: int, low: str, high: str) -> None:
    found = wilson(count, total)
    assert (f"{100 * found.low:.1f}", f"{100 * found.high:.1f}") == (low, high)


def test_wilson_is_a_mirror() -> None:
    assert wilson(3, 11).low == pytest.approx(1 - wilson(8, 11).high)


@pytest.mark.parametrize(("count", "total"), [(0, 0), (-1, 4), (5, 4)])
def test_a_share_of_nothing_has_no_interval(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(count, total)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), "0.0524", "0.3339"), ((9, 10), (3, 10), "0.1705", "0.8090"), ((10, 10), (0, 10), "0.6075", "1.0000")],
)
def test_newcombe(first: tuple[int, int], second: tuple[int, int], low: str, high: str) -> None:
    found = newcombe(*first, *second)
    assert (f"{found.low:.4f}", f"{found.high:.4f}") == (low, high)


@pytest.mark.parametrize(
    ("answers", "score", "error"),
    [
        ((3, 2, 1), "33.3333", "0.304"),
        ((1, 0, 1), "0.0000", "0.707"),
        ((1, 1, 0), "50.0000", "0.354"),
        ((1, 1, 1), "0.0000", "0.471"),
    ],
)
def test_net_promoter_and_its_standard_error(answers: tuple[int, int, int], score: str, error: str) -> None:
    found = net_promoter(*answers)
    assert (f"{found.score:.4f}", f"{found.standard_error / 100:.3f}") == (score, error)


@pytest.mark.parametrize(
    ("answers", "score", "low", "high"),
    [
        ((5, 3, 2), 30, "-19.1", "65.2"),
        ((4, 0, 0), 100, "6.9", "100.0"),
        ((462, 176, 362), 10, "4.4", "15.6"),
        ((0, 0, 4), -100, "-100.0", "-6.9"),
    ],
)
def test_adjusted_wald_stays_honest_where_all_agree(answers: tuple[int, int, int], score: int, low: str, high: str) -> None:
    found = net_promoter(*answers)
    assert found.score == score
    assert (f"{found.interval.low:.1f}", f"{found.interval.high:.1f}") == (low, high)


@pytest.mark.parametrize("answers", [(0, 0, 0), (-1, 2, 3)])
def test_no_score_without_answers(answers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no answers"):
        net_promoter(*answers)


@pytest.mark.parametrize(
    ("answered", "population", "points"),
    [(3, 30, "54.6"), (10, 100, "29.5"), (30, 300, "17.0"), (100, 1000, "9.3"), (1000, 10000, "2.9"), (7, 7, "0.0"), (1, 1, "0.0")],
)
def test_the_margin_of_a_tenth_is_wide_where_there_are_few(answered: int, population: int, points: str) -> None:
    assert f"{100 * margin_of(answered, population):.1f}" == points


@pytest.mark.parametrize(("population", "needed"), [(1, 1), (30, 28), (100, 80), (300, 169), (1000, 278), (10000, 370)])
def test_how_many_have_to_answer_for_five_points(population: int, needed: int) -> None:
    five = Decimal("0.05")
    assert answers_for(five, population) == needed
    assert margin_of(needed, population) <= five
    assert needed == 1 or margin_of(needed - 1, population) > five


def test_a_margin_needs_an_answer() -> None:
    with pytest.raises(ValueError, match="nobody answered"):
        margin_of(0, 9)
    with pytest.raises(ValueError, match="no share"):
        margin_of(10, 9)
    with pytest.raises(ValueError, match="no sample"):
        answers_for(Decimal(0), 9)
