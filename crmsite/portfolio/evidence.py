"""Evidence of findings: the lines of records that one rests on at a customer, and where its page tells the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.portfolio.rows import cited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.conclusions.finding import Finding
    from crmsite.grammar.fields import Citation
    from crmsite.summaries.summary import Summary

PLACES = {
    "tiers": "score", "amount": "amounts", "concentration": "amounts", "churn": "amounts", "churn_risk": "rfm",
    "theme": "needs", "theme_segment": "needs", "pressing_needs": "needs", "unplanned_needs": "needs", "no_needs": "needs",
    "alert": "alerts", "alert_segment": "alerts", "unanswered": "alerts", "overdue": "plan", "unsatisfied": "satisfaction",
    "weak_point": "satisfaction", "satisfaction_fell": "satisfaction", "satisfaction_rose": "satisfaction",
    "concentrated": "cases", "complaints": "cases",
}  # fmt: skip
"""Where a customer's page shows what a rule counts of it, with receipt and lines."""

HIGH = ("Q1", "Q2")
"""The quadrants of what is important."""


def lines_of(found: Finding, summary: Summary, *, needs: bool) -> tuple[Citation, ...]:
    """Return the lines that a finding rests on at a customer: alerts, late actions, needs.

    None for what comes from many lines at once: there the receipt on the customer's page lists them. ``needs`` tells whether
    lines of needs may be shown.
    """
    sources = dict.fromkeys(_sources(found, summary, needs=needs))
    return tuple([place for source in sources if (place := cited(source)) is not None])


def _sources(found: Finding, summary: Summary, *, needs: bool) -> Iterator[str]:
    rule, subject = found.rule, found.subject
    if rule in ("alert", "unanswered"):
        for alert in summary.alert_lines():
            if alert.rule == subject or (rule == "unanswered" and not alert.answered):
                yield alert.source
    elif rule == "overdue":
        yield from (action.source for action in summary.action_lines() if action.status == "overdue")
    elif needs and rule in ("theme", "pressing_needs", "unplanned_needs"):
        for need in summary.need_lines():
            if rule == "theme":
                counts = subject in need.themes.split(",")
            elif rule == "pressing_needs":
                counts = need.open and need.quadrant == "Q1"
            else:
                counts = need.open and need.quadrant in HIGH and need.planned is None
            if counts:
                yield need.source
