"""What pydantic refuses, said as faults of ours: which rule is broken, at which columns, and what may stand there instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel

from crmsite import nodes
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.guess import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from crmsite.nodes import KeyPath, Node

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
        if loc not in found and _LINES_BRANCH not in detail["loc"]:
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
        in_list = isinstance(node, list) and isinstance(step, int)
        node = node[step] if in_list else node.get(step) if isinstance(node, dict) else None  # type: ignore[index]
    return node if isinstance(node, dict) else {}


def _fault(refused: Refused, model: type[BaseModel], loc: KeyPath, detail: ErrorDetails) -> Diagnostic | None:
    """Turn one of pydantic's errors into one of ours, placed by columns; ``None`` where another fault says it better."""
    path, text = refused.path, refused.text
    full = (*refused.keys, *loc)
    names = tuple(str(key) for key in full)
    error, key = detail["type"], str(loc[-1]) if loc else ""
    if error == "extra_forbidden":
        span = nodes.locate(path, text, full, key=True)
        if key in DERIVED and len(loc) == 1:
            return fault("derived-value-typed", span, keys=names, key=key, where=DERIVED[key])
        known = known_keys(model, loc[:-1])
        return fault("unknown-key", span, keys=names, key=key, guess=nearest(key, known), known="、".join(known))
    beside = _mapping_at(refused.tree, loc[:-1])
    if error == "missing":
        span = nodes.locate(path, text, full[:-1])
        if key != "unit":
            return fault("missing-key", span, keys=names, key=key, kind=refused.kind)
        if any(_is_percentage(beside.get(name)) for name in _QUANTITIES):
            return None  # the bare percentage is the fault
        return fault("target-without-unit", span, keys=names, metric=beside.get("metric") or beside.get("name") or "")
    span = nodes.locate(path, text, full)
    context = detail.get("ctx", {})
    if "rule" not in context:
        return _shape_fault(span, names, error, detail["input"], str(context.get("expected", "")))
    if key in _QUANTITIES and _is_percentage(detail["input"]) and "unit" not in beside and "unit" in known_keys(model, loc[:-1]):
        return fault("bare-percent", span, keys=names, text=detail["input"])
    return fault(str(context["rule"]), span, keys=names, **{name: value for name, value in context.items() if name != "rule"})


def _is_percentage(value: object) -> bool:
    return isinstance(value, str) and value.rstrip().endswith(("%", "％"))


def _shape_fault(span: Span, keys: tuple[str, ...], error: str, value: object, expected: str) -> Diagnostic:
    """Say that a value has another form than its key takes."""
    if error in ("model_type", "model_attributes_type", "dict_type"):
        return fault("not-a-mapping", span, keys=keys, found=shape_of(value))
    if error in ("tuple_type", "list_type"):
        return fault("not-a-list", span, keys=keys, text="…" if isinstance(value, dict) else str(value))
    if error == "literal_error" and isinstance(value, str):
        listed = re.findall("'([^']*)'", expected)
        guess = nearest(value, listed)
        return fault("not-in-list", span, keys=keys, text=value, listing=keys[-1], known="、".join(listed), guess=guess)
    return fault("not-text", span, keys=keys, found=shape_of(value))
