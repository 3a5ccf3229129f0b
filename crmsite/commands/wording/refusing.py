"""What every command says when the system refuses."""

PHRASES: dict[str, tuple[str, str]] = {
    "refusing.system": ("{path}：{problem}", "{path}: {problem}"),
}
