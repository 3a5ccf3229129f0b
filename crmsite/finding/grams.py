"""Grams: the short pieces of text under which a shard of entries is known, so that a query opens few shards.

Each gram starts with a letter that says where it was found:

``n``  in a name or id: single Han characters and pairs of them, three letters or digits anywhere in a word, two at its start
``s``  at the start of a name: its first two Han characters, or its first three letters
``i``  in the initials of a name's pinyin, two or three in a row
``p``  in its pinyin from a syllable on: the first two letters, the first three
``w``  in a need or action: Han as above, the first two and three letters of a word, three anywhere if it holds a digit

A script that splits a query alike finds a shard that holds it under every one of the query's grams.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.finding.entries import BETWEEN, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.finding.entries import Entry

_WORD = re.compile(r"[a-z0-9]+")
_START = re.compile(r"[a-z0-9]{1,3}|[^\x00-\x7f\s]{1,2}")
_DIGIT = re.compile(r"[0-9]")


def name_grams(heads: Iterable[Entry]) -> set[str]:
    """Return the grams of customers' names, ids and sounds."""
    texts: list[str] = []
    spoken: set[str] = set()
    for customer, _, zh, en, short_zh, short_en, sounds, short, others in (head.fields for head in heads):
        texts += (customer, zh, en, short_zh, short_en, *others.split(BETWEEN))
        spoken.update((sounds, short))
    text = plain("\n".join(texts))
    starts = {start[0] for start in map(_START.match, text.split("\n")) if start}
    found = _text_grams("n", text, anywhere=True)
    found.update([f"s{start}" for start in starts])
    _sound_grams(found, spoken)
    return found


def work_grams(works: Iterable[Entry]) -> set[str]:
    """Return the grams of the ids and texts of needs and actions: what many of them say alike is cut once."""
    return _text_grams("w", plain("\n".join({text for work in works for text in work.fields[2:]})), anywhere=False)


def _text_grams(mark: str, text: str, *, anywhere: bool) -> set[str]:
    """Return the grams of some lines of text, found in all of it at once: a shard repeats itself."""
    han = {char for char in set(text) if char > "\x7f" and char.isalnum()}
    found = {mark + char for char in han}
    found.update([mark + a + b for a, b in set(pairwise(text)) if a in han and b in han])
    for word in set(_WORD.findall(text)):
        found.add(mark + word[:2])
        if anywhere or _DIGIT.search(word):
            found.update([mark + word[at : at + 3] for at in range(len(word) - 2)])
        elif len(word) > 2:
            found.add(mark + word[:3])
    return found


def _sound_grams(found: set[str], spoken: Iterable[str]) -> None:
    """Add the grams of how names sound: three syllables in a row are looked at once, in however many names they are."""
    rows: set[tuple[str, str, str]] = set()
    for sounds in spoken:
        syllables = sounds.split()
        rows.update(zip(syllables, [*syllables[1:], ""], [*syllables[2:], "", ""], strict=False))
    for first, second, third in rows:
        ahead = first + second + third
        found.update(("p" + ahead[:2], "p" + ahead[:3]))
        if second:
            found.add("i" + first[0] + second[0])
        if third:
            found.add("i" + first[0] + second[0] + third[0])
