"""Care on a profile: the last two periods of each item that concerns the customer, and all touches of late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Say
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from decimal import Decimal

    from crmsite.figures.facts import Receipt, Shown
    from crmsite.figures.owed import CareReceived

SHOWN = 2
"""How many periods of an item are shown, the running one last."""


class CaredPart(Slotted):
    """The section: touches in all and per contact, and each item with its last periods."""

    opted_out: bool
    touches: int
    days: int
    per_contact: Decimal | None
    items: tuple[tuple[Shown, tuple[Say, ...]], ...]
    receipt: Receipt


def cared_part(care: CareReceived) -> CaredPart | None:
    """Return the section; nothing where no programme concerns the customer and nothing was sent."""
    if care.state != "value":
        return None
    items = []
    for item in care.items:
        concerned = [(period, count) for period, count in item.periods if count is not None][-SHOWN:]
        if concerned:
            silent = {period for period, _ in item.periods[: item.silent]}
            said = tuple(_period(period, count, item.times, known=period not in silent) for period, count in concerned)
            items.append((item.name if item.name is not None else item.ref, said))
    return CaredPart(care.opted_out, care.touches, care.days, care.per_contact, tuple(items), care.receipt)


def _period(period: str, count: int, times: int, *, known: bool) -> Say:
    """Say how often a customer was touched in a period; before anything was on record that is not known."""
    args = (("period", period), ("n", count), ("times", times))
    return Say("profile.cared.period" if known else "profile.cared.unrecorded", args)
