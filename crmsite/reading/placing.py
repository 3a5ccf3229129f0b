"""From a path to what lies there: the kind, the owner customer, the id that the path gives."""

from __future__ import annotations

import re

from crmsite.catalogue import KIND, KIND_OF_NAME
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.grammar.guess import nearest
from crmsite.kinds.kind import Kind
from crmsite.slotted import Slotted

_VERSIONED = re.compile(r"([a-z]+)-v\d+")
_CUSTOMER_ID = re.compile(r"[A-Za-z]+-?\d+")
_POLICY_KINDS = {
    "tier", "rfm", "value", "priority", "warnings", "rates", "ltv", "satisfaction", "effects", "kano", "match", "channels",
    "findings",
}
_OWNED = {name: kind for name, kind in KIND_OF_NAME.items() if kind.owner != "none"}
"""The names of kinds that may lie below a customer."""

CUSTOMER_KEYS = frozenset(
    ("stages", "owners", "contracts", "goals", "milestones", "aliases", "tags", "products", "channels", "decision_chain")
)
"""Keys of ``customer.yaml`` that hold several things, and so look like folders of their own."""


class Place(Slotted):
    """What a path says. ``customer`` and ``id`` are empty where the path says neither; ``stem`` is the file's name."""

    kind: str
    customer: str = ""
    id: str = ""
    stem: str = ""


def place(path: str) -> Place | Diagnostic:
    """Apply the layout rule: the kind is the nearest folder or stem that names one; the customer is the folder it lies under."""
    folders = path.split("/")
    stem = folders.pop().rsplit(".", 1)[0]
    table = path.endswith(".csv")
    if len(folders) == 2 and folders[0] == "customers" and (own := _OWNED.get(stem)) and table == (own.shape == "table"):
        return Place(own.id, folders[1], folders[1] if own.id == "customer" else "", stem)  # where nearly all files lie
    if path.startswith("customers/"):
        return _under_customers(path, folders[1:], stem, table=table)
    if folders[:1] == ["policy"]:
        return _policy(path, folders[1:], stem)
    if folders[:1] == ["taxonomy"] and len(folders) == 1:
        return Place("taxonomy", id=stem, stem=stem)
    names = [*folders, stem]
    known = [(at, KIND_OF_NAME[name]) for at, name in enumerate(names) if name in KIND_OF_NAME]
    if not known or (known[0][0] > 0 and known[0][0] == len(names) - 1 and folders):
        return _unknown(path, folders[0] if folders else stem)
    at, kind = known[-1]
    return _placed(path, kind, "", names, at, table=table)


def _under_customers(path: str, folders: list[str], stem: str, *, table: bool) -> Place | Diagnostic:
    names = [*folders, stem]
    known = [at for at, name in enumerate(names) if at and name in _OWNED]
    if known:
        return _placed(path, _OWNED[names[known[-1]]], names[known[0] - 1], names, known[-1], table=table)
    misnamed = next((name for name in folders[1:] if _kind_meant(name)), "")
    if misnamed:
        return _unknown(path, misnamed)
    key = next((at for at, name in enumerate(names) if at > 0 and name in CUSTOMER_KEYS), 0)
    if key:
        return fault("key-as-file", Span(path, 1), key=names[key], target=f"customers/{'/'.join(names[:key])}/customer.yaml")
    if not table and (not folders or _CUSTOMER_ID.fullmatch(stem)):
        return Place("customer", stem, stem, stem)
    return _unknown(path, folders[1] if len(folders) > 1 else stem)


def _kind_meant(name: str) -> str:
    """Return the folder name that one in the singular, the plural or capitals was meant to be; most names mean none."""
    folded = name.casefold()
    return next((n for n in (folded, f"{folded}s", folded.removesuffix("s")) if n != name and n in KIND_OF_NAME), "")


def _policy(path: str, folders: list[str], stem: str) -> Place | Diagnostic:
    if folders == ["playbooks"]:
        return Place("playbook", id=stem, stem=stem)
    if folders == ["calendar"]:
        return Place("calendar", id=stem, stem=stem)
    match = _VERSIONED.fullmatch(stem)
    if not folders and match and match[1] in _POLICY_KINDS:
        return Place(match[1] + "_policy", id=stem, stem=stem)
    name = match[1] if match else (folders or [stem])[0]
    return fault("unknown-folder", Span(path, 1), name=name, guess=nearest(name, [f"{n}-v1" for n in sorted(_POLICY_KINDS)]))


def _placed(path: str, kind: Kind, customer: str, names: list[str], at: int, *, table: bool) -> Place | Diagnostic:
    if is_sheet(path):
        return Place(kind.id, stem=names[-1])
    if table != (kind.shape == "table"):
        return fault("misplaced-file", Span(path, 1), path=path, kind=kind.id, shape="record" if table else "table")
    stem = names[-1]
    if kind.id in ("customer", "survey") and stem in kind.names:
        owner = names[at - 1] if at else ""
        return Place(kind.id, owner if kind.id == "customer" else "", owner, stem)
    if at == len(names) - 1:
        return Place(kind.id, customer, "", stem)
    if kind.id == "response" and at and not stem.startswith(names[at - 1]):  # one person answers many surveys
        return Place(kind.id, customer, f"{names[at - 1]}-{stem}", stem)
    return Place(kind.id, customer, made_id(kind.id, customer, stem), stem)


def is_sheet(path: str) -> bool:
    """Tell whether a file is an export of a survey's answers: a table in the survey's folder."""
    return path.endswith(".csv") and path.startswith("surveys/") and survey_beside(path) != ""


def survey_beside(path: str) -> str:
    """Return the folder of the survey that answers belong to; empty where the path has none."""
    folders = path.removesuffix(".csv").split("/")
    return "/".join(folders[: folders.index("responses")]) if "responses" in folders[2:] else ""


def made_id(kind: str, customer: str, stem: str) -> str:
    """Return the id that a path gives: ``N-C001-STEM``; a stem that already is the whole id stands as it is."""
    prefix = KIND[kind].prefix
    if not prefix or stem.startswith(prefix + "-"):
        return stem
    if kind in ("case", "rootcause", "risk", "waiver") or not customer:
        return f"{prefix}-{stem}"
    return f"{prefix}-{customer}-{stem}"


def _unknown(path: str, name: str) -> Diagnostic:
    names = [*KIND_OF_NAME, "policy", "taxonomy"]
    return fault("unknown-folder", Span(path, 1), name=name, guess=nearest(name, names))
