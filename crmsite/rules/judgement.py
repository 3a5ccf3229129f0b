"""Rules of judgement: evidence, drafts, scores, policies, answers and what is left unsaid."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

JUDGEMENT: tuple[Rule, ...] = (
    Rule(
        "evidence-later",
        "error",
        Wording("依据晚于判断", "依据“{id}”的日期 {date} 晚于判断的日期", "引用判断当时已有的记录，或更正判断的日期"),
        Wording(
            "Evidence after the judgement",
            "the evidence `{id}` is dated {date}, after the judgement that rests on it",
            "cite a record that existed then, or correct the date of the judgement",
        ),
    ),
    Rule(
        "claim-without-source",
        "warning",
        Wording("说法没有出处", "“{text}”像是统计结论，却没有出处", "写进目标的 claims 并加上“source: …”，或删去"),
        Wording(
            "Claim without a source",
            "nothing says where “{text}” comes from, which reads like a finding of statistics",
            "put it among the `claims` of the goals with `source: …`, or leave it out",
        ),
    ),
    Rule(
        "explicit-without-quote",
        "error",
        Wording(
            "显性需求没有原话",
            "显性需求没有引用客户的原话",
            "加上“quote: …”（客户怎么说的），或 evidence；客户没说过的写“nature: implicit”",
        ),
        Wording(
            "Explicit need without a quote",
            "the need is explicit, but nothing the customer said is quoted",
            "add `quote: …` with the customer's words, or `evidence`; if nobody said it, the nature is `implicit`",
        ),
    ),
    Rule(
        "implicit-without-evidence",
        "error",
        Wording("隐性需求没有依据", "隐性需求没有列出行为依据", "加上“evidence: [记录编号]”，例如跟进记录、工单或订单的编号"),
        Wording(
            "Implicit need without evidence",
            "the need is implicit, but no behaviour is cited for it",
            "add `evidence: [ID]` with the ids of follow-ups, cases or orders that show it",
        ),
    ),
    Rule(
        "pain-without-impact",
        "warning",
        Wording(
            "痛点没有写影响",
            "痛点需求没有写痛在哪里、对客户的决策影响多大",
            "加上 pain，里面写 text（痛在哪里）和 decision_impact（high、medium 或 low）",
        ),
        Wording(
            "Pain without its impact",
            "the need is a pain, but nothing says what hurts and how far it sways the customer's decision",
            "add `pain` with a `text` that says what hurts and a `decision_impact` of high, medium or low",
        ),
    ),
    Rule(
        "high-match-with-gap",
        "warning",
        Wording(
            "匹配度高却有缺口",
            "企业匹配度写的是高，又写了缺口",
            "缺口影响满足就把 match 改成 medium 或 low；已经补上就删掉 gap",
        ),
        Wording(
            "High match with a gap",
            "the match is high, and yet a gap is stated",
            "set `match` to medium or low if the gap matters; delete `gap` if it has been closed",
        ),
    ),
    Rule(
        "root-unsupported",
        "warning",
        Wording(
            "根因没有依据",
            "鱼骨图上认定为根因的原因，既不是五问里的答案，也没有自己的依据",
            "给它加上“evidence: …”，或把它写进 whys；还没核实就改成“suspected: true”",
        ),
        Wording(
            "Root cause without support",
            "a cause on the fishbone is called the root, but it is neither an answer to a why nor has evidence of its own",
            "add `evidence: …` to it or put it among `whys`; if nobody has verified it, write `suspected: true` instead",
        ),
    ),
    Rule(
        "draft-unconfirmed",
        "error",
        Wording("评估还是草稿", "这份评估还是未确认的草稿", "核对分数，然后删掉“draft: true”这一行"),
        Wording(
            "Unconfirmed draft",
            "this assessment is a draft that nobody has confirmed",
            "check the scores, then delete the line `draft: true`",
        ),
    ),
    Rule(
        "period-date-mismatch",
        "error",
        Wording(
            "评估日期不在评审期",
            "{period} 的评估应在 {opens} 到 {closes} 之间作出，写的日期是 {date}",
            "更正 date，或把 period 改成它评的季度",
        ),
        Wording(
            "Judged outside the review window",
            "a review of {period} is dated between {opens} and {closes}; this one is dated {date}",
            "correct `date`, or set `period` to the quarter that was judged",
        ),
    ),
    Rule(
        "duplicate-period",
        "error",
        Wording("同一季度评了两次", "{period} 已经评过，见 {first}", "只留一份；修改评分时改原来的文件"),
        Wording(
            "Quarter judged twice",
            "{period} has already been judged at {first}",
            "keep one of the two; to change a score, edit the first file",
        ),
    ),
    Rule(
        "score-deviation",
        "warning",
        Wording(
            "评分与数据相差较大",
            "{dimension}评了 {judged} 分，按数据建议 {suggested} 分（{figure} = {value}）",
            "如果评分有道理，在 note 里说明；否则改分",
        ),
        Wording(
            "Score far from the figures",
            "{dimension} is judged {judged}, while the figures suggest {suggested} ({figure} = {value})",
            "say why in `note` if the score stands, or change it",
        ),
    ),
    Rule(
        "policy-without-default",
        "error",
        Wording(
            "缺少规则文件",
            "没有“{name}”这份规则，也没有自带的默认值",
            "核对名字；规则文件叫 policy/名字-v1.yaml，crmsite init 会写出全部默认规则",
        ),
        Wording(
            "Policy without a default",
            "there is no policy `{name}`, and none is packaged",
            "check the name; a policy is policy/NAME-v1.yaml, and `crmsite init` writes out every packaged one",
        ),
    ),
    Rule(
        "cuts-unordered",
        "error",
        Wording("分界值顺序不对", "“{key}”的分界值没有按大小排列，或有重复", "按大小顺序排列，每个值只出现一次"),
        Wording(
            "Cut points out of order",
            "the cut points of `{key}` are not in order, or one is repeated",
            "put them in order of size, each once",
        ),
    ),
    Rule(
        "alert-unanswered",
        "warning",
        Wording(
            "预警没有回应",
            "预警“{alert}”没有人回应，已过回应期限 {days} 个工作日",
            "在处理它的行动、跟进或工单里加“answers: [{alert}]”，或运行 crmsite answer",
        ),
        Wording(
            "Unanswered alert",
            "nobody has answered the alert `{alert}`; workdays past the day it was due: {days}",
            "add `answers: [{alert}]` to the action, follow-up or case that deals with it, or run `crmsite answer`",
        ),
    ),
    Rule(
        "waiver-expired",
        "note",
        Wording("豁免已到期", "豁免“{id}”已于 {until} 到期", "预警重新生效；仍需豁免就写一条新的，说明理由和期限"),
        Wording(
            "Expired waiver",
            "the waiver `{id}` ended on {until}",
            "the alert counts again; if it should not, write a new waiver with its reason and its end",
        ),
    ),
    Rule(
        "dated-ahead",
        "note",
        Wording(
            "日期还没到", "站点日期是 {as_of}，这个客户有 {n} 条记录的日期在它之后，最早的是 {first}：还不计入任何数字",
            "核对年份；要看到那一天，改 records/site.yaml 里的 as_of，或运行 crmsite build --as-of {first}",
        ),
        Wording(
            "Dated ahead",
            "the site stands at {as_of}, and {n} of this customer's records are dated after it, the first on {first}: "
            "no figure counts them yet",
            "check the year; to see that day, change `as_of` in `records/site.yaml`, or run `crmsite build --as-of {first}`",
        ),
    ),
    Rule(
        "void-without-reason",
        "error",
        Wording("作废没有原因", "记录已作废，但没有写原因", "加上“reason: …”，例如“reason: 与 C012 重复”"),
        Wording(
            "Void without a reason",
            "the record is void, but no reason is given",
            "add `reason: …`, such as `reason: same customer as C012`",
        ),
    ),
    Rule(
        "void-referenced",
        "warning",
        Wording("引用了已作废的记录", "“{id}”已经作废", "改成仍然有效的记录，或删掉这个引用"),
        Wording("Reference to a void record", "`{id}` is void", "name a record that is still valid, or delete the reference"),
    ),
)
