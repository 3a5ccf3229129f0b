"""What commands say: in both languages, with the same figures in each, and nothing that nobody says."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from crmsite.commands import phrases, wording

COMMANDS = Path(phrases.__file__).parent
AREAS = {info.name: import_module(f"crmsite.commands.wording.{info.name}").PHRASES for info in iter_modules(wording.__path__)}
EVERY = phrases.PHRASES | {key: words for area in AREAS.values() for key, words in area.items()}
SLOT = re.compile(r"\{(\w+)(?::[^|{}]*\|[^|{}]*)?\}")


@pytest.mark.parametrize("key", sorted(EVERY))
def test_both_languages_tell_the_same_figures(key: str) -> None:
    chinese, english = EVERY[key]
    assert set(SLOT.findall(english)) <= set(SLOT.findall(chinese)) | {"count", "n", "files", "pages"}
    assert set(SLOT.findall(chinese)) <= set(SLOT.findall(english))
    assert chinese.strip()
    assert english.strip()


@pytest.mark.parametrize("area", sorted(AREAS))
def test_a_phrase_stands_in_the_module_of_its_first_word(area: str) -> None:
    assert {key.partition(".")[0] for key in AREAS[area]} == {area}


MADE = ("explain.movement.", "explain.review.", "explain.missing.", "list.count.", "build.why.", "publish.", "build.timing", "theme.")
"""Phrases whose last word is a figure's own: ``f"movement.{tier.movement}"``."""


def test_every_phrase_is_said_somewhere() -> None:
    source = "\n".join(path.read_text("utf-8") for path in COMMANDS.glob("*.py") if path.name != "phrases.py")
    words = set(re.findall(r"[\"']([a-z_.]+)[\"']", source))
    assert [key for key in EVERY if not {key, key.partition(".")[2]} & words and not key.startswith(MADE)] == []


def test_a_number_takes_its_word_in_the_fitting_form() -> None:
    assert phrases.phrase("en", "list.count.customers", n=1, day="2024-07-31") == "1 customer as of 2024-07-31"
    assert phrases.phrase("en", "list.count.customers", n=1234, day="2024-07-31") == "1,234 customers as of 2024-07-31"
    assert phrases.phrase("zh", "list.count.customers", n=1, day="2024-07-31") == "1 家客户，数据截至 2024-07-31"
