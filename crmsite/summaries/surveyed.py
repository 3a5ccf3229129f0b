"""Surveyed: what the satisfaction page needs of one customer, as one text: the surveys it was asked in, the marks it gave.

The marks stay whole numbers, so that pages about all customers count and test with exact values. No comment is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, expanded

if TYPE_CHECKING:
    from crmsite.figures.facts import Answered, Satisfaction

WITHHELD = "withheld"
"""Stands for the text of a customer whose answers may not be seen."""


class Ballot(Slotted):
    """One answer that counts: marks by dimension on the survey's scale, the will to recommend and to buy again."""

    marks: dict[str, int]
    recommend: int | None
    repurchase: int | None


class Asked(Slotted):
    """The surveys during which a customer was active, and its answers by survey."""

    surveys: tuple[str, ...]
    answers: dict[str, tuple[Ballot, ...]]


def surveyed_text(found: Satisfaction) -> str:
    """Return the text of a customer; empty where no survey concerned it."""
    if found.state == "withheld":
        return WITHHELD
    if not found.asked and not found.waves:
        return ""
    return compact([found.asked, [[wave.survey, [_ballot(answer) for answer in wave.answers]] for wave in found.waves]])


def _ballot(answer: Answered) -> list[object]:
    return [dict(answer.scores), answer.recommend, answer.repurchase]


def asked_of(text: str) -> Asked:
    """Decode a customer's text; one that is empty or withheld holds nothing."""
    if not text or text == WITHHELD:
        return Asked((), {})
    surveys, waves = expanded(text)
    return Asked(tuple(surveys), {survey: tuple([Ballot(*ballot) for ballot in ballots]) for survey, ballots in waves})
