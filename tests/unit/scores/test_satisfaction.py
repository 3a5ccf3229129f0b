"""Satisfaction of one customer: the mean over its contacts, what changed since the wave before, the alert when it falls."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dossiers import Case, alert_of, case, sample_facts
from surveys import answer, answered, asked, facts_on, survey

from crmsite.figures.facts import Alert, Satisfaction
from crmsite.scores.satisfaction import loyalty

FIRST, SECOND, THIRD = survey("SV-1", "2023-12-01"), survey("SV-2", "2024-06-01"), survey("SV-3", "2024-12-01")


def found(*answers: dict[str, object], day: str = "2024-07-31", **own: object) -> Satisfaction:
    return facts_on(answered(*answers, **own), asked(FIRST, SECOND, THIRD), day).satisfaction


def alert(*answers: dict[str, object], day: str = "2024-07-31", **own: object) -> Alert | None:
    return alert_of(facts_on(answered(*answers, **own), asked(FIRST, SECOND, THIRD), day), "satisfaction-drop")


# ── the score ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_customer_is_the_mean_of_its_contacts() -> None:
    wave = found(answer("SV-2", "2024-06-05", "P-1", [4, 4]), answer("SV-2", "2024-06-08", "P-2", [5, 3])).waves[-1]
    assert dict(wave.means) == {"product": Decimal("4.5"), "response": Decimal("3.5"), "after_sales": None, "personal": None}
    assert (wave.overall, wave.day.isoformat(), len(wave.answers)) == (4, "2024-06-08", 2)


def test_change_is_told_against_the_wave_before() -> None:
    wave = found(answer("SV-1", "2023-12-05", "P-1", [4, 4]), answer("SV-2", "2024-06-08", "P-2", [5, 3])).waves[-1]
    assert (dict(wave.change), wave.overall_change) == ({"product": 1, "response": -1}, 0)


def test_a_wave_on_another_scale_is_no_wave_before() -> None:
    hundred = survey("SV-1", "2023-12-01", scale={"min": 0, "max": 100})
    of = answered(answer("SV-1", "2023-12-05", "P-1", [80]), answer("SV-2", "2024-06-05", "P-1", [4]))
    waves = facts_on(of, asked(hundred, SECOND), "2024-07-31").satisfaction.waves
    assert [(wave.scale, wave.overall, wave.overall_change) for wave in waves] == [((0, 100), 80, None), ((1, 5), 4, None)]


def test_an_answer_after_the_date_is_not_seen() -> None:
    answers = (answer("SV-1", "2023-12-05", "P-1", [4]), answer("SV-2", "2024-06-08", "P-1", [1]))
    assert len(found(*answers, day="2024-06-07").waves) == 1
    assert len(found(*answers, day="2024-06-08").waves) == 2


@pytest.mark.parametrize(
    ("own", "state", "reason"),
    [
        ({}, "unknown", "no_answer"),
        ({"stages": [{"from": "2024-05-01", "stage": "prospect"}]}, "not_applicable", "not_asked"),
        (
            {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2023-01-01", "stage": "lost", "reason": "price"}]},
            "not_applicable",
            "not_asked",
        ),
    ],
)
def test_no_answer_is_unknown_and_who_was_no_customer_was_not_asked(own: dict[str, object], state: str, reason: str) -> None:
    satisfaction = found(**own)  # type: ignore[arg-type]
    assert (satisfaction.state, satisfaction.reason, satisfaction.waves) == (state, reason, ())


def test_without_any_survey_nothing_is_asked() -> None:
    satisfaction = facts_on(case(), asked(), "2024-07-31").satisfaction
    assert (satisfaction.state, satisfaction.reason) == ("not_applicable", "no_survey")


def test_the_population_of_a_survey_is_who_was_a_customer_on_its_day() -> None:
    early = survey("SV-1", "2023-12-01", population={"active_on": "2023-11-30"})
    late = {"stages": [{"from": "2023-12-01", "stage": "won"}]}
    assert facts_on(case(late), asked(early, SECOND), "2024-07-31").satisfaction.asked == ("SV-2",)
    assert facts_on(case(late), asked(FIRST, SECOND), "2024-07-31").satisfaction.asked == ("SV-1", "SV-2")


@pytest.mark.parametrize(
    ("recommend", "word"),
    [(10, "promoter"), (9, "promoter"), (8, "passive"), (7, "passive"), (6, "detractor"), (0, "detractor"), (None, None)],
)
def test_one_customer_has_a_word_and_no_net_score(recommend: int | None, word: str | None) -> None:
    assert loyalty(recommend) == word


def test_a_wave_that_did_not_ask_to_recommend_keeps_no_such_answer() -> None:
    quiet = survey("SV-2", "2024-06-01", nps_question=False)
    of = answered(answer("SV-2", "2024-06-05", "P-1", [4], recommend=9))
    assert facts_on(of, asked(quiet), "2024-07-31").satisfaction.waves[0].answers[0].recommend is None
    assert facts_on(of, asked(SECOND), "2024-07-31").satisfaction.waves[0].answers[0].recommend == 9


def test_the_receipt_points_at_the_lines_of_the_marks() -> None:
    receipt = found(answer("SV-2", "2024-06-05", "P-1", [4, 2])).receipt
    assert [(factor.value, factor.state) for factor in receipt.factors[:3]] == [(4, "value"), (2, "value"), (None, "unknown")]
    assert receipt.factors[0].sources[0].line != receipt.factors[1].sources[0].line


# ── the alert ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_customer_lost_two_points_of_response_speed() -> None:
    fallen = alert_of(sample_facts("C001", "2024-07-31"), "satisfaction-drop")
    assert fallen is not None
    assert (fallen.id, fallen.seed, fallen.level) == ("satisfaction-drop@C001@2024-06-25", "W5", "urgent")
    assert fallen.evidence == ("SV-2023H2-C001-P-C001-01", "SV-2024H1-C001-P-C001-01")
    assert fallen.text.key == "alert.satisfaction-drop"


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [
        ([4, 4, 4, 4], [4, 2, 4, 4], True),
        ([4, 4, 4, 4], [3, 3, 3, 3], True),
        ([4, 4, 4, 4], [3, 3, 3, 4], False),
        ([2, 4, 4, 4], [4, 4, 4, 4], False),
        ([5, None, 4, 4], [4, 1, 4, 4], False),
    ],
)
def test_two_points_in_one_dimension_or_one_on_average(before: list[int | None], after: list[int | None], fires: bool) -> None:
    assert (alert(answer("SV-1", "2023-12-05", "P-1", before), answer("SV-2", "2024-06-08", "P-1", after)) is not None) == fires


def test_it_begins_with_the_answer_that_made_it_true_and_ends_when_the_next_wave_recovers() -> None:
    answers = (
        answer("SV-1", "2023-12-05", "P-1", [4]),
        answer("SV-2", "2024-06-08", "P-2", [4]),
        answer("SV-2", "2024-06-20", "P-1", [1]),
        answer("SV-3", "2024-12-09", "P-1", [4]),
    )
    assert alert(*answers, day="2024-06-19") is None
    for day in ("2024-06-20", "2024-12-08"):
        fallen = alert(*answers, day=day)
        assert fallen is None or fallen.since.isoformat() == "2024-06-20"
    assert alert(*answers, day="2024-12-09") is None


def test_a_year_later_nobody_can_be_asked_what_happened() -> None:
    answers = (answer("SV-1", "2023-12-05", "P-1", [5]), answer("SV-2", "2024-06-08", "P-1", [2]))
    assert alert(*answers, day="2025-06-07") is not None
    assert alert(*answers, day="2025-06-08") is None


def test_other_scales_and_customers_that_are_gone_raise_nothing() -> None:
    ten = [survey(name, start, scale={"min": 0, "max": 10}) for name, start in (("SV-1", "2023-12-01"), ("SV-2", "2024-06-01"))]
    answers = (answer("SV-1", "2023-12-05", "P-1", [9]), answer("SV-2", "2024-06-08", "P-1", [2]))
    assert alert_of(facts_on(answered(*answers), asked(*ten), "2024-07-31"), "satisfaction-drop") is None
    lost = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-07-01", "stage": "lost", "reason": "price"}]}
    assert alert(*answers, **lost) is None


def test_several_falls_are_one_alert_that_names_the_farthest() -> None:
    fallen = alert(answer("SV-1", "2023-12-05", "P-1", [5, 5, 5, 5]), answer("SV-2", "2024-06-08", "P-1", [3, 1, 3, 5]))
    assert fallen is not None
    assert fallen.text.key == "alert.satisfaction-drop.more"
    assert dict(fallen.text.args)["others"] == 3
    assert [factor.value for factor in fallen.receipt.factors] == [1, 3, 3, 3]


def test_a_customer_without_answers_costs_no_look_at_waves() -> None:
    of: Case = case()
    assert alert_of(facts_on(of, asked(FIRST, SECOND), "2024-07-31"), "satisfaction-drop") is None
