"""The listed values: every word that a record may choose from a fixed list, with its label in both languages.

The same ids stand in code, records, pages and docs. A record may write the id or either label.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

AudienceClass = Literal["public", "internal", "restricted"]
"""Who may see a field or a kind of record."""


class Word(NamedTuple):
    """One listed value."""

    id: str
    zh: str
    en: str


def _words(*rows: tuple[str, str, str]) -> dict[str, Word]:
    return {row[0]: Word(*row) for row in rows}


VOCABULARY: dict[str, dict[str, Word]] = {
    "stage": _words(
        ("prospect", "潜在", "Prospect"),
        ("intent", "意向", "Intent"),
        ("won", "成交", "Won"),
        ("long_term", "长期合作", "Long-term"),
        ("lost", "流失", "Lost"),
    ),
    "nature": _words(("explicit", "显性", "Explicit"), ("implicit", "隐性", "Implicit"), ("pain", "痛点", "Pain")),
    "need_kind": _words(
        ("function", "功能", "Function"),
        ("service", "服务", "Service"),
        ("price", "价格", "Price"),
        ("quality", "品质", "Quality"),
        ("delivery", "交付", "Delivery"),
        ("other", "其他", "Other"),
    ),
    "need_source": _words(
        ("survey", "调研", "Survey"),
        ("behaviour", "行为", "Behaviour"),
        ("feedback", "反馈", "Feedback"),
        ("interview", "访谈", "Interview"),
    ),
    "need_feature": _words(
        ("price", "价格敏感型", "Price-sensitive"),
        ("quality", "品质导向型", "Quality-led"),
        ("service", "服务优先型", "Service-first"),
        ("solution", "解决方案型", "Solution-seeking"),
    ),
    "need_outcome": _words(
        ("met", "已满足", "Met"),
        ("declined", "不做", "Declined"),
        ("withdrawn", "客户撤回", "Withdrawn"),
        ("merged", "已合并", "Merged"),
    ),
    "kano": _words(
        ("must_be", "基本需求", "Must-be"),
        ("performance", "期望需求", "Performance"),
        ("attractive", "兴奋需求", "Attractive"),
        ("indifferent", "无差异需求", "Indifferent"),
        ("reverse", "反向需求", "Reverse"),
    ),
    "level": _words(("high", "高", "High"), ("medium", "中", "Medium"), ("low", "低", "Low")),
    "contact_role": _words(
        ("decision_maker", "决策人", "Decision maker"),
        ("user_lead", "使用负责人", "User lead"),
        ("influencer", "影响者", "Influencer"),
        ("purchaser", "采购", "Purchaser"),
        ("technical", "技术", "Technical"),
        ("finance", "财务", "Finance"),
        ("user", "使用者", "User"),
        ("gatekeeper", "把关者", "Gatekeeper"),
    ),
    "channel": _words(
        ("onsite", "上门", "On site"),
        ("phone", "电话", "Phone"),
        ("email", "邮件", "E-mail"),
        ("wechat", "微信", "WeChat"),
        ("online_meeting", "线上会议", "Online meeting"),
        ("chat", "在线聊天", "Live chat"),
        ("sms", "短信", "Text message"),
        ("community", "社群", "Community"),
        ("short_video", "短视频", "Short video"),
        ("website", "官网", "Website"),
        ("store", "线下门店", "Store"),
        ("hotline", "客服专线", "Service line"),
        ("mail", "信函", "Letter"),
        ("event", "活动", "Event"),
    ),
    "followup_kind": _words(
        ("visit", "拜访", "Visit"),
        ("deep_visit", "深度拜访", "In-depth visit"),
        ("business_review", "季度经营复盘会", "Quarterly business review"),
        ("executive_visit", "高层互访", "Executive visit"),
        ("call_back", "回访", "Call-back"),
        ("meeting", "会议", "Meeting"),
        ("brief", "业务简报", "Business brief"),
        ("care", "关怀", "Care"),
        ("care_mail", "关怀邮件", "Care mail"),
        ("training", "培训", "Training"),
        ("demo", "产品体验", "Product trial"),
        ("negotiation", "商务谈判", "Negotiation"),
        ("complaint_handling", "投诉处理", "Complaint handling"),
        ("survey", "满意度调研", "Satisfaction survey"),
        ("effect_evaluation", "效果评估", "Effect evaluation"),
        ("enquiry", "咨询", "Enquiry"),
        ("other", "其他", "Other"),
    ),
    "case_type": _words(
        ("enquiry", "咨询", "Enquiry"),
        ("question", "使用问题", "Question"),
        ("fault", "故障", "Fault"),
        ("complaint", "投诉", "Complaint"),
    ),
    "billing": _words(
        ("one_off", "一次性", "One-off"),
        ("milestone", "按里程碑", "By milestone"),
        ("annual", "年付", "Annual"),
        ("subscription", "订阅", "Subscription"),
    ),
    "order_status": _words(
        ("confirmed", "已确认", "Confirmed"),
        ("cancelled", "已取消", "Cancelled"),
        ("returned", "退货", "Returned"),
    ),
    "send_result": _words(
        ("sent", "已发送", "Sent"),
        ("failed", "发送失败", "Failed"),
        ("opened", "已打开", "Opened"),
        ("joined", "已参与", "Joined"),
        ("helpful", "认为有帮助", "Found helpful"),
    ),
    "person_role": _words(
        ("account_manager", "客户经理", "Account manager"),
        ("success_manager", "客户成功经理", "Customer success manager"),
        ("sales_lead", "销售主管", "Sales lead"),
        ("support_lead", "客服主管", "Support lead"),
        ("support_agent", "客服专员", "Support agent"),
        ("product_manager", "产品负责人", "Product manager"),
        ("engineer", "技术工程师", "Engineer"),
        ("marketing", "市场专员", "Marketing specialist"),
        ("analyst", "数据分析师", "Data analyst"),
        ("executive", "高层管理者", "Executive"),
    ),
    "team": _words(
        ("sales", "销售部", "Sales"),
        ("support", "客服部", "Support"),
        ("technical", "技术部", "Technical"),
        ("marketing", "市场部", "Marketing"),
        ("product", "产品部", "Product"),
        ("success", "客户成功部", "Customer success"),
        ("finance", "财务部", "Finance"),
        ("hr", "人力资源部", "Human resources"),
        ("management", "管理层", "Management"),
    ),
    "unit": _words(
        ("ratio", "比率", "ratio"),
        ("pp", "百分点", "percentage points"),
        ("relative", "相对变化", "relative change"),
        ("scale_1_5", "1–5 分", "on a scale of 1 to 5"),
        ("scale_0_100", "百分制", "on a scale of 0 to 100"),
        ("count", "个数", "count"),
        ("money", "金额", "amount"),
        ("hours", "小时", "hours"),
        ("days", "天", "days"),
    ),
    "every": _words(
        ("week", "每周", "weekly"),
        ("month", "每月", "monthly"),
        ("quarter", "每季度", "quarterly"),
        ("half_year", "每半年", "half-yearly"),
        ("year", "每年", "yearly"),
    ),
    "clock": _words(("business", "工作时间", "business hours"), ("calendar", "自然时间", "calendar hours")),
    "risk_response": _words(
        ("avoid", "规避", "Avoid"),
        ("mitigate", "缓解", "Mitigate"),
        ("transfer", "转移", "Transfer"),
        ("accept", "接受", "Accept"),
    ),
    "milestone_kind": _words(
        ("signing", "签约", "Signing"),
        ("launch", "上线", "Go-live"),
        ("expansion", "扩张", "Expansion"),
        ("org_change", "组织变动", "Organisation change"),
        ("other", "其他", "Other"),
    ),
    "decision": _words(("standardise", "标准化", "Standardise"), ("adjust", "调整", "Adjust"), ("stop", "停止", "Stop")),
    "journey_stage": _words(
        ("acquire", "获客", "Acquire"),
        ("consult", "咨询", "Consult"),
        ("buy", "购买", "Buy"),
        ("serve", "服务", "Serve"),
        ("repurchase", "复购", "Repurchase"),
    ),
    "waiver_reason": _words(
        ("own_rhythm", "客户自有节奏", "Own rhythm"),
        ("data_error", "数据有误", "Data error"),
        ("accepted", "已知并接受", "Accepted"),
    ),
    "scenario": _words(
        ("annual_plan", "年度客户关系规划", "Annual relationship plan"),
        ("key_account", "重点客户深耕", "Key account"),
        ("win_back", "流失预警与挽回", "Early warning and win-back"),
        ("launch_fit", "新品上线适配", "Launch fit"),
        ("milestone", "重大节点跟进", "Milestone"),
        ("upgrade", "需求升级响应", "Need upgrade"),
        ("industry_change", "行业变化适配", "Industry change"),
        ("new_customer", "新客户拓展", "New customer"),
        ("satisfaction", "满意度优化", "Satisfaction"),
    ),
    "finding": _words(
        ("tiers", "等级分布", "Tiers"),
        ("amount", "成交额变化", "Amount"),
        ("concentration", "成交集中", "Concentration"),
        ("churn", "流失", "Churn"),
        ("churn_risk", "流失风险", "Churn risk"),
        ("theme", "共性需求", "Shared need"),
        ("theme_segment", "细分的需求", "Need of a segment"),
        ("pressing_needs", "重要紧急需求", "Pressing needs"),
        ("unplanned_needs", "没有计划的需求", "Unplanned needs"),
        ("no_needs", "没有需求记录", "No needs on record"),
        ("alert", "预警", "Alert"),
        ("alert_segment", "细分的预警", "Alert of a segment"),
        ("unanswered", "未回应的预警", "Unanswered alerts"),
        ("overdue", "逾期动作", "Overdue actions"),
        ("unsatisfied", "不满意", "Unsatisfied"),
        ("weak_point", "服务短板", "Weak point"),
        ("satisfaction_fell", "满意度下降", "Satisfaction fell"),
        ("satisfaction_rose", "满意度上升", "Satisfaction rose"),
        ("concentrated", "问题集中", "Concentrated problems"),
        ("complaints", "投诉增多", "Complaints up"),
    ),
    "bone": _words(
        ("man", "人", "Man"),
        ("machine", "机", "Machine"),
        ("material", "料", "Material"),
        ("method", "法", "Method"),
        ("environment", "环", "Environment"),
        ("measurement", "测", "Measurement"),
    ),
    "void": _words(("void", "作废", "Void")),
}


def label(listing: str, value: str, lang: str) -> str:
    """Return the label of a listed value in ``zh`` or ``en``; the id itself when the list does not know it."""
    word = VOCABULARY[listing].get(value)
    if word is None:
        return value
    return word.zh if lang.startswith("zh") else word.en


def id_by_label(listing: str, text: str) -> str | None:
    """Return the id of the listed value that bears a label in either language, however its letters are written."""
    folded = text.casefold()
    return next((word.id for word in VOCABULARY[listing].values() if folded in (word.zh.casefold(), word.en.casefold())), None)
