"""Site settings 站点设置, and taxonomies 分类表."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, field_validator

from crmsite.grammar.fields import (
    PUBLIC,
    RESTRICTED,
    Choice,
    Count,
    Currency,
    IsoDate,
    LocalText,
    Many,
    Model,
    Record,
    Ref,
    Stem,
    Text,
)  # fmt: skip
from crmsite.grammar.guess import nearest
from crmsite.grammar.values import refuse

FORMAT = 1
"""The version of the record format that this program reads."""

_CHINA = re.compile(r"(?i)^(?:gmt|utc)\+0?8(?::?00)?$|北京|上海|中国|beijing|china")
_LOOSE_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/.月](?:([0-9]{1,2})[日号]?)?")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")


class Organisation(Model):
    """Whose records these are: time zone, currency, fiscal year. Weeks are those of ISO 8601: they begin on Monday."""

    name: Annotated[LocalText, PUBLIC]
    department: Annotated[LocalText | None, PUBLIC] = None
    timezone: Annotated[Text, PUBLIC] = "Asia/Shanghai"
    currency: Annotated[Currency, PUBLIC] = "CNY"
    fiscal_year_start: Annotated[Text, PUBLIC] = "01-01"
    week_start: Annotated[Literal["mon"], PUBLIC] = "mon"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            guess = "Asia/Shanghai" if _CHINA.search(zone) else nearest(zone, available_timezones())
            raise refuse("unknown-timezone", text=zone, guess=guess) from None
        return zone

    @field_validator("fiscal_year_start")
    @classmethod
    def _day_of_every_year(cls, text: str) -> str:
        if not is_month_day(text):
            found = _LOOSE_MONTH_DAY.fullmatch(text.strip())
            meant = f"{int(found[1]):02d}-{int(found[2] or 1):02d}" if found else ""
            raise refuse("not-a-month-day", text=text, day=meant if is_month_day(meant) else "")
        return text


def is_month_day(text: str) -> bool:
    """Tell whether a text is ``MM-DD``, a day that every year has."""
    try:
        return re.fullmatch("[0-9]{2}-[0-9]{2}", text) is not None and date.fromisoformat(f"2023-{text}") is not None
    except ValueError:
        return False


class Calendar(Model):
    """Which workdays, and from when to when."""

    workdays: Text = "cn"
    hours: Annotated[tuple[Text, ...], Many] = ("09:00", "18:00")

    @field_validator("hours")
    @classmethod
    def _in_order(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        if len(hours) != 2 or not all(_TIME.fullmatch(time) for time in hours) or hours[0] >= hours[1]:
            raise refuse("no-such-time", text=", ".join(hours))
        return hours


class AudienceSpec(Model):
    """Who a site is for: which classes of fields, which customers."""

    name: Stem
    classes: Annotated[tuple[Literal["public", "internal", "restricted"], ...], Many]
    customers: Annotated[tuple[Stem, ...], Many] = ()
    tags: Annotated[tuple[Text, ...], Many] = ()
    declassify: Annotated[tuple[Literal["tier", "rfm", "value_band", "need_quadrant"], ...], Many] = ()


class OwnRecommendation(Model):
    """What somebody recommends beside what follows from findings; ``cites`` are the rules of those that it rests on."""

    text: LocalText
    by: Annotated[str, Ref("person")]
    on: IsoDate
    cites: Annotated[tuple[Annotated[str, Choice("finding")], ...], Many] = ()


class ReportSettings(Model):
    """Who presents the analysis report, whose work it is, what it is to answer, and what they recommend of their own."""

    presenter: Annotated[str, Ref("person")] | None = None
    team: Annotated[tuple[Annotated[str, Ref("person")], ...], Many] = ()
    goal: LocalText | None = None
    recommendations: Annotated[tuple[OwnRecommendation, ...], Many] = ()


def _readable(version: int | None) -> int | None:
    """Refuse records of a format that a later version of the program writes: what is new in them would be misread."""
    if version is not None and version > FORMAT:
        raise refuse("newer-format", text=version, known=FORMAT)
    return version


class Site(Record):
    """The settings of a repository."""

    id: Stem = "site"
    schema_: Annotated[Count | None, AfterValidator(_readable)] = Field(default=None, alias="schema")
    title: Annotated[LocalText | None, PUBLIC] = None
    org: Annotated[Organisation, PUBLIC]
    as_of: Annotated[IsoDate | None, PUBLIC] = None
    amount_basis: Literal["order", "invoice", "receipt"] = "order"
    tax: Literal["included", "excluded"] | None = None
    calendar: Calendar | None = None
    languages: Annotated[tuple[Literal["zh-CN", "en"], ...], Many, PUBLIC] = ("zh-CN", "en")
    repository: Annotated[Text | None, RESTRICTED] = None
    branch: Annotated[Text | None, RESTRICTED] = None
    contact_url: Annotated[Text | None, RESTRICTED] = None
    theme: Annotated[Stem | None, PUBLIC] = None
    distribution: Annotated[Literal["bars", "pie"], PUBLIC] = "bars"
    audiences: Annotated[tuple[AudienceSpec, ...], Many, RESTRICTED] = ()
    report: ReportSettings | None = None


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
