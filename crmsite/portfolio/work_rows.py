"""Rows of work: one need or one action with the customer that it belongs to, as several pages show them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmsite.facts import Shown, Who
from crmsite.fields import Citation, Localised
from crmsite.lines import ActionLine, NeedLine
from crmsite.plain import day, unpack, unpack_text
from crmsite.portfolio.rows import Named, cited, who

PLANS = ("late", "planned", "served", "none")
"""How the action that serves a need stands: overdue, on its way, done; or there is none."""

_DONE = ("done_on_time", "done_late")
_NOBODY = Localised(None, None, "")


class NeedRow(NamedTuple):
    """One need with the customer that has it; ``rank`` is the place among all open needs, where the page gives it."""

    customer: Named
    line: NeedLine
    rank: int | None

    @property
    def owner(self) -> Who | None:
        """Return who sees to it."""
        return who(self.line.owner)

    @property
    def text(self) -> Localised:
        """Return the need in words."""
        return unpack_text(self.line.text) or _NOBODY

    @property
    def label(self) -> Localised:
        """Return the short wording where there is one, else the whole."""
        return unpack_text(self.line.short) or self.text

    @property
    def planned(self) -> date | None:
        """Return when the action that serves it is due."""
        return day(self.line.planned)

    @property
    def late(self) -> bool:
        """Tell whether that action is overdue."""
        return self.line.planned_status == "overdue"

    @property
    def plan(self) -> str:
        """Return how the action that serves it stands, one of :data:`PLANS`."""
        if self.line.planned_status is None:
            return "none"
        return "late" if self.late else "served" if self.line.planned_status in _DONE else "planned"

    @property
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)


class ActionRow(NamedTuple):
    """One action with the customer, or the segment, that it is for; the segment's words are packed."""

    customer: Named | None
    segment: str | None
    line: ActionLine

    @property
    def start(self) -> date | None:
        """Return the first day."""
        return day(self.line.start)

    @property
    def due(self) -> date | None:
        """Return the last day."""
        return day(self.line.due)


class Each(NamedTuple):
    """How an action of a plan stands at the customers of its segment, in one period: at how many of them it is done."""

    period: str
    done: int
    customers: int
    waiting: tuple[Named, ...]
    more: int


class ActionTold(NamedTuple):
    """An action ready to print, as the Gantt chart, table 3 and the tracking table all show it.

    ``subject`` is the customer's short name or the segment in words, ``state`` the words that a filter knows the action by.
    """

    customer: Named | None
    subject: Shown
    line: ActionLine
    state: str
    owner: Who | None
    text: Localised
    strategy: Shown
    expected: Localised | None
    result: Localised | None
    feedback: Localised | None
    goal: Shown
    start: date | None
    due: date | None
    done: date | None
    source: Citation | None
    each: Each | None


def told(row: ActionRow, each: Each | None = None) -> ActionTold:
    """Return an action ready to print; ``each`` is how it stands at each customer of its segment."""
    line = row.line
    return ActionTold(
        row.customer, unpack(row.segment) if row.customer is None else row.customer.label, line, _state(line.status),
        who(line.owner), unpack_text(line.text) or _NOBODY, unpack(line.strategy), unpack_text(line.expected),
        unpack_text(line.result), unpack_text(line.feedback), unpack(line.goal), row.start, row.due, day(line.done),
        cited(line.source), each,
    )


def _state(status: str) -> str:
    if status in _DONE:
        return "done"
    return status if status == "cancelled" else f"open {status}"
