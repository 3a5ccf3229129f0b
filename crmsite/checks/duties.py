"""Follow-ups that fulfil a duty name one that there is, and a period of it: else it stays open and nobody learns why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of
from crmsite.checks.case_file import CaseFile, at
from crmsite.grammar.guess import nearest
from crmsite.kinds.followup import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crmsite.diagnostics import Diagnostic

_FORMS = {
    "month": re.compile(r"\d{4}-\d{2}"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "half_year": re.compile(r"\d{4}-H[12]"),
    "year": re.compile(r"\d{4}"),
}
"""How the periods of each rhythm are called; a week has no name that a follow-up could write."""


def fulfilled(case: CaseFile) -> Iterator[Diagnostic]:
    """What a follow-up fulfils is an action of a playbook, an action of a plan for each customer, or a care item."""
    named = [followup for followup in case.of(FollowUp) if followup.fulfils]
    if not named:
        return
    known = known_duties(case)
    for followup in named:
        for number, own in enumerate(followup.fulfils):
            if own.playbook not in known:
                guess = nearest(own.playbook, sorted(known))
                yield at(followup, "unknown-duty", "fulfils", number, "playbook", text=own.playbook, guess=guess)
                continue
            rhythms = [every for every in known[own.playbook] if every in _FORMS]
            if rhythms and not any(_FORMS[every].fullmatch(own.period) for every in rhythms):
                told = {"text": own.period, "duty": own.playbook, "period": period_of(followup.when.day, rhythms[-1]).id}
                yield at(followup, "period-of-other-rhythm", "fulfils", number, "period", **told)


def known_duties(case: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Return what can be fulfilled, ``S.qbr``, ``PLAN.ACTION``, ``CARE.ITEM``, with its rhythms in all versions.

    An action of a plan that does not recur is due once and is called by the month of that day.
    """
    found: dict[str, tuple[str, ...]] = {}
    books = [book for versions in case.policies.playbooks.values() for book in versions]
    rhythms = [(f"{book.tier}.{action.id}", action.every) for book in books for action in book.actions]
    for plan in case.organisation.segment_plans:
        each = [action for action in plan.actions if action.per_customer]
        rhythms += [(f"{plan.id}.{action.id}", action.recurs.every if action.recurs else "month") for action in each]
    rhythms += [(f"{care.id}.{item.id}", item.every) for care in case.organisation.care for item in care.items]
    for name, every in rhythms:
        found[name] = (*found.get(name, ()), every)
    return found
