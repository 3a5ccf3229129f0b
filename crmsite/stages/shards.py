"""A shard of customers from files to facts, summaries and pages: what a worker does, and what is kept of it.

A customer belongs to the shard of its id for ever, so an edit opens one shard and adding a customer moves no other. The
kept part of a shard is its files as text trees and its share of the shared files; typed records are made anew.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import orjson

from crmsite import checks
from crmsite.checks.case_file import CaseFile, Known
from crmsite.checks.identities import known_ids
from crmsite.checks.references import faults_of, unresolved
from crmsite.diagnostics import Diagnostic, Span, fault, from_plain, to_plain
from crmsite.dossier.assemble import TableRows, dossier_at, written
from crmsite.grammar.tables import TypedCells
from crmsite.machine.memo import digest_of
from crmsite.parsing.nodes import all_calm
from crmsite.parsing.source import digest, read
from crmsite.reading.placing import Place, place
from crmsite.reading.privacy import all_clean
from crmsite.reading.reader import Entry, FileRead, Made, Reader
from crmsite.stages.kept import Head, Kept, keep, kept_shard
from crmsite.summaries.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from crmsite.checks.references import Spellings
    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.site import Taxonomy
    from crmsite.machine.memo import Memo
    from crmsite.policy import Policies
    from crmsite.summaries.pressing import Days
    from crmsite.summaries.summary import Summary

SHARDS = 128
SHARD_NAMES = tuple(f"{number:02x}" for number in range(SHARDS))


def shard_of(customer: str) -> str:
    """Return the shard of a customer: two hex digits that depend on its id alone."""
    return f"{blake2b(customer.encode(), digest_size=2).digest()[0] % SHARDS:02x}"


class Shared(NamedTuple):
    """What a shard's work may see besides its own records.

    ``key`` is the digest of all that figures can depend on, ``check_key`` of what the rules across records see besides.
    """

    root: Path
    memo: Memo
    reader: Reader
    as_of: date
    organisation: Organisation
    policies: Policies
    known: Mapping[str, Known]
    closed: Mapping[str, Taxonomy]
    spellings: Spellings
    key: str
    check_key: str
    work_out: Callable[[Dossier], tuple[Dossier, Facts] | None]
    days: Days


class Task(NamedTuple):
    """One shard's work: its files with the digests that are known (empty: to be read), and what changed in its share.

    ``dropped`` are the shared files whose earlier share is to be forgotten; ``tables`` and ``entries`` what they give now.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    dropped: frozenset[str]
    tables: Mapping[str, list[TableRows]]
    entries: Mapping[str, list[Entry]]


class Painter(Protocol):
    """Makes the profile pages of a customer."""

    @property
    def groups(self) -> object:
        """What pages show of other customers: two painters with equal groups paint every page alike."""

    settled: Mapping[str, str]
    """The stamps of shards of which all pages stand in the site as they would be painted now."""

    def key(self, head: Head) -> str:
        """Return the key of everything that the customer's pages are made from."""

    def fits(self, head: Head) -> bool:
        """Tell whether the site's pages of a customer are the ones that would be painted now."""

    def paint(self, customer: str, dossier: Dossier, facts: Facts, summary: Summary) -> list[Any]:
        """Render and write the pages. Return what the publisher has to know of them, each with the ``digest`` of its bytes."""


class Done(NamedTuple):
    """What came of a task."""

    name: str
    digests: dict[str, str]
    parsed: list[str]
    painted: list[tuple[str, str, list[Any]]]


class Bundle(NamedTuple):
    """All entries and rows of one customer, with the digests of where they came from; ``made`` are those typed in this run.

    ``nobody``: there is no file of the customer itself, not even one that could not be read.
    """

    entries: list[Entry]
    made: list[Made | None]
    tables: list[TableRows]
    digests: list[str]
    nobody: bool = False


