"""Survey 满意度调研 and response 答卷."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmsite.grammar.fields import (
    Choice,
    Count,
    Flag,
    Id,
    IsoDate,
    LocalText,
    Many,
    Mark,
    Model,
    Number,
    Percent,
    Ratio,
    Record,
    Ref,
    Scale5,
    Scale10,
    Stem,
    Text,
)
from crmsite.kinds.plan import Span
from crmsite.kinds.policies import Policy

COLUMN_TARGETS = ("customer", "contact", "date", "recommend", "repurchase", "comment", "channel")
"""What a heading of an export may mean besides a dimension."""

KANO_SIDES = ("functional", "dysfunctional")
"""The two questions about a feature: how it is to have it, and how to go without."""


def kano_target(feature: str, side: str) -> str:
    """Return what a heading is said to mean that asks about a feature: ``kano.FEATURE.functional`` or ``.dysfunctional``."""
    return f"kano.{feature}.{side}"


class ScaleRange(Model):
    """The lowest and highest answer."""

    min: Count
    max: Count


class Population(Model):
    """Who could have been asked."""

    active_on: IsoDate | None = None
    count: Count | None = None


class KanoQuestion(Model):
    """One feature that a survey asks about twice: with it, and without it. ``theme`` ties it to needs."""

    id: Stem
    theme: Annotated[str, Ref("taxonomy:theme")] | None = None
    text: LocalText


class KanoAnswer(Model):
    """One pair of answers: 1 like, 2 must be, 3 neutral, 4 can live with, 5 dislike."""

    feature: Stem
    functional: Scale5
    dysfunctional: Scale5


class Survey(Record):
    """One wave."""

    id: Id
    name: LocalText | None = None
    window: Span
    scale: ScaleRange
    dimensions: Annotated[tuple[Annotated[str, Ref("taxonomy:dimension")], ...], Many]
    questions: dict[str, LocalText | dict[str, int]] | None = None
    nps_question: Flag | None = None
    population: Population | None = None
    invited: Count | Annotated[tuple[Annotated[str, Ref("contact")], ...], Many] | None = None
    columns: dict[str, Text | dict[str, int]] | None = None
    answers: dict[str, Percent | dict[str, int]] | None = None
    kano: Annotated[tuple[KanoQuestion, ...], Many] = ()
    kano_answers: dict[str, Scale5 | dict[str, int]] | None = None

    @property
    def targets(self) -> dict[str, str]:
        """What each heading of an export means: a dimension, or one of the names of ``COLUMN_TARGETS``."""
        return {heading: target for heading, target in (self.columns or {}).items() if isinstance(target, str)}

    @property
    def values(self) -> dict[str, int]:
        """What each answer word of an export counts."""
        return {word: value for word, value in (self.answers or {}).items() if isinstance(value, int)}

    @property
    def kano_values(self) -> dict[str, int]:
        """What each answer word to a Kano question counts, 1 like to 5 dislike, besides the usual words."""
        return {word: value for word, value in (self.kano_answers or {}).items() if isinstance(value, int)}

    @property
    def kano_targets(self) -> tuple[str, ...]:
        """What a heading may mean that asks about a feature."""
        return tuple([kano_target(feature.id, side) for feature in self.kano for side in KANO_SIDES])


class Response(Record):
    """One contact's answers; anonymous where neither customer nor contact is named.

    Scores and the will to buy again are on the survey's scale, the will to recommend is on 0 to 10.
    """

    id: Stem
    survey: Annotated[str, Ref("survey")]
    customer: Annotated[str, Ref("customer")] | None = None
    contact: Annotated[str, Ref("contact")] | None = None
    date: IsoDate
    scores: dict[str, Mark | dict[str, int]] = Field(default={})
    recommend: Scale10 | None = None
    repurchase: Mark | None = None
    comment: LocalText | None = None
    channel: Annotated[str, Choice("channel")] | None = None
    kano: Annotated[tuple[KanoAnswer, ...], Many] = ()

    @property
    def marks(self) -> dict[str, int]:
        """The score of each dimension that was answered."""
        return {name: score for name, score in self.scores.items() if isinstance(score, int)}


class SatisfactionPolicy(Policy):
    """When satisfaction is enough, when a sample is, and from when a difference counts.

    ``shortfall_answers`` and ``shortfall_p`` confirm a weakest dimension, ``drop_mean`` and ``drop_p`` a fall of a group's mean
    between two waves, ``false_discovery`` bounds the share of chance among the segments that are said to fall.
    """

    csat_target: Ratio
    coverage: Ratio
    shortfall_answers: Count
    shortfall_p: Ratio
    drop_mean: Number
    drop_p: Ratio
    false_discovery: Ratio
    nps_answers: Count
