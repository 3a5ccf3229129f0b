"""The index: a small root, shards of entries, and lists that tell under which grams a shard is known.

``root.js``   how many shards and lists there are, and the places
``hXX.js``    heads: the customers of shard XX, a line each
``wXX.js``    works: their needs and actions
``gXX.js``    grams: those whose checksum falls to XX, each with the shards that hold it as the bits of a hexadecimal number

A customer's shard is the checksum of its id modulo their number, so an edit moves no other customer. An edited shard is
written again, and of the lists only those whose grams it has gained or lost: the earlier ones are remembered. Each file is a
call of ``crmsiteFound``, for a page that was opened from a folder may load scripts and nothing else.
"""

from __future__ import annotations

from binascii import crc32
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.finding.entries import Texts, head, works
from crmsite.finding.grams import name_grams, work_grams
from crmsite.finding.pinyin import Pinyin
from crmsite.finding.places import places
from crmsite.machine.generations import content_digest
from crmsite.machine.memo import digest_of
from crmsite.summaries.plain import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.figures.facts import Shown
    from crmsite.finding.entries import Entry
    from crmsite.finding.places import Place
    from crmsite.machine.memo import Memo
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

FOLDER = "search"
HELD = 80
"""How many customers a shard holds, as long as there are few enough shards."""

MOST = 128
"""The most shards: what the bits of one number can name in a line of reasonable length."""


class Shard(NamedTuple):
    """One shard as it is written, the grams that it is known under, and how its names sound."""

    heads: str
    works: str
    grams: set[str]
    sounds: dict[str, str]


class _ForgottenError(Exception):
    """What is remembered of an earlier index does not fit together: the index has to be made anew."""


def files(
    portfolio: Portfolio,
    say: Mapping[str, Callable[[Shown], str]],
    memo: Memo,
    digest: Callable[[str], str | None],
    held: int = HELD,
    common: str = "",
) -> list[tuple[str, bytes | None]]:
    """Return every file of the index with its bytes; ``None`` for one that the site has already.

    ``say`` tells how each language puts a value into words, ``digest`` that of a file in the site, ``None`` where there is
    none. ``held`` is how many customers a shard holds. ``common`` is the digest of all that customers share, and of the words:
    while that stays, and what lists show of customers, so does the root; without it, it is made anew.
    """
    width = _width(len(portfolio.summaries), held)
    pinyin = Pinyin()
    faces = " ".join([summary.face for summary in portfolio.summaries])
    key = digest_of(common, width, repr(portfolio.segment_actions), faces) if common else ""
    root: tuple[str, bytes | None] = (_path("root"), None)
    if not (key and _root_stands(memo, key, digest)):
        made = _root(portfolio, say, width, memo, pinyin)
        memo.put("find-root", [key, content_digest(made)])
        root = (_path("root"), made)
    dealt = _dealt(portfolio.summaries, width)
    first_lang = portfolio.organisation.first_lang
    try:
        return [root, *_Index(memo, width, first_lang, pinyin, digest).files(dealt)]
    except _ForgottenError:
        memo.drop("find")
        return [root, *_Index(memo, width, first_lang, pinyin, digest).files(dealt)]


def _path(name: str) -> str:
    return f"assets/{FOLDER}/{name}.js"


def _call(name: str, text: str) -> bytes:
    return f"crmsiteFound({compact(name)},{compact(text)});\n".encode()


def _width(customers: int, held: int) -> int:
    """Return the number of shards: a power of two, so that growth seldom deals the customers anew."""
    width = 1
    while width < MOST and customers > width * held:
        width *= 2
    return width


def lists_of(width: int) -> int:
    """Return the number of lists of grams: none for a single shard, which is opened in any case."""
    return width // 2


def _dealt(summaries: Iterable[Summary], width: int) -> list[list[Summary]]:
    found: list[list[Summary]] = [[] for _ in range(width)]
    for summary in summaries:
        found[crc32(summary.id.encode()) % width].append(summary)
    return found


def _root_stands(memo: Memo, key: str, digest: Callable[[str], str | None]) -> bool:
    """Tell whether the site has the root as it would be made now."""
    return memo.get("find-root") == [key, digest(_path("root"))]


def _root(portfolio: Portfolio, say: Mapping[str, Callable[[Shown], str]], width: int, memo: Memo, pinyin: Pinyin) -> bytes:
    kept: Any = memo.get("find-places")
    reader = pinyin.knowing(kept if isinstance(kept, dict) else {})
    found: list[Place] = list(places(portfolio, say, reader))
    if reader.read != kept:
        memo.put("find-places", reader.read)
    tiers = [tier for tier, _ in portfolio.cuts]
    root = {"shards": width, "lists": lists_of(width), "tiers": tiers, "places": [list(place) for place in found]}
    return f'crmsiteFound("root",{compact(root)});\n'.encode()


