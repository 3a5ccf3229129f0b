"""Totals over all customers in plain Python: counts by tier, amounts by quarter, what ends and waits.

These are few sums over ten thousand rows, wanted after every edit; importing pandas would cost more than all of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.portfolio.groups import UNRATED, group_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

def groups(portfolio: Portfolio) -> tuple[str, ...]:
    """Return every tier, best first, then the reasons for having none."""
    return (*(tier for tier, _ in portfolio.cuts), *UNRATED)


def counts_by_group(portfolio: Portfolio) -> dict[str, int]:
    """Return how many customers each tier has, and each reason for having none."""
    found = dict.fromkeys(groups(portfolio), 0)
    for summary in portfolio.summaries:
        found[group_of(summary)] += 1
    return found


def by_group(portfolio: Portfolio) -> dict[str, list[Summary]]:
    """Return the customers of each tier, and of each reason for having none, in order of id."""
    found: dict[str, list[Summary]] = {name: [] for name in groups(portfolio)}
    for summary in portfolio.summaries:
        found[group_of(summary)].append(summary)
    return found


def top_tiers(portfolio: Portfolio) -> tuple[str, ...]:
    """Return the upper half of the tiers: those that a healthy portfolio has more of."""
    cuts = portfolio.cuts
    return tuple(tier for tier, _ in cuts[: len(cuts) // 2])


class Endings(Slotted):
    """Contracts that end within ninety days: how many, for how much, by thirds of the ninety days; how many are late."""

    contracts: int
    amount: Decimal
    amounts: tuple[Decimal, Decimal, Decimal]
    counts: tuple[int, int, int]
    unknown: int


def endings(portfolio: Portfolio) -> Endings:
    """Add up the term contracts that end within ninety days of the as-of date and have no signed renewal."""
    amounts, counts = [Decimal(0)] * 3, [0, 0, 0]
    unknown = 0
    for summary in portfolio.summaries:
        touch = summary.touch
        if touch.contract_days is None or not 0 <= touch.contract_days <= 90 or touch.contract_renewed:
            continue
        third = min(2, max(0, touch.contract_days - 1) // 30)
        counts[third] += 1
        if touch.contract_amount is None:
            unknown += 1
        else:
            amounts[third] += Decimal(touch.contract_amount)
    return Endings(
        sum(counts), sum(amounts, Decimal(0)), (amounts[0], amounts[1], amounts[2]), (counts[0], counts[1], counts[2]), unknown
    )
