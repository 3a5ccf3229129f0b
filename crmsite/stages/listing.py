"""Which record files there are, and which of them may have changed since the last run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.machine.memo import digest_of
from crmsite.parsing.source import Scan, digest, read, scan
from crmsite.reading.placing import Place, place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crmsite.machine.memo import Memo

_READ_TO_SEE = 100
"""So many files that may have changed are read before the whole run is begun."""
_RACY_NS = 2_000_000_000


class Columns(NamedTuple):
    """The files of a run as the memo keeps them: a column for each property, in order of path; texts are joined by line breaks.

    Most runs find what the last one found, and columns that are the same are compared, and kept, without looking into them.
    """

    at: int
    records: str
    paths: str
    sizes: list[int]
    mtimes: list[int]
    inodes: list[int]
    digests: str
    customers: str

    @classmethod
    def kept_in(cls, memo: Memo) -> Columns:
        """Return what the last run kept; without one, no files."""
        plain: Any = memo.get("scan")
        return cls(*plain) if isinstance(plain, list) else NOTHING

    def touched(self, found: Scan) -> list[int] | None:
        """Return the places of files that may have changed; ``None`` where there are others than there were.

        A file of unchanged size, time and inode has not changed, unless it was written just before the last run looked.
        """
        if not found.paths or not self.paths or "\n".join(found.paths) != self.paths:
            return None
        racy = self.at - _RACY_NS
        there, before = (found.sizes, found.mtimes, found.inodes), (self.sizes, self.mtimes, self.inodes)
        if there == before and max(found.mtimes) < racy:
            return []
        if found.sizes == self.sizes and found.inodes == self.inodes:
            times = zip(found.mtimes, self.mtimes, strict=True)
            return [at for at, (now, then) in enumerate(times) if now != then or now >= racy]
        both = zip(*there, *before, strict=True)
        return [at for at, (a, b, c, x, y, z) in enumerate(both) if a != x or b != y or c != z or b >= racy]


NOTHING = Columns(0, "", "", [], [], [], "", "")
"""What is kept where nothing is kept."""


class Look(NamedTuple):
    """A look at the records folder: the memo, what there was, when the look began (nanoseconds), what the last run kept.

    ``places`` are those of files that may have changed; ``None`` where there are others than there were. A run looks once: at
    ten thousand customers listing the folder and comparing it is half of what doing nothing costs.
    """

    memo: Memo
    scan: Scan
    at: int
    kept: Columns
    places: list[int] | None

    def forgetting(self) -> Look:
        """Return the same look where nothing is kept, having forgotten all that the memo knows."""
        self.memo.forget()
        return self._replace(kept=NOTHING, places=None)


class Listing(NamedTuple):
    """The record files of now beside those of the last run.

    ``digests`` holds what needs no reading; ``shard`` names the customer that a file belongs to, and is empty for shared files.
    ``gone`` names the same of files that are no more. ``records`` is the digest of all files as the last run found them,
    whichever command that was. ``places`` are those of the touched files among the files kept, where no file came or went.
    """

    scan: Scan
    digests: dict[str, str]
    shard: dict[str, str]
    customers: frozenset[str]
    touched: tuple[str, ...]
    gone: dict[str, str]
    records: str
    at: int
    kept: Columns
    places: list[int] | None


def look_at(root: Path, memo: Memo) -> Look:
    """Scan the records folder. The time is that before the scan: what is written later may have been missed."""
    at = time.time_ns()
    found, kept = scan(root), Columns.kept_in(memo)
    return Look(memo, found, at, kept, kept.touched(found))


def untouched(look: Look, root: Path) -> str | None:
    """Return the digest of all files as the last run found them; ``None`` where one has changed, come or gone.

    A few files that may have changed, written just before the last look or touched since, are read to see whether they have.
    """
    if look.places is None or len(look.places) > _READ_TO_SEE:
        return None
    if look.places:
        known = look.kept.digests.split("\n")
        try:
            same = all(digest(read(root, look.scan.paths[at])) == known[at] for at in look.places)
        except OSError:
            same = False
        if not same:
            return None
    return look.kept.records


def listing(look: Look) -> Listing:
    """Compare with the last run."""
    _, found, at, kept, places = look
    paths, owners = kept.paths.split("\n"), kept.customers.split("\n")
    before = dict(zip(paths, kept.digests.split("\n"), strict=True)) if kept.paths else {}
    shard = dict(zip(paths, owners, strict=True)) if kept.paths else {}
    gone: dict[str, str] = {}
    if places is not None:
        touched = [paths[place] for place in places]
    else:
        stats = dict(zip(paths, zip(kept.sizes, kept.mtimes, kept.inodes, strict=True), strict=True)) if kept.paths else {}
        racy = kept.at - _RACY_NS
        rows = zip(found.paths, zip(found.sizes, found.mtimes, found.inodes, strict=True), strict=True)
        touched = [path for path, stat in rows if stats.get(path) != stat or stat[1] >= racy]
        there = {path: shard[path] if path in shard else _customer(path) for path in found.paths}
        gone = {path: customer for path, customer in shard.items() if path not in there}
        shard = there
    for path in (*touched, *gone):
        before.pop(path, None)
    return Listing(found, before, shard, frozenset(shard.values()) - {""}, tuple(touched), gone, kept.records, at, kept, places)


def _customer(path: str) -> str:
    placed = place(path)
    return placed.customer if isinstance(placed, Place) else ""


def remember(memo: Memo, listed: Listing, digests: Mapping[str, str]) -> str:
    """Keep the scan, with the digests that this run found out; return the digest of all files together.

    A run keeps that digest beside what it did: the scan is shared by all commands, so that a file has not changed since the
    last look says nothing of the last build.
    """
    if not listed.touched and not listed.gone:
        return listed.records
    columns = _amended(listed, digests) or _columns(listed, {**listed.digests, **digests})
    memo.put("scan", columns)
    return columns.records


def _amended(listed: Listing, digests: Mapping[str, str]) -> Columns | None:
    """Return the columns kept with what is now known of the touched files; ``None`` where there are others than there were."""
    if listed.places is None or not digests.keys() >= set(listed.touched):
        return None
    kept, scan = listed.kept, listed.scan
    found = kept.digests.split("\n")
    sizes, mtimes, inodes = kept.sizes.copy(), kept.mtimes.copy(), kept.inodes.copy()
    for at in listed.places:
        sizes[at], mtimes[at], inodes[at] = scan.sizes[at], scan.mtimes[at], scan.inodes[at]
        found[at] = digests[scan.paths[at]]
    told = "\n".join(found)
    return Columns(listed.at, digest_of(kept.paths, told), kept.paths, sizes, mtimes, inodes, told, kept.customers)


def _columns(listed: Listing, known: Mapping[str, str]) -> Columns:
    scan = listed.scan
    places = [at for at, path in enumerate(scan.paths) if path in known]
    files = [scan.paths[at] for at in places]
    paths, found = "\n".join(files), "\n".join([known[path] for path in files])
    customers = "\n".join([listed.shard[path] for path in files])
    sizes, mtimes, inodes = ([column[at] for at in places] for column in (scan.sizes, scan.mtimes, scan.inodes))
    return Columns(listed.at, digest_of(paths, found), paths, sizes, mtimes, inodes, found, customers)
