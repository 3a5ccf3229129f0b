"""Which record files there are, and which of them may have changed since the last run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.memo import digest_of
from crmsite.placing import Place, place
from crmsite.source import Scan, scan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crmsite.memo import Memo

_RACY_NS = 2_000_000_000


class Look(NamedTuple):
    """A look at the records folder: the memo that is to be compared with, what there was, when the look began (nanoseconds).

    A run looks once: at ten thousand customers listing the folder is a third of what doing nothing costs.
    """

    memo: Memo
    scan: Scan
    at: int


class Listing(NamedTuple):
    """The record files of now beside those of the last run.

    ``digests`` holds what needs no reading; ``shard`` names the customer that a file belongs to, and is empty for shared files.
    ``records`` is the digest of all files as the last run found them, whichever command that was.
    """

    scan: Scan
    digests: dict[str, str]
    shard: dict[str, str]
    customers: frozenset[str]
    touched: tuple[str, ...]
    gone: tuple[str, ...]
    before: dict[str, Any]
    records: str
    at: int


def look_at(root: Path, memo: Memo) -> Look:
    """Scan the records folder. The time is that before the scan: what is written later may have been missed."""
    at = time.time_ns()
    return Look(memo, scan(root), at)


def listing(look: Look) -> Listing:
    """Compare with the last run. A file of unchanged size, time and inode keeps its digest, unless written just before that."""
    memo, found, at = look
    kept: Any = memo.get("scan")
    before: dict[str, Any] = kept["files"] if isinstance(kept, dict) else {}
    racy = int(kept["at"]) - _RACY_NS if isinstance(kept, dict) else 0
    digests: dict[str, str] = {}
    shard: dict[str, str] = {}
    touched: list[str] = []
    customers: set[str] = set()
    for path, size, mtime, inode in found.files:
        old = before.get(path)
        if old is None:
            placed = place(path)
            customer = placed.customer if isinstance(placed, Place) else ""
            touched.append(path)
        else:
            customer = old[4]
            if old[0] == size and old[1] == mtime and old[2] == inode and mtime < racy:
                digests[path] = old[3]
            else:
                touched.append(path)
        shard[path] = customer
        if customer:
            customers.add(customer)
    gone = tuple(path for path in before if path not in shard) if len(before) + len(touched) != len(shard) or touched else ()
    records = str(kept["records"]) if before else ""
    return Listing(found, digests, shard, frozenset(customers), tuple(touched), gone, before, records, at)


def remember(memo: Memo, listed: Listing, digests: Mapping[str, str]) -> str:
    """Keep the scan, with the digests that this run found out; return the digest of all files together.

    A run keeps that digest beside what it did: the scan is shared by all commands, so that a file has not changed since the
    last look says nothing of the last build.
    """
    known = {**listed.digests, **digests}
    files: dict[str, Any] = {
        file.path: [file.size, file.mtime_ns, file.inode, known[file.path], listed.shard[file.path]]
        for file in listed.scan.files
        if file.path in known
    }
    records = digest_of("\n".join(f"{path}\0{files[path][3]}" for path in sorted(files)))
    memo.put("scan", {"at": listed.at, "files": files, "records": records})
    return records
