"""Benjamini and Hochberg's procedure, on their own example of 1995 among others."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from crmsite.inference.many_tests import benjamini_hochberg

PUBLISHED = "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"
"""The fifteen probabilities of their paper: four are finds at 0.05."""


def test_their_own_example_finds_four() -> None:
    found = benjamini_hochberg([Decimal(p) for p in PUBLISHED.split()])
    assert sum(q <= Decimal("0.05") for q in found) == 4
    assert list(found) == sorted(found)


def test_the_order_given_is_the_order_returned() -> None:
    one = tuple(Decimal(p) for p in (".005", ".01", ".03", ".04"))
    for order in permutations(range(4)):
        assert benjamini_hochberg([one[at] for at in order]) == tuple(Decimal((".02", ".02", ".04", ".04")[at]) for at in order)


def test_one_test_is_its_own_rate_and_none_has_none() -> None:
    assert benjamini_hochberg([Decimal("0.3")]) == (Decimal("0.3"),)
    assert benjamini_hochberg([]) == ()
