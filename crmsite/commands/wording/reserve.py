"""What is said beside an answer when the records have errors."""

PHRASES: dict[str, tuple[str, str]] = {
    "reserve.errors": ("记录中有 {n} 处错误", "the records have {n:error|errors}"),
    "reserve.left_out": ("没有计入：{names}", "left out: {names}"),
    "reserve.rows": ("{path} 的 {n} 行", "{n:row|rows} of {path}"),
    "reserve.records": ("{path} 的 {n} 条记录", "{n:record|records} of {path}"),
    "reserve.more": (" 等，另有 {n} 个文件", " and {n:more file|more files}"),
    "reserve.settings": (
        "site.yaml 有错，没读到的设置按默认值，数据截至 {day}",
        "site.yaml is wrong, so defaults stand in for its settings, as of {day}",
    ),
    "reserve.see": ("详见 crmsite check", "see crmsite check"),
    "reserve.comma": ("、", ", "),
    "reserve.semicolon": ("；", "; "),
    "reserve.line": ("注意：{said}。", "Note: {said}."),
}
