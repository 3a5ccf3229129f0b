"""Parts: a long list cut into pages by a stable key, so that a new customer leaves the other pages as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIMIT = 200
"""The most rows on one page: about 250 kB of markup."""

Row = TypeVar("Row")


def cut(rows: Iterable[Row], id_of: Callable[[Row], str], limit: int = LIMIT) -> list[tuple[str, list[Row]]]:
    """Cut rows into groups of at most ``limit`` whose ids share a beginning; each group keeps the order of its rows.

    The groups are the leaves of a trie over the ids, upper and lower case alike since pages are files: which group a row is
    in depends on its id and on how many share its beginning, never on its position. Rows of one id stay together.
    """
    kept = list(rows)
    return _leaves(kept, id_of, limit, 0) if kept else []


def _leaves(rows: list[Row], id_of: Callable[[Row], str], limit: int, depth: int) -> list[tuple[str, list[Row]]]:
    if len(rows) <= limit:
        return [(id_of(rows[0])[:depth].upper(), rows)]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(id_of(row)[: depth + 1].upper(), []).append(row)
    found = []
    for prefix, group in sorted(groups.items()):
        whole_id = len(prefix) <= depth
        found += [(prefix, group)] if whole_id else _leaves(group, id_of, limit, depth + 1)
    return found
