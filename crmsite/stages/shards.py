"""A shard of customers from files to facts, summaries and pages: what a worker does, and what is kept of it.

A customer belongs to the shard of its id for ever, so an edit opens one shard and adding a customer moves no other. The
kept part of a shard is its files as text trees and its share of the shared files; typed records are made anew.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from crmsite.diagnostics import Span, fault, from_plain, to_plain
from crmsite.dossier.assemble import TableRows
from crmsite.grammar.tables import TypedCells, new
from crmsite.machine.memo import packed
from crmsite.parsing.nodes import all_calm
from crmsite.parsing.source import digest, read
from crmsite.reading.placing import Place, place
from crmsite.reading.privacy import all_clean
from crmsite.reading.reader import Entry, FileRead, Made
from crmsite.stages.customers import Bundle, Done, brought_up
from crmsite.stages.kept import keep, kept_shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.machine.memo import Storable
    from crmsite.stages.customers import Painter, Shared

SHARDS = 128
SHARD_NAMES = tuple(f"{number:02x}" for number in range(SHARDS))


def shard_of(customer: str) -> str:
    """Return the shard of a customer: two hex digits that depend on its id alone."""
    return f"{blake2b(customer.encode(), digest_size=2).digest()[0] % SHARDS:02x}"


class Task(NamedTuple):
    """One shard's work: its files with the digests that are known (empty: to be read), and what changed in its share.

    ``dropped`` are the shared files whose earlier share is to be forgotten; ``tables`` and ``entries`` what they give now.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    dropped: frozenset[str]
    tables: Mapping[str, list[TableRows]]
    entries: Mapping[str, list[Entry]]


def work(task: Task, shared: Shared, painter: Painter | None) -> Done:
    """Do one shard: read what changed, check it, work out the figures of changed customers, paint their pages."""
    kept = shared.memo.get(f"shards/{task.name}")
    state: dict[str, Any] = kept if isinstance(kept, dict) else {"files": {}, "tables": {}, "entries": {}}
    done = Done(task.name, {}, [], [])
    fresh: dict[str, tuple[Made, ...]] = {}
    texts: dict[str, Storable] = {}
    files = _files(task, shared, state["files"], done, fresh, texts)
    tables = _share(state["tables"], task.dropped, task.tables, TableRows, itemgetter(1))
    entries = _share(state["entries"], task.dropped, task.entries, Entry, lambda part: part[4]["@path"])
    rows = {
        customer: orjson.dumps([[part.table, part.path, part.rows] for part in parts]) for customer, parts in tables.items()
    }
    old = kept_shard(shared.memo, task.name)
    bundles = _by_customer(files, fresh, tables, rows, entries)
    fresh.clear()
    tables.clear()
    results = brought_up(bundles, shared, TypedCells(), painter, old, done)
    shared.memo.put(
        f"shards/{task.name}",
        {
            "files": {**files, **texts},
            "tables": {customer: orjson.Fragment(text) for customer, text in rows.items()},
            "entries": {customer: [list(part) for part in parts] for customer, parts in entries.items()},
        },
    )
    keep(shared.memo, task.name, results)
    faulty = [(path, file) for path, file in sorted(files.items()) if file[4]]
    found = [plain for _, file in faulty for plain in file[4]]
    shared.memo.put(f"faults/{task.name}", {"faults": found, "failed": [path for path, file in faulty if _failed(file)]})
    shared.memo.commit()
    return done


def _files(
    task: Task, shared: Shared, old: Mapping[str, Any], done: Done, fresh: dict[str, tuple[Made, ...]], texts: dict[str, Storable]
) -> dict[str, Any]:
    """Return each file as it is kept: ``[digest, entries, table, rows, faults]``, reading and parsing only what changed.

    What is parsed goes into ``fresh`` typed, and into ``texts`` as JSON; its entries have left their trees there.
    """
    files: dict[str, Any] = dict.fromkeys([path for path, _ in task.files])
    root = str(shared.root)
    unread: dict[str, list[tuple[str, bytes]]] = {}
    for path, known in task.files:
        kept = old.get(path)
        if kept is not None and known and kept[0] == known:
            files[path] = kept
            done.digests[path] = known
            continue
        try:
            data = read(root, path)
        except OSError as error:
            unreadable = fault("unreadable-file", Span(path, 1), problem=error.strerror or "")
            files[path] = ["", [], "", [], [to_plain(unreadable)]]
            continue
        now = done.digests[path] = digest(data)
        if kept is not None and kept[0] == now:
            files[path] = kept
            continue
        done.parsed.append(path)
        unread.setdefault(path.split("/", 2)[1], []).append((path, data))
    for path, data, clean, calm in _by_name(unread.values()):
        file = shared.reader.file(path, data, clean=clean, calm=calm)
        kept = keepable(done.digests[path], file)
        texts[path] = packed(kept)
        tree: Any = {"@path": path}
        files[path] = [kept[0], [new(Entry, (*entry[:4], tree)) for entry in file.entries], *kept[2:]]
        fresh[path] = file.made
    return files


