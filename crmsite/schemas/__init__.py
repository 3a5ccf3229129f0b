"""JSON Schemas of the kinds of record, so that editors complete, explain and check records while they are typed.

They are made from the same models that read the records, and are as lenient: a listed value may be its id or a label, an
id may be left out where the path gives it, a file may hold one record or a list. Draft 7, which yaml-language-server
knows best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from crmsite.catalogue import KIND, KINDS
from crmsite.grammar.tables import COLUMNS
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.reading.reader import model_of
from crmsite.schemas.words import words_of

if TYPE_CHECKING:
    from crmsite.kinds.kind import Kind

Schema: TypeAlias = "dict[str, Schema] | list[Schema] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, Schema]"

DRAFT = "http://json-schema.org/draft-07/schema#"
NUMBER = r"^-?\d{1,15}(\.\d{1,6})?$"
_GIVEN_BY_PATH = ("id", "customer")
_LISTS = {
    frozenset(name for word in words.values() for name in (word.id, word.zh, word.en)): listing
    for listing, words in VOCABULARY.items()
}


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of record that are written as YAML."""
    return tuple(kind for kind in KINDS if kind.shape == "record")


def tables() -> tuple[Kind, ...]:
    """Return the kinds that are rows of a table."""
    return tuple(kind for kind in KINDS if kind.shape == "table")


def schema_of(name: str) -> Object:
    """Return the JSON Schema of the files of a kind: one record, or a list of them."""
    kind = KIND[name]
    whole = cast("Object", model_of(name).model_json_schema(by_alias=True, ref_template="#/definitions/{model}"))
    definitions = cast("Object", whole.pop("$defs", {}))
    record = _record(whole)
    title = str(record.get("title", kind.en))
    definitions = {model: _described(model, cast("Object", _lenient(schema))) for model, schema in definitions.items()}
    definitions[title] = _described(title, cast("Object", _lenient(record)))
    reference: Schema = {"$ref": f"#/definitions/{title}"}
    listed: Schema = {"type": "array", "items": {"allOf": [reference, {"required": ["id"]}]}}
    return {
        "$schema": DRAFT,
        "title": f"{kind.zh} {kind.en}",
        "description": record.get("description", ""),
        "if": {"type": "array"},
        "then": listed,
        "else": reference,
        "definitions": dict(sorted(definitions.items())),
    }


def schema_of_rows(name: str) -> Object:
    """Return the JSON Schema of a row of a table: its columns, which of them must be filled, what each may hold."""
    kind, columns = KIND[name], COLUMNS[name]
    listed = dict(columns.listed)
    cells: Object = {"customer": {"type": "string"}}
    for column in (*columns.required, *columns.optional):
        cell: Object = {"type": "string"}
        if column in columns.dates:
            cell["format"] = "date"
        elif column in columns.numbers:
            cell["pattern"] = NUMBER
        elif column in listed:
            cell["enum"] = list(VOCABULARY[listed[column]])
        cells[column] = cell
    return {
        "$schema": DRAFT,
        "title": f"{kind.zh} {kind.en}",
        "description": "CSV：一行一个。表放在客户自己的文件夹里，可以不写 customer 列。\n\n"
        "CSV, one a row. A table in a customer's own folder needs no column `customer`.",
        "type": "object",
        "properties": cells,
        "required": list(columns.required),
        "additionalProperties": False,
    }


def globs() -> dict[str, list[str]]:
    """Return the paths below the repository at which files of each kind lie, as editors write them."""
    return {kind.id: sorted(_globs(kind)) for kind in kinds()}


def _globs(kind: Kind) -> set[str]:
    if kind.id == "site":
        return {"records/site.yaml"}
    if kind.id == "taxonomy":
        return {"records/taxonomy/*.yaml"}
    if kind.id.endswith("_policy"):
        return {f"records/policy/{kind.names[0]}-v*.yaml"}
    if kind.id in ("playbook", "calendar"):
        return {f"records/policy/{kind.names[0]}/*.yaml"}
    if kind.id == "customer":
        return {"records/customers/**/customer.yaml", "records/customers/*.yaml"}
    if kind.id == "survey":
        return {"records/surveys/*/survey.yaml", "records/surveys/*.yaml"}
    if kind.owner == "none":
        return {path for name in kind.names for path in (f"records/{name}.yaml", f"records/{name}/*.yaml")}
    return {path for name in kind.names for path in (f"records/**/{name}.yaml", f"records/**/{name}/**/*.yaml")}


def _record(schema: Object) -> Object:
    """Take out what a path gives: those keys need not be typed."""
    required = [key for key in cast("list[str]", schema.get("required", [])) if key not in _GIVEN_BY_PATH]
    return {**schema, "required": cast("Schema", required)}


def _lenient(schema: Schema) -> Schema:
    """Allow what reading allows: a number as text, digits as text; forget the keys that only the program sees."""
    if isinstance(schema, list):
        return [_lenient(part) for part in schema if not _is_line_table(part)]
    if not isinstance(schema, dict):
        return schema
    found: Object = {key: _lenient(part) for key, part in schema.items() if not key.startswith("@") and key not in ("default",)}
    options = found.get("anyOf")
    if isinstance(options, list) and len(options) == 1:
        found = {**{key: part for key, part in found.items() if key != "anyOf"}, **cast("Object", options[0])}
    if found.get("type") == "string" and not found.keys() & {"pattern", "format", "enum", "const"}:
        found["type"] = ["string", "number", "boolean"]
    elif found.get("type") in ("number", "integer"):
        found["type"] = [str(found["type"]), "string"]
        found["pattern"] = NUMBER
    elif found.get("type") == "array":
        found["type"] = ["array", "null"]
    return found


def _is_line_table(schema: Schema) -> bool:
    """Tell the table of lines that stands beside a mapping's own values."""
    return isinstance(schema, dict) and schema.get("additionalProperties") == {"type": "integer"} and "properties" not in schema


def _described(model: str, schema: Object) -> Object:
    """Say of each key what it means, in both languages, and of a listed value what it may be."""
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return schema
    told: Object = {}
    for key, part in properties.items():
        own = dict(cast("Object", part))
        words = words_of(model, key)
        if words is not None:
            own["title"] = f"{words[0]} {words[1]}"
        choices = choices_in(own)
        lines = [f"{words[0]}。{words[1]}."] if words is not None else []
        if choices:
            lines.append(" · ".join(f"{word.id} {word.zh} {word.en}" for word in VOCABULARY[choices].values()))
        own["description"] = "\n\n".join(lines)
        told[key] = own
    return {**schema, "properties": told}


def choices_in(schema: Object) -> str:
    """Return the list whose values a schema allows; empty where it allows no listed values."""
    values = schema.get("enum")
    if isinstance(values, list):
        return _LISTS.get(frozenset(str(value) for value in values), "")
    inner = [*cast("list[Schema]", schema.get("anyOf") or []), schema.get("items")]
    return next((found for part in inner if isinstance(part, dict) and (found := choices_in(part))), "")
