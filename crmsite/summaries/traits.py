"""Traits: what kind of customer it is, who answers for it, who decides there, what else it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from crmsite.figures.facts import Say, Term
from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, pack

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Amounts, Facts
    from crmsite.kinds.customer import Customer


class Traits(Slotted):
    """What kind of customer it is, and who answers for it; lists are comma-separated, ``label`` is JSON text.

    ``other_names`` are aliases, ids in other systems and the registered number, a line each.
    """

    industry: str | None
    region: str | None
    employees_min: int | None
    employees_max: int | None
    stage: str | None
    owner: str | None
    tags: str
    need_feature: str | None
    label: str
    priority: str
    decision_maker: str | None
    years: int | None
    other_names: str

    def terms(self) -> tuple[Term, ...]:
        """Return the parts of the classification label."""
        return tuple(Term(listing, value) for listing, value in orjson.loads(self.label))


def traits_of(dossier: Dossier, facts: Facts) -> Traits:
    """Return what is known of a customer's kind at the as-of date."""
    customer = dossier.customer
    heads = customer.size.employees if customer.size is not None else None
    label = [(term.listing, term.id) for term in facts.band.label]
    return Traits(
        customer.industry, customer.region, heads.min if heads else None, heads.max if heads else None, facts.stage, facts.owner,
        ",".join(customer.tags), customer.need_feature, compact(label), facts.priority, _decision_maker(dossier),
        _years(facts.amounts), _other_names(customer),
    )  # fmt: skip


def _other_names(customer: Customer) -> str:
    """Return what else the customer is called by: aliases, ids in other systems, the registered number."""
    names = list(customer.aliases)
    if customer.external_ids:
        names += [str(value) for system, value in sorted(customer.external_ids.items()) if system != "@"]
    if customer.uscc:
        names.append(customer.uscc)
    return "\n".join(names)


def _decision_maker(dossier: Dossier) -> str | None:
    """Return masked name and title of who decides now, or that nobody does and who stands in: the first of the decision chain."""
    chain = dossier.customer.decision_chain
    here = [contact for contact in dossier.contacts if contact.left_on is None]
    deciding = [contact for contact in here if contact.role == "decision_maker"]
    ranked = deciding or [contact for contact in here if contact.id in chain]
    if not ranked:
        return None
    first = ranked[0]
    if len(ranked) > 1:
        first = min(ranked, key=lambda contact: chain.index(contact.id) if contact.id in chain else len(chain))
    key = "person.with_title" if deciding else "person.stands_in"
    return pack(Say(key, (("name", first.masked_name), ("title", first.title))))


def _years(amounts: Amounts) -> int | None:
    """Return the whole years of working together; nothing before the first is over."""
    return int(amounts.cooperation_years) or None if amounts.cooperation_years is not None else None
