"""Plan 策略计划: objectives and dated actions, for one customer or for a segment."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmsite.grammar.fields import (
    RESTRICTED,
    Choice,
    Comparison,
    Count,
    Currency,
    Flag,
    Id,
    IsoDate,
    LocalText,
    Many,
    Model,
    Money,
    Number,
    Percent,
    Record,
    Ref,
    Stem,
    Text,
)


class Span(Model):
    """A closed span of days."""

    from_: IsoDate = Field(alias="from")
    to: IsoDate


class Objective(Model):
    """What the plan is to reach: a metric, a comparison, a target with its unit, a day."""

    id: Stem
    metric: Text
    op: Comparison
    target: Number
    unit: Annotated[str, Choice("unit")]
    due: IsoDate
    text: LocalText | None = None


class Recurs(Model):
    """A recurring action: from a day on, once each period, due on the period's last day or ``due_day`` of it."""

    every: Annotated[str, Choice("every")]
    from_: IsoDate | None = Field(default=None, alias="from")
    until: IsoDate | None = None


class Progress(Model):
    """How far an action had come on a day, in percent."""

    on: IsoDate
    percent: Percent


class Cancelled(Model):
    """When and why an action was given up."""

    on: IsoDate
    reason: LocalText


class Budget(Model):
    """Money set aside."""

    amount: Money
    currency: Currency | None = None


class Action(Model):
    """One action: who does what by when, when it counts as done, and what came of it."""

    id: Stem
    text: LocalText
    strategy: LocalText | None = None
    needs: Annotated[tuple[Annotated[str, Ref("need")], ...], Many] = ()
    objective: Stem | None = None
    owner: Annotated[str, Ref("person")] | None = None
    department: Annotated[str, Choice("team")] | None = None
    budget: Annotated[Budget | None, RESTRICTED] = None
    start: IsoDate | None = None
    due: IsoDate | None = None
    recurs: Recurs | None = None
    per_customer: Flag | None = None
    done_when: LocalText | None = None
    done: IsoDate | None = None
    done_periods: Annotated[tuple[IsoDate, ...], Many] = ()
    progress: Annotated[tuple[Progress, ...], Many] = ()
    cancelled: Cancelled | None = None
    proof: Annotated[tuple[Annotated[str, Ref("any")], ...], Many] = ()
    feedback: LocalText | None = None
    expected: LocalText | None = None
    result: LocalText | None = None
    resources: LocalText | None = None
    answers: Annotated[tuple[Text, ...], Many] = ()


SEGMENTS = ("high_value", "potential", "low_value", "churn_risk")
"""What the RFM scores may call a customer."""
BANDS = ("high", "medium", "low")
"""The value bands, from the highest."""


class Subject(Model):
    """Whom a segment plan is for: all customers, or those of a tier, tag, stage, segment, value band or industry."""

    all: Flag | None = None
    tier: Annotated[tuple[Text, ...], Many] = ()
    tag: Annotated[tuple[Annotated[str, Ref("taxonomy:tag")], ...], Many] = ()
    stage: Annotated[tuple[Annotated[str, Choice("stage")], ...], Many] = ()
    segment: Annotated[tuple[Text, ...], Many] = ()
    value_band: Annotated[tuple[Text, ...], Many] = ()
    industry: Annotated[tuple[Annotated[str, Ref("taxonomy:industry")], ...], Many] = ()
    name: LocalText | None = None


class Plan(Record):
    """A strategy plan. Exactly one of ``customer`` and ``subject``."""

    id: Id
    customer: Annotated[str, Ref("customer")] | None = None
    subject: Subject | None = None
    scenario: Annotated[str, Choice("scenario")] | None = None
    strategy: LocalText | None = None
    period: Span
    owner: Annotated[str, Ref("person")] | None = None
    objectives: Annotated[tuple[Objective, ...], Many] = ()
    actions: Annotated[tuple[Action, ...], Many] = ()
    budget: Annotated[Budget | None, RESTRICTED] = None
    headcount: Count | None = None
