"""Needs: quadrants, ranks, the customer's priority."""

from __future__ import annotations

from itertools import product

import pytest
from dossiers import case, facts, sample_facts
from hypothesis import given
from hypothesis import strategies as st

from crmsite.scores.needs import NeedRow, global_rank, quadrant_of, rank_key

CELLS = list(product(range(1, 6), repeat=2))
cell = st.tuples(st.integers(1, 5), st.integers(1, 5))


def need(importance: int | None, urgency: int | None, **more: object) -> dict[str, object]:
    scored = {name: value for name, value in (("importance", importance), ("urgency", urgency)) if value is not None}
    return {"nature": "explicit", "kind": "function", "text": "导出", "source": "feedback", "recorded": "2024-01-01", **scored, **more}


def row(name: str, importance: int, urgency: int) -> NeedRow:
    return NeedRow(name, quadrant_of(importance, urgency, 4), importance, urgency)


@pytest.mark.parametrize(
    ("importance", "urgency", "quadrant"),
    [(5, 4, "Q1"), (4, 4, "Q1"), (5, 3, "Q2"), (4, 2, "Q2"), (3, 4, "Q3"), (1, 5, "Q3"), (3, 3, "Q4"), (1, 1, "Q4")],
)
def test_four_and_above_count_as_high_and_three_is_neutral(importance: int, urgency: int, quadrant: str) -> None:
    assert quadrant_of(importance, urgency, 4) == quadrant


def test_the_templates_two_ranks_come_out_with_the_unseen_need_between() -> None:
    assert global_rank([row("C001-a", 5, 4), row("C001-b", 5, 3), row("C002-a", 4, 2)]) == {"C001-a": 1, "C001-b": 2, "C002-a": 3}


def test_equal_needs_share_a_rank_and_the_next_counts_them_all() -> None:
    assert global_rank([row("a", 5, 5), row("b", 4, 4), row("c", 4, 4), row("d", 4, 3)]) == {"a": 1, "b": 2, "c": 2, "d": 4}


@given(cell, cell)
def test_a_need_that_is_nowhere_lower_is_never_ranked_behind(one: tuple[int, int], other: tuple[int, int]) -> None:
    if one[0] >= other[0] and one[1] >= other[1]:
        ranks = global_rank([row("one", *one), row("other", *other)])
        assert ranks["one"] <= ranks["other"]


def test_no_two_different_cells_share_a_key() -> None:
    assert len({rank_key(quadrant_of(i, u, 4), i, u) for i, u in CELLS}) == 25


@given(st.permutations(CELLS))
def test_the_order_of_rows_changes_no_rank(cells: list[tuple[int, int]]) -> None:
    ranks = global_rank([row(f"{i}{u}", i, u) for i, u in cells])
    assert [ranks[f"{i}{u}"] for i, u in CELLS] == [global_rank([row(f"{a}{b}", a, b) for a, b in CELLS])[f"{i}{u}"] for i, u in CELLS]


@pytest.mark.parametrize(
    ("needs", "priority"),
    [
        ([(5, 4), (1, 1)], "high"), ([(5, 3), (1, 1)], "medium"), ([(2, 5)], "medium"), ([(3, 3)], "low"), ([], "none"),
        ([(None, 4)], "unknown"), ([(None, 4), (3, 3)], "low"),
    ],
)  # fmt: skip
def test_a_customers_priority_is_that_of_its_best_open_quadrant(needs: list[tuple[int | None, int | None]], priority: str) -> None:
    assert facts(case(needs=[need(*pair) for pair in needs]), "2024-07-31").priority == priority


def test_closed_needs_keep_their_quadrant_and_have_no_rank() -> None:
    closed = need(5, 5, closed={"on": "2024-06-01", "outcome": "met"})
    found = facts(case(needs=[closed, need(4, 2)]), "2024-07-31")
    assert [(n.quadrant, n.open, n.rank_customer) for n in found.needs] == [("Q1", False, None), ("Q2", True, 1)]
    assert found.priority == "medium"
    assert [(n.open, n.rank_customer) for n in facts(case(needs=[closed, need(4, 2)]), "2024-05-31").needs] == [(True, 1), (True, 2)]


def test_a_need_without_scores_is_not_placed_and_cites_no_line_that_is_not_there() -> None:
    found = facts(case(needs=[need(None, 4)]), "2024-07-31").needs[0]
    assert (found.quadrant, found.rank_customer) == (None, None)
    assert [(factor.state, bool(factor.sources)) for factor in found.receipt.factors] == [("unknown", False), ("value", True)]


def test_a_need_names_the_actions_that_serve_it_but_not_cancelled_ones() -> None:
    actions = [
        {"id": "A1", "text": "做", "needs": ["NEED-1"], "due": "2024-09-30"},
        {"id": "A2", "text": "停", "needs": ["NEED-1"], "due": "2024-09-30", "cancelled": {"on": "2024-06-01", "reason": "改方案"}},
    ]
    plan = {"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": actions}
    assert facts(case(needs=[need(5, 4)], plans=[plan]), "2024-07-31").needs[0].actions == ("PLAN-1.A1",)


def test_the_sample_company() -> None:
    first = {n.id: (n.quadrant, n.rank_customer) for n in sample_facts("C001", "2024-07-31").needs}
    assert first == {"N-C001-01": ("Q1", 1), "N-C001-02": ("Q2", 2)}
    assert sample_facts("C001", "2024-07-31").priority == "high"
    second = sample_facts("C002", "2024-07-31")
    assert (second.needs[0].quadrant, second.priority) == ("Q2", "medium")
