"""Polls 调研结果: what one survey says of all customers: who answered, means, satisfied answers, net promoter score.

A customer is the mean of its contacts and weighs as much as any other; an anonymous answer stands for itself, in totals only.
Satisfied answers and the will to recommend are counted answer by answer: an interval needs whole numbers. Nothing is converted
from one scale to another: a share of satisfied answers is told on a scale of five alone.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crmsite.dossier.waves import mean, waves_of
from crmsite.inference.intervals import answers_for, margin_of, net_promoter, wilson
from crmsite.inference.rearranging import sign_flip
from crmsite.slotted import Slotted
from crmsite.summaries.surveyed import WITHHELD, Asked, Ballot, asked_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.inference.intervals import Interval, NetScore
    from crmsite.inference.rearranging import Rearranged
    from crmsite.kinds.satisfaction import Response, SatisfactionPolicy, Survey
    from crmsite.summaries.summary import Summary

FIVE_POINTS = Decimal("0.05")
"""The margin that a sample is often asked to reach."""

PROMOTER = 9
"""The least will to recommend of a promoter."""

DETRACTOR = 6
"""The greatest will to recommend of a detractor."""

HALF = Fraction(1, 2)

UNRATED = ""
"""The tier of a customer that has none."""


class Unit(Slotted):
    """Whose answers they are, a customer's or nobody's (``None``), with its means by dimension, of all under the empty name."""

    customer: Summary | None
    ballots: tuple[Ballot, ...]
    means: Mapping[str, Fraction]


class Poll(Slotted):
    """One survey: the customers that were active, and the answers by customer, anonymous ones last."""

    survey: Survey
    asked: tuple[Summary, ...]
    units: tuple[Unit, ...]

    @property
    def returned(self) -> int:
        """How many answers came back."""
        return sum(len(unit.ballots) for unit in self.units)

    @property
    def anonymous(self) -> int:
        """How many of them name no customer."""
        return sum(unit.customer is None for unit in self.units)

    @property
    def five(self) -> bool:
        """Whether it is on the scale of 1 to 5, on which alone there are satisfied answers."""
        return (self.survey.scale.min, self.survey.scale.max) == (1, 5)


class Share(Slotted):
    """A share with its interval; where it cannot be told, the reason. ``least``: it may be more than was counted, never less."""

    hits: int
    total: int
    interval: Interval | None
    reason: str | None = None
    least: bool = False

    @property
    def ratio(self) -> Fraction | None:
        """The share as a ratio; ``None`` where it cannot be told."""
        return None if self.reason is not None or not self.total else Fraction(self.hits, self.total)


class Dimension(Slotted):
    """One dimension, or all together (empty name): mean over units, how many, the share of satisfied answers."""

    name: str
    mean: Fraction | None
    units: int
    csat: Share


class Weakest(Slotted):
    """The lowest dimension with enough answers, the highest beside it; ``confirmed`` by the test of the differences."""

    name: str
    strongest: str
    test: Rearranged
    confirmed: bool


class Promoters(Slotted):
    """The will to recommend: three counts, the net score where there are enough answers; else the reason."""

    promoters: int
    passives: int
    detractors: int
    net: NetScore | None
    reason: str | None


class Covered(NamedTuple):
    """How many of the active customers of a group answered."""

    group: str
    answered: int
    asked: int


def polls_of(summaries: Iterable[Summary], surveys: Mapping[str, Survey], unsigned: Iterable[Response]) -> tuple[Poll, ...]:
    """Gather what every survey says, oldest first; a survey without an answer has no units."""
    asked: dict[str, list[Summary]] = {name: [] for name in surveys}
    units: dict[str, list[Unit]] = {name: [] for name in surveys}
    for summary in summaries:
        if not summary.satisfaction or summary.satisfaction == WITHHELD:
            continue
        own: Asked = asked_of(summary.satisfaction)
        for name in own.surveys:
            if name in asked:
                asked[name].append(summary)
        for name, ballots in own.answers.items():
            if name in units:
                units[name].append(_unit(summary, ballots))
    for wave in waves_of(unsigned, surveys):
        units[wave.survey.id].extend(_unit(None, (_ballot(answer, wave.survey),)) for answer in wave.answers)
    return tuple(Poll(survey, tuple(asked[name]), tuple(units[name])) for name, survey in surveys.items())


def _unit(customer: Summary | None, ballots: tuple[Ballot, ...]) -> Unit:
    names = ballots[0].marks if len(ballots) == 1 else {name for ballot in ballots for name in ballot.marks}
    found = {name: mean(ballot.marks[name] for ballot in ballots if name in ballot.marks) for name in names}
    found[""] = mean(own for ballot in ballots if (own := own_mean(ballot)) is not None)
    return Unit(customer, ballots, {name: value for name, value in found.items() if value is not None})


def _ballot(answer: Response, survey: Survey) -> Ballot:
    scale = survey.scale
    marks = {name: mark for name, mark in answer.marks.items() if name in survey.dimensions and scale.min <= mark <= scale.max}
    again = answer.repurchase
    kept = again if again is not None and scale.min <= again <= scale.max else None
    return Ballot(marks, answer.recommend if survey.nps_question is not False else None, kept)


# ── who answered ────────────────────────────────────────────────────────────────────────────────────────────────
def return_rate(poll: Poll) -> Share:
    """Return answers returned of those invited; unknown where nobody wrote down whom, or where more came than were invited."""
    invited = poll.survey.invited
    count = len(invited) if isinstance(invited, tuple) else invited
    if not count:
        return Share(poll.returned, 0, None, "not_recorded")
    if poll.returned > count:
        return Share(poll.returned, count, None, "more_than_invited")
    return Share(poll.returned, count, wilson(poll.returned, count))


def coverage(poll: Poll) -> Share:
    """Return customers with an answer of those that were active: of the number that the survey writes down, where it does.

    Whose anonymous answers are is not known: beside named ones the share is at least so much, without any it cannot be told.
    """
    active = {summary.id for summary in poll.asked}
    answered = sum(unit.customer is not None and unit.customer.id in active for unit in poll.units)
    typed = poll.survey.population.count if poll.survey.population is not None else None
    total = max(typed or len(active), answered)
    if not total:
        return Share(0, 0, None, "nobody_active")
    if poll.anonymous and answered < total:
        return Share(answered, total, None, None if answered else "anonymous", least=True)
    return Share(answered, total, wilson(answered, total))


def enough(poll: Poll, rule: Decimal) -> bool | None:
    """Tell whether enough customers answered; ``None`` where nobody was active, or where anonymous answers decide it."""
    share = coverage(poll)
    if not share.total or share.hits >= rule * share.total:
        return True if share.total else None
    unsigned = poll.anonymous if share.least else 0
    return None if share.hits + unsigned >= rule * share.total else False


def margin(poll: Poll) -> tuple[Decimal, int] | None:
    """Return how far a share may be off with so few answers, and how many would bring that to 5 points.

    ``None`` without a customer that answered, or where anonymous answers hide how many did.
    """
    share = coverage(poll)
    if not share.hits or share.least:
        return None
    return margin_of(share.hits, share.total), answers_for(FIVE_POINTS, share.total)


def covered(poll: Poll, group: Callable[[Summary], str], order: Sequence[str]) -> tuple[Covered, ...]:
    """Return for each group of active customers how many answered; groups without an active customer are left out."""
    active: dict[str, int] = {}
    answered: dict[str, int] = {}
    ids = {unit.customer.id for unit in poll.units if unit.customer is not None}
    for summary in poll.asked:
        name = group(summary)
        active[name] = active.get(name, 0) + 1
        answered[name] = answered.get(name, 0) + (summary.id in ids)
    names = [*(name for name in order if name in active), *sorted(active.keys() - set(order))]
    return tuple(Covered(name, answered[name], active[name]) for name in names)


# ── what they said ──────────────────────────────────────────────────────────────────────────────────────────────
def own_mean(ballot: Ballot) -> Fraction | None:
    """Return one answer's mean over the dimensions that it answers."""
    return mean(ballot.marks.values())


