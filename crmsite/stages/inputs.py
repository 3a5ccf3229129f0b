"""The shared files, read where they changed, dealt out to the customers that they name; each shard's tasks; what is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.diagnostics import Diagnostic, Span, fault, from_plain, to_plain
from crmsite.dossier.assemble import TableRows
from crmsite.grammar.guess import meant
from crmsite.kinds.satisfaction import Survey
from crmsite.parsing.nodes import decode, parse
from crmsite.parsing.source import digest, read
from crmsite.reading.placing import is_sheet, survey_beside
from crmsite.reading.privacy import masked
from crmsite.reading.reader import Entry
from crmsite.stages.shards import Task, keepable, shard_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from crmsite.machine.memo import Memo
    from crmsite.parsing.nodes import Node
    from crmsite.reading.reader import Reader
    from crmsite.stages.kept import KeptShard
    from crmsite.stages.listing import Listing

_ROUTED = frozenset(
    ["need", "plan", "case", "risk", "rootcause", "waiver", "response", "contact", "assessment", "followup", "opening", "customer"]
)


_LIKE_AN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_CONTACT = re.compile(r"P-(.+)-[^-]+")
"""The id of a contact as its path gives it: it names the customer."""


class SharedFiles(NamedTuple):
    """The files that belong to no one customer's folder, read. ``plain`` is what is kept of them."""

    plain: dict[str, list[Any]]
    digests: dict[str, str]
    parsed: list[str]
    entries: list[Entry]
    faults: list[Diagnostic]
    failed: list[str]
    tables: dict[str, dict[str, list[TableRows]]]
    routed: dict[str, dict[str, list[Entry]]]
    dropped: dict[str, frozenset[str]]


def shared_files(root: Path, memo: Memo, listed: Listing, reader: Reader) -> SharedFiles:
    """Read the shared files that changed; deal rows and records that name a customer out to the shards."""
    kept = memo.get("shared")
    old: dict[str, Any] = kept if isinstance(kept, dict) else {}
    plain: dict[str, list[Any]] = {}
    digests: dict[str, str] = {}
    parsed: list[str] = []
    renamed = any(_names_customer(path, listed) for path in (*listed.touched, *listed.gone))
    for path in sorted((path for path, customer in listed.shard.items() if not customer), key=is_sheet):
        beside, survey = _survey_of(path, plain, reader) if is_sheet(path) else ("", None)
        known = listed.digests.get(path)
        known = known and known + beside
        before = old.get(path)
        if before is not None and renamed and before[6]:
            before = None
        if before is not None and known is not None and before[0] == known:
            plain[path] = before
            continue
        try:
            data = read(root, path)
        except OSError as error:
            unreadable = fault("unreadable-file", Span(path, 1), problem=error.strerror or "")
            plain[path] = ["", [], "", [], [to_plain(unreadable)], [], False]
            continue
        digests[path] = digest(data)
        now = digests[path] + beside
        if before is not None and before[0] == now:
            plain[path] = before
            continue
        parsed.append(path)
        plain[path] = [*keepable(now, reader.file(path, data, survey=survey)), [], False]
    aliases = _aliases(root, listed, plain, parsed)
    for path in parsed:
        if is_sheet(path):
            entries, unknown = _by_id(path, plain[path][1], listed.customers, aliases)
            plain[path][1], plain[path][6] = entries, bool(aliases or unknown)
            plain[path][4] = [*plain[path][4], *(to_plain(found) for found in unknown)]
    return _dealt(plain, old, parsed, digests, listed.customers, aliases)


def _survey_of(path: str, plain: Mapping[str, list[Any]], reader: Reader) -> tuple[str, Survey | None]:
    """Return the survey in whose folder an export of answers lies, and the digest of its file; neither where there is none."""
    for ending in (".yaml", ".yml"):
        found = plain.get(f"{survey_beside(path)}/survey{ending}")
        for part in found[1] if found else ():
            entry = Entry(*part)
            record = reader.typed(entry, set()) if entry.kind == "survey" else None
            if isinstance(record, Survey) and record.status is None:
                return f"+{found[0]}" if found else "", record
    return "", None


