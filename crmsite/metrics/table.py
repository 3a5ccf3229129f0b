"""The table of metrics: which function works out which figure. A new one is one function in its family and one line here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from crmsite.metrics import answering, caring, churn, keeping, lifetime, opinions, orders, payment, relationship, renewal, standing
from crmsite.metrics.figure import Figure, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmsite.metrics.figure import Book, Window

    Metric: TypeAlias = Callable[[Book, Window], Figure]

METRICS: Mapping[str, Metric] = {
    "amount_12m": orders.amount_12m,
    "amount_prev_12m": orders.amount_prev_12m,
    "amount_cumulative": orders.amount_cumulative,
    "orders_12m": orders.orders_12m,
    "aov": orders.aov,
    "aov_growth": orders.aov_growth,
    "upsell_rate": orders.upsell_rate,
    "repurchase_rate": orders.repurchase_rate,
    "renewal_rate": renewal.renewal_rate,
    "renewal_amount_rate": renewal.renewal_amount_rate,
    "churn_rate": churn.churn_rate,
    "churn_rate_annual": churn.churn_rate_annual,
    "churn_amount": churn.churn_amount,
    "winback_rate": churn.winback_rate,
    "payment_cycle_days": payment.payment_cycle_days,
    "ltv_simple": lifetime.ltv_simple,
    "ltv_bgnbd": lifetime.ltv_bgnbd,
    "satisfaction_mean": opinions.satisfaction_mean,
    "csat_top2": opinions.csat_top2,
    "nps": opinions.nps,
    "loyalty_index": opinions.loyalty_index,
    "survey_return_rate": opinions.survey_return_rate,
    "cooperation_years": relationship.cooperation_years,
    "executive_visits": relationship.executive_visits,
    "trust": relationship.trust,
    "duty_coverage": keeping.duty_coverage,
    "duty_on_time": keeping.duty_on_time,
    "sla_met": keeping.sla_met,
    "first_response_hours_p50": answering.first_response_hours_p50,
    "first_response_hours_p90": answering.first_response_hours_p90,
    "care_coverage": caring.care_coverage,
    "tier_score": standing.tier_score,
    "rfm_segment_share": standing.by_segment,
    "fit": standing.fit,
    "open_needs": standing.open_needs,
    "actions_overdue": standing.actions_overdue,
    "alerts_open": standing.alerts_open,
}
"""Every metric that is worked out for all customers, by its name in the catalogue."""

BY_QUARTER = frozenset({"executive_visits", "churn_rate_annual"})
"""Metrics whose past is told quarter by quarter; that of the others by twelve months that end with each quarter."""

OF_ALL = frozenset({"survey_return_rate", "ltv_bgnbd", "rfm_segment_share"})
"""Metrics that only all customers together have."""

OF_THE_LOST = frozenset({"churn_rate", "churn_rate_annual", "churn_amount", "winback_rate", "ltv_simple"})
"""Metrics that count who was lost: who is, belongs to no segment any more, so a segment's members of today have none to tell."""

PARTED: Mapping[str, Callable[[Book, Window, str], Figure]] = {
    "rfm_segment_share": standing.rfm_segment_share,
    "satisfaction_mean": opinions.dimension_mean,
    "sla_met": keeping.level_met,
    "care_coverage": caring.item_coverage,
}
"""Metrics whose name may go on after a point."""


def metric_of(name: str) -> Metric | None:
    """Return the function of a metric's name; ``None`` where no figure of all customers goes by it."""
    base, _, part = name.partition(".")
    parted = PARTED.get(base)
    if parted is not None and part:
        return partial(_of_part, parted, part)
    return METRICS.get(name)


def _of_part(function: Callable[[Book, Window, str], Figure], part: str, book: Book, window: Window) -> Figure:
    return function(book, window, part)


def past(name: str, book: Book) -> tuple[Figure, ...]:
    """Return the figure of a metric for each of the latest quarters, the running one last."""
    return tuple(figure(name, book, window_of(name, book, place)) for place in range(len(book.quarters)))


def window_of(name: str, book: Book, place: int) -> Window:
    """Return the days that a metric looks at when a quarter ends, or today in the running one: the quarter, or twelve months."""
    return book.quarter(place) if name in BY_QUARTER else book.year(place)


def figure(name: str, book: Book, window: Window) -> Figure:
    """Return the figure of a metric for a window; withheld, or unknown with the reason, where it cannot be told."""
    if book.withheld:
        return Figure(name, "withheld")
    base = name.partition(".")[0]
    if book.group != "all" and base in OF_ALL:
        return unknown(name, "of_all_only")
    if book.group == "segment" and base in OF_THE_LOST:
        return unknown(name, "group_moves")
    function = metric_of(name)
    if function is None:
        return unknown(name, "of_one_customer")
    return function(book, window)
