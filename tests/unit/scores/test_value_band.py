"""Value band and label: by amount, by expectation, dormant, never sold."""

from __future__ import annotations

import pytest
from dossiers import case, facts, sample_facts

from crmsite.figures.facts import Term


@pytest.mark.parametrize(
    ("amount", "band"),
    [(1_500_000, "high"), (1_000_000, "high"), (999_999, "medium"), (800_000, "medium"), (600_000, "medium"), (200_000, "medium"), (199_999, "low")],
)
def test_bands_by_the_last_twelve_months(amount: int, band: str) -> None:
    assert facts(case(orders=[("2024-05-10", amount)]), "2024-07-31").band.band == band


def test_expected_value_counts_before_the_first_sale_and_says_so() -> None:
    fields = {"stages": [{"from": "2023-01-01", "stage": "intent"}], "value_basis": "expected", "expected_annual_value": 500_000}
    band = facts(case(fields), "2024-07-31").band
    assert (band.band, band.basis, band.state) == ("medium", "expected", "value")
    assert band.receipt.result.key == "band.result.expected"
    sold = facts(case({"expected_annual_value": 500_000}, [("2024-05-10", 1_000)]), "2024-07-31").band
    assert (sold.band, sold.basis) == ("low", "actual")


def test_nothing_sold_is_not_low_value_and_the_stage_takes_its_place_in_the_label() -> None:
    fields = {"stages": [{"from": "2023-01-01", "stage": "prospect"}], "industry": "retail", "need_feature": "price"}
    band = facts(case(fields), "2024-07-31").band
    assert (band.state, band.band) == ("not_applicable", "none")
    assert band.label == (Term("stage", "prospect"), Term("taxonomy:industry", "retail"), Term("need_feature", "price"))


def test_the_labels_parts_stand_in_one_order() -> None:
    parts = sample_facts("C001", "2024-07-31").band.label
    assert parts == (Term("message", "band.high"), Term("taxonomy:industry", "internet"), Term("need_feature", "solution"))


@pytest.mark.parametrize(("amount", "formerly"), [(1_200_000, "high"), (300_000, "medium"), (20_000, "low")])
def test_a_year_without_orders_is_dormant_with_the_best_band_of_the_three_years_before(amount: int, formerly: str) -> None:
    band = facts(case(orders=[("2021-09-01", amount), ("2022-09-01", 10_000)]), "2024-07-31").band
    assert (band.band, band.formerly) == ("dormant", formerly)


def test_unknown_amounts_make_an_unknown_band() -> None:
    band = facts(case(), "2024-07-31").band
    assert (band.state, band.band, band.formerly) == ("unknown", "unknown", None)
