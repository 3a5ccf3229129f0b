"""Journey 客户旅程: touchpoints by stage, who answers, to what standard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crmsite.grammar.fields import Choice, LocalText, Many, Model, Positive, Record, Stem, Times


class Promise(Model):
    """Within how many hours, by which clock; without one short promises count working hours, from 24 hours on all hours."""

    hours: Positive
    clock: Annotated[str, Choice("clock")] | None = None


class Repeat(Model):
    """How often until what."""

    every: Annotated[str, Choice("every")]
    until: Literal["closed"]


class Touchpoint(Model):
    """One touchpoint. ``cases`` are the types of case that it is about, ``from`` and ``to`` what its promise is measured on.

    Unless written these follow from the stage: enquiries and questions are answered, other cases resolved.
    """

    id: Stem
    stage: Annotated[str, Choice("journey_stage")]
    name: LocalText
    team: Annotated[str, Choice("team")]
    sla: Promise | None = None
    standard: LocalText | None = None
    repeat: Repeat | None = None
    cases: Annotated[tuple[Annotated[str, Choice("case_type")], ...], Many] = ()
    from_: Literal["case.opened", "case.first_response", "case.solution_offered", "case.resolved"] | None = Field(
        default=None, alias="from"
    )
    to: Literal["case.first_response", "case.solution_offered", "case.resolved", "case.callback"] | None = None


class Journey(Record):
    """One journey map. Its figures are about the cases opened within ``window_months``."""

    id: Stem
    window_months: Times = 12
    name: LocalText | None = None
    touchpoints: Annotated[tuple[Touchpoint, ...], Many]
