"""Risk 风险 (likelihood times impact) and waiver 豁免 (a named exception with an end)."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import Choice, Id, IsoDate, LocalText, Many, Model, Record, Ref, Scale5, Text


class Control(Model):
    """What is done about a risk."""

    text: LocalText
    due: IsoDate | None = None
    done: IsoDate | None = None
    owner: Annotated[str, Ref("person")] | None = None


class Residual(Model):
    """What is left of a risk once its controls are done, as somebody judged it on a day."""

    likelihood: Scale5
    impact: Scale5
    on: IsoDate


class Risk(Record):
    """One risk, judged 1 to 5 for likelihood and impact."""

    id: Id
    customer: Annotated[str, Ref("customer")] | None = None
    text: LocalText
    likelihood: Scale5
    impact: Scale5
    response: Annotated[str, Choice("risk_response")]
    owner: Annotated[str, Ref("person")]
    raised: IsoDate
    controls: Annotated[tuple[Control, ...], Many] = ()
    residual: Residual | None = None
    review: IsoDate | None = None
    closed: IsoDate | None = None


class Waiver(Record):
    """An alert that is not to be answered, why, by whom, and until when."""

    id: Id
    rule: Text
    customer: Annotated[str, Ref("customer")]
    reason_kind: Annotated[str, Choice("waiver_reason")]
    text: LocalText
    by: Annotated[str, Ref("person")]
    on: IsoDate
    until: IsoDate
