"""Traits: what kind of customer it is, who answers for it, who decides there, what else it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from crmsite.figures.facts import Term, say
from crmsite.summaries.plain import compact, pack

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Amounts, Facts
    from crmsite.kinds.customer import Customer


class Traits(NamedTuple):
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
    return Traits(
        industry=customer.industry, region=customer.region, employees_min=heads.min if heads else None,
        employees_max=heads.max if heads else None, stage=facts.stage, owner=facts.owner, tags=",".join(customer.tags),
        need_feature=customer.need_feature, label=compact([list(term) for term in facts.band.label]),
        priority=facts.priority, decision_maker=_decision_maker(dossier), years=_years(facts.amounts),
        other_names=_other_names(customer),
    )


def _other_names(customer: Customer) -> str:
    """Return what else the customer is called by: aliases, ids in other systems, the registered number."""
    foreign = [str(value) for system, value in sorted((customer.external_ids or {}).items()) if system != "@"]
    return "\n".join([*customer.aliases, *foreign, *([customer.uscc] if customer.uscc else [])])


def _decision_maker(dossier: Dossier) -> str | None:
    """Return masked name and title of who decides now, or that nobody does and who stands in: the first of the decision chain."""
    here = [contact for contact in dossier.contacts if contact.left_on is None]
    chain = dossier.customer.decision_chain
    ranked = sorted(
        (contact for contact in here if contact.id in chain or contact.role == "decision_maker"),
        key=lambda contact: (contact.role != "decision_maker", chain.index(contact.id) if contact.id in chain else len(chain)),
    )
    if not ranked:
        return None
    key = "person.with_title" if ranked[0].role == "decision_maker" else "person.stands_in"
    return pack(say(key, name=ranked[0].masked_name, title=ranked[0].title))


def _years(amounts: Amounts) -> int | None:
    """Return the whole years of working together; nothing before the first is over."""
    return int(amounts.cooperation_years) or None if amounts.cooperation_years is not None else None
