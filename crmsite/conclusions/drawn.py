"""All conclusions of one date, in the order of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.conclusions import calls, issues, standing, trends, wants
from crmsite.conclusions.advice import Advice, advice
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.conclusions.finding import Finding, Ground


class Conclusions(Slotted):
    """What the data say, and what follows from it."""

    findings: tuple[Finding, ...]
    advice: tuple[Advice, ...]


MODULES = ("status", "needs", "issues")


def conclusions(ground: Ground) -> Conclusions:
    """Draw every conclusion that the data carry; none where the reader may not see what they rest on."""
    if ground.book.withheld:
        return Conclusions((), ())
    found = [
        *standing.findings(ground), *trends.findings(ground), *wants.findings(ground), *issues.findings(ground),
        *calls.findings(ground),
    ]
    found.sort(key=lambda one: MODULES.index(one.module))
    return Conclusions(tuple(found), advice(ground, found))
