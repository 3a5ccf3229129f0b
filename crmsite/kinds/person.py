"""Person 内部人员: one of us, by masked name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmsite.grammar.fields import Choice, Id, IsoDate, LocalText, Many, MaskedName, Model, Record, Ref


class Active(Model):
    """From when to when somebody works here."""

    from_: IsoDate = Field(alias="from")
    to: IsoDate | None = None


class Deputy(Model):
    """Who stands in, and when."""

    person: Annotated[str, Ref("person")]
    from_: IsoDate = Field(alias="from")
    to: IsoDate


class Person(Record):
    """One of us. ``display_name`` (internal) is printed for those who may see it, else the masked name."""

    id: Id
    masked_name: MaskedName
    display_name: LocalText | None = None
    role: Annotated[str, Choice("person_role")]
    team: Annotated[str, Choice("team")]
    active: Active
    deputies: Annotated[tuple[Deputy, ...], Many] = ()
