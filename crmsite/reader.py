"""One file to its records: place, parse, type, look for personal data. Pure, never raises; its faults are part of its value."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from crmsite import nodes, privacy
from crmsite.catalogue import KIND
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.fields import Record
from crmsite.guess import nearest
from crmsite.placing import Place, place
from crmsite.tables import Row, parse_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from crmsite.nodes import KeyPath, Node

Tree = dict[str, "Node"]

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


class Entry(NamedTuple):
    """One record as it was read: kind, owner customer (or empty), id, line, and its text tree with ids filled in."""

    kind: str
    customer: str
    id: str
    line: int
    tree: Tree


References = set[tuple[str, str]]
"""The references that a record makes: ``(kind, id)``; ``taxonomy:NAME`` with a value; ``any`` for evidence."""


class Made(NamedTuple):
    """An entry's record, with the references that it makes."""

    record: Record
    references: References


class FileRead(NamedTuple):
    """All that one file gives. ``rows`` are a table's rows, of the kind that ``table`` names; ``made`` the typed entries."""

    path: str
    entries: tuple[Entry, ...]
    table: str
    rows: tuple[Row, ...]
    faults: tuple[Diagnostic, ...]
    made: tuple[Made, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything in the file had to be left out."""
        return any(found.severity == "error" for found in self.faults)


def model_of(kind: str) -> type[Record]:
    """Return a kind's model; its module is imported only here."""
    module, _, name = KIND[kind].model.partition(":")
    model: type[Record] = getattr(import_module(module), name)
    return model


def typed(entry: Entry, references: References) -> Record:
    """Return the record of an entry that was read without a fault, and note its references down."""
    return model_of(entry.kind).model_validate(entry.tree, context=references)


def read_file(path: str, data: bytes) -> FileRead:
    """Read one record file. Every fault of the file is reported in one go."""
    placed = place(path)
    if isinstance(placed, Diagnostic):
        return FileRead(path, (), "", (), (placed,))
    text, faults = nodes.decode(path, data)
    if faults:
        return FileRead(path, (), "", (), faults)
    found = _personal_data(path, text)
    if KIND[placed.kind].shape == "table":
        rows, problems = parse_table(placed.kind, path, text, placed.customer)
        return FileRead(path, (), placed.kind, tuple(rows), (*problems, *found))
    parsed = nodes.parse(path, text)
    if parsed.tree is None:
        return FileRead(path, (), "", (), (*parsed.faults, *found))
    entries, made, problems = _entries(path, text, placed, parsed.tree)
    return FileRead(path, tuple(entries), "", (), (*problems, *found), tuple(made))


def _personal_data(path: str, text: str) -> list[Diagnostic]:
    spans = []
    for finding in privacy.personal_data(text):
        start = text.rfind("\n", 0, finding.start) + 1
        line = text.count("\n", 0, start) + 1
        column = finding.start - start + 1
        spans.append(fault(finding.rule, Span(path, line, column, column + finding.end - finding.start), text=finding.text))
    return spans


def _entries(path: str, text: str, placed: Place, tree: Node) -> tuple[list[Entry], list[Made], list[Diagnostic]]:
    items: list[tuple[KeyPath, Node]] = [((at,), item) for at, item in enumerate(tree)] if isinstance(tree, list) else [((), tree)]
    entries: list[Entry] = []
    made: list[Made] = []
    faults: list[Diagnostic] = []
    for keys, item in items:
        if not isinstance(item, dict):
            faults.append(fault("not-a-mapping", nodes.locate(path, text, keys), found="list" if isinstance(item, list) else "text"))
            continue
        entry, one, problems = _entry(path, text, placed, keys, item)
        faults.extend(problems)
        if entry is not None and one is not None:
            entries.append(entry)
            made.append(one)
    return entries, made, faults


def _entry(
    path: str, text: str, placed: Place, keys: KeyPath, item: Tree
) -> tuple[Entry | None, Made | None, list[Diagnostic]]:
    faults = _identify(path, text, placed, keys, item)
    if faults:
        return None, None, faults
    item["@path"] = path
    if keys:
        item["@index"] = keys[0]  # type: ignore[assignment]  # a place, not a value of the record
    references: References = set()
    try:
        record = model_of(placed.kind).model_validate(item, context=references)
    except ValidationError as error:
        return None, None, [_value_fault(path, text, placed.kind, keys, item, detail) for detail in error.errors(include_url=False)]
    if record.status == "void" and not record.reason:
        faults.append(fault("void-without-reason", nodes.locate(path, text, (*keys, "status"))))
    customer = item.get("customer") or ""
    if placed.kind == "customer":
        customer = str(item["id"])
    lines = item[nodes.LINES]
    line = min(lines.values(), default=1) if isinstance(lines, dict) else 1
    return Entry(placed.kind, str(customer), str(item["id"]), int(str(line)), item), Made(record, references), faults


def _identify(path: str, text: str, placed: Place, keys: KeyPath, item: Tree) -> list[Diagnostic]:
    """Fill in the id and the customer that the path gives; a contradiction with the path is a fault."""
    faults = []
    kind = KIND[placed.kind]
    typed_id = item.get("id")
    single = not keys
    if typed_id is None:
        if placed.id and single:
            item["id"] = placed.id
        elif single and kind.id in ("opening", "site"):
            item["id"] = f"OB-{placed.customer}" if kind.id == "opening" else "site"
        else:
            faults.append(fault("missing-key", nodes.locate(path, text, keys), keys=_keys(keys), key="id", kind=kind.zh))
    elif placed.id and single and typed_id != placed.id:
        span = nodes.locate(path, text, ("id",))
        faults.append(fault("id-mismatch", span, typed=str(typed_id), path_id=placed.id))
    if kind.owner == "none" or kind.id == "customer":
        return faults
    customer = item.get("customer")
    if placed.customer:
        if customer is None:
            item["customer"] = placed.customer
        elif customer != placed.customer:
            span = nodes.locate(path, text, (*keys, "customer"))
            faults.append(fault("customer-mismatch", span, typed=str(customer), path_id=placed.customer))
    elif customer is None and kind.owner == "customer":
        faults.append(fault("no-customer", nodes.locate(path, text, keys), kind=kind.zh))
    return faults


def _keys(keys: KeyPath) -> tuple[str, ...]:
    return tuple(str(key) for key in keys)


def _known_keys(kind: str, item: Node, loc: KeyPath) -> list[str]:
    """Return the keys that the model allows at a place, for did-you-mean."""
    from pydantic import BaseModel

    annotation: object = model_of(kind)
    for step in loc:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = next((f for name, f in annotation.model_fields.items() if step in (f.alias, name)), None)
            annotation = field.annotation if field else None
        annotation = _inner_model(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [f.alias or name for name, f in annotation.model_fields.items() if not (f.alias or name).startswith("@")]
    return []


def _inner_model(annotation: object) -> object:
    """Look through ``X | None``, ``Annotated[X]`` and ``tuple[X, ...]`` for the model inside."""
    arguments = getattr(annotation, "__args__", None)
    if arguments is None or isinstance(annotation, type) and not arguments:
        return annotation
    for argument in arguments:
        found = _inner_model(argument)
        if hasattr(found, "model_fields"):
            return found
    return annotation


def _value_fault(path: str, text: str, kind: str, keys: KeyPath, item: Tree, detail: ErrorDetails) -> Diagnostic:
    """Turn one of pydantic's errors into one of ours, placed by columns."""
    loc = tuple(step for step in detail["loc"] if not (isinstance(step, str) and "[" in step))
    full = (*keys, *loc)
    context = detail.get("ctx", {})
    error = detail["type"]
    if error == "extra_forbidden":
        span = nodes.locate(path, text, full, key=True)
        key = str(loc[-1])
        if key in DERIVED and len(loc) == 1:
            return fault("derived-value-typed", span, keys=_keys(full), key=key, where=DERIVED[key])
        known = _known_keys(kind, item, loc[:-1])
        return fault("unknown-key", span, keys=_keys(full), key=key, guess=nearest(key, known), known="、".join(known))
    if error == "missing":
        return fault("missing-key", nodes.locate(path, text, full[:-1]), keys=_keys(full), key=str(loc[-1]), kind=KIND[kind].zh)
    span = nodes.locate(path, text, full)
    if "rule" in context:
        arguments = {name: value for name, value in context.items() if name != "rule"}
        return fault(str(context["rule"]), span, keys=_keys(full), **arguments)
    if error in ("model_type", "model_attributes_type", "dict_type"):
        return fault("not-a-mapping", span, keys=_keys(full), found=type(detail["input"]).__name__)
    if error in ("tuple_type", "list_type"):
        return fault("not-a-list", span, keys=_keys(full), text=str(detail["input"]))
    if error == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        value = str(detail["input"])
        return fault("not-in-list", span, keys=_keys(full), text=value, listing=str(loc[-1]), known=expected, guess=nearest(value, expected.split("、")))
    return fault("not-text", span, keys=_keys(full), found=error)
