"""Score against amount: who brings in more than its tier says, as a figure of points, or of counts where there are many."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Say, Shown, Term, say
from crmsite.portfolio.rows import named
from crmsite.portfolio.totals import top_tiers
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.grammar.fields import Localised
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

POINTS = 150
"""The most customers that are drawn as a point each."""

BANDS = ("high", "medium", "low", "dormant")


class Placed(Slotted):
    """One customer with a score and an amount; ``band`` is its value band."""

    id: str
    name: Localised | str
    tier: str
    score: Decimal
    amount: Decimal
    band: str


class Worth(Slotted):
    """The finding, and either every customer or counts by tier and value band."""

    title: Say
    subtitle: Say
    points: tuple[Placed, ...]
    outsider: str | None
    cells: tuple[tuple[str, str, int], ...]


def worth(portfolio: Portfolio) -> Worth | None:
    """Return who has which score and amount; ``None`` where nobody has both, or the reader may not see one of them."""
    top = top_tiers(portfolio)
    placed = [found for summary in portfolio.summaries if (found := _placed(summary, portfolio.currency)) is not None]
    if not placed or not top:
        return None
    best = [one for one in placed if one.tier in top]
    others = [one for one in placed if one.tier not in top]
    outsider = max(others, key=lambda one: (one.amount, one.id), default=None)
    subtitle = say("figure.worth.subtitle", n=len(placed), of=len(portfolio.summaries))
    title = _title(portfolio, best, outsider, top)
    if len(placed) <= POINTS:
        return Worth(title, subtitle, tuple(placed), outsider.id if outsider else None, ())
    if best:
        middle = median(one.amount for one in best)
        title = say("figure.worth.many", n=sum(one.amount > middle for one in others), tiers=_tiers(top))
    counts = Counter((one.tier, one.band) for one in placed)
    order = [tier for tier, _ in portfolio.cuts]
    cells = tuple((tier, band, counts[tier, band]) for tier in order for band in BANDS if counts[tier, band])
    return Worth(title, subtitle, (), None, cells)


def _placed(summary: Summary, currency: str) -> Placed | None:
    standing, sales = summary.standing, summary.sales
    if standing.tier is None or standing.total is None or sales.amount is None or sales.currency != currency:
        return None
    score, amount = Decimal(standing.total), Decimal(sales.amount)
    return Placed(summary.id, named(summary).label, standing.tier, score, amount, summary.worth.band)


def _title(portfolio: Portfolio, best: Sequence[Placed], outsider: Placed | None, top: Sequence[str]) -> Say:
    if outsider is None or not best:
        return say("figure.worth.only", tiers=_tiers(top))
    amount = Money(outsider.amount, portfolio.currency)
    below = sum(one.amount < outsider.amount for one in best)
    key = "figure.worth.outsider" if below else "figure.worth.in_order"
    return say(key, name=outsider.name, tier=outsider.tier, amount=amount, n=below, tiers=_tiers(top))


def _tiers(top: Sequence[str]) -> Shown:
    return say("overview.kpi.two", a=top[0], b=top[1]) if len(top) == 2 else top[0]


def table(found: Worth, currency: str) -> tuple[tuple[Say, ...], tuple[tuple[Shown, ...], ...]]:
    """Return the heads and rows of the table beside the drawing: the same figures, the largest amount first."""
    if found.cells:
        few = (say("list.head.tier"), say("figure.worth.band"), say("figure.customers"))
        return few, tuple((tier, Term("message", f"band.{band}"), count) for tier, band, count in found.cells)
    heads = (say("figure.worth.customer"), say("list.head.tier"), say("figure.worth.score"), say("figure.amount"))
    ranked = sorted(found.points, key=lambda one: (-one.amount, one.id))
    return heads, tuple((one.name, one.tier, one.score, Money(one.amount, currency)) for one in ranked)
