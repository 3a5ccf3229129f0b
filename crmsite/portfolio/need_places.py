"""Where needs stand on their page: in the matrix, in the quadrants that a phone lists, in the Kano classes people declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from crmsite.portfolio import ranking
from crmsite.portfolio.ranking import CHIPS, NAMED
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.portfolio.ranking import Block, Ref
    from crmsite.portfolio.work_rows import NeedRow

SCORES = (1, 2, 3, 4, 5)
LISTED = 10
"""How many needs of a quadrant a phone names, on a page that holds all."""

KANO = ("must_be", "performance", "attractive", "indifferent", "reverse", "")

RowsOf: TypeAlias = "Callable[[Sequence[Ref]], list[NeedRow]]"
"""Opens needs that are only counted so far."""


class Cell(Slotted):
    """One place of the matrix: its two scores, the first needs there (on a page that holds all needs: all), and how many more."""

    importance: int
    urgency: int
    chips: tuple[NeedRow, ...]
    more: int
    href: str


class QuadrantHead(Slotted):
    """One quadrant: how many needs, those named on a phone, how many more, and the pages that list them where they are many."""

    id: str
    needs: int
    rows: tuple[NeedRow, ...]
    unnamed: int
    parts: tuple[tuple[str, str, int], ...]


class KanoGroup(Slotted):
    """The needs of one declared Kano class; ``kind`` is empty for those that nobody classed.

    ``rows`` are the first of them; on a page that holds all needs, all of them, so that a filter can bring others up.
    """

    kind: str
    needs: int
    rows: tuple[NeedRow, ...]
    more: int


def matrix_of(block: Block, rows_of: RowsOf, every: Sequence[NeedRow] | None) -> tuple[Cell, ...]:
    """Return the 25 places, most important first, least urgent first within a line; needs stand in order of priority.

    ``every`` are all needs in that order, on the page that holds them all.
    """
    cells = []
    for importance in reversed(SCORES):
        for urgency in SCORES:
            found = block.sort(ranking.place_of("place", importance, urgency))
            if every is None:
                chips = rows_of(found.first[:CHIPS])
            else:
                chips = [row for row in every if row.line.importance == importance and row.line.urgency == urgency]
            href = "#t2" if every is not None else f"#{chips[0].line.quadrant}" if chips else ""
            cells.append(Cell(importance, urgency, tuple(chips), max(0, found.needs - CHIPS), href))
    return tuple(cells)


def quadrant_of(
    name: str, needs: int, matrix: Sequence[Cell], every: Sequence[NeedRow] | None, parts: tuple[tuple[str, str, int], ...]
) -> QuadrantHead:
    """Return a quadrant with what a phone lists of it: all needs in order of priority, or those that the matrix names."""
    rows = every if every is not None else [row for cell in matrix for row in cell.chips]
    own = tuple(row for row in rows if row.line.quadrant == name)
    return QuadrantHead(name, needs, own, max(0, needs - (LISTED if every is not None else len(own))), parts)


def kano_of(block: Block, rows_of: RowsOf, every: Sequence[NeedRow] | None) -> tuple[KanoGroup, ...]:
    """Return the needs of each declared class, in order of priority."""
    found = []
    for kind in KANO:
        held = block.sort(f"kano {kind}")
        rows = [row for row in every if (row.line.kano or "") == kind] if every is not None else rows_of(held.first[:NAMED])
        if held.needs:
            found.append(KanoGroup(kind, held.needs, tuple(rows), max(0, held.needs - NAMED)))
    return tuple(found)