class _Index:
    """What is known of an earlier index, and what has changed since: only that is worked out and written.

    The memo keeps the key of each shard and the digest of each file; and for each shard its grams, for each list its bits.
    """

    def __init__(
        self, memo: Memo, width: int, first_lang: str, pinyin: Pinyin, digest: Callable[[str], str | None]
    ) -> None:
        self._memo = memo
        self._width = width
        self._first_lang = first_lang
        self._pinyin = pinyin
        self._digest = digest
        kept: Any = memo.get("find")
        known = isinstance(kept, dict) and kept.get("width") == width
        self._keys: dict[str, str] = kept["keys"] if known else {}
        self._digests: dict[str, str] = kept["files"] if known else {}
        self._toggled: dict[str, int] = defaultdict(int)
        self._state: dict[str, Any] = {"width": width, "keys": {}, "files": {}}

    def files(self, dealt: Sequence[Sequence[Summary]]) -> list[tuple[str, bytes | None]]:
        """Return all files but the root: shards, then lists."""
        found: list[tuple[str, bytes | None]] = []
        for number, summaries in enumerate(dealt):
            name = f"{number:02x}"
            key = self._state["keys"][name] = digest_of(self._first_lang, " ".join([summary.sought for summary in summaries]))
            if self._keys.get(name) == key and self._there(f"h{name}") and self._there(f"w{name}"):
                found += [self._same(f"h{name}"), self._same(f"w{name}")]
                continue
            shard = self._renewed(number, summaries, key)
            found += [self._new(f"h{name}", shard.heads), self._new(f"w{name}", shard.works)]
        found += self._lists()
        self._memo.put("find", self._state)
        return found

    def _there(self, name: str) -> bool:
        return name in self._digests and self._digest(_path(name)) == self._digests[name]

    def _same(self, name: str) -> tuple[str, None]:
        self._state["files"][name] = self._digests[name]
        return _path(name), None

    def _new(self, name: str, text: str) -> tuple[str, bytes]:
        data = _call(name, text)
        self._state["files"][name] = content_digest(data)
        return _path(name), data

    def _renewed(self, number: int, summaries: Sequence[Summary], key: str) -> Shard:
        """Work a shard out, and note which grams it gained and lost."""
        name = f"find-shards/{number:02x}"
        before: Any = {"grams": [], "sounds": {}}
        if self._keys:
            before = self._memo.get(name)
            if not isinstance(before, dict) or before.get("key") != self._keys.get(f"{number:02x}"):
                raise _ForgottenError
        shard = shard_of(summaries, self._first_lang, self._pinyin.knowing(before["sounds"]))
        bit, toggled = 1 << number, self._toggled
        for gram in shard.grams.symmetric_difference(before["grams"]) if self._width > 1 else ():
            toggled[gram] ^= bit
        self._memo.put(name, {"key": key, "grams": sorted(shard.grams), "sounds": shard.sounds})
        return shard

    def _lists(self) -> list[tuple[str, bytes | None]]:
        """Return the lists of grams, those written anew of which a shard gained or lost one."""
        changed: dict[str, dict[str, int]] = {f"{number:02x}": {} for number in range(lists_of(self._width))}
        for gram, flips in self._toggled.items():
            changed[f"{crc32(gram.encode()) % len(changed):02x}"][gram] = flips
        found: list[tuple[str, bytes | None]] = []
        for name, toggled in changed.items():
            if not toggled and self._there(f"g{name}"):
                found.append(self._same(f"g{name}"))
                continue
            bits = self._remembered(name)
            for gram, flips in toggled.items():
                bits[gram] = bits.get(gram, 0) ^ flips
            told = {gram: f"{bits[gram]:x}" for gram in sorted(bits) if bits[gram]}
            self._memo.put(f"find-lists/{name}", told)
            found.append(self._new(f"g{name}", _told(told)))
        return found

    def _remembered(self, name: str) -> dict[str, int]:
        """Return the bits of a list as it was written last."""
        if not self._keys:
            return {}
        kept: Any = self._memo.get(f"find-lists/{name}")
        if not isinstance(kept, dict) or content_digest(_call(f"g{name}", _told(kept))) != self._digests.get(f"g{name}"):
            raise _ForgottenError
        return {gram: int(text, 16) for gram, text in kept.items()}


def _told(bits: Mapping[str, str]) -> str:
    return "\n".join([f"{gram} {text}" for gram, text in bits.items()])


def shard_of(summaries: Iterable[Summary], first_lang: str, pinyin: Pinyin) -> Shard:
    """Return the shard of some customers."""
    heads: list[Entry] = []
    lines: list[Entry] = []
    texts = Texts(first_lang)
    for summary in summaries:
        heads.append(head(summary, first_lang, pinyin))
        lines += works(summary, texts)
    grams = name_grams(heads) | work_grams(lines)
    return Shard("\n".join([entry.line for entry in heads]), "\n".join([entry.line for entry in lines]), grams, pinyin.read)
