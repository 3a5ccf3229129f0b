"""Derived figures: what a score says of one customer, each with its receipt. Plain frozen values without language.

What they are told in is in :mod:`crmsite.figures.shown` and fetched from here as well.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from crmsite.figures.changed import Changed
from crmsite.figures.contribution import Contribution
from crmsite.figures.in_depth import InDepth
from crmsite.figures.owed import CareReceived, Compliance, Service
from crmsite.figures.shown import Factor, Level, Money, Percent, Receipt, Say, Shown, State, Status, Term, Who, say
from crmsite.grammar.fields import Citation, Localised
from crmsite.slotted import Slotted

__all__ = [
    "ActionFact", "Alert", "Amounts", "Answered", "Band", "Factor", "Facts", "Level", "Money", "Movement", "NeedFact",
    "NextStep", "Percent", "Receipt", "ReviewState", "Rfm", "Satisfaction", "Say", "Shown", "State", "Status", "Term", "Tier",
    "TierAt", "WaveScore", "Who", "say",
]


class TierAt(Slotted):
    """The tier at one date: ``tier`` is known only when both ends of the interval agree.

    ``reason`` when the state is not ``value``: ``prospect`` (not rated before the first sale), ``lost``, ``no_assessment``,
    ``missing_dimensions``.
    """

    state: State
    tier: str | None
    reason: str | None
    low: Decimal | None
    high: Decimal | None
    low_tier: str | None
    high_tier: str | None
    scores: tuple[tuple[str, Decimal | None], ...]
    period: str | None
    assessment: str | None

    @property
    def total(self) -> Decimal | None:
        """The total where no dimension is missing."""
        return self.low if self.low is not None and self.low == self.high else None


Movement = Literal["up", "down", "same", "new", "unknown"]
ReviewState = Literal["done", "open", "due", "overdue", "not_applicable"]


class Tier(Slotted):
    """Four-dimension tier 四维分级, now and at the end of the previous quarter."""

    now: TierAt
    before: TierAt
    movement: Movement
    change: Decimal | None
    last_tier: str | None
    near_boundary: bool
    to_next: Decimal | None
    to_lose: Decimal | None
    review: ReviewState
    review_due: date | None
    review_missing: tuple[str, ...]
    history: tuple[tuple[str, str | None, Decimal | None], ...]
    suggested: tuple[tuple[str, Decimal | None, Shown], ...]
    receipt: Receipt


class Amounts(Slotted):
    """What was ordered (or invoiced, or received): trailing windows in months, per month, all told."""

    state: State
    reason: str | None
    currency: str
    last_12m: Decimal | None
    previous_12m: Decimal | None
    cumulative: Decimal | None
    cumulative_from_opening: bool
    orders_12m: int | None
    orders_previous: int | None
    first_order: date | None
    last_order: date | None
    recency_days: int | None
    aov: Decimal | None
    aov_growth: Decimal | None
    upsell_rate: Decimal | None
    median_interval_days: Decimal | None
    cooperation_years: Decimal | None
    by_month: tuple[tuple[str, Decimal | None], ...]
    best_earlier_band: str | None
    receipt: Receipt


class Rfm(Slotted):
    """RFM: three scores 1 to 5, three levels, one of four segments, or none."""

    state: State
    reason: str | None
    recency: int | None
    frequency: int | None
    monetary: int | None
    levels: str | None
    weighted: Decimal | None
    segment: str | None
    basis: str | None
    formerly_high: bool
    receipt: Receipt


class Band(Slotted):
    """Value band 价值带 and the label string 分类标签 made from parts."""

    state: State
    band: str
    basis: str
    formerly: str | None
    label: tuple[Term, ...]
    receipt: Receipt


class NeedFact(Slotted):
    """One open or closed need, placed. ``rank_customer`` is the competition rank within the customer."""

    id: str
    quadrant: str | None
    importance: int | None
    urgency: int | None
    open: bool
    rank_customer: int | None
    actions: tuple[str, ...]
    receipt: Receipt


class ActionFact(Slotted):
    """One action of a plan at the as-of date; a recurring one stands for its open period."""

    id: str
    plan: str
    customer: str | None
    text: Localised
    strategy: Localised | None
    owner: str | None
    department: str | None
    start: date | None
    due: date | None
    done: date | None
    status: Status
    days: int | None
    percent: int | None
    recurs: str | None
    period: str | None
    periods_done: int
    periods_missed: int
    needs: tuple[str, ...]
    objective: str | None
    expected: Localised | None
    result: Localised | None
    feedback: Localised | None
    budget: Money | None
    source: Citation
    receipt: Receipt


class Alert(Slotted):
    """One early warning: identity RULE@CUSTOMER@first-true-date, one episode until it clears."""

    id: str
    rule: str
    seed: str
    customer: str
    level: Level
    since: date
    text: Say
    evidence: tuple[str, ...]
    owner: str | None
    answered_by: tuple[str, ...]
    answer_due: date
    answer_late_days: int
    waived_until: date | None
    suggestion: Localised | None
    receipt: Receipt
    sources: tuple[Citation, ...]
    waiver: Say | None


class NextStep(Slotted):
    """What is due next: an action, an agreed next step, an unanswered alert, a review, a duty, what a risk or improvement asks."""

    kind: Literal["action", "next", "alert", "review", "duty", "control", "risk_review", "measure"]
    ref: str
    text: Localised | Say
    due: date | None
    status: Status
    days: int | None
    owner: str | None
    source: Citation


class Answered(Slotted):
    """One answer of a wave that counts. ``contact`` is ``None`` where only the customer is known; scores by dimension."""

    contact: str | None
    day: date
    scores: tuple[tuple[str, int], ...]
    recommend: int | None
    repurchase: int | None
    comment: Localised | None
    channel: str | None
    source: Citation


class WaveScore(Slotted):
    """What a customer answered in one survey: means over its contacts, on the survey's own scale; ``None`` where unanswered.

    ``change`` and ``overall_change`` are those since the customer's wave before on the same scale.
    """

    survey: str
    name: Localised | None
    day: date
    scale: tuple[int, int]
    means: tuple[tuple[str, Decimal | None], ...]
    overall: Decimal | None
    change: tuple[tuple[str, Decimal], ...]
    overall_change: Decimal | None
    answers: tuple[Answered, ...]


class Satisfaction(Slotted):
    """Satisfaction of one customer 满意度, wave by wave, oldest first.

    ``asked`` are the surveys during which it was an active customer. Reasons: ``no_survey``, ``not_asked``, ``no_answer``.
    """

    state: State
    reason: str | None
    waves: tuple[WaveScore, ...]
    asked: tuple[str, ...]
    receipt: Receipt


class Beforehand(NamedTuple):
    """How a customer stood some time before it was lost, or before today where it never was.

    ``day`` is the day looked at, nothing where it was no customer by then; ``open`` counts the alerts that nobody had waived,
    ``held`` names all of them. ``warned`` are those of the last day before the loss, each with the day since when it had held.
    """

    state: State
    day: date | None = None
    lost: date | None = None
    why: str | None = None
    amount: Decimal | None = None
    tier: str | None = None
    total: Decimal | None = None
    segment: str | None = None
    open: int = 0
    held: tuple[str, ...] = ()
    warned: tuple[tuple[str, date], ...] = ()


class Facts(Slotted):
    """All derived figures of one customer."""

    id: str
    as_of: date
    stage: str | None
    owner: str | None
    tier: Tier
    amounts: Amounts
    rfm: Rfm
    band: Band
    needs: tuple[NeedFact, ...]
    priority: str
    priority_receipt: Receipt
    actions: tuple[ActionFact, ...]
    alerts: tuple[Alert, ...]
    steps: tuple[NextStep, ...]
    last_contact: date | None
    last_contact_days: int | None
    contract_end: date | None
    contract_days: int | None
    missing: tuple[str, ...]
    contribution: Contribution
    duties: Compliance
    satisfaction: Satisfaction
    in_depth: InDepth
    service: Service
    care: CareReceived
    changed: Changed
    beforehand: Beforehand
