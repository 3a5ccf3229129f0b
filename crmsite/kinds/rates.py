"""Policies for rates and values 比率与价值: when a customer counts as lost, and on what terms a lifetime value is worked out."""

from __future__ import annotations

from decimal import Decimal

from crmsite.grammar.fields import Count, Number, Times
from crmsite.kinds.policies import Policy


class RatesPolicy(Policy):
    """When a customer counts as lost, how many orders a growth needs, and how losses are looked back on.

    ``grace_days`` after a contract's end a renewal still counts. Without a contract a customer is lost when it has been silent
    for more than ``quiet_months`` and more than ``quiet_times`` its own median interval between orders. Scores are held against
    what came of them ``backtest_days`` later, where at least ``backtest_lost`` customers were lost.
    """

    grace_days: Count
    quiet_months: Count
    quiet_times: Number
    growth_orders: Count
    backtest_days: Times = 90
    backtest_lost: Times = 10


class LtvPolicy(Policy):
    """Lifetime value: the yearly discount, the cap in years, and what the model of orders asks for before it speaks.

    ``min_customers`` and ``min_repeaters`` are the fewest it is fitted to, ``horizon_weeks`` how far it looks ahead,
    ``holdout_weeks`` the latest weeks that are kept back to check it.
    """

    discount: Number
    cap_years: Count
    min_customers: Count
    min_repeaters: Count
    horizon_weeks: Count
    holdout_weeks: Count
    max_correlation: Number = Decimal("0.3")
