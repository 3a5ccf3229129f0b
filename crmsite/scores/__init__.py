"""The scores: each a pure function from one customer's records, the policies and a date to a value with its receipt."""

from __future__ import annotations

from crmsite.slotted import Slotted


class ScoreSpec(Slotted):
    """One entry of the table of scores. ``id`` names the explanation page, ``policy`` the kind of record that sets it."""

    id: str
    zh: str
    en: str
    seed: str
    policy: str


SCORES: tuple[ScoreSpec, ...] = (
    ScoreSpec("tier", "四维分级", "Four-dimension tier", "2-07 2-08 2-09 2-10 2-11 2-12 2-13 2-14 2-15", "tier_policy"),
    ScoreSpec("rfm", "RFM 分群", "RFM segment", "3-02 3-03 3-04 3-05 3-06", "rfm_policy"),
    ScoreSpec("value_band", "价值带与分类标签", "Value band and label", "1-03 1-07 1-12", "value_policy"),
    ScoreSpec("amounts", "成交额与频次", "Amounts and frequency", "0-09 1-10 2-07", "value_policy"),
    ScoreSpec("since_quarter", "上季度末以来的变更", "Changes since last quarter", "2-15", ""),
    ScoreSpec("need_quadrant", "需求象限与排序", "Need quadrant and rank", "0-16 0-17 0-18 0-19 0-20 0-35", "priority_policy"),
    ScoreSpec("need_priority", "客户需求优先级", "Customer's need priority", "1-20", "priority_policy"),
    ScoreSpec("kano", "Kano 分类", "Kano classes", "3-08", "kano_policy"),
    ScoreSpec("commonality", "需求共性与市场空白点", "Commonality and gaps in the market", "0-21 1-25 4-12 4-13", "match_policy"),
    ScoreSpec("fit", "匹配度与缺口", "Fit and gaps", "1-13 1-14 1-15 1-16 1-22 1-23", "match_policy"),
    ScoreSpec("action_status", "措施状态", "Action status", "0-27 2-30 3-22", "warnings_policy"),
    ScoreSpec("duties", "维护义务", "Duties", "2-24 2-25 2-26 2-27 2-29 2-42", "playbook"),
    ScoreSpec("churn", "流失与挽回", "Churn and win-back", "0-03 1-24 3-14 4-04 4-26", "rates_policy"),
    ScoreSpec("backtest", "回测", "Looking back on losses", "0-03 2-02", "rates_policy"),
    ScoreSpec("order_value", "成交、客单价与复购", "Orders, average order and repurchase", "0-09 2-23 2-40 3-14", "rates_policy"),
    ScoreSpec("renewal", "续约率", "Renewal", "2-03 2-39", "rates_policy"),
    ScoreSpec("payment_cycle", "回款周期", "Payment cycle", "1-10 2-17", ""),
    ScoreSpec("relationship", "关系指标", "Relationship", "0-08 2-41", ""),
    ScoreSpec("ltv_simple", "生命周期价值（简式）", "Lifetime value, simple", "3-14", "ltv_policy"),
    ScoreSpec("ltv_bgnbd", "生命周期价值（BG/NBD）", "Lifetime value, BG/NBD", "3-14", "ltv_policy"),
    ScoreSpec("findings", "结论与建议", "Findings and recommendations", "0-05 0-06 0-28 0-29 0-33 4-29", "findings_policy"),
    ScoreSpec("goals", "目标与实际", "Goals against actual", "2-23 4-03 4-04 4-05", ""),
    ScoreSpec("care", "客户关怀", "Customer care", "2-26 4-20 4-21 4-22 4-23 4-24 4-25", ""),
    ScoreSpec("service_levels", "服务时限", "Service levels", "2-28 2-32 2-33 3-09 3-10 3-11 3-12", "playbook"),
    ScoreSpec("approach", "沟通与应用", "How to approach whom", "0-22 0-23 0-24 0-25 0-26 1-19 1-24", "channels_policy"),
    ScoreSpec("improvement_calls", "该做的分析与改进", "What calls for more", "3-15 3-25 3-26", "findings_policy"),
    ScoreSpec("root_cause", "根因", "Root cause", "3-20 3-21", ""),
    ScoreSpec("pdca", "改进循环与效果", "Improvement cycle and effect", "2-43 3-22 3-23 3-24", "warnings_policy"),
    ScoreSpec("change", "前后变化", "Before and after", "2-44 3-16", "effects_policy"),
    ScoreSpec("risk", "风险", "Risk", "4-01", "effects_policy"),
    ScoreSpec("trace", "从需求到效果的追溯", "Tracing needs to effects", "0-27 1-22 2-38 2-46", ""),
    ScoreSpec("satisfaction", "满意度", "Satisfaction", "0-10 3-13 3-17", "satisfaction_policy"),
    ScoreSpec("survey_sample", "样本与覆盖", "Sample and coverage", "2-29 3-18", "satisfaction_policy"),
    ScoreSpec("csat", "满意占比与目标", "Satisfied answers and target", "2-23 4-03 4-15", "satisfaction_policy"),
    ScoreSpec("shortfall", "满意度短板", "Weak point of satisfaction", "3-19 4-27", "satisfaction_policy"),
    ScoreSpec("nps", "净推荐值", "Net promoter score", "2-39 3-14", "satisfaction_policy"),
    ScoreSpec("loyalty", "忠诚度指数", "Loyalty index", "4-05", "satisfaction_policy"),
    ScoreSpec("satisfaction_change", "满意度骤降与波动", "Falls and ups and downs", "3-15 3-26", "satisfaction_policy"),
    ScoreSpec("no-orders", "预警：连续无订单", "Alert: no orders", "2-35", "warnings_policy"),
    ScoreSpec("contact-left", "预警：对接人离职", "Alert: contact left", "2-36", "warnings_policy"),
    ScoreSpec("complaint-escalated", "预警：投诉升级", "Alert: complaint escalated", "2-37", "warnings_policy"),
    ScoreSpec("order-frequency", "预警：订单频次下降", "Alert: order frequency down", "2-02", "warnings_policy"),
    ScoreSpec("complaints-up", "预警：投诉增多", "Alert: complaints up", "2-02", "warnings_policy"),
    ScoreSpec("org-change", "预警：组织变动", "Alert: organisation change", "2-02 2-17", "warnings_policy"),
    ScoreSpec("amount-down", "预警：成交额下降", "Alert: amount down", "2-02", "warnings_policy"),
    ScoreSpec("satisfaction-drop", "预警：满意度骤降", "Alert: satisfaction drop", "3-15 3-26", "warnings_policy"),
    ScoreSpec("payment-late", "预警：回款逾期", "Alert: payment late", "2-10 2-17", "warnings_policy"),
    ScoreSpec("renewal-due", "预警：合同续签期", "Alert: renewal due", "2-03", "warnings_policy"),
    ScoreSpec("no-contact", "预警：久未联系", "Alert: no contact", "2-38", "warnings_policy"),
    ScoreSpec("review-overdue", "预警：等级评估逾期", "Alert: review overdue", "2-15", "warnings_policy"),
)

SCORE: dict[str, ScoreSpec] = {spec.id: spec for spec in SCORES}
