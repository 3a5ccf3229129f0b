"""Answers fit the survey that they answer, and a survey means what it can."""

from __future__ import annotations

import pytest
from repositories import Repository, customer

SURVEY = """
window: {from: 2024-06-01, to: 2024-06-30}
scale: {min: 1, max: 5}
dimensions: [product_quality, response_speed]
questions: {product_quality: 质量如何？}
"""
RESPONSE = "survey: SV-1\ncustomer: C001\ndate: 2024-06-12\nscores: {product_quality: 4, response_speed: 3}\nrepurchase: 5\n"


@pytest.fixture
def asked(tmp_path: object) -> Repository:
    """One customer, one survey, one answer, and nothing wrong with them."""
    from repositories import SITE

    repository = Repository(tmp_path, SITE, customer(1))  # type: ignore[arg-type]
    repository.write("surveys/SV-1/survey.yaml", SURVEY)
    repository.write("surveys/SV-1/responses/1.yaml", RESPONSE)
    return repository


def told(repository: Repository) -> list[tuple[str, str, int]]:
    return [(found.rule, found.span.path, found.span.line) for found in repository.check().faults if "surveys/" in found.span.path]


def test_answers_that_fit_raise_nothing(asked: Repository) -> None:
    assert told(asked) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "line"),
    [
        ("responses/1.yaml", "response_speed", "respons_speed", "unknown-dimension", 4),
        ("responses/1.yaml", "product_quality: 4", "product_quality: 9", "out-of-range", 4),
        ("responses/1.yaml", "repurchase: 5", "repurchase: 6", "out-of-range", 5),
        ("responses/1.yaml", "2024-06-12", "2024-07-12", "answer-outside-window", 3),
        ("responses/1.yaml", "customer: C001", "contact: P-C001-01", "no-customer", 2),
        ("survey.yaml", "questions: {product_quality", "questions: {smell", "unknown-dimension", 5),
        ("survey.yaml", "questions: {product_quality: 质量如何？}", "columns: {质量如何？: quality}", "unknown-dimension", 5),
        ("survey.yaml", "questions: {product_quality: 质量如何？}", "answers: {非常满意: 6}", "out-of-range", 5),
        ("survey.yaml", "max: 5", "max: 1", "scale-reversed", 3),
    ],
)
def test_what_does_not_fit_is_told_where_it_stands(asked: Repository, path: str, old: str, new: str, rule: str, line: int) -> None:
    asked.edit(f"surveys/SV-1/{path}", old, new)
    assert (rule, f"surveys/SV-1/{path}", line) in told(asked)


def test_a_scale_that_runs_backwards_is_one_fault_and_not_one_of_each_answer(asked: Repository) -> None:
    asked.edit("surveys/SV-1/survey.yaml", "{min: 1, max: 5}", "{min: 5, max: 1}")
    asked.edit("surveys/SV-1/survey.yaml", "questions: {product_quality: 质量如何？}", "answers: {非常满意: 5}")
    faults = [found for found in asked.check().faults if "surveys/" in found.span.path]
    assert [found.rule for found in faults] == ["scale-reversed"]
    assert "{min: 1, max: 5}" in faults[0].help("zh")
    assert "{min: 1, max: 5}" in faults[0].help("en")


def test_anonymous_answers_are_held_to_the_survey_too(asked: Repository) -> None:
    asked.edit("surveys/SV-1/responses/1.yaml", "customer: C001\n", "")
    assert told(asked) == []
    asked.edit("surveys/SV-1/responses/1.yaml", "product_quality: 4", "product_quality: 0")
    assert [rule for rule, _, _ in told(asked)] == ["out-of-range"]


def test_a_headings_meaning_may_be_more_than_a_dimension(asked: Repository) -> None:
    asked.edit(
        "surveys/SV-1/survey.yaml",
        "questions:",
        "columns: {推荐: recommend, 客户: customer, 意见: comment, 时间: date}\nquestions:",
    )
    assert told(asked) == []
