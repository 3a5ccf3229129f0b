"""What every early warning is given and what it answers. One file per rule stands beside this one; none knows another.

A rule says whether it holds at the as-of date and since when. The day it became true is worked out from the records, so that
the alert keeps its identity, RULE@CUSTOMER@DAY, for as long as the episode lasts, however often the site is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from crmsite.calendars.calendar_days import add_months
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger, Unpaid
    from crmsite.dossier.relationship import Relationship
    from crmsite.figures.facts import Amounts, Factor, Level, Say, Tier
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.policies import WarningRule, WarningsPolicy
    from crmsite.kinds.satisfaction import Survey


class Watch(Slotted):
    """One customer as the early warnings see it: its records, and what other scores have worked out already."""

    dossier: Dossier
    as_of: date
    relation: Relationship
    ledger: Ledger
    amounts: Amounts
    unpaid: tuple[Unpaid, ...]
    tier: Tier
    last_contact: date | None
    policy: WarningsPolicy
    ago: tuple[date, ...]
    surveys: Mapping[str, Survey]

    def months_ago(self, months: int) -> date:
        """Return the as-of date less some months; most are worked out beforehand."""
        return self.ago[months] if months < len(self.ago) else add_months(self.as_of, -months)


class Signal(Slotted):
    """A rule that holds. ``urgent_unless_answered``: the level rises to urgent where nobody has answered."""

    level: Level
    since: date
    text: Say
    evidence: tuple[str, ...]
    factors: tuple[Factor, ...]
    sources: tuple[Citation, ...]
    urgent_unless_answered: bool = False


class Then(Slotted):
    """An earlier day and what is fixed on it for every customer.

    ``closed`` is the number of the latest quarter whose time for reviewing was over; ``ago`` may be empty. ``cadence`` is the
    fewest days between two contacts that any tier asks for.
    """

    day: date
    policy: WarningsPolicy
    ago: tuple[date, ...]
    surveys: Mapping[str, Survey]
    closed: int
    cadence: int

    def months_ago(self, months: int) -> date:
        """Return the day less some months; where many are asked for they are worked out beforehand."""
        return self.ago[months] if months < len(self.ago) else add_months(self.day, -months)


class Past(Slotted):
    """One customer on an earlier day, by its records of today: what is dated later a rule has to pass over.

    Only for customers whose rows tell all of their orders, in one currency; of others the records are turned back and each rule
    is asked as if that day were today.
    """

    dossier: Dossier
    ledger: Ledger
    then: Then
    relation: Relationship
    last_order: date | None
    tier_on: Callable[[date], str | None]


if TYPE_CHECKING:
    Find = Callable[[Watch, WarningRule], Signal | None]
    Prepare = Callable[[Dossier, Ledger], Any]
    Fix = Callable[[WarningRule, Then], Any]
    Held = Callable[[Any, Past, Any], bool]


class AlertModule(Protocol):
    """What each file of this folder offers: the rule today, and on earlier days, which are many: seven quarters of each customer.

    So what a customer has is prepared once for all days, what a day fixes is worked out once for all customers.
    """

    def find(self, watch: Watch, rule: WarningRule, /) -> Signal | None:
        """Tell whether the rule holds today, with its evidence."""

    def prepare(self, dossier: Dossier, ledger: Ledger, /) -> Any:
        """Return what ``held`` looks at; ``None`` for a customer for which the rule can never have held."""

    def fix(self, rule: WarningRule, then: Then, /) -> Any:
        """Return what the rule and an earlier day fix for every customer."""

    def held(self, looked_at: Any, past: Past, fixed: Any, /) -> bool:
        """Tell whether the rule held on the day for which ``fix`` was asked."""


def first_true(changes: Iterable[date], holds: Callable[[date], bool], as_of: date, floor: date) -> date:
    """Return the first day of the present run of days on which a condition holds, not before ``floor``.

    The condition holds at ``as_of`` and can change only on the days in ``changes``.
    """
    since = as_of
    for day in sorted({max(day, floor) for day in changes if day <= as_of} | {floor}, reverse=True):
        if not holds(day):
            break
        since = day
    return since
