"""Where we stand 现状: tiers, amounts and their concentration, churn."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.conclusions.finding import Finding, counted, portion, strength_of
from crmsite.figures.shown import Money, Percent, say
from crmsite.metrics.figure import ZERO
from crmsite.metrics.table import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.conclusions.finding import Ground


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what can be said of the present state, in reading order."""
    for make in (_tiers, _amount, _concentration, _churn):
        found = make(ground)
        if found is not None:
            yield found


def _tiers(ground: Ground) -> Finding | None:
    top = ground.tiers[: len(ground.tiers) // 2]
    rated = [one for one in ground.summaries if one.standing.tier is not None]
    ids = [one.id for one in rated if one.standing.tier in top]
    others = [one.id for one in rated if one.standing.tier not in top]
    return counted(ground, "tiers", "all", "status", ids, others, tiers="/".join(top)) if top else None


def _amount(ground: Ground) -> Finding | None:
    """Tell how the amount of a year changed at those who had bought before."""
    book = ground.book
    found = figure("upsell_rate", book, book.year(book.last))
    if found.value is None or found.denominator is None or found.numerator is None:
        return None
    way = "more" if found.value > 0 else "less" if found.value < 0 else "same"
    amount = Money(found.denominator + found.numerator, book.currency)
    sentence = say(f"report.say.amount.{way}", n=found.known, amount=amount, change=Percent(abs(found.value)))
    falling = found.value < 0
    ids, others = (found.others, found.ids) if falling else (found.ids, found.others)
    return Finding("amount", "all", "status", sentence, ids, others, found.value, None, "fact", 1 if falling else 0)


def _concentration(ground: Ground) -> Finding | None:
    """Tell how few customers bring in half of the amount; with fewer than five there is nothing to be concentrated."""
    amounts = [(one.id, Decimal(one.sales.amount)) for one in ground.summaries if one.sales.amount is not None]
    rows = [row for row in amounts if row[1] > 0]
    if len(rows) < ground.gates.few:
        return None
    rows.sort(key=lambda row: (-row[1], row[0]))
    total, held, top = sum((row[1] for row in rows), ZERO), ZERO, []
    for name, amount in rows:
        top.append(name)
        held += amount
        if held * 2 >= total:
            break
    others = tuple(name for name, _ in rows[len(top) :])
    sentence = say("report.say.concentration", k=len(top), n=len(rows), value=Percent(held / total))
    return Finding("concentration", "all", "status", sentence, tuple(top), others, held / total, None, "fact", 0)


def _churn(ground: Ground) -> Finding | None:
    book = ground.book
    found = figure("churn_rate", book, book.year(book.last))
    if found.value is None or found.denominator is None or found.numerator is None:
        return None
    lost, total = int(found.numerator), int(found.denominator)
    few = ground.gates.few
    sentence = say("report.say.churn", portion=portion(lost, total, few)) if lost else say("report.say.churn.none", n=total)
    strength = strength_of(lost, total, few)
    severity = 2 if lost else 0
    return Finding("churn", "all", "status", sentence, found.ids, found.others, found.value, found.interval, strength, severity)
