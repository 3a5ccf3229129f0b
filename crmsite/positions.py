"""From keys to columns: where a fault is known by its keys only, its file is opened again, and only then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite import nodes
from crmsite.source import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crmsite.diagnostics import Diagnostic


def placed(records: Path, faults: Sequence[Diagnostic]) -> tuple[list[Diagnostic], Callable[[str], list[str]]]:
    """Return the faults with columns, and a function that gives a file's lines for excerpts (none for what cannot be read)."""
    texts: dict[str, str] = {}
    text_of = partial(_text, records, texts)
    return [_with_columns(found, text_of) for found in faults], lambda path: text_of(path).split("\n")


def _text(records: Path, texts: dict[str, str], path: str) -> str:
    if path not in texts:
        try:
            texts[path] = nodes.decode(path, read(records, path))[0]
        except OSError:
            texts[path] = ""
    return texts[path]


def _with_columns(found: Diagnostic, text_of: Callable[[str], str]) -> Diagnostic:
    span = found.span
    if span.column or not found.keys or not span.path.endswith((".yaml", ".yml")):
        return found
    text = text_of(span.path)
    if not text:
        return found
    keys = tuple(int(key) if key.isdigit() else key for key in found.keys)
    return found._replace(span=nodes.locate(span.path, text, keys))
