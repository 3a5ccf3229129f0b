"""Field types: what a piece of text must be to stand in a record, and what the program sees instead of it.

Every type reads text and answers with a value or with a rule's id and its arguments; nothing is guessed. Models are
frozen. Every field has an audience class (``internal`` unless marked), kept in the field's metadata.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from crmsite.vocabulary import VOCABULARY, AudienceClass

class Audience(NamedTuple):
    """Marks who may see a field; absent means ``internal``."""

    name: AudienceClass


PUBLIC = Audience("public")
RESTRICTED = Audience("restricted")


class Citation(NamedTuple):
    """The line that a figure came from: path relative to the records folder, and a 1-based line."""

    path: str
    line: int


class Model(BaseModel):
    """A mapping inside a record: typed, frozen, every unknown key refused; remembers the line of each key."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    at: dict[str, int] = Field(default={}, alias="@", repr=False, exclude=True)

    def line(self, key: str) -> int:
        """Return the line of a key, or of the mapping's first key where the key is not written."""
        found = self.at.get(key)
        if found is not None:
            return found
        return min(self.at.values(), default=1)


class Record(Model):
    """A top-level record: a model that knows its file."""

    path: str = Field(default="", alias="@path", repr=False, exclude=True)
    index: int = Field(default=-1, alias="@index", repr=False, exclude=True)
    status: Annotated[Literal["void"] | None, Field(description="void 作废：deleted, with a reason")] = None
    reason: str | None = None

    def cite(self, *keys: str | int) -> Citation:
        """Return the place of a value by its keys, for a receipt."""
        node: Any = self
        line = self.line("id")
        for key in keys:
            if isinstance(key, int):
                node = node[key]
                line = node.line("") if isinstance(node, Model) else line
            else:
                line = node.line(key)
                node = getattr(node, key + "_" if key in ("from",) else key)
        return Citation(self.path, line)


class Localised(NamedTuple):
    """Text in one or both languages. ``first`` is text in the organisation's first language, written as a plain string."""

    zh: str | None
    en: str | None
    first: str | None = None

    def given(self, lang: str, first_lang: str) -> str | None:
        """Return the text in a language, or ``None`` when it is not written in it."""
        own = self.zh if lang.startswith("zh") else self.en
        if own is None and lang == first_lang:
            return self.first
        return own

    def text(self, lang: str, first_lang: str) -> tuple[str, str]:
        """Return ``(text, language of that text)``, falling back to the language that is written."""
        own = self.given(lang, first_lang)
        if own is not None:
            return own, lang
        other = "en" if lang.startswith("zh") else "zh-CN"
        return self.given(other, first_lang) or self.first or "", other if self.given(other, first_lang) else first_lang


class Moment(NamedTuple):
    """A date, or a date and a time. ``minute`` counts from midnight; ``offset`` is minutes east of UTC when written.

    Both are ``None`` where only the date is known: the event lies somewhere between 00:00 and 24:00.
    """

    day: date
    minute: int | None = None
    offset: int | None = None


