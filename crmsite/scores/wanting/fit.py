"""Fit 匹配度与缺口: needs held against what the company can supply, and the share of what is wanted that can be met."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Percent, Receipt, Say, Term
from crmsite.figures.in_depth import Fit, NeedMatch
from crmsite.grammar.fields import Citation, Localised
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crmsite.kinds.approach import MatchPolicy
    from crmsite.kinds.capability import Capability
    from crmsite.kinds.need import Need

LEVELS = ("low", "medium", "high")
"""Levels of match and of capability, the lowest first."""

SEED = "1-13 1-16 1-22"


class Ability(Slotted):
    """One capability at a date: ``able`` is its level, none while it is not available yet; ``since`` says from when it will be."""

    id: str
    name: Localised
    able: str | None
    level: str
    since: date | None
    limits: Localised | None
    themes: frozenset[str]


class FitRule(Slotted):
    """What capabilities, policy and date fix for every need."""

    abilities: Mapping[str, Ability]
    values: Mapping[str, Decimal]
    policy: str
    parameters: tuple[tuple[Say, Decimal], ...]
    levels: Mapping[str, Term]


def ability_of(capability: Capability, as_of: date) -> Ability:
    """Return what a capability gives on a day."""
    waits = capability.available_from is not None and capability.available_from > as_of
    return Ability(
        capability.id, capability.name, None if waits else capability.level, capability.level,
        capability.available_from if waits else None, capability.limits, frozenset(capability.themes),
    )


def fit_rule(capabilities: Iterable[Capability], policy: MatchPolicy, as_of: date) -> FitRule:
    """Prepare for a date."""
    values = {"high": policy.values.high, "medium": policy.values.medium, "low": policy.values.low}
    levels = {level: Term("level", level) for level in values}
    parameters = tuple([(Say("fit.parameter", (("level", levels[level]),)), value) for level, value in values.items()])
    return FitRule({one.id: ability_of(one, as_of) for one in capabilities}, values, policy.id, parameters, levels)


def match_of(need: Need, rule: FitRule) -> NeedMatch:
    """Hold one need against the capability that it names, else against the ablest that shares a theme with it.

    What somebody declared stands; what the capability gives is told beside it, and where the two differ that is said.
    """
    ability = rule.abilities.get(need.capability) if need.capability is not None else None
    named = ability is not None
    if ability is None and need.themes and rule.abilities:
        sharing = [one for one in rule.abilities.values() if not one.themes.isdisjoint(need.themes)]
        ability = max(sharing, key=lambda one: (_rank(one.able), _rank(one.level), one.id), default=None)
    if ability is None:
        return NeedMatch(need.id, need.match, None, None, None, None, None, False, False, need.gap is not None)
    above = need.match is not None and named and _rank(need.match) > _rank(ability.able)
    gap = need.gap is not None
    return NeedMatch(
        need.id, need.match, ability.id, ability.name, ability.able, ability.since, ability.limits, named, above, gap
    )


def _rank(level: str | None) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def has_gap(need: Need) -> bool:
    """Tell whether a need belongs into the list of gaps: its match is low, or a gap is stated."""
    return need.match == "low" or need.gap is not None


def fit_of(needs: Iterable[Need], rule: FitRule) -> Fit:
    """Return the share of what is wanted that can be met: importance times match over importance, of assessed open needs.

    Unknown without one that has both a match and an importance; not applicable without open needs.
    """
    opened = [need for need in needs if need.closed is None]
    assessed = [(need, need.importance, rule.values[need.match]) for need in opened if need.importance and need.match]
    if not assessed:
        result = Say("fit.unknown", (("n", len(opened)),)) if opened else Say("fit.none")
        receipt = Receipt("fit", result, (), rule.parameters, rule.policy, SEED)
        if not opened:
            return Fit("not_applicable", "no_open_needs", None, None, 0, 0, receipt)
        return Fit("unknown", "not_assessed", None, None, 0, len(opened), receipt)
    whole, met = 0, Decimal(0)
    factors = []
    for need, importance, value in assessed:
        counted = importance * value
        whole, met = whole + importance, met + counted
        factors.append(_factor(need, (importance, value, counted), rule))
    result = Say("fit.value", (("value", Percent(met / whole)), ("k", len(assessed)), ("n", len(opened))))
    receipt = Receipt("fit", result, tuple(factors), rule.parameters, rule.policy, SEED)
    return Fit("value", None, met, whole, len(assessed), len(opened), receipt)


def _factor(need: Need, product: tuple[int, Decimal, Decimal], rule: FitRule) -> Factor:
    importance, value, counted = product
    name = Say("fit.factor", (("id", need.id), ("level", rule.levels[need.match or ""])))
    sources = (Citation(need.path, need.line("importance")), Citation(need.path, need.line("match")))
    return Factor(name, Say("fit.product", (("i", importance), ("v", value))), counted, None, sources)
