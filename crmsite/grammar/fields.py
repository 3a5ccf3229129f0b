"""Field types: what a piece of text must be to stand in a record, and what the program sees instead of it.

Every type reads text and answers with a value or with a rule's id and its arguments; nothing is guessed. Models are
frozen. Every field has an audience class (``internal`` unless marked), kept in the field's metadata.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import core_schema

from crmsite.grammar.comparisons import COMPARISONS, read_comparison
from crmsite.grammar.values import Localised as Localised  # noqa: PLC0414 - the types of fields are fetched from here
from crmsite.grammar.values import Moment as Moment  # noqa: PLC0414 - as above
from crmsite.grammar.values import (
    read_bounded,
    read_choice,
    read_contact_code,
    read_currency,
    read_date,
    read_flag,
    read_founding,
    read_id,
    read_integer,
    read_list,
    read_localised,
    read_mark,
    read_masked_name,
    read_moment,
    read_name,
    read_number,
    read_period,
    read_positive,
    read_quarter,
    read_stem,
    read_text,
    read_times,
)
from crmsite.grammar.vocabulary import VOCABULARY, AudienceClass


class Audience(NamedTuple):
    """Marks who may see a field; absent means ``internal``."""

    name: AudienceClass


PUBLIC = Audience("public")
RESTRICTED = Audience("restricted")


class Citation(NamedTuple):
    """The line that a figure came from: path relative to the records folder, and a 1-based line."""

    path: str
    line: int


class Quick:
    """A schema that pydantic's core runs by itself: it accepts a part of what the field's function accepts, with the same outcome.

    Whatever it refuses is read again by the function, which finds the words for a fault, or accepts it after all.
    """

    def __init__(self, schema: core_schema.CoreSchema) -> None:
        self.quick = schema


def _matching(pattern: str, outcome: core_schema.CoreSchema | None = None) -> Quick:
    """Accept text that matches, and turn it into the outcome."""
    text = core_schema.str_schema(pattern=pattern)
    return Quick(text if outcome is None else core_schema.chain_schema([text, outcome]))


_DECIMAL = core_schema.no_info_plain_validator_function(Decimal)


if "__getattr__" in vars(BaseModel):
    # It searches for private attributes, and no model of ours has one. But that it is there makes Python take the long way to
    # every attribute of every record, three times as long as to that of any other object; figures alone take several hundred
    # such looks at each customer.
    del BaseModel.__getattr__  # type: ignore[attr-defined]  # pydantic hides it from type checkers


class Model(BaseModel):
    """A mapping inside a record: typed, frozen, every unknown key refused; remembers the line of each key."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, defer_build=True)

    at: Annotated[dict[str, int], Quick(core_schema.any_schema())] = Field(default={}, alias="@", repr=False, exclude=True)

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

    def cite_part(self, part: Model) -> Citation:
        """Return the place of a mapping inside the record, where that is at hand: what :meth:`cite` finds by its keys."""
        return tuple.__new__(Citation, (self.path, min(part.at.values(), default=1)))

    def cite(self, first: str = "id", *further: str | int) -> Citation:
        """Return the place of a value by its keys, for a receipt; that of the record itself where none is given."""
        if not further:
            written = self.at.get(first)
            return tuple.__new__(Citation, (self.path, self.line(first) if written is None else written))
        node: Any = self
        line = self.line("id")
        for key in (first, *further):
            if isinstance(key, int):
                node = node[key]
                line = node.line("") if isinstance(node, Model) else line
            elif isinstance(node, dict):
                line = node.get("@", {}).get(key, line)
                node = node.get(key)
            else:
                line = node.line(key)
                node = getattr(node, key + "_" if key in ("from",) else key)
        return Citation(self.path, line)


