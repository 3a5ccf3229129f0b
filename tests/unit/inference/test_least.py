"""The least place of a function: found in valleys that bend and slant, and not claimed where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from crmsite.inference.least import least


def bowl(place: np.ndarray) -> tuple[float, np.ndarray]:
    """A bowl a million times steeper one way than the other, lowest at (3, -2)."""
    aside, along = place - np.array([3.0, -2.0])
    return float(1e3 * aside**2 + 1e-3 * along**2), np.array([2e3 * aside, 2e-3 * along])


def valley(place: np.ndarray) -> tuple[float, np.ndarray]:
    """Rosenbrock's valley: narrow and bent, lowest at (1, 1)."""
    x, y = place
    return float((1 - x) ** 2 + 100 * (y - x * x) ** 2), np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


@pytest.mark.parametrize(("sloped", "lowest"), [(bowl, (3.0, -2.0)), (valley, (1.0, 1.0))])
def test_the_lowest_place_is_found_however_narrow_the_way(sloped: object, lowest: tuple[float, float]) -> None:
    found = least(sloped, np.array([-1.2, 1.0]), close=1e-14)  # type: ignore[arg-type]
    assert found is not None
    assert [round(float(value), 4) for value in found] == list(lowest)


def test_who_starts_at_the_lowest_place_stays_there() -> None:
    found = least(bowl, np.array([3.0, -2.0]))
    assert found is not None
    assert list(found) == [3.0, -2.0]


@pytest.mark.parametrize(
    "sloped",
    [
        lambda place: (float("nan"), place),
        lambda place: (-float(place[0]), np.array([-1.0])),
        lambda place: (float(place[0] ** 2), -2 * place),
    ],
    ids=["no number", "down for ever", "slopes that lie"],
)
def test_where_there_is_no_lowest_place_none_is_claimed(sloped: object) -> None:
    assert least(sloped, np.array([1.0])) is None  # type: ignore[arg-type]
