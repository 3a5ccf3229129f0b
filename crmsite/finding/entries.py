"""Entries: what can be found of one customer, as lines of text that a script splits at tabs.

A head is the customer itself: id, tier, name and short name in both languages, how both sound, other names and ids. A
work is one of its needs or actions: kind, customer, id, text in both languages. What an audience may not see is not in a
summary, and so in no line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from crmsite.summaries.plain import expanded, unpack_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.finding.pinyin import Pinyin
    from crmsite.summaries.summary import Summary

_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
BETWEEN = " | "
"""What stands between the other names of a customer: aliases, ids in other systems."""

_NEED_ID, _NEED_TEXT, _NEED_SHORT = 0, 1, 2
_ACTION_ID, _ACTION_PLAN, _ACTION_TEXT = 0, 1, 2


class Entry(NamedTuple):
    """The fields of one line."""

    fields: tuple[str, ...]

    @property
    def line(self) -> str:
        """Return the line as it is written."""
        return "\t".join(self.fields)


def head(summary: Summary, first_lang: str, pinyin: Pinyin) -> Entry:
    """Return the customer's own line: id, tier, name and short name (zh, en each), their sounds, its other names."""
    zh, en = both(summary.name, first_lang)
    short_zh, short_en = both(summary.short, first_lang)
    sounds = pinyin.of(zh)
    short = pinyin.of(short_zh) if short_zh not in zh else ""
    others = BETWEEN.join(_one_line(name) for name in summary.traits.other_names.split("\n"))
    return Entry((summary.id, summary.standing.tier or "", zh, en, short_zh, short_en, sounds, short, others))


class Texts(dict[str | None, tuple[str, str]]):
    """Packed texts in Chinese and English, as :func:`both` has them: told once, however many needs and actions say the same."""

    def __init__(self, first_lang: str) -> None:
        super().__init__()
        self._first_lang = first_lang

    def __missing__(self, packed: str | None) -> tuple[str, str]:
        found = self[packed] = both(packed, self._first_lang)
        return found


def works(summary: Summary, texts: Texts) -> Iterator[Entry]:
    """Yield a line for each need and each action, in order of id: kind, customer, id, text in zh and en.

    A need is called by its short name on the matrix, so that stands before its text where the text does not hold it.
    """
    needs = [line for text in summary.needs.split("\n") if text != "[]" for line in expanded(text)]
    for line in sorted(needs, key=lambda line: str(line[_NEED_ID])):
        (zh, en), (short_zh, short_en) = texts[line[_NEED_TEXT]], texts[line[_NEED_SHORT]]
        yield Entry(("n", summary.id, line[_NEED_ID], _called(short_zh, zh, "："), _called(short_en, en, ": ")))
    actions = [line for text in summary.actions.split("\n") if text not in ("", "[]") for line in expanded(text)]
    for line in sorted(actions, key=lambda line: (str(line[_ACTION_PLAN]), str(line[_ACTION_ID]))):
        yield Entry(("a", summary.id, f"{line[_ACTION_PLAN]}.{line[_ACTION_ID]}", *texts[line[_ACTION_TEXT]]))


def _called(short: str, text: str, colon: str) -> str:
    return f"{short}{colon}{text}" if short and text and short not in text else text


def both(packed: str | None, first_lang: str) -> tuple[str, str]:
    """Return a packed text in Chinese and English, on one line each; empty where it is not written in that language."""
    text = unpack_text(packed)
    if text is None:
        return "", ""
    return _one_line(text.given("zh-CN", first_lang)), _one_line(text.given("en", first_lang))


def _one_line(text: str | None) -> str:
    if not text:
        return ""
    return (text if text.isprintable() else _BREAKS.sub(" ", text)).strip()


def plain(text: str) -> str:
    """Return text as it is compared: compatibility forms folded, lower case. The script does the same."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()