# A name of Windows' devices or of our own pages has neither a sign nor a digit in it, but for com1 to lpt9.
_NOT_RESERVED = (
    r"[A-Za-z](?:[A-Za-z0-9]{0,40}[_-][A-Za-z0-9_-]{0,22}|[A-Za-z]{0,1}[0-9][A-Za-z0-9_-]{0,61}|[A-Za-z0-9_-]{6,63})"
)
Text: TypeAlias = Annotated[str, BeforeValidator(read_text), _matching(r"[^\s\x1c-\x1f]")]
Id: TypeAlias = Annotated[
    str,
    BeforeValidator(read_id),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"}),
    _matching(f"^{_NOT_RESERVED}$"),
]
Stem: TypeAlias = Annotated[
    str,
    BeforeValidator(read_stem),
    WithJsonSchema({"type": "string"}),
    _matching(f"^(?:{_NOT_RESERVED}|[0-9][A-Za-z0-9_-]{{0,63}})$"),
]
LocalText: TypeAlias = Annotated[
    Localised,
    BeforeValidator(read_localised),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "additionalProperties": False,
                },
            ]
        }
    ),
    Quick(core_schema.no_info_plain_validator_function(read_localised)),
]
MaskedName: TypeAlias = Annotated[
    str,
    BeforeValidator(read_masked_name),
    WithJsonSchema({"type": "string"}),
    _matching("^(?:(?:[\u3400-\u9fff]{1,2}|[A-Z])[*]+|[*](?:总|[\u3400-\u9fff]{2,6}))$"),
]
ContactCode: TypeAlias = Annotated[
    str,
    BeforeValidator(read_contact_code),
    WithJsonSchema({"type": "string"}),
    _matching("^(?:联系人-[0-9]{3,6}|[A-Z]{1,4}-?[0-9]{3,8})$"),
]
Number: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(read_number),
    WithJsonSchema({"type": "number"}),
    _matching(r"^-?[0-9]{1,15}(?:\.[0-9]{1,6})?$", _DECIMAL),
]
Money: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(partial(read_bounded, "0", None, None)),
    WithJsonSchema({"type": "number", "minimum": 0}),
    _matching(r"^[0-9]{1,15}(?:\.[0-9]{1,6})?$", _DECIMAL),
]
Score: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(partial(read_bounded, "1", "10", "0.5")),
    WithJsonSchema({"type": "number", "minimum": 1, "maximum": 10, "multipleOf": 0.5}),
    _matching(r"^(?:[1-9](?:\.5)?|10)$", _DECIMAL),
]
Ratio: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(partial(read_bounded, "0", "1", None)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
    _matching(r"^(?:0(?:\.[0-9]{1,6})?|1)$", _DECIMAL),
]
Scale5: TypeAlias = Annotated[
    int,
    BeforeValidator(partial(read_integer, 1, 5)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5}),
    _matching("^[1-5]$", core_schema.int_schema()),
]
Scale10: TypeAlias = Annotated[
    int,
    BeforeValidator(partial(read_integer, 0, 10)),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10}),
    _matching("^(?:[0-9]|10)$", core_schema.int_schema()),
]
Percent: TypeAlias = Annotated[
    int,
    BeforeValidator(partial(read_integer, 0, 100)),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 100}),
    _matching("^(?:[1-9]?[0-9]|100)$", core_schema.int_schema()),
]
Mark: TypeAlias = Annotated[
    int,
    BeforeValidator(read_mark),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 100}),
    _matching("^(?:[1-9]?[0-9]|100)$", core_schema.int_schema()),
]
Count: TypeAlias = Annotated[
    int,
    BeforeValidator(partial(read_integer, 0, 10**12)),
    WithJsonSchema({"type": "integer", "minimum": 0}),
    _matching("^(?:0|[1-9][0-9]{0,11})$", core_schema.int_schema()),
]
Positive: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(read_positive),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0}),
    _matching(r"^(?:[1-9][0-9]{0,14}(?:\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9])$", _DECIMAL),
]
Times: TypeAlias = Annotated[
    int,
    BeforeValidator(read_times),
    WithJsonSchema({"type": "integer", "minimum": 1}),
    _matching("^[1-9][0-9]{0,11}$", core_schema.int_schema()),
]
Comparison: TypeAlias = Annotated[
    Literal[">=", "<=", ">", "<", "="], BeforeValidator(read_comparison), Quick(core_schema.literal_schema(list(COMPARISONS)))
]
Flag: TypeAlias = Annotated[
    bool,
    BeforeValidator(read_flag),
    WithJsonSchema({"type": "boolean"}),
    Quick(core_schema.no_info_plain_validator_function(read_flag)),
]
IsoDate: TypeAlias = Annotated[
    date,
    BeforeValidator(read_date),
    WithJsonSchema({"type": "string", "format": "date"}),
    _matching("^(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$", core_schema.date_schema()),
]
Founding: TypeAlias = Annotated[
    date,
    BeforeValidator(read_founding),
    WithJsonSchema({"type": "string", "format": "date"}),
    _matching("^(?:1[0-9]|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$", core_schema.date_schema()),
]
Currency: TypeAlias = Annotated[
    str,
    BeforeValidator(read_currency),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}),
    _matching("^(?:[A-QS-Z][A-Z]{2}|R[A-LN-Z][A-Z]|RM[AC-Z])$"),
]
When: TypeAlias = Annotated[
    Moment,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string"}),
    Quick(core_schema.no_info_plain_validator_function(read_moment)),
]
Period: TypeAlias = Annotated[
    str,
    BeforeValidator(read_period),
    WithJsonSchema({"type": "string"}),
    _matching("^(?:19|20|21)[0-9]{2}(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2]))?$"),
]
Quarter: TypeAlias = Annotated[
    str,
    BeforeValidator(read_quarter),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"}),
    _matching("^(?:19|20|21)[0-9]{2}-Q[1-4]$"),
]


class Choice:
    """The type of a listed value: its id, or its label in either language, read as the id."""

    def __init__(self, listing: str) -> None:
        self.listing = listing

    @property
    def quick(self) -> core_schema.CoreSchema:
        """The ids first, without a line of Python; a label in the ordinary way."""
        ids = core_schema.literal_schema(list(VOCABULARY[self.listing]))
        label = core_schema.no_info_plain_validator_function(partial(read_choice, self.listing))
        return core_schema.union_schema([ids, label], mode="left_to_right")

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read text through the list."""
        return core_schema.no_info_plain_validator_function(partial(read_choice, self.listing))

    def __get_pydantic_json_schema__(self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """List every id and label, so that editors complete them."""
        words = VOCABULARY[self.listing].values()
        return {"enum": [*(word.id for word in words), *(name for word in words for name in (word.zh, word.en))]}


class Ref:
    """The type of a reference to another record by its full id (``person``, ``need``; ``taxonomy:industry``; ``any``)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    @property
    def quick(self) -> core_schema.CoreSchema:
        """Any name; who reads quickly notes it down himself."""
        return core_schema.str_schema(pattern=r"^[^\s\x1c-\x1f/\\，、][^/\\\n，、]{0,63}$")

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read an id, and note it down in the set that the caller gives: whether it names a record is told later."""
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: object, info: core_schema.ValidationInfo) -> str:
        name = read_name(value)
        if info.context is not None:
            info.context.add((self.kind, name))
        return name

    def __get_pydantic_json_schema__(self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Any text: ids are the repository's own."""
        return {"type": "string"}


Many = BeforeValidator(read_list)
