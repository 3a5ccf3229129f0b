"""What ``crmsite list`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "list.count.customers": ("{n} 家客户，数据截至 {day}", "{n:customer|customers} as of {day}"),
    "list.count.needs": ("{n} 条需求，数据截至 {day}", "{n:need|needs} as of {day}"),
    "list.count.actions": ("{n} 项措施，数据截至 {day}", "{n:action|actions} as of {day}"),
    "list.count.duties": ("{n} 项义务，数据截至 {day}", "{n:duty|duties} as of {day}"),
    "list.count.alerts": ("{n} 条预警，数据截至 {day}", "{n:alert|alerts} as of {day}"),
    "list.count.risks": ("{n} 项风险，数据截至 {day}", "{n:risk|risks} as of {day}"),
    "list.count.surveys": ("{n} 次调研，数据截至 {day}", "{n:survey|surveys} as of {day}"),
    "list.count.metrics": ("{n} 个指标，数据截至 {day}", "{n:metric|metrics} as of {day}"),
    "list.rule_only_alerts": ("--rule 只用于 list alerts。", "--rule is for `list alerts`."),
    "list.no_person": ("没有叫“{name}”的人；有：{known}", "nobody is called “{name}”; there are {known}"),
    "list.no_tier": ("没有“{name}”这个等级；有：{known}", "there is no tier “{name}”; there are {known}"),
    "list.no_rule": ("没有“{name}”这条预警规则；有：{known}", "there is no alert rule “{name}”; there are {known}"),
}
