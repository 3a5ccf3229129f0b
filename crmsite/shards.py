"""A shard of customers from files to facts, summaries and pages: what a worker does, and what is kept of it.

A customer belongs to the shard of its id for ever, so an edit opens one shard and adding a customer moves no other. The
kept part of a shard is its files as text trees and its share of the machine tables; typed records are made anew.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite import checks
from crmsite.assemble import TableRows, dossier_of
from crmsite.checks.case_file import CaseFile, Known
from crmsite.diagnostics import Diagnostic, Span, fault, from_plain, to_plain
from crmsite.memo import digest_of
from crmsite.reader import Entry, FileRead, read_file, typed
from crmsite.source import digest, read
from crmsite.summary import summarise
from crmsite.tables import TypedCells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from crmsite.book import Dossier, Organisation
    from crmsite.facts import Facts
    from crmsite.fields import Record
    from crmsite.memo import Memo
    from crmsite.policy import Policies

SHARDS = 128


def shard_of(customer: str) -> str:
    """Return the shard of a customer: two hex digits that depend on its id alone."""
    return f"{blake2b(customer.encode(), digest_size=2).digest()[0] % SHARDS:02x}"


class Shared(NamedTuple):
    """What a shard's work may see besides its own records. ``key`` is the digest of all that figures can depend on."""

    root: Path
    memo: Memo
    as_of: date
    organisation: Organisation
    policies: Policies
    known: Mapping[str, Known]
    closed: Mapping[str, Any]
    key: str
    work_out: Callable[[Dossier, Organisation, Policies, date], tuple[Dossier, Facts]]
    deviation: Any


