"""Who a site is for: what an audience may not see is taken out of the model before anything is written.

Records lose the kinds and fields whose class the audience does not see; derived figures have the strictest class of
their inputs and become ``withheld``, a state of its own beside value, unknown and not applicable. Source lines go too:
a line number tells how much was left out above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, get_args

from crmsite.catalogue import KIND
from crmsite.figures.changed import withheld
from crmsite.figures.contribution import WITHHELD
from crmsite.figures.facts import ActionFact, Amounts, Beforehand, Facts, NeedFact, Receipt, Satisfaction, Tier, TierAt, say
from crmsite.figures.in_depth import UNSEEN
from crmsite.figures.owed import CareReceived, Compliance, Service
from crmsite.grammar.fields import Audience as FieldClass
from crmsite.grammar.fields import Citation, Model, Record, Ref
from crmsite.kinds.customer import Customer
from crmsite.policy import POLICY_KINDS, Scales
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.kinds.site import AudienceSpec, Taxonomy

R = TypeVar("R", bound=Model)

_KIND_OF = {kind.model.rpartition(":")[2]: kind for kind in KIND.values()}
_NOWHERE = Citation("", 1)


class Audience(Slotted):
    """An audience as ``site.yaml`` names it. ``customers`` and ``tags`` narrow; both empty means every customer."""

    name: str
    classes: frozenset[str]
    customers: frozenset[str]
    tags: frozenset[str]
    declassify: frozenset[str]

    @property
    def sees_all(self) -> bool:
        """Whether nothing at all is taken out of the fields."""
        return self.classes >= {"public", "internal", "restricted"}

    def admits(self, dossier: Dossier) -> bool:
        """Tell whether a customer is in this audience's site at all."""
        if not self.customers and not self.tags:
            return True
        return dossier.customer.id in self.customers or bool(self.tags & set(dossier.customer.tags))


def audience_of(spec: AudienceSpec) -> Audience:
    """Return the audience that a setting describes; every audience sees what is public."""
    classes = frozenset((*spec.classes, "public"))
    return Audience(spec.name, classes, frozenset(spec.customers), frozenset(spec.tags), frozenset(spec.declassify))


def redacted_model(model: R, audience: Audience) -> R:
    """Return the model without the fields that the audience does not see, and without its place in a file."""
    update: dict[str, object] = {"at": {}}
    if isinstance(model, Record):
        update |= {"path": "", "index": -1}
    for name, field in type(model).model_fields.items():
        if name in ("at", "path", "index"):
            continue
        value = getattr(model, name)
        if class_of(field.metadata) not in audience.classes:
            update[name] = () if isinstance(value, tuple) and not hasattr(value, "_fields") else None
        elif isinstance(value, Model):
            update[name] = redacted_model(value, audience)
        elif isinstance(value, tuple) and value and isinstance(value[0], Model):
            update[name] = tuple(redacted_model(item, audience) for item in value)
    return model.model_copy(update=update)


def class_of(marks: Iterable[object]) -> str:
    """Return the class of a field from its marks; a field without one is internal."""
    return next((mark.name for mark in marks if isinstance(mark, FieldClass)), "internal")


def redacted_dossier(dossier: Dossier, audience: Audience) -> Dossier:
    """Return what the audience may see of a customer's records; kinds that it does not see are gone whole."""
    restricted = "restricted" in audience.classes
    return dossier._replace(
        customer=redacted_model(dossier.customer, audience),
        contacts=_seen(dossier.contacts, audience),
        needs=_seen(dossier.needs, audience),
        assessments=_seen(dossier.assessments, audience),
        opening=dossier.opening if restricted else None,
        plans=_seen(dossier.plans, audience),
        followups=_seen(dossier.followups, audience),
        cases=_seen(dossier.cases, audience),
        orders=dossier.orders if restricted else (),
        invoices=dossier.invoices if restricted else (),
        receipts=dossier.receipts if restricted else (),
        responses=_seen(dossier.responses, audience),
        risks=_seen(dossier.risks, audience),
        waivers=_seen(dossier.waivers, audience),
        sends=tuple(send._replace(source=_NOWHERE) for send in dossier.sends) if "internal" in audience.classes else (),
        rootcauses=_seen(dossier.rootcauses, audience),
    )


def _seen(records: tuple[R, ...], audience: Audience) -> tuple[R, ...]:
    return tuple(
        redacted_model(record, audience) for record in records if _KIND_OF[type(record).__name__].audience in audience.classes
    )


def redacted_facts(facts: Facts, audience: Audience) -> Facts:
    """Return the derived figures that the audience may see; the others are ``withheld``."""
    internal = "internal" in audience.classes
    amounts, rfm, band = facts.amounts, facts.rfm, facts.band
    return facts._replace(
        stage=facts.stage if internal else None,
        owner=facts.owner if internal else None,
        tier=_bare_tier(facts.tier, shown="tier" in audience.declassify),
        amounts=_no_amounts(amounts.currency),
        rfm=rfm._replace(
            state="withheld",
            reason=None,
            recency=None,
            frequency=None,
            monetary=None,
            levels=None,
            weighted=None,
            segment=rfm.segment if "rfm" in audience.declassify else None,
            basis=None,
            formerly_high=False,
            receipt=_no_receipt("rfm"),
        ),
        band=band._replace(state="withheld", band="withheld", basis="", formerly=None, label=(), receipt=_no_receipt("value_band")),
        needs=tuple(_bare_need(need, audience) for need in facts.needs) if internal else (),
        priority="withheld",
        priority_receipt=_no_receipt("need_priority"),
        actions=tuple(_bare_action(action) for action in facts.actions) if internal else (),
        alerts=(),
        steps=tuple(step._replace(source=_NOWHERE) for step in facts.steps if step.kind in ("action", "next")) if internal else (),
        last_contact=facts.last_contact if internal else None,
        last_contact_days=facts.last_contact_days if internal else None,
        contract_end=None,
        contract_days=None,
        missing=(),
        contribution=WITHHELD,
        duties=Compliance("withheld", None, 0, 0, 0, None, None, (), _no_receipt("duties")),
        satisfaction=Satisfaction("withheld", None, (), (), _no_receipt("satisfaction")),
        in_depth=UNSEEN._replace(matches=facts.in_depth.matches if internal else ()),
        care=CareReceived("withheld", False, (), 0, 0, 0, 0, _no_receipt("care")),
        changed=withheld(facts.changed.closing),
        beforehand=Beforehand("withheld"),
        service=Service("withheld", facts.as_of, (), (), _no_receipt("service_levels")),
    )