def _by_id(
    path: str, entries: Iterable[Any], customers: frozenset[str], aliases: Mapping[str, str]
) -> tuple[list[Entry], list[Diagnostic]]:
    """Return the answers of an export with customers called by their id, where their contact or another name stands in the row.

    A row of an unknown customer is a fault and is left out. What is no id may be somebody's name, and is not repeated.
    """
    found = []
    unknown = []
    for entry in (Entry(*part) for part in entries):
        known = aliases.get(entry.customer) if entry.customer not in customers else None
        contact = _CONTACT.fullmatch(str(entry.tree.get("contact"))) if not entry.customer else None
        known = contact[1] if contact and contact[1] in customers else known
        if entry.customer and not known and entry.customer not in customers:
            told = entry.customer if _LIKE_AN_ID.fullmatch(entry.customer) else masked(entry.customer)
            guess = _nearest(entry.customer, customers, aliases)
            unknown.append(fault("unknown-customer", Span(path, entry.line), text=told, guess=guess))
            continue
        found.append(entry._replace(customer=known, tree={**entry.tree, "customer": known}) if known else entry)
    return found, unknown


def _names_customer(path: str, listed: Listing) -> bool:
    """Tell whether a file says how machine tables may call a customer."""
    customer = listed.shard.get(path) or listed.gone.get(path)
    return bool(customer) and path.rsplit("/", 1)[-1] in ("customer.yaml", "customer.yml", f"{customer}.yaml", f"{customer}.yml")


def _dealt(
    plain: dict[str, list[Any]],
    old: Mapping[str, Any],
    parsed: list[str],
    digests: dict[str, str],
    customers: frozenset[str],
    aliases: Mapping[str, str],
) -> SharedFiles:
    tables: dict[str, dict[str, list[TableRows]]] = defaultdict(lambda: defaultdict(list))
    routed: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    dropped: dict[str, set[str]] = defaultdict(set)
    entries: list[Entry] = []
    faults: list[Diagnostic] = []
    home = cache(shard_of)
    changed = {path for path in plain if plain[path] is not old.get(path)} | {path for path in old if path not in plain}
    for path in changed:
        for shard in old[path][5] if path in old else ():
            dropped[shard].add(path)
    for path in sorted(plain):
        now, own, table, rows, found, _, _ = plain[path]
        problems = [from_plain(item) for item in found]
        if table and path in changed:
            by_customer, unknown = _rows_by_customer(path, rows, customers, aliases)
            problems.extend(unknown)
            by_other_name = bool(unknown) or any(row[0] not in customers for row in rows)
            plain[path] = [now, [], table, [], [*found, *(to_plain(item) for item in unknown)], [], by_other_name]
            for customer, part in by_customer.items():
                tables[home(customer)][customer].append(TableRows(table, path, part))
            plain[path][5] = sorted({home(customer) for customer in by_customer})
        mine = [Entry(*part) for part in own]
        entries.extend(entry for entry in mine if not _goes_out(entry, customers))
        if path in changed:
            out = [entry for entry in mine if _goes_out(entry, customers)]
            for entry in out:
                routed[home(entry.customer)][entry.customer].append(entry)
            if not table:
                plain[path][5] = sorted({home(entry.customer) for entry in out})
        faults.extend(problems)
    failed = [path for path in plain if any(from_plain(item).severity == "error" for item in plain[path][4])]
    return SharedFiles(
        plain,
        digests,
        parsed,
        entries,
        faults,
        failed,
        tables,
        routed,
        {shard: frozenset(paths) for shard, paths in dropped.items()},
    )


def _goes_out(entry: Entry, customers: frozenset[str]) -> bool:
    return entry.kind in _ROUTED and entry.customer in customers


def _rows_by_customer(
    path: str, rows: Iterable[list[str]], customers: frozenset[str], aliases: Mapping[str, str]
) -> tuple[dict[str, list[list[str]]], list[Diagnostic]]:
    by_customer: dict[str, list[list[str]]] = {}
    unknown: list[Diagnostic] = []
    for row in rows:
        customer = row[0]
        if customer not in customers:
            known = aliases.get(customer)
            if known is None:
                guess = _nearest(customer, customers, aliases)
                unknown.append(fault("unknown-customer", Span(path, int(row[-1])), text=customer, guess=guess))
                continue
            customer = known
        by_customer.setdefault(customer, []).append(row)
    return by_customer, unknown


def _nearest(text: str, customers: frozenset[str], aliases: Mapping[str, str]) -> str:
    """Return the id of the customer that was perhaps meant, by its id or by any of its names."""
    return meant(text, {name: name for name in sorted(customers)} | dict(aliases)) if len(customers) <= 2000 else ""


