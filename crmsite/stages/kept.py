"""What is kept of a shard's customers, apart by who asks for it: an edit opens all shards, and of each but what it needs.

The long texts of summaries, which only some pages look into, the ids and the faults are parts of their own, and are decoded
where somebody asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from crmsite.summaries.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.machine.memo import Memo, Parts

LONG = (
    "step", "steps", "alerts", "needs", "actions", "rates", "risks", "causes", "trace", "fit", "wants", "owed", "satisfaction",
    "promised", "cared", "changed",
)  # fmt: skip
"""The texts of a summary that only some pages look into: of ten thousand customers they are most of what is kept."""
_PLACES = {column: Summary._fields.index(column) for column in LONG}
_FIRST = _PLACES[LONG[0]]


class Texts(NamedTuple):
    """Where one customer's long texts are: its shard, and its place there."""

    shard: KeptShard
    place: int


class Head(NamedTuple):
    """What is kept of one customer for those who look at all of them.

    ``key`` and ``check_key`` say what its figures and faults were made from, ``page`` what its profile was painted from and
    ``drawn`` the digests of what came of that, in order of the languages: painted is not yet published. ``summary`` is plain;
    where ``texts`` is given, its long texts are there instead.
    """

    id: str
    key: str
    check_key: str
    page: str
    summary: list[Any] | None
    names: list[str | None]
    parent: str
    people: list[str]
    aliases: list[str]
    drawn: list[str]
    texts: Texts | None = None

    def summed_up(self) -> Summary:
        """Return the summary, which must be there; long texts are looked up when they are asked for."""
        assert self.summary is not None
        plain = Summary.from_plain(self.summary)
        if self.texts is None:
            return plain
        return cast("Summary", _Remembered._make((*plain[:_FIRST], self.texts, *plain[_FIRST + 1 :])))


class Kept(NamedTuple):
    """What the memo holds of one customer."""

    head: Head
    ids: dict[str, list[Any]]
    outward: list[list[str]]
    faults: list[list[Any]]
    derived: list[list[Any]]


class KeptShard:
    """What the memo holds of a shard's customers, in order of their ids."""

    def __init__(self, parts: Parts) -> None:
        """Take the value as it lies in the memo, looked at whole already; ``decoded`` are the parts somebody has asked for."""
        self._parts = parts
        self.decoded: dict[str, list[Any]] = {}
        self._places: dict[str, int] = {}
        self.heads: dict[str, Head] = {}
        rows: Any = parts.get("heads")
        for place, row in enumerate(rows):
            self._places[row[0]] = place
            self.heads[row[0]] = Head._make((*row, Texts(self, place)))

    def of(self, customer: str) -> Kept | None:
        """Return all that is kept of a customer; ``None`` where nothing is."""
        place = self._places.get(customer)
        if place is None:
            return None
        told = self._part("told")[place]
        return Kept(self.heads[customer], self.ids()[place], *told)

    def ids(self) -> list[dict[str, list[Any]]]:
        """Return the ids that each customer's records define, each with what is known of it."""
        return self._part("ids")

    def told(self) -> list[tuple[str, list[list[str]], list[list[Any]]]]:
        """Return each customer with its references to records outside its own, and its faults."""
        return [(name, told[0], [*told[1], *told[2]]) for name, told in zip(self._places, self._part("told"), strict=True)]

    def column(self, name: str) -> list[str | None]:
        """Return a long text of all customers."""
        return self._part(name)

    def stamp(self, part: str) -> str:
        """Return the digest of a part: of ``ids``, of ``told``, of a column."""
        return self._parts.stamp(part)

    def _part(self, name: str) -> list[Any]:
        found = self.decoded.get(name)
        if found is None:
            found = self.decoded[name] = cast("list[Any]", self._parts.get(name))
        return found


def kept_shard(memo: Memo, name: str) -> KeptShard | None:
    """Return what the memo holds of a shard's customers; ``None`` where it knows of no such shard, or has lost it."""
    parts = memo.parts(f"heads/{name}")
    return KeptShard(parts) if parts is not None else None


def keep(memo: Memo, name: str, customers: Sequence[Kept]) -> None:
    """Keep what is known of a shard's customers, in order of their ids."""
    plain = [_plain(one.head) for one in customers]
    parts: dict[str, Any] = {
        "heads": [_without_texts(one.head, summary) for one, summary in zip(customers, plain, strict=True)],
        "ids": [one.ids for one in customers],
        "told": [[one.outward, one.faults, one.derived] for one in customers],
    }
    for column, place in _PLACES.items():
        parts[column] = [summary[place] if summary is not None else None for summary in plain]
    memo.put_parts(f"heads/{name}", parts)


def _plain(head: Head) -> Sequence[Any] | None:
    if head.summary is None or head.texts is None:
        return head.summary
    summary = list(head.summary)
    for column, place in _PLACES.items():
        summary[place] = _text(head.texts, column)
    return summary


def _without_texts(head: Head, summary: Sequence[Any] | None) -> list[Any]:
    short = None if summary is None else [None if place in _LEFT_OUT else value for place, value in enumerate(summary)]
    return [*head[:4], short, *head[5:-1]]


_LEFT_OUT = frozenset(_PLACES.values())


def _text(texts: Texts, column: str) -> str | None:
    """Return a long text."""
    return texts.shard.column(column)[texts.place]


def _long(column: str) -> property:
    def text(kept: Summary) -> str | None:
        """Return the long text. Pages ask for a million, so what is decoded already is looked up on the spot."""
        texts: Any = kept[_FIRST]
        shard, place = texts
        held = shard.decoded.get(column)
        found: str | None = (shard.column(column) if held is None else held)[place]
        return found

    return property(text)


_Remembered: Any = type("_Remembered", (Summary,), {"__slots__": (), **{column: _long(column) for column in LONG}})
"""A summary whose long texts lie in a memo: in place of the first of them it holds where they are."""
