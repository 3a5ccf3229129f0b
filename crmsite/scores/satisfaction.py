"""Satisfaction 满意度 of one customer: what its contacts answered, wave by wave, and how that changed.

A customer's value is the mean over its contacts, each by the last answer. Anonymous answers belong to no customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.dossier.book import stage_at
from crmsite.dossier.relationship import RATED_STAGES
from crmsite.dossier.waves import compared, exact, mark, mean_of, overall_of, place_of, same_scale, waves_of
from crmsite.figures.facts import Answered, Factor, Receipt, Satisfaction, Say, Shown, Term, WaveScore
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.waves import Wave
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.satisfaction import Response, SatisfactionPolicy, Survey

SEED = "3-17 3-19"


class SatisfactionRule(Slotted):
    """The surveys that had begun, and the policy in force."""

    surveys: Mapping[str, Survey]
    policy: str


def satisfaction_rule(surveys: Mapping[str, Survey], policy: SatisfactionPolicy) -> SatisfactionRule:
    """Prepare for every customer."""
    return SatisfactionRule(surveys, policy.id)


def satisfaction_of(dossier: Dossier, rule: SatisfactionRule) -> Satisfaction:
    """Return what a customer's contacts answered; without a survey, or without an answer, the reason why there is nothing."""
    if not rule.surveys:
        return _nothing("not_applicable", "no_survey", (), rule)
    asked = tuple([survey.id for survey in rule.surveys.values() if _was_active(dossier.customer, survey)])
    waves = waves_of(dossier.responses, rule.surveys) if dossier.responses else ()
    if not waves:
        return _nothing("unknown", "no_answer", asked, rule) if asked else _nothing("not_applicable", "not_asked", (), rule)
    scores: list[WaveScore] = []
    for place, wave in enumerate(waves):
        before = next((other for other in reversed(waves[:place]) if same_scale(other.survey, wave.survey)), None)
        scores.append(_score(wave, before))
    return Satisfaction("value", None, tuple(scores), asked, _receipt(waves[-1], scores[-1], rule))


def _was_active(customer: Customer, survey: Survey) -> bool:
    day = survey.population.active_on if survey.population and survey.population.active_on else survey.window.from_
    return stage_at(customer, day) in RATED_STAGES


def _nothing(state: str, reason: str, asked: tuple[str, ...], rule: SatisfactionRule) -> Satisfaction:
    receipt = Receipt("satisfaction", Say(f"satisfaction.{reason}"), (), (), rule.policy, SEED)
    return Satisfaction("unknown" if state == "unknown" else "not_applicable", reason, (), asked, receipt)


def _score(wave: Wave, before: Wave | None) -> WaveScore:
    survey = wave.survey
    means = [(name, mean_of(wave, name)) for name in survey.dimensions]
    overall = overall_of(wave)
    change = []
    overall_change = None
    if before is not None:
        earlier = {name: mean_of(before, name) for name in before.survey.dimensions}
        for name, now in means:
            then = earlier.get(name)
            if now is not None and then is not None:
                change.append((name, exact(now - then)))
        both = compared(before, wave)
        overall_change = exact(both[1] - both[0]) if both is not None else None
    return WaveScore(
        survey.id,
        survey.name,
        wave.answers[-1].date,
        (survey.scale.min, survey.scale.max),
        tuple([(name, None if value is None else exact(value)) for name, value in means]),
        None if overall is None else exact(overall),
        tuple(change),
        overall_change,
        tuple([_answer(answer, survey) for answer in wave.answers]),
    )


def _answer(answer: Response, survey: Survey) -> Answered:
    marks = [(name, found) for name in survey.dimensions if (found := mark(answer, name, survey)) is not None]
    asked = survey.nps_question is not False
    recommend = answer.recommend if asked else None
    again = answer.repurchase
    if again is not None and not survey.scale.min <= again <= survey.scale.max:
        again = None
    return Answered(
        answer.contact, answer.date, tuple(marks), recommend, again, answer.comment, answer.channel, answer.cite("scores")
    )


def loyalty(recommend: int | None) -> str | None:
    """Return the word for a will to recommend of 0 to 10: ``promoter`` 9-10, ``passive`` 7-8, ``detractor`` 0-6."""
    if recommend is None:
        return None
    return "promoter" if recommend >= 9 else "passive" if recommend >= 7 else "detractor"


def _receipt(wave: Wave, score: WaveScore, rule: SatisfactionRule) -> Receipt:
    changes = dict(score.change)
    factors = []
    for name, value in score.means:
        sources = tuple([place_of(answer, name) for answer in wave.answers])
        change = changes.get(name)
        note = None if change is None else Say("satisfaction.change", (("change", signed(change)),))
        label = Say("satisfaction.factor", (("dimension", Term("taxonomy:dimension", name)),))
        factors.append(Factor(label, value, None, note, sources, "value" if value is not None else "unknown"))
    args: tuple[tuple[str, Shown], ...] = (
        ("mean", score.overall), ("n", len(score.answers)), ("min", score.scale[0]), ("max", score.scale[1]), ("on", score.day),
    )
    key = "satisfaction.result" if score.overall is not None else "satisfaction.result_unscored"
    sources = tuple([answer.cite("scores") for answer in wave.answers])
    return Receipt("satisfaction", Say(key, args), tuple(factors), (), rule.policy, SEED, sources)


def signed(value: Decimal) -> Say:
    """Return a difference with its sign in front; none is said in words."""
    if value == 0:
        return Say("satisfaction.unchanged")
    return Say("satisfaction.up" if value > 0 else "satisfaction.down", (("n", abs(value)),))
