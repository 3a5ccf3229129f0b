"""What is wrong 问题: alerts, silence about them, late actions, risk of churn, low satisfaction, records that are missing."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.conclusions.comparing import Group, compared
from crmsite.conclusions.finding import Finding, counted, split
from crmsite.dossier.relationship import RATED_STAGES
from crmsite.figures.shown import Term, say
from crmsite.summaries.pressing import OVER
from crmsite.summaries.surveyed import asked_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.conclusions.finding import Ground

ALERTS = 3
"""How many kinds of alert are named: those at the most customers."""

CONTENT = 4
"""From this mean on, on a scale of 1 to 5, a customer counts as satisfied."""

RAISED = ("contact-left", "complaint-escalated", "satisfaction-drop")
"""Alerts that weigh more: somebody has gone, or is angry."""


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what can be said of problems, in reading order."""
    cared = [one for one in ground.summaries if one.traits.stage in RATED_STAGES]
    alerted = {one.id: bool(one.load.rules) for one in cared}
    waiting = {one.id: one.load.unanswered > 0 for one in cared if one.load.alerts}
    without = {one.id: "needs" in one.load.gaps.split(",") for one in cared}
    yield from _alerts(ground)
    for found in (
        counted(ground, "unanswered", "all", "issues", *split(cared, waiting), severity=3),
        counted(ground, "overdue", "all", "issues", *split(ground.summaries, _late(ground)), severity=2),
        counted(ground, "churn_risk", "all", "issues", *split(ground.summaries, _at_risk(ground)), severity=3),
        _unsatisfied(ground),
        counted(ground, "no_needs", "all", "issues", *split(cared, without), severity=1),
    ):
        if found is not None:
            yield found
    kinds = [Group("alert", say("report.any_alert"), alerted)]
    yield from compared(ground, "alert_segment", "issues", kinds, severity=2)


def _alerts(ground: Ground) -> Iterator[Finding]:
    cared = [one for one in ground.summaries if one.traits.stage in RATED_STAGES]
    counts = Counter(rule for one in cared for rule in one.load.rules.split(",") if rule)
    for rule, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:ALERTS]:
        if count < ground.gates.support:
            continue
        ids, others = split(cared, {one.id: rule in one.load.rules.split(",") for one in cared})
        severity = 3 if rule in RAISED else 2
        found = counted(ground, "alert", rule, "issues", ids, others, severity=severity, alert=Term("rule", rule))
        if found is not None:
            yield found


def _late(ground: Ground) -> dict[str, bool]:
    """Tell of each customer with a current action whether one is overdue."""
    found = {}
    for one in ground.summaries:
        doers = [doer.split(" ") for doer in one.doers.split(",") if doer and not doer.startswith(OVER)]
        if doers:
            found[one.id] = any(int(doer[2]) > 0 for doer in doers)
    return found


def _at_risk(ground: Ground) -> dict[str, bool]:
    return {one.id: one.worth.segment == "churn_risk" for one in ground.summaries if one.worth.segment is not None}


def _unsatisfied(ground: Ground) -> Finding | None:
    """Count the customers whose mean mark in the latest wave is below four of five; only of surveys on that scale."""
    for survey in reversed(list(ground.surveys.values())):
        if (survey.scale.min, survey.scale.max) != (1, 5):
            continue
        inside: dict[str, bool] = {}
        for one in ground.summaries:
            marks = [mark for ballot in asked_of(one.satisfaction).answers.get(survey.id, ()) for mark in ballot.marks.values()]
            if marks:
                inside[one.id] = Fraction(sum(marks), len(marks)) < CONTENT
        if inside:
            wave = survey.name or survey.id
            return counted(ground, "unsatisfied", survey.id, "issues", *split(ground.summaries, inside), severity=2, survey=wave)
    return None
