"""Rows of duties: one duty with the customer that it is owed to, and counts of many, as several pages show them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Percent, Say, Term, say
from crmsite.portfolio.rows import Named, named, who
from crmsite.slotted import Slotted
from crmsite.summaries.owing import owing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.figures.facts import Shown, Who
    from crmsite.kinds.plan import Plan
    from crmsite.policy import Policies
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.owing import DutyLine
    from crmsite.summaries.summary import Summary


class Kept(NamedTuple):
    """Counts of duties by state. Shares are ``None`` where no period has closed: that is not all of them."""

    on_time: int = 0
    late: int = 0
    missed: int = 0
    done: int = 0
    due: int = 0
    due_grace: int = 0

    @property
    def closed(self) -> int:
        """How many are over."""
        return self.on_time + self.late + self.missed

    @property
    def waiting(self) -> int:
        """How many somebody still has to do."""
        return self.due + self.due_grace

    @property
    def coverage(self) -> Percent | None:
        """What share of those that are over was done, in time or within the grace."""
        return Percent(Decimal(self.on_time + self.late) / self.closed) if self.closed else None

    @property
    def in_time(self) -> Percent | None:
        """What share of those that are over was done in time."""
        return Percent(Decimal(self.on_time) / self.closed) if self.closed else None


def summed(counts: Iterable[Kept]) -> Kept:
    """Add counts up."""
    return Kept(*map(sum, zip(*counts, strict=True))) if (counts := list(counts)) else Kept()


class DutyRow(Slotted):
    """One duty with its customer; ``text`` says what is to be done.

    ``order`` places it among all where it stands in one script of many.
    """

    customer: Named
    line: DutyLine
    text: Shown
    order: str = ""

    @property
    def owner(self) -> Who | None:
        """Return who has to see to it."""
        return who(self.line.owner)

    @property
    def due(self) -> date:
        """Return the last day."""
        return date.fromisoformat(self.line.due)

    @property
    def until(self) -> date:
        """Return the last day of the grace."""
        return date.fromisoformat(self.line.until)

    @property
    def made_up(self) -> date | None:
        """Return the day on which a missed one was done after all."""
        return date.fromisoformat(self.line.made_up) if self.line.made_up else None


class Names:
    """What duties are called: as their playbook, or the plan for a segment, has it."""

    def __init__(self, policies: Policies | None, plans: Iterable[Plan]) -> None:
        self._policies = policies
        self._known: dict[tuple[str, str], Shown] = {}
        self._planned: dict[str, Shown] = {f"{plan.id}.{action.id}": action.text for plan in plans for action in plan.actions}

    def of(self, line: DutyLine) -> Shown:
        """Return what a duty is called; its reference where nothing calls it otherwise."""
        if line.tier is None:
            return self._planned.get(line.ref, line.ref)
        key = (line.ref, line.start)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.action(line.tier, line.ref, date.fromisoformat(line.start))
        return found

    def action(self, tier: str, ref: str, day: date) -> Shown:
        """Return what an action of a tier's playbook is called on a day."""
        book = self._policies.playbook(tier, day) if self._policies is not None else None
        action = next((one for one in book.actions if f"{tier}.{one.id}" == ref), None) if book is not None else None
        if action is None:
            return ref
        return action.text if action.text is not None else Term("followup_kind", action.kind)


def duty_rows(summary: Summary, names: Names) -> list[DutyRow]:
    """Return the duties of a customer that are open or were missed."""
    if not summary.owed:
        return []
    customer = named(summary)
    return [DutyRow(customer, line, names.of(line)) for line in owing_of(summary.owed).duties]


def soon_days(portfolio: Portfolio) -> int:
    """Return within how many days something is due soon; two weeks where the policy may not be seen."""
    return portfolio.policies.warnings(portfolio.as_of).due_soon_days if portfolio.policies is not None else 14


def owed_words(portfolio: Portfolio) -> tuple[Say, ...]:
    """Say how many duties are past their last day and how many are due soon; nothing of what there is none of."""
    late = sum(summary.pressing.owed_late for summary in portfolio.summaries)
    soon = sum(summary.pressing.owed_soon for summary in portfolio.summaries)
    found = [say("duties.owed.late", n=late)] if late else []
    if soon:
        found.append(say("duties.owed.soon", n=soon, days=soon_days(portfolio)))
    return tuple(found)


def pressing_order(row: DutyRow) -> tuple[str, str, str]:
    """Sort open duties: those within their grace first, since their last day has passed, then the next due."""
    return row.line.due, row.customer.id, row.line.ref


def latest_order(row: DutyRow) -> tuple[int, str, str]:
    """Sort missed duties: the latest first."""
    return -date.fromisoformat(row.line.due).toordinal(), row.customer.id, row.line.ref
