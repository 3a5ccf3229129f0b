"""Amounts of a profile, month by month."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.figures.facts import Amounts

MONTHS = 12
HEIGHT, TOP, STEP, BAR = 76, 8, 23, 18
"""The chart's plot: its height, the space above it, the distance from one month's bar to the next, a bar's width."""


_FEET = tuple(f"M{at * STEP} {TOP + HEIGHT}v-" for at in range(MONTHS))
"""How the drawing of each month's bar begins, on the base line."""
MOST_LINES = 3
_GRID = [
    [f"{TOP + HEIGHT - Decimal(HEIGHT * n) / lines:.1f}" for n in range(1, lines + 1)] if lines else []
    for lines in range(MOST_LINES + 1)
]
"""Where the grid's lines are drawn, from the lowest, by how many there are."""


class Chart(Slotted):
    """Twelve months of amounts: the bars as one drawing, the latest as another, grid lines with amounts, the same as rows."""

    bars: str
    latest: str
    grid: tuple[tuple[str, Money], ...]
    first: str
    last: str
    rows: tuple[tuple[str, Money | None], ...]
    least: Money
    most: Money


def amount_chart(amounts: Amounts) -> Chart | None:
    """Draw the last twelve months; a month that is not known, or took more back than it brought, has no bar.

    ``None`` where no month is known to have brought anything: there is no bar to draw then.
    """
    months = amounts.by_month[-MONTHS:]
    known = [amount for _, amount in months if amount is not None]
    if amounts.state != "value" or max(known, default=0) <= 0:
        return None
    currency = amounts.currency
    top = max(known)
    step = _step(top)
    lines = int(top / step) + (1 if top % step else 0)
    scale = HEIGHT / (step * lines)
    bars = [_bar(at, amount * scale) for at, (_, amount) in enumerate(months) if amount and amount > 0]
    latest = bars.pop() if (months[-1][1] or 0) > 0 else ""
    grid = tuple([(height, Money(step * n, currency)) for n, height in enumerate(_GRID[lines], 1)])
    rows = tuple([(month, None if amount is None else Money(amount, currency)) for month, amount in reversed(months)])
    return Chart("".join(bars), latest, grid, months[0][0], months[-1][0], rows, Money(min(known), currency), Money(top, currency))


def _bar(at: int, height: Decimal) -> str:
    """Return one month's bar as a path, standing on the base line."""
    tall = f"{height:.1f}"
    return f"{_FEET[at]}{tall}h{BAR}v{tall}z"


def _step(top: Decimal) -> Decimal:
    """Return a round distance between grid lines: three of them reach the highest bar."""
    unit = Decimal(10) ** (top.adjusted() - 1)
    for n in (1, 2, 5, 10, 20):
        if unit * n * MOST_LINES >= top:
            return unit * n
    return unit * 50
