"""Surveys for tests: waves and answers written in a few words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from dossiers import Case, case, organisation, policies, record

from crmsite.dossier.waves import age
from crmsite.kinds.satisfaction import Response, Survey
from crmsite.scores.customer import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Facts

DIMENSIONS = ("product", "response", "after_sales", "personal")


def survey(name: str, start: str, **more: object) -> Survey:
    """Write one survey of a month on a scale of 1 to 5; ``more`` replaces its keys."""
    plain = {"window": {"from": start, "to": start[:8] + "28"}, "scale": {"min": 1, "max": 5}, "dimensions": list(DIMENSIONS)}
    return cast("Survey", record("survey", **{"id": name, **plain, **more}))


def answer(name: str, day: str, contact: str | None, marks: Iterable[int | None], **more: object) -> dict[str, object]:
    """Write one answer: the marks in the order of the dimensions, ``None`` where one was skipped."""
    scores = {dimension: mark for dimension, mark in zip(DIMENSIONS, marks, strict=False) if mark is not None}
    who = {"contact": contact} if contact else {}
    return {"id": f"{name}-{contact or 'x'}-{day}", "survey": name, "date": day, "scores": scores, **who, **more}


def anonymous(name: str, day: str, marks: Iterable[int | None], number: int = 1, **more: object) -> Response:
    """Write one answer that names nobody."""
    return cast("Response", record("response", **{**answer(name, day, None, marks, **more), "id": f"{name}-{number}"}))


def asked(*surveys: Survey, unsigned: Iterable[Response] = (), **settings: object) -> Organisation:
    """Return an organisation that made some surveys."""
    ordered = {one.id: one for one in sorted(surveys, key=age)}
    return organisation(**settings)._replace(surveys=ordered, anonymous=tuple(unsigned))


def answered(*answers: dict[str, object], **own: object) -> Case:
    """Write a customer by its answers."""
    return case(own, responses=list(answers))


def facts_on(of: Case, shared: Organisation, day: str) -> Facts:
    """Return a customer's facts on a day."""
    return facts_of(of.at(day), shared, policies(), date.fromisoformat(day))
