"""Pinyin of names: one reading for each character, the one that its word has (重庆 chong qing, 银行 yin hang).

The readings come from pypinyin, which is loaded when the first unknown name is met: a build that meets none pays nothing.
Names share their words, so each word is read once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SPOKEN = re.compile(r"[a-z0-9]")


class Pinyin:
    """Reads names aloud. ``known`` are names that were read before; every name asked for is added to ``read``."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = known or {}
        self._words: dict[str, list[str]] = {}
        self.read: dict[str, str] = {}

    def knowing(self, known: Mapping[str, str]) -> Pinyin:
        """Return a reader that also knows these names, and shares the words read so far."""
        other = Pinyin(known)
        other._words = self._words
        return other

    def of(self, name: str) -> str:
        """Return a name's sounds, one for each of its characters, with spaces between; nothing for a name without Han.

        A letter or digit sounds as itself in lower case; any other character has none, so that ``sounds.split(" ")`` stays
        in step with the characters.
        """
        if _HAN.search(name) is None:
            return ""
        found = self._known.get(name) or self.read.get(name)
        if found is None:
            found = " ".join(sound for word in self._cut(name) for sound in self._word(word))
        self.read[name] = found
        return found

    def _cut(self, name: str) -> list[str]:
        from pypinyin.seg import mmseg

        return [str(word) for word in mmseg.seg.cut(name)]

    def _word(self, word: str) -> list[str]:
        sounds = self._words.get(word)
        if sounds is None:
            sounds = self._words[word] = _sounds(word)
        return sounds


def _sounds(word: str) -> list[str]:
    """Return the sound of each character of a word."""
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(word, v_to_u=False) if all(map(_HAN.match, word)) else []
    if len(read) != len(word):
        read = [lazy_pinyin(char)[0] if _HAN.match(char) else char for char in word]
    return [sound if _SPOKEN.match(sound) else "" for sound in (sound.lower() for sound in read)]
