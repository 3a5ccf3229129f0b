"""Text in columns for a terminal, where a Chinese character takes two cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.formats.escaping import visible, width

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

GAP = 2


def padded(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text up with spaces to a number of cells, on the right or on the left."""
    space = " " * max(0, cells - width(text))
    return space + text if right else text + space


def cut(text: str, cells: int) -> str:
    """Shorten a text to a number of cells; what is missing is marked."""
    if width(text) <= cells:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > cells:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def columns(
    rows: Sequence[Sequence[str]], heads: Sequence[str] = (), *, right: Collection[int] = (), indent: str = ""
) -> list[str]:
    """Lay rows out in columns, each as wide as its widest cell; ``right`` names the columns that end flush, such as amounts.

    What a terminal would obey is shown as its code; the last column is not filled up.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    every = [list(heads), *shown] if heads else shown
    if not every:
        return []
    count = max(len(row) for row in every)
    widths = [max((width(row[at]) for row in every if at < len(row)), default=0) for at in range(count)]
    lines = []
    for row in every:
        cells = [padded(cell, widths[at], right=at in right) for at, cell in enumerate(row)]
        lines.append((indent + (" " * GAP).join(cells)).rstrip())
    return lines
