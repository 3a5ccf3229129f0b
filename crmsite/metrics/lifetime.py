"""Lifetime value 生命周期价值: simple, from retention and a year's margin; by the model of orders, where it can be fitted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import blake2b
from itertools import accumulate, repeat
from operator import mul
from typing import TYPE_CHECKING, Any

from crmsite.figures.shown import Money, Percent, say
from crmsite.inference.intervals import Interval
from crmsite.metrics.buying_model import (
    Frequency,
    History,
    NotFitted,
    correlation,
    expected_orders,
    expected_spend,
    fit_frequency,
    fit_spending,
)
from crmsite.metrics.churn import active, churn_rate
from crmsite.metrics.figure import ZERO, Figure, unknown
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.figures.contribution import Buying
    from crmsite.kinds.rates import LtvPolicy
    from crmsite.metrics.figure import Book, Window

ONE = Decimal(1)
DAYS_A_WEEK = 7
NAMED = 60
"""How many customers the model names: those of whom it expects most."""


class Simple(Slotted):
    """What a customer is worth: in the years to come, this year included, and capped."""

    future: Decimal
    whole: Decimal
    capped: Decimal


def simple(yearly: Decimal, retention: Decimal, discount: Decimal, years: int) -> Simple:
    """Return the value of a yearly amount that is kept with a probability each year and discounted.

    Of a customer that surely leaves, this year is all that is left.
    """
    left = ONE + discount - retention
    kept = retention / (ONE + discount)
    capped = sum(accumulate(repeat(kept, years - 1), mul, initial=yearly), ZERO)
    return Simple(yearly * retention / left, yearly * (ONE + discount) / left, capped)


def ltv_simple(book: Book, window: Window) -> Figure:
    """Return the simple value of a customer, this year included; unknown without a year of retention.

    The yearly amount is the gross profit where every order of today's customers tells it, else the revenue, and is called so.
    Earlier quarters are told of the same, or not at all.
    """
    place = window.place
    if place is None or place > book.last or book.ltv is None:
        return unknown("ltv_simple", "not_kept")
    churn = churn_rate(book, window)
    if churn.value is None or churn.interval is None:
        return unknown("ltv_simple", "no_retention")
    here = set(active(book, window.until))
    amounts, margins = _yearly(book, place, here)
    if not any(amount > 0 for amount in amounts):
        return unknown("ltv_simple", "no_amounts", asked=len(here))
    by_margin = margins is not None
    if place != book.last:
        now = set(active(book, book.as_of.isoformat()))
        by_margin = _yearly(book, book.last, now)[1] is not None
    if by_margin and margins is None:
        return unknown("ltv_simple", "no_margin_then", asked=len(here))
    bought = [amount for amount in amounts if amount > 0]
    yearly = sum(margins if by_margin and margins is not None else bought, ZERO) / len(amounts)
    policy = book.ltv
    rates = (churn.value, churn.interval.high, churn.interval.low)
    value, low, high = (simple(yearly, ONE - rate, policy.discount, policy.cap_years) for rate in rates)
    parts = (
        (say("metrics.ltv.margin" if by_margin else "metrics.ltv.revenue"), Money(yearly, book.currency)),
        (say("metrics.ltv.retention"), Percent(ONE - churn.value)),
        (say("metrics.ltv.future"), Money(value.future, book.currency)),
        (say("metrics.ltv.capped", n=policy.cap_years), Money(value.capped, book.currency)),
    )
    return Figure(
        "ltv_simple", "value", None, value.whole, interval=Interval(low.whole, high.whole), asked=len(here), known=len(amounts),
        notes=(say("metrics.note.by_margin" if by_margin else "metrics.note.by_revenue"),), parts=parts,
    )


def _yearly(book: Book, place: int, here: set[str]) -> tuple[list[Decimal], list[Decimal] | None]:
    """Return the known amounts of some customers' twelve months, and the gross profits of those who bought where all are known."""
    rows = [at for m in book.members if m.id in here and (at := m.share.at[place]) is not None and at.amount is not None]
    margins = [at.margin for at in rows if at.amount is not None and Decimal(at.amount) > 0]
    known = [Decimal(margin) for margin in margins if margin is not None]
    return [Decimal(at.amount or 0) for at in rows], known if known and len(known) == len(margins) else None


