"""Follow-ups that fulfil a duty name one that there is: else it stays open and nobody learns why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.guess import nearest
from crmsite.kinds.followup import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic


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


def known_duties(case: CaseFile) -> frozenset[str]:
    """Return what can be fulfilled: ``S.qbr``, ``PLAN.ACTION``, ``CARE.ITEM``, of all versions and programmes."""
    books = [book for versions in case.policies.playbooks.values() for book in versions]
    plans = case.organisation.segment_plans
    return frozenset(
        [f"{book.tier}.{action.id}" for book in books for action in book.actions]
        + [f"{plan.id}.{action.id}" for plan in plans for action in plan.actions if action.per_customer]
        + [f"{care.id}.{item.id}" for care in case.organisation.care for item in care.items]
    )
