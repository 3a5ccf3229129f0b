"""The table of contents: every kind of record, every page, every term of the glossary.

A new concept is one file in its folder and one line here.
"""

from __future__ import annotations

from typing import Literal

from crmsite.kinds.kind import Kind
from crmsite.slotted import Slotted

KINDS: tuple[Kind, ...] = (
    Kind("site", ("site",), "crmsite.kinds.site:Site", "none", "", "站点设置", "Site settings", "public"),
    Kind("taxonomy", ("taxonomy",), "crmsite.kinds.site:Taxonomy", "none", "", "分类表", "Taxonomy"),
    Kind("person", ("people",), "crmsite.kinds.person:Person", "none", "E", "内部人员", "Person"),
    Kind("capability", ("capabilities",), "crmsite.kinds.capability:Capability", "none", "CAP", "企业能力", "Capability"),
    Kind("tier_policy", ("tier",), "crmsite.kinds.policies:TierPolicy", "none", "", "分级规则", "Tier policy"),
    Kind("rfm_policy", ("rfm",), "crmsite.kinds.policies:RfmPolicy", "none", "", "RFM 规则", "RFM policy"),
    Kind("value_policy", ("value",), "crmsite.kinds.policies:ValuePolicy", "none", "", "价值带规则", "Value policy"),
    Kind("priority_policy", ("priority",), "crmsite.kinds.policies:PriorityPolicy", "none", "", "优先级规则", "Priority policy"),
    Kind("warnings_policy", ("warnings",), "crmsite.kinds.policies:WarningsPolicy", "none", "", "预警规则", "Warnings policy"),
    Kind("rates_policy", ("rates",), "crmsite.kinds.rates:RatesPolicy", "none", "", "比率规则", "Rates policy"),
    Kind("ltv_policy", ("ltv",), "crmsite.kinds.rates:LtvPolicy", "none", "", "生命周期价值规则", "Lifetime value policy"),
    Kind(
        "satisfaction_policy",
        ("satisfaction",),
        "crmsite.kinds.satisfaction:SatisfactionPolicy",
        "none",
        "",
        "满意度规则",
        "Satisfaction policy",
    ),
    Kind("effects_policy", ("effects",), "crmsite.kinds.approach:EffectsPolicy", "none", "", "风险与效果规则", "Effects policy"),
    Kind("findings_policy", ("findings",), "crmsite.kinds.approach:FindingsPolicy", "none", "", "结论规则", "Findings policy"),
    Kind("kano_policy", ("kano",), "crmsite.kinds.approach:KanoPolicy", "none", "", "Kano 规则", "Kano policy"),
    Kind("match_policy", ("match",), "crmsite.kinds.approach:MatchPolicy", "none", "", "匹配与共性规则", "Match policy"),
    Kind("channels_policy", ("channels",), "crmsite.kinds.approach:ChannelsPolicy", "none", "", "沟通规则", "Channels policy"),
    Kind("playbook", ("playbooks",), "crmsite.kinds.policies:Playbook", "none", "", "维护打法", "Playbook"),
    Kind("calendar", ("calendar",), "crmsite.kinds.policies:CalendarPolicy", "none", "", "工作日历", "Calendar"),
    Kind("customer", ("customers", "customer"), "crmsite.kinds.customer:Customer", "customer", "", "客户", "Customer", "public"),
    Kind(
        "opening",
        ("opening",),
        "crmsite.kinds.customer:OpeningBalance",
        "customer",
        "OB",
        "期初余额",
        "Opening balance",
        "restricted",
    ),
    Kind("contact", ("contacts",), "crmsite.kinds.contact:Contact", "customer", "P", "联系人", "Contact", "restricted"),
    Kind("need", ("needs",), "crmsite.kinds.need:Need", "customer", "N", "需求", "Need"),
    Kind(
        "assessment", ("assessments",), "crmsite.kinds.assessment:Assessment", "customer", "AS", "评估", "Assessment", "restricted"
    ),
    Kind("plan", ("plans",), "crmsite.kinds.plan:Plan", "either", "SP", "策略计划", "Plan"),
    Kind("followup", ("followups",), "crmsite.kinds.followup:FollowUp", "customer", "FU", "跟进记录", "Follow-up"),
    Kind("case", ("cases",), "crmsite.kinds.case:Case", "customer", "CS", "服务工单", "Case", "restricted"),
    Kind("order", ("orders",), "crmsite.grammar.tables:Order", "customer", "", "订单", "Order", "restricted", "table"),
    Kind("invoice", ("invoices",), "crmsite.grammar.tables:Invoice", "customer", "", "发票", "Invoice", "restricted", "table"),
    Kind("receipt", ("receipts",), "crmsite.grammar.tables:Receipt", "customer", "", "回款", "Receipt", "restricted", "table"),
    Kind("send", ("sends",), "crmsite.grammar.tables:Send", "customer", "", "关怀发送", "Care sent", "internal", "table"),
    Kind("survey", ("surveys", "survey"), "crmsite.kinds.satisfaction:Survey", "none", "SV", "满意度调研", "Survey"),
    Kind("response", ("responses",), "crmsite.kinds.satisfaction:Response", "either", "", "答卷", "Response", "restricted"),
    Kind("care", ("care",), "crmsite.kinds.care:Care", "none", "CARE", "关怀计划", "Care programme"),
    Kind("rootcause", ("rootcauses",), "crmsite.kinds.improvement:RootCause", "either", "RC", "根因分析", "Root cause"),
    Kind("improvement", ("improvements",), "crmsite.kinds.improvement:Improvement", "none", "IM", "改进", "Improvement"),
    Kind("journey", ("journeys",), "crmsite.kinds.journey:Journey", "none", "", "客户旅程", "Journey"),
    Kind("risk", ("risks",), "crmsite.kinds.risk:Risk", "either", "RK", "风险", "Risk", "restricted"),
    Kind("goals", ("goals",), "crmsite.kinds.goals:Goals", "none", "G", "目标", "Goals"),
    Kind("waiver", ("waivers",), "crmsite.kinds.risk:Waiver", "customer", "WV", "预警豁免", "Waiver"),
)

