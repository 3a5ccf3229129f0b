"""What ``crmsite list`` lists of customers: who they are and where they stand, the columns of the templates' table of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.commands.lists import Column, Listing, term, who
from crmsite.figures.facts import Money, Term
from crmsite.summaries.plain import day, number, unpack

if TYPE_CHECKING:
    from crmsite.commands.lists import Row, Wanted
    from crmsite.stages.pipeline import Loaded
    from crmsite.summaries.summary import Summary


def customers(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the customers: by tier, then by total, then by id; those without a tier last."""
    del loaded
    kept = [one for one in found if wanted.fits(one) and wanted.owned(one.traits.owner)]
    tiers = sorted({one.standing.tier for one in kept if one.standing.tier}, key=lambda tier: (tier != "S", tier))
    rank = {tier: place for place, tier in enumerate(tiers)}
    kept.sort(key=lambda one: (rank.get(one.standing.tier or "", len(rank)), -(number(one.standing.total) or 0), one.id))
    return [_customer(one) for one in kept]


def _customer(one: Summary) -> Row:
    standing, traits, worth, sales, touch, load = one.standing, one.traits, one.worth, one.sales, one.touch, one.load
    amount = number(sales.amount)
    steps = [line.due for line in one.step_lines() if line.due]
    ever = number(sales.ever)
    return {
        "id": one.id,
        "name": unpack(one.name),
        "short_name": unpack(one.short),
        "industry": Term("taxonomy:industry", traits.industry) if traits.industry else None,
        "need_feature": term("need_feature", traits.need_feature),
        "employees_min": traits.employees_min,
        "employees_max": traits.employees_max,
        "years": traits.years,
        "key_contact": unpack(traits.decision_maker),
        "owner": who(traits.owner),
        "stage": term("stage", traits.stage),
        "tier": standing.tier,
        "tier_state": standing.state,
        "tier_reason": standing.reason,
        "total": number(standing.total),
        "total_low": number(standing.low),
        "total_high": number(standing.high),
        "movement": standing.movement,
        "change": number(standing.change),
        "segment": worth.segment,
        "rfm": worth.rfm,
        "rfm_state": worth.rfm_state,
        "rfm_reason": worth.rfm_reason,
        "recency_days": sales.recency_days,
        "value_band": worth.band if worth.band_state == "value" else None,
        "value_band_state": worth.band_state,
        "amount_12m": None if amount is None else Money(amount, sales.currency),
        "amount_12m_state": sales.state,
        "amount_cumulative": None if ever is None else Money(ever, sales.currency),
        "last_contact": day(touch.last),
        "days_since_contact": touch.last_days,
        "contract_end": day(touch.contract_end),
        "open_needs": load.needs,
        "need_priority": traits.priority,
        "alerts": load.alerts,
        "alerts_unanswered": load.unanswered,
        "alert_level": load.level,
        "actions_overdue": load.overdue,
        "next_due": day(min(steps, default=None)),
    }


CUSTOMERS: dict[str, Listing] = {
    "customers": Listing(
        customers,
        (
            Column("id", "编号", "id"),
            Column("short_name", "客户", "customer", 18),
            Column("owner", "负责人", "owner", 10),
            Column("stage", "阶段", "stage"),
            Column("tier", "等级", "tier"),
            Column("total", "合计", "total", right=True),
            Column("change", "变动", "change", right=True),
            Column("segment", "RFM 分群", "segment", words="rfm.segment"),
            Column("value_band", "价值带", "value band", words="band"),
            Column("amount_12m", "近 12 月", "12 months", right=True),
            Column("alerts", "预警", "alerts", right=True),
            Column("actions_overdue", "逾期", "overdue", right=True),
            Column("next_due", "下一到期", "next due"),
        ),
    ),
}
