"""What is kept of a shard's customers, apart by who asks for it: an edit opens all shards, and of each but what it needs.

Each column of their summaries, the ids and the faults are parts of their own, read and decoded where somebody asks for them.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from crmsite.summaries.summary import PARTS, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.machine.memo import Memo, Parts

NAMED = "named"
"""The part that moves where a customer's names or group move; it is there for its stamp."""
_COLUMNS = Summary._fields[1:]
_FIRST = ("whole", "face", "sought", "load")
"""The columns that every run asks for: they lie where the heads lie."""


class Texts(NamedTuple):
    """Where one customer's summary is: its shard, and its place there."""

    shard: KeptShard
    place: int


class Head(NamedTuple):
    """What is kept of one customer for those who look at all of them.

    ``key`` and ``check_key`` say what its figures and faults were made from, ``page`` what its profile was painted from and
    ``drawn`` the digests of what came of that, in order of the languages: painted is not yet published. ``summary`` is plain;
    where ``texts`` is given, it is empty and its columns are there instead.
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
        """Return the summary, which must be there; what is in it is looked up and made when it is asked for."""
        assert self.summary is not None
        if self.texts is None:
            return Summary.from_plain(self.summary)
        return cast("Summary", _Remembered(self.id, self.texts))


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
        """Take the value as it lies in the memo."""
        self._parts = parts
        self.digest = parts.digest
        """The digest of all that is kept of the shard."""
        self._decoded: dict[str, list[Any]] = {}
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
        told = self.column("told")[place]
        return Kept(self.heads[customer], self.ids()[place], *told)

    def summaries(self) -> list[Summary]:
        """Return the summaries that there are, each value looked up when it is asked for."""
        return [head.summed_up() for head in self.heads.values() if head.summary is not None]

    def whole_summaries(self) -> list[Summary]:
        """Return the summaries that there are, made at once: for a run that asks for most of what is in them."""
        there = [place for place, head in enumerate(self.heads.values()) if head.summary is not None]
        columns = [[column[place] for place in there] for column in map(self.column, _COLUMNS)]
        made = [starmap(PARTS[name], rows) if name in PARTS else rows for name, rows in zip(_COLUMNS, columns, strict=True)]
        return list(map(_Whole, [name for name, head in self.heads.items() if head.summary is not None], *made))

    def ids(self) -> list[dict[str, list[Any]]]:
        """Return the ids that each customer's records define, each with what is known of it."""
        return self.column("ids")

    def told(self) -> list[tuple[str, list[list[str]], list[list[Any]]]]:
        """Return each customer with its references to records outside its own, and its faults."""
        return [(name, told[0], [*told[1], *told[2]]) for name, told in zip(self._places, self.column("told"), strict=True)]

    def column(self, name: str) -> list[Any]:
        """Return a part as it lies in the memo: a column of all customers' summaries is one, in plain values."""
        found = self._decoded.get(name)
        if found is None:
            found = self._decoded[name] = cast("list[Any]", self._parts.get(name))
        return found

    def stamp(self, part: str) -> str:
        """Return the digest of a part: of ``ids``, of ``told``, of ``named``, of a column."""
        return self._parts.stamp(part)


def kept_shard(memo: Memo, name: str) -> KeptShard | None:
    """Return what the memo holds of a shard's customers; ``None`` where it knows of no such shard, or has lost it."""
    parts = memo.parts(f"heads/{name}")
    return KeptShard(parts) if parts is not None else None


def keep(memo: Memo, name: str, customers: Sequence[Kept]) -> None:
    """Keep what is known of a shard's customers, in order of their ids."""
    plain = [_plain(one.head) for one in customers]
    columns = {
        column: [summary[place] if summary is not None else None for summary in plain] for place, column in enumerate(_COLUMNS, 1)
    }
    parts: dict[str, Any] = {
        "heads": [[*one.head[:4], None if one.head.summary is None else [], *one.head[5:-1]] for one in customers],
        **{column: columns.pop(column) for column in _FIRST},
        "told": [[one.outward, one.faults, one.derived] for one in customers],
        NAMED: [[one.head.id, one.head.parent, one.head.names, one.head.aliases] for one in customers],
        "ids": [one.ids for one in customers],
        **columns,
    }
    memo.put_parts(f"heads/{name}", parts)


def _plain(head: Head) -> Sequence[Any] | None:
    """Return a summary as plain values, in order of its fields."""
    if head.summary is None or head.texts is None:
        return head.summary
    shard, place = head.texts
    return [head.id, *(shard.column(column)[place] for column in _COLUMNS)]


class _Column:
    """A column of a summary that lies in a memo: looked up the first time that somebody asks, and then at hand."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._part = PARTS.get(name)

    def __get__(self, kept: Any, _owner: object) -> Any:
        shard, place = kept.texts
        value = shard.column(self._name)[place]
        made = kept.__dict__[self._name] = value if self._part is None else self._part(*value)
        return made


def _once(kept: Any, make: Callable[[Any], Any]) -> Any:
    try:
        made = kept.made
    except AttributeError:
        made = kept.made = {}
    if make not in made:
        made[make] = make(kept)
    return made[make]


class _Whole(Summary):
    """A summary that was made at once; what is made of it once is kept beside it."""

    __slots__ = ("made",)
    once = _once

    def _replace(self, **changes: Any) -> Any:
        return Summary(*self)._replace(**changes)

    def __repr__(self) -> str:
        return repr(Summary(*self))


def _placed(kept: Any, name: str, texts: Texts) -> None:
    kept.id, kept.texts = name, texts


_Remembered: Any = type(
    "_Remembered",
    (_Whole,),
    {"__slots__": ("texts", "__dict__"), "__init__": _placed, **{name: _Column(name) for name in _COLUMNS}},
)
"""A summary that lies in a memo: it holds whose it is and where, and looks all else up."""
