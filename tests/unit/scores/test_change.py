"""Before and after, and difference in differences: paired, gated, and never told without its grounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from crmsite.scores.improving.change import Gates, change_of, compared_of

F = Fraction
GATES = Gates(10, 3)


def test_only_customers_measured_both_times_count() -> None:
    before = {f"C{n}": F(3) for n in range(6)} | {"gone": F(1)}
    after = {f"C{n}": F(4) for n in range(6)} | {"new": F(5), "newer": F(5)}
    found = change_of(before, after)
    assert (found.pairs, found.lost, found.joined) == (6, 1, 2)
    assert (found.before, found.after, found.difference) == (3, 4, 1)
    assert found.p == Decimal(2) / 64


def test_few_pairs_tell_no_change_and_enough_do() -> None:
    four = {f"C{n}": F(3) for n in range(4)}
    assert change_of(four, four)[:2] == ("unknown", "few_pairs")
    five = four | {"C4": F(3)}
    assert change_of(five, five).difference == 0


def sides(treated: int, others: int) -> tuple[list[tuple[Fraction, Fraction]], list[tuple[Fraction, Fraction]]]:
    return [(F("3.6"), F("4.2"))] * treated, [(F("3.9"), F("4.1"))] * others


def test_the_worked_difference_in_differences_is_four_tenths() -> None:
    found = compared_of(*sides(10, 10), 3, chosen_by_outcome=False, gates=GATES)
    assert found.state == "value"
    assert (found.treated_change, found.others_change, found.value) == (F("0.6"), F("0.2"), F("0.4"))


@pytest.mark.parametrize(
    ("treated", "others", "periods", "chosen", "reason"),
    [
        (9, 10, 3, False, "few_customers"),
        (10, 9, 3, False, "few_customers"),
        (10, 10, 2, False, "few_periods"),
        (10, 10, 3, True, "chosen_by_outcome"),
        (10, 10, 3, None, "choice_unknown"),
        (10, 10, 3, False, None),
    ],
)
def test_each_gate_refuses_and_none_refuses_where_all_are_met(treated: int, others: int, periods: int, chosen: bool | None, reason: str | None) -> None:
    assert compared_of(*sides(treated, others), periods, chosen, GATES).reason == reason
