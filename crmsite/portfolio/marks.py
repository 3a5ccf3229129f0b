"""Marks: the geometry of small hand-made pictures, in whole tenths of a unit so that bytes never depend on a machine.

A mark is data; the template draws it with ``viewBox`` coordinates and the theme's colours.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence


class Line(Slotted):
    """A line through known values: ``solid`` and ``bridges`` are path data, the end is the last known point."""

    solid: str
    bridges: str
    end_x: str
    end_y: str


class Box(Slotted):
    """Where a line may run: left, right, top and bottom of the plot."""

    left: int
    right: int
    top: int
    bottom: int


SPARK = Box(2, 84, 3, 19)
"""The plot of an 88 by 22 sparkline; its bottom is the zero line."""

KPI = Box(4, 232, 8, 46)
"""The plot of a 240 by 60 line of eight quarters."""


class Aimed(Slotted):
    """A line beside what was wanted at each point: the ``aim`` as path data, and whether it lies in the upper half at its end."""

    line: Line
    aim: str
    above: bool


def aimed(values: Sequence[float | None], aims: Sequence[float | None], box: Box) -> Aimed | None:
    """Return the line through values and the levels that were wanted of them, on one scale; ``None`` without a line.

    A level reaches half a step to both sides of its point; equal neighbours are one stroke. Without any level the line is that
    of :func:`line`.
    """
    wanted = [aim for aim in aims if aim is not None]
    drawn = line(values, box, zero=False, also=wanted)
    if drawn is None or not wanted:
        return None if drawn is None else Aimed(drawn, "", above=False)
    levels = [value for value in (*values, *wanted) if value is not None]
    low, span = min(levels), max(levels) - min(levels)
    step = (box.right - box.left) / max(1, len(values) - 1)
    strokes, last = [], 0.0
    for aim, group in groupby(enumerate(aims), key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        if aim is None:
            continue
        left, right = (box.left + step * at for at in (places[0] - 0.5, places[-1] + 0.5))
        last = (aim - low) / span if span else 0.5
        y = tenths(box.bottom - (box.bottom - box.top) * last)
        strokes.append(f"M{tenths(max(box.left, left))} {y}H{tenths(min(box.right, right))}")
    return Aimed(drawn, "".join(strokes), last >= 0.5)


def line(values: Sequence[float | None], box: Box, *, zero: bool, also: Sequence[float] = ()) -> Line | None:
    """Return the line through values; ``None`` where fewer than two are known. A gap is bridged, never guessed over.

    ``zero`` puts the bottom of the plot at nought; otherwise the line fills the plot from its least to its greatest value, and
    those that the plot has to hold ``also``.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low = min(0.0, *known) if zero else min(*known, *also)
    span = max(*known, *also) - low
    bottom, height = box.bottom, box.bottom - box.top
    level = 0.0 if zero and not any(known) else 0.5
    points = [
        None if value is None else (x, tenths(bottom - height * ((value - low) / span if span else level)))
        for x, value in zip(_YEAR if box is SPARK and len(values) == 12 else _across(box, len(values)), values, strict=True)
    ]
    return _paths(points)


def _across(box: Box, count: int) -> tuple[str, ...]:
    """Return where so many points of a line stand, from left to right."""
    step = (box.right - box.left) / max(1, count - 1)
    return tuple([tenths(box.left + step * place) for place in range(count)])


def _paths(points: list[tuple[str, str] | None]) -> Line:
    solid, bridges = [], []
    last: tuple[str, str] | None = None
    gap = True
    for point in points:
        if point is None:
            gap = True
            continue
        if gap and last is not None:
            bridges.append(f"M{last[0]} {last[1]}L{point[0]} {point[1]}")
        solid.append(f"{'M' if gap else 'L'}{point[0]} {point[1]}")
        last, gap = point, False
    end = last or ("0", "0")
    return Line("".join(solid), "".join(bridges), *end)


def tenths(value: float) -> str:
    """Return a length, not below nought, with at most one digit after the point; half a tenth is rounded up."""
    tenth = int(value * 10 + 0.5)
    return str(tenth // 10) if tenth % 10 == 0 else f"{tenth // 10}.{tenth % 10}"


def share(part: Decimal | int, whole: Decimal | int, length: int) -> str:
    """Return a bar's length for a part of a whole; anything above nought is visible."""
    if not whole or not part:
        return "0"
    return tenths(max(1.0, float(length * Decimal(part) / Decimal(whole))))


_YEAR = _across(SPARK, 12)
"""Where the twelve months of a sparkline stand: a list has ten thousand of them."""
