"""Root cause 根因 (five whys, fishbone) and improvement 改进 (PDCA)."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import (
    RESTRICTED,
    Choice,
    Comparison,
    Flag,
    Id,
    IsoDate,
    LocalText,
    Many,
    Model,
    Number,
    Record,
    Ref,
    Stem,
    Text,
    Times,
)
from crmsite.kinds.plan import Cancelled, Progress, Subject


class Why(Model):
    """One answer; the subject of the next why. ``verified`` is true, false, or not yet known."""

    answer: LocalText
    verified: Flag | None = None
    evidence: LocalText | None = None


class Cause(Model):
    """One cause on a bone."""

    text: LocalText
    suspected: Flag | None = None
    root: Flag | None = None
    evidence: LocalText | None = None


Causes = Annotated[tuple[Cause, ...], Many]


class Fishbone(Model):
    """Causes by bone 人机料法环测."""

    man: Causes = ()
    machine: Causes = ()
    material: Causes = ()
    method: Causes = ()
    environment: Causes = ()
    measurement: Causes = ()


class RootCause(Record):
    """The analysis of one problem."""

    id: Id
    opened: IsoDate
    customer: Annotated[str, Ref("customer")] | None = None
    problem: LocalText
    evidence: Annotated[tuple[Annotated[str, Ref("any")], ...], Many, RESTRICTED] = ()
    whys: Annotated[tuple[Why, ...], Many] = ()
    fishbone: Fishbone | None = None


class ImprovementMetric(Model):
    """What the improvement is measured by."""

    name: Text
    baseline: Number
    target: Number
    op: Comparison
    unit: Text


class Measure(Model):
    """One planned measure."""

    id: Stem
    text: LocalText
    owner: Annotated[str, Ref("person")]
    due: IsoDate
    resources: LocalText | None = None
    expected: LocalText | None = None
    start: IsoDate | None = None
    done: IsoDate | None = None
    progress: Annotated[tuple[Progress, ...], Many] = ()
    cancelled: Cancelled | None = None


class Check(Model):
    """A measured value after the fact."""

    date: IsoDate
    value: Number
    n: Times
    source: LocalText


class Act(Model):
    """What was decided after the check."""

    decision: Annotated[str, Choice("decision")]
    text: LocalText
    date: IsoDate


class Improvement(Record):
    """One PDCA cycle. ``subject`` are the customers it reaches; ``chosen_by_outcome``: they were chosen because they did badly."""

    id: Id
    cause: Annotated[str, Ref("rootcause")] | None = None
    metric: ImprovementMetric
    subject: Subject | None = None
    chosen_by_outcome: Flag | None = None
    plan: Annotated[tuple[Measure, ...], Many]
    checks: Annotated[tuple[Check, ...], Many] = ()
    act: Act | None = None
