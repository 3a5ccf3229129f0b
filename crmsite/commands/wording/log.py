"""What ``crmsite log`` and ``crmsite answer`` say."""

PHRASES: dict[str, tuple[str, str]] = {
    "log.open": ("这次联系解决了其中哪些？", "Did the contact deal with any of these?"),
    "log.open_list": ("该客户还有：", "Still open for this customer:"),
    "log.name_them": (
        "如已解决，用 --answers、--closes 或 --fulfils 写明。",
        "Name those it dealt with by --answers, --closes or --fulfils.",
    ),
    "log.left": ("（还有 {n} 天）", " ({n:day|days} left)"),
    "log.grace": ("（已过期，宽限还有 {n} 天）", " (past its last day, {n:day|days} of grace left)"),
    "log.counts": ("这次联系算作 {duty}：{text}。", "It counts for {duty}: {text}."),
    "log.no_open_duty": (
        "{customer} 的“{name}”现在没有要做的；补做以前的，写上期间，如 {name}@2026-Q3",
        "nothing of “{name}” is open for {customer}; to make up for an earlier one write its period, as in {name}@2026-Q3",
    ),
    "log.which": ("编号，可写多个；直接回车表示都没有", "Numbers, several if you like; Enter for none"),
    "log.later": (
        "{day} 在数据截至日 {as_of} 之后，到那天才会显示。",
        "{day} lies after {as_of}, the date that the site shows; it will be seen from then on.",
    ),
    "log.next_without_text": ("--next-due 要和 --next 一起写。", "--next-due goes with --next."),
    "log.on_and_at": ("--on 和 --at 写一个就够了。", "Write --on or --at, not both."),
    "log.no_text": (
        "写上做了什么：crmsite answer 客户 规则 '做了什么'",
        "Say what was done: crmsite answer CUSTOMER RULE 'what was done'",
    ),
    "log.what_was_done": ("做了什么", "What was done"),
    "log.no_person": (
        "没有叫“{name}”的人，或不止一个；有：{known}",
        "nobody, or more than one, is called “{name}”; there are {known}",
    ),
    "log.no_contact": (
        "{customer} 没有叫“{name}”的联系人，或不止一个；有：{known}",
        "{customer} has no contact “{name}”, or more than one; there are {known}",
    ),
    "log.no_duty": (
        "没有“{name}”这项规定动作；有：{known}。写成 S.qbr@2026-Q4",
        "there is no duty “{name}”; there are {known}. Write it as S.qbr@2026-Q4",
    ),
    "log.no_period": (
        "“{name}”缺少期间：写成 S.qbr@2026-Q4、@2026-H2、@2026-11 或 @2026",
        "“{name}” lacks its period: write S.qbr@2026-Q4, @2026-H2, @2026-11 or @2026",
    ),
    "log.no_alert": (
        "{customer} 没有未回应的“{name}”预警；未回应的有：{known}",
        "{customer} has no open alert “{name}”; open are {known}",
    ),
    "log.no_alerts": (
        "{customer} 没有未回应的预警，“{name}”也不在其中；没有什么要回应的",
        "{customer} has no open alert at all, so not “{name}” either: there is nothing to answer",
    ),
    "log.already_answered": ("{alert} 已由 {by} 回应。", "{alert} has been answered by {by}."),
    "log.no_step": ("{customer} 没有待办“{name}”；有：{known}", "{customer} has no open step “{name}”; there are {known}"),
    "log.cannot_edit": (
        "{name} 的写法无法自动标记完成，请在 {path} 里写上 done。",
        "{name} cannot be closed by itself: write `done` in {path}.",
    ),
    "log.no_owner": (
        "{customer} 没有第一责任人：用 --by 写明是谁联系的。",
        "{customer} has no owner: say by --by who had the contact.",
    ),
}
