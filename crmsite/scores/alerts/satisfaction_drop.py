"""Satisfaction drop 满意度骤降: two points less in one dimension, or one point less on average, than in the wave before.

One customer is judged by rule: a handful of answers carries no test. Waves on different scales are not compared.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months, first_day_not_within
from crmsite.dossier.waves import compared, exact, mean_of, same_scale, waves_of
from crmsite.figures.facts import Factor, Say, Term
from crmsite.scores.alerts import Signal, first_true
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.dossier.waves import Wave
    from crmsite.kinds.policies import WarningRule
    from crmsite.kinds.satisfaction import Response, Survey
    from crmsite.scores.alerts import Past, Then, Watch

FIVE = (1, 5)
"""The scale that the rule's points are points of."""

_SENTENCES = {
    (True, False): "alert.satisfaction-drop",
    (True, True): "alert.satisfaction-drop.more",
    (False, False): "alert.satisfaction-drop.mean",
    (False, True): "alert.satisfaction-drop.mean.more",
}
"""By whether a dimension fell farthest, and whether more than one figure fell."""


class Fall(Slotted):
    """One figure that fell far enough: a dimension, or all together where it is ``None``."""

    dimension: str | None
    before: Fraction
    now: Fraction


class Drop(Slotted):
    """The two waves that are compared, and what fell between them, the farthest first."""

    before: Wave
    now: Wave
    falls: tuple[Fall, ...]


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether the latest wave fell far below the one before; not before the first sale, nor of customers that are lost."""
    responses, surveys = watch.dossier.responses, watch.surveys
    since = watch.relation.rated_since
    if len(responses) < 2 or not surveys or since is None:
        return None
    drop = drop_on(responses, surveys, watch.as_of, rule)
    if drop is None:
        return None
    days = [answer.date for answer in responses]
    changes = [*days, *(first_day_not_within(day, rule.months or 12) for day in days)]
    began = first_true(changes, lambda day: drop_on(responses, surveys, day, rule) is not None, watch.as_of, since)
    worst = drop.falls[0]
    args = (
        ("dimension", Term("taxonomy:dimension", worst.dimension or "")),
        ("before", exact(worst.before)),
        ("now", exact(worst.now)),
        ("others", len(drop.falls) - 1),
    )
    text = Say(_SENTENCES[worst.dimension is not None, len(drop.falls) > 1], args)
    told = (*drop.before.answers, *drop.now.answers)
    sources = tuple([answer.cite("scores") for answer in told])
    factors = tuple([_factor(fall) for fall in drop.falls])
    return Signal(rule.level or "urgent", began, text, tuple([answer.id for answer in told]), factors, sources)


def drop_on(responses: Sequence[Response], surveys: Mapping[str, Survey], day: date, rule: WarningRule) -> Drop | None:
    """Return what had fallen by a day; ``None`` where nothing had, or where the answers are too old by then to act on."""
    waves = [
        wave
        for wave in waves_of([answer for answer in responses if answer.date <= day], surveys)
        if (wave.survey.scale.min, wave.survey.scale.max) == FIVE
    ]
    if len(waves) < 2 or waves[-1].answers[-1].date <= add_months(day, -(rule.months or 12)):
        return None
    before, now = waves[-2:]
    falls = falls_between(before, now, rule)
    return Drop(before, now, falls) if falls else None


def falls_between(before: Wave, now: Wave, rule: WarningRule) -> tuple[Fall, ...]:
    """Return what fell far enough between two waves on the same scale: dimensions first, the farthest fall before others."""
    if not same_scale(before.survey, now.survey):
        return ()
    far = rule.points if rule.points is not None else Decimal(2)
    far_mean = rule.mean_points if rule.mean_points is not None else Decimal(1)
    falls = []
    for name in now.survey.dimensions:
        then, value = mean_of(before, name), mean_of(now, name)
        if then is not None and value is not None and then - value >= far:
            falls.append(Fall(name, then, value))
    falls.sort(key=lambda fall: fall.now - fall.before)
    both = compared(before, now)
    if both is not None and both[0] - both[1] >= far_mean:
        falls.append(Fall(None, *both))
    return tuple(falls)


def _factor(fall: Fall) -> Factor:
    if fall.dimension is None:
        label = Say("alert.factor.satisfaction_mean")
    else:
        label = Say("satisfaction.factor", (("dimension", Term("taxonomy:dimension", fall.dimension)),))
    note = Say("alert.factor.satisfaction_before", (("before", exact(fall.before)),))
    return Factor(label, exact(fall.now), None, note)


def prepare(dossier: Dossier, _ledger: Ledger) -> tuple[Response, ...] | None:
    """Return the answers where there is one to compare another with."""
    return dossier.responses if len(dossier.responses) > 1 else None


def fix(rule: WarningRule, _then: Then) -> WarningRule:
    """Return the rule: answers are so few that nothing else is worth working out beforehand."""
    return rule


def held(responses: tuple[Response, ...], past: Past, rule: WarningRule) -> bool:
    """Tell whether satisfaction had fallen far on an earlier day."""
    if past.relation.rated_since is None:
        return False
    return drop_on(responses, past.then.surveys, past.then.day, rule) is not None
