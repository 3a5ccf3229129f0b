"""Case 服务工单: an enquiry, a question, a fault or a complaint, with its clock times."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import Choice, Count, Id, IsoDate, LocalText, Many, Model, Record, Ref, Text, When


class Escalation(Model):
    """The day a case went up a level."""

    date: IsoDate
    level: Count
    note: LocalText | None = None


class Case(Record):
    """One case. A missing time is unknown, never a breach, unless its deadline has passed."""

    id: Id
    customer: Annotated[str, Ref("customer")]
    contact: Annotated[str, Ref("contact")] | None = None
    type: Annotated[str, Choice("case_type")]
    topic: Text
    summary: LocalText | None = None
    owner: Annotated[str, Ref("person")] | None = None
    opened: When
    first_response: When | None = None
    solution_offered: When | None = None
    resolved: When | None = None
    callback: When | None = None
    escalations: Annotated[tuple[Escalation, ...], Many] = ()
    external_id: Text | None = None
    root_cause: Annotated[str, Ref("rootcause")] | None = None
    answers: Annotated[tuple[Text, ...], Many] = ()
