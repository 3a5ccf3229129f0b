"""Methods 评分与预警规则: every score, alert and rule, with the parameters in force, printed from the policy itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Say
from crmsite.grammar.fields import Citation, Localised, Model
from crmsite.manual import manual_page
from crmsite.portfolio.fixed_values import FIXED
from crmsite.rules import AREAS
from crmsite.scores import SCORES
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.figures.facts import Shown
    from crmsite.kinds.policies import Policy, WarningRule
    from crmsite.policy import Policies
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.scores import ScoreSpec

_AREA_NAMES = ("reading", "values", "references", "histories", "personal_data", "judgement", "surveys", "early_warnings")
_HIDDEN = ("at", "path", "index", "status", "reason", "id", "effective_from", "rules")


class Parameter(Slotted):
    """One parameter: its path inside the policy file, and its value."""

    key: str
    value: Shown


class PolicyTable(Slotted):
    """One policy in force: since when, where it is written, all its parameters."""

    id: str
    since: date
    source: Citation
    parameters: tuple[Parameter, ...]


class Method(Slotted):
    """One score or alert. ``parameters`` are its own, ``policy`` holds the shared ones; ``origins``: templates and their rows.

    ``fixed`` are choices that no policy holds.
    """

    id: str
    name: Localised
    origins: tuple[tuple[Say, str], ...]
    policy: str
    text: Localised | None
    parameters: tuple[Parameter, ...]
    answer: Localised | None
    used: bool
    fixed: tuple[tuple[Say, Shown], ...]


class RuleRow(Slotted):
    """One rule of ``check``."""

    id: str
    severity: str
    title: Localised


class MethodsView(Slotted):
    """The methods page. Without ``policies`` the reader may not see the parameters, and is told so."""

    head: Head
    lede: Say
    scores: tuple[Method, ...]
    alerts: tuple[Method, ...]
    policies: tuple[PolicyTable, ...]
    areas: tuple[tuple[Say, tuple[RuleRow, ...]], ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, MethodsView]]:
    """Yield the one page."""
    yield "methods.html", "methods.html", methods(portfolio.policies, portfolio.as_of)


def methods(policies: Policies | None, as_of: date) -> MethodsView:
    """Put the page together from the table of scores, the policies in force (none: not to be seen) and the table of rules."""
    held = _in_force(policies, as_of) if policies is not None else {}
    warnings = {rule.id: rule for rule in policies.warnings(as_of).rules} if policies is not None else {}
    known = {rule.id for rule in AREAS[-1]}
    scores = tuple([_method(spec, held, None) for spec in SCORES if spec.id not in known])
    alerts = tuple([_method(spec, held, warnings.get(spec.id)) for spec in SCORES if spec.id in known])
    areas = tuple(
        [
            (
                Say(f"methods.area.{name}"),
                tuple([RuleRow(rule.id, rule.severity, Localised(rule.zh.title, rule.en.title)) for rule in area]),
            )
            for name, area in zip(_AREA_NAMES, AREAS, strict=True)
            if name != "early_warnings"
        ]
    )
    tables = tuple([_table(policy) for policy in held.values()])
    counts = (("scores", len(scores)), ("alerts", len(alerts)), ("rules", sum([len(rows) for _, rows in areas])))
    return MethodsView(Head("methods", Say("nav.methods")), Say("methods.lede", counts), scores, alerts, tables, areas)


def _in_force(policies: Policies, as_of: date) -> dict[str, Policy]:
    """Return the policies in force by the kind that the table of scores names; playbooks by tier."""
    held: dict[str, Policy] = {
        "tier_policy": policies.tier(as_of),
        "rfm_policy": policies.rfm(as_of),
        "value_policy": policies.value(as_of),
        "priority_policy": policies.priority(as_of),
        "warnings_policy": policies.warnings(as_of),
        "rates_policy": policies.rates(as_of),
        "ltv_policy": policies.ltv(as_of),
        "satisfaction_policy": policies.satisfaction(as_of),
        "effects_policy": policies.effects(as_of),
        "kano_policy": policies.kano(as_of),
        "match_policy": policies.match(as_of),
        "channels_policy": policies.channels(as_of),
        "findings_policy": policies.findings(as_of),
    }
    for tier in policies.playbooks:
        book = policies.playbook(tier, as_of)
        if book is not None:
            held[f"playbook {tier}"] = book
    return held


def _method(spec: ScoreSpec, held: dict[str, Policy], rule: WarningRule | None) -> Method:
    policy = held.get(spec.policy)
    own = (
        tuple([parameter for parameter in parameters(rule) if parameter.key not in ("seed", "answer")]) if rule is not None else ()
    )
    return Method(
        spec.id,
        Localised(spec.zh, spec.en),
        _origins(spec.seed),
        policy.id if policy is not None else "",
        manual_page("scores", spec.id),
        own,
        rule.answer if rule is not None else None,
        rule is not None,
        FIXED.get(spec.id, ()),
    )


def _origins(seed: str) -> tuple[tuple[Say, str], ...]:
    """Return the business templates that a method comes from, each with its rows."""
    rows: dict[str, list[str]] = {}
    for row in seed.split():
        rows.setdefault(row.partition("-")[0], []).append(row)
    return tuple([(Say(f"seed.{template}"), ", ".join(found)) for template, found in rows.items()])


def _table(policy: Policy) -> PolicyTable:
    return PolicyTable(policy.id, policy.effective_from, policy.cite(), tuple(parameters(policy)))


def parameters(model: Model, prefix: str = "") -> Iterator[Parameter]:
    """Yield every parameter that is set, in the order of the file's schema; a path inside the file is its name."""
    for name in type(model).model_fields:
        if name in _HIDDEN or (value := getattr(model, name)) is None or value == ():
            continue
        yield from _flat(f"{prefix}{name.rstrip('_')}", value)


def _flat(key: str, value: object) -> Iterator[Parameter]:
    if isinstance(value, Model):
        yield from parameters(value, f"{key}.")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, Model):
                yield from _flat(f"{key}.{name}", inner)
    elif isinstance(value, tuple) and not isinstance(value, Localised):
        if isinstance(value[0], Model):
            for at, item in enumerate(value):
                name = next(
                    (str(found) for label in ("id", "score") if (found := getattr(item, label, None)) is not None), str(at + 1)
                )
                yield from parameters(item, f"{key}.{name}.")
        else:
            yield Parameter(key, " / ".join([_plain(item) for item in value]))
    elif isinstance(value, bool):
        yield Parameter(key, "true" if value else "false")
    elif isinstance(value, str | int | Decimal | Localised):
        yield Parameter(key, value)


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
