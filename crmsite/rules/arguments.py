"""The words that fill a rule's wording, said in the reader's language.

A diagnostic holds its arguments without language: the id of a kind, the shape of a value, a column's name. They become
words only when the message is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100
_LONGEST_LISTING = 500
_LISTINGS = ("known", "keys")

# What a value or a record is; the English words carry their article, which is dropped where a sentence brings its own.
_THINGS: dict[str, tuple[str, str]] = {
    "mapping": ("一组键值", "a mapping"),
    "list": ("一个列表", "a list"),
    "text": ("一段文字", "plain text"),
    "nothing": ("空的", "empty"),
    "record": ("记录", "a record"),
    "any": ("记录", "a record"),
    "policy": ("规则", "a policy"),
    "contract": ("合同", "a contract"),
    "site": ("站点设置", "a settings file"),
    "taxonomy": ("分类表", "a taxonomy"),
    "person": ("内部人员", "a person"),
    "capability": ("企业能力", "a capability"),
    "tier_policy": ("分级规则", "a tier policy"),
    "rfm_policy": ("RFM 规则", "an RFM policy"),
    "value_policy": ("价值带规则", "a value policy"),
    "priority_policy": ("优先级规则", "a priority policy"),
    "warnings_policy": ("预警规则", "a warnings policy"),
    "playbook": ("维护打法", "a playbook"),
    "calendar": ("工作日历", "a calendar"),
    "customer": ("客户", "a customer"),
    "opening": ("期初余额", "an opening balance"),
    "contact": ("联系人", "a contact"),
    "need": ("需求", "a need"),
    "assessment": ("评估", "an assessment"),
    "plan": ("策略计划", "a plan"),
    "followup": ("跟进记录", "a follow-up"),
    "case": ("服务工单", "a case"),
    "order": ("订单", "an order"),
    "invoice": ("发票", "an invoice"),
    "receipt": ("回款", "a receipt"),
    "survey": ("满意度调研", "a survey"),
    "response": ("答卷", "a response"),
    "care": ("关怀计划", "a care programme"),
    "rootcause": ("根因分析", "a root cause"),
    "improvement": ("改进", "an improvement"),
    "journey": ("客户旅程", "a journey"),
    "risk": ("风险", "a risk"),
    "goals": ("目标", "a set of goals"),
    "waiver": ("预警豁免", "a waiver"),
}

_DIMENSIONS: dict[str, tuple[str, str]] = {
    "amount": ("合作金额", "amount"),
    "stability": ("合作稳定性", "stability"),
    "growth": ("增长潜力", "growth"),
    "risk": ("风险安全分", "risk safety"),
}

# What the YAML reader and the operating system say, in words for somebody who edits records.
_PROBLEMS: dict[str, tuple[str, str]] = {
    "could not find expected ':'": ("键后面缺少冒号“:”", "a key is not followed by a colon"),
    "did not find expected key": ("缩进不一致，或上一行没有写完", "the indent does not match, or the line above is unfinished"),
    "did not find expected '-' indicator": ("列表项应以“- ”开头", "an item of a list must start with `- `"),
    "did not find expected node content": ("这里应有一个值", "a value is missing"),
    "did not find expected ',' or ']'": ("列表里缺少逗号或右方括号", "a comma or a closing bracket is missing"),
    "did not find expected ',' or '}'": ("花括号里缺少逗号或右花括号", "a comma or a closing brace is missing"),
    "did not find expected <document start>": (
        "记录已经结束，后面还有多余的内容",
        "the record has ended, and something follows it",
    ),
    "block sequence entries are not allowed in this context": ("这里不能开始列表项", "an item of a list cannot start here"),
    "block mapping keys are not allowed in this context": ("这里不能开始一个键", "a key cannot start here"),
    "mapping keys are not allowed in this context": ("这里不能开始一个键", "a key cannot start here"),
    "mapping values are not allowed in this context": ("这里不能再写“键: 值”", "another `key: value` cannot stand here"),
    "found unexpected end of stream": ("文件在值写完之前就结束了", "the file ends before the value is complete"),
    "found unexpected document indicator": ("值还没写完就遇到了“---”或“...”", "`---` or `...` comes before the value is complete"),
    "found unknown escape character": (
        "双引号里有不认识的反斜杠写法",
        "a backslash in double quotes is followed by an unknown character",
    ),
    "did not find expected alphabetic or numeric character": ("符号后面应跟字母或数字", "a letter or digit must follow this sign"),
    "Permission denied": ("没有读取权限", "permission denied"),
    "No such file or directory": ("文件不存在", "there is no such file"),
    "Input/output error": ("磁盘读写出错", "the disk reported an error"),
    "Is a directory": ("它是一个文件夹", "it is a folder"),
}

# Where each computed value comes from: what to edit instead of typing the value.
DERIVED: dict[str, tuple[str, str]] = {
    "tier": ("评估（assessments）的四项分数和分级规则", "the scores of the assessments and the tier policy"),
    "movement": ("本期与上季末的等级", "the tier now and at the end of the quarter before"),
    "rfm_segment": ("订单和 RFM 规则", "the orders and the RFM policy"),
    "rfm": ("订单和 RFM 规则", "the orders and the RFM policy"),
    "value_band": ("近 12 个月的订单和价值带规则", "the orders of the last 12 months and the value policy"),
    "label": ("价值、行业和需求特征", "the value band, the industry and the need feature"),
    "quadrant": ("需求的重要性和紧急性", "the need's importance and urgency"),
    "rank": ("需求的重要性和紧急性", "the need's importance and urgency"),
    "priority": ("客户未关闭的需求", "the customer's open needs"),
    "cooperation_years": ("合作起始日期（cooperation_since）", "`cooperation_since`"),
    "amount_12m": ("订单，或期初余额（opening.yaml）", "the orders, or the opening balance (opening.yaml)"),
    "cumulative_amount": ("订单，或期初余额（opening.yaml）", "the orders, or the opening balance (opening.yaml)"),
    "order_frequency": ("订单", "the orders"),
    "aov": ("订单", "the orders"),
    "upsell_rate": ("订单", "the orders"),
    "last_followup": ("跟进记录（followups）", "the follow-ups"),
    "last_order": ("订单", "the orders"),
    "next_due": ("行动的期限和维护打法", "the actions' due dates and the playbooks"),
    "overdue_days": ("行动的期限和完成日期", "the action's `due` and `done`"),
    "status": ("各个日期：done、left_on、closed、cancelled", "the dates: `done`, `left_on`, `closed`, `cancelled`"),
    "risk_level": ("风险的可能性和影响", "the risk's likelihood and impact"),
    "warnings": ("客户的记录和预警规则", "the customer's records and the warnings policy"),
    "nps": ("答卷（responses）", "the responses"),
    "csat": ("答卷（responses）", "the responses"),
    "satisfaction_mean": ("答卷（responses）", "the responses"),
    "churn_rate": ("客户的阶段（stages）", "the customers' stages"),
    "renewal_rate": ("合同", "the contracts"),
    "ltv": ("订单", "the orders"),
}


def _said(name: str, value: str, chinese: bool) -> str:
    """Return one argument in words; a value that needs none is returned as it is."""
    if name in ("found", "expected", "kind"):
        words = _THINGS.get(value)
        if words is not None:
            return words[0] if chinese else words[1] if name != "kind" else _without_article(words[1])
    table = {"problem": _PROBLEMS, "where": DERIVED, "dimension": _DIMENSIONS}.get(name)
    if table is not None and value in table:
        return table[value][0 if chinese else 1]
    if name in _LISTINGS and not chinese:
        value = value.replace("、", ", ")
    longest = _LONGEST_LISTING if name in _LISTINGS else _LONGEST
    return value if len(value) <= longest else value[: longest - 1] + "…"


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if first in ("a", "an") else words


def spoken(args: Iterable[tuple[str, str]], lang: str) -> dict[str, str]:
    """Return a diagnostic's arguments as they are said in ``zh`` or ``en``; overlong ones are cut with an ellipsis."""
    chinese = lang.startswith("zh")
    return {name: _said(name, value, chinese) for name, value in args}
