"""Targets can be judged: the metric exists, its unit is one that the metric is measured in, a share is written as a ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.checks.case_file import CaseFile, at
from crmsite.guess import nearest
from crmsite.kinds.goals import Goals
from crmsite.kinds.plan import Plan
from crmsite.kinds.policies import Playbook, TierPolicy
from crmsite.measures import MEASURE, TARGET_UNITS, measure_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from crmsite.diagnostics import Diagnostic
    from crmsite.fields import Record


class Aim(NamedTuple):
    """What somebody wants of a metric: its name, how much, in which unit; and under which key the amount stands."""

    metric: str
    value: Decimal
    unit: str
    key: str


def metrics(case: CaseFile) -> Iterator[Diagnostic]:
    """Objectives name a metric of the catalogue, with a unit that fits it."""
    for plan in case.of(Plan):
        for number, objective in enumerate(plan.objectives):
            yield from _aim(plan, Aim(objective.metric, objective.target, objective.unit, "target"), "objectives", number)


def shared_metrics(case: CaseFile) -> Iterator[Diagnostic]:
    """So do the company's goals, the goals of its playbooks, and the score tables of its tiers."""
    for goals in case.of(Goals):
        for number, target in enumerate(goals.targets):
            yield from _aim(goals, Aim(target.metric, target.value, target.unit, "value"), "targets", number)
    for playbook in case.of(Playbook):
        for number, goal in enumerate(playbook.goals):
            yield from _aim(playbook, Aim(goal.metric, goal.value, goal.unit, "value"), "goals", number)
    for tier in case.of(TierPolicy):
        for dimension in ("amount", "stability", "risk"):
            table = getattr(tier.suggest, dimension, None)
            if table is not None and measure_of(table.metric) is None:
                yield _unknown(tier, table.metric, "suggest", dimension, "metric")


def _aim(record: Record, aim: Aim, *keys: str | int) -> Iterator[Diagnostic]:
    measure = measure_of(aim.metric)
    if measure is None:
        yield _unknown(record, aim.metric, *keys, "metric")
        return
    known = TARGET_UNITS[measure.unit]
    if aim.unit not in known:
        yield at(record, "target-unit", *keys, "unit", metric=aim.metric, unit=aim.unit, known=", ".join(known))
    elif measure.unit == "share" and aim.unit in ("ratio", "pp") and abs(aim.value) > 1:
        yield at(record, "target-not-a-ratio", *keys, aim.key, text=f"{aim.value:f}", meant=f"{aim.value / 100:f}")


def _unknown(record: Record, metric: str, *keys: str | int) -> Diagnostic:
    return at(record, "unknown-metric", *keys, metric=metric, guess=nearest(metric, list(MEASURE)))
