"""Rules of time: histories of stages and owners, dates that contradict each other, actions and periods."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

HISTORIES: tuple[Rule, ...] = (
    Rule(
        "end-before-start",
        "error",
        Wording("结束早于开始", "结束日期 {end} 早于开始日期 {start}", "核对两个日期，多半是写反了"),
        Wording(
            "End before start",
            "it ends on {end}, before it starts on {start}",
            "check the two dates; they may be the wrong way round",
        ),
    ),
    Rule(
        "times-unordered",
        "error",
        Wording("时间先后颠倒", "“{later}”早于“{earlier}”", "核对两个时刻；“{later}”不能发生在“{earlier}”之前"),
        Wording(
            "Times out of order",
            "`{later}` lies before `{earlier}`",
            "check both times; `{later}` cannot come before `{earlier}`",
        ),
    ),
    Rule(
        "promise-unordered",
        "error",
        Wording(
            "时限的起止倒了",
            "“{end}”不会发生在“{start}”之后，这个时限量不出来",
            "from 写先发生的，to 写后发生的：case.opened、case.first_response、case.solution_offered、case.resolved、"
            "case.callback；纪要用 followup.end 到 followup.minutes_at",
        ),
        Wording(
            "Promise measured backwards",
            "`{end}` never comes after `{start}`, so the promise cannot be measured",
            "let `from` come before `to`: case.opened, case.first_response, case.solution_offered, case.resolved, case.callback; "
            "for minutes, followup.end to followup.minutes_at",
        ),
    ),
    Rule(
        "no-stage",
        "error",
        Wording("没有阶段", "客户没有任何阶段", "在 stages 里至少写一步，例如“- {{from: 2024-01-15, stage: prospect}}”"),
        Wording(
            "No stage",
            "the customer has no stage",
            "give `stages` at least one step, such as `- {{from: 2024-01-15, stage: prospect}}`",
        ),
    ),
    Rule(
        "stages-unordered",
        "error",
        Wording("阶段顺序不对", "阶段没有按日期从早到晚排列，或同一天有两个阶段", "按 from 从早到晚排，一天只留一个阶段"),
        Wording(
            "Stages out of order",
            "the stages do not run from early to late, or two start on one day",
            "sort them by `from` and keep one for each day",
        ),
    ),
    Rule(
        "lost-without-reason",
        "error",
        Wording("流失没有原因", "阶段是流失，但没有写原因", "在这一步加上“reason: …”，例如“reason: 改用竞品，价格低两成”"),
        Wording(
            "Lost without a reason",
            "the stage is lost, but no reason is given",
            "add `reason: …` to this step, such as `reason: went to a competitor over price`",
        ),
    ),
    Rule(
        "won-without-sale",
        "warning",
        Wording("成交却没有订单", "阶段是成交，但没有任何订单或合同", "补上订单、合同或期初余额；还没成交就写 intent（意向）"),
        Wording(
            "Won without a sale",
            "the stage is won, but there is no order and no contract",
            "add the order, the contract or an opening balance; if nothing is signed yet, the stage is `intent`",
        ),
    ),
    Rule(
        "sale-before-won",
        "warning",
        Wording(
            "有订单却没有成交",
            "{day} 已有订单 {order}，阶段却从未成交，所以不参与评级",
            "在 stages 里加一行：- {{from: {day}, stage: won}}；订单不是这家的，就改订单里的客户",
        ),
        Wording(
            "A sale without a won stage",
            "order {order} is of {day}, but the stage was never won, so the customer is not rated",
            "add a line to `stages`: `- {{from: {day}, stage: won}}`; if the order is another customer's, change it there",
        ),
    ),
    Rule(
        "owner-gap",
        "error",
        Wording(
            "有一段时间没有负责人",
            "从 {from} 到 {to} 没有第一责任人",
            "让“{before}”的 to 与后一位的 from 接上，或补上这段时间的负责人：{line}",
            "在 owners 里加一行：{line}",
        ),
        Wording(
            "Days without an owner",
            "nobody owns the customer from {from} to {to}",
            "let `to` of `{before}` meet the next owner's `from`, or add who was responsible then: `{line}`",
            "add a line to `owners`: `{line}`",
        ),
    ),
    Rule(
        "owner-overlap",
        "error",
        Wording(
            "同一天有两位负责人",
            "{day} 这天“{first}”和“{second}”都是第一责任人",
            "把前一位的 to 改到后一位的 from 的前一天",
        ),
        Wording(
            "Two owners on one day",
            "on {day} both `{first}` and `{second}` own the customer",
            "set the `to` of the first to the day before the `from` of the second",
        ),
    ),
    Rule(
        "owner-inactive",
        "error",
        Wording("负责人不在职", "“{person}”在 {day} 不在职", "把客户交给在职的人，或更正人员记录里的 active"),
        Wording(
            "Owner not active",
            "`{person}` is not active on {day}",
            "hand the customer over to somebody who is, or correct `active` in the person's record",
        ),
    ),
    Rule(
        "contract-dates",
        "error",
        Wording("合同日期不对", "合同“{id}”的结束日期早于开始日期", "核对合同的 from 和 to"),
        Wording(
            "Contract ends before it starts",
            "contract `{id}` ends before it starts",
            "check the contract's `from` and `to`",
        ),
    ),
    Rule(
        "order-before-opening",
        "error",
        Wording(
            "订单早于期初",
            "订单“{id}”的日期 {date} 不晚于期初日期，会重复计算",
            "删掉这一行（金额已在期初余额里），或把期初日期提前并减去这笔金额",
        ),
        Wording(
            "Order before the opening balance",
            "order `{id}` of {date} is not later than the opening balance and would count twice",
            (
                "delete the row, since the opening balance holds its amount, or move the opening date back and take the amount "
                "out of it"
            ),
        ),
    ),
    Rule(
        "amount-sign",
        "error",
        Wording(
            "金额正负号不对",
            "“{id}”的状态是 {status}，金额却是 {amount}",
            "退货写负数，状态写 `returned`（退货）；其他订单写正数",
        ),
        Wording(
            "Amount with the wrong sign",
            "`{id}` is {status}, but its amount is {amount}",
            "a return is negative and its status `returned`; every other order is positive",
        ),
    ),
    Rule(
        "cumulative-below-window",
        "error",
        Wording("累计少于近 12 个月", "累计金额小于近 12 个月的金额", "核对期初余额：cumulative_amount 包含 amount_12m"),
        Wording(
            "Total below its last 12 months",
            "the total is smaller than the figure for the last 12 months alone",
            "check the opening balance: `cumulative_amount` includes `amount_12m`",
        ),
    ),
    Rule(
        "cumulative-equals-window",
        "warning",
        Wording("累计等于近 12 个月", "合作已超过一年，累计金额却等于近 12 个月的金额", "核对期初余额：更早的成交是不是漏了"),
        Wording(
            "Total equals its last 12 months",
            "the relationship is older than a year, yet the total equals the last 12 months",
            "check the opening balance: earlier sales may be missing",
        ),
    ),
    Rule(
        "done-before-start",
        "error",
        Wording("完成早于开始", "完成日期早于开始日期", "核对 start 和 done"),
        Wording("Done before it started", "the action was done before it started", "check `start` and `done`"),
    ),
    Rule(
        "due-missing",
        "error",
        Wording("行动没有期限", "行动“{id}”没有期限", "加一行“due: 2024-06-30”；重复的行动写“recurs: {{every: month}}”"),
        Wording(
            "Action without a due date",
            "action `{id}` has no due date",
            "add a line such as `due: 2024-06-30`, or `recurs: {{every: month}}` if it repeats",
        ),
    ),
    Rule(
        "both-due-and-recurs",
        "error",
        Wording("既有期限又重复", "行动“{id}”同时写了 due 和 recurs", "只留一个：做一次的用 due，定期做的用 recurs"),
        Wording(
            "Both due and recurring",
            "action `{id}` has both `due` and `recurs`",
            "keep one: `due` for something done once, `recurs` for something done regularly",
        ),
    ),
    Rule(
        "plan-without-subject",
        "error",
        Wording("计划没有对象", "计划没有说明是给谁的", "写“customer: C001”，或写 subject，例如“subject: {{tier: [S]}}”"),
        Wording(
            "Plan for nobody",
            "the plan does not say whom it is for",
            "write `customer: C001`, or a `subject` such as `subject: {{tier: [S]}}`",
        ),
    ),
    Rule(
        "plan-with-both",
        "error",
        Wording("计划对象重复", "计划同时写了 customer 和 subject", "只留一个：单个客户用 customer，一群客户用 subject"),
        Wording(
            "Plan with two subjects",
            "the plan has both `customer` and `subject`",
            "keep one: `customer` for one customer, `subject` for a group",
        ),
    ),
    Rule(
        "target-without-unit",
        "error",
        Wording(
            "目标没有单位",
            "指标“{metric}”的目标没有单位",
            "加上 unit，例如“unit: ratio”（比率）、pp（百分点）、relative（相对变化）、count、money",
        ),
        Wording(
            "Target without a unit",
            "the target for `{metric}` has no unit",
            "add a unit, such as `unit: ratio`; others are `pp`, `relative`, `count` and `money`",
        ),
    ),
    Rule(
        "calendar-year-missing",
        "warning",
        Wording(
            "缺少工作日历",
            "没有 {year} 年的工作日历，按周一至周五计算",
            "加一个文件 policy/calendar/{year}.yaml，写上节假日和调休上班日",
        ),
        Wording(
            "No calendar for the year",
            "there is no working calendar for {year}; Monday to Friday count as workdays",
            "add policy/calendar/{year}.yaml with the holidays and the make-up workdays",
        ),
    ),
)
