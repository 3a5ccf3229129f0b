"""Backtest 回测: how far tier total, RFM segment and open alerts told the lost from the rest, some days before it came to that.

Each customer is in one group: the lost by their latest loss, the rest are customers today and were never lost. A measure that was
unknown of a customer leaves that customer out of it; the numbers beside it say of how many it speaks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.inference.separation import Separation, separation
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from crmsite.summaries.hindsight import BeforeLine

RISK: Mapping[str, int] = {"high_value": 0, "potential": 1, "low_value": 2, "churn_risk": 3}
"""RFM segments from the one that fears least to the one that fears most."""


class Lost(Slotted):
    """One customer that was lost, and how it stood before."""

    id: str
    line: BeforeLine


class Telling(Slotted):
    """One measure: how many of each group it is known of, how many looked bad by it, and how it told the groups apart.

    ``reason`` where it is not said: ``few_lost``, ``few_rest``. Bad is an open alert, the segment at risk of churn; of totals
    ``bad`` is nothing and ``means`` are told instead.
    """

    measure: str
    lost: int
    rest: int
    bad: tuple[int, int] | None
    means: tuple[Decimal | None, Decimal | None] | None
    reason: str | None
    found: Separation | None


class Backtest(Slotted):
    """All of it. ``young`` counts the lost who were no customers yet on the day looked at, ``rest`` those never lost."""

    lost: tuple[Lost, ...]
    young: int
    rest: int
    least: int
    tellings: tuple[Telling, ...]


def backtest(lines: Iterable[tuple[str, BeforeLine]], least: int) -> Backtest:
    """Hold the lost against the rest; nothing is said of a measure with fewer than ``least`` customers on either side."""
    gone, stayed = [], []
    for name, line in lines:
        if line.lost is not None:
            gone.append(Lost(name, line))
        elif line.day is not None:
            stayed.append(line)
    gone.sort(key=lambda one: (one.line.lost or "", one.id), reverse=True)
    known = [one.line for one in gone if one.line.day is not None]
    tellings = tuple([_telling(measure, risk, known, stayed, least) for measure, risk in MEASURES.items()])
    return Backtest(tuple(gone), len(gone) - len(known), len(stayed), least, tellings)


def _total(line: BeforeLine) -> Decimal | None:
    """Return the total of four dimensions, the lower the more to fear."""
    return None if line.total is None else -Decimal(line.total)


def _segment(line: BeforeLine) -> Decimal | None:
    return None if line.segment is None else Decimal(RISK[line.segment])


def _alerts(line: BeforeLine) -> Decimal | None:
    return Decimal(line.open)


MEASURES: Mapping[str, Callable[[BeforeLine], Decimal | None]] = {"tier": _total, "segment": _segment, "alerts": _alerts}
"""What is held against what came of it; of each the number that grows with what there is to fear."""


def _telling(
    measure: str, risk: Callable[[BeforeLine], Decimal | None], lost: list[BeforeLine], rest: list[BeforeLine], least: int
) -> Telling:
    first, second = ([found for line in group if (found := risk(line)) is not None] for group in (lost, rest))
    reason = "few_lost" if len(first) < least else "few_rest" if len(second) < least else None
    bad = means = None
    if measure == "tier":
        means = (_mean(first), _mean(second))
    else:
        limit = RISK["churn_risk"] if measure == "segment" else 1
        bad = (sum([value >= limit for value in first]), sum([value >= limit for value in second]))
    return Telling(measure, len(first), len(second), bad, means, reason, separation(first, second) if reason is None else None)


def _mean(totals: list[Decimal]) -> Decimal | None:
    return -sum(totals, Decimal(0)) / len(totals) if totals else None
