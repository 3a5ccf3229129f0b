"""Spells 在册期间: from when to when somebody was a customer, and how each time it was lost.

A loss that somebody recorded counts on its day. A contract by the year or by subscription that ran out is a loss once the
grace for its renewal is over, unless orders go on. Without one, silence is: no order for longer than the policy's months and
a multiple of the customer's own interval. An order, a contract or a stage that is won again begins a new spell.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.dossier.relationship import BILLED, RATED_STAGES
from crmsite.figures.contribution import Spell, digits
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.customer import OpeningBalance
    from crmsite.kinds.rates import RatesPolicy

_DAY = timedelta(days=1)


class _Event(Slotted):
    """A sign of life that holds until a day (``None``: until somebody says otherwise), or a loss (``why``)."""

    day: date
    order: int
    until: date | None
    why: str


def spells_of(
    dossier: Dossier, ledger: Ledger, policy: RatesPolicy, as_of: date, rhythm: Decimal | None = None
) -> tuple[Spell, ...]:
    """Return the customer's spells in order; the last one is open where it is a customer still.

    ``rhythm`` is the median number of days from one order to the next, for whoever knows it already.
    """
    days = list(ledger.rhythm_days())
    unseen = _unseen_until(dossier, days)
    events = [*_stages(dossier, policy, as_of, unseen), *_contracts(dossier, days, policy, as_of)]
    events += _orders(days, policy, unseen, dossier.opening, rhythm, apart=any(event.why for event in events))
    events.sort(key=_in_order)
    found: list[Spell] = []
    start: date | None = None
    until: date | None = None
    for event in events:
        told = event.day if not event.why else event.day - _DAY
        if start is not None and until is not None and until < told and until < as_of:
            found.append(_lost(start, until + _DAY, "silent", days, ledger))
            start = None
        if event.why:
            if start is not None:
                found.append(_lost(start, event.day, event.why, days, ledger))
                start = None
        elif start is None:
            start, until = event.day, event.until
        else:
            until = None if until is None or event.until is None else max(until, event.until)
    if start is not None and until is not None and until < as_of:
        found.append(_lost(start, until + _DAY, "silent", days, ledger))
    elif start is not None:
        found.append(Spell(start.isoformat()))
    return tuple(found)


def _in_order(event: _Event) -> tuple[date, int]:
    return event.day, event.order


def _unseen_until(dossier: Dossier, days: list[date]) -> date | None:
    """Return the day up to which nothing tells of a silence: the records may begin later than the customer.

    That is the last order of an opening balance (or its day, where it names none), else the first order or contract on record;
    ``None`` where neither orders nor contracts are on record at all.
    """
    if dossier.opening is not None:
        return dossier.opening.last_order or dossier.opening.date
    begun = [contract.from_ for contract in dossier.customer.contracts if contract.billing in BILLED]
    return min([*days[:1], *begun], default=None)


def _orders(
    days: list[date],
    policy: RatesPolicy,
    unseen: date | None,
    opening: OpeningBalance | None,
    rhythm: Decimal | None,
    *,
    apart: bool,
) -> list[_Event]:
    """Return the orders as signs of life; one that is followed by a long gap holds for as long as the rhythm allows.

    Orders that follow one another before the one before has lapsed are one sign, unless each must stand ``apart`` because
    something else ends a spell between them.
    """
    found = [_Event(opening.first_order, 1, unseen, "")] if opening is not None and opening.first_order is not None else []
    quiet, sure = policy.quiet_months, timedelta(days=28 * policy.quiet_months)  # no month is shorter
    last, begun = len(days) - 1, 0
    ends = range(last) if apart else [place for place, (day, then) in enumerate(pairwise(days)) if then - day > sure]
    for place in (*ends, last) if days else ():
        day = days[place]
        until = add_months(day, quiet)
        if place == last or days[place + 1] > until:
            median = rhythm if place == last and rhythm is not None else _median(days[: place + 1])
            until = max(until, day + timedelta(days=int(policy.quiet_times * median)))
        if unseen is not None and day < unseen:
            until = max(until, unseen)
        found.append(_Event(days[begun], 1, until, ""))
        begun = place + 1
    return found


def _median(days: list[date]) -> Decimal:
    """Return the median number of days from one order to the next; nought for a single one."""
    gaps = sorted([(later - earlier).days for earlier, later in pairwise(days)])
    if not gaps:
        return Decimal(0)
    middle = len(gaps) // 2
    return Decimal(gaps[middle]) if len(gaps) % 2 else Decimal(gaps[middle - 1] + gaps[middle]) / 2


def _stages(dossier: Dossier, policy: RatesPolicy, as_of: date, unseen: date | None) -> list[_Event]:
    """Return stages: a loss ends; a stage that was won is a sign of life, for good where neither orders nor contracts tell."""
    found = []
    for step in dossier.customer.stages:
        if step.from_ > as_of:
            continue
        if step.stage == "lost":
            found.append(_Event(step.from_, 2, None, "stage"))
        elif step.stage in RATED_STAGES:
            until = add_months(step.from_, policy.quiet_months)
            found.append(_Event(step.from_, 1, None if unseen is None else max(until, unseen), ""))
    return found


def _contracts(dossier: Dossier, days: list[date], policy: RatesPolicy, as_of: date) -> list[_Event]:
    """Return contracts by the year or by subscription: signs of life until their grace is over, and losses where it is."""
    held = [contract for contract in dossier.customer.contracts if contract.billing in BILLED and contract.from_ <= as_of]
    grace = timedelta(days=policy.grace_days)
    found = []
    for contract in held:
        until = contract.to + grace
        found.append(_Event(contract.from_, 1, until, ""))
        goes_on = any(other.from_ <= until + _DAY and other.to > contract.to for other in held)
        if until < as_of and not goes_on and not any(contract.to < day <= until for day in days):
            found.append(_Event(until + _DAY, 0, None, "contract"))
    return found


def _lost(start: date, end: date, why: str, days: list[date], ledger: Ledger) -> Spell:
    """Close a spell. Of who fell silent the year before counts up to its last order: the one before the loss has none."""
    until = end
    if why == "silent":
        until = max((day for day in days if day < end), default=end)
    after = add_months(until, -12)
    known = ledger.sees(after) and ledger.complete and not ledger.mixed and ledger.own and bool(days)
    return Spell(start.isoformat(), end.isoformat(), why, digits(ledger.amount_in(after, until)) if known else None)
