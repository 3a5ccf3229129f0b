"""The limits of a series of means."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from crmsite.inference.process_limits import Limits, xmr_limits

SERIES = [Fraction(point) for point in ("4.4", "4.5", "4.3", "4.4", "4.6", "4.4")]


def test_six_waves_have_limits() -> None:
    found = xmr_limits(SERIES)
    assert found is not None
    assert (f"{found.low:.2f}", f"{found.middle:.2f}", f"{found.high:.2f}") == ("4.01", "4.43", "4.86")


def test_five_waves_have_none() -> None:
    assert xmr_limits(SERIES[:5]) is None


def test_a_series_that_never_moves_has_no_room() -> None:
    assert xmr_limits([4] * 6) == Limits(Decimal(4), Decimal(4), Decimal(4))
