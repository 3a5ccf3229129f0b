"""Findings 结论: one sentence each, with the customers it counts, an interval, and how strongly the data carry it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from crmsite.figures.shown import Percent, Say, say
from crmsite.inference.intervals import Interval, wilson
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crmsite.figures.shown import Shown
    from crmsite.kinds.approach import FindingsPolicy
    from crmsite.kinds.improvement import Improvement, RootCause
    from crmsite.kinds.policies import WarningRule
    from crmsite.kinds.satisfaction import Survey
    from crmsite.metrics.figure import Book
    from crmsite.summaries.summary import Summary

Module = Literal["status", "needs", "issues"]
Strength = Literal["few", "share", "most", "fact", "comparison", "trend"]
"""``few``: below what the policy says, told as a count; ``most``: the whole interval lies above one half; ``comparison`` and
``trend``: by an exact test."""

HALF = Decimal("0.5")


class Finding(Slotted):
    """One conclusion. ``ids`` are the customers it counts, ``others`` the rest of those it was held against.

    ``q`` is, of a comparison, the rate of false finds among all comparisons made. ``severity`` weighs what follows, 0 to 3.
    """

    rule: str
    subject: str
    module: Module
    sentence: Say
    ids: tuple[str, ...]
    others: tuple[str, ...]
    value: Decimal | None
    interval: Interval | None
    strength: Strength
    severity: int
    q: Decimal | None = None

    @property
    def id(self) -> str:
        """Return what recommendations cite it by."""
        return f"{self.rule}@{self.subject}"


class Ground(Slotted):
    """What conclusions are drawn from: the book of metrics, the tiers best first, the surveys by id, oldest first, the gates.

    ``causes`` and ``improvements`` are what is done about problems; ``complaints`` is the rule by which complaints rise.
    """

    book: Book
    tiers: tuple[str, ...]
    surveys: Mapping[str, Survey]
    gates: FindingsPolicy
    causes: tuple[RootCause, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    complaints: WarningRule | None = None

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """Return all customers in order of id."""
        return tuple([member.summary for member in self.book.members])


def strength_of(count: int, total: int, few: int) -> Strength:
    """Return how a share may be told: as a count of few, as a share, or as most of them."""
    if total < few:
        return "few"
    return "most" if wilson(count, total).low > HALF else "share"


def portion(count: int, total: int, few: int) -> Say:
    """Return "7 of 10 customers" with the percentage and interval that so many allow."""
    strength = strength_of(count, total, few)
    if strength == "few":
        return say("report.portion.few", k=count, n=total)
    ends = wilson(count, total)
    args: Mapping[str, Shown] = {
        "k": count, "n": total, "value": Percent(Decimal(count) / total), "low": Percent(ends.low), "high": Percent(ends.high),
    }
    return say(f"report.portion.{strength}", **args)


def counted(
    ground: Ground,
    rule: str,
    subject: str,
    module: Module,
    ids: Sequence[str],
    others: Sequence[str],
    *,
    severity: int = 0,
    **args: Shown,
) -> Finding | None:
    """Return the finding that some of a group have something; ``None`` where nobody has, or the group is empty."""
    count, total, few = len(ids), len(ids) + len(others), ground.gates.few
    if not count:
        return None
    sentence = say(f"report.say.{rule}", portion=portion(count, total, few), **args)
    return Finding(
        rule, subject, module, sentence, tuple(ids), tuple(others), Decimal(count) / total, wilson(count, total),
        strength_of(count, total, few), severity,
    )


def split(summaries: Iterable[Summary], inside: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """Return the ids of those of whom something is true, and of those of whom it is not; others are in neither."""
    yes = [one.id for one in summaries if inside.get(one.id) is True]
    no = [one.id for one in summaries if inside.get(one.id) is False]
    return yes, no
