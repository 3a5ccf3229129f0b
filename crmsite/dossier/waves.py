"""Waves 调研批次: who answered which survey, and the means of it. Satisfaction, its alert and its page stand on this.

Means are exact fractions: whether two are equal, and how many rearrangements reach a difference, must not hang on rounding.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crmsite.grammar.fields import Citation
    from crmsite.kinds.satisfaction import Response, Survey


class Wave(Slotted):
    """One survey, and the answers to it that count, in order of date and id."""

    survey: Survey
    answers: tuple[Response, ...]


def waves_of(responses: Iterable[Response], surveys: Mapping[str, Survey]) -> tuple[Wave, ...]:
    """Sort answers by survey, oldest survey first. The last answer of a contact counts; one without a contact stands for itself.

    Answers to a survey that is not known, void or later than the date seen, count nowhere.
    """
    found: dict[str, dict[str, Response]] = {}
    for answer in responses:
        if answer.survey in surveys:
            held = found.setdefault(answer.survey, {})
            who = answer.contact or answer.id
            before = held.get(who)
            if before is None or (before.date, before.id) <= (answer.date, answer.id):
                held[who] = answer
    waves = [Wave(surveys[name], tuple(sorted(held.values(), key=lambda r: (r.date, r.id)))) for name, held in found.items()]
    return tuple(sorted(waves, key=lambda wave: age(wave.survey)))


def age(survey: Survey) -> tuple[str, str]:
    """Return what surveys are ordered by: their first day, then their id."""
    return survey.window.from_.isoformat(), survey.id


def mark(answer: Response, dimension: str, survey: Survey) -> int | None:
    """Return what an answer gives a dimension; ``None`` where it was not asked or answered, or lies off the scale."""
    found = answer.marks.get(dimension)
    if found is None or dimension not in survey.dimensions or not survey.scale.min <= found <= survey.scale.max:
        return None
    return found


def place_of(answer: Response, dimension: str) -> Citation:
    """Return the line on which an answer gives a dimension its mark; the first line of its scores where it gives none."""
    return answer.cite("scores", dimension)


def mean_of(wave: Wave, dimension: str) -> Fraction | None:
    """Return the mean of a dimension over those who answered it; ``None`` where nobody did."""
    return mean(found for answer in wave.answers if (found := mark(answer, dimension, wave.survey)) is not None)


def overall_of(wave: Wave) -> Fraction | None:
    """Return the mean over those who answered of each one's mean over the dimensions answered; ``None`` without an answer."""
    return mean(own for answer in wave.answers if (own := own_mean(answer, wave.survey)) is not None)


def compared(before: Wave, now: Wave) -> tuple[Fraction, Fraction] | None:
    """Return the mean of each of two waves over the dimensions that both answered; ``None`` where they share none.

    A question that was skipped or added must not move the mean. Who compares has seen to it that the scale is the same.
    """
    pairs = [
        (then, value)
        for name in now.survey.dimensions
        if (then := mean_of(before, name)) is not None and (value := mean_of(now, name)) is not None
    ]
    was, found = mean(then for then, _ in pairs), mean(value for _, value in pairs)
    return None if was is None or found is None else (was, found)


def own_mean(answer: Response, survey: Survey) -> Fraction | None:
    """Return one answer's mean over the dimensions that it answers; ``None`` where it answers none."""
    return mean(found for name in survey.dimensions if (found := mark(answer, name, survey)) is not None)


def mean(values: Iterable[Fraction | int]) -> Fraction | None:
    """Return the mean of some values; ``None`` of none."""
    sums: dict[int, int] = {}
    count = 0
    for value in values:  # added up by denominator: few differ, and whole numbers add faster than fractions
        parts = value.denominator
        sums[parts] = sums.get(parts, 0) + value.numerator
        count += 1
    if not count:
        return None
    return sum((Fraction(total, parts) for parts, total in sums.items()), Fraction(0)) / count


def exact(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of full precision: it is rounded only where it is printed."""
    return Decimal(value.numerator) / value.denominator


def same_scale(one: Survey, other: Survey) -> bool:
    """Tell whether the answers of two surveys can be compared: the three scales there are never mix."""
    return (one.scale.min, one.scale.max) == (other.scale.min, other.scale.max)
