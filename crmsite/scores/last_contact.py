"""Last contact 最近联系: the last day on which both sides spoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.kinds.policies import WarningsPolicy


def last_contact_of(dossier: Dossier, policy: WarningsPolicy) -> date | None:
    """Return the day of the last two-way contact; mailings are none. Without a follow-up, what the opening balance tells."""
    one_way = policy.one_way
    for followup in reversed(dossier.followups):
        if followup.kind not in one_way:
            return followup.day
    return dossier.opening.last_followup if dossier.opening is not None else None
