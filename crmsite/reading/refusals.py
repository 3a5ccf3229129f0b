"""What pydantic refuses, said as faults of ours: which rule is broken, at which columns, and what may stand there instead."""

from __future__ import annotations

import re
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Annotated, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from crmsite.diagnostics import Diagnostic, Span, fault, fault_from
from crmsite.grammar.fields import Choice, Localised, Ref
from crmsite.grammar.guess import nearest
from crmsite.grammar.values import labelled, read_date, read_moment, read_number, read_positive, read_times, span_of
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.parsing import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from crmsite.parsing.nodes import KeyPath, Node

ANSWERED: Mapping[str, str] = {"nps": "recommend", "score": "scores", "csat": "scores", "total": "scores"}
"""What the figures that are worked out of answers are worked out of, in a response: there they name what was answered."""

DERIVED: Mapping[str, str] = {
    "tier": "assessments", "level": "assessments", "grade": "assessments", "rfm": "orders", "segment": "orders",
    "rfm_segment": "orders", "value_band": "orders", "value": "orders", "label": "orders, industry, need_feature",
    "quadrant": "importance, urgency", "rank": "importance, urgency", "priority": "importance, urgency",
    "cooperation_years": "cooperation_since", "years": "cooperation_since", "cumulative_amount": "orders",
    "amount_12m": "orders", "annual_amount": "orders", "order_count": "orders", "orders_12m": "orders", "aov": "orders",
    "last_order": "orders", "last_followup": "followups", "last_contact": "followups", "next_due": "plans",
    "overdue": "due", "overdue_days": "due", "risk_level": "likelihood, impact", "churn": "stages", "csat": "surveys",
    "nps": "surveys", "total": "scores", "score": "scores",
}  # fmt: skip
"""What is computed and never typed, and what it is computed from."""

_LINES_BRANCH = "dict[str,int]"
"""How pydantic calls the lines that a free mapping carries along; they are never at fault."""
_QUANTITIES = ("target", "value")
"""The keys of a measure that is nothing without its ``unit``."""


class Refused(NamedTuple):
    """A record that was refused: its file, its kind, where in the file it stands, and its tree."""

    path: str
    text: str
    kind: str
    keys: KeyPath
    tree: dict[str, Node]


def known_keys(model: type[BaseModel], loc: KeyPath) -> list[str]:
    """Return the keys that a model allows at a place, for did-you-mean."""
    annotation: object = model
    for step in loc:
        field = next((f for name, f in _fields(annotation) if step == (f.alias or name)), None)
        annotation = field.annotation if field else annotation  # an index, or the free key of a mapping
    return [key for name, f in _fields(annotation) if not (key := f.alias or name).startswith("@")]


def _fields(annotation: object) -> list[tuple[str, FieldInfo]]:
    model = _inner_model(annotation)
    return list(model.model_fields.items()) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _inner_model(annotation: object) -> object:
    """Look through ``X | None``, ``Annotated[X]`` and ``tuple[X, ...]`` for the model inside."""
    arguments = getattr(annotation, "__args__", None)
    if arguments is None or (isinstance(annotation, type) and not arguments):
        return annotation
    for argument in arguments:
        found = _inner_model(argument)
        if hasattr(found, "model_fields"):
            return found
    return annotation


def shape_of(value: object) -> str:
    """Return what a value is, in the words of the rules."""
    return {dict: "mapping", list: "list", tuple: "list", type(None): "nothing"}.get(type(value), "text")


def value_faults(refused: Refused, model: type[BaseModel], error: ValidationError) -> list[Diagnostic]:
    """Turn pydantic's errors into ours, one for each place: of a value that may take two forms, what is wrong with the nearer."""
    found: dict[KeyPath, Diagnostic] = {}
    for detail in error.errors(include_url=False):
        loc = _steps(refused.tree, detail["loc"])
        first = loc not in found or (found[loc].rule == "not-text" and detail["type"] == "model_type")
        if first and _LINES_BRANCH not in detail["loc"]:
            one = _fault(refused, model, loc, detail)
            if one is not None:
                found[loc] = one
    return [one for loc, one in found.items() if not any(len(other) > len(loc) and other[: len(loc)] == loc for other in found)]