def _by_name(groups: Iterable[Sequence[tuple[str, bytes]]]) -> list[tuple[str, bytes, bool, bool]]:
    """Return customers' files by name, with what a look at each customer's bytes says: whether they are clean, and calm.

    Files of a name are of a kind, whose program serves all of them one after the other; so reading takes a sixth less.
    """
    named = []
    for group in groups:
        contents = [data for _, data in group]
        clean, calm = all_clean(contents), all_calm(contents)
        named.extend([(path.split("/", 2)[-1], path, data, clean, calm) for path, data in group])
    named.sort(key=itemgetter(0))
    return [(path, data, clean, calm) for _, path, data, clean, calm in named]


def keepable(now: str, file: FileRead) -> list[Any]:
    """Return what was read from a file as the memo keeps it."""
    return [now, [list(entry) for entry in file.entries], file.table, file.rows, [to_plain(found) for found in file.faults]]


def _failed(kept: Sequence[Any]) -> bool:
    return any(from_plain(plain).severity == "error" for plain in kept[4])


def _share(
    kept: Mapping[str, Any], dropped: frozenset[str], added: Mapping[str, list[Any]], make: type[Any], path_of: Callable[[Any], str]
) -> dict[str, list[Any]]:
    """Return each customer's share of the shared files: what was kept, less what was dropped, plus what was added."""
    share: dict[str, list[Any]] = {}
    for customer, parts in kept.items():
        left = [make(*part) for part in parts if path_of(part) not in dropped]
        if left:
            share[customer] = left
    for customer, parts in added.items():
        known = share.get(customer)  # what was added is in order
        share[customer] = sorted([*known, *parts], key=path_of) if known else parts
    return share


def _by_customer(
    files: Mapping[str, Any],
    fresh: Mapping[str, tuple[Made, ...]],
    tables: Mapping[str, list[TableRows]],
    rows_of: Mapping[str, bytes],
    entries: Mapping[str, list[Entry]],
) -> dict[str, Bundle]:
    """Put together what concerns each customer: records and rows in order of path, its share of what lies elsewhere last.

    ``rows_of`` are the rows that lie elsewhere as they are kept.
    """
    bundles: dict[str, Bundle] = defaultdict(lambda: Bundle([], [], [], []))
    there: set[str] = set()
    for path in sorted(files):
        now, own, table, rows, _ = files[path]
        mark = f"{path}={now}"
        made = fresh.get(path)
        owners = {part[1] for part in own}
        if own and own[0][0] == "customer":
            there |= owners
        for customer in sorted(owners):  # mostly one: the customer in whose folder the file lies
            bundle = bundles[customer]
            bundle.digests.append(mark)
            if made and len(owners) == 1:
                bundle.entries.extend(own)
                bundle.made.extend(made)
                continue
            at = [at for at, part in enumerate(own) if part[1] == customer]
            bundle.entries.extend([own[one] if made else Entry(*own[one]) for one in at])
            bundle.made.extend([made[one] if made else None for one in at])
        if table and rows:
            bundle = bundles[rows[0][0]]
            bundle.tables.append(TableRows(table, path, rows))
            bundle.digests.append(mark)
    for customer, parts in tables.items():
        bundle = bundles[customer]
        bundle.tables.extend(parts)
        bundle.digests.append(digest(rows_of[customer]))
    for customer, foreign in entries.items():
        bundle = bundles[customer]
        bundle.entries.extend(foreign)
        bundle.made.extend(None for _ in foreign)
        bundle.digests.append(digest(repr([list(entry) for entry in foreign]).encode()))
    for customer in bundles.keys() - there:
        if not any(isinstance(found := place(path), Place) and found.kind == "customer" and found.id == customer for path in files):
            bundles[customer].digests.append("nobody")
            bundles[customer] = bundles[customer]._replace(nobody=True)
    return bundles
