"""Targets can be judged: the metric exists, its unit is one that the metric is measured in, a share is written as a ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.grammar.guess import meant
from crmsite.grammar.measures import MEASURES, TARGET_UNITS, measure_of
from crmsite.kinds.goals import Goals
from crmsite.kinds.plan import SEGMENTS, Plan
from crmsite.kinds.policies import Playbook, TierPolicy
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record


_LARGEST_GROWTH = 5
"""From which target a growth, written as a ratio, was meant in percent: six times as much is no aim, five percent is one."""

_BOUNDS: dict[tuple[str, str], tuple[int, int | None]] = {
    ("share", "ratio"): (0, 1),
    ("score", "scale_1_5"): (1, 5),
    ("score", "scale_0_100"): (0, 100),
    ("nps", "count"): (-100, 100),
    ("money", "money"): (0, None),
    ("count", "count"): (0, None),
    ("level", "count"): (0, None),
    ("years", "count"): (0, None),
    ("days", "days"): (0, None),
    ("hours", "hours"): (0, None),
}
"""What a figure can be at all, by what it is measured in and the unit of its target; ``None``: no upper bound.

Changes, which are in points or relative, have no bounds.
"""

_CALLED = {name: measure.id for measure in MEASURES for name in (measure.id, measure.zh, measure.en)}
"""Every name that a metric goes by: its id, its name in either language."""

_NEAR = 0.75
"""From which share of letters in common a metric is thought to be meant: many ids end alike."""


class Aim(Slotted):
    """What somebody wants of a metric: its name, how much, in which unit; under which key the amount stands; of whom it is wanted.

    ``scope`` is ``company`` or ``customer``.
    """

    metric: str
    value: Decimal
    unit: str
    key: str
    scope: str


def metrics(case: CaseFile) -> Iterator[Diagnostic]:
    """Objectives name a metric of the catalogue, with a unit that fits it."""
    for plan in case.of(Plan):
        scope = "company" if plan.customer is None else "customer"
        for number, objective in enumerate(plan.objectives):
            aim = Aim(objective.metric, objective.target, objective.unit, "target", scope)
            yield from _aim(case, plan, aim, "objectives", number)


def shared_metrics(case: CaseFile) -> Iterator[Diagnostic]:
    """So do the company's goals, the goals of its playbooks, and the score tables of its tiers."""
    for goals in case.of(Goals):
        for number, target in enumerate(goals.targets):
            yield from _aim(case, goals, Aim(target.metric, target.value, target.unit, "value", "company"), "targets", number)
    for playbook in case.of(Playbook):
        for number, goal in enumerate(playbook.goals):
            yield from _aim(case, playbook, Aim(goal.metric, goal.value, goal.unit, "value", "customer"), "goals", number)
    for tier in case.of(TierPolicy):
        for dimension in ("amount", "stability", "risk"):
            table = getattr(tier.suggest, dimension, None)
            if table is not None and measure_of(table.metric) is None:
                yield _unknown(tier, table.metric, _CALLED, "suggest", dimension, "metric")


def _aim(case: CaseFile, record: Record, aim: Aim, *keys: str | int) -> Iterator[Diagnostic]:
    measure = measure_of(aim.metric)
    if measure is None:
        yield _unknown(record, aim.metric, _CALLED, *keys, "metric")
        return
    parts = _parts(case, measure.id)
    part = aim.metric.partition(".")[2]
    if (parts and part and part not in parts) or (measure.id == "rfm_segment_share" and not part):
        whole = [f"{measure.id}.{name}" for name in parts]
        yield _unknown(record, aim.metric, dict(zip(whole, whole, strict=True)), *keys, "metric")
        return
    if measure.scope not in (aim.scope, "both"):
        where = (*keys, "metric")
        yield (
            at(record, "target-of-company", *where, metric=aim.metric)
            if aim.scope == "company"
            else at(record, "target-of-customer", *where, metric=aim.metric)
        )
    known = TARGET_UNITS[measure.unit]
    if aim.unit not in known:
        yield at(record, "target-unit", *keys, "unit", metric=aim.metric, unit=aim.unit, known=", ".join(known))
        return
    if _percentage(measure.unit, aim):
        told = {"text": f"{aim.value:f}", "percent": f"{(aim.value * 100).normalize():f}", "meant": f"{aim.value / 100:f}"}
        yield at(record, "target-not-a-ratio", *keys, aim.key, **told)
        return
    low, high = _BOUNDS.get((measure.unit, aim.unit), (None, None))
    if (low is not None and aim.value < low) or (high is not None and aim.value > high):
        yield at(record, "out-of-range", *keys, aim.key, text=f"{aim.value:f}", low=low, high="" if high is None else high)


def _percentage(unit: str, aim: Aim) -> bool:
    """Tell whether a target in ratios or points was meant in percent: a share of more than all, a growth to a multiple."""
    if aim.unit not in ("ratio", "pp"):
        return False
    return (unit == "share" and abs(aim.value) > 1) or (unit == "growth" and abs(aim.value) >= _LARGEST_GROWTH)


def _parts(case: CaseFile, metric: str) -> list[str]:
    """Return what may follow a metric's point, as far as the records tell; nothing where they tell of none."""
    shared = case.organisation
    if metric == "rfm_segment_share":
        return list(SEGMENTS)
    if metric == "satisfaction_mean":
        return list(dict.fromkeys(name for survey in shared.surveys.values() for name in survey.dimensions))
    if metric == "care_coverage":
        return [name for care in shared.care for item in care.items for name in (item.id, f"{care.id}.{item.id}")]
    if metric == "sla_met":
        books = [book for versions in case.policies.playbooks.values() for book in versions]
        points = [point.id for journey in shared.journeys for point in journey.touchpoints if point.sla is not None]
        return [*dict.fromkeys(own.id for book in books for own in book.sla), *points]
    return []


def _unknown(record: Record, metric: str, known: Mapping[str, str], *keys: str | int) -> Diagnostic:
    return at(record, "unknown-metric", *keys, metric=metric, guess=meant(metric, known, near=_NEAR))
