"""Targets: a metric that exists, a unit that fits it, a share as a ratio; whatever else is written is told with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import SITE, Repository, customer

from crmsite.grammar.measures import MEASURES, TARGET_UNITS, measure_of
from crmsite.grammar.vocabulary import VOCABULARY


def faults(folder: Path, target: str) -> list[tuple[str, str]]:
    """Check a company with one target; return what is told, with what to write instead."""
    goals = f"-- goals/2024.yaml --\nperiod: {{from: 2024-01-01, to: 2024-12-31}}\ntargets:\n  - {{{target}}}\n"
    found = Repository(folder, SITE, goals).check().faults
    return [(fault.rule, fault.help("en")) for fault in found if fault.span.path.endswith("goals/2024.yaml")]


def test_a_metric_that_is_not_in_the_catalogue_is_told_with_the_nearest(tmp_path: Path) -> None:
    assert faults(tmp_path, "metric: churn_rat, op: <=, value: 0.05, unit: ratio") == [("unknown-metric", "did you mean `churn_rate`?")]


@pytest.mark.parametrize("called", ["续约率", "Renewal rate"])
def test_a_metric_that_is_called_by_its_name_is_told_by_its_id(tmp_path: Path, called: str) -> None:
    assert faults(tmp_path, f"metric: {called}, op: '>=', value: 0.5, unit: ratio") == [("unknown-metric", "did you mean `renewal_rate`?")]


def test_an_ending_in_common_is_no_likeness_and_the_message_names_the_list(tmp_path: Path) -> None:
    [(rule, help_)] = faults(tmp_path, "metric: order_amount, op: '>=', value: 5, unit: money")
    assert (rule, "churn_amount" in help_, "crmsite list metrics" in help_) == ("unknown-metric", False, True)


@pytest.mark.parametrize("target", ["10%", "十"])
def test_a_bare_percentage_is_refused(tmp_path: Path, target: str) -> None:
    assert faults(tmp_path, f"metric: upsell_rate, op: '>=', value: {target}, unit: relative")


def test_a_unit_that_does_not_fit_is_told_with_those_that_do(tmp_path: Path) -> None:
    [(rule, help_)] = faults(tmp_path, "metric: churn_rate, op: <=, value: 5, unit: count")
    assert (rule, "ratio, pp, relative" in help_) == ("target-unit", True)


def test_a_percentage_for_a_share_is_told_as_the_ratio_that_was_meant(tmp_path: Path) -> None:
    [(rule, help_)] = faults(tmp_path, "metric: renewal_rate, op: '>=', value: 85, unit: ratio")
    assert (rule, "0.85" in help_) == ("target-not-a-ratio", True)


def test_a_growth_that_can_only_be_meant_in_percent_is_told_so(tmp_path: Path) -> None:
    [(rule, help_)] = faults(tmp_path, "metric: upsell_rate, op: '>=', value: 15, unit: ratio")
    assert (rule, "0.15" in help_) == ("target-not-a-ratio", True)


@pytest.mark.parametrize(
    ("target", "help_"),
    [
        ("metric: satisfaction_mean, op: '>=', value: 6, unit: scale_1_5", "write a number from 1 to 5"),
        ("metric: satisfaction_mean, op: '>=', value: 120, unit: scale_0_100", "write a number from 0 to 100"),
        ("metric: renewal_rate, op: '>=', value: -0.5, unit: ratio", "write a number from 0 to 1"),
        ("metric: nps, op: '>=', value: 130, unit: count", "write a number from -100 to 100"),
        ("metric: payment_cycle_days, op: <=, value: -3, unit: days", "write 0 or more"),
    ],
)
def test_a_target_that_no_figure_can_reach_is_told_with_what_the_figure_can_be(tmp_path: Path, target: str, help_: str) -> None:
    assert faults(tmp_path, target) == [("out-of-range", help_)]


@pytest.mark.parametrize(
    "target",
    [
        "metric: nps, op: '>=', value: -20, unit: count",
        "metric: satisfaction_mean, op: '>=', value: -0.1, unit: relative",
        "metric: upsell_rate, op: '>=', value: -0.05, unit: ratio",
        "metric: churn_rate, op: <=, value: -0.05, unit: pp",
        "metric: satisfaction_mean, op: '>=', value: 5, unit: scale_1_5",
        "metric: upsell_rate, op: '>=', value: 1.5, unit: ratio",
        "metric: satisfaction_mean.response, op: '>=', value: 4.5, unit: scale_1_5",
        "metric: csat_top2, op: '>=', value: 0.05, unit: pp",
        "metric: churn_rate, op: <=, value: 0.2, unit: relative",
        "metric: payment_cycle_days, op: <=, value: 60, unit: days",
        "metric: sla_met.first_response, op: '>=', value: 0.9, unit: ratio",
        "metric: sla_met, op: '>=', value: 0.9, unit: ratio",
        "metric: first_response_hours_p90, op: <=, value: 8, unit: hours",
        "metric: first_response_hours_p50, op: <=, value: -0.2, unit: relative",
        "metric: care_coverage.routine, op: '>=', value: 1, unit: ratio",
        "metric: rfm_segment_share.churn_risk, op: <=, value: 0.1, unit: ratio",
        "metric: fit, op: '>=', value: 0.05, unit: pp",
        "metric: duty_on_time, op: '>=', value: 0.9, unit: ratio",
    ],
)
def test_what_can_be_judged_is_not_refused(tmp_path: Path, target: str) -> None:
    assert faults(tmp_path, target) == []


def test_a_part_may_follow_only_a_metric_that_has_parts() -> None:
    assert measure_of("satisfaction_mean.response") is not None
    assert measure_of("satisfaction_mean.") is None
    assert measure_of("churn_rate.anything") is None


@pytest.mark.parametrize(
    ("target", "guess"),
    [
        ("metric: sla_met.first_respons, op: '>=', value: 0.9, unit: ratio", "sla_met.first_response"),
        ("metric: rfm_segment_share.churn_rsk, op: <=, value: 0.1, unit: ratio", "rfm_segment_share.churn_risk"),
    ],
)
def test_a_part_that_the_records_do_not_know_is_told_with_the_nearest(tmp_path: Path, target: str, guess: str) -> None:
    assert faults(tmp_path, target) == [("unknown-metric", f"did you mean `{guess}`?")]


def test_the_share_of_a_segment_needs_its_segment(tmp_path: Path) -> None:
    [(rule, _)] = faults(tmp_path, "metric: rfm_segment_share, op: <=, value: 0.1, unit: ratio")
    assert rule == "unknown-metric"


def test_of_whom_a_metric_speaks_is_held_against_whose_target_it_is(tmp_path: Path) -> None:
    assert [rule for rule, _ in faults(tmp_path, "metric: risk_signals_12m, op: <=, value: 3, unit: count")] == ["target-of-company"]
    plan = "-- customers/C001/plans/2024.yaml --\nperiod: {from: 2024-01-01, to: 2024-12-31}\nobjectives:\n  - {id: O1, metric: %s, op: <=, target: 0.1, unit: ratio, due: 2024-12-31}\n"
    for metric, expected in (("churn_rate", ["target-of-customer"]), ("winback_rate", []), ("fit", [])):
        found = Repository(tmp_path / metric, SITE, customer(1), plan % metric).check().faults
        assert [fault.rule for fault in found if fault.rule.startswith("target-")] == expected


def test_every_unit_of_the_catalogue_can_be_aimed_at_in_listed_words() -> None:
    assert {measure.unit for measure in MEASURES} == set(TARGET_UNITS)
    assert {unit for units in TARGET_UNITS.values() for unit in units} <= set(VOCABULARY["unit"])
    assert len({measure.id for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(("lang", "name"), [("zh", 1), ("en", 2)])
def test_the_rule_of_unknown_metrics_lists_them_all_by_id_and_name(lang: str, name: int) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules" / "unknown-metric.md").read_text("utf-8")
    chinese, _, english = page.partition("## English")
    listed = [f"| `{measure.id}` | {measure[name]} |" for measure in MEASURES]
    assert [line for line in (chinese if lang == "zh" else english).splitlines() if line.startswith("| `")] == listed
