"""Changes between polls 骤降与趋势: whether a group's mean fell from one survey to the next, and what is usual over many.

Surveys on different scales are never compared. Three against three can never tell: such a fall is worth watching, no more.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crmsite.dossier.waves import mean, same_scale
from crmsite.inference.many_tests import benjamini_hochberg
from crmsite.inference.process_limits import xmr_limits
from crmsite.inference.rearranging import Rearranged, difference_of_means
from crmsite.metrics.polls import unit_means

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crmsite.inference.process_limits import Limits
    from crmsite.kinds.satisfaction import SatisfactionPolicy
    from crmsite.metrics.polls import Poll, Unit
    from crmsite.summaries.summary import Summary

ONE = Decimal(1)
LEAST = 2
"""The fewest units on either side for which a segment's means are compared at all."""


class Change(NamedTuple):
    """A mean before and now. ``verdict``: ``drop`` where it fell far and hardly by chance, ``watch`` where only the former.

    ``q`` is the rate of false finds among the segments tested together; ``None`` for all customers.
    """

    group: tuple[str, str]
    before: Fraction
    now: Fraction
    units: tuple[int, int]
    test: Rearranged
    q: Decimal | None
    verdict: str

    @property
    def change(self) -> Fraction:
        """How much the mean changed."""
        return self.now - self.before


def previous(polls: Sequence[Poll], poll: Poll) -> Poll | None:
    """Return the poll before one, on the same scale and with answers; ``None`` where there is none."""
    earlier = polls[: polls.index(poll)]
    return next((one for one in reversed(earlier) if one.units and same_scale(one.survey, poll.survey)), None)


def total_changes(before: Poll, now: Poll, policy: SatisfactionPolicy) -> tuple[Change, ...]:
    """Compare all who answered: every dimension that both surveys asked about, then all together (empty name)."""
    names = [name for name in now.survey.dimensions if name in before.survey.dimensions]
    found = (_compared(("", name), unit_means(before.units, name), unit_means(now.units, name)) for name in (*names, ""))
    return tuple(one._replace(verdict=_verdict(one, policy)) for one in found if one is not None)


def segment_changes(
    before: Poll, now: Poll, groups: Iterable[tuple[str, Callable[[Summary], str | None]]], policy: SatisfactionPolicy
) -> tuple[Change, ...]:
    """Compare the customers of each segment by their overall mean; anonymous answers are in none.

    ``groups`` name a way of dividing customers and say in which group one is. All are judged together. A segment that did not
    fall far enough is not looked at closer and stands as chance: that makes a find among the others no easier.
    """
    found = []
    for name, group_of in groups:
        then, since = _divided(before.units, group_of), _divided(now.units, group_of)
        for group in sorted(then.keys() & since.keys()):
            means = unit_means(then[group], ""), unit_means(since[group], "")
            one = _compared((name, group), *means, least=policy.drop_mean) if min(map(len, means)) >= LEAST else None
            if one is not None:
                found.append(one)
    rates = benjamini_hochberg([one.test.p for one in found])
    told = [one._replace(q=rate) for one, rate in zip(found, rates, strict=True)]
    return tuple(one._replace(verdict=_verdict(one, policy)) for one in told)


def _divided(units: Iterable[Unit], group_of: Callable[[Summary], str | None]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        group = group_of(unit.customer) if unit.customer is not None else None
        if group:
            found.setdefault(group, []).append(unit)
    return found


def _compared(
    group: tuple[str, str], before: Sequence[Fraction], now: Sequence[Fraction], *, least: Decimal | None = None
) -> Change | None:
    """Compare two sides; with ``least`` only a mean that fell by so much is tested."""
    was, found = mean(before), mean(now)
    if was is None or found is None:
        return None
    chance = least is not None and found - was > -least
    test = Rearranged(ONE, exact=True) if chance else difference_of_means(before, now)
    return Change(group, was, found, (len(before), len(now)), test, None, "")


def _verdict(change: Change, policy: SatisfactionPolicy) -> str:
    if change.change > -policy.drop_mean:
        return ""
    sure = change.test.p <= policy.drop_p and (change.q is None or change.q <= policy.false_discovery)
    return "drop" if sure else "watch"


def usual(polls: Sequence[Poll], poll: Poll) -> Limits | None:
    """Return between which means the surveys on one scale usually lie; ``None`` below six of them."""
    same = [one for one in polls if same_scale(one.survey, poll.survey)]
    means = [found for one in same if (found := mean(unit_means(one.units, ""))) is not None]
    return xmr_limits(means)
