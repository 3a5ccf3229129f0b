"""From keys to columns: where a fault is known by its keys only, its file is opened again, and only then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite.grammar.cell_places import cell_place
from crmsite.parsing import nodes
from crmsite.parsing.source import limit_of, read
from crmsite.reading import privacy
from crmsite.reading.placing import is_sheet
from crmsite.rules.personal_data import PERSONAL_DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from crmsite.diagnostics import Diagnostic, Span


def placed(records: Path, faults: Sequence[Diagnostic]) -> tuple[list[Diagnostic], Callable[[str], list[str]]]:
    """Return the faults with columns, and a function that gives a file's lines for excerpts (none for what cannot be read).

    In the lines personal data is masked, as far as faults point at it: an excerpt is copied like a page.
    """
    texts: dict[str, str] = {}
    rows: dict[str, list[str]] = {}
    text_of = partial(_text, records, texts)
    found = [_with_columns(one, text_of, rows) for one in faults]
    hidden = [one.span for one in found if one.rule in _PERSONAL]
    return found, lambda path: _excerpts(
        text_of(path), [span for span in hidden if span.path == path], hidden_rows=is_sheet(path)
    )


_PERSONAL = frozenset(rule.id for rule in PERSONAL_DATA)


def _excerpts(text: str, hidden: Iterable[Span], *, hidden_rows: bool) -> list[str]:
    """Return a file's lines for excerpts; of an export of answers the headings alone: its rows may tell who answered."""
    lines = text.split("\n")
    if hidden_rows:
        return lines[:1]
    for span in hidden:
        if span.line <= len(lines):
            line, start, end = lines[span.line - 1], span.column - 1, span.end - 1
            lines[span.line - 1] = line[:start] + privacy.masked(line[start:end]) + line[end:]
    return lines


def _text(records: Path, texts: dict[str, str], path: str) -> str:
    if path not in texts:
        try:
            data = read(records, path)
            texts[path] = nodes.decode(path, data)[0] if len(data) <= limit_of(path) else ""
        except OSError:
            texts[path] = ""
    return texts[path]


def _with_columns(found: Diagnostic, text_of: Callable[[str], str], tables: dict[str, list[str]]) -> Diagnostic:
    """Return a fault with its columns; ``tables`` keeps the lines of tables, which may have faults in every row."""
    span = found.span
    if span.column or not found.keys:
        return found
    text = text_of(span.path)
    if not text:
        return found
    if span.path.endswith(".csv"):
        rows = tables.get(span.path) or tables.setdefault(span.path, text.split("\n"))
        return found._replace(span=cell_place(span.path, rows, span.line, found.keys[0]))
    keys = tuple(int(key) if key.isdigit() else key for key in found.keys)
    return found._replace(span=nodes.locate(span.path, text, keys))
