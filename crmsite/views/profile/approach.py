"""How to approach a customer, on its profile: channels, talking points, the strategy of its segment, what each function does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Receipt, Say, Term
from crmsite.figures.shown import LISTED
from crmsite.scores import SCORE
from crmsite.scores.approach import Standing, approach_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Facts
    from crmsite.grammar.fields import Localised
    from crmsite.kinds.need import Need
    from crmsite.policy import Policies
    from crmsite.scores.approach import Approach

SEED = SCORE["approach"].seed
_CITED = 3
_TITLE = Say("approach.title")
_TAG, _FEATURE, _SEGMENT, _BAND, _THEME = [
    Say(f"approach.factor.{trait}") for trait in ("tag", "need_feature", "segment", "band", "theme")
]


class ApproachPart(Slotted):
    """What applies to the customer; the lines come from the policy named.

    ``first`` are the urgent alerts that stand, which have to be settled before; ``alone``: the customer wants no mail to many.
    """

    first: tuple[Term, ...]
    alone: bool
    channels: tuple[tuple[Term, Say], ...]
    points: tuple[Localised, ...]
    aim: Localised | None
    segment: Term | None
    actions: tuple[Localised, ...]
    functions: tuple[tuple[Term, Localised], ...]
    policy: str
    receipt: Receipt


def approach_part(dossier: Dossier, facts: Facts, policies: Policies | None, as_of: date) -> ApproachPart | None:
    """Return how to approach the customer; ``None`` where nothing applies, or rules may not be seen."""
    if policies is None:
        return None
    policy, customer = policies.channels(as_of), dossier.customer
    band = facts.band.band if facts.band.state == "value" else None
    opened = [need for need in dossier.needs if need.closed is None]
    themes = frozenset([theme for need in opened for theme in need.themes])
    standing = Standing(customer.tags, customer.need_feature, facts.rfm.segment, band, themes, customer.channels)
    found = approach_of(standing, dossier.contacts, policy)
    if found.empty:
        return None
    strategy = found.strategy
    urgent = dict.fromkeys([alert.rule for alert in facts.alerts if alert.level == "urgent"])
    return ApproachPart(
        tuple([Term("rule", rule) for rule in urgent]),
        customer.care_opt_out is True,
        tuple([(LISTED["channel"][one.id], _why(one.tag, one.contact)) for one in found.channels]),
        tuple([point.text for point in found.points]),
        strategy.aim if strategy is not None else None,
        Term("message", f"rfm.segment.{strategy.segment}") if strategy is not None else None,
        tuple([action.text for action in strategy.actions]) if strategy is not None else (),
        tuple([(LISTED["team"][rule.team], rule.text) for rule in found.functions]),
        policy.id,
        Receipt("approach", _TITLE, tuple(_factors(standing, found, dossier, facts, opened)), (), policy.id, SEED),
    )


def _factors(standing: Standing, found: Approach, dossier: Dossier, facts: Facts, opened: list[Need]) -> list[Factor]:
    """Say which traits chose the lines, each with where it is written; a line of the policy applies to whoever has its trait."""
    customer = dossier.customer
    rows = []
    if standing.tags:
        written = (customer.cite("tags"),)
        rows = [Factor(_TAG, Term("taxonomy:tag", tag), None, None, written) for tag in standing.tags]
    if standing.need_feature is not None:
        feature = LISTED["need_feature"][standing.need_feature]
        rows.append(Factor(_FEATURE, feature, None, None, (customer.cite("need_feature"),)))
    if standing.segment is not None:
        placed = tuple([cited for factor in facts.rfm.receipt.factors[:1] for cited in factor.sources])
        rows.append(Factor(_SEGMENT, Term("message", f"rfm.segment.{standing.segment}"), None, None, placed))
    if standing.value_band is not None:
        band = Term("message", f"band.{standing.value_band}")
        rows.append(Factor(_BAND, band, None, None, facts.band.receipt.sources[:2]))
    for theme in sorted(standing.themes):
        needs = [need for need in opened if theme in need.themes][:_CITED]
        rows.append(Factor(_THEME, Term("taxonomy:theme", theme), None, None, tuple([need.cite("themes") for need in needs])))
    asked = {channel.contact for channel in found.channels}
    for contact in dossier.contacts:
        if contact.code in asked:
            wish, who = Term("channel", contact.channel_preference or ""), Say("approach.factor.wish", (("code", contact.code),))
            rows.append(Factor(who, wish, None, None, (contact.cite("channel_preference"),)))
    return rows


def _why(tag: str | None, contact: str | None) -> Say:
    if contact is not None:
        return Say("approach.asked", (("code", contact),))
    return Say("approach.tag", (("tag", Term("taxonomy:tag", tag or "")),))
