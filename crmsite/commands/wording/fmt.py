"""What ``crmsite fmt`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "fmt.progress": ("整理记录", "Putting records in order"),
    "fmt.faulty": (
        "{path}：有错误，保持原样。错在哪里见 crmsite check。",
        "{path}: has faults and stays as it is. crmsite check says what they are.",
    ),
    "fmt.done": (
        "看了 {files} 个文件，整理了 {changed} 个。",
        "{files:file|files} looked at, {changed} put in order.",
    ),
    "fmt.would": (
        "看了 {files} 个文件，{changed} 个需要整理：运行 crmsite fmt。",
        "{files:file|files} looked at, {changed} to be put in order by crmsite fmt.",
    ),
    "fmt.nothing": (
        "{path} 里没有 YAML 记录。写 records/ 里的一个文件或文件夹。",
        "there is no YAML record at {path}. Name a file or folder in records/.",
    ),
}