def work(task: Task, shared: Shared, painter: Painter | None) -> Done:
    """Do one shard: read what changed, check it, work out the figures of changed customers, paint their pages."""
    kept = shared.memo.get(f"shards/{task.name}")
    state: dict[str, Any] = kept if isinstance(kept, dict) else {"files": {}, "tables": {}, "entries": {}}
    done = Done(task.name, {}, [], [])
    fresh: dict[str, tuple[Made, ...]] = {}
    files = _files(task, shared, state["files"], done, fresh)
    tables = _share(state["tables"], task.dropped, task.tables, TableRows, lambda part: part[1])
    entries = _share(state["entries"], task.dropped, task.entries, Entry, lambda part: part[4]["@path"])
    old = kept_shard(shared.memo, task.name)
    cells = TypedCells()
    results: list[Kept] = []
    for customer, bundle in sorted(_by_customer(files, fresh, tables, entries).items()):
        result = _customer(customer, bundle, shared, cells, painter, old.of(customer) if old else None, done)
        results.append(result)
    shared.memo.put(
        f"shards/{task.name}",
        {"files": files, "tables": _plain_parts(tables), "entries": _plain_parts(entries)},
    )
    keep(shared.memo, task.name, results)
    found = [plain for _, file in sorted(files.items()) for plain in file[4]]
    shared.memo.put(
        f"faults/{task.name}", {"faults": found, "failed": [path for path, file in sorted(files.items()) if _failed(file)]}
    )
    shared.memo.commit()
    return done


