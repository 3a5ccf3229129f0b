"""The book: one customer's records together, and what all customers share. Frozen values, seen at one date."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from crmsite.grammar.fields import Localised
    from crmsite.grammar.tables import Invoice, Order, Receipt, Send
    from crmsite.kinds.assessment import Assessment
    from crmsite.kinds.capability import Capability
    from crmsite.kinds.care import Care
    from crmsite.kinds.case import Case
    from crmsite.kinds.contact import Contact
    from crmsite.kinds.customer import Customer, OpeningBalance
    from crmsite.kinds.followup import FollowUp
    from crmsite.kinds.goals import Goals
    from crmsite.kinds.improvement import Improvement, RootCause
    from crmsite.kinds.journey import Journey
    from crmsite.kinds.need import Need
    from crmsite.kinds.person import Person
    from crmsite.kinds.plan import Plan
    from crmsite.kinds.risk import Risk, Waiver
    from crmsite.kinds.satisfaction import Response, Survey
    from crmsite.kinds.site import Site, Taxonomy


class Dossier(Slotted):
    """Everything that concerns one customer, visible at the as-of date, each list in order of date, then id.

    Records dated later are not in it; ``done``, ``left_on``, ``closed`` and the like that lie later are unset.
    """

    customer: Customer
    contacts: tuple[Contact, ...] = ()
    needs: tuple[Need, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    opening: OpeningBalance | None = None
    plans: tuple[Plan, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    cases: tuple[Case, ...] = ()
    orders: tuple[Order, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    responses: tuple[Response, ...] = ()
    risks: tuple[Risk, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    sends: tuple[Send, ...] = ()
    rootcauses: tuple[RootCause, ...] = ()


class Relative(Slotted):
    """What is shown of a customer on the page of another of its group; ``amount`` is that of the last twelve months."""

    name: Localised
    tier: str | None = None
    reason: str | None = None
    amount: Decimal | None = None
    currency: str = ""
    alerts: int = 0


class Organisation(Slotted):
    """What all customers share: settings, people, taxonomies, capabilities, plans for segments, improvements, risks."""

    site: Site
    people: Mapping[str, Person]
    taxonomies: Mapping[str, Taxonomy]
    capabilities: Mapping[str, Capability]
    segment_plans: tuple[Plan, ...]
    relatives: Mapping[str, Relative] = MappingProxyType({})
    """The customers that belong to a group, parents and members, by id."""
    members: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The members of each parent."""
    rootcauses: tuple[RootCause, ...] = ()
    """Analyses that concern no customer alone, in order of the day on which they began."""
    improvements: tuple[Improvement, ...] = ()
    risks: tuple[Risk, ...] = ()
    """Risks of the company, not of one customer."""
    surveys: Mapping[str, Survey] = MappingProxyType({})
    """The surveys that had begun, by id, oldest first."""
    anonymous: tuple[Response, ...] = ()
    """The answers that name no customer, in order of date, then id."""
    withheld: tuple[str, ...] = ()
    """The kinds of record that this reader sees none of: that nothing is here does not mean that nothing is."""
    goals: tuple[Goals, ...] = ()
    """What the company wants of each period, the latest last."""
    journeys: tuple[Journey, ...] = ()
    care: tuple[Care, ...] = ()
    """Care programmes, in order of the day on which they begin."""

    @property
    def first_lang(self) -> str:
        """The language that plain strings are written in."""
        return self.site.languages[0]

    def people_labels(self) -> dict[str, Localised | str]:
        """Return how each person of ours is called on pages: the display name, else the masked name."""
        return {name: person.display_name or person.masked_name for name, person in self.people.items()}


def stage_at(customer: Customer, day: date) -> str | None:
    """Return the stage that holds on a day: the latest step not after it; ``None`` before the first."""
    held = [step for step in customer.stages if step.from_ <= day]
    return max(held, key=lambda step: step.from_).stage if held else None


def owner_at(customer: Customer, day: date) -> str | None:
    """Return the person who answers first for the customer on a day; ``None`` where nobody does."""
    held = [step for step in customer.owners if step.from_ <= day and (step.to is None or step.to >= day)]
    if len(held) > 1:
        held.sort(key=lambda step: step.from_, reverse=True)  # of two that begin together the first written stays first
    return held[0].person if held else None
