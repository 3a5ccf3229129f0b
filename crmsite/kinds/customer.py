"""Customer 客户: who it is, its history of stages and owners, contracts, goals. The file that a folder is named after."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmsite.grammar.fields import (
    PUBLIC,
    RESTRICTED,
    Choice,
    Count,
    Flag,
    Founding,
    Id,
    IsoDate,
    LocalText,
    Many,
    Model,
    Money,
    Record,
    Ref,
    Stem,
    Text,
)


class Range(Model):
    """From ``min`` to ``max``; no ``max`` means "and above", no ``min`` "and below"."""

    min: Count | None = None
    max: Count | None = None


class Size(Model):
    """How big the customer is: heads, and yearly revenue in the base unit of the currency."""

    employees: Annotated[Range | None, PUBLIC] = None
    annual_revenue: Annotated[Range | None, RESTRICTED] = None


class StageStep(Model):
    """From a day on the relationship is in this stage; the latest step not after a date counts."""

    from_: IsoDate = Field(alias="from")
    stage: Annotated[str, Choice("stage")]
    reason: LocalText | None = None


class OwnerStep(Model):
    """From a day on this person answers first for the customer 第一责任人."""

    person: Annotated[str, Ref("person")]
    from_: IsoDate = Field(alias="from")
    to: IsoDate | None = None


class Basis(Model):
    """Who judged, when, on what evidence."""

    by: Annotated[str, Ref("person")]
    on: IsoDate
    evidence: Annotated[tuple[Annotated[str, Ref("any")], ...], Many] = ()


class Contract(Model):
    """A contract: term, amount in the base unit, the contract that it renews, how it is billed."""

    id: Id
    from_: IsoDate = Field(alias="from")
    to: IsoDate
    amount: Money
    renews: Annotated[str, Ref("contract")] | None = None
    billing: Annotated[str, Choice("billing")] | None = None


class Goals(Model):
    """What the customer wants: soon, in the long run, and what it has not said 未提及但可挖掘."""

    short: LocalText | None = None
    long: LocalText | None = None
    latent: LocalText | None = None


class Strategic(Model):
    """Why the customer matters beyond its amount."""

    reason: LocalText
    since: IsoDate | None = None


class Milestone(Model):
    """A notable event in the relationship 重要里程碑."""

    date: IsoDate
    text: LocalText
    kind: Annotated[str, Choice("milestone_kind")] | None = None


class Customer(Record):
    """One customer."""

    id: Annotated[Id, PUBLIC]
    name: Annotated[LocalText, PUBLIC]
    short_name: Annotated[LocalText | None, PUBLIC] = None
    aliases: Annotated[tuple[Text, ...], Many] = ()
    external_ids: dict[str, Text | dict[str, int]] | None = None
    uscc: Text | None = None
    parent: Annotated[str, Ref("customer")] | None = None
    industry: Annotated[Annotated[str, Ref("taxonomy:industry")] | None, PUBLIC] = None
    region: Annotated[Annotated[str, Ref("taxonomy:region")] | None, PUBLIC] = None
    size: Size | None = None
    founded: Annotated[Founding | None, PUBLIC] = None
    address: LocalText | None = None
    business: Annotated[LocalText | None, PUBLIC] = None
    cooperation_since: IsoDate | None = None
    stages: Annotated[tuple[StageStep, ...], Many]
    owners: Annotated[tuple[OwnerStep, ...], Many] = ()
    decision_chain: Annotated[Annotated[tuple[Annotated[str, Ref("contact")], ...], Many], RESTRICTED] = ()
    need_feature: Annotated[str, Choice("need_feature")] | None = None
    need_feature_basis: Annotated[Basis | None, RESTRICTED] = None
    value_basis: Text | None = None
    expected_annual_value: Annotated[Money | None, RESTRICTED] = None
    tags: Annotated[tuple[Annotated[str, Ref("taxonomy:tag")], ...], Many] = ()
    contracts: Annotated[Annotated[tuple[Contract, ...], Many], RESTRICTED] = ()
    goals: Goals | None = None
    strategic: Strategic | None = None
    milestones: Annotated[tuple[Milestone, ...], Many] = ()
    products: Annotated[tuple[Text, ...], Many] = ()
    channels: Annotated[tuple[Annotated[str, Choice("channel")], ...], Many] = ()
    care_opt_out: Flag | None = None
    care_occasion: Flag | None = None
    notes: LocalText | None = None


class OpeningBalance(Record):
    """Opening balance 期初: totals of a past without order lines, the one place where totals are typed."""

    id: Stem
    customer: Annotated[str, Ref("customer")]
    date: IsoDate
    cumulative_amount: Annotated[Money | None, RESTRICTED] = None
    orders: Count | None = None
    first_order: IsoDate | None = None
    last_order: IsoDate | None = None
    amount_12m: Annotated[Money | None, RESTRICTED] = None
    last_followup: IsoDate | None = None
    source: LocalText
    by: Annotated[str, Ref("person")]
