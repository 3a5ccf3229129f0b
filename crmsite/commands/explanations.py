"""Explanation pages of rules, scores and alerts: Markdown files beside the program, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from crmsite.manual import manual_page
from crmsite.rules import RULES
from crmsite.scores import SCORE


class Topic(NamedTuple):
    """Something that has a page: ``rules`` or ``scores``, and its id."""

    folder: str
    id: str


def topics() -> dict[str, tuple[Topic, ...]]:
    """Return everything that has a page, by id. An early warning has two: what it asks for, and how it is worked out."""
    found: dict[str, tuple[Topic, ...]] = {}
    for folder, names in (("rules", RULES), ("scores", SCORE)):
        for name in names:
            found[name] = (*found.get(name, ()), Topic(folder, name))
    return found


def page(about: tuple[Topic, ...], lang: str) -> str:
    """Return the pages of a topic in one language; empty where there is none."""
    found = [manual_page(topic.folder, topic.id) for topic in about]
    return "\n\n".join(text for one in found if one is not None and (text := one.zh if lang == "zh" else one.en))
