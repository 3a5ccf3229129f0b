"""What the early warnings of complaints and of changes at the customer say, and waivers, in English."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "alert.complaints-up": (
        "{recent:complaint|complaints} in the last {months} months; at the pace of the {base} before, with {earlier}, "
        "{expected} {expected?was|were} to be expected; hardly chance"
    ),
    "alert.complaints-up.new": (
        "{recent:complaint|complaints} in the last {months} months and none in the {base} before; hardly chance"
    ),
    "alert.org-change": "{what} on {on}, {days:day|days} ago",
    "alert.org-change.event": "{text}",
    "alert.org-change.succeeded": "Decision maker {before} was succeeded by {now}",
    "alert.factor.recent_complaints": "Complaints of the last {months} months",
    "alert.factor.earlier_complaints": "Complaints of the {months} months before",
    "alert.factor.expected_complaints": "Expected at the pace before",
    "alert.waived": "{reason}, waived by {who} until {until}: {text}",
}
