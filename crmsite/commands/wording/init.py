"""What ``crmsite init`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "init.not_a_folder": ("{path} 不是文件夹。", "{path} is no folder."),
    "init.kept": ("保留原样：{path}", "kept as it was: {path}"),
    "init.done": ("{folder}：写了 {n} 个文件，保留 {kept} 个。", "{folder}: {n:file|files} written, {kept} kept."),
    "init.next_own": (
        "接下来：{step}crmsite check；crmsite serve 边改边看。",
        "Next: {step}crmsite check; crmsite serve, to look while you edit.",
    ),
    "init.next": (
        "接下来：{step}crmsite check；crmsite serve 边改边看；crmsite explain C001。",
        "Next: {step}crmsite check; crmsite serve, to look while you edit; crmsite explain C001.",
    ),
}
