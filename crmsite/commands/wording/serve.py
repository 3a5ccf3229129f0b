"""What ``crmsite serve`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "serve.at": ("打开 {url}；按 Ctrl-C 结束。", "Open {url}; Ctrl-C ends it."),
    "serve.built": (
        "{clock} 已更新：写入 {written} 个文件，移除 {removed} 个，{seconds} 秒。",
        "{clock} up to date: {written:file|files} written, {removed} removed, {seconds} s.",
    ),
    "serve.broken": (
        "{clock} 记录有 {n} 处错误：保留上一次正确的页面，改好后自动更新。",
        "{clock} {n:error|errors} in the records: the last good pages stay, and are renewed once they are mended.",
    ),
    "serve.failed": ("无法构建：{problem}", "Cannot build: {problem}"),
    "serve.address": (
        "不能在 {address} 上监听：{problem}。换一个端口：crmsite serve -a 127.0.0.1:8001",
        "cannot listen on {address}: {problem}. Try another port: crmsite serve -a 127.0.0.1:8001",
    ),
    "serve.bad_address": ("“{text}”不是地址：写 127.0.0.1:8000", "“{text}” is no address: write 127.0.0.1:8000"),
}