def refuse(rule: str, **args: object) -> PydanticCustomError:
    """Make the error that a field raises: the rule's id and the arguments of its wording."""
    return PydanticCustomError(rule, "{rule}", {"rule": rule, **{k: str(v) for k, v in args.items()}})  # type: ignore[arg-type]


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_FILE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RESERVED = frozenset(
    ["index", "assets", "search", "feed", "con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))]
)


def _text(value: object) -> str:
    if value is None:
        raise refuse("empty-text")
    if not isinstance(value, str):
        raise refuse("not-text", found=_shape(value))
    if not value.strip():
        raise refuse("empty-text")
    return value


def _shape(value: object) -> str:
    return {dict: "mapping", list: "list", type(None): "nothing"}.get(type(value), "text")


def _id(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text) or text.casefold() in _RESERVED:
        raise refuse("bad-id", text=text)
    return text


def _name_of_record(value: object) -> str:
    text = _text(value)
    if len(text) > 64 or any(character in text for character in "/\\\n"):
        raise refuse("bad-id", text=text[:64])
    return text


def _stem(value: object) -> str:
    text = _text(value)
    if not _FILE_ID.fullmatch(text) or text.casefold() in _RESERVED:
        raise refuse("bad-id", text=text)
    return text


def _localised(value: object) -> Localised:
    if isinstance(value, Localised):
        return value
    if isinstance(value, str):
        return Localised(None, None, _text(value))
    if not isinstance(value, dict):
        raise refuse("not-localised", found=_shape(value))
    zh, en = value.get("zh"), value.get("en")
    if len(value) > 3 or not value.keys() <= _LANGUAGE_KEYS:
        zh, en = _rejoined(value)
    if zh is None and en is None:
        raise refuse("empty-text")
    return Localised(None if zh is None else _text(zh), None if en is None else _text(en))


_LANGUAGE_KEYS = frozenset(["zh", "en", "@"])


def _rejoined(value: dict[str, object]) -> tuple[object, object]:
    """Give a comma back to the text it was cut from: ``{en: Acme Co., Ltd.}`` is one text, not a key without a value."""
    texts: dict[str, object] = {}
    last = ""
    for key, text in value.items():
        if key in ("zh", "en"):
            texts[key] = text
            last = key
        elif key != "@":
            before = texts.get(last)
            if text is not None or not isinstance(before, str):
                raise refuse("unknown-language", key=key)
            texts[last] = f"{before}, {key}"
    return texts.get("zh"), texts.get("en")


_MASKED = re.compile(
    r"(?:[\u3400-\u9fff]{1,2}|[A-Z])\*+|\*(?:总|经理|主任|主管|[\u3400-\u9fff]{2,6})"
)


def _masked(value: object) -> str:
    text = _text(value)
    if not _MASKED.fullmatch(text):
        raise refuse("unmasked-name", text=text, masked=(text[0] + "*" if text else "张*"))
    return text


def _contact_code(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"联系人-\d{3,6}|[A-Z]{1,4}-?\d{3,8}", text):
        raise refuse("bad-contact-code", text=text)
    return text


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")
_UNITS = (("亿", Decimal(100_000_000)), ("万", Decimal(10_000)), ("千", Decimal(1000)), ("k", Decimal(1000)), ("m", Decimal(1_000_000)))


def plain_number(text: str) -> str:
    """Return the number that somebody meant by ``80万``, ``１２``, ``1,200`` or ``10%``; empty when it cannot be told."""
    told = text.translate(_FULL_WIDTH).replace(",", "").replace(" ", "").replace("元", "").replace("¥", "").replace("￥", "")
    factor = Decimal(1)
    if told.endswith("%"):
        told, factor = told[:-1], Decimal("0.01")
    for unit, size in _UNITS:
        if told.lower().endswith(unit):
            told, factor = told[: -len(unit)], size
            break
    if not _NUMBER.fullmatch(told):
        return ""
    return f"{(Decimal(told) * factor).normalize():f}"


def _decimal(value: object) -> Decimal:
    if isinstance(value, str) and value.isascii() and _NUMBER.fullmatch(value):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    text = _text(value)
    raise refuse("not-a-number", text=text, number=plain_number(text))


def _bounded(low: str | None, high: str | None, step: str | None, value: object) -> Decimal:
    number = _decimal(value)
    if (low is not None and number < Decimal(low)) or (high is not None and number > Decimal(high)):
        raise refuse("out-of-range", text=str(value), low=low or "-∞", high=high or "∞")
    if step is not None and number % Decimal(step):
        raise refuse("off-step", text=str(value), step=step)
    return number


def _integer(low: int, high: int, value: object) -> int:
    number = _bounded(str(low), str(high), "1", value)
    return int(number)


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise refuse("not-true-or-false", text=_text(value))


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────────────────
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?(Z|[+-]\d{2}:\d{2})?)?")
_PERIOD = re.compile(r"\d{4}(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2]))?")
_LOOSE_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _date(value: object) -> date:
    if isinstance(value, str):
        if len(value) == 10 and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise refuse("no-such-date", text=value, last=_last_day(value)) from None
        loose = _LOOSE_DATE.fullmatch(value.strip())
        if loose:
            raise refuse("date-form", text=value, date=f"{loose[1]}-{int(loose[2]):02d}-{int(loose[3]):02d}")
    elif isinstance(value, date):
        return value
    raise refuse("not-a-date", text=_text(value))


def _last_day(text: str) -> str:
    for day in ("30", "29", "28"):
        try:
            return date.fromisoformat(text[:8] + day).isoformat()
        except ValueError:
            continue
    return ""


