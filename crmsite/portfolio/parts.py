"""Parts: a long list cut into pages by a stable key, so that a new customer leaves the other pages as they were."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIMIT = 160
"""The most rows on one page: below 300 kB of markup for any of the lists."""

Row = TypeVar("Row")


def cut(
    rows: Sequence[Row], id_of: Callable[[Row], str], limit: int = LIMIT, *, weigh: Callable[[Row], int] | None = None
) -> list[tuple[str, list[Row]]]:
    """Cut rows into groups of at most ``limit`` whose ids share a beginning; rows of one id stay together.

    The groups are the leaves of a trie over the ids, upper and lower case alike since pages are files: which group a row is
    in depends on its id and on how many share its beginning, never on its position. ``weigh`` says how many lines a row
    makes. Within a group rows stand by id.
    """
    if not rows:
        return []
    keyed = sorted(((id_of(row).upper(), row) for row in rows), key=_id)
    ids = [key for key, _ in keyed]
    sums = [0, *accumulate(weigh(row) for _, row in keyed)] if weigh is not None else range(len(keyed) + 1)
    return [(prefix, [row for _, row in keyed[start:end]]) for prefix, start, end in _leaves(ids, sums, limit)]


def _id(pair: tuple[str, object]) -> str:
    return pair[0]


def _leaves(ids: Sequence[str], sums: Sequence[int], limit: int) -> list[tuple[str, int, int]]:
    """Return the leaves of the trie as prefix, first and end place among the sorted ids."""
    found: list[tuple[str, int, int]] = []
    waiting = [("", 0, len(ids))]
    while waiting:
        prefix, start, end = waiting.pop()
        if sums[end] - sums[start] <= limit or ids[start] == ids[end - 1]:
            found.append((prefix, start, end))
            continue
        depth = len(prefix) + 1
        while start < end:
            longer = ids[start][:depth]
            beyond = longer + "\U0010ffff" if len(longer) == depth else longer
            stop = bisect_right(ids, beyond, start, end)
            waiting.append((longer, start, stop))
            start = stop
    return sorted(found, key=lambda leaf: leaf[1])
