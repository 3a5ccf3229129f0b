"""Rules of privacy: what must not reach a repository, because git never forgets and static sites are copied."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

_CODE_ZH = "删掉它，写联系人编码（例如“联系人-001”）；如果已经提交过，请告诉仓库管理员清理历史"
_CODE_EN = (
    "delete it and write the contact's code, such as `联系人-001`; if it was committed before, ask for the history to be cleaned"
)

PERSONAL_DATA: tuple[Rule, ...] = (
    Rule(
        "mobile-number",
        "error",
        Wording("手机号", "这里有一个手机号“{text}”", _CODE_ZH),
        Wording("Mobile number", "there is a mobile number here, `{text}`", _CODE_EN),
    ),
    Rule(
        "landline-number",
        "error",
        Wording("固定电话", "这里有一个固定电话“{text}”", _CODE_ZH + "；400 和 800 客服电话可以写"),
        Wording(
            "Landline number",
            "there is a landline number here, `{text}`",
            _CODE_EN + "; 400 and 800 service lines are fine",
        ),
    ),
    Rule(
        "email-address",
        "error",
        Wording("电子邮箱", "这里有一个邮箱地址“{text}”", _CODE_ZH),
        Wording("E-mail address", "there is an e-mail address here, `{text}`", _CODE_EN),
    ),
    Rule(
        "identity-card",
        "error",
        Wording(
            "身份证号",
            "这里有一个身份证号“{text}”",
            "删掉它，记录里从不需要身份证号；如果已经提交过，请告诉仓库管理员清理历史",
        ),
        Wording(
            "Identity-card number",
            "there is an identity-card number here, `{text}`",
            "delete it; no record ever needs one; if it was committed before, ask for the history to be cleaned",
        ),
    ),
    Rule(
        "bank-card",
        "error",
        Wording("银行卡号", "这里有一个银行卡号“{text}”", "删掉它；付款信息只留在财务系统里"),
        Wording(
            "Bank-card number",
            "there is a bank-card number here, `{text}`",
            "delete it; payment details stay in the finance system",
        ),
    ),
    Rule(
        "chat-handle",
        "error",
        Wording("微信号或 QQ 号", "这里有一个微信号或 QQ 号“{text}”", _CODE_ZH + "；渠道偏好写“channel_preference: wechat”即可"),
        Wording(
            "Chat handle",
            "there is a WeChat or QQ handle here, `{text}`",
            _CODE_EN + "; that somebody prefers WeChat is said by `channel_preference: wechat`",
        ),
    ),
    Rule(
        "full-name-with-title",
        "warning",
        Wording("全名加职务", "“{text}”像是全名加职务", "只写姓加职务，例如“王总”“李经理”，或写联系人编码"),
        Wording(
            "Full name with a title",
            "`{text}` looks like a full name before a title",
            "write the surname and the title only, such as `王总`, or the contact's code",
        ),
    ),
    Rule(
        "birthday",
        "error",
        Wording("个人生日", "这里有一个人的生日“{text}”", "删掉它；需要在特殊日子关怀时，写“care_occasion: true”"),
        Wording(
            "Birthday",
            "there is a person's birthday here, `{text}`",
            "delete it; `care_occasion: true` says that there is an occasion for care",
        ),
    ),
)