def unit_mean(unit: Unit, dimension: str) -> Fraction | None:
    """Return a unit's mean of a dimension, or of all (empty name); ``None`` where it is not answered."""
    return unit.means.get(dimension)


def unit_means(units: Iterable[Unit], dimension: str) -> list[Fraction]:
    """Return the means of the units that answered."""
    return [found for unit in units if (found := unit_mean(unit, dimension)) is not None]


def dimensions(poll: Poll) -> tuple[Dimension, ...]:
    """Return every dimension in the order of the survey, then all together."""
    return tuple(_dimension(poll, name) for name in (*poll.survey.dimensions, ""))


def _dimension(poll: Poll, name: str) -> Dimension:
    means = unit_means(poll.units, name)
    ballots = [ballot for unit in poll.units for ballot in unit.ballots]
    marks = [own_mean(ballot) if not name else ballot.marks.get(name) for ballot in ballots]
    given = [mark for mark in marks if mark is not None]
    return Dimension(name, mean(means), len(means), _csat(poll, given))


def is_satisfied(poll: Poll, ballot: Ballot) -> bool | None:
    """Tell whether an answer's own mean reaches the lower of the two highest marks; ``None`` where it gives none."""
    own = own_mean(ballot)
    return None if own is None else own >= poll.survey.scale.max - 1


