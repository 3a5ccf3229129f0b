"""Policies: packaged defaults are sound, own records take their place, the version in force is told by the date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import packaged, packaged_problems, policies, record

from crmsite.policy import POLICY_KINDS, Policies, default_policy_sources, default_taxonomy_sources
from crmsite.scores import SCORES
from crmsite.scores.early_warnings import ALERTS

D = date.fromisoformat
VALUE = {"window_months": 12, "high": 100, "medium": 10}


def test_every_packaged_default_is_a_record_without_fault() -> None:
    assert packaged_problems() == []
    assert {path.split("/")[0] for path, _ in default_policy_sources()} == {"policy"}
    assert {path for path, _ in default_taxonomy_sources()} == {f"taxonomy/{n}.yaml" for n in ("dimension", "industry", "region", "tag", "theme")}


def test_the_defaults_hold_each_kind_of_policy_and_a_playbook_for_each_tier() -> None:
    assert set(packaged()) == set(POLICY_KINDS)
    assert set(policies().playbooks) == {"S", "A", "B", "C"}


def test_the_latest_version_not_after_the_day_is_in_force_and_the_first_judges_what_came_before() -> None:
    first = record("value_policy", id="value-v1", effective_from="2024-01-01", **VALUE)
    second = record("value_policy", id="value-v2", effective_from="2024-07-01", **VALUE)
    own = Policies.of({"value_policy": (second, first)}, packaged())
    assert [own.value(D(day)).id for day in ("2019-05-01", "2024-06-30", "2024-07-01")] == ["value-v1", "value-v1", "value-v2"]


def test_a_record_takes_the_place_of_the_default_with_its_id_and_other_defaults_stay() -> None:
    later = record("value_policy", id="value-v2", effective_from="2024-07-01", **VALUE)
    both = Policies.of({"value_policy": (later,)}, packaged())
    assert [policy.id for policy in both.values] == ["value-v1", "value-v2"]
    assert both.value(D("2024-06-30")).high == Decimal(1_000_000)


def test_void_policies_do_not_count() -> None:
    void = record("value_policy", id="value-v1", effective_from="2024-01-01", status="void", reason="误建", **VALUE)
    assert Policies.of({"value_policy": (void,)}, packaged()).value(D("2024-02-01")).high == Decimal(1_000_000)


def test_a_kind_of_policy_that_is_missing_altogether_is_a_bug_and_says_which() -> None:
    with pytest.raises(ValueError, match="tier_policy"):
        Policies.of({})


def test_weights_are_those_of_the_industry_else_the_default() -> None:
    rfm = policies().rfm(D("2024-01-01"))
    assert rfm.weights_for("manufacturing")[0] == "manufacturing"
    assert rfm.weights_for("internet")[0] == "default"
    assert rfm.weights_for(None)[1].M == 1


def test_every_alert_has_a_packaged_rule_with_an_answer_in_both_languages_and_an_entry_in_the_table_of_scores() -> None:
    rules = {rule.id: rule for rule in policies().warnings(D("2024-01-01")).rules}
    assert set(rules) == {name for name, *_ in ALERTS}
    assert all(rule.answer is not None and rule.answer.zh and rule.answer.en and rule.seed for rule in rules.values())
    assert set(rules) < {score.id for score in SCORES}


def test_playbooks_hold_the_actions_that_the_templates_ask_of_each_tier() -> None:
    asked = {
        "S": {("qbr", "quarter"), ("package", "half_year"), ("festival", "half_year"), ("visit", "quarter"), ("evaluation", "month")},
        "A": {("brief", "month"), ("executive_visit", "quarter"), ("deep_visit", "half_year"), ("evaluation", "quarter")},
        "B": {("deep_callback", "half_year"), ("care_mail", "quarter"), ("survey", "year"), ("evaluation", "half_year")},
        "C": {("care_mail", "quarter"), ("survey", "year"), ("evaluation", "half_year")},
    }
    for tier, actions in asked.items():
        book = policies().playbook(tier, D("2024-07-31"))
        assert book is not None
        assert {(action.id, action.every) for action in book.actions} == actions
    hours = {promise.id: (promise.hours, promise.clock) for promise in policies().playbooks["A"][0].sla}
    assert (hours["first_response"], hours["solution"]) == ((2, "business"), (24, "calendar"))
    assert policies().playbook("Z", D("2024-07-31")) is None


def test_a_holiday_calendar_lists_no_day_twice_and_no_weekday_as_make_up() -> None:
    calendar = policies().calendar
    assert all(day.weekday() >= 5 for day in calendar.extra)
    assert not set(calendar.off) & set(calendar.extra)
    for year in (2023, 2024, 2025, 2026):
        assert any(day.year == year for day in calendar.off)
        assert any(day.year == year for day in calendar.extra)


def test_every_version_is_listed_for_the_methods_page() -> None:
    assert {policy.id for policy in policies().all()} >= {"tier-v1", "rfm-v1", "value-v1", "priority-v1", "warnings-v1", "S-v1", "C-v1"}
