"""The words that fill a rule's wording, said in the reader's language.

A diagnostic holds its arguments without language: the id of a kind, the shape of a value, a column's name. They become
words only when the message is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100
_LONGEST_LISTING = 500
_LISTINGS = ("known", "keys", "told")
_LABELLED = re.compile(r"([^=<>]+)=(.+)")

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
    "rates_policy": ("比率规则", "a rates policy"),
    "ltv_policy": ("生命周期价值规则", "a lifetime value policy"),
    "satisfaction_policy": ("满意度规则", "a satisfaction policy"),
    "findings_policy": ("结论规则", "a findings policy"),
    "effects_policy": ("风险与效果规则", "an effects policy"),
    "kano_policy": ("Kano 规则", "a Kano policy"),
    "match_policy": ("匹配与共性规则", "a match policy"),
    "channels_policy": ("沟通规则", "a channels policy"),
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
    "objective": ("目标", "an objective"),
    "action": ("行动", "an action"),
    "order": ("订单", "an order"),
    "invoice": ("发票", "an invoice"),
    "receipt": ("回款", "a receipt"),
    "send": ("关怀发送", "care sent"),
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

# The figures that a score table suggests a score from.
_FIGURES: dict[str, tuple[str, str]] = {
    "amount_12m": ("近 12 个月金额", "amount of 12 months"),
    "cooperation_years": ("合作年数", "years of cooperation"),
    "risk_signals_12m": ("近 12 个月的风险信号", "risk signals of 12 months"),
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
    "unexpected end of data": ("这一行的双引号没有收尾", "a double quote that opens on this line is never closed"),
    "',' expected after '\"'": ("双引号收尾之后应是逗号或行尾", "a comma must follow a closing double quote"),
    "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?": (
        "换行符是旧式的（CR）",
        "the lines end in the old way (CR)",
    ),
    "field larger than field limit (131072)": ("一格里的文字太长", "a cell is far too long"),
    "Permission denied": ("没有读取权限", "permission denied"),
    "No such file or directory": ("文件不存在", "there is no such file"),
    "Input/output error": ("磁盘读写出错", "the disk reported an error"),
    "Is a directory": ("它是一个文件夹", "it is a folder"),
    "Not a directory": ("路径上有一个文件占了文件夹的位置", "a file stands where a folder is due"),
    "File name too long": ("名字太长", "the name is too long"),
}

# What a computed value is computed from, by folder or key; a key that is not listed stands as it is.
_SOURCES: dict[str, tuple[str, str]] = {
    "assessments": ("评估（assessments）", "the assessments"),
    "orders": ("订单（orders）或期初余额（opening.yaml）", "the orders or the opening balance"),
    "followups": ("跟进记录（followups）", "the follow-ups"),
    "plans": ("计划里的行动（plans）", "the actions of the plans"),
    "surveys": ("答卷（surveys）", "the survey responses"),
    "scores": ("四项分数（scores）", "the four scores"),
    "stages": ("阶段历史（stages）", "the history of stages"),
    "industry": ("行业（industry）", "the industry"),
    "need_feature": ("需求特征（need_feature）", "the need feature"),
    "importance": ("重要性（importance）", "the importance"),
    "urgency": ("紧急性（urgency）", "the urgency"),
    "likelihood": ("可能性（likelihood）", "the likelihood"),
    "impact": ("影响程度（impact）", "the impact"),
    "cooperation_since": ("合作起始日（cooperation_since）", "`cooperation_since`"),
    "due": ("期限（due）和完成日期（done）", "`due` and `done`"),
}

# What a required key takes that stands there empty.
_WANTED: dict[str, tuple[str, str]] = {
    "text": ("文字", "a text"),
    "number": ("数字", "a number"),
    "date": ("日期，例如 2024-06-30", "a date such as `2024-06-30`"),
    "choice": ("可选值中的一个", "one of its listed values"),
    "reference": ("一条记录的编号", "the id of a record"),
}

# In which form a kind of record is written.
_FORMS: dict[str, tuple[str, str]] = {
    "table": ("表格：第一行列名，一条一行，存成 .csv", "a table: column names, then one row each, in a .csv file"),
    "record": ("“键: 值”的记录，存成 .yaml", "records of `key: value` in a .yaml file"),
}

# What to do where a day is not known.
_OTHERWISE: dict[str, tuple[str, str]] = {
    "required": ("这一项必填", "the key has to be there"),
    "optional": ("日子不确定就不要填", "leave the key out if the day is unknown"),
}

# What a number has to be where no range says it.
_NUMBERS: dict[str, tuple[str, str]] = {
    "mark": (
        "1 到 5 这样的整数，按这次调研的量尺；选项的文字只能留在 CSV 里，由 survey.yaml 的 answers 写明各算几分",
        "a whole number on the survey's scale, such as 1 to 5; words belong in a CSV file, `answers` of `survey.yaml` counts them",
    ),
}

_TABLES = {
    "number": _NUMBERS, "wanted": _WANTED, "otherwise": _OTHERWISE, "shape": _FORMS, "problem": _PROBLEMS,
    "dimension": _DIMENSIONS, "figure": _FIGURES,
}  # fmt: skip

# What Python calls the shapes of a value.
_SHAPES = {"dict": "mapping", "str": "text", "tuple": "list", "NoneType": "nothing"}


def _said(name: str, value: str, chinese: bool) -> str:
    """Return one argument in words; a value that needs none is returned as it is."""
    if name in ("found", "expected", "kind"):
        return _thing(name, value, chinese)
    if name == "where":
        parts = [_SOURCES[part][0 if chinese else 1] if part in _SOURCES else part for part in value.split(", ")]
        return ("、" if chinese else " and ").join(parts)
    if name == "first" and value.isdecimal():
        return f"第 {value} 行" if chinese else f"line {value}"
    if name in ("number", "wanted") and ".." in value:
        low, high = value.split("..")
        return f"{' ' if name == 'wanted' else ''}{low} 到 {high} 之间的数" if chinese else f"a number from {low} to {high}"
    table = _TABLES.get(name, {})
    if value in table:
        return table[value][0 if chinese else 1]
    if name in _LISTINGS:
        value = _listing(value, chinese)
    longest = _LONGEST_LISTING if name in _LISTINGS else _LONGEST
    return value if len(value) <= longest else value[: longest - 1] + "…"


def _listing(value: str, chinese: bool) -> str:
    """Say a list: ``id=label、id`` shows the Chinese labels to those who read Chinese, and the ids alone to others."""
    parts = [_LABELLED.fullmatch(part) or (part, part, "") for part in value.split("、")]
    if chinese:
        return "、".join(f"{part[1]}（{part[2]}）" if part[2] else part[1] for part in parts)
    return ", ".join(part[1] for part in parts)


def _thing(name: str, value: str, chinese: bool) -> str:
    words = _THINGS.get(_SHAPES.get(value, value))
    if words is None:  # a kind may also be given by its Chinese name
        words = next((pair for pair in _THINGS.values() if pair[0] == value), (value, value))
    if chinese:
        return words[0]
    return words[1] if name != "kind" else words[1].removeprefix("an ").removeprefix("a ")


def spoken(args: Iterable[tuple[str, str]], lang: str) -> dict[str, str]:
    """Return a diagnostic's arguments as they are said in ``zh`` or ``en``; overlong ones are cut with an ellipsis."""
    chinese = lang.startswith("zh")
    return {name: _said(name, value, chinese) for name, value in args}
