"""What was promised, on a profile: beside each case how its service levels were kept, and how minutes of visits were."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.clocks import time_of
from crmsite.figures.facts import Say, Term
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.figures.facts import Receipt, Shown
    from crmsite.figures.owed import Promise, Service
    from crmsite.grammar.fields import Moment


class PromiseRow(Slotted):
    """One promise: what within how many hours, by when, when it happened, whether that is kept; ``late`` in hours of its clock."""

    name: Shown
    hours: Decimal
    clock: Term
    due: str
    happened: str | None
    verdict: str
    subject: str
    began: date
    late: Decimal | None


class PromisedPart(Slotted):
    """How promises to one customer were kept, all told, and those about visits one by one, the latest first."""

    result: Say
    visits: tuple[PromiseRow, ...]
    receipt: Receipt


def promised_part(service: Service) -> PromisedPart | None:
    """Return the section; nothing where nothing was promised."""
    if not service.promises:
        return None
    visits = [_row(promise) for promise in reversed(service.promises) if promise.type is None]
    return PromisedPart(service.receipt.result, tuple(visits), service.receipt)


def promises_by_case(service: Service) -> dict[str, tuple[PromiseRow, ...]]:
    """Return the promises about each case, in the order in which the playbook lists them."""
    found: dict[str, tuple[PromiseRow, ...]] = {}
    for promise in service.promises:
        if promise.type is not None:
            found[promise.subject] = (*found.get(promise.subject, ()), _row(promise))
    return found


def followed_by_case(service: Service) -> dict[str, Say]:
    """Return for each case that has to be followed up how often it was."""
    return {
        one.subject: Say("profile.promised.followed", (("every", Term("every", one.every)), ("kept", one.kept), ("n", one.periods)))
        for one in service.followed
        if one.periods
    }


def _row(promise: Promise) -> PromiseRow:
    return PromiseRow(
        promise.name if promise.name is not None else Term("sla", promise.id),
        promise.hours,
        Term("clock", promise.clock),
        _text(promise.due),
        _text(promise.happened) if promise.happened is not None else None,
        promise.verdict,
        promise.subject,
        promise.started.day,
        Decimal(promise.late) / 60 if promise.late is not None else None,
    )


def _text(moment: Moment) -> str:
    day = moment.day.isoformat()
    return day if moment.minute is None else f"{day} {time_of(moment.minute)}"
