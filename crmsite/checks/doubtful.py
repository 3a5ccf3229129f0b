"""Which warnings wait until all that they rest on could be read: a file that failed must raise no false one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.diagnostics import Diagnostic
from crmsite.policy import POLICY_KINDS
from crmsite.reading.placing import place

if TYPE_CHECKING:
    from collections.abc import Iterable

_SALES = ("order", "invoice", "receipt", "opening")
_ANSWERS = ("followup", "case", "plan", "waiver")

_ALERTS: dict[str, tuple[str, ...]] = {
    "no-orders": _SALES,
    "order-frequency": _SALES,
    "amount-down": _SALES,
    "payment-late": _SALES,
    "contact-left": ("contact",),
    "complaint-escalated": ("case",),
    "renewal-due": ("plan",),
    "no-contact": ("followup", "case", "assessment"),
    "review-overdue": ("assessment",),
}
"""What each early warning is worked out from, besides the customer itself."""

_FINDINGS: dict[str, tuple[str, ...]] = {
    "won-without-sale": _SALES,
    "owner-gap": ("person",),
    "score-deviation": (*_SALES, "assessment", "case", "followup"),
    "cumulative-equals-window": _SALES,
    "alert-unanswered": _ANSWERS,
    "answer-misses-alert": _ANSWERS,
    "waiver-expired": _ANSWERS,
    "calendar-year-missing": (*_SALES, *_ANSWERS, "contact", "assessment"),
}
"""What each finding that tells of something missing or late is worked out from."""

_RULES = ("site", *POLICY_KINDS)
"""What every figure rests on: the date and the policies."""


class Doubt:
    """What files that could not be read leave open: of each customer, and of everybody."""

    def __init__(self, unread: Iterable[str]) -> None:
        """Take the paths of such files."""
        self._kinds: dict[str, set[str]] = {}
        for path in unread:
            found = place(path)
            if not isinstance(found, Diagnostic):
                self._kinds.setdefault(found.customer, set()).add(found.kind)

    def __bool__(self) -> bool:
        """Tell whether anything is open at all."""
        return bool(self._kinds)

    def of(self, found: Diagnostic, customer: str) -> bool:
        """Tell whether what was found at a customer may be untrue for no other reason than that a file was not read."""
        if found.rule not in _FINDINGS:
            return False
        open_kinds = self._kinds.get("", set()) | self._kinds.get(customer, set())
        alert = next((value for name, value in found.args if name in ("alert", "id")), "").partition("@")[0]
        return not open_kinds.isdisjoint((*_FINDINGS[found.rule], *_ALERTS.get(alert, ()), *_RULES))