def _plain_parts(share: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {customer: [list(part) for part in parts] for customer, parts in share.items()}


def _files(task: Task, shared: Shared, old: Mapping[str, Any], done: Done, fresh: dict[str, tuple[Made, ...]]) -> dict[str, Any]:
    """Return each file as it is kept: ``[digest, entries, table, rows, faults]``, reading and parsing only what changed."""
    files: dict[str, Any] = {}
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
    for group in unread.values():
        texts = [data for _, data in group]
        clean, calm = all_clean(texts), all_calm(texts)
        for path, data in group:
            file = shared.reader.file(path, data, clean=clean, calm=calm)
            files[path] = keepable(done.digests[path], file)
            fresh[path] = file.made
    return files


def keepable(now: str, file: FileRead) -> list[Any]:
    """Return what was read from a file as the memo keeps it."""
    return [now, file.entries, file.table, file.rows, [to_plain(found) for found in file.faults]]


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
        share[customer] = sorted([*share.get(customer, ()), *parts], key=path_of)
    return share


def _by_customer(
    files: Mapping[str, Any],
    fresh: Mapping[str, tuple[Made, ...]],
    tables: Mapping[str, list[TableRows]],
    entries: Mapping[str, list[Entry]],
) -> dict[str, Bundle]:
    """Put together what concerns each customer: records and rows in order of path, its share of what lies elsewhere last."""
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
            at = range(len(own)) if len(owners) == 1 else [at for at, part in enumerate(own) if part[1] == customer]
            bundle.entries.extend([own[one] if made else Entry(*own[one]) for one in at])
            bundle.made.extend([made[one] if made else None for one in at])
        if table and rows:
            bundle = bundles[rows[0][0]]
            bundle.tables.append(TableRows(table, path, rows))
            bundle.digests.append(mark)
    for customer, parts in tables.items():
        bundle = bundles[customer]
        bundle.tables.extend(parts)
        bundle.digests.append(digest(orjson.dumps([(part.path, part.rows) for part in parts])))
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


def _customer(
    customer: str, bundle: Bundle, shared: Shared, cells: TypedCells, painter: Painter | None, old: Kept | None, done: Done
) -> Kept:
    """Bring one customer up to date: each of figures, faults and pages only where what it is made from has changed."""
    key = digest_of(shared.key, customer, "\0".join(bundle.digests))
    check_key = digest_of(key, shared.check_key)
    same = old is not None and old.head.key == key
    unchecked = old is None or not same or old.head.check_key != check_key
    if old is not None and not unchecked and (painter is None or old.head.summary is None or painter.fits(old.head)):
        return old
    references: set[tuple[str, str]] = set()
    records = []
    for entry, made in zip(bundle.entries, bundle.made, strict=True):
        if made is None:
            records.append(shared.reader.typed(entry, references))
        else:
            record, its = made
            records.append(record)
            references |= its
    ids, doubled = known_ids(bundle.entries, records)
    own = written(records, bundle.tables, cells, shared.organisation.site.org.timezone)
    case = CaseFile(
        customer, own.kinds, own.orders, own.invoices, own.receipts, ids, shared.known, shared.organisation, shared.policies,
        own.sends,
    )  # fmt: skip
    faults, outward = _checked(case, references, shared)
    faults.extend(doubled)
    if bundle.nobody:
        faults.append(_nobody(customer, bundle))
    head = Head(customer, key, check_key, "", None, [None, None, None], "", [], [], [])
    derived = list(checks.ahead.ahead(case, shared.as_of))
    dossier = dossier_at(own, shared.as_of)
    if dossier is not None:
        page, drawn = ("", []) if old is None else (old.head.page, old.head.drawn)
        named = _named(dossier.customer, references)
        worked = shared.work_out(dossier)
        if worked is None:
            return _kept(Head(customer, key, check_key, page, None, *named, drawn), ids, outward, faults, derived)
        dossier, facts = worked
        derived.extend(checks.derived.all_derived(case, facts))
        summary = summarise(dossier, facts, shared.organisation, shared.days)
        head = Head(customer, key, check_key, page, summary.to_plain(), *named, drawn)
        if painter is not None and not painter.fits(head):
            pages = painter.paint(customer, dossier, facts, summary)
            done.painted.append((customer, _reason(old, same, bundle, done), pages))
            head = head._replace(page=painter.key(head), drawn=[page.digest for page in pages])
    return _kept(head, ids, outward, faults, derived)


def _reason(old: Kept | None, same: bool, bundle: Bundle, done: Done) -> str:
    """Say why a page is painted: new, the files that changed, shared rules or the date, or what the page is dressed in."""
    if old is None:
        return "new"
    if same:
        return "dress"
    changed = [path for path in done.parsed if any(mark.startswith(f"{path}=") for mark in bundle.digests)]
    return " ".join(changed) or "rules"


def _kept(
    head: Head,
    ids: Mapping[str, Known],
    outward: Iterable[tuple[str, str]],
    faults: Iterable[Diagnostic],
    derived: Iterable[Diagnostic],
) -> Kept:
    return Kept(
        head,
        {name: _plain_known(known) for name, known in ids.items()},
        [list(out) for out in outward],
        [to_plain(found) for found in faults],
        [to_plain(found) for found in derived],
    )


def _named(customer: Customer, references: Iterable[tuple[str, str]]) -> tuple[list[str | None], str, list[str], list[str]]:
    """Return names, parent, people and aliases of a customer as its head has them."""
    people = sorted([name for kind, name in references if kind == "person"])
    return list(customer.name), customer.parent or "", people, names_of(customer)


def names_of(customer: Customer) -> list[str]:
    """Return the other names by which machine tables may call a customer."""
    return [*customer.aliases, *(str(v) for k, v in (customer.external_ids or {}).items() if k != "@")]


def _plain_known(known: Known) -> list[Any]:
    return [known.kind, known.customer, known.day.isoformat() if known.day else None, known.path, known.line, known.void]


def _checked(case: CaseFile, references: set[tuple[str, str]], shared: Shared) -> tuple[list[Diagnostic], list[tuple[str, str]]]:
    """Run the rules on one customer; references that may name another customer's record are handed on."""
    faults = [found for check in checks.CUSTOMER_CHECKS for found in check(case)]
    outward: list[tuple[str, str]] = []
    for kind, name in unresolved(sorted(references), case, shared.spellings):
        known = case.known(name)
        if known is not None or kind.startswith("taxonomy:"):
            records = [record for group in case.records.values() for record in group]
            faults.extend(found for record in records for found in faults_of(record, kind, name, known, "", shared.closed))
        elif (kind, name) != ("customer", case.customer):
            outward.append((kind, name))
    return faults, outward


def _nobody(customer: str, bundle: Bundle) -> Diagnostic:
    """Say once, at the first place, that records and rows name a customer whose own file is not there."""
    places = [(str(entry.tree["@path"]), entry.line) for entry in bundle.entries]
    places += [(part.path, int(row[-1])) for part in bundle.tables for row in part.rows[:1]]
    path, line = min(places)
    return fault("unknown-customer", Span(path, line), text=customer, guess="")
