"""What ``crmsite schema`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "schema.unknown_kind": (
        "没有“{name}”这种记录。{hint}有：{known}",
        "there is no kind of record “{name}”. {hint} There are {known}",
    ),
    "schema.what": (
        "写上一种记录，或用 --write DIR 写出全部。有：{known}",
        "name a kind of record, or write them all with --write DIR. There are {known}",
    ),
    "schema.written": ("{n} 个模式写入 {folder}", "{n:schema|schemas} written to {folder}"),
}