def _aliases(root: Path, listed: Listing, plain: Mapping[str, list[Any]], parsed: list[str]) -> dict[str, str]:
    """Find whom exports mean by a name, an alias or an external id; customers' files are looked into only where one is used.

    A name that two customers bear means neither.
    """
    tables = [plain[path] for path in parsed if plain[path][2]]
    called = {row[0] for table in tables for row in table[3]}
    called |= {entry[1] for path in parsed if is_sheet(path) for entry in plain[path][1] if entry[1]}
    if called <= listed.customers:
        return {}
    aliases: dict[str, str] = {}
    bearers: dict[str, set[str]] = defaultdict(set)
    for path, customer in sorted(listed.shard.items()):
        if _names_customer(path, listed):
            tree = _tree(root, path)
            if isinstance(tree, dict):
                others = tree.get("aliases")
                external = tree.get("external_ids")
                names = [*(others if isinstance(others, list) else ()), *(external.values() if isinstance(external, dict) else ())]
                aliases.update({name: customer for name in names if isinstance(name, str)})
                for name in _full_names(tree):
                    bearers[name].add(customer)
    return {name: next(iter(who)) for name, who in bearers.items() if len(who) == 1} | aliases


def _full_names(tree: Mapping[str, Node] | Mapping[str, int]) -> Iterator[str]:
    """Yield a customer's name and short name, each in every language that it is written in."""
    for key in ("name", "short_name"):
        text = tree.get(key)
        yield from (name for name in (text.values() if isinstance(text, dict) else (text,)) if isinstance(name, str))


def _tree(root: Path, path: str) -> Node:
    try:
        text, faults = decode(path, read(root, path))
    except OSError:
        return None
    return None if faults else parse(path, text).tree


def still_whole(memo: Memo, known: Mapping[str, KeptShard | None], changed: Container[str], keys: tuple[str, str]) -> bool:
    """Tell whether the memo still has all that the last run left: without a part, the rest would pass for everything there is.

    ``known`` are the customers that it holds by shard, ``keys`` those of the rules and of what is shared: where they have
    moved, all shards are worked on, else the changed ones. A value that is about to be used is looked at whole, the others
    by their names.
    """
    before: Any = memo.get("ground")
    if not isinstance(before, dict):
        return all(shard is None for shard in known.values())
    used = changed if (before.get("key"), before.get("check")) == keys else known.keys()
    return memo.holds("shared") and all(
        known.get(name) is not None
        and memo.holds(f"faults/{name}")
        and (memo.holds(f"shards/{name}") if name in used else bool(memo.stamp(f"shards/{name}")))
        for name in before.get("shards", ())
    )


def changed_shards(listed: Listing, shared: SharedFiles) -> set[str]:
    """Return the shards with a changed file of their own, or a changed share of the shared files."""
    customers = {listed.shard[path] for path in listed.touched} | set(listed.gone.values())
    changed = {shard_of(customer) for customer in customers if customer}
    return changed | shared.dropped.keys() | shared.tables.keys() | shared.routed.keys()


def tasks(listed: Listing, shared: SharedFiles, force: frozenset[str] | None) -> list[Task]:
    """Return the shards to work on: those with a changed file or share, and the ones that are forced (``None``: all)."""
    changed = changed_shards(listed, shared)
    names = None if force is None else changed | force
    files = _files_of(listed, listed.digests, names)
    return [
        Task(
            name,
            tuple(files.get(name, ())),
            shared.dropped.get(name, frozenset()),
            shared.tables.get(name, {}),
            shared.routed.get(name, {}),
        )
        for name in sorted(changed | files.keys() if names is None else names)
    ]


def _files_of(listed: Listing, digests: Mapping[str, str], names: Container[str] | None) -> dict[str, list[tuple[str, str]]]:
    """Return the files of some shards (``None``: of all), each with its digest as far as that is known."""
    shards = {customer: name for customer in listed.customers if (name := shard_of(customer)) and (names is None or name in names)}
    files: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, customer in listed.shard.items():
        if customer in shards:
            files[shards[customer]].append((path, digests.get(path, "")))
    return files


def tasks_again(listed: Listing, digests: Mapping[str, str], names: set[str]) -> list[Task]:
    """Return a second look at some shards, whose files have all been read by now."""
    files = _files_of(listed, {**listed.digests, **digests}, names)
    return [Task(name, tuple(files[name]), frozenset(), {}, {}) for name in sorted(names)]
