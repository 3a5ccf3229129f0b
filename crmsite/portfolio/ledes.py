"""The sentences that open the long lists: what a reader should know before the first row."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Say, Shown, Who, say
from crmsite.portfolio.rows import named
from crmsite.portfolio.totals import top_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.portfolio.work_rows import ActionRow
    from crmsite.summaries.summary import Summary

SILENT_DAYS = 30
"""After how many days without contact the longest silence is worth a sentence."""

Words = tuple[tuple[Shown, str], ...]
"""Pieces of sentences, each with where it leads, empty for nowhere."""


def customers_lede(portfolio: Portfolio) -> Words:
    """Tell how many there are, how much the best tiers bring in, and whom nobody has talked to for longest."""
    summaries = portfolio.summaries
    if not summaries:
        return ()
    if len(summaries) == 1:
        only = summaries[0]
        return ((say("customers.lede.one"), ""), (named(only).label, f"c/{only.id}.html"), (say("customers.lede.stop"), ""))
    return (*_count(summaries), *_share(portfolio), *_silence(summaries))


def _count(summaries: Sequence[Summary]) -> Words:
    if any(summary.standing.state == "withheld" for summary in summaries):
        return ((say("customers.lede.count", n=len(summaries)), ""),)
    rated = sum(summary.standing.tier is not None for summary in summaries)
    key = "customers.lede.all_rated" if rated == len(summaries) else "customers.lede.rated"
    return ((say(key, n=len(summaries), rated=rated), ""),)


def _share(portfolio: Portfolio) -> Words:
    top = top_tiers(portfolio)
    best = [summary for summary in portfolio.summaries if summary.standing.tier in top]
    whole = _amount(portfolio, portfolio.summaries)
    if not best or whole <= 0:
        return ()
    tiers: Shown = say("overview.kpi.two", a=top[0], b=top[1]) if len(top) == 2 else top[0]
    share = Percent(_amount(portfolio, best) / whole)
    return ((say("customers.lede.share", n=len(best), tiers=tiers, share=share), ""),)


def _amount(portfolio: Portfolio, summaries: Sequence[Summary]) -> Decimal:
    known = (s.sales.amount for s in summaries if s.sales.amount is not None and s.sales.currency == portfolio.currency)
    return sum((Decimal(amount) for amount in known), Decimal(0))


def _silence(summaries: Sequence[Summary]) -> Words:
    heard = [summary for summary in summaries if summary.touch.last_days is not None and summary.standing.tier is not None]
    if not heard:
        return ()
    silent = max(heard, key=lambda summary: (summary.touch.last_days or 0, summary.id))
    days = silent.touch.last_days or 0
    if days < SILENT_DAYS:
        return ()
    return (
        (say("customers.lede.silent"), ""),
        (named(silent).label, f"c/{silent.id}.html"),
        (say("customers.lede.silent_days", n=days), ""),
    )


def execution_lede(rows: Sequence[ActionRow], soon: int, done: int, judged: int) -> tuple[Say, ...]:
    """Tell what is late and who holds most of it, what is due next, and of how much the result is known."""
    if not rows:
        return (say("execution.lede.none"),)
    late = [row.line for row in rows if row.line.status == "overdue"]
    found = [_late(len(rows), [line.days or 0 for line in late])]
    held = Counter(line.owner for line in late if line.owner).most_common(2)
    if len(late) > 1 and held and held[0][1] > 1 and (len(held) == 1 or held[0][1] > held[1][1]):
        found.append(say("execution.lede.most", who=Who(held[0][0]), n=held[0][1]))
    if soon:
        found.append(say("execution.lede.soon", n=soon))
    if done:
        known = "none_judged" if not judged else "all_judged" if judged == done else "judged"
        found.append(say(f"execution.lede.{known}", n=done, k=judged))
    return tuple(found)


def _late(actions: int, days: Sequence[int]) -> Say:
    if not days:
        return say("execution.lede.in_time", n=actions)
    return say("execution.lede.late_one" if len(days) == 1 else "execution.lede.late", n=actions, late=len(days), days=max(days))
