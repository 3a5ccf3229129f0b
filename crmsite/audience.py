"""Who a site is for: what an audience may not see is taken out of the model before anything is written.

Records lose the kinds and fields whose class the audience does not see; derived figures have the strictest class of
their inputs and become ``withheld``, a state of its own beside value, unknown and not applicable. Source lines go too:
a line number tells how much was left out above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crmsite.catalogue import KIND
from crmsite.facts import Facts, NeedFact, Receipt, say
from crmsite.fields import Audience as FieldClass
from crmsite.fields import Citation, Model, Record

if TYPE_CHECKING:
    from crmsite.book import Dossier, Organisation
    from crmsite.kinds.site import AudienceSpec, Site

R = TypeVar("R", bound=Model)

_KIND_OF = {kind.model.rpartition(":")[2]: kind for kind in KIND.values()}
_NOWHERE = Citation("", 1)


class Audience(NamedTuple):
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
        own = next((mark.name for mark in field.metadata if isinstance(mark, FieldClass)), "internal")
        value = getattr(model, name)
        if own not in audience.classes:
            update[name] = () if isinstance(value, tuple) and not hasattr(value, "_fields") else None
        elif isinstance(value, Model):
            update[name] = redacted_model(value, audience)
        elif isinstance(value, tuple) and value and isinstance(value[0], Model):
            update[name] = tuple(redacted_model(item, audience) for item in value)
    return model.model_copy(update=update)


def redacted_dossier(dossier: Dossier, audience: Audience) -> Dossier:
    """Return what the audience may see of a customer's records; kinds that it does not see are gone whole."""
    parts: dict[str, object] = {}
    for name, value in zip(dossier._fields, dossier, strict=True):
        if name == "customer":
            parts[name] = redacted_model(dossier.customer, audience)
        elif name in ("orders", "invoices", "receipts"):
            parts[name] = value if "restricted" in audience.classes else ()
        elif name == "opening":
            parts[name] = None
        else:
            parts[name] = tuple(
                redacted_model(record, audience) for record in value if _KIND_OF[type(record).__name__].audience in audience.classes
            )
    return type(dossier)(**parts)  # type: ignore[arg-type]


def redacted_facts(facts: Facts, audience: Audience) -> Facts:
    """Return the derived figures that the audience may see; the others are ``withheld``."""
    internal = "internal" in audience.classes
    show_tier = "tier" in audience.declassify
    hidden_at = facts.tier.now._replace(state="withheld", tier=None, reason=None, low_tier=None, high_tier=None)
    before = facts.tier.before._replace(state="withheld", tier=None, reason=None, low_tier=None, high_tier=None)
    bare = {"low": None, "high": None, "scores": (), "period": None, "assessment": None}
    tier = facts.tier._replace(
        now=(facts.tier.now if show_tier else hidden_at)._replace(**bare),
        before=(facts.tier.before if show_tier else before)._replace(**bare),
        movement=facts.tier.movement if show_tier else "unknown",
        change=None, last_tier=facts.tier.last_tier if show_tier else None, near_boundary=False, to_next=None, to_lose=None,
        review="not_applicable", review_due=None, review_missing=(), suggested=(), receipt=_no_receipt("tier"),
        history=tuple((period, letter, None) for period, letter, _ in facts.tier.history) if show_tier else (),
    )
    amounts = facts.amounts._replace(
        **{name: None for name in facts.amounts._fields if name not in ("state", "currency", "by_month", "cumulative_from_opening")},
        state="withheld", by_month=(), cumulative_from_opening=False,
    )
    amounts = amounts._replace(receipt=_no_receipt("amounts"))
    rfm = facts.rfm._replace(
        state="withheld", reason=None, recency=None, frequency=None, monetary=None, levels=None, weighted=None,
        segment=facts.rfm.segment if "rfm" in audience.declassify else None, basis=None, formerly_high=False, receipt=_no_receipt("rfm"),
    )
    band = facts.band._replace(state="withheld", band="withheld", basis="", formerly=None, label=(), receipt=_no_receipt("value_band"))
    return facts._replace(
        stage=facts.stage if internal else None, owner=facts.owner if internal else None, tier=tier,
        amounts=amounts._replace(currency=facts.amounts.currency), rfm=rfm, band=band,
        needs=tuple(_bare_need(need, audience) for need in facts.needs) if internal else (),
        priority="withheld", priority_receipt=_no_receipt("need_priority"),
        actions=tuple(action._replace(budget=None, source=_NOWHERE, receipt=_no_receipt("action_status")) for action in facts.actions)
        if internal else (),
        alerts=(), steps=tuple(step._replace(source=_NOWHERE) for step in facts.steps if step.kind in ("action", "next")) if internal else (),
        last_contact=facts.last_contact if internal else None, last_contact_days=facts.last_contact_days if internal else None,
        contract_end=None, contract_days=None, missing=(),
    )


def _bare_need(need: NeedFact, audience: Audience) -> NeedFact:
    quadrant = need.quadrant if "need_quadrant" in audience.declassify else None
    return need._replace(quadrant=quadrant, importance=None, urgency=None, rank_customer=None, receipt=_no_receipt("need_quadrant"))


def _no_receipt(score: str) -> Receipt:
    return Receipt(score, say("state.withheld"), ())


def redacted_organisation(organisation: Organisation, audience: Audience) -> Organisation:
    """Return what the audience may see of what all customers share."""
    if audience.sees_all:
        return organisation
    if "internal" in audience.classes:
        return organisation._replace(
            site=_public_site(organisation),
            segment_plans=tuple(redacted_model(plan, audience) for plan in organisation.segment_plans),
        )
    return organisation._replace(
        site=_public_site(organisation), people={}, capabilities={}, segment_plans=(), names={}, members={}
    )


def _public_site(organisation: Organisation) -> Site:
    return organisation.site.model_copy(update={"repository": None, "contact_url": None, "audiences": ()})
