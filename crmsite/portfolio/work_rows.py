"""Rows of work: one need or one action with the customer that it belongs to, as several pages show them."""

from __future__ import annotations

from datetime import date

from crmsite.figures.facts import Shown, Who
from crmsite.grammar.fields import Citation, Localised
from crmsite.portfolio.rows import Named, cited, who
from crmsite.slotted import Slotted
from crmsite.summaries.lines import ActionLine, NeedLine
from crmsite.summaries.plain import day, unpack, unpack_text

PLANS = ("late", "planned", "served", "none")
"""How the action that serves a need stands: overdue, on its way, done; or there is none."""

_DONE = ("done_on_time", "done_late")
_NOBODY = Localised(None, None, "")


def plan_of(line: NeedLine) -> str:
    """Return how the action that serves a need stands, one of :data:`PLANS`."""
    if line.planned_status is None:
        return "none"
    return "late" if line.planned_status == "overdue" else "served" if line.planned_status in _DONE else "planned"


def order_of(key: tuple[str, int, int, int]) -> str:
    """Return the key that a need is ranked by as text that sorts alike, whatever the two scores of at most ten are."""
    quadrant, both, importance, urgency = key
    return f"{quadrant}{both + 20:02d}{importance + 10:02d}{urgency + 10:02d}"


class NeedRow(Slotted):
    """One need with the customer that has it; ``rank`` is the place among all open needs, where the page gives it.

    ``order`` places it among all where it stands on one page of many: up to the first space what it is ranked by.
    """

    customer: Named
    line: NeedLine
    rank: int | None
    order: str = ""

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
        return plan_of(self.line)

    @property
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)


class ActionRow(Slotted):
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


class Each(Slotted):
    """How an action of a plan stands at the customers of its segment, in one period: at how many of them it is done.

    ``missed`` counts the turns of earlier periods that were not done, a customer once for each; ``missed_at`` names the customers
    with their turns, those with the most first, ``missed_more`` counts the others.
    """

    period: str
    done: int
    customers: int
    waiting: tuple[Named, ...]
    more: int
    missed: int
    missed_at: tuple[tuple[Named, int], ...]
    missed_more: int


class ActionTold(Slotted):
    """An action ready to print, as the Gantt chart, table 3 and the tracking table all show it.

    ``subject`` is the customer's short name or the segment in words, ``state`` the words that a filter knows the action by;
    ``order`` places it among all where it stands on one page of many.
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
    order: str = ""


def told(row: ActionRow, each: Each | None = None, order: str = "") -> ActionTold:
    """Return an action ready to print; ``each`` is how it stands at each customer of its segment."""
    line = row.line
    return ActionTold(
        row.customer, unpack(row.segment) if row.customer is None else row.customer.label, line, state_of(line),
        who(line.owner), unpack_text(line.text) or _NOBODY, unpack(line.strategy), unpack_text(line.expected),
        unpack_text(line.result), unpack_text(line.feedback), unpack(line.goal), row.start, row.due, day(line.done),
        cited(line.source), each, order,
    )


def state_of(line: ActionLine) -> str:
    """Return the words that a filter knows an action by."""
    if line.status in _DONE:
        return "done"
    return line.status if line.status == "cancelled" else f"open {line.status}"
