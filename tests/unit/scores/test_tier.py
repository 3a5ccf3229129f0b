"""Four-dimension tier: cuts, intervals, scope, movement, reviews."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from dossiers import case, facts, policies, record, sample_facts
from hypothesis import given
from hypothesis import strategies as st

from crmsite.scores.suggestions import DIMENSIONS
from crmsite.scores.tier import tier_of, total_of

POLICY = policies().tier(date(2024, 1, 1))
RANK = {"C": 0, "B": 1, "A": 2, "S": 3}
half_steps = st.integers(2, 20).map(lambda n: Decimal(n) / 2)
maybe = st.none() | half_steps


def scores(*values: object) -> tuple[tuple[str, Decimal | None], ...]:
    return tuple((name, None if v is None else Decimal(str(v))) for name, v in zip(DIMENSIONS, values, strict=True))


def judged(period: str, day: str, *values: object, **more: object) -> dict[str, object]:
    given_scores = {name: v for name, v in zip(DIMENSIONS, values, strict=True) if v is not None}
    return {"id": f"AS-{period}", "period": period, "date": day, "by": "E-li", "scores": given_scores, **more}


# ── totals and cuts ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("total", "tier"),
    [("40", "S"), ("32", "S"), ("31.5", "A"), ("24", "A"), ("23.5", "B"), ("16", "B"), ("15.5", "C"), ("4", "C")],
)
def test_cuts_belong_to_the_upper_tier(total: str, tier: str) -> None:
    assert tier_of(Decimal(total), POLICY) == tier


def test_every_total_of_half_steps_has_a_tier_and_more_points_never_lower_it() -> None:
    tiers = [RANK[tier_of(Decimal(n) / 2, POLICY)] for n in range(8, 81)]
    assert tiers == sorted(tiers)
    assert set(tiers) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("values", "low", "high", "low_tier", "high_tier"),
    [((9, 9, 8, None), 27, 36, "A", "S"), ((2, 2, 1, None), 6, 15, "C", "C"), ((9, None, 8, None), 19, 37, "B", "S")],
)
def test_a_missing_dimension_makes_an_interval(
    values: tuple[int | None, ...], low: int, high: int, low_tier: str, high_tier: str
) -> None:
    assert tuple(total_of(scores(*values), POLICY)) == (low, high, low_tier, high_tier)


def test_weights_keep_totals_between_4_and_40_and_are_compared_without_rounding() -> None:
    weights = {"amount": 3, "stability": 1, "growth": 1, "risk": 1}
    heavy = POLICY.model_copy(update={"weights": type(POLICY.weights).model_validate({k: str(v) for k, v in weights.items()})})
    assert total_of(scores(10, 10, 10, 10), heavy).low == 40
    assert total_of(scores(1, 1, 1, 1), heavy).low == 4
    assert tuple(total_of(scores(8, 8, 8, 8), heavy)) == (32, 32, "S", "S")
    assert total_of(scores(9, 7, 7, 7), heavy).tier == "S"  # 4 * 48 / 6 = 32 exactly


@given(st.tuples(maybe, maybe, maybe, maybe), st.integers(0, 3))
def test_learning_a_missing_score_never_widens_the_interval(values: tuple[Decimal | None, ...], at: int) -> None:
    whole = total_of(scores(*values), POLICY)
    without = total_of(scores(*(None if n == at else v for n, v in enumerate(values))), POLICY)
    assert without.low <= whole.low <= whole.high <= without.high


@given(st.tuples(half_steps, half_steps, half_steps, half_steps), st.integers(0, 3))
def test_raising_a_score_never_lowers_the_tier(values: tuple[Decimal, ...], at: int) -> None:
    higher = [min(v + 1, Decimal(10)) if n == at else v for n, v in enumerate(values)]
    now, then = total_of(scores(*higher), POLICY).tier, total_of(scores(*values), POLICY).tier
    assert now is not None
    assert then is not None
    assert RANK[now] >= RANK[then]


# ── on a day ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_undecided_where_the_interval_crosses_a_cut_decided_where_it_does_not() -> None:
    undecided = facts(case(assessments=[judged("2024-Q2", "2024-06-28", 9, 9, 8, None)]), "2024-07-31").tier.now
    assert (undecided.state, undecided.tier, undecided.reason) == ("unknown", None, "missing_dimensions")
    assert (undecided.low, undecided.high, undecided.low_tier, undecided.high_tier, undecided.total) == (27, 36, "A", "S", None)
    decided = facts(case(assessments=[judged("2024-Q2", "2024-06-28", 2, 2, 1, None)]), "2024-07-31").tier.now
    assert (decided.state, decided.tier, decided.low, decided.high) == ("value", "C", 6, 15)


@pytest.mark.parametrize(("stage", "reason"), [("prospect", "prospect"), ("intent", "prospect"), ("lost", "lost")])
def test_only_customers_that_buy_are_rated(stage: str, reason: str) -> None:
    stages = [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-07-01", "stage": stage, "reason": "转投"}]
    tier = facts(case({"stages": stages}, assessments=[judged("2024-Q2", "2024-06-28", 9, 8, 8, 8)]), "2024-07-31").tier
    assert (tier.now.state, tier.now.tier, tier.now.reason) == ("not_applicable", None, reason)
    assert (tier.last_tier, tier.before.tier) == ("S", "S")
    assert (tier.review, tier.movement) == ("not_applicable", "unknown")


def test_never_assessed_is_unknown_not_low() -> None:
    tier = facts(case(), "2024-07-31").tier
    assert (tier.now.state, tier.now.reason, tier.now.low) == ("unknown", "no_assessment", None)
    assert tier.receipt.factors == ()


Q1, Q2, Q3 = judged("2024-Q1", "2024-03-29", 9, 8, 9, 8), judged("2024-Q2", "2024-06-28", 9, 8, 9, 6), judged("2024-Q3", "2024-09-20", 6, 6, 6, 6)


@pytest.mark.parametrize(
    ("assessments", "day", "movement", "change"),
    [
        ([Q1], "2024-03-31", "new", None),
        ([Q1], "2024-04-15", "same", 0),
        ([Q1, Q2], "2024-06-29", "same", -2),
        ([Q1, Q2, Q3], "2024-09-25", "down", -8),
        ([judged("2024-Q1", "2024-03-29", 6, 6, 6, 6), Q2], "2024-06-29", "up", 8),
        ([judged("2024-Q1", "2024-03-29", 9, 9, 8, None), Q2], "2024-06-29", "unknown", None),
    ],
)
def test_movement_compares_with_the_end_of_the_previous_quarter(
    assessments: list[dict[str, object]], day: str, movement: str, change: int | None
) -> None:
    tier = facts(case(assessments=assessments), day).tier
    assert (tier.movement, tier.change) == (movement, change)


def test_a_new_policy_moves_the_tier_from_its_day_on_and_leaves_the_past() -> None:
    stricter = record(
        "tier_policy", id="tier-v2", effective_from="2024-07-01", dimensions=list(DIMENSIONS), scale={"min": 1, "max": 10},
        weights=dict.fromkeys(DIMENSIONS, 1), tiers=[{"id": "S", "min": 34}, {"id": "A", "min": 26}, {"id": "B", "min": 16}, {"id": "C", "min": 4}],
        review={"every": "quarter", "opens_days_before_end": 15, "closes_days_after_end": 20},
    )  # fmt: skip
    tier = facts(case(assessments=[Q2]), "2024-07-31", policies(tier_policy=stricter)).tier
    assert (tier.before.tier, tier.now.tier, tier.movement) == ("S", "A", "down")
    assert tier.history == (("2024-Q2", "S", Decimal(32)),)


@pytest.mark.parametrize(
    ("values", "near", "to_next", "to_lose"),
    [((9, 8, 9, 6), True, None, 0), ((8, 8, 8, 7), True, 1, 7), ((7, 7, 7, 7), False, 4, 4), ((4, 4, 4, 3), True, 1, None)],
)
def test_near_a_cut_and_how_far_to_the_neighbours(
    values: tuple[int, ...], near: bool, to_next: int | None, to_lose: int | None
) -> None:
    tier = facts(case(assessments=[judged("2024-Q2", "2024-06-28", *values)]), "2024-07-31").tier
    assert (tier.near_boundary, tier.to_next, tier.to_lose) == (near, to_next, to_lose)


# ── reviews ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("day", "review", "due"),
    [
        ("2024-06-14", "done", "2024-07-20"),  # the window of Q2 opens fifteen days before the quarter ends
        ("2024-06-15", "due", "2024-07-20"),
        ("2024-07-20", "due", "2024-07-20"),
        ("2024-07-21", "overdue", "2024-07-20"),
        ("2024-12-31", "overdue", "2024-07-20"),
    ],
)
def test_a_review_falls_due_around_the_quarters_end(day: str, review: str, due: str) -> None:
    tier = facts(case(assessments=[Q1]), day).tier
    assert (tier.review, tier.review_due) == (review, date.fromisoformat(due))


def test_quarters_that_were_skipped_are_listed_but_asked_for_only_until_a_later_one_is_judged() -> None:
    tier = facts(case(assessments=[Q1, Q3]), "2024-10-25").tier
    assert (tier.review, tier.review_missing) == ("done", ("2024-Q2",))
    overdue = facts(case(assessments=[Q1]), "2024-10-25").tier
    assert (overdue.review, overdue.review_missing) == ("overdue", ("2024-Q2", "2024-Q3"))


def test_who_was_never_assessed_is_due_once_a_first_quarter_can_be_judged() -> None:
    young = case({"stages": [{"from": "2024-07-10", "stage": "won"}]})
    assert facts(young, "2024-07-31").tier.review == "open"
    assert facts(young, "2024-09-20").tier.review == "due"
    assert facts(young, "2025-03-31").tier.review == "due"


def test_drafts_do_not_count() -> None:
    tier = facts(case(assessments=[Q1, judged("2024-Q2", "2024-06-28", 1, 1, 1, 1, draft=True)]), "2024-07-31").tier
    assert (tier.now.tier, tier.now.period) == ("S", "2024-Q1")


# ── receipts and score tables ───────────────────────────────────────────────────────────────────────────────────
def test_each_dimension_cites_the_line_where_it_was_judged() -> None:
    receipt = sample_facts("C001", "2024-07-31").tier.receipt
    assert [(factor.value, factor.points) for factor in receipt.factors] == [(9, 9), (8, 8), (9, 9), (6, 6)]
    path = "customers/C001/assessments/2024-Q2.yaml"
    assert [factor.sources for factor in receipt.factors] == [((path, line),) for line in (8, 9, 10, 11)]
    assert (receipt.policy, receipt.sources) == ("tier-v1", ((path, 7),))


def test_score_tables_suggest_amount_stability_and_safety_and_growth_is_carried_over() -> None:
    orders = [("2024-05-10", 1_500_000)]
    found = facts(
        case({"cooperation_since": "2021-05-10"}, orders, assessments=[Q2], cases=[{"type": "complaint", "topic": "t", "opened": "2024-06-14", "escalations": [{"date": "2024-06-16", "level": 2}]}]),
        "2024-07-31",
    ).tier.suggested
    assert [(name, score) for name, score, _ in found] == [("amount", 9), ("stability", 7), ("growth", 9), ("risk", 8)]


def test_a_judged_score_three_or_more_from_the_table_says_so() -> None:
    tier = facts(case(orders=[("2024-05-10", 60_000)], assessments=[Q2]), "2024-07-31").tier
    notes = {factor.name.key.split(".")[-1]: factor.note.key for factor in tier.receipt.factors if factor.note}
    assert notes["amount"] == "tier.note.deviation"
    assert notes["stability"] == "tier.note.table"


def test_the_sample_customer_quarter_by_quarter() -> None:
    tier = sample_facts("C001", "2024-07-31").tier
    assert [(period, total) for period, _, total in tier.history] == [("2023-Q4", 33), ("2024-Q1", 34), ("2024-Q2", 32)]
    assert (tier.now.tier, tier.movement, tier.near_boundary, tier.review) == ("S", "same", True, "done")


def test_all_combinations_of_whole_scores_agree_with_the_sum() -> None:
    for values in product((1, 4, 7, 10), repeat=4):
        total = sum(values)
        expected = "S" if total >= 32 else "A" if total >= 24 else "B" if total >= 16 else "C"
        assert total_of(scores(*values), POLICY).tier == expected


def test_growth_is_told_with_its_evidence_or_that_none_is_named() -> None:
    bare = {key: value for key, value in Q2.items() if key != "evidence"}
    for more, key in (({}, "tier.note.no_evidence"), ({"evidence": {"growth": ["N-1"]}}, "tier.note.evidence"), ({"carried_over": ["growth"]}, "tier.note.carried_over")):
        factors = facts(case(assessments=[{**bare, **more}]), "2024-07-31").tier.receipt.factors
        assert [factor.note.key for factor in factors if factor.note and factor.name.key.endswith("growth")] == [key]
    unscored = {**bare, "scores": {name: score for name, score in bare["scores"].items() if name != "growth"}}  # type: ignore[attr-defined]
    factors = facts(case(assessments=[unscored]), "2024-07-31").tier.receipt.factors
    assert [factor.note for factor in factors if factor.name.key.endswith("growth")] == [None]
