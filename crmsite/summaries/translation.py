"""How much of a customer's text exists in both languages: counted over the texts that pages show most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.grammar.fields import Localised


class Coverage(Slotted):
    """How many texts there are, and how many of them are written in both languages."""

    texts: int
    both: int


def coverage_of(dossier: Dossier) -> Coverage:
    """Count the customer's name and business, its needs, planned actions, follow-ups and cases."""
    customer = dossier.customer
    texts: list[Localised | None] = [
        customer.name,
        customer.business,
        *[need.text for need in dossier.needs],
        *[action.text for plan in dossier.plans for action in plan.actions],
        *[followup.summary for followup in dossier.followups],
        *[case.summary for case in dossier.cases],
    ]
    written = [text for text in texts if text is not None]
    return Coverage(len(written), len([True for zh, en, _ in written if zh is not None and en is not None]))