def _no_amounts(currency: str) -> Amounts:
    """Return amounts of which nothing is told but that there may be some."""
    return Amounts(
        "withheld", None, currency, None, None, None, False, None, None, None, None, None, None, None, None, None, None, (), None,
        _no_receipt("amounts"),
    )  # fmt: skip


def _bare_tier(tier: Tier, *, shown: bool) -> Tier:
    """Return the letter alone where it is declassified, nothing where it is not: never what it was made from."""
    return tier._replace(
        now=_bare_at(tier.now, shown=shown),
        before=_bare_at(tier.before, shown=shown),
        movement=tier.movement if shown else "unknown",
        change=None,
        last_tier=tier.last_tier if shown else None,
        near_boundary=False,
        to_next=None,
        to_lose=None,
        review="not_applicable",
        review_due=None,
        review_missing=(),
        suggested=(),
        receipt=_no_receipt("tier"),
        history=tuple((period, letter, None) for period, letter, _ in tier.history) if shown else (),
    )


def _bare_at(at: TierAt, *, shown: bool) -> TierAt:
    if not shown:
        return TierAt("withheld", None, None, None, None, None, None, (), None, None)
    return at._replace(low=None, high=None, scores=(), period=None, assessment=None)


def _bare_action(action: ActionFact) -> ActionFact:
    return action._replace(budget=None, source=_NOWHERE, receipt=_no_receipt("action_status"))


def _bare_need(need: NeedFact, audience: Audience) -> NeedFact:
    quadrant = need.quadrant if "need_quadrant" in audience.declassify else None
    return need._replace(quadrant=quadrant, importance=None, urgency=None, rank_customer=None, receipt=_no_receipt("need_quadrant"))


def _no_receipt(score: str) -> Receipt:
    return Receipt(score, say("state.withheld"), ())


def redacted_organisation(organisation: Organisation, audience: Audience) -> Organisation:
    """Return what the audience may see of what all customers share.

    Who sees some customers alone learns nothing of the others from surveys: not how many were asked, nor what nobody signed.
    """
    if audience.customers or audience.tags:
        hidden = {"invited": None, "population": None}
        alone = {name: survey.model_copy(update=hidden) for name, survey in organisation.surveys.items()}
        organisation = organisation._replace(surveys=alone, anonymous=())
    if audience.sees_all:
        return organisation
    withheld = tuple(kind.id for kind in KIND.values() if kind.audience not in audience.classes)
    if "internal" in audience.classes:
        return organisation._replace(
            withheld=withheld,
            site=redacted_model(organisation.site, audience),
            segment_plans=tuple(redacted_model(plan, audience) for plan in organisation.segment_plans),
            rootcauses=_seen(organisation.rootcauses, audience),
            improvements=_seen(organisation.improvements, audience),
            goals=_seen(organisation.goals, audience),
            risks=_seen(organisation.risks, audience),
            surveys={name: redacted_model(survey, audience) for name, survey in organisation.surveys.items()},
            anonymous=(),
            journeys=_seen(organisation.journeys, audience),
            care=_seen(organisation.care, audience),
        )
    return organisation._replace(
        withheld=withheld,
        site=redacted_model(organisation.site, audience),
        people={},
        taxonomies=_lent(organisation.taxonomies, audience),
        capabilities={},
        segment_plans=(),
        relatives={},
        members={},
        rootcauses=(),
        improvements=(),
        goals=(),
        risks=(),
        surveys={},
        anonymous=(),
        journeys=(),
        care=(),
    )


def sees_policies(audience: Audience) -> bool:
    """Tell whether an audience sees how results are worked out: every kind of record that makes up the policy."""
    return all(KIND[kind].audience in audience.classes for kind in POLICY_KINDS)


def redacted_scales(scales: Scales, audience: Audience) -> Scales:
    """Return what an audience sees of the scales: the letters in their order where tiers are declassified, never a cut."""
    if sees_policies(audience):
        return scales
    letters = tuple((tier, None) for tier, _ in scales.tiers) if "tier" in audience.declassify else ()
    return Scales(letters, None, None)


def _lent(taxonomies: Mapping[str, Taxonomy], audience: Audience) -> dict[str, Taxonomy]:
    """Return the taxonomies whose labels stand for values of a customer's fields that the audience sees."""
    if KIND["taxonomy"].audience in audience.classes:
        return dict(taxonomies)
    seen = {
        kind.partition(":")[2]
        for field in Customer.model_fields.values()
        if class_of(field.metadata) in audience.classes
        for kind in _references(field.annotation)
    }
    return {name: taxonomy for name, taxonomy in taxonomies.items() if name in seen}


def _references(annotation: object) -> Iterator[str]:
    """Yield the kinds of record that a field's type refers to."""
    for inner in get_args(annotation):
        if isinstance(inner, Ref):
            yield inner.kind
        else:
            yield from _references(inner)
