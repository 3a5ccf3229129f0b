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

from crmsite.finding.entries import plain

if TYPE_CHECKING:
    from crmsite.finding.entries import Entry

_PIECES = re.compile(r"[a-z0-9]+|[^\x00-\x7f\s]+")
_UNSPOKEN = re.compile(r"[^\w]+")
_DIGIT = re.compile(r"[0-9]")


def name_grams(head: Entry) -> set[str]:
    """Return the grams of a customer's names, id and sounds."""
    found: set[str] = set()
    customer, _, *names, sounds, short = head.fields
    for text in dict.fromkeys(map(plain, (customer, *names))):
        _text_grams(found, "n", text, anywhere=True)
        start = _PIECES.match(text)
        if start is not None:
            found.add("s" + (start[0][:3] if start[0].isascii() else start[0][:2]))
    for spoken in (sounds, short):
        if spoken:
            _sound_grams(found, spoken)
    return found


def work_grams(work: Entry) -> set[str]:
    """Return the grams of a need's or an action's id and text."""
    found: set[str] = set()
    for text in work.fields[2:]:
        _text_grams(found, "w", plain(text), anywhere=False)
    return found


def _text_grams(found: set[str], mark: str, text: str, *, anywhere: bool) -> None:
    for piece in _PIECES.findall(text):
        if not piece.isascii():
            for run in _UNSPOKEN.split(piece):
                found.update([mark + char for char in run])
                found.update([mark + a + b for a, b in pairwise(run)])
            continue
        found.add(mark + piece[:2])
        if anywhere or _DIGIT.search(piece):
            found.update([mark + piece[at : at + 3] for at in range(len(piece) - 2)])
        elif len(piece) > 2:
            found.add(mark + piece[:3])


def _sound_grams(found: set[str], sounds: str) -> None:
    syllables = [sound for sound in sounds.split(" ") if sound]
    initials = "".join([sound[0] for sound in syllables])
    for length in (2, 3):
        found.update(["i" + initials[at : at + length] for at in range(len(initials) - length + 1)])
    for at in range(len(syllables)):
        ahead = "".join(syllables[at : at + 3])
        found.add("p" + ahead[:2])
        found.add("p" + ahead[:3])
