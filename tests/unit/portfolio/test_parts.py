"""A long list is cut by the ids that it holds, so that a new customer leaves the other pages as they were."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from crmsite.portfolio.parts import cut

IDS = st.lists(st.from_regex(r"[A-C][0-2]{0,4}", fullmatch=True), unique=True, max_size=60)


def leaves(ids: list[str], limit: int = 4) -> dict[str, list[str]]:
    return dict(cut(ids, str, limit))


@given(IDS)
def test_every_row_is_in_one_part_and_no_part_is_too_long(ids: list[str]) -> None:
    parts = leaves(ids)
    assert sorted(chain.from_iterable(parts.values())) == sorted(ids)
    assert all(len(rows) <= 4 for rows in parts.values())
    assert all(row.startswith(prefix) for prefix, rows in parts.items() for row in rows)


@given(IDS, st.from_regex(r"[A-C][0-2]{0,4}", fullmatch=True))
def test_one_more_id_changes_only_parts_whose_beginning_it_shares(ids: list[str], new: str) -> None:
    if new in ids:
        return
    before, after = leaves(ids), leaves([*ids, new])
    moved = {prefix for prefix in before.keys() | after.keys() if before.get(prefix) != after.get(prefix)}
    assert all(new.startswith(prefix) or _split(prefix, before, new) for prefix in moved)


def _split(prefix: str, before: dict[str, list[str]], new: str) -> bool:
    """Tell whether a part came out of one that grew too long by the new id."""
    return any(prefix.startswith(old) and new.startswith(old) for old in before)


@given(IDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(ids: list[str], random: object) -> None:
    shuffled = list(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert leaves(shuffled) == leaves(ids)


def test_a_short_list_is_one_part_without_a_beginning() -> None:
    assert cut(["B", "A"], str) == [("", ["A", "B"])]
    assert cut([], str) == []


def test_upper_and_lower_case_share_a_page_since_some_disks_do() -> None:
    assert {prefix for prefix, _ in cut(["c1", "C2", "d1"], str, 2)} == {"C", "D"}


def test_rows_may_weigh_more_than_one_line_and_rows_of_one_id_stay_together() -> None:
    rows = [("A1", 1), ("A1", 2), ("A1", 3), ("A2", 1)]
    assert cut(rows, lambda row: row[0], 2) == [("A1", rows[:3]), ("A2", rows[3:])]
    heavy = [("A1", 3), ("A2", 3)]
    assert [prefix for prefix, _ in cut(heavy, lambda row: row[0], 4, weigh=lambda row: row[1])] == ["A1", "A2"]
