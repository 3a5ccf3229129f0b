"""Improvements go their round in order: a measure is done after it starts, and what follows is decided after a first check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.improvement import Improvement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic


def rounds(case: CaseFile) -> Iterator[Diagnostic]:
    """Days of one improvement are held against one another, never against today: what lies ahead is a plan, not a fault."""
    for improvement in case.of(Improvement):
        for number, measure in enumerate(improvement.plan):
            if measure.done is not None and measure.start is not None and measure.done < measure.start:
                yield at(improvement, "done-before-start", "plan", number, "done")
        first = min((check.date for check in improvement.checks), default=None)
        if improvement.act is not None and first is not None and improvement.act.date < first:
            yield at(improvement, "times-unordered", "act", "date", later="act", earlier="checks")
