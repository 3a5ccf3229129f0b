"""The explanation page of a rule, taken apart by language. The pages themselves are Markdown files, one for each rule."""

from __future__ import annotations

_HEADINGS = {"zh": "## 中文", "en": "## English"}


def part(page: str, lang: str) -> str:
    """Return one language's part of an explanation page, without its heading; empty when the page has none."""
    heading = _HEADINGS["zh" if lang.startswith("zh") else "en"]
    kept: list[str] = []
    inside = False
    for line in page.split("\n"):
        if line.rstrip() in _HEADINGS.values():
            inside = line.rstrip() == heading
        elif inside:
            kept.append(line)
    return "\n".join(kept).strip("\n")
