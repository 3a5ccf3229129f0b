"""Care programme 关怀计划: what every customer, or those of some tiers, get how often."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import Choice, Id, LocalText, Many, Model, Ratio, Record, Stem, Text, Times
from crmsite.kinds.plan import Span


class AudienceRule(Model):
    """Whom a programme item reaches, when not everybody."""

    tier: Annotated[tuple[Text, ...], Many] = ()


class CareItem(Model):
    """One item: how often, how many touches a period, what share of eligible customers it should reach.

    Besides what is sent, follow-ups of these ``kinds`` are touches of it.
    """

    id: Stem
    name: LocalText | None = None
    audience: Text | AudienceRule
    every: Annotated[str, Choice("every")]
    count: Times
    target_coverage: Ratio
    channel: Annotated[str, Choice("channel")] | None = None
    kinds: Annotated[tuple[Annotated[str, Choice("followup_kind")], ...], Many] = ()


class Care(Record):
    """One year's programme."""

    id: Id
    period: Span
    items: Annotated[tuple[CareItem, ...], Many]
