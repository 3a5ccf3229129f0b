"""Policies 评分与预警规则: how the team judges. Reviewed like any record; packaged defaults apply where a file is absent."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from crmsite.grammar.fields import (
    Choice,
    Comparison,
    Count,
    Flag,
    Id,
    IsoDate,
    LocalText,
    Many,
    Model,
    Money,
    Number,
    Positive,
    Record,
    Stem,
    Text,
    Times,
)

Method = Literal["fixed"]
"""How scores are cut. Fixed cuts only: with quantiles a change at one customer would move the segment of another.

``crmsite cuts`` proposes quantiles as fixed cuts, to be taken over by a reviewed change.
"""


Moments = Literal[
    "case.opened",
    "case.first_response",
    "case.solution_offered",
    "case.resolved",
    "case.callback",
    "followup.end",
    "followup.minutes_at",
]
"""The points in time between which a promise is measured."""


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
    """A score table. The score is 1 plus the number of cuts that the metric reaches; a ``falling`` table counts down from 10."""

    metric: Text
    cuts: Annotated[tuple[Number, ...], Many]
    falling: Flag = False


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
    """Four-dimension tier 四维分级. ``deviation``: how far a judged score may lie from the table; ``near``: close to a cut."""

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

    low: Annotated[tuple[Count, ...], Many]
    mid: Annotated[tuple[Count, ...], Many]
    high: Annotated[tuple[Count, ...], Many]


class Weights3(Model):
    """The weight of recency, frequency and amount."""

    R: Number
    F: Number
    M: Number


class RfmPolicy(Policy):
    """RFM 最近消费/频率/金额: cuts, levels, weights by industry, and how many earlier windows tell dormant from small."""

    window_months: Times
    method: Method = "fixed"
    recency_days: Annotated[tuple[Count, ...], Many]
    frequency_orders: Annotated[tuple[Count, ...], Many]
    monetary: Annotated[tuple[Money, ...], Many]
    levels: Levels
    weights: dict[str, Weights3 | dict[str, int]]
    high_from: Number = Decimal("2.5")
    potential_from: Number = Decimal("1.5")
    dormant_windows: Count = 3

    def weights_for(self, industry: str | None) -> tuple[str, Weights3]:
        """Return the weights of an industry and the name under which they stand, ``default`` where it has none of its own."""
        for name in (industry, "default"):
            found = self.weights.get(name) if name else None
            if isinstance(found, Weights3):
                return name or "default", found
        return "default", Weights3(R=Decimal(1), F=Decimal(1), M=Decimal(1))


class ValuePolicy(Policy):
    """Value band 价值带: trailing amount from which a customer counts as high or medium."""

    window_months: Times
    high: Money
    medium: Money


class Anchor(Model):
    """What a score means, in words."""

    score: Count
    text: LocalText


class PriorityPolicy(Policy):
    """Importance-urgency 重要性-紧急性: from which score a need counts as important or urgent."""

    cut: Count
    importance: Annotated[tuple[Anchor, ...], Many] = ()
    urgency: Annotated[tuple[Anchor, ...], Many] = ()


class WarningRule(Model):
    """One early warning: its parameters, and what is usually done about it. ``seed`` is the short name that answers may use."""

    id: Text
    seed: Text | None = None
    months: Count | None = None
    base_months: Count | None = None
    days: Count | None = None
    urgent_days: Count | None = None
    grace_days: Count | None = None
    ratio: Number | None = None
    p: Number | None = None
    amount: Money | None = None
    min_before: Count | None = None
    rhythm: Number | None = None
    times: Number | None = None
    points: Number | None = None
    mean_points: Number | None = None
    level: Literal["urgent", "watch", "data"] | None = None
    answer: LocalText | None = None


class ContactCadence(Model):
    """How many days between two-way contacts, by tier; ``none`` for customers without one."""

    S: Count
    A: Count
    B: Count
    C: Count
    none: Count


class WarningsPolicy(Policy):
    """Early warnings 预警, when an answer is due, which follow-ups are one-way, and what counts as due soon."""

    answer_workdays: Count
    due_soon_days: Count = 14
    cadence_days: ContactCadence
    one_way: Annotated[tuple[Annotated[str, Choice("followup_kind")], ...], Many] = ("brief", "care_mail", "survey")
    rules: Annotated[tuple[WarningRule, ...], Many]


class PlaybookAction(Model):
    """One action that a tier calls for."""

    id: Stem
    kind: Annotated[str, Choice("followup_kind")]
    every: Annotated[str, Choice("every")]
    count: Times
    grace_days: Count
    team: Text | None = None
    text: LocalText | None = None


class PlaybookPromise(Model):
    """One service level of a tier; without a clock short ones count working hours, from 24 hours on all hours."""

    id: Stem
    from_: Moments = Field(alias="from")
    to: Moments
    hours: Positive
    clock: Annotated[str, Choice("clock")] | None = None


class PlaybookGoal(Model):
    """What a tier's care should reach."""

    metric: Text
    op: Comparison
    value: Number
    unit: Annotated[str, Choice("unit")]


class Playbook(Policy):
    """What a tier calls for 维护打法. Coverage counts the periods that ended within ``window_months``."""

    tier: Text
    window_months: Times = 12
    actions: Annotated[tuple[PlaybookAction, ...], Many] = ()
    sla: Annotated[tuple[PlaybookPromise, ...], Many] = ()
    goals: Annotated[tuple[PlaybookGoal, ...], Many] = ()
    resources: LocalText | None = None


class Holiday(Model):
    """A run of days off."""

    name: LocalText | None = None
    from_: IsoDate = Field(alias="from")
    to: IsoDate


class CalendarPolicy(Record):
    """The holidays and make-up workdays 调休 of one year."""

    id: Stem
    year: Count
    holidays: Annotated[tuple[Holiday, ...], Many] = ()
    workdays: Annotated[tuple[IsoDate, ...], Many] = ()
