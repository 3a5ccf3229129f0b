"""References resolve: every id that a record names is there, and of the kind that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmsite.checks.case_file import CaseFile, Known, at
from crmsite.guess import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crmsite.diagnostics import Diagnostic
    from crmsite.fields import Record
    from crmsite.kinds.site import Taxonomy


def unresolved(references: Iterable[tuple[str, str]], case: CaseFile, taxonomies: Mapping[str, Taxonomy]) -> list[tuple[str, str]]:
    """Return the references that name nothing known here; they may still name another customer's record."""
    missing = []
    for kind, name in references:
        if kind.startswith("taxonomy:"):
            taxonomy = taxonomies.get(kind[9:])
            if taxonomy is not None and not any(
                name in (value.id, value.zh, value.en) or name in value.aliases for value in taxonomy.values
            ):
                missing.append((kind, name))
            continue
        found = case.known(name)
        if found is None or (kind not in ("any", found.kind) and kind != "policy") or found.void:
            missing.append((kind, name))
    return missing


def places(record: Record, kind: str, name: str) -> Iterator[tuple[str | int, ...]]:
    """Find where in a record a reference stands; walked only for the ones that are wrong."""
    yield from _walk(record, kind, name, ())


def _walk(node: Any, kind: str, name: str, keys: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, str):
        if node == name and keys and keys[-1] not in ("id", "path"):
            yield keys
    elif isinstance(node, tuple) and not hasattr(node, "_fields"):
        for at_index, item in enumerate(node):
            yield from _walk(item, kind, name, (*keys, at_index))
    elif hasattr(type(node), "model_fields"):
        for attribute, field in type(node).model_fields.items():
            alias = field.alias or attribute
            if not alias.startswith("@"):
                yield from _walk(getattr(node, attribute), kind, name, (*keys, alias))


def faults_of(
    record: Record, kind: str, name: str, found: Known | None, names: Iterable[str], taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Diagnostic]:
    """Say what is wrong with a reference, once for each place where it stands in the record."""
    for keys in places(record, kind, name):
        if kind.startswith("taxonomy:"):
            values = taxonomies[kind[9:]].values
            known = [text for value in values for text in (value.id, value.zh, value.en, *value.aliases)]
            ids = "、".join(value.id for value in values)
            yield _at(record, "unknown-taxonomy-value", keys, text=name, taxonomy=kind[9:], guess=nearest(name, known), known=ids)
        elif found is None:
            yield _at(record, "dangling-reference", keys, id=name, kind=kind, guess=nearest(name, names))
        elif found.void:
            yield _at(record, "void-referenced", keys, id=name)
        else:
            yield _at(record, "wrong-kind-reference", keys, id=name, found=found.kind, expected=kind)


def _at(record: Record, rule: str, keys: tuple[str | int, ...], **args: object) -> Diagnostic:
    named = tuple(key for key in keys if isinstance(key, str))[:1]
    found = at(record, rule, *named, **args)
    prefix = ((str(record.index),) if record.index >= 0 else ())
    return found._replace(keys=prefix + tuple(str(key) for key in keys))
