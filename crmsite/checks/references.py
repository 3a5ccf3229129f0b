"""References resolve: every id that a record names is there, of the kind that is meant, and the customer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from pydantic import BaseModel

from crmsite.checks.case_file import CaseFile, Known, at
from crmsite.grammar.fields import Ref
from crmsite.grammar.guess import nearest
from crmsite.policy import POLICY_KINDS
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record
    from crmsite.kinds.site import Taxonomy

Spellings: TypeAlias = "Mapping[str, frozenset[str]]"
"""How the values of each taxonomy may be written, by the kind of reference (``taxonomy:NAME``)."""
_NO_EVIDENCE = frozenset([*POLICY_KINDS, "site", "taxonomy", "person", "capability", "customer", "code"])
"""Records that show nothing about a customer, so that no judgement can rest on them."""


def fits(kind: str, found: str) -> bool:
    """Tell whether a record of a kind may stand where a reference of another is due."""
    if kind == "any":
        return found not in _NO_EVIDENCE
    return found in POLICY_KINDS if kind == "policy" else found == kind


def is_foreign(known: Known, customer: str) -> bool:
    """Tell whether what a reference of a customer names is another customer's own."""
    return known.kind != "customer" and bool(known.customer) and known.customer != customer


def spellings(taxonomies: Mapping[str, Taxonomy]) -> Spellings:
    """Return every way to write a value of each taxonomy: its id, its labels, its other spellings."""
    return {
        f"taxonomy:{name}": frozenset(text for value in taxonomy.values for text in (value.id, value.zh, value.en, *value.aliases))
        for name, taxonomy in taxonomies.items()
    }


def unresolved(references: Iterable[tuple[str, str]], case: CaseFile, written: Spellings) -> list[tuple[str, str]]:
    """Return the references that name nothing known here; they may still name another customer's record."""
    missing = []
    rows: set[str] | None = None
    own, shared = case.own, case.shared
    for kind, name in references:
        found = own.get(name) or shared.get(name)
        if found is not None and found.kind == kind and not found.void and (found.customer == case.customer or not found.customer):
            continue  # most references
        if kind.startswith("taxonomy:"):
            values = written.get(kind)
            if values is not None and name not in values:
                missing.append((kind, name))
            continue
        if found is None and kind == "any":
            rows = rows or {order.order_id for order in case.orders} | {invoice.invoice_id for invoice in case.invoices}
            if name in rows:
                continue
        if found is None or found.void or not fits(kind, found.kind) or (case.customer and is_foreign(found, case.customer)):
            missing.append((kind, name))
    return missing


def faults_of(
    record: Record, kind: str, name: str, found: Known | None, guess: str, taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Diagnostic]:
    """Say what is wrong with a reference, once for each place where it stands in the record; ``guess`` is what was meant."""
    own = getattr(record, "customer", None)
    if own is None and type(record).__name__ == "Customer":
        own = getattr(record, "id", None)
    wrong = wrong_with(kind, name, found, guess, taxonomies, own)
    if wrong is not None:
        for keys in places(record, kind, name):
            yield at(record, wrong.rule, *keys, **wrong.args)


class Wrong(Slotted):
    """The rule that a reference breaks, and the arguments of its wording."""

    rule: str
    args: Mapping[str, object]


def wrong_with(
    kind: str, name: str, found: Known | None, guess: str, taxonomies: Mapping[str, Taxonomy], own: str | None
) -> Wrong | None:
    """Return what is wrong with a reference of a customer's (``own``) or of nobody's record; ``None`` where it holds."""
    if kind.startswith("taxonomy:"):
        values = taxonomies[kind[9:]].values
        known = [text for value in values for text in (value.id, value.zh, value.en, *value.aliases)]
        ids = "、".join(value.id for value in values)
        told = {"text": name, "taxonomy": kind[9:], "guess": nearest(name, known), "known": ids}
        return Wrong("unknown-taxonomy-value", told)
    if found is None and kind == "policy":
        return Wrong("policy-without-default", {"name": name})
    if found is None:
        return Wrong("dangling-reference", {"id": name, "kind": kind, "guess": guess})
    if not fits(kind, found.kind):
        return Wrong("wrong-kind-reference", {"id": name, "found": found.kind, "expected": kind})
    if found.void:
        return Wrong("void-referenced", {"id": name})
    if own is not None and is_foreign(found, own):
        return Wrong("other-customers-record", {"id": name, "owner": found.customer, "customer": own})
    return None


def places(record: Record, kind: str, name: str) -> Iterator[tuple[str | int, ...]]:
    """Find where in a record a reference of a kind stands; walked only for the ones that are wrong."""
    yield from _walk(record, kind, name, ())


def _walk(node: Any, kind: str, name: str, keys: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        for number, item in enumerate(node):
            yield from _walk(item, kind, name, (*keys, number))
    elif isinstance(node, BaseModel):
        for attribute, field in type(node).model_fields.items():
            alias = field.alias or attribute
            value = getattr(node, attribute)
            if _refers(field.annotation, kind) or any(_is_ref(mark, kind) for mark in field.metadata):
                yield from _named(value, name, (*keys, alias))
            elif not alias.startswith("@"):
                yield from _walk(value, kind, name, (*keys, alias))


def _named(value: object, name: str, keys: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if value == name:
        yield keys
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _named(item, name, (*keys, number))


def _refers(annotation: object, kind: str) -> bool:
    """Tell whether a field's type, or what it is a list of, is a reference of a kind."""
    marks = getattr(annotation, "__metadata__", ())
    return any(_is_ref(mark, kind) for mark in marks) or any(_refers(inner, kind) for inner in get_args(annotation))


def _is_ref(mark: object, kind: str) -> bool:
    return isinstance(mark, Ref) and mark.kind == kind
