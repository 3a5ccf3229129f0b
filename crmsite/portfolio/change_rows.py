"""Rows of changes: one thing that changed at a customer since the end of the last quarter, as lists show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.portfolio.rows import Named, cited, who
from crmsite.slotted import Slotted
from crmsite.summaries.plain import day, unpack

if TYPE_CHECKING:
    from datetime import date

    from crmsite.figures.facts import Shown, Who
    from crmsite.grammar.fields import Citation
    from crmsite.summaries.changing import ChangeLine


class ChangeRow(Slotted):
    """One change with its customer and who answers for that; ``order`` places it among all of its sort."""

    customer: Named
    person: str | None
    line: ChangeLine
    order: str

    @property
    def owner(self) -> Who | None:
        """Return who answers for the customer."""
        return who(self.person)

    @property
    def text(self) -> Shown:
        """Return what changed, in words."""
        return unpack(self.line.text)

    @property
    def day(self) -> date | None:
        """Return the day on which it changed; nothing where two days are compared."""
        return day(self.line.day)

    @property
    def source(self) -> Citation | None:
        """Return the line of the record."""
        return cited(self.line.source)
