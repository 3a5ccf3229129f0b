"""What every command says when the system refuses."""

PHRASES: dict[str, tuple[str, str]] = {
    "refusing.system": ("{path}：{problem}", "{path}: {problem}"),
    "refusing.full": (
        "{path}：磁盘已满，没有写了一半的文件；腾出空间再运行一次",
        "{path}: the disk is full, and no file is half written; make room, and run it again",
    ),
    "refusing.output": (
        "输出写不下去：接收它的磁盘已满，后面的没有打印；腾出空间再运行一次",
        "the output cannot be written: the disk that takes it is full, and the rest was not printed; make room, and run it again",
    ),
    "refusing.denied": (
        "{path}：没有写入权限；改权限，或换一个文件夹",
        "{path}: may not be written; change its permissions, or choose another folder",
    ),
}
