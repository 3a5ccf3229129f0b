"""Change 前后变化: the same customers before and after, and a difference in differences where it may be asked for.

A change is never called an effect: without a group to compare with it may have any cause, and with one still some.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crmsite.inference.rearranging import difference_of_means, sign_flip
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from crmsite.figures.facts import State

PAIRS_AT_LEAST = 5
"""Below so many customers that were measured both times a change is not told, unless the policy says otherwise."""


class Change(NamedTuple):
    """The mean of the same customers before and after. ``reason`` where it is not told: ``few_pairs``.

    ``lost`` were measured before only, ``joined`` after only: neither counts.
    """

    state: State
    reason: str | None
    pairs: int
    lost: int
    joined: int
    before: Fraction | None
    after: Fraction | None
    p: Decimal | None

    @property
    def difference(self) -> Fraction | None:
        """Return after less before."""
        return self.after - self.before if self.after is not None and self.before is not None else None


class Gates(Slotted):
    """What a difference in differences needs: customers on each side, and measurements before; ``pairs``: what a change needs."""

    customers: int
    periods: int
    pairs: int = PAIRS_AT_LEAST


class Compared(Slotted):
    """How much more the treated changed than the others.

    ``reason`` where it is not told: ``few_customers``, ``few_periods``, ``chosen_by_outcome``, ``choice_unknown``.
    """

    state: State
    reason: str | None
    treated: int
    others: int
    treated_change: Fraction | None
    others_change: Fraction | None
    p: Decimal | None

    @property
    def value(self) -> Fraction | None:
        """Return the difference of the two changes."""
        if self.treated_change is None or self.others_change is None:
            return None
        return self.treated_change - self.others_change


def change_of(before: Mapping[str, Fraction], after: Mapping[str, Fraction], least: int = PAIRS_AT_LEAST) -> Change:
    """Compare customers with themselves; who was measured once only stays out."""
    both = sorted(before.keys() & after.keys())
    lost, joined = len(before.keys() - after.keys()), len(after.keys() - before.keys())
    if len(both) < least or not both:
        return Change("unknown", "few_pairs", len(both), lost, joined, None, None, None)
    first, last = _mean([before[name] for name in both]), _mean([after[name] for name in both])
    p = sign_flip([after[name] - before[name] for name in both]).p
    return Change("value", None, len(both), lost, joined, first, last, p)


def compared_of(
    treated: Sequence[tuple[Fraction, Fraction]], others: Sequence[tuple[Fraction, Fraction]], periods: int,
    chosen_by_outcome: bool | None, gates: Gates,
) -> Compared:
    """Compare the change of the treated with that of the others, each given as before and after.

    Customers who were chosen because they did badly get better by themselves, so such a choice is refused, and so is one of
    which nobody said how it was made.
    """
    reason = _refused(len(treated), len(others), periods, chosen_by_outcome, gates)
    if reason is not None:
        return Compared("unknown", reason, len(treated), len(others), None, None, None)
    mine = [after - before for before, after in treated]
    theirs = [after - before for before, after in others]
    return Compared("value", None, len(mine), len(theirs), _mean(mine), _mean(theirs), difference_of_means(mine, theirs).p)


def _refused(treated: int, others: int, periods: int, chosen_by_outcome: bool | None, gates: Gates) -> str | None:
    if chosen_by_outcome is None:
        return "choice_unknown"
    if chosen_by_outcome:
        return "chosen_by_outcome"
    if min(treated, others) < max(1, gates.customers):
        return "few_customers"
    return "few_periods" if periods < gates.periods else None


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
