"""Own figures 各家自己的值: what a metric is at each customer alone, so that the same customers can be compared before and after.

Metrics are taken over days of their own length: what is summed over a year over twelve months, what counts single promises,
duties and visits over whole quarters, what is asked for in a survey from its answers. Who has no figure is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from crmsite.dossier.waves import mean
from crmsite.grammar.measures import measure_of
from crmsite.inference.quantiles import quantile
from crmsite.metrics import polls
from crmsite.metrics.churn import active
from crmsite.metrics.table import figure
from crmsite.summaries.owing import promised_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.metrics.figure import Book, Figure, Window
    from crmsite.metrics.polls import Poll
    from crmsite.summaries.surveyed import Ballot

How: TypeAlias = Literal["surveys", "years", "quarters"]
"""What a metric is taken from: the answers to a survey, twelve months, or as many whole quarters as there are on both sides."""

Own: TypeAlias = Mapping[str, Fraction]
"""The figure of each customer that has one, by its id."""

MEASURED: Mapping[str, How] = {
    "satisfaction_mean": "surveys", "csat_top2": "surveys", "nps": "surveys", "loyalty_index": "surveys",
    "amount_12m": "years", "orders_12m": "years", "aov": "years", "payment_cycle_days": "years",
    "sla_met": "quarters", "first_response_hours_p50": "quarters", "duty_coverage": "quarters", "duty_on_time": "quarters",
    "care_coverage": "quarters", "executive_visits": "quarters", "tier_score": "quarters", "open_needs": "quarters",
    "actions_overdue": "quarters", "alerts_open": "quarters",
}  # fmt: skip
"""The metrics of which a change can be told."""

NO_PAST = ("fit", "risk_signals_12m")
"""Metrics that each customer has, and that are known for today alone."""

LATEST = ("care_coverage", "tier_score", "open_needs", "actions_overdue", "alerts_open")
"""Metrics of quarters that take the latest figure of their days, so that one quarter on each side is all they need."""


def how_measured(name: str) -> How | None:
    """Return what a metric is taken from; ``None`` where no change of single customers can be told of it."""
    return MEASURED.get(name.partition(".")[0])


def why_not(name: str) -> str:
    """Return why no change can be told of a metric: ``no_past``, ``by_judge``, ``of_all_only``; ``no_metric`` for none at all."""
    if measure_of(name) is None:
        return "no_metric"
    if name == "trust":
        return "by_judge"
    return "no_past" if name.partition(".")[0] in NO_PAST else "of_all_only"


def own_figures(book: Book, name: str, window: Window) -> Own:
    """Return a metric of years or quarters at each customer alone; only who was active on the window's last day has visits."""
    base = name.partition(".")[0]
    if base == "first_response_hours_p50":
        return _waits(book, window)
    if base == "tier_score":
        return _totals(book, window)
    here = frozenset(active(book, window.until)) if base == "executive_visits" else None
    found = {}
    for member in book.members:
        if here is not None and member.id not in here:
            continue
        one = figure(name, book._replace(members=(member,)), window)
        if one.state == "value" and one.value is not None:
            found[member.id] = _exact(one)
    return found


def _exact(found: Figure) -> Fraction:
    """Return a figure as it was divided: a quotient has no end as a decimal."""
    if found.numerator is not None and found.denominator:
        return Fraction(found.numerator) / Fraction(found.denominator)
    return Fraction(found.value or 0)


def _waits(book: Book, window: Window) -> Own:
    """Return the median hours that each customer waited for a first response, of cases opened and answered in a window."""
    found = {}
    for member in book.members:
        cases = [one for one in promised_of(member.summary.promised).cases if window.after < one.opened <= window.until]
        took = [one.minutes for one in cases if one.minutes is not None and one.day is not None and one.day <= window.until]
        if took:
            found[member.id] = Fraction(quantile(took, Fraction(1, 2))) / 60
    return found


def _totals(book: Book, window: Window) -> Own:
    """Return the total of four dimensions as it was judged for the window's last quarter."""
    found = {}
    for member in book.members:
        for period, _, total in member.summary.standing.quarters():
            if period == window.id and total is not None:
                found[member.id] = Fraction(Decimal(total))
    return found


def answered(poll: Poll, name: str) -> Own:
    """Return a metric of a survey at each customer that answered it; who recommends counts 100, who advises against it -100."""
    base, _, dimension = name.partition(".")
    if base == "satisfaction_mean":
        means = [(unit.customer, polls.unit_mean(unit, dimension)) for unit in poll.units]
        return {customer.id: value for customer, value in means if customer is not None and value is not None}
    if base != "nps" and not poll.five:
        return {}
    counts: Mapping[str, Callable[[Poll, Ballot], int | None]] = {
        "csat_top2": _satisfied, "loyalty_index": _loyal, "nps": _promotes,
    }  # fmt: skip
    found = {}
    for unit in poll.units:
        told = mean([one for ballot in unit.ballots if (one := counts[base](poll, ballot)) is not None])
        if unit.customer is not None and told is not None:
            found[unit.customer.id] = told
    return found


def _satisfied(poll: Poll, ballot: Ballot) -> int | None:
    held = polls.is_satisfied(poll, ballot)
    return None if held is None else int(held)


def _loyal(poll: Poll, ballot: Ballot) -> int | None:
    held = polls.is_loyal(poll, ballot)
    return None if held is None else int(held)


def _promotes(_poll: Poll, ballot: Ballot) -> int | None:
    told = ballot.recommend
    if told is None:
        return None
    return 100 * ((told >= polls.PROMOTER) - (told <= polls.DETRACTOR))
