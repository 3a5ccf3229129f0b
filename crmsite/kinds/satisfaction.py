"""Survey 满意度调研 and response 答卷."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmsite.fields import Choice, Count, Flag, Id, IsoDate, LocalText, Many, Model, Record, Ref, Scale10, Stem, Text
from crmsite.kinds.plan import Span


class ScaleRange(Model):
    """The lowest and highest answer."""

    min: Count
    max: Count


class Population(Model):
    """Who could have been asked."""

    active_on: IsoDate | None = None
    count: Count | None = None


class Survey(Record):
    """One wave."""

    id: Id
    name: LocalText | None = None
    window: Span
    scale: ScaleRange
    dimensions: Annotated[tuple[Text, ...], Many]
    questions: dict[str, LocalText | dict[str, int]] | None = None
    nps_question: Flag | None = None
    population: Population | None = None
    invited: Count | Annotated[tuple[Annotated[str, Ref("contact")], ...], Many] | None = None
    columns: dict[str, Text | dict[str, int]] | None = None
    answers: dict[str, Text | dict[str, int]] | None = None


class Response(Record):
    """One contact's answers; anonymous where neither customer nor contact is named."""

    id: Stem
    survey: Annotated[str, Ref("survey")]
    customer: Annotated[str, Ref("customer")] | None = None
    contact: Annotated[str, Ref("contact")] | None = None
    date: IsoDate
    scores: dict[str, Scale10 | dict[str, int]] = Field(default={})
    recommend: Scale10 | None = None
    repurchase: Scale10 | None = None
    comment: LocalText | None = None
    channel: Annotated[str, Choice("channel")] | None = None
