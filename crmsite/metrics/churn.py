"""Churn 流失: who was a customer when a period began and was lost within it, what that was worth, who came back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.figures.shown import Percent, Say, say
from crmsite.inference.intervals import Interval
from crmsite.metrics.figure import ZERO, Figure, absent, behind_records, share, unknown
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book, Window

DAYS_A_MONTH = Decimal("30.436875")
ONE = Decimal(1)
MONTHS = 12
_DAY = timedelta(days=1)


class Loss(Slotted):
    """One customer lost in a period: the day, how, what it was worth a year, and whether it came back by the period's end."""

    id: str
    day: str
    why: str
    amount: Decimal | None
    back: bool


def active(book: Book, day: str) -> list[str]:
    """Return who is a customer at the end of a day: nobody is in two spells at once."""
    return [
        member.id
        for member in book.members
        for spell in member.share.spells
        if spell.start <= day and (spell.end is None or spell.end > day)
    ]


def losses(book: Book, window: Window, *, of_those_before: bool) -> list[Loss]:
    """Return who was lost in a period, the dearest first; ``of_those_before``: of those who were customers when it began."""
    found = []
    for member in book.members:
        spells = member.share.spells
        for place, spell in enumerate(spells):
            if spell.end is None or not window.after < spell.end <= window.until:
                continue
            if of_those_before and spell.start > window.after:
                continue
            back = place + 1 < len(spells) and spells[place + 1].start <= window.until
            amount = Decimal(spell.amount) if spell.amount is not None else None
            found.append(Loss(member.id, spell.end, spell.why or "", amount, back))
    return sorted(found, key=lambda loss: (-(loss.amount or ZERO), loss.id, loss.day))


def churn_rate(book: Book, window: Window) -> Figure:
    """Return the share of those who were customers when the period began that were lost within it; new ones are in neither.

    A customer that is lost twice in a period counts once.
    """
    if behind_records(book, window.after, None):
        return unknown("churn_rate", "behind_records")
    before = active(book, window.after)
    found = losses(book, window, of_those_before=True)
    lost = list(dict.fromkeys(loss.id for loss in found))
    gone = set(lost)
    kept = [name for name in before if name not in gone]
    figure = share("churn_rate", lost, kept, asked=len(before), reason="nobody_before")
    return figure._replace(notes=_how(found)) if figure.state == "value" else figure


def _how(found: list[Loss]) -> tuple[Say, ...]:
    """Say how customers were lost: recorded, by contract, by silence."""
    counts = {why: sum(loss.why == why for loss in found) for why in ("stage", "contract", "silent")}
    return tuple(say(f"metrics.note.lost_{why}", n=count) for why, count in counts.items() if count)


def yearly(rate: Decimal, months: Decimal) -> Decimal:
    """Bring a rate of loss over some months to a year: what is left is left again, as often as the months fit into twelve."""
    if months == MONTHS:
        return rate
    return ONE - (ONE - rate) ** (MONTHS / months)


def months_in(after: date, until: date) -> Decimal:
    """Return how many months a period holds that begins after one day and ends with another.

    They are whole where the period is one of whole months from its first day on, as every quarter is (the fourth begins
    after 30 September and ends with 31 December), or where its end less so many months is the day before it, as in a window
    that looks back. Otherwise the days are divided by the mean length of a month.
    """
    first, beyond = after + _DAY, until + _DAY
    forward = (beyond.year - first.year) * MONTHS + beyond.month - first.month
    if forward > 0 and add_months(first, forward) == beyond:
        return Decimal(forward)
    back = (until.year - after.year) * MONTHS + until.month - after.month
    if back > 0 and add_months(until, -back) == after:
        return Decimal(back)
    return Decimal((until - after).days) / DAYS_A_MONTH


def churn_rate_annual(book: Book, window: Window) -> Figure:
    """Return the churn of a period brought to a year, its interval likewise."""
    found = churn_rate(book, window)._replace(metric="churn_rate_annual")
    months = months_in(date.fromisoformat(window.after), date.fromisoformat(window.until))
    if found.value is None or found.interval is None:
        return found
    if months < 1:
        return unknown("churn_rate_annual", "under_a_month", asked=found.asked, known=found.known)
    low, high = (yearly(end, months) for end in found.interval)
    note = say("metrics.note.months", months=round(months, 1), rate=Percent(found.value))
    return found._replace(value=yearly(found.value, months), interval=Interval(low, high), notes=(note, *found.notes))


def churn_amount(book: Book, window: Window) -> Figure:
    """Sum what those lost in the period had bought in the twelve months before; with nobody lost it is nought."""
    if behind_records(book, window.after, None):
        return unknown("churn_amount", "behind_records")
    if not any(member.share.spells for member in book.members):
        return absent("churn_amount", "nobody_before")
    found = losses(book, window, of_those_before=False)
    known = [loss.amount for loss in found if loss.amount is not None]
    if found and not known:
        return unknown("churn_amount", "no_amounts", asked=len(found))
    total = sum(known, ZERO)
    ids = tuple(dict.fromkeys(loss.id for loss in found))
    return Figure("churn_amount", "value", None, total, total, None, None, ids, (), len(found), len(known), _how(found))


def winback_rate(book: Book, window: Window) -> Figure:
    """Return the share of those lost in the period that ordered, signed or were won again before it ended."""
    if behind_records(book, window.after, None):
        return unknown("winback_rate", "behind_records")
    found = losses(book, window, of_those_before=False)
    back = list(dict.fromkeys(loss.id for loss in found if loss.back))
    gone = list(dict.fromkeys(loss.id for loss in found if loss.id not in back))
    return share("winback_rate", back, gone, asked=0, reason="nobody_lost")
