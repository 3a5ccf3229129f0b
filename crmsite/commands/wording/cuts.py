"""What ``crmsite cuts`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "cuts.recency": ("最近消费：{n} 家，距最近一单的天数", "Recency, {n:customer|customers}: days since the last order"),
    "cuts.frequency": ("频率：{n} 家，近 12 个月单数", "Frequency, {n:customer|customers}: orders of 12 months"),
    "cuts.monetary": ("金额：{n} 家，近 12 个月金额", "Amount, {n:customer|customers}: amount of 12 months"),
    "cuts.counts": ("得 1–5 分的家数 {counts}", "customers by score {counts}"),
    "cuts.few_customers": (
        "不提：成交客户不到 50 家，分位没有意义",
        "none: with fewer than 50 customers that ordered, quantiles mean nothing",
    ),
    "cuts.few_values": (
        "不提：不同的值不到 5 个，分不成五档",
        "none: there are fewer than 5 different values for five scores",
    ),
    "cuts.tied": (
        "不提：超过五分之一的客户是同一个值，会有一档谁也得不到",
        "none: more than a fifth of the customers share one value, so one score would never be given",
    ),
    "cuts.next": (
        "什么也没有改动。同意哪几行，就以 {policy} 为底另写新版本 policy/rfm-vN.yaml，走评审。",
        "Nothing was changed. Put the lines you agree with into a new version after {policy}, policy/rfm-vN.yaml, for review.",
    ),
}
