"""The first line of a table: whether it names columns of ours, each once, and what it is where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.grammar.cell_places import cell_at
from crmsite.grammar.cells import column_of
from crmsite.grammar.guess import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = {";": ";", "|": "|", "\t": "Tab", "，": "，", "、": "、"}
_LOOKED_THROUGH = 6
"""In how many lines from the first the column names are looked for, below a title."""


def header_faults(path: str, text: str, header: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> list[Diagnostic]:
    """Return what is wrong with the column names of a table, each at its cell. ``needed`` are those that must be there."""
    row = text.partition("\n")[0]
    whole = Span(path, 1, 1, len(row.rstrip("\r")) + 1)
    if not any(name in known for name in header):
        return [_no_header(whole, text, header, known, needed)]
    faults = [fault("csv-missing-column", whole, column=name) for name in needed if name not in header]
    for at, name in enumerate(header):
        cell = cell_at(path, [row], 1, at, len(header))
        if not name:
            faults.append(fault("csv-unnamed-column", cell, number=at + 1))
        elif name not in known:
            faults.append(fault("csv-unknown-column", cell, column=name, guess=nearest(name, known), known="、".join(known)))
        elif name in header[:at]:
            faults.append(fault("csv-column-twice", cell, column=name))
    return faults


def _no_header(whole: Span, text: str, header: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> Diagnostic:
    """Say what a first line is that names no column of ours: columns kept apart otherwise, a title, or no header at all."""
    first = header[0] if header else ""
    for mark, said in _MARKS.items():
        at = first.find(mark) + 1
        if at and any(column_of(name.strip(' "')) in known for name in first.split(mark)):
            return fault("csv-separator", Span(whole.path, 1, at, at + 1), mark=said)
    for line, row in enumerate(text.split("\n", _LOOKED_THROUGH)[1:_LOOKED_THROUGH], start=2):
        if sum(column_of(name.strip(' "\r')) in known for name in row.split(",")) > 1:
            return fault("csv-title-row", whole, line=line)
    return fault("csv-no-header", whole, known="、".join(known) if first else "", example=",".join(needed))
