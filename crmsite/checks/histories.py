"""Histories hold together: stages in order and with reasons, one owner for each day, terms that end after they begin."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at, circle_starts
from crmsite.kinds.contact import Contact
from crmsite.kinds.customer import Customer, OpeningBalance
from crmsite.reading.privacy import valid_uscc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.tables import Order

_DAY = timedelta(days=1)


def stages(case: CaseFile) -> Iterator[Diagnostic]:
    """Stages stand in order of date, and a loss gives its reason."""
    for customer in case.of(Customer):
        if not customer.stages:
            yield at(customer, "no-stage", "stages")
            continue
        for number, (before, after) in enumerate(zip(customer.stages, customer.stages[1:], strict=False), start=1):
            if after.from_ <= before.from_:
                yield at(customer, "stages-unordered", "stages", number)
        for number, step in enumerate(customer.stages):
            if step.stage == "lost" and step.reason is None:
                yield at(customer, "lost-without-reason", "stages", number)


def sales(case: CaseFile) -> Iterator[Diagnostic]:
    """A sale has an order, a contract or an opening balance behind it; and who has ordered has been won."""
    for customer in case.of(Customer):
        sold = [number for number, step in enumerate(customer.stages) if step.stage in ("won", "long_term")]
        has_sales = case.orders or customer.contracts or case.of(OpeningBalance)
        if sold and not has_sales and customer.parent is None and _orders_kept(case):
            yield at(customer, "won-without-sale", "stages", sold[0])
        if customer.stages and not sold and (first := _first_order(case)) is not None:
            yield at(customer, "sale-before-won", "stages", len(customer.stages) - 1, order=first.order_id, day=first.date)


def _first_order(case: CaseFile) -> Order | None:
    """Return the first order that was confirmed and paid for; samples and orders that were called off make no customer."""
    return min((one for one in case.orders if one.status == "confirmed" and one.amount > 0), key=lambda one: one.date, default=None)


def _orders_kept(case: CaseFile) -> bool:
    """Whether the team keeps orders or contracts at all: a repository without any is not faulty a hundred times."""
    return "@orders" in case.shared


def _gap(first: date, last: date | None, person: str) -> dict[str, str]:
    """Return how days without an owner are told, and the line that would fill them; without an end they go on."""
    end = f", to: {last}" if last else ""
    return {"from": str(first), "to": str(last or "…"), "line": f"- {{person: {person}, from: {first}{end}}}"}


def owners(case: CaseFile) -> Iterator[Diagnostic]:
    """Exactly one owner answers for each day since cooperation began, and works here on that day; before, at most one."""
    for customer in case.of(Customer):
        steps = sorted(enumerate(customer.owners), key=lambda step: step[1].from_)
        sold = [step.from_ for step in customer.stages if step.stage in ("won", "long_term")]
        if sold and steps and steps[0][1].from_ > (first := min(sold)):
            told = _gap(first, steps[0][1].from_ - _DAY, steps[0][1].person)
            yield at(customer, "owner-gap", "owners", steps[0][0], before="", **told)
        if customer.stages and not steps:
            told = _gap(min(step.from_ for step in customer.stages), None, min(case.organisation.people, default="E-…"))
            yield at(customer, "owner-gap", "owners", before="", **told)
        for (_, before), (number, after) in pairwise(steps):
            if before.to is None or before.to >= after.from_:
                yield at(customer, "owner-overlap", "owners", number, first=before.person, second=after.person, day=after.from_)
            elif before.to + _DAY < after.from_:
                told = _gap(before.to + _DAY, after.from_ - _DAY, before.person)
                yield at(customer, "owner-gap", "owners", number, before=before.person, **told)
        for number, step in enumerate(customer.owners):
            person = case.organisation.people.get(step.person)
            if person is None:
                continue
            left = person.active.to
            if step.from_ < person.active.from_ or (left is not None and (step.to is None or step.to > left)):
                day = step.from_ if step.from_ < person.active.from_ else (left or step.from_) + _DAY
                yield at(customer, "owner-inactive", "owners", number, person=step.person, day=day)


def terms(case: CaseFile) -> Iterator[Diagnostic]:
    """A contract ends after it begins; a contact leaves after it arrives."""
    for customer in case.of(Customer):
        for number, contract in enumerate(customer.contracts):
            if contract.to < contract.from_:
                yield at(customer, "contract-dates", "contracts", number, id=contract.id)
    for contact in case.of(Contact):
        if contact.left_on is not None and contact.left_on < contact.since:
            yield at(contact, "end-before-start", "left_on", start=contact.since, end=contact.left_on)


def circles(case: CaseFile) -> Iterator[Diagnostic]:
    """Following successors, or renewed contracts, leads to an end."""
    contacts = {contact.id: contact for contact in case.of(Contact)}
    successors = {contact.id: contact.successor for contact in contacts.values() if contact.successor}
    for name in circle_starts(successors):
        yield at(contacts[name], "reference-cycle", "successor", id=name, key="successor")
    for customer in case.of(Customer):
        numbers = {contract.id: number for number, contract in enumerate(customer.contracts)}
        for name in circle_starts({contract.id: contract.renews for contract in customer.contracts if contract.renews}):
            yield at(customer, "reference-cycle", "contracts", numbers[name], "renews", id=name, key="renews")


def credit_code(case: CaseFile) -> Iterator[Diagnostic]:
    """A unified social credit code carries its own check digit."""
    for customer in case.of(Customer):
        if customer.uscc is not None and not valid_uscc(customer.uscc):
            yield at(customer, "bad-uscc", "uscc", text=customer.uscc)
