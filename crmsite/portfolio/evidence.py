"""Evidence of findings: the lines of records that one rests on at a customer, and where its page tells the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.portfolio.rows import cited
from crmsite.summaries.followed import written_needs

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

def lines_of(found: Finding, summary: Summary) -> tuple[Citation, ...]:
    """Return the lines that a finding rests on at a customer: alerts, late actions, needs.

    None for what comes from many lines at once: there the receipt on the customer's page lists them.
    """
    sources = dict.fromkeys(_sources(found, summary))
    return tuple([place for source in sources if (place := cited(source)) is not None])


def _sources(found: Finding, summary: Summary) -> Iterator[str]:
    rule, subject = found.rule, found.subject
    if rule in ("alert", "unanswered"):
        for alert in summary.alert_lines():
            if alert.rule == subject or (rule == "unanswered" and not alert.answered):
                yield alert.source
    elif rule == "overdue":
        yield from (action.source for action in summary.action_lines() if action.status == "overdue")
    elif rule in ("theme", "pressing_needs", "unplanned_needs"):
        for need in written_needs(summary):
            if {"theme": subject in need.themes.split(","), "pressing_needs": need.pressing, "unplanned_needs": need.bare}[rule]:
                yield need.source
