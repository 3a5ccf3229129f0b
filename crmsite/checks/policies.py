"""Policies can be judged by: cut points in order, each once; scales that have a lower and an upper end."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.policies import RfmPolicy, TierPolicy, ValuePolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from crmsite.diagnostics import Diagnostic


def cuts(case: CaseFile) -> Iterator[Diagnostic]:
    """Cut points rise, each once; tiers fall from the highest to the lowest."""
    for tier in case.of(TierPolicy):
        yield from _tier_cuts(tier)
    for rfm in case.of(RfmPolicy):
        for key in ("recency_days", "frequency_orders", "monetary"):
            if not _rises(getattr(rfm, key)):
                yield at(rfm, "cuts-unordered", key, key=key)
        if rfm.high_from <= rfm.potential_from:
            yield at(rfm, "cuts-unordered", "high_from", key="high_from")
    for value in case.of(ValuePolicy):
        if value.high <= value.medium:
            yield at(value, "cuts-unordered", "high", key="high")


def _tier_cuts(tier: TierPolicy) -> Iterator[Diagnostic]:
    if not _rises([cut.min for cut in reversed(tier.tiers)]):
        yield at(tier, "cuts-unordered", "tiers", key="tiers")
    if tier.scale.max <= tier.scale.min:
        yield at(tier, "cuts-unordered", "scale", key="scale")
    for dimension in ("amount", "stability", "risk"):
        table = getattr(tier.suggest, dimension, None)
        if table is not None and not _rises(table.cuts):
            yield at(tier, "cuts-unordered", "suggest", dimension, "cuts", key=f"suggest.{dimension}")


def _rises(points: Sequence[Decimal | int]) -> bool:
    return all(first < second for first, second in pairwise(points))
