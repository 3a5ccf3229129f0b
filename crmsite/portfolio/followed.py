"""Followed: what the portfolio pages of improvement, risks and needs in depth read of a customer's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.depth import (
    CAUSES,
    RISKS,
    TRACE,
    WANTS,
    CauseLine,
    LooseLine,
    RiskLine,
    TraceLine,
    WantsLine,
)
from crmsite.plain import expanded

if TYPE_CHECKING:
    from crmsite.summary import Summary


def line_of(summary: Summary, line: int) -> str:
    """Return one line of a customer's text; pages are keyed by it."""
    return summary.depth.split("\n")[line]


def risks_of(summary: Summary) -> list[RiskLine]:
    """Decode a customer's risks."""
    return [RiskLine(*row) for row in expanded(line_of(summary, RISKS))]


def causes_of(summary: Summary) -> list[CauseLine]:
    """Decode the analyses that are a customer's own."""
    return [CauseLine(*row) for row in expanded(line_of(summary, CAUSES))]


def trace_line(summary: Summary) -> TraceLine | None:
    """Decode a customer's chain; ``None`` where there is nothing to follow."""
    found = expanded(line_of(summary, TRACE))
    return TraceLine(found[0], [LooseLine(*row) for row in found[1]]) if found else None


def wants_line(summary: Summary) -> WantsLine | None:
    """Decode what a customer wants in themes; ``None`` where no need and no Kano answer is recorded."""
    found = expanded(line_of(summary, WANTS))
    return WantsLine(*found) if found else None
