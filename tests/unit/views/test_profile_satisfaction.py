"""Satisfaction on a profile: what the contacts answered, on the survey's own scale; hidden from whom it does not concern."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import Case, policies
from portfolios import read, renderer
from surveys import answer, answered, asked, facts_on, survey

from crmsite.audience import Audience, redacted_facts
from crmsite.figures.facts import Facts
from crmsite.summaries.surveyed import WITHHELD, asked_of, surveyed_text
from crmsite.views.profile import ProfileView, profile

DAY = "2024-07-31"
SHARED = asked(survey("SV-1", "2023-12-01"), survey("SV-2", "2024-06-01"))
TWICE = answered(
    answer("SV-1", "2023-12-05", "P-1", [4, 4]),
    answer("SV-2", "2024-06-05", "P-1", [4, 3, 5], recommend=6, comment="回复太慢", channel="email"),
    answer("SV-2", "2024-06-06", "P-2", [5, 3], recommend=9),
)


def seen(of: Case = TWICE, facts: Facts | None = None) -> ProfileView:
    return profile(of.at(DAY), facts or facts_on(of, SHARED, DAY), SHARED, policies(), date.fromisoformat(DAY))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-CN", ("2024-06-06 的调研均分 4（1–5 分制），2 份答卷，比上一次低 0.25。", "贬损者（推荐意愿 6）", "回复太慢", "未答")),
        (
            "en",
            (
                "2 answers up to 2024-06-06 give a mean of 4 on a scale of 1 to 5, 0.25 less than the time before.",
                "Promoter (would recommend: 9)",
            ),
        ),
    ],
)
def test_the_section_says_the_latest_wave_and_what_each_contact_said(lang: str, words: tuple[str, ...]) -> None:
    page = read(renderer("en" if lang == "en" else "zh-CN", DAY).render("profile.html", seen(), "c/C1.html").decode())
    for word in words:
        assert word in page


def test_one_answer_gives_and_several_give() -> None:
    once = answered(answer("SV-1", "2023-12-05", "P-1", [4, 4]))
    words = read(renderer("en", DAY).render("profile.html", seen(once), "c/C1.html").decode())
    assert "1 answer up to 2023-12-05 gives a mean of 4" in words


def test_waves_stand_side_by_side_the_latest_last() -> None:
    part = seen().satisfaction
    assert part is not None
    assert [(wave.survey, wave.answers) for wave in part.waves] == [("SV-1", 1), ("SV-2", 2)]
    assert [tuple(map(str, row.means)) for row in part.rows][:2] == [("4", "4.5"), ("4", "3")]


def test_who_was_asked_and_never_answered_is_told_so() -> None:
    part = seen(answered()).satisfaction
    assert part is not None
    assert (part.lede.key, dict(part.lede.args)["n"], part.rows) == ("profile.satisfaction.no_answer", 2, ())


def test_who_was_no_customer_has_no_section() -> None:
    assert seen(answered(stages=[{"from": "2024-07-01", "stage": "prospect"}])).satisfaction is None


def test_an_audience_without_restricted_fields_sees_no_answer() -> None:
    partner = Audience("partner", frozenset({"public", "internal"}), frozenset(), frozenset(), frozenset({"tier"}))
    facts = redacted_facts(facts_on(TWICE, SHARED, DAY), partner)
    assert (facts.satisfaction.state, facts.satisfaction.waves, facts.satisfaction.asked) == ("withheld", (), ())
    assert seen(TWICE, facts).satisfaction is None
    assert surveyed_text(facts.satisfaction) == WITHHELD
    assert asked_of(WITHHELD).answers == {}


def test_the_text_for_the_portfolio_keeps_marks_exactly_and_no_comment() -> None:
    text = surveyed_text(facts_on(TWICE, SHARED, DAY).satisfaction)
    assert "回复太慢" not in text
    found = asked_of(text)
    assert found.surveys == ("SV-1", "SV-2")
    assert [(ballot.marks, ballot.recommend) for ballot in found.answers["SV-2"]] == [
        ({"product": 4, "response": 3, "after_sales": 5}, 6), ({"product": 5, "response": 3}, 9),
    ]  # fmt: skip
