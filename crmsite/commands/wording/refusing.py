"""What every command says when the system refuses."""

PHRASES: dict[str, tuple[str, str]] = {
    "refusing.system": ("{path}：{problem}", "{path}: {problem}"),
    "refusing.full": (
        "{path}：磁盘已满，什么也没有改动；腾出空间再运行一次",
        "{path}: the disk is full, and nothing was changed; make room, and run it again",
    ),
    "refusing.denied": (
        "{path}：没有写入权限；改权限，或换一个文件夹",
        "{path}: may not be written; change its permissions, or choose another folder",
    ),
}
