"""Policies 评分与预警规则: how the team judges. Reviewed like any record; packaged defaults apply where a file is absent."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from crmsite.fields import Choice, Count, Id, IsoDate, LocalText, Many, Model, Money, Number, Record, Stem, Text


class Policy(Record):
    """A version of a policy; the latest whose ``effective_from`` is not after a date is in force on that date."""

    id: Id
    effective_from: IsoDate


class TierCut(Model):
    """A tier and the lowest total that reaches it."""

    id: Text
    min: Number


class Weights4(Model):
    """The weight of each dimension; totals are scaled to the same 4 to 40."""

    amount: Number
    stability: Number
    growth: Number
    risk: Number


class ScoreScale(Model):
    """Lowest and highest judged score."""

    min: Number
    max: Number


class Suggestion(Model):
    """A score table: the score is 1 plus the number of cuts that the metric reaches."""

    metric: Text
    cuts: Annotated[tuple[Number, ...], Many]


class Suggestions(Model):
    """Score tables by dimension; growth is judged."""

    amount: Suggestion | None = None
    stability: Suggestion | None = None
    risk: Suggestion | None = None


class Review(Model):
    """When a quarter's judgement may be dated."""

    every: Annotated[str, Choice("every")]
    opens_days_before_end: Count
    closes_days_after_end: Count


class TierPolicy(Policy):
    """Four-dimension tier 四维分级."""

    dimensions: Annotated[tuple[Text, ...], Many]
    scale: ScoreScale
    weights: Weights4
    tiers: Annotated[tuple[TierCut, ...], Many]
    suggest: Suggestions | None = None
    deviation: Number = Decimal(3)
    near: Number = Decimal(1)
    review: Review


class Levels(Model):
    """Which scores count as low, middle, high."""

    low: Annotated[tuple[Number, ...], Many]
    mid: Annotated[tuple[Number, ...], Many]
    high: Annotated[tuple[Number, ...], Many]


class Weights3(Model):
    """The weight of recency, frequency and amount."""

    R: Number
    F: Number
    M: Number


class RfmPolicy(Policy):
    """RFM 最近消费/频率/金额."""

    window_months: Count
    method: Text
    recency_days: Annotated[tuple[Number, ...], Many]
    frequency_orders: Annotated[tuple[Number, ...], Many]
    monetary: Annotated[tuple[Money, ...], Many]
    levels: Levels
    weights: dict[str, Weights3 | dict[str, int]]
    high_from: Number = Decimal("2.5")
    potential_from: Number = Decimal("1.5")


class ValuePolicy(Policy):
    """Value band 价值带: trailing amount from which a customer counts as high or medium."""

    window_months: Count
    high: Money
    medium: Money


class Anchor(Model):
    """What a score means, in words."""

    score: Number
    text: LocalText


class PriorityPolicy(Policy):
    """Importance-urgency 重要性-紧急性: from which score a need counts as important or urgent."""

    cut: Count
    importance: Annotated[tuple[Anchor, ...], Many] = ()
    urgency: Annotated[tuple[Anchor, ...], Many] = ()


class WarningRule(Model):
    """One early warning: its parameters, and what is usually done about it."""

    id: Text
    months: Count | None = None
    days: Count | None = None
    urgent_days: Count | None = None
    ratio: Number | None = None
    p: Number | None = None
    amount: Money | None = None
    min_before: Count | None = None
    rhythm: Number | None = None
    level: Text | None = None
    answer: LocalText | None = None


class ContactCadence(Model):
    """How many days between two-way contacts, by tier."""

    S: Count
    A: Count
    B: Count
    C: Count
    none: Count


class WarningsPolicy(Policy):
    """Early warnings 预警."""

    answer_workdays: Count
    cadence_days: ContactCadence
    rules: Annotated[tuple[WarningRule, ...], Many]


class PlaybookAction(Model):
    """One action that a tier calls for."""

    id: Stem
    kind: Annotated[str, Choice("followup_kind")]
    every: Annotated[str, Choice("every")]
    count: Count
    grace_days: Count
    team: Text | None = None
    text: LocalText | None = None


class PlaybookPromise(Model):
    """One service level of a tier."""

    id: Stem
    from_: Text = Field(alias="from")
    to: Text
    hours: Number
    clock: Annotated[str, Choice("clock")]


class PlaybookGoal(Model):
    """What a tier's care should reach."""

    metric: Text
    op: Text
    value: Number
    unit: Annotated[str, Choice("unit")]


class Playbook(Policy):
    """What a tier calls for 维护打法."""

    tier: Text
    actions: Annotated[tuple[PlaybookAction, ...], Many] = ()
    sla: Annotated[tuple[PlaybookPromise, ...], Many] = ()
    goals: Annotated[tuple[PlaybookGoal, ...], Many] = ()
    resources: LocalText | None = None


class Holiday(Model):
    """A run of days off, or of make-up workdays 调休."""

    name: LocalText | None = None
    from_: IsoDate = Field(alias="from")
    to: IsoDate


class CalendarPolicy(Record):
    """The holidays and make-up workdays of one year."""

    id: Stem
    year: Count
    holidays: Annotated[tuple[Holiday, ...], Many] = ()
    workdays: Annotated[tuple[IsoDate, ...], Many] = ()
