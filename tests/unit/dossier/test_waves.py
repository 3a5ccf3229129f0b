"""Who answered which survey, and what the answers mean together."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from dossiers import record
from surveys import answer, survey

from crmsite.dossier.waves import mean_of, overall_of, own_mean, same_scale, waves_of
from crmsite.kinds.satisfaction import Response

FIRST, SECOND = survey("SV-1", "2024-01-01"), survey("SV-2", "2024-06-01")
BOTH = {one.id: one for one in (SECOND, FIRST)}


def made(*answers: dict[str, object]) -> list[Response]:
    return [cast("Response", record("response", **{**one, "id": f"{place}-{one['id']}"})) for place, one in enumerate(answers)]


def test_waves_stand_in_the_order_of_their_first_day() -> None:
    found = waves_of(made(answer("SV-2", "2024-06-03", "P-1", [4]), answer("SV-1", "2024-07-01", "P-1", [5])), BOTH)
    assert [wave.survey.id for wave in found] == ["SV-1", "SV-2"]


def test_the_last_answer_of_a_contact_counts_whatever_the_order_of_files() -> None:
    early, late = answer("SV-1", "2024-01-05", "P-1", [2]), answer("SV-1", "2024-01-09", "P-1", [4])
    for order in ((early, late), (late, early)):
        (wave,) = waves_of(made(*order), BOTH)
        assert [one.marks for one in wave.answers] == [{"product": 4}]


def test_answers_without_a_contact_stand_for_themselves() -> None:
    (wave,) = waves_of(made(answer("SV-1", "2024-01-05", None, [2]), answer("SV-1", "2024-01-05", None, [5])), BOTH)
    assert mean_of(wave, "product") == Fraction(7, 2)


def test_an_answer_to_a_survey_that_has_not_begun_counts_nowhere() -> None:
    assert waves_of(made(answer("SV-3", "2024-01-05", "P-1", [2])), BOTH) == ()


def test_a_skipped_question_is_left_out_and_is_not_zero() -> None:
    (wave,) = waves_of(made(answer("SV-1", "2024-01-05", "P-1", [5, None, 4]), answer("SV-1", "2024-01-05", "P-2", [3])), BOTH)
    assert (mean_of(wave, "product"), mean_of(wave, "response")) == (4, None)
    assert overall_of(wave) == (Fraction(9, 2) + 3) / 2


def test_what_lies_off_the_scale_or_was_not_asked_is_not_counted() -> None:
    (wave,) = waves_of(
        made(answer("SV-1", "2024-01-05", "P-1", [7, 4], scores={"product": 7, "response": 4, "smell": 1})), BOTH
    )
    assert own_mean(wave.answers[0], FIRST) == 4


def test_scales_never_mix() -> None:
    hundred = survey("SV-3", "2024-09-01", scale={"min": 0, "max": 100})
    assert same_scale(FIRST, SECOND)
    assert not same_scale(FIRST, hundred)