KIND: dict[str, Kind] = {kind.id: kind for kind in KINDS}
KIND_OF_NAME: dict[str, Kind] = {name: kind for kind in KINDS for name in kind.names}


class PageSpec(Slotted):
    """A page or family of pages: a module with ``pages(portfolio)``, or ``pages(desk)`` where it tells of the run itself.

    ``shows`` names what it can show of a customer, by the columns of a summary that stand for it: as long as these hold for
    all customers, none of its pages has changed; where it sees the desk, so has what check found. ``None``: it tells of the run,
    and has to be asked each time.

    ``counts`` names what it counts and sorts by, where it shows the words of records only of customers that it links to: as long
    as these columns hold for all customers, only pages that link to somebody who changed can change. A column without words is
    called ``counted.`` and its name.
    """

    module: str
    sees: Literal["portfolio", "desk"] = "portfolio"
    shows: tuple[str, ...] | None = None
    counts: tuple[str, ...] | None = None


PAGES: tuple[PageSpec, ...] = (
    PageSpec("crmsite.views.overview", shows=("face", "pressing", "steps", "alerts", "rates", "satisfaction")),
    PageSpec("crmsite.views.changes", shows=("face", "changed")),
    PageSpec("crmsite.views.customers", shows=("face",)),
    PageSpec("crmsite.views.needs", shows=("face", "placed"), counts=("face", "counted.needs")),
    PageSpec("crmsite.views.fit", shows=("face", "placed", "fit"), counts=("face", "counted.needs", "counted.fit")),
    PageSpec("crmsite.views.themes", shows=("face", "wants")),
    PageSpec("crmsite.views.execution", shows=("face", "owed", "doers"), counts=("face", "owed", "counted.actions")),
    PageSpec("crmsite.views.duties", shows=("face", "owed")),
    PageSpec("crmsite.views.care", shows=("face", "cared")),
    PageSpec("crmsite.views.journey", shows=("face", "promised")),
    PageSpec("crmsite.views.segments", shows=("face", "wants")),
    PageSpec(
        "crmsite.views.owners",
        shows=("whole",),
        counts=("face", "pressing", "owed", "counted.steps", "counted.alerts", "counted.needs", "counted.actions"),
    ),
    PageSpec("crmsite.views.metrics", shows=("face", "rates", "satisfaction", "owed", "promised", "cared", "fit")),
    PageSpec("crmsite.views.goals", shows=("face", "rates", "satisfaction", "owed", "promised", "cared", "fit")),
    PageSpec("crmsite.views.satisfaction", shows=("face", "satisfaction")),
    PageSpec(
        "crmsite.views.report",
        shows=("face", "pressing", "alerts", "placed", "wants", "doers", "rates", "satisfaction", "owed", "promised", "cared",
               "fit"),
        counts=("face", "pressing", "counted.alerts", "counted.needs", "wants", "counted.actions", "rates", "satisfaction", "owed",
                "promised", "cared", "counted.fit"),
    ),
    PageSpec(
        "crmsite.views.improvement",
        shows=("face", "causes", "trace", "satisfaction", "promised", "rates", "cared"),
        counts=("face", "counted.causes", "counted.trace", "satisfaction", "promised", "rates", "cared"),
    ),
    PageSpec("crmsite.views.risks", shows=("face", "risks")),
    PageSpec("crmsite.views.quality", "desk", shows=("face",)),
    PageSpec("crmsite.views.backtest", shows=("face", "before")),
    PageSpec("crmsite.views.methods", shows=()),
    PageSpec("crmsite.views.glossary", shows=()),
    PageSpec("crmsite.views.about", "desk"),
)

TERMS = (
    "as_of", "window", "quarter", "customer", "stage", "owner", "tier", "dimension", "risk_safety", "interval", "movement",
    "review", "rfm", "segment", "value_band", "dormant", "label", "need", "quadrant", "rank", "kano", "match", "plan",
    "action_status", "next_step", "alert", "answer", "waiver", "contact", "opening", "absence", "withheld", "receipt", "policy",
    "translation",
)  # fmt: skip
"""The terms that the glossary explains, in its order."""