class Task(NamedTuple):
    """One shard's work: its files with the digests that are known, and its share of the shared files.

    ``tables`` and ``entries`` are ``None`` where the share is as it was kept. ``only`` names the customers to paint.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    tables: Mapping[str, list[TableRows]] | None
    entries: Mapping[str, list[Entry]] | None


class Head(NamedTuple):
    """What is kept of one customer for those who look at all of them. ``page`` is the key of its profile page."""

    id: str
    key: str
    page: str
    summary: list[Any] | None
    names: tuple[str | None, str | None, str | None]
    parent: str


class Done(NamedTuple):
    """What came of a task."""

    name: str
    digests: dict[str, str]
    parsed: int
    failed: tuple[str, ...]
    heads: list[Head]
    ids: dict[str, list[Any]]
    outward: list[tuple[str, str, str]]
    faults: list[Diagnostic]
    painted: list[Any]


Paint = "Callable[[Head, Dossier, Facts, frozenset[str]], tuple[str, list[Any]]]"


def work(task: Task, shared: Shared, paint: Callable[[str, str, str, Dossier, Facts, frozenset[str]], tuple[str, list[Any]]] | None) -> Done:
    """Do one shard: read what changed, check it, work out the figures of changed customers, paint their pages."""
    kept = shared.memo.get(f"shards/{task.name}")
    old_files: dict[str, Any] = kept["files"] if isinstance(kept, dict) else {}
    files, digests, parsed = _files(task, shared.root, old_files)
    tables, entries = _share(task, kept if isinstance(kept, dict) else {})
    old_heads = {head[0]: head for head in _kept_heads(shared.memo, task.name)}
    bundles = _by_customer(files, tables, entries)
    cells = TypedCells()
    done = Done(task.name, digests, parsed, tuple(p for p, f in files.items() if _failed(f)), [], {}, [], [], [])
    for path in sorted(files):
        done.faults.extend(from_plain(plain) for plain in files[path][4])
    results: dict[str, Any] = {}
    for customer in sorted(bundles):
        bundle = bundles[customer]
        key = digest_of(shared.key, customer, *bundle.digests)
        old = old_heads.get(customer)
        if old is not None and old[1] == key:
            head = Head(*old[:6])
            _reuse(done, old, head)
            results[customer] = old
            continue
        results[customer] = _customer(customer, key, bundle, shared, cells, paint, done, old)
    _keep(shared.memo, task.name, files, tables, entries, results)
    return done


class Bundle(NamedTuple):
    """All entries and rows of one customer, with the digests of where they came from."""

    entries: list[Entry]
    tables: list[TableRows]
    digests: list[str]


def _files(task: Task, root: Path, old: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str], int]:
    """Return each file as it is kept: ``[digest, entries, table, rows, faults]``, reading and parsing only what changed."""
    files: dict[str, Any] = {}
    digests: dict[str, str] = {}
    parsed = 0
    for path, known in task.files:
        kept = old.get(path)
        if kept is not None and known and kept[0] == known:
            files[path] = kept
            digests[path] = known
            continue
        try:
            data = read(root, path)
        except OSError as error:
            unreadable = fault("unreadable-file", Span(path, 1), problem=error.strerror or "")
            files[path] = ["", [], "", [], [to_plain(unreadable)]]
            continue
        now = digest(data)
        digests[path] = now
        if kept is not None and kept[0] == now:
            files[path] = kept
            continue
        parsed += 1
        files[path] = keepable(now, read_file(path, data))
    return files, digests, parsed


def keepable(now: str, file: FileRead) -> list[Any]:
    """Return what was read from a file as JSON values."""
    return [now, [list(entry) for entry in file.entries], file.table, list(file.rows), [to_plain(found) for found in file.faults]]


def _failed(kept: Sequence[Any]) -> bool:
    return any(from_plain(plain).severity == "error" for plain in kept[4])


def _share(task: Task, kept: Mapping[str, Any]) -> tuple[Mapping[str, list[TableRows]], Mapping[str, list[Entry]]]:
    tables = task.tables
    if tables is None:
        tables = {customer: [TableRows(*part) for part in parts] for customer, parts in kept.get("tables", {}).items()}
    entries = task.entries
    if entries is None:
        entries = {customer: [Entry(*part) for part in parts] for customer, parts in kept.get("entries", {}).items()}
    return tables, entries


def _by_customer(
    files: Mapping[str, Any], tables: Mapping[str, list[TableRows]], entries: Mapping[str, list[Entry]]
) -> dict[str, Bundle]:
    bundles: dict[str, Bundle] = defaultdict(lambda: Bundle([], [], []))
    for path in sorted(files):
        now, own, table, rows, _ = files[path]
        mentioned = set()
        for part in own:
            bundles[part[1]].entries.append(Entry(*part))
            mentioned.add(part[1])
        if table and rows:
            bundles[rows[0][0]].tables.append(TableRows(table, path, rows))
            mentioned.add(rows[0][0])
        for customer in mentioned:
            bundles[customer].digests.append(f"{path}={now}")
    for customer, parts in tables.items():
        bundles[customer].tables.extend(parts)
        text = "\n".join(",".join(row) for part in parts for row in part.rows)
        bundles[customer].digests.append("|".join(part.path for part in parts) + digest(text.encode()))
    for customer, foreign in entries.items():
        bundles[customer].entries.extend(foreign)
        bundles[customer].digests.append(digest(repr(foreign).encode()))
    return bundles


def _customer(
    customer: str,
    key: str,
    bundle: Bundle,
    shared: Shared,
    cells: TypedCells,
    paint: Callable[[str, str, str, Dossier, Facts, frozenset[str]], tuple[str, list[Any]]] | None,
    done: Done,
    old: Sequence[Any] | None,
) -> list[Any]:
    """Check one customer, work out its figures, paint its page; return what is kept of it."""
    references: set[tuple[str, str]] = set()
    records = [typed(entry, references) for entry in bundle.entries]
    ids = known_ids(bundle.entries, records)
    dossier = dossier_of(records, bundle.tables, shared.as_of, cells)
    case = case_file(customer, records, bundle.tables, ids, shared, cells)
    faults, outward = _checked(case, references, shared)
    summary: list[Any] | None = None
    page, painted = "", []
    names: tuple[str | None, str | None, str | None] = (None, None, None)
    parent = ""
    if dossier is not None:
        names, parent = tuple(dossier.customer.name), dossier.customer.parent or ""
        dossier, facts = shared.work_out(dossier, shared.organisation, shared.policies, shared.as_of)
        faults.extend(checks.derived.deviations(case, facts, shared.deviation))
        faults.extend(checks.derived.unanswered(facts))
        summary = summarise(dossier, facts, shared.organisation).to_plain()
        if paint is not None:
            people = frozenset(name for kind, name in references if kind == "person")
            page, painted = paint(customer, key, old[2] if old else "", dossier, facts, people)
    head = Head(customer, key, page, summary, names, parent)
    plain_ids = {name: list(value) for name, value in ids.items()}
    for value in plain_ids.values():
        value[2] = None if value[2] is None else value[2].isoformat()
    done.heads.append(head)
    done.ids.update(plain_ids)
    done.outward.extend(outward)
    done.faults.extend(faults)
    done.painted.extend(painted)
    return [*head, plain_ids, [list(out) for out in outward], [to_plain(found) for found in faults]]


def case_file(
    customer: str, records: Sequence[Record], tables: Iterable[TableRows], ids: Mapping[str, Known], shared: Shared, cells: TypedCells
) -> CaseFile:
    """Put together what the rules across records see of a customer."""
    rows: dict[str, list[Any]] = {"order": [], "invoice": [], "receipt": []}
    for part in tables:
        make = getattr(cells, part.table)
        rows[part.table].extend(make(part.path, row) for row in part.rows)
    live = [record for record in records if record.status is None]
    return CaseFile(
        customer, live, rows["order"], rows["invoice"], rows["receipt"], ids, shared.known, shared.organisation
    )


def known_ids(entries: Sequence[Entry], records: Sequence[Record]) -> dict[str, Known]:
    """Return the ids that records define: their own, their contracts', their actions'."""
    ids: dict[str, Known] = {}
    for entry, record in zip(entries, records, strict=True):
        ids[entry.id] = Known(entry.kind, entry.customer, _day_of(record), record.path, entry.line, record.status == "void")
        for contract in getattr(record, "contracts", ()):
            ids[contract.id] = Known("contract", entry.customer, contract.from_, record.path, contract.line("id"))
        for action in getattr(record, "actions", ()):
            if entry.kind == "plan":
                ids[f"{entry.id}.{action.id}"] = Known("action", entry.customer, None, record.path, action.line("id"))
    return ids


def _day_of(record: Record) -> date | None:
    for name in ("recorded", "opened", "raised", "on"):
        found = getattr(record, name, None)
        if found is not None:
            return found.day if hasattr(found, "day") and hasattr(found, "minute") else found
    if hasattr(record, "when"):
        day: date = record.when.day
        return day
    own = getattr(record, "date", None)
    return own


def _checked(
    case: CaseFile, references: set[tuple[str, str]], shared: Shared
) -> tuple[list[Diagnostic], list[tuple[str, str, str]]]:
    """Run the rules on one customer; references that may name another customer's record are handed on."""
    faults = [found for check in checks.CUSTOMER_CHECKS for found in check(case)]
    outward: list[tuple[str, str, str]] = []
    orders = {order.order_id for order in case.orders} | {invoice.invoice_id for invoice in case.invoices}
    for kind, name in checks.references.unresolved(sorted(references), case, shared.closed):
        known = case.known(name)
        if kind == "any" and name in orders:
            continue
        if known is None and not kind.startswith("taxonomy:"):
            outward.append((kind, name, case.customer))
            continue
        for record in case.records:
            faults.extend(checks.references.faults_of(record, kind, name, known, (), shared.closed))
    return faults, outward


def _reuse(done: Done, old: Sequence[Any], head: Head) -> None:
    done.heads.append(head)
    done.ids.update(old[6])
    done.outward.extend((out[0], out[1], out[2]) for out in old[7])
    done.faults.extend(from_plain(plain) for plain in old[8])


def _kept_heads(memo: Memo, name: str) -> list[list[Any]]:
    kept = memo.get(f"heads/{name}")
    return kept if isinstance(kept, list) else []


def _keep(
    memo: Memo, name: str, files: Mapping[str, Any], tables: Mapping[str, list[TableRows]], entries: Mapping[str, list[Entry]],
    heads: Mapping[str, list[Any]],
) -> None:
    memo.put(
        f"shards/{name}",
        {
            "files": files,
            "tables": {customer: [list(part) for part in parts] for customer, parts in tables.items()},
            "entries": {customer: [list(part) for part in parts] for customer, parts in entries.items()},
        },
    )
    memo.put(f"heads/{name}", [heads[customer] for customer in sorted(heads)])
    memo.commit()
