"""Headline figures: amount, upper tiers, alerts that wait, contracts about to end, each with its change and what it is made of.

No figure stands without that: how many customers, how many of them known. Where fewer than five customers carry it, there
is no judgement.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.figures.facts import Money, Say, Shown, Term, say
from crmsite.portfolio.totals import endings, top_tiers
from crmsite.slotted import Slotted
from crmsite.summaries.lines import LEVELS

if TYPE_CHECKING:

    from crmsite.portfolio.portfolio import Portfolio

SAMPLE = 5
"""The fewest customers of whom a change is judged."""


class Kpi(Slotted):
    """One headline figure. ``change`` is judged where ``judged``; ``note`` says more, ``late`` what is overdue.

    ``parts`` are what it is made of: their labels, each with its figure.
    """

    name: Say
    value: Shown
    unit: Say | None
    changes: bool
    change: Decimal | None
    change_unit: str
    judged: bool
    note: Say | None
    late: Say | None
    parts: tuple[tuple[Say | Term, Shown], ...]
    sample: Say


def kpis(portfolio: Portfolio) -> tuple[Kpi, ...]:
    """Return the headline figures: amount of twelve months, upper tiers, alerts nobody answered, contracts about to end."""
    return _amount(portfolio), _tiers(portfolio), _alerts(portfolio), _contracts(portfolio)


def year_change(portfolio: Portfolio) -> Decimal | None:
    """Return by how much customers ordered more than in the twelve months before, as a ratio, of those known for both.

    ``None`` where they are too few to judge, nothing was ordered before, or the orders on record begin within those months:
    what is lacking then may only not be written down.
    """
    sums = portfolio.tables.year
    before = Decimal(sums.before)
    if sums.compared < SAMPLE or not before or _begins_later(portfolio):
        return None
    return Decimal(sums.comparable) / before - 1


def _begins_later(portfolio: Portfolio) -> bool:
    """Tell whether the orders on record begin after the first of the months that the two years take up."""
    since = portfolio.tables.months.since
    return since > add_months(portfolio.as_of.replace(day=1), -23).isoformat()[:7]


def _amount(portfolio: Portfolio) -> Kpi:
    sums = portfolio.tables.year
    ratio = year_change(portfolio)
    judged = ratio is not None
    change = round(ratio * 100, 1) if ratio is not None else None
    amount = Money(Decimal(sums.amount), portfolio.currency) if sums.known else None
    return Kpi(
        say("overview.kpi.amount"), amount, None, True, change, "%", judged, _compared(portfolio), None, (),
        say("overview.kpi.amount_sample", known=sums.known, n=sums.n),
    )


def _compared(portfolio: Portfolio) -> Say:
    sums = portfolio.tables.year
    if not sums.compared:
        return say("overview.kpi.nothing_before")
    if _begins_later(portfolio):
        return say("overview.kpi.behind_records")
    if not Decimal(sums.before):
        return say("overview.kpi.amount_before_none")
    return say("overview.kpi.amount_before", before=Money(Decimal(sums.before), portfolio.currency))


def _tiers(portfolio: Portfolio) -> Kpi:
    top = top_tiers(portfolio)
    now = sum(summary.standing.tier in top for summary in portfolio.summaries)
    before = sum(summary.standing.before in top for summary in portfolio.summaries)
    rated = sum(summary.standing.tier is not None for summary in portfolio.summaries)
    return Kpi(
        say("overview.kpi.tiers", tiers=say("overview.kpi.two", a=top[0], b=top[1]) if len(top) == 2 else top[0]), now,
        say("overview.kpi.of_rated", n=rated), True, Decimal(now - before) if rated >= SAMPLE else None, "", rated >= SAMPLE,
        say("overview.kpi.tiers_before" if before else "overview.kpi.tiers_before_none", n=before), None, (),
        say("overview.kpi.tiers_sample", rated=rated, n=len(portfolio.summaries)),
    )


def _alerts(portfolio: Portfolio) -> Kpi:
    waits = [summary.pressing for summary in portfolio.summaries if summary.load.alerts]
    total = sum(wait.urgent + wait.watch + wait.data for wait in waits)
    levels = dict(zip(LEVELS, (sum(w.urgent_waiting for w in waits), sum(w.watch_waiting for w in waits),
                               sum(w.data_waiting for w in waits)), strict=True))
    waiting, late = sum(levels.values()), sum(wait.late for wait in waits)
    parts = tuple((Term("alert_level", level), count) for level, count in levels.items() if count)
    sample = "overview.kpi.alerts_sample" if total > waiting else "overview.kpi.alerts_sample_none"
    return Kpi(
        say("overview.kpi.alerts"), waiting or say("overview.kpi.none"), say("overview.kpi.of_alerts", n=total) if total else None,
        False, None, "", False, _touched(portfolio), say("overview.kpi.alerts_late", n=late) if late else None, parts,
        say(sample, n=total - waiting),
    )


def _touched(portfolio: Portfolio) -> Say | None:
    """Say how much the customers with an urgent alert or one to watch ordered in twelve months, of those of whom it is known."""
    alarmed = [summary.sales for summary in portfolio.summaries if summary.pressing.urgent or summary.pressing.watch]
    known = [Decimal(sales.amount) for sales in alarmed if sales.amount is not None]
    if not known:
        return None
    return say("overview.kpi.alerts_amount", n=len(known), amount=Money(sum(known, Decimal(0)), portfolio.currency))


def _contracts(portfolio: Portfolio) -> Kpi:
    ending = endings(portfolio)
    parts = tuple(
        (say(f"overview.kpi.days_{(place + 1) * 30}"), Money(amount, portfolio.currency))
        for place, amount in enumerate(ending.amounts)
        if ending.counts[place]
    )
    note = say("overview.kpi.contracts_amount", amount=Money(ending.amount, portfolio.currency)) if ending.contracts else None
    return Kpi(
        say("overview.kpi.contracts"), ending.contracts or say("overview.kpi.none"),
        say("overview.kpi.contracts_unit") if ending.contracts else None, False, None, "", False, note, None, parts,
        say("overview.kpi.contracts_sample"),
    )
