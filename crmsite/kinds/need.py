"""Need 需求: what a customer wants, why we believe it, how much it matters."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import RESTRICTED, Choice, Id, IsoDate, LocalText, Many, Model, Record, Ref, Scale5


class Pain(Model):
    """What hurts, and how far it sways the customer's decision."""

    text: LocalText
    decision_impact: Annotated[str, Choice("level")]


class Kano(Model):
    """The Kano class as one person declared it."""

    declared: Annotated[str, Choice("kano")]
    by: Annotated[str, Ref("person")]
    on: IsoDate
    evidence: Annotated[tuple[Annotated[str, Ref("any")], ...], Many] = ()


class NeedClosed(Model):
    """When and how a need ended."""

    on: IsoDate
    outcome: Annotated[str, Choice("need_outcome")]
    note: LocalText | None = None


class Need(Record):
    """One need. Explicit needs carry a source and a quote, implicit ones behavioural evidence."""

    id: Id
    customer: Annotated[str, Ref("customer")]
    nature: Annotated[str, Choice("nature")]
    kind: Annotated[str, Choice("need_kind")]
    themes: Annotated[tuple[Annotated[str, Ref("taxonomy:theme")], ...], Many] = ()
    text: LocalText
    short: LocalText | None = None
    pain: Pain | None = None
    source: Annotated[str, Choice("need_source")]
    quote: LocalText | None = None
    evidence: Annotated[tuple[Annotated[str, Ref("any")], ...], Many] = ()
    recorded: IsoDate
    importance: Annotated[Scale5 | None, RESTRICTED] = None
    urgency: Annotated[Scale5 | None, RESTRICTED] = None
    kano: Annotated[Kano | None, RESTRICTED] = None
    match: Annotated[str, Choice("level")] | None = None
    capability: Annotated[str, Ref("capability")] | None = None
    gap: LocalText | None = None
    owner: Annotated[str, Ref("person")] | None = None
    closed: NeedClosed | None = None