def _moment(value: object) -> Moment:
    if isinstance(value, Moment):
        return value
    if isinstance(value, date):
        return Moment(value)
    text = _text(value)
    match = _MOMENT.fullmatch(text)
    if match is None:
        return Moment(_date(text))
    day = _date(match[1])
    if match[2] is None:
        return Moment(day)
    hour, minute = int(match[2]), int(match[3])
    if hour > 23 or minute > 59:
        raise refuse("no-such-time", text=text)
    zone = match[4]
    if zone is None:
        return Moment(day, hour * 60 + minute)
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 60 + int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
    return Moment(day, hour * 60 + minute, offset)


def _period(value: object) -> str:
    text = _text(value)
    if not _PERIOD.fullmatch(text):
        raise refuse("not-a-period", text=text)
    return text


def _quarter(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"\d{4}-Q[1-4]", text):
        raise refuse("not-a-quarter", text=text)
    return text


# ── listed values ───────────────────────────────────────────────────────────────────────────────────────────────
def _choice(listing: str, value: object) -> str:
    words = VOCABULARY[listing]
    if isinstance(value, str) and value in words:
        return value
    text = _text(value)
    folded = text.casefold()
    for word in words.values():
        if folded in (word.zh.casefold(), word.en.casefold()):
            return word.id
    from crmsite.guess import nearest  # only where something is wrong

    names = [name for word in words.values() for name in word]
    raise refuse("not-in-list", text=text, listing=listing, known="、".join(words), guess=nearest(text, names))


def _list_of(value: object) -> object:
    if value is None:
        return ()
    if isinstance(value, str):
        raise refuse("not-a-list", text=value)
    return value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Id: TypeAlias = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"})]
Stem: TypeAlias = Annotated[str, BeforeValidator(_stem), WithJsonSchema({"type": "string"})]
LocalText: TypeAlias = Annotated[
    Localised,
    BeforeValidator(_localised),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}, "additionalProperties": False},
            ]
        }
    ),
]
MaskedName: TypeAlias = Annotated[str, BeforeValidator(_masked), WithJsonSchema({"type": "string"})]
ContactCode: TypeAlias = Annotated[str, BeforeValidator(_contact_code), WithJsonSchema({"type": "string"})]
Number: TypeAlias = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
Money: TypeAlias = Annotated[Decimal, BeforeValidator(partial(_bounded, "0", None, None)), WithJsonSchema({"type": "number", "minimum": 0})]
Score: TypeAlias = Annotated[
    Decimal, BeforeValidator(partial(_bounded, "1", "10", "0.5")), WithJsonSchema({"type": "number", "minimum": 1, "maximum": 10})
]
Ratio: TypeAlias = Annotated[Decimal, BeforeValidator(partial(_bounded, "0", "1", None)), WithJsonSchema({"type": "number"})]
Scale5: TypeAlias = Annotated[int, BeforeValidator(partial(_integer, 1, 5)), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5})]
Scale10: TypeAlias = Annotated[int, BeforeValidator(partial(_integer, 0, 10)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10})]
Percent: TypeAlias = Annotated[int, BeforeValidator(partial(_integer, 0, 100)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 100})]
Count: TypeAlias = Annotated[int, BeforeValidator(partial(_integer, 0, 10**12)), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag: TypeAlias = Annotated[bool, BeforeValidator(_boolean), WithJsonSchema({"type": "boolean"})]
IsoDate: TypeAlias = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
When: TypeAlias = Annotated[Moment, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]
Period: TypeAlias = Annotated[str, BeforeValidator(_period), WithJsonSchema({"type": "string"})]
Quarter: TypeAlias = Annotated[str, BeforeValidator(_quarter), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"})]


class Choice:
    """The type of a listed value: its id, or its label in either language, read as the id."""

    def __init__(self, listing: str) -> None:
        self.listing = listing

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read text through the list."""
        return core_schema.no_info_plain_validator_function(partial(_choice, self.listing))

    def __get_pydantic_json_schema__(self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """List every id and label, so that editors complete them."""
        words = VOCABULARY[self.listing].values()
        return {"enum": [*(word.id for word in words), *(name for word in words for name in (word.zh, word.en))]}


class Ref:
    """The type of a reference to another record by its full id (``person``, ``need``; ``taxonomy:industry``; ``any``)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read an id, and note it down in the set that the caller gives: whether it names a record is told later."""
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: object, info: core_schema.ValidationInfo) -> str:
        name = _name_of_record(value)
        if info.context is not None:
            info.context.add((self.kind, name))
        return name

    def __get_pydantic_json_schema__(self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Any text: ids are the repository's own."""
        return {"type": "string"}


Many = BeforeValidator(_list_of)
