"""Explanation pages of rules, scores and alerts: Markdown files beside the program, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from crmsite.rules import RULES
from crmsite.rules.pages import part
from crmsite.scores import SCORE


class Topic(NamedTuple):
    """Something that has a page: ``rules`` or ``scores``, and its id."""

    folder: str
    id: str


def topics() -> dict[str, Topic]:
    """Return everything that has a page, by id. An early warning is explained by its score page: that says how it is worked out."""
    rules = {name: Topic("rules", name) for name in RULES}
    return rules | {name: Topic("scores", name) for name in SCORE}


def page(topic: Topic, lang: str) -> str:
    """Return one language's part of a page; empty where there is none."""
    root = Path(__file__).parent.parent
    for folder in (root / "docs", root.parent / "docs"):
        try:
            text = (folder / topic.folder / f"{topic.id}.md").read_text("utf-8")
        except OSError:
            continue
        return part(text, lang)
    return ""
