"""The groups that customers fall into: their tier, or the reason for having none; and their order within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.summaries.summary import Summary

UNRATED = ("missing_dimensions", "no_assessment", "prospect", "lost")
"""Why a customer has no tier, in the order in which pages list it."""


def group_of(summary: Summary) -> str:
    """Return the tier, or why there is none."""
    standing = summary.standing
    return standing.tier or standing.reason or "no_assessment"


def best_first(summaries: Iterable[Summary]) -> list[Summary]:
    """Sort customers by score; those without one come last."""
    return sorted(summaries, key=_score)


def _score(summary: Summary) -> tuple[float, str]:
    total = summary.standing.total
    return (-float(total) if total is not None else 1.0, summary.id)
