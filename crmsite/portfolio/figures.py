"""Figures: the few drawn charts of the portfolio as data: what they find, what they show, and the same as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Percent, Say, Shown, Term, say
from crmsite.portfolio.figure import Figure, Mark
from crmsite.portfolio.groups import UNRATED
from crmsite.portfolio.headline import year_change
from crmsite.portfolio.totals import counts_by_group
from crmsite.portfolio.worth import table, worth

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio


def figures(portfolio: Portfolio) -> tuple[Figure, ...]:
    """Return the charts of the segments page, in reading order; a chart without data is left out."""
    tiers = _pie(_tiers(portfolio)) if portfolio.organisation.site.distribution == "pie" else _tiers(portfolio)
    found = (tiers, _months(portfolio), _rfm(portfolio), *_worth(portfolio))
    return tuple(figure for figure in found if figure.marks)


def _pie(bars: Figure) -> Figure:
    """Return the distribution as slices: those without a tier are one, so that there are few enough to tell apart."""
    rated = [mark for mark in bars.marks if isinstance(mark.label, Say) and mark.label.key == "list.tier"]
    others = sum((mark.value for mark in bars.marks if mark not in rated), Decimal(0))
    rest = [Mark(say("list.unrated"), 0, others, point=False, partial=True)] if others else []
    return bars._replace(name="pie", marks=tuple(mark for mark in (*rated, *rest) if mark.value))


def _worth(portfolio: Portfolio) -> tuple[Figure, ...]:
    found = worth(portfolio)
    if found is None:
        return ()
    columns, rows = table(found, portfolio.currency)
    cells = [Mark(Term("message", f"band.{band}"), 0, Decimal(n), False, tier=tier) for tier, band, n in found.cells]
    points = [
        Mark(one.name, 0, one.amount, one.id == found.outsider, tier=one.tier, score=one.score) for one in found.points
    ]
    name = "worths" if cells else "worth"
    return (Figure(name, found.title, found.subtitle, tuple(cells or points), portfolio.currency, columns, rows),)


def _tiers(portfolio: Portfolio) -> Figure:
    counts = counts_by_group(portfolio)
    tiers = [tier for tier, _ in portfolio.cuts]
    rated = sum(counts[tier] for tier in tiers)
    most = max(tiers, key=lambda tier: counts[tier], default="")
    title = say("figure.tiers.title", tier=most, n=counts[most], rated=rated) if rated else say("figure.tiers.none")
    shown = [name for name in counts if name in tiers or counts[name]]
    marks = tuple(
        Mark(say("list.tier", tier=name) if name in tiers else say(f"list.group.{name}"), 0, Decimal(counts[name]), name == most)
        for name in shown
    )
    before = [summary.standing.before for summary in portfolio.summaries]
    rows: list[tuple[Shown, ...]] = []
    for name, mark in zip(shown, marks, strict=True):
        earlier: Shown = before.count(name) if name in tiers else say("figure.not_kept")
        rows.append((mark.label, counts[name], earlier))
    unrated = sum(counts[name] for name in UNRATED)
    subtitle = say("figure.tiers.subtitle", n=len(portfolio.summaries), rated=rated, unrated=unrated)
    columns = (say("list.head.tier"), say("figure.customers"), say("figure.customers_before"))
    return Figure("tiers", title, subtitle, marks if portfolio.summaries else (), portfolio.currency, columns, tuple(rows))


def _months(portfolio: Portfolio) -> Figure:
    table = portfolio.tables.months
    sums = portfolio.tables.year
    change = year_change(portfolio)
    if change is None:
        title = say("figure.months.amount", amount=Money(Decimal(sums.amount), portfolio.currency))
    elif not change:
        title = say("figure.months.same")
    else:
        title = say("figure.months.more" if change > 0 else "figure.months.less", change=Percent(abs(change)))
    running = f"{portfolio.as_of.year}-{portfolio.as_of.month:02d}"
    count = len(table.months)
    marks = tuple(
        Mark(month, 0, Decimal(amount), place >= count - 12, partial=month == running)
        for place, (month, amount) in enumerate(zip(table.months, table.amounts, strict=True))
    )
    rows = tuple((mark.label, Money(mark.value, portfolio.currency)) for mark in marks)
    first, last = (table.months[0], table.months[-1]) if table.months else ("", "")
    subtitle = say("figure.months.subtitle", first=first, last=last, n=table.n, of=table.of)
    any_amount = any(mark.value for mark in marks)
    columns = (say("figure.month"), say("figure.amount"))
    return Figure("months", title, subtitle, marks if any_amount else (), portfolio.currency, columns, rows)


def _rfm(portfolio: Portfolio) -> Figure:
    cells = portfolio.tables.rfm
    total = sum(cell.customers for cell in cells)
    low = sum(cell.customers for cell in cells if cell.recency <= 2)
    title = say("figure.rfm.low", n=low, total=total) if low else say("figure.rfm.none", total=total)
    marks = tuple(Mark(str(cell.recency), cell.frequency, Decimal(cell.customers), cell.recency <= 2) for cell in cells)
    rows = tuple(
        (cell.recency, cell.frequency, cell.customers, Money(Decimal(cell.amount), portfolio.currency))
        for cell in sorted(cells, key=lambda cell: (-cell.recency, -cell.frequency))
    )
    subtitle = say("figure.rfm.subtitle", n=total)
    columns = (say("figure.rfm.recency"), say("figure.rfm.frequency"), say("figure.customers"), say("figure.amount"))
    return Figure("rfm", title, subtitle, marks, portfolio.currency, columns, rows)
