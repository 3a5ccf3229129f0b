"""The trend of a survey's dimensions as a drawing: one line each, labelled at its end, the weakest as the point being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.dossier.waves import exact
from crmsite.portfolio.marks import tenths
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from crmsite.figures.facts import Shown

LEFT, RIGHT, TOP, BOTTOM = 28, 430, 14, 182
"""The plot inside a drawing of 600 by 212; what is right of it belongs to the labels."""

NEAR = 276
"""Where the plot ends in a drawing of 328 by 212: of the labels only the values stand in it, the names in a list below."""

TICK = 50
"""How much room the month of a survey takes up."""

APART = 17
"""How far the labels at the ends of lines stand apart at least."""


class Stroke(Slotted):
    """One line: path data, where its last point is, where its label stands, and whether it is the point being made."""

    label: Shown
    path: str
    bridges: str
    end_x: str
    end_y: str
    label_y: str
    value: Decimal
    point: bool


class Tick(Slotted):
    """One line of the grid, or one survey below it."""

    at: str
    label: str


class TrendChart(Slotted):
    """The drawing: lines, the steps of the scale, the surveys along the bottom, where the plot ends."""

    strokes: tuple[Stroke, ...]
    grid: tuple[Tick, ...]
    surveys: tuple[Tick, ...]
    right: int


def trend_chart(
    labels: Sequence[str],
    series: Sequence[tuple[Shown, Sequence[Fraction | None], bool]],
    lowest: int,
    highest: int,
    right: int = RIGHT,
) -> TrendChart | None:
    """Return the drawing of several series over the same surveys; ``None`` where there are fewer than two surveys.

    The height goes from the whole step below the least value to the one above the greatest: the steps are printed. Where
    there is no room for the months of all surveys, the last one and every so many before it are named.
    """
    known = [value for _, values, _ in series for value in values if value is not None]
    if len(labels) < 2 or not known:
        return None
    low, high, step = _range(min(known), max(known), lowest, highest)
    wide = (right - LEFT) / (len(labels) - 1)
    every = max(1, -(-TICK // wide))

    def height(value: Fraction | float) -> float:
        return BOTTOM - (BOTTOM - TOP) * float((value - low) / (high - low))

    strokes = []
    for label, values, on in series:
        strokes.append(_stroke(label, [(LEFT + wide * at, value) for at, value in enumerate(values)], height, point=on))
    drawn = _spread([stroke for stroke in strokes if stroke is not None])
    grid = [low + step * at for at in range(round((high - low) / step) + 1)]
    return TrendChart(
        tuple(drawn),
        tuple(Tick(tenths(height(value)), f"{value:.{0 if step % 1 == 0 else 1}f}") for value in grid),
        tuple(Tick(tenths(LEFT + wide * at), label) for at, label in enumerate(labels) if (len(labels) - 1 - at) % every == 0),
        right,
    )


def _range(least: Fraction, most: Fraction, lowest: int, highest: int) -> tuple[float, float, float]:
    """Return where the height begins and ends, and how far its steps are apart: half points on short scales, else tenths of it."""
    step = 0.5 if highest - lowest <= 10 else (highest - lowest) / 10
    low = max(float(lowest), float(least // step) * step)
    high = min(float(highest), -(-float(most) // step) * step)
    return (low, high, step) if high > low else (max(float(lowest), low - step), min(float(highest), low + step), step)


def _stroke(
    label: Shown, points: Sequence[tuple[float, Fraction | None]], height: Callable[[Fraction], float], *, point: bool
) -> Stroke | None:
    solid, bridges = [], []
    last: tuple[str, str] | None = None
    value: Fraction | None = None
    gap = True
    for x, y in points:
        if y is None:
            gap = True
            continue
        now = (tenths(x), tenths(height(y)))
        if gap and last is not None:
            bridges.append(f"M{last[0]} {last[1]}L{now[0]} {now[1]}")
        solid.append(f"{'M' if gap else 'L'}{now[0]} {now[1]}")
        last, value, gap = now, y, False
    if last is None or value is None:
        return None
    return Stroke(label, "".join(solid), "".join(bridges), *last, last[1], exact(value), point)


def _spread(strokes: list[Stroke]) -> list[Stroke]:
    """Move labels apart that would lie on one another, the highest line first; the one being made the point is drawn last."""
    found = []
    floor = 0.0
    room = sorted(strokes, key=lambda stroke: float(stroke.end_y))
    for at, stroke in enumerate(room):
        most = BOTTOM + 8 - APART * (len(room) - 1 - at)
        y = min(max(float(stroke.end_y), floor), most)
        floor = y + APART
        found.append(stroke._replace(label_y=tenths(y)))
    return sorted(found, key=lambda stroke: stroke.point)
