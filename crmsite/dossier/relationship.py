"""Where the relationship with a customer stands on a day: its stage, since when, and which contracts are in force."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.kinds.customer import Contract, Customer

RATED_STAGES = ("won", "long_term")
"""Customers of these stages are rated, reviewed and warned about."""
EARLY_STAGES = ("prospect", "intent")
BILLED = ("subscription", "annual")
"""Under a contract billed like this, a month without an order says nothing."""


_begun = attrgetter("from_")


class Relationship(Slotted):
    """The stage on a day; ``rated_since`` begins the present run of rated stages, ``since`` the cooperation."""

    stage: str | None
    since: date | None
    rated_since: date | None
    lost_on: date | None


def relationship_of(customer: Customer, day: date) -> Relationship:
    """Read a customer's history of stages up to a day."""
    steps = [step for step in customer.stages if step.from_ <= day]
    steps.sort(key=_begun)
    stage = rated_since = first_rated = lost_on = None
    for step in steps:
        stage = step.stage
        if stage in RATED_STAGES:
            rated_since = rated_since or step.from_
            first_rated = first_rated or step.from_
        else:
            rated_since = None
            lost_on = step.from_ if stage == "lost" else None
    return Relationship(stage, customer.cooperation_since or first_rated, rated_since, lost_on)


def billed_contract(customer: Customer, day: date) -> Contract | None:
    """Return a contract in force on a day that is billed by subscription or by the year."""
    for contract in customer.contracts:
        if contract.billing in BILLED and contract.from_ <= day <= contract.to:
            return contract
    return None


def last_billed_day(customer: Customer, day: date) -> date | None:
    """Return the last day before ``day`` on which such a contract was in force."""
    ended = [contract.to for contract in customer.contracts if contract.billing in BILLED and contract.to < day]
    return max(ended) if ended else None


def term_contracts(customer: Customer) -> list[Contract]:
    """Return the contracts that are for a term, so that somebody must renew them; projects are not."""
    return [contract for contract in customer.contracts if contract.billing not in ("one_off", "milestone")]


def contract_end(customer: Customer, day: date) -> date | None:
    """Return when the term contracts end, renewals that are signed already counted in; ``None`` without a contract so far."""
    terms = term_contracts(customer)
    begun = {contract.id for contract in terms if contract.from_ <= day}
    ends = [contract.to for contract in terms if contract.id in begun or contract.renews in begun]
    return max(ends) if ends else None
