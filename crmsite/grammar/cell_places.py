"""Where the cells of a table stand in its lines, for the place of a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmsite.diagnostics import Span
from crmsite.grammar.cells import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,]*')


def width_span(path: str, raw: str, line: int, width: int) -> Span:
    """Point at the first cell too many, else at the end of the row, where cells are missing."""
    raw = raw.rstrip("\r")
    cells = _cells(raw)
    if len(cells) > width:
        return Span(path, line, cells[width].start() + 1, len(raw) + 1)
    return Span(path, line, len(raw) + 1, len(raw) + 2)


def quote_span(path: str, text: str, line: int) -> Span:
    """Point at the last double quote that opens a cell of a row which cannot be read; without one at the whole row."""
    raw = "".join(text.split("\n", line)[line - 1 : line]).rstrip("\r")
    opening = [at for at, mark in enumerate(raw) if mark == '"' and (at == 0 or raw[at - 1] == ",")]
    return Span(path, line, opening[-1] + 1, len(raw) + 1) if opening else Span(path, line, 1, len(raw) + 1)


def _cells(raw: str) -> list[re.Match[str]]:
    return [found for found in _CELL.finditer(raw) if found.start() == 0 or raw[found.start() - 1] == ","]


def cell_place(path: str, rows: Sequence[str], line: int, column: str) -> Span:
    """Return where a column's cell stands among a table's lines; the row alone where it has no such cell on one line."""
    header = [found.group().strip(' "\r\ufeff') for found in _cells(rows[0])]
    return cell_span(path, rows, line, header if column in header else [*map(column_of, header)], column)


def cell_span(path: str, rows: Sequence[str], line: int, header: list[str], name: str) -> Span:
    """Find a cell in its row; of a row that goes over several lines, or has no such cell, the whole line is meant."""
    return cell_at(path, rows, line, header.index(name), len(header)) if name in header else Span(path, line)


def cell_at(path: str, rows: Sequence[str], line: int, at: int, width: int) -> Span:
    """Find a cell by its number; the whole line is meant where it has fewer than the header."""
    cells = _cells(rows[line - 1].rstrip("\r") if line <= len(rows) else "")
    if len(cells) < width:
        return Span(path, line)
    start, end = cells[at].span()
    return Span(path, line, start + 1, max(end, start + 1) + 1)
