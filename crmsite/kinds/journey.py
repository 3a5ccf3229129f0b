"""Journey 客户旅程: touchpoints by stage, who answers, to what standard."""

from __future__ import annotations

from typing import Annotated

from crmsite.fields import Choice, LocalText, Many, Model, Number, Record, Stem, Text


class Promise(Model):
    """Within how many hours, by which clock."""

    hours: Number
    clock: Annotated[str, Choice("clock")]


class Repeat(Model):
    """How often until what."""

    every: Annotated[str, Choice("every")]
    until: Text


class Touchpoint(Model):
    """One touchpoint."""

    id: Stem
    stage: Annotated[str, Choice("journey_stage")]
    name: LocalText
    team: Annotated[str, Choice("team")]
    sla: Promise | None = None
    standard: LocalText | None = None
    repeat: Repeat | None = None


class Journey(Record):
    """One journey map."""

    id: Stem
    name: LocalText | None = None
    touchpoints: Annotated[tuple[Touchpoint, ...], Many]
