"""Claims 说法: a sentence that reads like a statistic says where it comes from, else it is an opinion dressed as a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.goals import Goals
from crmsite.kinds.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Localised, Record

_NUMBER = r"[0-9０-９]+(?:[.．][0-9０-９]+)?\s*(?:%|％|个?百分点)"
_RULE = re.compile(
    rf"每\s*(?:提升|提高|增加|上升|增长|降低|减少|下降)\s*{_NUMBER}"
    r"|\b(?:each|every|per)\s+(?:(?:one|1|additional|extra)\s+)?(?:[0-9.]+\s*)?(?:%|per\s?cent(?:age point)?\b)",
    re.IGNORECASE,
)
"""So much of one thing for each per cent of another: nobody knows that without having measured it."""


def of_plans(case: CaseFile) -> Iterator[Diagnostic]:
    """Plans state no rule of thumb in per cent: a plan has no place for its source."""
    for plan in case.of(Plan):
        if plan.strategy is not None:
            yield from _told(plan, plan.strategy, "strategy")
        for number, objective in enumerate(plan.objectives):
            if objective.text is not None:
                yield from _told(plan, objective.text, "objectives", number, "text")
        for number, action in enumerate(plan.actions):
            yield from _told(plan, action.text, "actions", number, "text")
            if action.expected is not None:
                yield from _told(plan, action.expected, "actions", number, "expected")


def of_goals(case: CaseFile) -> Iterator[Diagnostic]:
    """Claims of goals name their source; the words of a target state no rule of thumb."""
    for goals in case.of(Goals):
        for number, claim in enumerate(goals.claims):
            if claim.source is None:
                yield at(goals, "claim-without-source", "claims", number, "text", text=claim.text.first)
        for number, target in enumerate(goals.targets):
            yield from _told(goals, target.text, "targets", number, "text")
    report = case.organisation.site.report
    if report is not None and report.goal is not None:
        yield from _told(case.organisation.site, report.goal, "report", "goal")
    for number, own in enumerate(report.recommendations if report is not None else ()):
        yield from _told(case.organisation.site, own.text, "report", "recommendations", number, "text")


def _told(record: Record, text: Localised | None, *keys: str | int) -> Iterator[Diagnostic]:
    found = _rule_in(text) if text is not None else None
    if found is not None:
        yield at(record, "claim-without-source", *keys, text=found.group())


def _rule_in(text: Localised) -> re.Match[str] | None:
    """Return the rule of thumb that a text states in one of its languages; ``None`` where it states none."""
    for own in text:
        if own and _tells_shares(own) and (found := _RULE.search(own)):
            return found
    return None


def _tells_shares(text: str) -> bool:
    """Tell quickly whether a text may speak of per cent at all, which few do."""
    return "%" in text or "％" in text or "百分点" in text or "cent" in text.casefold()
