"""Rows of work: one need or one action with the customer that it belongs to, as several pages show them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmsite.facts import Say, Shown, Who
from crmsite.fields import Citation, Localised
from crmsite.lines import ActionLine, NeedLine
from crmsite.plain import day, unpack, unpack_text
from crmsite.portfolio.rows import Named, cited, who

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
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)


class ActionRow(NamedTuple):
    """One action with the customer, or the segment, that it is for."""

    customer: Named | None
    segment: str | None
    line: ActionLine

    @property
    def state(self) -> str:
        """Return the states that a list can be narrowed to and that hold, separated by spaces."""
        status = self.line.status
        if status in ("done_on_time", "done_late"):
            return "done"
        if status == "cancelled":
            return "cancelled"
        return f"open {status}"

    @property
    def subject(self) -> Localised | Say | None:
        """Return the segment in words, where the action is for one."""
        found = unpack(self.segment)
        return found if isinstance(found, Localised | Say) else None

    @property
    def owner(self) -> Who | None:
        """Return who does it."""
        return who(self.line.owner)

    @property
    def text(self) -> Localised:
        """Return what is done."""
        return unpack_text(self.line.text) or _NOBODY

    @property
    def strategy(self) -> Shown:
        """Return the strategy that it belongs to, else the scenario of its plan."""
        return unpack(self.line.strategy)

    @property
    def expected(self) -> Localised | None:
        """Return what it should bring."""
        return unpack_text(self.line.expected)

    @property
    def result(self) -> Localised | None:
        """Return what came of it."""
        return unpack_text(self.line.result)

    @property
    def feedback(self) -> Localised | None:
        """Return what the customer said."""
        return unpack_text(self.line.feedback)

    @property
    def goal(self) -> Shown:
        """Return the objective that it works for."""
        return unpack(self.line.goal)

    @property
    def start(self) -> date | None:
        """Return the first day."""
        return day(self.line.start)

    @property
    def due(self) -> date | None:
        """Return the last day."""
        return day(self.line.due)

    @property
    def done(self) -> date | None:
        """Return the day it was done."""
        return day(self.line.done)

    @property
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)
