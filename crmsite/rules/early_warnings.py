"""Early warnings: the alerts that a customer's records raise. They stand here for their explanation pages.

The ids are those of the rules in the warnings policy; how an alert is worded on a page is the business of the views.
"""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

EARLY_WARNINGS: tuple[Rule, ...] = (
    Rule(
        "no-orders",
        "warning",
        Wording("久未下单", "客户已有一段时间没有下单", "打电话了解原因；属于客户自己的采购节奏时，写一条 own_rhythm 豁免"),
        Wording(
            "No orders",
            "the customer has not ordered for some time",
            "call and ask why; if it is the customer's own rhythm, write an `own_rhythm` waiver",
        ),
    ),
    Rule(
        "contact-left",
        "warning",
        Wording("联系人离职", "一位联系人已离开，还没有接任者", "找到接任者，建联系人记录，并在离开的人那里写 successor"),
        Wording(
            "Contact left",
            "a contact has left and nobody has taken over",
            "find the successor, write a contact record, and name it as `successor` of the one who left",
        ),
    ),
    Rule(
        "complaint-escalated",
        "warning",
        Wording("投诉升级", "一件投诉升级了，尚未了结或了结不久", "由负责人亲自回访，并在跟进记录里写 answers"),
        Wording(
            "Complaint escalated",
            "a complaint was escalated and is open, or was settled only lately",
            "let the owner call back in person, and write `answers` in the follow-up",
        ),
    ),
    Rule(
        "order-frequency",
        "warning",
        Wording("下单变少", "近三个月的下单次数明显少于之前的十二个月", "对照客户的需求和竞品情况，约一次沟通"),
        Wording(
            "Fewer orders",
            "the last three months hold far fewer orders than the twelve before",
            "look at the customer's needs and at competitors, and arrange a talk",
        ),
    ),
    Rule(
        "satisfaction-drop",
        "warning",
        Wording(
            "满意度骤降",
            "这一次调研的评分比上一次低了很多",
            "一周内回访答卷人，问清是哪件事，并在跟进记录里写 answers",
        ),
        Wording(
            "Satisfaction drop",
            "the scores of the latest survey are far below those of the one before",
            "call back those who answered, learn what happened, and write `answers` in the follow-up",
        ),
    ),
    Rule(
        "complaints-up",
        "warning",
        Wording(
            "投诉增多",
            "近几个月的投诉比以往多得多，不像偶然",
            "找出这些投诉的共同原因，必要时写一条根因分析，并在跟进记录里写 answers",
        ),
        Wording(
            "Complaints up",
            "the last months brought far more complaints than usual, hardly by chance",
            "look for what they have in common, write a root cause where needed, and `answers` in the follow-up",
        ),
    ),
    Rule(
        "org-change",
        "warning",
        Wording(
            "组织变动",
            "客户的决策人换了，或客户内部有组织变动",
            "拜访新的决策人，更新 decision_chain，并在跟进记录里写 answers",
        ),
        Wording(
            "Organisation change",
            "who decides at the customer has changed, or the customer has reorganised itself",
            "visit who decides now, update `decision_chain`, and write `answers` in the follow-up",
        ),
    ),
    Rule(
        "amount-down",
        "warning",
        Wording("金额下降", "近半年的金额明显低于上年同期", "找出减少的产品或部门，定一个挽回计划"),
        Wording(
            "Amount down",
            "the last six months are well below the same months a year before",
            "find out which products or departments buy less, and plan how to win them back",
        ),
    ),
    Rule(
        "payment-late",
        "warning",
        Wording("逾期付款", "一张发票过了到期日仍未付清", "与客户财务核对；有争议时先了结争议"),
        Wording(
            "Late payment",
            "an invoice is past its due date and not fully paid",
            "check with the customer's finance department; settle any dispute first",
        ),
    ),
    Rule(
        "renewal-due",
        "warning",
        Wording("合同临近到期", "一份合同快到期了，还没有续签", "写一个续签计划；已续签的，在新合同里写 renews"),
        Wording(
            "Renewal due",
            "a contract ends soon and has not been renewed",
            "write a renewal plan; if it is renewed already, name it in `renews` of the new contract",
        ),
    ),
    Rule(
        "no-contact",
        "warning",
        Wording("久未联系", "超过该等级约定的时间没有与客户往来", "安排一次拜访或电话，用 crmsite log 记下来；群发不算"),
        Wording(
            "No contact",
            "there has been no exchange with the customer for longer than its tier allows",
            "visit or call, and note it with `crmsite log`; mass mailings do not count",
        ),
    ),
    Rule(
        "review-overdue",
        "warning",
        Wording("评估逾期", "上一季度的评估还没有做", "运行 crmsite new assessments，核对建议分数并确认"),
        Wording(
            "Review overdue",
            "the review of a closed quarter has not been made",
            "run `crmsite new assessments`, check the suggested scores and confirm them",
        ),
    ),
)
