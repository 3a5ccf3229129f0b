"""Amounts of a profile: what was ordered, in figures and month by month."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.facts import Money, Percent, Say
from crmsite.views.profile.record import FactRow

if TYPE_CHECKING:
    from crmsite.facts import Amounts, Shown

MONTHS = 12
WIDTH, HEIGHT, TOP, STEP = 276, 76, 8, 23
"""The chart's plot: its width and height, the space above it, the distance from one month's bar to the next."""


class Bar(NamedTuple):
    """One month's amount in the chart: place and height in the chart's units."""

    x: int
    y: str
    height: str
    last: bool


class Chart(NamedTuple):
    """Twelve months of amounts: bars, grid lines with their amounts, and the same as rows."""

    bars: tuple[Bar, ...]
    grid: tuple[tuple[str, Money], ...]
    first: str
    last: str
    rows: tuple[tuple[str, Money | None], ...]
    least: Money
    most: Money


def amount_rows(amounts: Amounts) -> tuple[FactRow, ...]:
    """Return the figures; a figure that is not known has no values."""
    if amounts.state != "value":
        return ()

    def money(amount: Decimal | None) -> tuple[Shown, ...]:
        return () if amount is None else (Money(amount, amounts.currency),)

    cumulative = money(amounts.cumulative)
    if cumulative and amounts.cumulative_from_opening:
        cumulative = (*cumulative, Say("profile.with_opening"))
    growth = (Percent(amounts.upsell_rate),) if amounts.upsell_rate is not None else ()
    rhythm = (
        (Say("profile.every_days", (("n", amounts.median_interval_days),)),) if amounts.median_interval_days is not None else ()
    )
    return (
        FactRow(Say("profile.amount.last"), money(amounts.last_12m)),
        FactRow(Say("profile.amount.previous"), money(amounts.previous_12m)),
        FactRow(Say("profile.amount.growth"), growth),
        FactRow(Say("profile.amount.orders"), () if amounts.orders_12m is None else (amounts.orders_12m,)),
        FactRow(Say("profile.amount.aov"), money(amounts.aov)),
        FactRow(Say("profile.amount.rhythm"), rhythm),
        FactRow(Say("profile.amount.cumulative"), cumulative),
    )


def amount_chart(amounts: Amounts) -> Chart | None:
    """Draw the last twelve months; a month that is not known has no bar. ``None`` where nothing is known to have been ordered."""
    months = amounts.by_month[-MONTHS:]
    known = [amount for _, amount in months if amount is not None]
    if amounts.state != "value" or not any(known):
        return None
    currency = amounts.currency
    top = max(known)
    step = _step(top)
    lines = int(top / step) + (1 if top % step else 0)
    scale = HEIGHT / (step * lines)
    bars = []
    for at, (_, amount) in enumerate(months):
        if amount is not None:
            height = max(amount, Decimal(0)) * scale
            bars.append(Bar(at * STEP, f"{TOP + HEIGHT - height:.1f}", f"{height:.1f}", at == len(months) - 1))
    grid = tuple([(f"{TOP + HEIGHT - step * n * scale:.1f}", Money(step * n, currency)) for n in range(1, lines + 1)])
    rows = tuple([(month, None if amount is None else Money(amount, currency)) for month, amount in reversed(months)])
    return Chart(tuple(bars), grid, months[0][0], months[-1][0], rows, Money(min(known), currency), Money(top, currency))


def _step(top: Decimal) -> Decimal:
    """Return a round distance between grid lines: at most three of them below the highest bar."""
    unit = Decimal(10) ** (top.adjusted() - 1)
    return next(unit * n for n in (1, 2, 5, 10, 20, 50) if unit * n * 3 >= top)
