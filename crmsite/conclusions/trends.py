"""Trends 趋势: whether satisfaction moved from one survey to the next by more than chance would; nothing else is called a trend.

A mean has to move by the policy's step, and a permutation of all answers has to make so large a move seldom. Segments are told
of falls alone, with the false finds of all segments held down together.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.conclusions.comparing import label_of, segments_of
from crmsite.conclusions.finding import Finding
from crmsite.dossier.waves import exact
from crmsite.figures.shown import Say, Shown, Term, say
from crmsite.metrics.poll_changes import previous, segment_changes, total_changes
from crmsite.metrics.polls import unit_mean
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crmsite.conclusions.finding import Ground
    from crmsite.grammar.fields import Localised
    from crmsite.kinds.satisfaction import SatisfactionPolicy
    from crmsite.metrics.poll_changes import Change
    from crmsite.metrics.polls import Poll
    from crmsite.summaries.summary import Summary

DIVIDED = ("tier", "industry", "need_feature", "region", "segment")
"""The ways of dividing customers in which a fall is looked for."""


LEAST = Decimal("0.001")
"""Below this a probability is told as being below it."""


class Move(Slotted):
    """A mean that moved between two surveys by more than chance: of all customers or of a segment, of one dimension or of all.

    ``segment`` names the way of dividing and the group, both empty for all; ``dimension`` is empty for all together.
    """

    segment: tuple[str, str]
    dimension: str
    before: Poll
    now: Poll
    change: Change

    @property
    def fell(self) -> bool:
        """Whether it went down."""
        return self.change.change < 0

    @property
    def subject(self) -> str:
        """Return what the move is known by: survey, dimension, segment."""
        return ".".join(part for part in (self.now.survey.id, self.dimension or "all", *self.segment) if part)


def moves(polls: Sequence[Poll], policy: SatisfactionPolicy | None) -> list[Move]:
    """Return what moved from the survey before the latest one with answers on its scale; nothing without two of them."""
    told = [poll for poll in polls if poll.units]
    now = told[-1] if told else None
    before = previous(polls, now) if now is not None else None
    if now is None or before is None or policy is None:
        return []
    whole = total_changes(before, now, policy)
    sure = [one for one in whole if abs(one.change) >= policy.drop_mean and one.test.p <= policy.drop_p]
    groups = [(name, _divider(name)) for name in DIVIDED]
    fallen = [one for one in segment_changes(before, now, groups, policy) if one.verdict == "drop"]
    return [
        *(Move(("", ""), one.group[1], before, now, one) for one in sure),
        *(Move(one.group, "", before, now, one) for one in fallen),
    ]


def _divider(name: str) -> Callable[[Summary], str | None]:
    return lambda summary: segments_of(summary).get(name)


def whose(move: Move) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the customers whose own mean moved the same way, and the others who answered both surveys."""
    earlier = {unit.customer.id: unit for unit in move.before.units if unit.customer is not None}
    same: list[str] = []
    rest: list[str] = []
    for unit in move.now.units:
        one = unit.customer
        if one is None or one.id not in earlier or (move.segment[0] and segments_of(one).get(move.segment[0]) != move.segment[1]):
            continue
        was, found = unit_mean(earlier[one.id], move.dimension), unit_mean(unit, move.dimension)
        if was is not None and found is not None:
            (same if (found < was) == move.fell and found != was else rest).append(one.id)
    return tuple(sorted(same)), tuple(sorted(rest))


def sentence(move: Move) -> Say:
    """Say what moved, from where to where, and how seldom chance does that."""
    key = "report.say.satisfaction_fell" if move.fell else "report.say.satisfaction_rose"
    what: Shown = Term("taxonomy:dimension", move.dimension) if move.dimension else say("report.satisfaction")
    if move.segment[0]:
        what = say("report.satisfaction_of", segment=label_of(*move.segment))
    change = move.change
    return say(
        key, what=what, a=_two(exact(change.before)), b=_two(exact(change.now)), before=_name(move.before), now=_name(move.now),
        n=change.units[0], k=change.units[1], p=seldom(change.test.p),
    )


def seldom(p: Decimal) -> str:
    """Return a probability as it stands in a sentence: ``= 0.021``, or ``< 0.001`` where three digits would say nought."""
    return "< 0.001" if p < LEAST else f"= {p:.3f}"


def _two(value: Decimal) -> Decimal:
    return round(value, 2)


def _name(poll: Poll) -> Localised | str:
    return poll.survey.name or poll.survey.id


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what moved: a rise tells where we stand, a fall is a problem."""
    for move in moves(ground.book.polls, ground.book.satisfaction):
        ids, others = whose(move)
        rule, severity = ("satisfaction_fell", 3) if move.fell else ("satisfaction_rose", 0)
        yield Finding(
            rule, move.subject, "issues" if move.fell else "status", sentence(move), ids, others, exact(move.change.change), None,
            "trend", severity, move.change.q,
        )
