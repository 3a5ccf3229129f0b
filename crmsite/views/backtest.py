"""Looking back on losses 回测: what was known of each lost customer beforehand, and whether scores told them from the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Percent, Say, Term, say
from crmsite.metrics.backtest import backtest
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.rows import Named, named, naming
from crmsite.slotted import Slotted
from crmsite.summaries.hindsight import hindsight_of
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from crmsite.figures.facts import Shown
    from crmsite.metrics.backtest import Backtest, Lost, Telling
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

SHOWN = 120
"""How many of the lost the page lists, the latest first."""

HALF = Decimal("0.5")
"""The share of pairs that chance tells apart."""


class LostRow(Slotted):
    """One loss: the day, how, what it was worth; the day looked at and how the customer stood on it; how long it was warned of.

    Without ``day`` it was no customer yet then. ``warned`` are the days since the first alert that still held on the eve.
    """

    customer: Named
    lost: date
    why: Say
    amount: Shown
    day: date | None
    tier: str | None
    total: Shown
    segment: Shown
    alerts: tuple[Term, ...]
    warned: int | None
    since: tuple[tuple[Term, date], ...]


class TellingRow(Slotted):
    """One measure: what it was of the lost and of the rest, the share of pairs that it told apart, or why that is not said."""

    name: Say
    lost: Say
    rest: Say
    share: Shown
    between: Say | None
    made: Say | None
    verdict: Say


class BacktestView(Slotted):
    """The page; ``rows`` hold the latest losses, ``more`` counts those that are not listed."""

    head: Head
    lede: tuple[Say, ...]
    tellings: tuple[TellingRow, ...]
    rows: tuple[LostRow, ...]
    more: int
    days: int
    least: int
    policy: str


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page; only the names of the lost are on it."""
    shown = [f"{naming(one)}\0{one.before}" if _is_lost(one.before) else one.before for one in portfolio.summaries]
    yield "backtest.html", "backtest.html", Deferred(key_of(shown), partial(looked_back, portfolio), choosy=True)


def _is_lost(text: str) -> bool:
    line = hindsight_of(text)
    return line is not None and line.lost is not None


def looked_back(portfolio: Portfolio) -> BacktestView:
    """Put the page together."""
    head = Head("backtest", say("backtest.title"))
    if portfolio.policies is None:
        return BacktestView(head, (say("backtest.lede.withheld"),), (), (), 0, 0, 0, "")
    policy = portfolio.policies.rates(portfolio.as_of)
    lines = [(one.id, line) for one in portfolio.summaries if (line := hindsight_of(one.before)) is not None]
    found = backtest(lines, policy.backtest_lost)
    own = {one.id: one for one in portfolio.summaries}
    rows = tuple([_row(one, own, portfolio.currency) for one in found.lost[:SHOWN]])
    return BacktestView(
        head, _lede(found, policy.backtest_days), tuple([_telling(one, found.least) for one in found.tellings]) if lines else (),
        rows, max(0, len(found.lost) - SHOWN), policy.backtest_days, found.least, policy.id,
    )


def _lede(found: Backtest, days: int) -> tuple[Say, ...]:
    """Say how many were lost, and what told them from the rest, or that they are too few to say."""
    n = len(found.lost)
    if not n:
        return (say("backtest.lede.none"),)
    alerts = next(one for one in found.tellings if one.measure == "alerts")
    warned = alerts.bad[0] if alerts.bad is not None else 0
    told = [say("backtest.lede.warned" if alerts.lost else "backtest.lede.unwarned", n=n, k=warned, of=alerts.lost, days=days)]
    apart = [(one.measure, one.found) for one in found.tellings if one.found is not None and one.found.interval.low > HALF]
    if all(one.found is None for one in found.tellings):
        reason = "few" if any(one.reason == "few_lost" for one in found.tellings) else "few_rest"
        told.append(say(f"backtest.lede.{reason}", n=alerts.lost, rest=found.rest, least=found.least))
    elif apart:
        measure, best = max(apart, key=lambda one: one[1].share)
        told.append(say(f"backtest.lede.apart.{measure}", share=_percent(best.share)))
    else:
        told.append(say("backtest.lede.chance"))
    return tuple(told)


def _row(one: Lost, own: Mapping[str, Summary], currency: str) -> LostRow:
    line = one.line
    lost = date.fromisoformat(line.lost or "")
    since = tuple([(Term("rule", rule), date.fromisoformat(day)) for rule, day in line.warned])
    return LostRow(
        named(own[one.id]), lost, say(f"backtest.why.{line.why}"),
        Money(Decimal(line.amount), currency) if line.amount is not None else None,
        date.fromisoformat(line.day) if line.day is not None else None, line.tier,
        Decimal(line.total) if line.total is not None else None,
        say(f"rfm.segment.{line.segment}") if line.segment is not None else None,
        tuple([Term("rule", rule) for rule in line.held]), (lost - since[0][1]).days if since else None, since,
    )


def _telling(one: Telling, least: int) -> TellingRow:
    if one.means is not None:
        lost, rest = (
            say("backtest.mean", n=n, mean=round(mean, 1)) if mean is not None else say("backtest.none_known")
            for n, mean in zip((one.lost, one.rest), one.means, strict=True)
        )
    else:
        counts = one.bad if one.bad is not None else (0, 0)
        lost, rest = (
            say(f"backtest.bad.{one.measure}", k=k, n=n) if n else say("backtest.none_known")
            for n, k in zip((one.lost, one.rest), counts, strict=True)
        )
    name = say(f"backtest.measure.{one.measure}")
    if one.found is None:
        verdict = say(f"backtest.refused.{one.reason}", n=one.lost if one.reason == "few_lost" else one.rest, least=least)
        return TellingRow(name, lost, rest, None, None, None, verdict)
    low, high = one.found.interval
    reading = "apart" if low > HALF else "reversed" if high < HALF else "chance"
    between = say("metrics.between", low=Percent(low), high=Percent(high))
    made = say("backtest.pairs", won=one.found.won, tied=one.found.tied, pairs=one.found.pairs)
    return TellingRow(name, lost, rest, _percent(one.found.share), between, made, say(f"backtest.verdict.{reading}"))


def _percent(share: Fraction) -> Percent:
    return Percent(Decimal(share.numerator) / share.denominator)
