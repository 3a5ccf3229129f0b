"""New records as drafts: what is known is filled in, what must be known is named, what may be known stands in comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from crmsite.commands.drafts import Value, flow
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.schemas import Object, choices_in, schema_of
from crmsite.schemas.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.schemas import Schema

SHOWN = 4
"""How many keys of a mapping a comment names where none of them must be written."""
_GIVEN_BY_PATH = ("id", "customer")
_LATER = ("status", "reason")
_REQUIRED = {"zh": "必填", "en": "required"}


class Draft(NamedTuple):
    """A new record's text, and the keys that somebody has to fill in."""

    text: str
    missing: tuple[str, ...]


def draft_of(kind: str, values: Mapping[str, Value], lang: str, called_for: tuple[str, ...] = ()) -> Draft:
    """Return a new record of a kind: given values, then required keys without one, then all other keys as comments.

    ``called_for`` are keys that this record needs besides those that every record of its kind needs.
    """
    schema = schema_of(kind)
    model = str(cast("Object", schema["else"])["$ref"]).rsplit("/", 1)[-1]
    definitions = cast("dict[str, Object]", schema["definitions"])
    properties = cast("dict[str, Object]", definitions[model]["properties"])
    required = cast("list[str]", definitions[model].get("required", []))
    lines: list[str] = []
    later: list[str] = []
    missing: list[str] = []
    for key, part in properties.items():
        words = words_of(model, key)
        told = "" if words is None else words[0] if lang == "zh" else words[1]
        if key in values:
            lines.append(_given(key, values[key]))
        elif key in _GIVEN_BY_PATH or key in _LATER:
            continue
        elif key in required or key in called_for:
            missing.append(key)
            lines.append(f"{key}:  # {_REQUIRED[lang]}: {_comment(told, _hint(part, definitions, lang))}")
        else:
            later.append(f"# {key}:  # {_comment(told, _hint(part, definitions, lang))}")
    return Draft("\n".join([*lines, *later]) + "\n", tuple(missing))


def _given(key: str, value: Value) -> str:
    """Write a value on its key's line; a list of mappings one a line, as people write histories."""
    if isinstance(value, list | tuple) and value and not isinstance(value[0], str):
        return "\n".join([f"{key}:", *(f"  - {flow(item)}" for item in value)])
    return f"{key}: {flow(value)}"


def _comment(told: str, hint: str) -> str:
    return f"{told}  {hint}".strip() if hint and hint not in told else told


def _hint(schema: Object, definitions: Mapping[str, Object], lang: str) -> str:
    """Say in a few signs what may stand there: the words of a list, the form of a date, the ends of a range, inner keys."""
    found = schema
    options = [part for part in cast("list[Object]", schema.get("anyOf") or []) if part.get("type") != "null"]
    if options:
        found = options[0]
    if "$ref" in found:
        inner = definitions[str(found["$ref"]).rsplit("/", 1)[-1]]
        keys = cast("list[str]", inner.get("required") or list(cast("Object", inner["properties"]))[:SHOWN])
        more = ", …" if len(keys) < len(cast("Object", inner["properties"])) else ""
        return "{" + ", ".join(f"{key}: " for key in keys) + more + "}"
    listing = choices_in(schema)
    if listing:
        words = VOCABULARY[listing].values()
        return " | ".join(f"{word.id} {word.zh}" if lang == "zh" else word.id for word in words)
    if "items" in found:
        return f"[{_hint(cast('Object', found['items']), definitions, lang)}]"
    if found.get("format") == "date":
        return "2026-11-18"
    return _range(found.get("minimum"), found.get("maximum"))


def _range(low: Schema, high: Schema) -> str:
    return f"{low}–{high}" if low is not None and high is not None else ""
