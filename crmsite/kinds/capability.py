"""Capability 企业能力: what the company can supply; needs are matched against it."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import Choice, Id, IsoDate, LocalText, Many, Record, Ref


class Capability(Record):
    """One thing that we can, will or cannot supply."""

    id: Id
    name: LocalText
    themes: Annotated[tuple[Annotated[str, Ref("taxonomy:theme")], ...], Many] = ()
    level: Annotated[str, Choice("level")]
    available_from: IsoDate | None = None
    owner: Annotated[str, Ref("person")] | None = None
    limits: LocalText | None = None
