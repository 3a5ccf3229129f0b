"""Needs in depth: fit with what we can supply, Kano classes, what segments have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import case, policies, record

from crmsite.checks.case_file import CaseFile
from crmsite.checks.judgements import needs as checked
from crmsite.inference.counting import fisher
from crmsite.kinds.capability import Capability
from crmsite.kinds.need import Need
from crmsite.scores.wanting.commonality import Cell, cells_of, chi_square, common_of, least_expected, probability
from crmsite.scores.wanting.fit import FitRule, fit_of, fit_rule, match_of
from crmsite.scores.wanting.kano import class_of, kano_of

D = date.fromisoformat
NOW = D("2024-07-31")


# ── fit ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def rule(*capabilities: dict[str, object]) -> FitRule:
    found = [record("capability", **{"name": one["id"], "level": "high", **one}) for one in capabilities]
    return fit_rule([one for one in found if isinstance(one, Capability)], policies().match(NOW), NOW)


def need(name: str, importance: int | None = None, match: str | None = None, **more: object) -> Need:
    scores = {key: value for key, value in (("importance", importance), ("match", match)) if value is not None}
    plain = {"nature": "explicit", "kind": "function", "text": name, "source": "survey", "quote": "要", "recorded": "2024-01-01", "customer": "C1"}
    found = record("need", id=name, **{**plain, **scores, **more})
    assert isinstance(found, Need)
    return found


def test_the_worked_fit_is_seven_twelfths_of_three_assessed_needs() -> None:
    found = fit_of([need("N-1", 5, "high"), need("N-2", 4, "medium"), need("N-3", 3, "low")], rule())
    assert (found.met, found.whole, found.assessed, found.total) == (Decimal(7), 12, 3, 3)
    assert round(found.value or 0, 3) == Decimal("0.583")
    assert [factor.points for factor in found.receipt.factors] == [5, 2, 0]


def test_what_is_not_assessed_is_not_zero_and_closed_needs_are_over() -> None:
    closed = need("N-4", 5, "low", closed={"on": "2024-02-01", "outcome": "met"})
    found = fit_of([need("N-1", 5, "high"), need("N-2", 4), need("N-3", None, "low"), closed], rule())
    assert (found.value, found.assessed, found.total) == (Decimal(1), 1, 3)


def test_without_an_assessment_the_fit_is_unknown_and_without_open_needs_it_does_not_apply() -> None:
    assert fit_of([need("N-1", 5)], rule()).as_row()[:2] == ("unknown", "not_assessed")
    assert fit_of([], rule()).as_row()[:2] == ("not_applicable", "no_open_needs")


@pytest.mark.parametrize(
    ("capability", "match", "able", "above"),
    [
        ({"level": "high"}, "high", "high", False),
        ({"level": "medium"}, "high", "medium", True),
        ({"level": "high", "available_from": "2024-07-31"}, "high", "high", False),
        ({"level": "high", "available_from": "2024-08-01"}, "low", None, True),
        ({"level": "high", "available_from": "2024-08-01"}, None, None, False),
    ],
)
def test_a_need_is_held_against_what_its_capability_gives_today(capability: dict[str, object], match: str | None, able: str | None, above: bool) -> None:
    found = match_of(need("N-1", 5, match, capability="CAP-1"), rule({"id": "CAP-1", **capability}))
    assert (found.able, found.above, found.named) == (able, above, True)


def test_a_need_that_names_no_capability_is_held_against_the_ablest_of_its_themes() -> None:
    rules = rule({"id": "CAP-1", "level": "low", "themes": ["training"]}, {"id": "CAP-2", "level": "medium", "themes": ["training"]},
                 {"id": "CAP-3", "level": "high", "themes": ["training"], "available_from": "2025-01-01"}, {"id": "CAP-4", "level": "high", "themes": ["mobile"]})
    found = match_of(need("N-1", 5, "high", themes=["training"]), rules)
    assert (found.capability, found.able, found.named, found.above) == ("CAP-2", "medium", False, False)
    assert match_of(need("N-2", 5, "high", themes=["price"]), rules).capability is None


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"match": "high", "gap": "缺"}, ["high-match-with-gap"]),
        ({"match": "medium", "gap": "缺"}, []),
        ({"match": "high"}, []),
        ({"match": "high", "gap": "缺", "closed": {"on": "2024-02-01", "outcome": "met"}}, []),
        ({"nature": "pain"}, ["pain-without-impact"]),
        ({"nature": "pain", "pain": {"text": "痛", "decision_impact": "high"}}, []),
        ({"nature": "implicit"}, ["implicit-without-evidence"]),
        ({"nature": "implicit", "evidence": ["O-1"]}, []),
    ],
)
def test_check_names_a_high_match_with_a_gap_and_natures_without_their_ground(more: dict[str, object], faults: list[str]) -> None:
    seen = CaseFile("C1", {Need: [need("N-1", **more)]}, (), (), (), {}, {}, None, None)  # type: ignore[arg-type]
    assert [fault.rule for fault in checked(seen)] == faults


def test_a_customer_without_open_needs_or_risks_costs_nothing() -> None:
    from dossiers import facts

    from crmsite.figures.in_depth import NOTHING

    assert facts(case(), "2024-07-31").in_depth is NOTHING


# ── Kano ────────────────────────────────────────────────────────────────────────────────────────────────────────
def answers(**counts: int) -> list[str]:
    return [name for name, count in counts.items() for _ in range(count)]


def test_the_published_feature_is_one_dimensional_by_blauth_and_indifferent_by_its_mode() -> None:
    found = kano_of(answers(A=88, O=90, M=32, I=105, R=15, Q=28), 20)
    assert (found.state, found.n, found.kind, found.mode, found.uncertain) == ("value", 358, "O", "I", True)
    assert round(found.better or 0, 7) == Decimal("0.5650794")
    assert round(found.worse or 0, 7) == Decimal("-0.3873016")


@pytest.mark.parametrize(("functional", "dysfunctional", "berger", "pouliot"),
                         [(1, 1, "Q", "Q"), (1, 2, "A", "A"), (1, 5, "O", "O"), (2, 2, "I", "Q"), (3, 5, "M", "M"), (4, 4, "I", "Q"), (5, 1, "R", "R"), (5, 5, "Q", "Q")])
def test_pairs_of_answers_are_looked_up_in_the_table_that_the_policy_names(functional: int, dysfunctional: int, berger: str, pouliot: str) -> None:
    assert (class_of(functional, dysfunctional, "berger"), class_of(functional, dysfunctional, "pouliot")) == (berger, pouliot)


@pytest.mark.parametrize(
    ("counts", "kind"),
    [({"O": 10, "A": 10, "M": 10}, "M"), ({"O": 10, "A": 10}, "O"), ({"A": 5, "I": 5, "R": 5}, "I"), ({"A": 11, "I": 10}, "A"), ({"A": 10, "I": 10}, "I"), ({"Q": 20}, "Q")],
)
def test_blauth_takes_the_larger_group_first_and_settles_ties_in_a_fixed_order(counts: dict[str, int], kind: str) -> None:
    assert kano_of(answers(**counts), 15).kind == kind


@pytest.mark.parametrize(("first", "second", "uncertain"), [(16, 9, False), (15, 10, False), (14, 10, True), (12, 12, True)])
def test_two_classes_that_lie_close_are_uncertain(first: int, second: int, uncertain: bool) -> None:
    assert kano_of(answers(O=first, A=second), 20).uncertain is uncertain


def test_few_answers_give_counts_and_no_class() -> None:
    found = kano_of(answers(A=19), 20)
    assert (found.state, found.n, found.kind, found.better) == ("unknown", 19, None, None)
    assert dict(found.counts)["A"] == 19
    assert kano_of(answers(A=20), 20).kind == "A"
    assert kano_of([], 0).state == "unknown"


def test_better_and_worse_are_undefined_where_nobody_gave_an_answer_that_they_count() -> None:
    assert kano_of(answers(R=20), 20).as_row()[6:] == (None, None)


# ── commonality ─────────────────────────────────────────────────────────────────────────────────────────────────
SEEN = Cell("S", "training", 7, 10, 5, 20)


def test_the_worked_table_has_lift_fisher_and_odds_ratio_and_is_too_small_for_chi_square() -> None:
    assert SEEN.lift == Decimal("1.75")
    assert round(probability(SEEN)[0], 4) == Decimal("0.0450")
    assert probability(SEEN)[1] == "fisher"
    assert chi_square(SEEN) == Decimal("5.625")
    assert least_expected(SEEN) == 4
    assert round(SEEN.odds_ratio, 2) == Decimal("6.04")


def test_chi_square_stands_in_where_customers_are_many_and_agrees_with_the_exact_test() -> None:
    large = Cell("S", "training", 230, 1000, 180, 1100)
    p, test = probability(large)
    assert test == "chi_square"
    assert abs(p - fisher(230, 1000, 180, 1100)) < Decimal("0.0005")
    assert probability(Cell("S", "training", 3, 1000, 1, 1100))[1] == "fisher"


def test_the_unit_is_the_customer_and_who_has_no_need_counts_nowhere() -> None:
    customers = {"C1": {"training"}, "C2": {"training", "price"}, "C3": {"price"}, "C4": set()}
    cells = cells_of(customers, {"C1": "S", "C2": "S", "C3": "A", "C5": "A"})
    assert Cell("S", "training", 2, 2, 0, 1) in cells
    assert Cell("A", "price", 1, 1, 1, 2) in cells
    assert len(cells) == 4


def test_a_single_segment_has_no_rest_to_differ_from() -> None:
    assert cells_of({"C1": {"training"}}, {"C1": "S"}) == []


def test_a_difference_is_told_from_three_customers_on_and_within_the_rate_of_false_finds() -> None:
    clear, chance, few = Cell("S", "a", 9, 10, 1, 20), Cell("S", "b", 5, 10, 8, 20), Cell("S", "c", 2, 2, 0, 28)
    found = common_of([clear, chance, few], 3, Decimal("0.1"))
    assert [one.cell for one in found] == [clear]
    assert found[0].q >= found[0].p
    assert common_of([clear, chance, few], 2, Decimal("0.1"))[-1].cell in (clear, few)


def test_shuffled_segments_seldom_differ() -> None:
    from random import Random

    draw = Random(7)
    told = 0
    for _ in range(40):
        customers = {f"C{n}": {theme for theme in ("a", "b", "c", "d") if draw.random() < 0.4} for n in range(40)}
        segments = {name: draw.choice("SABC") for name in customers}
        told += bool(common_of(cells_of(customers, segments), 3, Decimal("0.1")))
    assert told <= 8
