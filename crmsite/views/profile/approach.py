"""How to approach a customer, on its profile: channels, talking points, the strategy of its segment, what each function does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.facts import Say, Term
from crmsite.scores.approach import Standing, approach_of

if TYPE_CHECKING:
    from datetime import date

    from crmsite.book import Dossier
    from crmsite.facts import Facts
    from crmsite.fields import Localised
    from crmsite.policy import Policies


class ApproachPart(NamedTuple):
    """What applies to the customer; the lines come from the policy named."""

    channels: tuple[tuple[Term, Say], ...]
    points: tuple[Localised, ...]
    aim: Localised | None
    segment: Term | None
    actions: tuple[Localised, ...]
    functions: tuple[tuple[Term, Localised], ...]
    policy: str


def approach_part(dossier: Dossier, facts: Facts, policies: Policies | None, as_of: date) -> ApproachPart | None:
    """Return how to approach the customer; ``None`` where nothing applies, or rules may not be seen."""
    if policies is None:
        return None
    policy = policies.channels(as_of)
    band = facts.band.band if facts.band.state == "value" else None
    themes = frozenset(theme for need in dossier.needs if need.closed is None for theme in need.themes)
    standing = Standing(dossier.customer.tags, dossier.customer.need_feature, facts.rfm.segment, band, themes)
    found = approach_of(standing, dossier.contacts, policy)
    if found.empty:
        return None
    strategy = found.strategy
    return ApproachPart(
        tuple([(Term("channel", one.id), _why(one.tag, one.contact)) for one in found.channels]),
        tuple([point.text for point in found.points]),
        strategy.aim if strategy is not None else None,
        Term("message", f"rfm.segment.{strategy.segment}") if strategy is not None else None,
        tuple([action.text for action in strategy.actions]) if strategy is not None else (),
        tuple([(Term("team", rule.team), rule.text) for rule in found.functions]),
        policy.id,
    )


def _why(tag: str | None, contact: str | None) -> Say:
    if contact is not None:
        return Say("approach.asked", (("code", contact),))
    return Say("approach.tag", (("tag", Term("taxonomy:tag", tag or "")),))
