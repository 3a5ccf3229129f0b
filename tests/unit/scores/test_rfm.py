"""RFM: scores, the total map of 27 combinations, dormant customers, who cannot be placed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from dossiers import case, facts, policies, sample_facts
from hypothesis import given
from hypothesis import strategies as st

from crmsite.kinds.policies import Weights3
from crmsite.scores.rfm import recency_score, rising_score, segment_of

POLICY = policies().rfm(date(2024, 1, 1))
CELLS = ["".join(cell) for cell in product("HML", repeat=3)]
ORDER = "LMH"


def weights(r: object, f: object, m: object) -> Weights3:
    return Weights3(R=Decimal(str(r)), F=Decimal(str(f)), M=Decimal(str(m)))


def cells_of(segment: str, given_weights: Weights3) -> set[str]:
    return {cell for cell in CELLS if segment_of(cell, given_weights, POLICY)[0] == segment}


# ── scores ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("days", "score"), [(0, 5), (30, 5), (31, 4), (90, 4), (91, 3), (180, 3), (181, 2), (365, 2), (366, 1)])
def test_recency_by_fixed_days(days: int, score: int) -> None:
    assert recency_score(days, POLICY.recency_days) == score


@pytest.mark.parametrize(("orders", "score"), [(0, 1), (1, 1), (2, 2), (3, 3), (5, 3), (6, 4), (11, 4), (12, 5)])
def test_frequency_by_orders(orders: int, score: int) -> None:
    assert rising_score(orders, POLICY.frequency_orders) == score


@pytest.mark.parametrize(("amount", "score"), [("0", 1), ("49999.99", 1), ("50000", 2), ("200000", 3), ("500000", 4), ("1000000", 5)])
def test_amount_by_money(amount: str, score: int) -> None:
    assert rising_score(Decimal(amount), POLICY.monetary) == score


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_equal_weights_place_all_27_combinations() -> None:
    equal = weights(1, 1, 1)
    assert cells_of("high_value", equal) == {"HHH", "HHM", "HMH", "MHH"}
    assert cells_of("low_value", equal) == {"MLL", "LLL"}
    assert cells_of("churn_risk", equal) == {cell for cell in CELLS if cell[0] == "L"} - {"LLL"}
    assert len(cells_of("potential", equal)) == 13


def test_heavy_amount_places_all_27_combinations() -> None:
    heavy = weights("0.2", "0.2", "0.6")
    assert cells_of("high_value", heavy) == {"HHH", "HMH", "HLH", "MHH", "MMH"}
    assert cells_of("low_value", heavy) == {"HLL", "MML", "MLL", "LLL"}


positive = st.decimals("0.05", "10", places=2)


@given(positive, positive, positive)
def test_whatever_the_weights_every_combination_has_a_segment_and_the_templates_four_stay(r: Decimal, f: Decimal, m: Decimal) -> None:
    given_weights = weights(r, f, m)
    found = {cell: segment_of(cell, given_weights, POLICY) for cell in CELLS}
    assert {segment for segment, _, _ in found.values()} <= {"high_value", "potential", "low_value", "churn_risk"}
    assert found["HHH"][:2] == ("high_value", "seed_rule")
    assert found["MMM"][:2] == ("potential", "seed_rule")
    assert found["LLL"][:2] == ("low_value", "seed_rule")
    assert all(found[cell][:2] == ("churn_risk", "seed_rule") for cell in CELLS if cell[0] == "L" and cell != "LLL")


@given(positive, positive, positive, st.sampled_from(CELLS), st.sampled_from([1, 2]))
def test_more_orders_or_money_never_lower_the_segment(r: Decimal, f: Decimal, m: Decimal, cell: str, axis: int) -> None:
    if cell[0] == "L" or cell[axis] == "H":
        return
    rank = {"low_value": 0, "potential": 1, "high_value": 2}
    better = cell[:axis] + ORDER[ORDER.index(cell[axis]) + 1] + cell[axis + 1 :]
    given_weights = weights(r, f, m)
    assert rank[segment_of(better, given_weights, POLICY)[0]] >= rank[segment_of(cell, given_weights, POLICY)[0]]


# ── customers ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_customer() -> None:
    rfm = sample_facts("C001", "2024-07-31").rfm
    assert (rfm.recency, rfm.frequency, rfm.monetary, rfm.levels) == (4, 3, 5, "HMH")
    assert (rfm.segment, rfm.basis, rfm.formerly_high) == ("high_value", "inferred", False)
    assert rfm.weighted is not None
    assert round(rfm.weighted, 3) == Decimal("2.667")


def test_a_big_customer_gone_quiet_is_at_risk_not_of_low_value() -> None:
    found = sample_facts("C001", "2025-06-30")
    rfm = found.rfm
    assert (found.amounts.recency_days, found.amounts.orders_12m, found.amounts.last_12m) == (416, 0, 0)
    assert (rfm.levels, rfm.segment, rfm.formerly_high) == ("LLL", "churn_risk", True)
    assert (found.band.band, found.band.formerly) == ("dormant", "high")


def test_small_in_every_window_is_low_value() -> None:
    small = case(orders=[("2022-06-01", 10_000), ("2023-02-01", 10_000)])
    assert facts(small, "2024-07-31").rfm.segment == "low_value"
    once_big = case(orders=[("2022-06-01", 900_000), ("2023-02-01", 10_000)])
    assert facts(once_big, "2024-07-31").rfm.segment == "churn_risk"


@pytest.mark.parametrize(
    ("stage", "state", "reason"),
    [("prospect", "not_applicable", "never_ordered"), ("won", "unknown", "no_order_lines"), ("lost", "not_applicable", "lost")],
)
def test_who_never_ordered_has_no_segment_rather_than_a_low_one(stage: str, state: str, reason: str) -> None:
    rfm = facts(case({"stages": [{"from": "2020-01-01", "stage": stage, "reason": "转投"}]}), "2024-07-31").rfm
    assert (rfm.state, rfm.reason, rfm.segment, rfm.recency) == (state, reason, None, None)


@pytest.mark.parametrize("named", ["O2", ""])
def test_who_gave_everything_back_has_no_order_and_no_amount_but_did_order(named: str) -> None:
    returned = case(orders=[("2024-01-18", "77183.60"), ("2024-01-18", "-77183.60", "returned", named)])
    found = facts(returned, "2024-12-08")
    assert (found.amounts.last_12m, found.amounts.orders_12m, found.amounts.recency_days) == (0, 0, 325)
    assert (found.rfm.state, found.rfm.recency, found.rfm.frequency, found.rfm.monetary) == ("value", 2, 1, 1)
    assert found.rfm.receipt.factors[0].sources == found.amounts.receipt.factors[5].sources != ()
    beside = case(orders=[("2024-01-18", "77183.60"), ("2024-01-18", "-77183.60", "returned", "O2"), ("2023-12-01", 100)])
    assert facts(beside, "2024-07-31").amounts.orders_12m == 1
    assert facts(beside, "2024-07-31").amounts.last_12m == 100


def test_lines_that_hold_no_order_tell_no_recency() -> None:
    cancelled = facts(case(orders=[("2024-05-10", 500, "cancelled")]), "2024-07-31")
    assert (cancelled.amounts.last_12m, cancelled.amounts.orders_12m) == (0, 0)
    assert (cancelled.rfm.state, cancelled.rfm.reason) == ("unknown", "none_placed")
    only_back = facts(case(orders=[("2024-05-10", -500, "returned")]), "2024-07-31")
    assert (only_back.amounts.last_12m, only_back.amounts.orders_12m) == (-500, 0)
    assert (only_back.rfm.state, only_back.rfm.reason) == ("unknown", "none_placed")
    prospect = case({"stages": [{"from": "2020-01-01", "stage": "intent"}]}, [("2024-05-10", 500, "cancelled")])
    assert facts(prospect, "2024-07-31").rfm.reason == "never_ordered"


def test_an_amount_in_another_currency_is_held_against_no_cut() -> None:
    orders = [("2024-07-20", 1_200_000)]
    home, abroad = (facts(case(orders=orders), "2024-07-31", currency=name) for name in ("CNY", "USD"))
    assert (home.rfm.segment, home.band.band, home.contribution.at[-2].amount) == ("potential", "high", "1200000")
    assert (abroad.rfm.state, abroad.rfm.reason, abroad.band.state) == ("unknown", "other_currency", "unknown")
    assert (abroad.rfm.recency, abroad.rfm.frequency, abroad.rfm.monetary) == (5, 1, None)
    assert (abroad.amounts.last_12m, abroad.amounts.currency) == (1_200_000, "CNY")
    at = abroad.contribution.at[-2]
    assert at is not None
    assert (at.amount, at.orders) == (None, 1)


def test_under_a_yearly_contract_recency_does_not_fall_below_the_middle() -> None:
    contract = {"id": "K-1", "from": "2024-01-01", "to": "2024-12-31", "amount": 500_000, "billing": "annual"}
    quiet = [("2023-06-01", 600_000)]
    assert facts(case(orders=quiet), "2024-07-31").rfm.segment == "churn_risk"
    held = facts(case({"contracts": [contract]}, quiet), "2024-07-31").rfm
    assert (held.recency, held.levels, held.segment, held.basis) == (1, "MLL", "low_value", "inferred")
    assert facts(case({"contracts": [contract]}, quiet), "2025-01-01").rfm.levels == "LLL"


def test_behind_an_opening_balance_nothing_is_guessed() -> None:
    opening = [{"date": "2024-03-31", "cumulative_amount": 900_000, "last_order": "2024-02-10", "source": "旧系统", "by": "E-li"}]
    unknown = facts(case(orders=[("2024-05-01", 100_000)], opening=opening), "2024-07-31")
    assert (unknown.rfm.state, unknown.rfm.reason) == ("unknown", "behind_opening")
    long_quiet = [{**opening[0], "last_order": "2023-02-10"}]
    known = facts(case(orders=[("2024-05-01", 100_000)], opening=long_quiet), "2024-07-31")
    assert (known.rfm.state, known.rfm.frequency, known.rfm.monetary) == ("value", 1, 2)


@pytest.mark.parametrize(
    ("last_order", "order", "segment", "said"),
    [
        ("2023-08-16", 40_000, "churn_risk", "rfm.note.not_on_record"),
        ("2023-08-16", 240_000, "churn_risk", "rfm.note.was_active"),
        ("2022-05-16", 40_000, "low_value", "rfm.level.L"),
    ],
)
def test_low_for_years_is_told_only_where_the_years_are_on_record(last_order: str, order: int, segment: str, said: str) -> None:
    opening = [{"date": "2023-10-31", "cumulative_amount": 900_000, "last_order": last_order, "source": "旧系统", "by": "E-li"}]
    found = facts(case(orders=[("2024-04-29", order)], opening=opening), "2026-06-30").rfm
    assert (found.levels, found.segment) == ("LLL", segment)
    note = found.receipt.factors[2].note
    assert note is not None
    assert note.key == said


def test_industry_weights_move_the_segment() -> None:
    orders = [("2024-07-20", 1_200_000)]
    plain = facts(case(orders=orders), "2024-07-31").rfm
    factory = facts(case({"industry": "manufacturing"}, orders), "2024-07-31").rfm
    assert (plain.levels, plain.segment, factory.segment) == ("HLH", "potential", "high_value")
