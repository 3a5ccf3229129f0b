"""Contact 联系人: a code and a masked name, never a person's data."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import (
    Choice,
    ContactCode,
    Flag,
    Id,
    IsoDate,
    LocalText,
    Many,
    MaskedName,
    Model,
    Record,
    Ref,
    Scale5,
    Text,
)


class Trust(Model):
    """How far a contact trusts us, 1 to 5, as one person judged it on a day; never averaged across judges."""

    score: Scale5
    by: Annotated[str, Ref("person")]
    on: IsoDate
    evidence: Annotated[tuple[Annotated[str, Ref("any")], ...], Many] = ()


class Contact(Record):
    """One person at the customer, known to the repository by code only."""

    id: Id
    customer: Annotated[str, Ref("customer")]
    code: ContactCode
    masked_name: MaskedName
    title: LocalText
    role: Annotated[str, Choice("contact_role")]
    channel_preference: Annotated[str, Choice("channel")] | None = None
    since: IsoDate
    left_on: IsoDate | None = None
    successor: Annotated[str, Ref("contact")] | None = None
    trust: Annotated[tuple[Trust, ...], Many] = ()
    care_occasion: Flag | None = None
    interests_at: Text | None = None
    notes: LocalText | None = None
