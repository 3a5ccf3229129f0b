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

from crmsite.values import Localised as Localised  # noqa: PLC0414 - the types of fields are fetched from here
from crmsite.values import Moment as Moment  # noqa: PLC0414
from crmsite.values import (
    read_bounded,
    read_choice,
    read_contact_code,
    read_date,
    read_flag,
    read_id,
    read_integer,
    read_list,
    read_localised,
    read_masked_name,
    read_moment,
    read_name,
    read_number,
    read_period,
    read_quarter,
    read_stem,
    read_text,
)
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


Text: TypeAlias = Annotated[str, BeforeValidator(read_text)]
Id: TypeAlias = Annotated[
    str, BeforeValidator(read_id), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$"})
]
Stem: TypeAlias = Annotated[str, BeforeValidator(read_stem), WithJsonSchema({"type": "string"})]
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
]
MaskedName: TypeAlias = Annotated[str, BeforeValidator(read_masked_name), WithJsonSchema({"type": "string"})]
ContactCode: TypeAlias = Annotated[str, BeforeValidator(read_contact_code), WithJsonSchema({"type": "string"})]
Number: TypeAlias = Annotated[Decimal, BeforeValidator(read_number), WithJsonSchema({"type": "number"})]
Money: TypeAlias = Annotated[
    Decimal, BeforeValidator(partial(read_bounded, "0", None, None)), WithJsonSchema({"type": "number", "minimum": 0})
]
Score: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(partial(read_bounded, "1", "10", "0.5")),
    WithJsonSchema({"type": "number", "minimum": 1, "maximum": 10, "multipleOf": 0.5}),
]
Ratio: TypeAlias = Annotated[
    Decimal, BeforeValidator(partial(read_bounded, "0", "1", None)), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Scale5: TypeAlias = Annotated[
    int, BeforeValidator(partial(read_integer, 1, 5)), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5})
]
Scale10: TypeAlias = Annotated[
    int, BeforeValidator(partial(read_integer, 0, 10)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10})
]
Percent: TypeAlias = Annotated[
    int, BeforeValidator(partial(read_integer, 0, 100)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 100})
]
Count: TypeAlias = Annotated[
    int, BeforeValidator(partial(read_integer, 0, 10**12)), WithJsonSchema({"type": "integer", "minimum": 0})
]
Flag: TypeAlias = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
IsoDate: TypeAlias = Annotated[date, BeforeValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})]
When: TypeAlias = Annotated[Moment, BeforeValidator(read_moment), WithJsonSchema({"type": "string"})]
Period: TypeAlias = Annotated[str, BeforeValidator(read_period), WithJsonSchema({"type": "string"})]
Quarter: TypeAlias = Annotated[
    str, BeforeValidator(read_quarter), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"})
]


class Choice:
    """The type of a listed value: its id, or its label in either language, read as the id."""

    def __init__(self, listing: str) -> None:
        self.listing = listing

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