def _steps(tree: Node, loc: tuple[str | int, ...]) -> KeyPath:
    """Return the keys of an error's place: what the record holds, and the last key where it is missing or not known."""
    steps: list[str | int] = []
    node: Node | int = tree
    for number, step in enumerate(loc):
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        elif not isinstance(node, dict) or number + 1 < len(loc) or "[" in str(step):
            continue
        steps.append(step)
    return tuple(steps)


def _mapping_at(tree: Node, loc: KeyPath) -> Mapping[str, object]:
    node: object = tree
    for step in loc:
        if isinstance(node, list) and isinstance(step, int):
            node = node[step]
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def _fault(refused: Refused, model: type[BaseModel], loc: KeyPath, detail: ErrorDetails) -> Diagnostic | None:
    """Turn one of pydantic's errors into one of ours, placed by columns; ``None`` where another fault says it better."""
    path, text = refused.path, refused.text
    full = (*refused.keys, *loc)
    names = tuple(str(key) for key in full)
    error, key = detail["type"], str(loc[-1]) if loc else ""
    if error == "extra_forbidden":
        span = nodes.locate(path, text, full, key=True)
        answered = ANSWERED.get(key, "") if refused.kind == "response" else ""
        known = known_keys(model, loc[:-1])
        derived = DERIVED.get(key, "") if len(loc) == 1 and f"{key}s" not in known else "due" if key == "status" else ""
        if derived and not answered:
            return fault("derived-value-typed", span, keys=names, key=key, where=derived)
        return fault("unknown-key", span, keys=names, key=key, guess=answered or nearest(key, known), known="、".join(known))
    beside = _mapping_at(refused.tree, loc[:-1])
    if error == "missing":
        span = nodes.locate(path, text, full[:-1])
        if key != "unit":
            return fault("missing-key", span, keys=names, key=key, kind=refused.kind, known=_listed(model, loc))
        if any(_is_percentage(beside.get(name)) for name in _QUANTITIES):
            return None  # the bare percentage is the fault
        return fault("target-without-unit", span, keys=names, metric=beside.get("metric") or beside.get("name") or "")
    span = nodes.locate(path, text, full)
    context = detail.get("ctx", {})
    if "rule" not in context:
        return _shape_fault(span, names, detail, _form(model, loc, detail["input"]))
    if key in _QUANTITIES and _is_percentage(detail["input"]) and "unit" not in beside and "unit" in known_keys(model, loc[:-1]):
        return fault("bare-percent", span, keys=names, text=detail["input"])
    rule = str(context["rule"])
    told = {name: str(value) for name, value in context.items() if name != "rule"}
    return fault_from(rule, span, {**told, **_told_by_model(rule, model, loc, detail["input"])}, names)


def _told_by_model(rule: str, model: type[BaseModel], loc: KeyPath, value: object) -> dict[str, str]:
    """Return what the key's type knows of the way in which a value is mended."""
    if rule == "not-a-list":
        return {"form": _item(model, loc, value)}
    if rule == "empty-text":
        return {"wanted": _wanted(model, loc)}
    field = _field_at(model, loc)
    if rule == "not-text" and field is not None:
        return {"wanted": _wanted_of(field)}
    if rule == "not-a-date":
        return {"otherwise": "required" if field is not None and field.is_required() else "optional"}
    return {}


def _is_percentage(value: object) -> bool:
    return isinstance(value, str) and value.rstrip().endswith(("%", "％"))


