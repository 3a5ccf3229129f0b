"""What ``crmsite new`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "new.exists": ("{path} 已经有了，没有改动。", "{path} is there already; nothing was changed."),
    "new.outside": ("{path} 在 records/ 之外，没有写。", "{path} lies outside records/; nothing was written."),
    "new.key_of_customer": (
        "“{name}”不单独成文件：写在 records/customers/客户编号/customer.yaml 的 {under}: 下面，每条一行，以“- ”开头。",
        "“{name}” is no record of its own: write it below `{under}:` in records/customers/ID/customer.yaml, each item after `- `.",
    ),
    "new.unknown_kind": (
        "没有“{name}”这种记录。{hint}有：{known}",
        "there is no kind of record “{name}”. {hint} There are {known}",
    ),
    "new.table": ("{kind}是表格：把导出的 CSV 放到 {path}。", "{kind} rows are a table: put the exported CSV at {path}."),
    "new.use_log": ("跟进记录用 crmsite log 客户 '内容' 写。", "Write a follow-up with crmsite log CUSTOMER TEXT."),
    "new.use_init": (
        "{kind}由 crmsite init 写出；新版本请复制成下一个编号，改 effective_from。",
        "{kind}: crmsite init writes it out. For a new version, copy it under the next number and set effective_from.",
    ),
    "new.no_pair": ("“{text}”要写成 键=值，如 importance=5。", "Write “{text}” as KEY=VALUE, such as importance=5."),
    "new.no_value": (
        "{name} 的值“{text}”读不出来：列表写 [a, b]，一组键值写 {zh: 中文, en: English}，括号要收尾。",
        "the value “{text}” of {name} cannot be read: a list is [a, b], a mapping {zh: 中文, en: English}, and brackets close.",
    ),
    "new.unstated_survey": (
        "写上是哪次调研：crmsite new response {id} --set survey=编号；有：{known}",
        "Say which survey it answers: crmsite new response {id} --set survey=ID; there are {known}",
    ),
    "new.needs_id": ("写上编号：crmsite new {kind} 编号", "Give it an id: crmsite new {kind} ID"),
    "new.needs_customer": ("写上客户：crmsite new {kind} --customer C001", "Say whose it is: crmsite new {kind} --customer C001"),
    "new.needs_quarter": ("“{text}”不是季度：写 2026-Q4", "“{text}” is no quarter: write 2026-Q4"),
    "new.quarter_to_come": ("{period} 还没有开始。", "{period} has not begun."),
    "new.bad_id": (
        "“{id}”不能作编号：以字母开头，用字母、数字、- 和 _，最多 64 个，例如 {example}。",
        "“{id}” cannot be an id: begin with a letter, then letters, digits, - and _, at most 64, such as {example}.",
    ),
    "new.taken": ("编号 {id} 已经有了：{path}", "The id {id} is taken: {path}"),
    "new.fill_in": ("还要填写：{keys}", "Still to be filled in: {keys}"),
    "new.drafted": (
        "{period}：写了 {n} 份草稿，{left} 家已有评估。确认后删掉 draft 一行。",
        "{period}: {n:draft|drafts} written, {left} had a review. Delete the line `draft` once a review is confirmed.",
    ),
    "new.ownerless": (
        "没有第一责任人，跳过：{customers}。用 --owner 指定。",
        "Skipped, as nobody owns them: {customers}. Name somebody by --owner.",
    ),
    "new.faulty": ("{path} 没有写：先改正上面的问题。", "{path} was not written: mend the faults above first."),
}
