"""Opinions 客户评价: the metrics that surveys measure, of the latest survey that began in a window and was over by its end.

Today's window takes the survey that runs as well. Customers stand behind each figure; anonymous answers count, unnamed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.dossier.waves import exact, mean
from crmsite.inference.intervals import Interval
from crmsite.metrics import polls
from crmsite.metrics.figure import Figure, absent, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.metrics.figure import Book, Window
    from crmsite.metrics.polls import Poll, Share, Unit
    from crmsite.summaries.surveyed import Ballot


def _poll(book: Book, window: Window) -> Poll | None:
    """Return the survey that speaks for a window; ``None`` where none does."""
    today = book.as_of.isoformat()
    held = [
        poll
        for poll in book.polls
        if poll.units
        and window.after < poll.survey.window.from_.isoformat() <= window.until
        and (poll.survey.window.to.isoformat() <= window.until or window.until == today)
    ]
    return held[-1] if held else None


def _missing(book: Book, metric: str) -> Figure:
    return unknown(metric, "no_answers_then") if any(poll.units for poll in book.polls) else absent(metric, "no_survey")


def satisfaction_mean(book: Book, window: Window) -> Figure:
    """Return the mean over all dimensions on a scale of 1 to 5, customers weighing the same."""
    return _mean(book, window, "satisfaction_mean", "")


def dimension_mean(book: Book, window: Window, dimension: str) -> Figure:
    """Return the mean of one dimension."""
    return _mean(book, window, f"satisfaction_mean.{dimension}", dimension)


def _mean(book: Book, window: Window, metric: str, dimension: str) -> Figure:
    poll = _poll(book, window)
    if poll is None:
        return _missing(book, metric)
    if not poll.five:
        return unknown(metric, "other_scale")
    units = [(found, unit) for unit in poll.units if (found := polls.unit_mean(unit, dimension)) is not None]
    value = mean(found for found, _ in units)
    if value is None:
        return unknown(metric, "no_answers_then")
    total = sum((found for found, _ in units), Fraction(0))
    ids = tuple([unit.customer.id for _, unit in sorted(units, key=_lowest) if unit.customer is not None])
    return Figure(
        metric, "value", None, exact(value), exact(total), exact(Fraction(len(units))), None, ids, (), len(poll.asked), len(ids)
    )


def _lowest(pair: tuple[Fraction, Unit]) -> tuple[Fraction, str]:
    found, unit = pair
    return found, unit.customer.id if unit.customer is not None else ""


def csat_top2(book: Book, window: Window) -> Figure:
    """Return the share of answers whose own mean is 4 or more."""
    poll = _poll(book, window)
    if poll is None:
        return _missing(book, "csat_top2")
    return _shared("csat_top2", poll, polls.dimensions(poll)[-1].csat, polls.is_satisfied)


def loyalty_index(book: Book, window: Window) -> Figure:
    """Return the share of answers at the top of satisfaction, of the will to recommend and of the will to buy again."""
    poll = _poll(book, window)
    if poll is None:
        return _missing(book, "loyalty_index")
    return _shared("loyalty_index", poll, polls.loyalty(poll), polls.is_loyal)


def _shared(metric: str, poll: Poll, share: Share, counts: Callable[[Poll, Ballot], bool | None]) -> Figure:
    if share.ratio is None:
        return unknown(metric, share.reason or "no_answers_then")
    own = [(unit.customer.id, [counts(poll, one) for one in unit.ballots]) for unit in poll.units if unit.customer is not None]
    inside = tuple([name for name, votes in own if True in votes])
    outside = tuple([name for name, votes in own if True not in votes and False in votes])
    return Figure(
        metric, "value", None, exact(share.ratio), exact(Fraction(share.hits)), exact(Fraction(share.total)), share.interval,
        inside, outside, len(poll.asked), len(inside) + len(outside),
    )  # fmt: skip


def nps(book: Book, window: Window) -> Figure:
    """Return the net promoter score from -100 to 100; promoters stand before the others."""
    poll = _poll(book, window)
    if poll is None or book.satisfaction is None:
        return _missing(book, "nps")
    found = polls.promoters(poll, book.satisfaction)
    if found.net is None:
        return unknown("nps", found.reason or "few_answers")
    own = [(unit.customer.id, [one.recommend for one in unit.ballots]) for unit in poll.units if unit.customer is not None]
    inside = tuple([name for name, votes in own if any(vote is not None and vote >= polls.PROMOTER for vote in votes)])
    outside = tuple([name for name, votes in own if name not in set(inside) and any(vote is not None for vote in votes)])
    return Figure(
        "nps", "value", None, found.net.score, Decimal(found.promoters - found.detractors),
        Decimal(found.promoters + found.passives + found.detractors), Interval(*found.net.interval), inside, outside,
        len(poll.asked), len(inside) + len(outside),
    )  # fmt: skip


def survey_return_rate(book: Book, window: Window) -> Figure:
    """Return answers returned over those invited."""
    poll = _poll(book, window)
    if poll is None:
        return _missing(book, "survey_return_rate")
    share = polls.return_rate(poll)
    if share.ratio is None:
        return unknown("survey_return_rate", share.reason or "not_recorded")
    ids = tuple([unit.customer.id for unit in poll.units if unit.customer is not None])
    return Figure(
        "survey_return_rate", "value", None, exact(share.ratio), exact(Fraction(share.hits)), exact(Fraction(share.total)),
        share.interval, ids, (), len(poll.asked), len(ids),
    )  # fmt: skip
