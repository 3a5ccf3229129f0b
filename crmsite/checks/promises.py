"""Promises can be measured: what they run from comes before what they run to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.journey import Journey
from crmsite.kinds.policies import Playbook
from crmsite.scores.service_levels import point_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic

_RUNS = (
    ("case.opened", "case.first_response", "case.solution_offered", "case.resolved", "case.callback"),
    ("followup.end", "followup.minutes_at"),
)


def ordered(case: CaseFile) -> Iterator[Diagnostic]:
    """Promises of playbooks and of touchpoints run forwards; an end that is not written is the one that the stage gives."""
    for playbook in case.of(Playbook):
        for number, promise in enumerate(playbook.sla):
            if not _forwards(promise.from_, promise.to):
                yield at(playbook, "promise-unordered", "sla", number, "to", start=promise.from_, end=promise.to)
    for journey in case.of(Journey):
        for number, touchpoint in enumerate(journey.touchpoints):
            point = point_of(touchpoint)
            if not _forwards(point.start, point.end):
                key = "to" if touchpoint.to is not None else "from"
                yield at(journey, "promise-unordered", "touchpoints", number, key, start=point.start, end=point.end)


def _forwards(start: str, end: str) -> bool:
    return any(start in run and end in run and run.index(start) < run.index(end) for run in _RUNS)
