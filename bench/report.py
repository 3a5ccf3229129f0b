"""The result as people read it: a Markdown table with ratios and bars, and the growth exponents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from measure import Cost


class Bar(NamedTuple):
    """A limit and what came of it, both in the words of the table."""

    said: str
    value: float
    limit: float

    @property
    def verdict(self) -> str:
        """Whether the limit is kept."""
        return "met" if self.value <= self.limit else "**missed**"


class Row(NamedTuple):
    """One measured operation of one builder."""

    name: str
    cost: Cost
    hugo: Cost | None
    bars: tuple[Bar, ...]
    counters: str


def _ratio(own: float, other: float | None) -> str:
    return f"{own / other:.2f}" if other else "–"


def markdown(rows: Sequence[Row]) -> str:
    """Return the table of results."""
    lines = [
        "| operation | CPU s | wall s | peak MiB | CPU / Hugo | wall / Hugo | bar | verdict | counters |",
        "|---|--:|--:|--:|--:|--:|---|---|---|",
    ]
    for row in rows:
        bars = "; ".join(f"{bar.said}: {bar.value:.2f} of {bar.limit:.2f}" for bar in row.bars)
        verdicts = "; ".join(bar.verdict for bar in row.bars)
        lines.append(
            f"| {row.name} | {row.cost.cpu:.2f} | {row.cost.wall:.2f} | {row.cost.peak:.0f} "
            f"| {_ratio(row.cost.cpu, row.hugo and row.hugo.cpu)} | {_ratio(row.cost.wall, row.hugo and row.hugo.wall)} "
            f"| {bars or '–'} | {verdicts or '–'} | {row.counters or '–'} |"
        )
    return "\n".join(lines)


def exponent(small: float, large: float, times: float) -> float:
    """Return the power of N that a cost grows with between two sizes."""
    return math.log(large / small) / math.log(times)


def growth(small: Mapping[str, Cost], large: Mapping[str, Cost], times: float) -> str:
    """Return the table of growth exponents."""
    lines = [f"| operation | CPU, {times:g} times the customers | exponent |", "|---|--:|--:|"]
    for name, cost in large.items():
        before = small[name].cpu
        lines.append(f"| {name} | {before:.2f} → {cost.cpu:.2f} s | {exponent(before, cost.cpu, times):.2f} |")
    return "\n".join(lines)
