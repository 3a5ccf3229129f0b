"""Goals 目标: what the company wants of a period, metric by metric."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import Choice, Comparison, Id, LocalText, Many, Model, Number, Record, Text
from crmsite.kinds.plan import Span


class Target(Model):
    """One metric's target, with its unit."""

    metric: Text
    op: Comparison
    value: Number
    unit: Annotated[str, Choice("unit")]
    text: LocalText | None = None


class Claim(Model):
    """Something said of the market or of customers in support of goals, and its source; without one it is not shown."""

    text: LocalText
    source: LocalText | None = None


class Goals(Record):
    """The goals of one period, and what is claimed in their support."""

    id: Id
    period: Span
    targets: Annotated[tuple[Target, ...], Many]
    claims: Annotated[tuple[Claim, ...], Many] = ()
