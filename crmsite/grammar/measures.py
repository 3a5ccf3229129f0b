"""The catalogue of metrics 指标: one name for each figure, the same in goals, objectives, policies and on pages.

What a metric is, in which unit, which way is better, of whom, and which records it needs. How it is worked out stands in
the room ``metrics``; a name without a figure there is one that single scores give.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal["share", "growth", "money", "count", "days", "hours", "years", "score", "nps", "level"]
"""What a metric is measured in: a share of a whole, a change against a basis, money, things counted, days, hours, years, a
judged or surveyed score of 1 to 5, a net promoter score, points of a scale of our own."""

Better = Literal["up", "down", "none"]
"""Which way is better; ``none``: neither, the figure only describes."""

Scope = Literal["company", "customer", "both"]
"""Of whom a metric speaks: of all customers together, of one, or of either."""


class Measure(NamedTuple):
    """One metric.

    ``records`` are the kinds that it needs, ``family`` names the page that explains it, ``parts`` what may follow a point.
    """

    id: str
    zh: str
    en: str
    unit: Unit
    better: Better
    scope: Scope
    records: str
    family: str
    parts: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("amount_12m", "近 12 个月成交额", "Amount, 12 months", "money", "up", "both", "order", "order_value"),
    Measure("amount_prev_12m", "上一个 12 个月成交额", "Amount, the year before", "money", "none", "both", "order", "order_value"),
    Measure("amount_cumulative", "累计成交额", "Amount all told", "money", "up", "both", "order", "order_value"),
    Measure("orders_12m", "近 12 个月订单数", "Orders, 12 months", "count", "up", "both", "order", "order_value"),
    Measure("aov", "客单价", "Average order value", "money", "up", "both", "order", "order_value"),
    Measure("aov_growth", "客单价增长率", "Growth of the average order value", "growth", "up", "both", "order", "order_value"),
    Measure("upsell_rate", "增购率", "Upsell rate", "growth", "up", "both", "order", "order_value"),
    Measure("repurchase_rate", "复购率", "Repurchase rate", "share", "up", "company", "order", "order_value"),
    Measure("renewal_rate", "续约率", "Renewal rate", "share", "up", "both", "customer", "renewal"),
    Measure("renewal_amount_rate", "续约率（按金额）", "Renewal rate by amount", "share", "up", "both", "customer", "renewal"),
    Measure("churn_rate", "流失率", "Churn rate", "share", "down", "company", "customer order", "churn"),
    Measure("churn_rate_annual", "年化流失率", "Churn rate, per year", "share", "down", "company", "customer order", "churn"),
    Measure("churn_amount", "流失金额", "Amount lost to churn", "money", "down", "company", "customer order", "churn"),
    Measure("winback_rate", "挽回率", "Win-back rate", "share", "up", "both", "customer order", "churn"),
    Measure("payment_cycle_days", "回款周期", "Payment cycle", "days", "down", "both", "invoice receipt", "payment_cycle"),
    Measure("ltv_simple", "生命周期价值（简式）", "Lifetime value, simple", "money", "up", "company", "order", "ltv_simple"),
    Measure("ltv_bgnbd", "生命周期价值（BG/NBD）", "Lifetime value, BG/NBD", "money", "up", "company", "order", "ltv_bgnbd"),
    Measure("cooperation_years", "合作年限", "Years of cooperation", "years", "up", "both", "customer", "relationship"),
    Measure("executive_visits", "高层互访", "Executive visits", "count", "up", "both", "followup", "relationship"),
    Measure("trust", "决策人信任度", "Decision makers' trust", "score", "up", "both", "contact", "relationship"),
    Measure("satisfaction_mean", "满意度均分", "Mean satisfaction", "score", "up", "both", "response", "satisfaction", "dimension"),
    Measure("csat_top2", "满意度（前两档占比）", "Satisfied, top two answers", "share", "up", "both", "response", "satisfaction"),
    Measure("nps", "净推荐值", "Net promoter score", "nps", "up", "company", "response", "nps"),
    Measure("loyalty_index", "忠诚度指数", "Loyalty index", "share", "up", "company", "response", "loyalty"),
    Measure("survey_return_rate", "问卷回收率", "Survey return rate", "share", "up", "company", "survey response", "survey_sample"),
    Measure("tier_score", "四维总分", "Four-dimension total", "level", "up", "both", "assessment", "tier"),
    Measure("rfm_segment_share", "RFM 分群占比", "Share of an RFM segment", "share", "none", "company", "order", "rfm", "segment"),
    Measure("risk_signals_12m", "近 12 个月风险信号", "Risk signals, a year", "count", "down", "customer", "case invoice", "tier"),
    Measure("duty_coverage", "应做事项覆盖率", "Coverage of duties", "share", "up", "both", "followup", "duties"),
    Measure("duty_on_time", "应做事项按时率", "Duties on time", "share", "up", "both", "followup", "duties"),
    Measure("sla_met", "服务时限达成率", "Service levels met", "share", "up", "both", "case", "service_levels", "promise"),
    Measure(
        "first_response_hours_p50", "首次响应（中位）", "First response, median", "hours", "down", "both", "case", "service_levels"
    ),
    Measure(
        "first_response_hours_p90", "首次响应（P90）", "First response, P90", "hours", "down", "both", "case", "service_levels"
    ),
    Measure("care_coverage", "关怀覆盖率", "Coverage of care", "share", "up", "both", "care followup", "care", "item"),
    Measure("fit", "需求匹配度", "Fit of needs", "share", "up", "both", "need", "fit"),
    Measure("open_needs", "未结需求", "Open needs", "count", "none", "both", "need", "need_quadrant"),
    Measure("actions_overdue", "逾期措施", "Overdue actions", "count", "down", "both", "plan", "action_status"),
    Measure("alerts_open", "未消除的预警", "Open alerts", "count", "down", "both", "customer", ""),
)
"""Every metric, in the order in which pages list them."""

MEASURE: dict[str, Measure] = {measure.id: measure for measure in MEASURES}

TARGET_UNITS: dict[str, tuple[str, ...]] = {
    "share": ("ratio", "pp", "relative"),
    "growth": ("ratio", "pp", "relative"),
    "money": ("money", "relative"),
    "count": ("count", "relative"),
    "days": ("days", "relative"),
    "hours": ("hours", "relative"),
    "years": ("count", "relative"),
    "score": ("scale_1_5", "scale_0_100", "relative"),
    "nps": ("count", "relative"),
    "level": ("count", "relative"),
}
"""In which units a target for a metric may be written: ``ratio`` is the figure itself, ``pp`` and ``relative`` are changes."""


def measure_of(name: str) -> Measure | None:
    """Return the metric of a name such as ``churn_rate`` or ``satisfaction_mean.response``; ``None`` where there is none."""
    base, point, part = name.partition(".")
    found = MEASURE.get(base)
    if found is None or (point and (not part or not found.parts)):
        return None
    return found
