"""Follow-up 跟进记录: one contact with the customer, as its own file."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from crmsite.grammar.fields import Choice, Id, IsoDate, LocalText, Many, Model, Moment, Period, Record, Ref, Text, When
from crmsite.grammar.values import refuse


class Next(Model):
    """What was agreed to happen next."""

    text: LocalText
    due: IsoDate | None = None
    done: IsoDate | None = None


class Fulfils(Model):
    """The playbook action and the period that this contact fulfils."""

    playbook: Text
    period: Period


class FollowUp(Record):
    """One contact. ``start`` (or ``date``) says when, ``by`` who, ``kind`` what; two-way unless the kind is a mailing."""

    id: Id
    customer: Annotated[str, Ref("customer")]
    start: When | None = None
    date: IsoDate | None = None
    end: When | None = None
    kind: Annotated[str, Choice("followup_kind")]
    channel: Annotated[str, Choice("channel")]
    by: Annotated[str, Ref("person")]
    participants: Annotated[tuple[Annotated[str, Ref("contact")], ...], Many] = ()
    fulfils: Annotated[tuple[Fulfils, ...], Many] = ()
    summary: LocalText
    feedback: LocalText | None = None
    next: Next | None = None
    minutes_at: When | None = None
    answers: Annotated[tuple[Text, ...], Many] = ()

    @model_validator(mode="after")
    def _dated(self) -> FollowUp:
        if self.start is None and self.date is None:
            raise refuse("no-date", keys="start, date")
        return self

    @property
    def when(self) -> Moment:
        """The start where it is given, else the date."""
        if self.start is not None:
            return self.start
        assert self.date is not None
        return Moment(self.date)

    @property
    def day(self) -> IsoDate:
        """The day of it, which most scores ask for: that of the start where it is given, else the date."""
        if self.start is not None:
            return self.start.day
        assert self.date is not None
        return self.date
