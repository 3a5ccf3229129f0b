"""Groups of customers: who belongs to whom, and what a page shows of another customer of the same group."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.dossier.book import Relative
from crmsite.grammar.fields import Localised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.stages.kept import Head


def relations(heads: Mapping[str, Head]) -> tuple[dict[str, Relative], dict[str, tuple[str, ...]]]:
    """Return what group pages show of their customers, and the members of each group."""
    members: dict[str, list[str]] = {}
    for head in heads.values():
        if head.parent and head.parent in heads and head.summary is not None:
            members.setdefault(head.parent, []).append(head.id)
    wanted = {*members, *(name for group in members.values() for name in group)}
    relatives = {name: _relative(heads[name]) for name in sorted(wanted) if heads[name].summary is not None}
    return relatives, {parent: tuple(sorted(group)) for parent, group in sorted(members.items())}


def _relative(head: Head) -> Relative:
    summary = head.summed_up()
    standing, sales = summary.standing, summary.sales
    amount = Decimal(sales.amount) if sales.amount is not None else None
    return Relative(Localised(*head.names), standing.tier, standing.reason, amount, sales.currency, summary.load.alerts)