def ltv_bgnbd(book: Book, window: Window) -> Figure:
    """Return what a customer is expected to order for in the weeks to come, by the model of orders; refused where data are few.

    The result is remembered by all that the model reads, since fitting it takes longer than everything else here.
    """
    policy = book.ltv
    if window.place != book.last or policy is None:
        return unknown("ltv_bgnbd", "fitted_today")
    buying = [(member.id, member.share.buying) for member in book.members if member.share.buying is not None]
    again = sum(one.x > 0 for _, one in buying)
    need = (say("metrics.ltv.need", n=policy.min_customers, k=policy.min_repeaters, has=len(buying), again=again),)
    if len(buying) < policy.min_customers:
        return unknown("ltv_bgnbd", "few_customers", asked=len(book.members), known=len(buying))._replace(notes=need)
    if again < policy.min_repeaters:
        return unknown("ltv_bgnbd", "few_repeaters", asked=len(book.members), known=len(buying))._replace(notes=need)
    key = blake2b(repr((book.as_of, policy, buying)).encode(), digest_size=16).hexdigest()
    (found,) = book.recall("lifetime", [key], lambda _: modelled(buying, book.as_of, policy))
    if found["reason"]:
        return unknown("ltv_bgnbd", found["reason"], asked=len(book.members), known=len(buying))._replace(notes=need)
    total, n = Decimal(found["total"]), len(buying)
    notes = (say("metrics.note.horizon", n=policy.horizon_weeks), *_checked(found))
    return Figure(
        "ltv_bgnbd", "value", None, total / n, total, Decimal(n), None, tuple(found["ids"]), (), len(book.members), n, notes,
        _model_parts(found, book.currency),
    )


def _checked(found: dict[str, Any]) -> tuple[Any, ...]:
    """Say how the model did on the weeks that were held out."""
    if found["held"] is None:
        return (say("metrics.note.no_holdout"),)
    said, came, weeks = found["held"]
    return (say("metrics.note.holdout", n=weeks, said=Decimal(said), came=came),)


def _model_parts(found: dict[str, Any], currency: str) -> tuple[Any, ...]:
    names = ("r", "alpha", "a", "b", "p", "q")
    values = ", ".join(f"{name} {found[name]}" for name in names)
    return (
        (say("metrics.ltv.parameters"), f"{values}, v {found['v']}"),
        (say("metrics.ltv.orders", n=found["weeks"]), Decimal(found["orders"])),
        (say("metrics.ltv.spend"), Money(Decimal(found["spend"]), currency)),
        (say("metrics.ltv.correlation"), Decimal(found["correlation"])),
    )


def modelled(buying: Sequence[tuple[str, Buying]], as_of: date, policy: LtvPolicy) -> dict[str, Any]:
    """Fit the model to histories and return what it says, in plain values rounded to what the data can tell.

    ``reason`` says why there is nothing: it did not converge, ran to a bound, or amounts follow the number of orders.
    """
    rows = [one for _, one in buying]
    history = _history([(one.first, one.last, one.x) for one in rows], as_of)
    spent = [(one.x, float(one.spend)) for one in rows if one.x > 0 and one.spend is not None]
    together = correlation([x for x, _ in spent], [mean for _, mean in spent])
    if abs(together) > policy.max_correlation:
        return {"reason": "amounts_follow_orders"}
    try:
        often = fit_frequency(history)
        much = fit_spending([x for x, _ in spent], [mean for _, mean in spent])
    except NotFitted as problem:
        return {"reason": problem.reason}
    orders = expected_orders(often, history, float(policy.horizon_weeks))
    worth = [
        count * expected_spend(much, one.x, float(one.spend) if one.spend is not None else None)
        for count, one in zip(orders, rows, strict=True)
    ]
    ranked = sorted(zip(worth, (name for name, _ in buying), strict=True), key=lambda pair: (-round(pair[0], 2), pair[1]))
    return {
        "reason": "", **{name: _digits(value) for name, value in often._asdict().items()},
        **{name: _digits(value) for name, value in much._asdict().items()}, "total": f"{sum(worth):.0f}",
        "orders": f"{sum(orders) / len(orders):.3f}", "spend": f"{much.mean:.2f}", "correlation": f"{together:.2f}",
        "weeks": policy.horizon_weeks, "ids": [name for _, name in ranked[:NAMED]],
        "held": _held_out(rows, as_of, policy),
    }


def _digits(value: float) -> str:
    return f"{value:.4g}"


def _history(rows: Sequence[tuple[str, str, int]], until: date) -> History:
    """Return first and last days as weeks before a day."""
    firsts = [date.fromisoformat(first) for first, _, _ in rows]
    lasts = [date.fromisoformat(last) for _, last, _ in rows]
    return History(
        [x for _, _, x in rows], [(last - first).days / DAYS_A_WEEK for first, last in zip(firsts, lasts, strict=True)],
        [(until - first).days / DAYS_A_WEEK for first in firsts],
    )


def _held_out(rows: Sequence[Buying], as_of: date, policy: LtvPolicy) -> list[Any] | None:
    """Fit to what was known before the latest weeks; return what that expected of them, what came, and how many weeks.

    ``None`` where too little was known then.
    """
    then = date.fromordinal(as_of.toordinal() - policy.holdout_weeks * DAYS_A_WEEK)
    before = [(one.first, one.last_then, one.x_then, one.held) for one in rows]
    known = [(first, last, x, held) for first, last, x, held in before if x is not None and last is not None]
    if len(known) < policy.min_customers or sum(x > 0 for _, _, x, _ in known) < policy.min_repeaters:
        return None
    history = _history([(first, last, x) for first, last, x, _ in known], then)
    try:
        model: Frequency = fit_frequency(history)
    except NotFitted:
        return None
    said = sum(expected_orders(model, history, float(policy.holdout_weeks)))
    return [f"{said:.0f}", sum(held for _, _, _, held in known), policy.holdout_weeks]
