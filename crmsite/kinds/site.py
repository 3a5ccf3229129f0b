"""Site settings 站点设置, and taxonomies 分类表."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crmsite.fields import Count, IsoDate, LocalText, Many, Model, Record, Stem, Text


class Organisation(Model):
    """Whose records these are: time zone, currency, fiscal year."""

    name: LocalText
    department: LocalText | None = None
    timezone: Text = "Asia/Shanghai"
    currency: Text = "CNY"
    fiscal_year_start: Text = "01-01"
    week_start: Literal["mon", "sun"] = "mon"


class Calendar(Model):
    """Which workdays, and from when to when."""

    workdays: Text = "cn"
    hours: Annotated[tuple[Text, ...], Many] = ("09:00", "18:00")


class AudienceSpec(Model):
    """Who a site is for: which classes of fields, which customers."""

    name: Stem
    classes: Annotated[tuple[Literal["public", "internal", "restricted"], ...], Many]
    customers: Annotated[tuple[Stem, ...], Many] = ()
    tags: Annotated[tuple[Text, ...], Many] = ()
    declassify: Annotated[tuple[Literal["tier", "rfm", "value_band", "need_quadrant"], ...], Many] = ()


class Site(Record):
    """The settings of a repository."""

    id: Stem = "site"
    schema_: Count | None = Field(default=None, alias="schema")
    title: LocalText | None = None
    org: Organisation
    as_of: IsoDate | None = None
    amount_basis: Literal["order", "invoice", "receipt"] = "order"
    tax: Literal["included", "excluded"] | None = None
    calendar: Calendar | None = None
    languages: Annotated[tuple[Literal["zh-CN", "en"], ...], Many] = ("zh-CN", "en")
    repository: Text | None = None
    branch: Text | None = None
    contact_url: Text | None = None
    theme: Stem | None = None
    audiences: Annotated[tuple[AudienceSpec, ...], Many] = ()
    plugins: Annotated[tuple[Text, ...], Many] = ()


class TaxonomyValue(Model):
    """One value: id, labels, other spellings."""

    id: Stem
    zh: Text
    en: Text
    aliases: Annotated[tuple[Text, ...], Many] = ()


class Taxonomy(Record):
    """One dimension's values."""

    id: Stem
    values: Annotated[tuple[TaxonomyValue, ...], Many]
