"""The days that a figure of all customers looks at, in words: the same metric over other days is another figure."""

from __future__ import annotations

from crmsite.figures.facts import Say, say
from crmsite.metrics.table import BY_QUARTER

TODAY = frozenset({
    "cooperation_years", "trust", "tier_score", "fit", "open_needs", "actions_overdue", "alerts_open",
})  # fmt: skip
"""Figures of how things stand today."""

OTHERS = {
    "amount_prev_12m": "before", "amount_cumulative": "ever", "care_coverage": "periods", "ltv_simple": "ahead",
    "ltv_bgnbd": "ahead", "csat_top2": "survey", "satisfaction_mean": "survey", "nps": "survey", "loyalty_index": "survey",
    "survey_return_rate": "survey",
}  # fmt: skip


def span_of(metric: str) -> Say:
    """Return which days a metric is of where it stands among the others: mostly the last twelve months."""
    if metric in BY_QUARTER:
        return say("metrics.span.quarter")
    return say(f"metrics.span.{'today' if metric in TODAY else OTHERS.get(metric, 'year')}")