def is_loyal(poll: Poll, ballot: Ballot) -> bool | None:
    """Tell whether an answer is at the top three times: its mean rounds to the highest mark, it promotes, it would buy again.

    ``None`` where it leaves one of the three open. A survey with the dimension ``overall`` is judged by that alone.
    """
    whole = ballot.marks.get("overall") if "overall" in poll.survey.dimensions else own_mean(ballot)
    if whole is None or ballot.recommend is None or ballot.repurchase is None:
        return None
    top = poll.survey.scale.max
    return whole >= top - HALF and ballot.recommend >= PROMOTER and ballot.repurchase == top


def loyalty(poll: Poll) -> Share:
    """Return the share of loyal answers among those that answer all three; unknown where nobody was asked all three."""
    if not poll.five:
        return Share(0, 0, None, "other_scale")
    told = [found for unit in poll.units for ballot in unit.ballots if (found := is_loyal(poll, ballot)) is not None]
    if not told:
        return Share(0, 0, None, "not_all_asked")
    return Share(sum(told), len(told), wilson(sum(told), len(told)))


def _csat(poll: Poll, marks: Sequence[Fraction | int]) -> Share:
    """Return the share of the two highest marks; of all together, that of answers whose mean reaches the lower of them."""
    if not poll.five:
        return Share(0, len(marks), None, "other_scale")
    if not marks:
        return Share(0, 0, None, "no_answer")
    satisfied = sum(mark >= poll.survey.scale.max - 1 for mark in marks)
    return Share(satisfied, len(marks), wilson(satisfied, len(marks)))


def weakest(poll: Poll, policy: SatisfactionPolicy) -> Weakest | None:
    """Return the lowest dimension; ``None`` where fewer than two have enough answers, or all are level.

    It is confirmed where its distance from the mean of each unit's other dimensions is hardly chance, by turning signs.
    """
    rated = [(found.mean, found.name) for found in dimensions(poll)[:-1] if found.units >= policy.shortfall_answers]
    means = [(value, name) for value, name in rated if value is not None]
    if len(means) < 2 or min(means)[0] == max(means)[0]:
        return None
    order = poll.survey.dimensions.index
    low = min(means, key=lambda pair: (pair[0], order(pair[1])))[1]
    high = min(means, key=lambda pair: (-pair[0], order(pair[1])))[1]
    differences = [found for unit in poll.units if (found := _apart(unit, low, poll.survey.dimensions)) is not None]
    test = sign_flip(differences or [0])
    return Weakest(low, high, test, sum(differences, Fraction(0)) < 0 and test.p <= policy.shortfall_p)


def _apart(unit: Unit, name: str, names: Iterable[str]) -> Fraction | None:
    """Return how far a unit's mark of a dimension lies from the mean of its others; ``None`` without either."""
    own = unit_mean(unit, name)
    rest = mean(found for other in names if other != name and (found := unit_mean(unit, other)) is not None)
    return None if own is None or rest is None else own - rest


def promoters(poll: Poll, policy: SatisfactionPolicy) -> Promoters:
    """Return the will to recommend over all answers; no score of fewer than the policy asks for."""
    told = [ballot.recommend for unit in poll.units for ballot in unit.ballots if ballot.recommend is not None]
    promoters, detractors = sum(one >= PROMOTER for one in told), sum(one <= DETRACTOR for one in told)
    counts = (promoters, len(told) - promoters - detractors, detractors)
    if poll.survey.nps_question is False or not told:
        return Promoters(*counts, None, "not_asked" if poll.survey.nps_question is False else "no_answer")
    if len(told) < policy.nps_answers:
        return Promoters(*counts, None, "few_answers")
    return Promoters(*counts, net_promoter(*counts), None)


def verdict(share: Share, target: Decimal) -> str:
    """Return how a share stands to a target: ``met`` or ``short`` where its whole interval is, else what it only seems to be.

    ``not_shown`` reaches the target, ``not_short`` does not, and either may be chance; ``unknown`` without a share.
    """
    if share.ratio is None or share.interval is None:
        return "unknown"
    if share.hits < target * share.total:
        return "short" if share.interval.high < target else "not_short"
    return "met" if share.interval.low >= target else "not_shown"


def withheld(summaries: Sequence[Summary]) -> bool:
    """Tell whether answers may not be seen."""
    return any(summary.satisfaction == WITHHELD for summary in summaries)