def _shape_fault(span: Span, keys: tuple[str, ...], detail: ErrorDetails, form: str) -> Diagnostic:
    """Say that a value has another form than its key takes; ``form`` is what the key could be written as."""
    error, value = detail["type"], detail["input"]
    if error in ("model_type", "model_attributes_type", "dict_type"):
        return fault("not-a-mapping", span, keys=keys, found=shape_of(value), form=form)
    if error in ("tuple_type", "list_type"):
        text = "…" if isinstance(value, dict) else str(value)
        return fault("not-a-list", span, keys=keys, text=text, form=text)
    if error == "literal_error" and isinstance(value, str):
        listed = re.findall("'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
        if listed == ["void"]:
            return fault("status-typed", span, keys=keys, text=value)
        guess = nearest(value, listed)
        return fault("not-in-list", span, keys=keys, text=value, listing=keys[-1], known="、".join(listed), guess=guess)
    return fault("not-text", span, keys=keys, found=shape_of(value))


def _field_at(model: type[BaseModel], loc: KeyPath) -> FieldInfo | None:
    """Return the field of the last key on a path; ``None`` where a free key stands there."""
    annotation: object = model
    field = None
    for step in loc:
        if isinstance(step, str):
            field = next((one for name, one in _fields(annotation) if step == (one.alias or name)), None)
            if field is None:
                return None
            annotation = field.annotation
    return field


def _form(model: type[BaseModel], loc: KeyPath, value: object) -> str:
    """Return how a key that takes a mapping is written, ``period: {from: …, to: …}``; empty for a record as a whole."""
    if not loc:
        return ""
    field = _field_at(model, loc)
    inner = _mapping_form(field.annotation, value) if field is not None else ""
    return (f"{loc[-1]}: " if isinstance(loc[-1], str) else "") + (inner or "{…: …}")


def _item(model: type[BaseModel], loc: KeyPath, value: object) -> str:
    """Return how one item of a list is written, of which a text stands in place of the list."""
    field = _field_at(model, loc)
    return (_mapping_form(field.annotation, value) if field is not None else "") or str(value).strip("[]")


def _mapping_form(annotation: object, value: object) -> str:
    """Return the mapping that a type takes, with its required keys; a text that is written stays where only one can take it."""
    fields = [(key, field) for name, field in _fields(annotation) if not (key := field.alias or name).startswith("@")]
    chosen = [(key, field) for key, field in fields if field.is_required()] or fields[:3]
    if len(chosen) == 1:
        key, field = chosen[0]
        if isinstance(value, str) and field.annotation in (str, Localised) and not _wanted_of(field):
            return f"{{{key}: {value}}}"
        if isinstance(value, list) and all(isinstance(item, str) for item in value) and get_origin(field.annotation) is tuple:
            return f"{{{key}: [{', '.join(map(str, value))}]}}"
    return "{" + ", ".join(f"{key}: …" for key, _ in chosen) + "}" if chosen else ""


_WANTED = {read_number: "number", read_positive: "number", read_times: "number", read_date: "date", read_moment: "date"}


def _listed(model: type[BaseModel], loc: KeyPath) -> str:
    """Return the listed values of a key, for a wording; empty where it takes others."""
    field = _field_at(model, loc)
    choice = next((mark for mark in _marks(field) if isinstance(mark, Choice)), None) if field is not None else None
    return labelled(VOCABULARY[choice.listing].values()) if choice is not None else ""


def _wanted(model: type[BaseModel], loc: KeyPath) -> str:
    """Return what has to be written where a required key is empty; nothing where the key may as well go."""
    field = _field_at(model, loc)
    return (_wanted_of(field) or "text") if field is not None and field.is_required() else ""


def _marks(field: FieldInfo) -> list[object]:
    """Return what is written beside a field's type, also where the type is that or nothing."""
    kinds = get_args(field.annotation) if get_origin(field.annotation) in (Union, UnionType) else ()
    return [*field.metadata, *(mark for kind in kinds if get_origin(kind) is Annotated for mark in get_args(kind)[1:])]


def _wanted_of(field: FieldInfo) -> str:
    """Return what a field takes besides text: ``number``, ``date``, ``choice``, a range such as ``1..5``; empty for text."""
    for mark in _marks(field):
        if isinstance(mark, Choice | Ref):
            return "choice" if isinstance(mark, Choice) else "reference"
        read = mark.func if isinstance(mark, BeforeValidator) else None
        if isinstance(read, partial):
            low, high = read.args[:2]
            return span_of(low, high) or "number"
        if read in _WANTED:
            return _WANTED[read]
    return ""
