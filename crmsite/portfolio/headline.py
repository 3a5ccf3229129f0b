"""Headline figures: four numbers with their change and their past, where the past is known.

No figure stands without what it is made of: how many customers, how many of them known. Where fewer than five customers
carry it, there is no line and no judgement.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendar_days import add_months
from crmsite.facts import Money, Say, Shown, Term, say
from crmsite.lines import LEVELS
from crmsite.portfolio.marks import KPI, Line, line, share
from crmsite.portfolio.totals import endings, months_of, top_tiers, trailing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.calendar_days import Period
    from crmsite.portfolio.portfolio import Portfolio

SAMPLE = 5
"""The fewest customers of whom a change is judged."""

QUARTERS = 8


class Bar(NamedTuple):
    """One bar of a small bar chart: its label, its length of 100 units, the figure at its end."""

    label: Say | Term
    length: str
    figure: Shown
    tone: str


class Past(NamedTuple):
    """The line of a figure over quarters: its geometry, the quarters at its ends, and the same in words."""

    line: Line
    first: str
    last: str
    words: Say


class Kpi(NamedTuple):
    """One headline figure. ``change`` is judged where ``judged``; ``note`` says more, ``late`` what is overdue."""

    name: Say
    value: Shown
    unit: Say | None
    changes: bool
    change: Decimal | None
    change_unit: str
    judged: bool
    note: Say | None
    late: Say | None
    past: Past | None
    bars: tuple[Bar, ...]
    sample: Say


def kpis(portfolio: Portfolio) -> tuple[Kpi, ...]:
    """Return the headline figures: amount of twelve months, upper tiers, alerts nobody answered, contracts about to end."""
    quarters = portfolio.quarters(QUARTERS)
    return _amount(portfolio, quarters), _tiers(portfolio, quarters), _alerts(portfolio), _contracts(portfolio)


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


def _amount(portfolio: Portfolio, quarters: Sequence[Period]) -> Kpi:
    sums = portfolio.tables.year
    ratio = year_change(portfolio)
    judged = ratio is not None
    change = round(ratio * 100, 1) if ratio is not None else None
    months = portfolio.tables.months
    amounts = trailing(months.months, months.amounts, months_of(quarters, portfolio.as_of))
    shown: list[Shown] = [None if value is None else Money(value, portfolio.currency) for value in amounts]
    past = _past("overview.kpi.amount_past", quarters, amounts, shown) if months.n >= SAMPLE else None
    amount = Money(Decimal(sums.amount), portfolio.currency) if sums.known else None
    return Kpi(
        say("overview.kpi.amount"), amount, None, True, change, "%", judged, _compared(portfolio), None, past, (),
        say("overview.kpi.amount_sample", known=sums.known, n=sums.n, line=months.n),
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


def _tiers(portfolio: Portfolio, quarters: Sequence[Period]) -> Kpi:
    top = top_tiers(portfolio)
    now = sum(summary.standing.tier in top for summary in portfolio.summaries)
    before = sum(summary.standing.before in top for summary in portfolio.summaries)
    rated = sum(summary.standing.tier is not None for summary in portfolio.summaries)
    judged = {quarter.period: quarter.into(top) for quarter in portfolio.tables.quarters}
    counts = [judged.get(quarter.id) for quarter in quarters]
    values = [None if count is None else Decimal(count) for count in counts]
    past = _past("overview.kpi.tiers_past", quarters, values, list(counts)) if rated >= SAMPLE else None
    return Kpi(
        say("overview.kpi.tiers", tiers=say("overview.kpi.two", a=top[0], b=top[1]) if len(top) == 2 else top[0]), now,
        say("overview.kpi.of_rated", n=rated), True, Decimal(now - before) if rated >= SAMPLE else None, "", rated >= SAMPLE,
        say("overview.kpi.tiers_before" if before else "overview.kpi.tiers_before_none", n=before), None, past, (),
        say("overview.kpi.tiers_sample", rated=rated, n=len(portfolio.summaries)),
    )


def _past(key: str, quarters: Sequence[Period], values: Sequence[Decimal | None], shown: Sequence[Shown]) -> Past | None:
    """Draw the quarters from the first known one on."""
    known = [place for place, value in enumerate(values) if value is not None]
    if not known:
        return None
    start, end = known[0], known[-1]
    drawn = line([None if value is None else float(value) for value in values[start : end + 1]], KPI, zero=False)
    if drawn is None:
        return None
    first, last = _quarter(quarters[start]), _quarter(quarters[end])
    return Past(drawn, first, last, say(key, first=first, last=last, a=shown[start], b=shown[end]))


def _quarter(period: Period) -> str:
    return period.id.replace("-", " ")


def _alerts(portfolio: Portfolio) -> Kpi:
    waits = [summary.pressing for summary in portfolio.summaries if summary.load.alerts]
    total = sum(wait.urgent + wait.watch + wait.data for wait in waits)
    levels = dict(zip(LEVELS, (sum(w.urgent_waiting for w in waits), sum(w.watch_waiting for w in waits),
                               sum(w.data_waiting for w in waits)), strict=True))
    waiting, late = sum(levels.values()), sum(wait.late for wait in waits)
    most = max(levels.values())
    bars = tuple(
        Bar(Term("alert_level", level), share(count, most, 100), count, "bad" if level == "urgent" else "")
        for level, count in levels.items()
        if count
    )
    sample = "overview.kpi.alerts_sample" if total > waiting else "overview.kpi.alerts_sample_none"
    return Kpi(
        say("overview.kpi.alerts"), waiting or say("overview.kpi.none"), say("overview.kpi.of_alerts", n=total) if total else None,
        False, None, "", False, _touched(portfolio), say("overview.kpi.alerts_late", n=late) if late else None, None, bars,
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
    most = max(ending.amounts)
    bars = tuple(
        Bar(say(f"overview.kpi.days_{(place + 1) * 30}"), share(amount, most, 100), Money(amount, portfolio.currency), "")
        for place, amount in enumerate(ending.amounts)
        if ending.counts[place]
    )
    note = say("overview.kpi.contracts_amount", amount=Money(ending.amount, portfolio.currency)) if ending.contracts else None
    return Kpi(
        say("overview.kpi.contracts"), ending.contracts or say("overview.kpi.none"),
        say("overview.kpi.contracts_unit") if ending.contracts else None, False, None, "", False, note, None, None, bars,
        say("overview.kpi.contracts_sample"),
    )
