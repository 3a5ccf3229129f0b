"""The manual that is shipped with the program: one Markdown page for each rule and score, in both languages."""

from __future__ import annotations

from pathlib import Path

from crmsite.grammar.fields import Localised
from crmsite.rules.pages import part


def manual_page(folder: str, name: str) -> Localised | None:
    """Return a page of ``rules`` or ``scores``; ``None`` where there is none. Reads the package."""
    package = Path(__file__).parent
    for docs in (package / "docs", package.parent / "docs"):
        path = docs / folder / f"{name}.md"
        if path.is_file():
            text = path.read_text("utf-8")
            return Localised(part(text, "zh") or None, part(text, "en") or None)
    return None
