"""Rows of promises: service levels counted over many customers, and single ones that were broken or still run."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Term
from crmsite.inference.quantiles import quantile
from crmsite.metrics.answering import FEW
from crmsite.portfolio.rows import Named, named
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.figures.facts import Shown
    from crmsite.summaries.owing import PromiseLine
    from crmsite.summaries.summary import Summary


class Met(Slotted):
    """How promises were kept: yes, no, cannot be told, still time; and the hours it took, where enough are known exactly.

    ``measured`` counts the times that are known exactly. ``p50`` and ``p90`` are calendar hours.
    """

    yes: int
    no: int
    unknown: int
    open: int
    measured: int
    p50: Decimal | None
    p90: Decimal | None

    @property
    def judged(self) -> int:
        """How many have an answer."""
        return self.yes + self.no

    @property
    def total(self) -> int:
        """How many there were."""
        return self.judged + self.unknown + self.open

    @property
    def share(self) -> Percent | None:
        """What share of those with an answer was kept; ``None`` where none has one."""
        return Percent(Decimal(self.yes) / self.judged) if self.judged else None


class PromiseRow(Slotted):
    """One promise with the customer to whom it was made."""

    customer: Named
    line: PromiseLine
    name: Shown

    @property
    def late_hours(self) -> Decimal | None:
        """Return how many hours of its own clock it was late, where that is known exactly."""
        return Decimal(self.line.late) / 60 if self.line.late is not None else None

    @property
    def clock(self) -> Term:
        """Return the clock that counts these hours, which is the promise's own."""
        return Term("clock", self.line.clock)


def met_of(lines: Iterable[PromiseLine]) -> Met:
    """Count promises, and take the quantiles of the hours that they took."""
    counts = {"yes": 0, "no": 0, "unknown": 0, "open": 0}
    took = []
    for line in lines:
        counts[line.verdict] += 1
        if line.took is not None:
            took.append(line.took)
    p50, p90 = (_hours(quantile(took, share)) if len(took) >= FEW else None for share in (Fraction(1, 2), Fraction(9, 10)))
    return Met(counts["yes"], counts["no"], counts["unknown"], counts["open"], len(took), p50, p90)


def _hours(minutes: Fraction) -> Decimal:
    return Decimal(minutes.numerator) / (Decimal(minutes.denominator) * 60)


def promise_row(summary: Summary, line: PromiseLine, name: Shown) -> PromiseRow:
    """Return one promise with its customer."""
    return PromiseRow(named(summary), line, name)
