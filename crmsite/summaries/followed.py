"""Followed: what the portfolio pages of improvement, risks and needs in depth read of a customer's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.summaries.depth import (
    CauseLine,
    FitLine,
    FitLines,
    LooseLine,
    RiskLine,
    TraceLine,
    WantsLine,
    WrittenNeed,
)
from crmsite.summaries.plain import expanded

if TYPE_CHECKING:
    from crmsite.summaries.summary import Summary


def risks_of(summary: Summary) -> list[RiskLine]:
    """Decode a customer's risks."""
    return [RiskLine(*row) for row in expanded(summary.risks)]


def causes_of(summary: Summary) -> list[CauseLine]:
    """Decode the analyses that are a customer's own."""
    return [CauseLine(*row) for row in expanded(summary.causes)]


def trace_line(summary: Summary) -> TraceLine | None:
    """Decode a customer's chain; ``None`` where there is nothing to follow."""
    found = expanded(summary.trace)
    return TraceLine(found[0], [LooseLine(*row) for row in found[1]]) if found else None


def fit_lines(summary: Summary) -> FitLines | None:
    """Decode a customer's open needs as held against what we can supply; ``None`` where it has none."""
    found = expanded(summary.fit)
    if not found:
        return None
    met, whole, assessed, total, needs = found
    return FitLines(met, whole, assessed, total, [FitLine(*need) for need in needs])


def wants_line(summary: Summary) -> WantsLine | None:
    """Decode what a customer wants in themes; ``None`` where no need and no Kano answer is recorded."""
    found = expanded(summary.wants)
    return WantsLine(*found) if found else None


def written_needs(summary: Summary) -> list[WrittenNeed]:
    """Decode where a customer's needs are written; none where no need counts."""
    line = wants_line(summary)
    return [WrittenNeed(*need) for need in line.written] if line is not None else []
