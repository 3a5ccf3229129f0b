"""Answers fit the survey that they answer: dimensions that were asked, marks on its scale, days within its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.grammar.guess import nearest
from crmsite.kinds.satisfaction import COLUMN_TARGETS, Response, Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic


def responses(case: CaseFile) -> Iterator[Diagnostic]:
    """Each answer fits its survey, as far as that had begun; answers of a survey that is not known are told elsewhere."""
    for response in case.of(Response):
        survey = case.organisation.surveys.get(response.survey)
        if response.contact is not None and response.customer is None:
            yield at(response, "no-customer", "contact", kind="response")
        if survey is None:
            continue
        for name, mark in response.marks.items():
            if name not in survey.dimensions:
                yield _unknown(response, survey, name, "scores", name)
            elif not _fits(mark, survey):
                yield at(response, "out-of-range", "scores", name, text=mark, low=survey.scale.min, high=survey.scale.max)
        again = response.repurchase
        if again is not None and not _fits(again, survey):
            yield at(response, "out-of-range", "repurchase", text=again, low=survey.scale.min, high=survey.scale.max)
        yield from _features(response, survey)
        window = survey.window
        if not window.from_ <= response.date <= window.to:
            told = {"date": response.date, "survey": survey.id, "start": window.from_, "end": window.to}
            yield at(response, "answer-outside-window", "date", **told)


def _fits(mark: int, survey: Survey) -> bool:
    """Tell whether a mark is on the survey's scale; of a scale that runs backwards, which is a fault of its own, all are."""
    low, high = survey.scale.min, survey.scale.max
    return low >= high or low <= mark <= high


def _features(response: Response, survey: Survey) -> Iterator[Diagnostic]:
    """Name Kano answers to features that the survey does not ask about."""
    features = [feature.id for feature in survey.kano]
    for place, answer in enumerate(response.kano):
        if answer.feature not in features:
            told = {"dimension": answer.feature, "guess": nearest(answer.feature, features), "known": "、".join(features)}
            yield at(response, "unknown-dimension", "kano", place, "feature", survey=survey.id, **told)


def questions(case: CaseFile) -> Iterator[Diagnostic]:
    """Questions and headings of a survey mean dimensions that it has; its answers count what its scale holds."""
    for survey in case.of(Survey):
        for name, text in (survey.questions or {}).items():
            if not isinstance(text, dict) and name not in survey.dimensions:
                yield _unknown(survey, survey, name, "questions", name)
        for heading, target in survey.targets.items():
            if target not in survey.dimensions and target not in (*COLUMN_TARGETS, *survey.kano_targets):
                yield _unknown(survey, survey, target, "columns", heading)
        for word, value in survey.values.items():
            if not _fits(value, survey):
                yield at(survey, "out-of-range", "answers", word, text=value, low=survey.scale.min, high=survey.scale.max)
        if survey.scale.min >= survey.scale.max:
            yield at(survey, "scale-reversed", "scale", low=survey.scale.min, high=survey.scale.max)


def _unknown(record: Response | Survey, survey: Survey, name: str, *keys: str) -> Diagnostic:
    known = "、".join((*survey.dimensions, *((*COLUMN_TARGETS, *survey.kano_targets) if keys[0] == "columns" else ())))
    guess = nearest(name, [*survey.dimensions, *survey.kano_targets])
    return at(record, "unknown-dimension", *keys, survey=survey.id, dimension=name, guess=guess, known=known)
