"""What is said when losses are looked back on, in English."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "backtest.title": "Losses in hindsight",
    "backtest.lede.withheld": "Scores and alerts before losses are withheld from readers of this site.",
    "backtest.lede.none": "No customer has ever been lost, so there is nothing to look back on.",
    "backtest.lede.warned": (
        "{n:customer has|customers have} been lost; of the {of} that can be looked at {days} days before, {k} had an alert by then. "
    ),
    "backtest.lede.unwarned": (
        "{n:customer has|customers have} been lost, none of them a customer yet {days} days before, so there are no scores to look at. "
    ),
    "backtest.lede.few": (
        "With {n} to compare, fewer than {least}, nobody can say whether scores saw it coming; what was known of each stands below."
    ),
    "backtest.lede.few_rest": "Only {rest} others were customers then and still are, fewer than {least}: too few to compare with.",
    "backtest.lede.apart.tier": (
        "The four-dimension total told most: of a lost customer and one that stayed, the lost one had the lower total {share} of the time."
    ),
    "backtest.lede.apart.segment": (
        "The RFM segment told most: of a lost customer and one that stayed, the lost one was in the worse segment {share} of the time."
    ),
    "backtest.lede.apart.alerts": (
        "Alerts told most: of a lost customer and one that stayed, the lost one had more of them {share} of the time."
    ),
    "backtest.lede.chance": "No score told the lost from those who stayed any better than chance would.",
    "backtest.tellings": "Did scores see it coming",
    "backtest.tellings_sub": "The lost {days} days before the loss, those who stayed {days} days before the as-of date",
    "backtest.col.measure": "Measure",
    "backtest.col.lost": "Lost",
    "backtest.col.rest": "Stayed",
    "backtest.col.share": "Told apart",
    "backtest.col.verdict": "Reading",
    "backtest.measure.tier": "Four-dimension total",
    "backtest.measure.segment": "RFM segment",
    "backtest.measure.alerts": "Alerts not waived",
    "backtest.mean": "mean {mean}, {n:customer|customers}",
    "backtest.bad.segment": "{k} of {n} at risk of churn",
    "backtest.bad.alerts": "{k} of {n} with an alert",
    "backtest.none_known": "none known",
    "backtest.pairs": "right in {won}, equal in {tied} of {pairs} pairs",
    "backtest.refused.few_lost": "Not told: {n} lost, {least} needed",
    "backtest.refused.few_rest": "Not told: {n} stayed, {least} needed",
    "backtest.verdict.apart": "Tells them apart",
    "backtest.verdict.chance": "No better than chance, as far as is known",
    "backtest.verdict.reversed": "The wrong way round: the lost looked safer",
    "backtest.note": (
        "Told apart: of a lost customer and one that stayed, how often the lost one looked the more endangered, ties counted half; "
        "50 % is chance. People who act on an alert keep some customers, so a low share may also mean that saving them works."
    ),
    "backtest.lost": "Customers lost",
    "backtest.lost_sub": "What was known {days} days before, and how many days of warning there were",
    "backtest.col.customer": "Customer",
    "backtest.col.day": "Lost on",
    "backtest.col.amount": "Year before",
    "backtest.col.tier": "Tier then",
    "backtest.col.total": "Total then",
    "backtest.col.segment": "Segment then",
    "backtest.col.alerts": "Alerts then",
    "backtest.col.warned": "Warned",
    "backtest.why.stage": "recorded by the team",
    "backtest.why.contract": "contract not renewed",
    "backtest.why.silent": "stopped ordering",
    "backtest.not_yet": "no customer yet",
    "backtest.no_alert": "no alert",
    "backtest.days": "{n:day|days}",
    "backtest.unwarned": "no alert on the eve either",
    "backtest.unrated": "no total",
    "backtest.no_segment": "in no segment",
    "backtest.amount_unknown": "amount unknown",
    "backtest.since": "since {day}",
    "backtest.more": "{n:earlier loss is|earlier losses are} not listed.",
    "backtest.parameter.days": "Days before a loss",
    "backtest.parameter.least": "Losses needed",
}
