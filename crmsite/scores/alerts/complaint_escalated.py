"""Complaint escalated 投诉升级: a complaint went up a level and is open, or did so in the last month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import Span, episode
from crmsite.figures.facts import Factor, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.case import Case
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch

_DAY = timedelta(days=1)
_KEYS = {
    (True, False): "alert.complaint-escalated.open", (True, True): "alert.complaint-escalated.open.again",
    (False, False): "alert.complaint-escalated", (False, True): "alert.complaint-escalated.again",
}  # fmt: skip
"""The words by whether the complaint is open, and whether an earlier step began it."""


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether an escalated complaint needs attention: urgent while it is open, watched until the month is over."""
    complaints = prepare(watch.dossier, watch.ledger)
    if complaints is None:
        return None
    spans = [(case, _span(case, timedelta(days=rule.days or 30))) for case in complaints]
    since = episode([span for _, span in spans], watch.as_of)
    if since is None:
        return None
    now = [case for case, span in spans if span.start <= watch.as_of and (span.end is None or span.end >= watch.as_of)]
    opened = [case for case in now if case.resolved is None]
    case = (opened or now)[0]
    escalated = case.escalations[-1]
    text = Say(
        _KEYS[bool(opened), since != escalated.date],
        (("id", case.id), ("on", escalated.date), ("level", escalated.level), ("days", (watch.as_of - escalated.date).days),
         ("since", since)),
    )
    factors = tuple([_factor(c) for c in now])
    level = (rule.level or "urgent") if opened else "watch"
    return Signal(level, since, text, tuple([c.id for c in now]), factors, tuple([c.cite("escalations") for c in now]))


def _factor(case: Case) -> Factor:
    return Factor(Say("alert.factor.case", (("id", case.id),)), case.escalations[-1].date, None, None, (case.cite("escalations"),))


def _span(case: Case, kept: timedelta) -> Span:
    """Return from when to when a case counts: from its first escalation until it is resolved, and a month after the last one."""
    start = min(step.date for step in case.escalations)
    if case.resolved is None:
        return Span(start, None)
    return Span(start, max(case.resolved.day - _DAY, max(step.date for step in case.escalations) + kept))


def prepare(dossier: Dossier, _ledger: Ledger) -> list[Case] | None:
    """Return the complaints that went up."""
    return [case for case in dossier.cases if case.type == "complaint" and case.escalations] or None


def fix(rule: WarningRule, _then: Then) -> timedelta:
    """Return for how long a complaint calls for attention after its last step."""
    return timedelta(days=rule.days or 30)


def held(complaints: list[Case], past: Past, kept: timedelta) -> bool:
    """Tell whether one of them called for attention on an earlier day."""
    return any(_counted(case, past.then.day, kept) for case in complaints)


def _counted(case: Case, day: date, kept: timedelta) -> bool:
    steps = [step.date for step in case.escalations if step.date <= day]
    if not steps or case.opened.day > day:
        return False
    if case.resolved is None or case.resolved.day > day:
        return True
    return day <= max(case.resolved.day - _DAY, max(steps) + kept)
