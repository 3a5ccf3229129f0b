"""From files to figures: read what changed, put it together, check it, work out every customer. Build and check share it."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.audience import Audience, audience_of, redacted_dossier, redacted_facts
from crmsite.checks import references, repository
from crmsite.checks.case_file import Known
from crmsite.checks.identities import known_ids
from crmsite.diagnostics import Diagnostic, from_plain
from crmsite.dossier.assemble import organisation_of
from crmsite.kinds.site import Site, Taxonomy
from crmsite.machine.memo import digest_of
from crmsite.machine.workers import shards_map
from crmsite.parsing.source import read
from crmsite.policy import POLICY_KINDS, Policies, default_policy_sources, default_taxonomy_sources
from crmsite.reading.reader import Entry, Made, Reader
from crmsite.scores.customer import Frame, facts_among, frame_of
from crmsite.stages import findings, inputs
from crmsite.stages.customers import Done, Shared
from crmsite.stages.findings import Common
from crmsite.stages.kept import Head, KeptShard, kept_shard
from crmsite.stages.listing import Look, listing
from crmsite.stages.options import Options, look
from crmsite.stages.shards import SHARD_NAMES, Task, work
from crmsite.summaries.pressing import days_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts
    from crmsite.grammar.fields import Record
    from crmsite.machine.memo import Memo
    from crmsite.reading.mentions import Mention
    from crmsite.stages.customers import Painter
    from crmsite.stages.inputs import SharedFiles
    from crmsite.stages.listing import Listing
    from crmsite.summaries.summary import Summary

SERIAL_BELOW = 6
_FIGURES_REST_ON = ("policy", "taxonomy", "journeys", "care", "site.yaml", "capabilities", "capabilities.yaml")
"""What all figures may depend on, by the first part of its path."""
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)[^/]*$")


class UnknownAudience(Exception):
    """An audience that ``site.yaml`` does not name; ``known`` are those it does."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class Loaded(NamedTuple):
    """Everything that a run knows after reading: settings, rules, figures' heads, faults, and the counts of its work."""

    options: Options
    as_of: date
    memo: Memo
    listed: Listing
    organisation: Organisation
    policies: Policies
    audience: Audience | None
    shared: Shared
    heads: dict[str, Head]
    kept: dict[str, KeptShard]
    faults: list[Diagnostic]
    parsed: list[str]
    failed: list[str]
    digests: dict[str, str]
    anew: bool
    """Whether all shards were worked on: then all that is shown of them will be asked for."""

    @property
    def files(self) -> int:
        """How many record files there are."""
        return len(self.listed.scan.paths)

    def summaries(self) -> list[Summary]:
        """Return the summaries of all customers that have one, in order of their ids."""
        if self.anew:
            return sorted(chain.from_iterable([shard.whole_summaries() for shard in self.kept.values()]), key=attrgetter("id"))
        return [head.summed_up() for head in self.heads.values() if head.summary is not None]

    @property
    def skipped(self) -> int:
        """How many files lie under the records that are no records."""
        return len(self.listed.scan.strays)


class Ground(NamedTuple):
    """What all customers share, typed: before any customer is looked at."""

    organisation: Organisation
    policies: Policies
    as_of: date
    audience: Audience | None
    known: dict[str, Known]
    doubled: list[Diagnostic]
    made: list[Made]
    key: str
    check_key: str


def load(
    options: Options,
    painter_for: Callable[[Ground, Mapping[str, Head]], Painter] | None,
    advance: Callable[[int, int], None],
    seen: Look | None = None,
) -> tuple[Loaded, list[Any]]:
    """Read, check and work out; with a painter, paint the profile pages that need it. Returns what painting gave.

    ``seen`` is this run's look at the records where somebody has looked already.
    """
    seen = seen or look(options)
    memo = seen.memo
    listed = listing(seen)
    reader = Reader()
    files = inputs.shared_files(options.records, memo, listed, reader)
    ground = ground_of(options, files, listed, reader)
    known = {name: kept_shard(memo, name) for name in SHARD_NAMES}
    if not inputs.still_whole(memo, known, inputs.changed_shards(listed, files), (ground.key, ground.check_key)):
        return load(options, painter_for, advance, seen.forgetting())
    memo.put("shared", files.plain)
    kept = {name: shard for name, shard in known.items() if shard is not None}
    heads = _heads(kept)
    shared = _shared(options, memo, ground, reader)
    painter = painter_for(ground, heads) if painter_for else None
    force = _stale(memo, ground, kept, painter)
    todo = inputs.tasks(listed, files, force)
    done = _run(todo, shared, painter, options.jobs, advance)
    painted = [one for result in done for one in result.painted]
    kept = _renewed(memo, kept, done)
    heads = _heads(kept)
    digests = files.digests | {path: now for result in done for path, now in result.digests.items()}
    if painter_for is not None and painter is not None:
        before, painter = painter, painter_for(ground, heads)
        again = _repaint(listed, digests, kept, painter) if painter.groups != before.groups else []
        results = _run(again, shared, painter, options.jobs, advance)
        painted.extend(one for result in results for one in result.painted)
        kept = _renewed(memo, kept, results)
        heads = _heads(kept)
    faults, failed = _all_faults(listed, files, ground, kept, memo, shared)
    worked = {result.name for result in done} | {name for name, shard in known.items() if shard is not None}
    memo.put("ground", {"key": ground.key, "check": ground.check_key, "shards": sorted(worked)})
    loaded = Loaded(
        options,
        ground.as_of,
        memo,
        listed,
        ground.organisation,
        ground.policies,
        ground.audience,
        shared,
        dict(sorted(heads.items())),
        kept,
        faults,
        sorted({*files.parsed, *(p for r in done for p in r.parsed)}),
        failed,
        digests,
        {result.name for result in done} >= kept.keys(),
    )
    return loaded, painted


def _run(todo: list[Task], shared: Shared, painter: Painter | None, jobs: int, advance: Callable[[int, int], None]) -> list[Done]:
    results: list[Done] = []
    count = jobs if len(todo) >= SERIAL_BELOW and sum(len(task.files) for task in todo) > 400 else 1
    with closing(shards_map(partial(_work, shared, painter), todo, count)) as running:
        for result in running:
            results.append(result)
            advance(len(results), len(todo))
    return results


def _work(shared: Shared, painter: Painter | None, task: Task) -> Done:
    return work(task, shared, painter)


def _stale(memo: Memo, ground: Ground, kept: Mapping[str, KeptShard], painter: Painter | None) -> frozenset[str] | None:
    """Return the shards to be looked at although none of their files changed; ``None`` for all."""
    before = memo.get("ground")
    if not isinstance(before, dict) or before.get("key") != ground.key or before.get("check") != ground.check_key:
        return None
    if painter is None:
        return frozenset()
    return frozenset(
        name
        for name, shard in kept.items()
        if painter.settled.get(name) != shard.digest and not _fits(painter, shard)
    )


def _fits(painter: Painter, shard: KeptShard) -> bool:
    return all(painter.fits(head) for head in shard.heads.values() if head.summary is not None)


def _renewed(memo: Memo, kept: Mapping[str, KeptShard], done: Iterable[Done]) -> dict[str, KeptShard]:
    """Return all shards in order, those that were worked on as they are kept now."""
    fresh = {result.name: shard for result in done if (shard := kept_shard(memo, result.name)) is not None}
    return dict(sorted({**kept, **fresh}.items()))


def _heads(kept: Mapping[str, KeptShard]) -> dict[str, Head]:
    return {name: head for shard in kept.values() for name, head in shard.heads.items()}


def _repaint(listed: Listing, digests: Mapping[str, str], kept: Mapping[str, KeptShard], painter: Painter) -> list[Task]:
    """Return the shards whose pages show names that only now are known: members and parents of groups."""
    names = {name for name, shard in kept.items() if not _fits(painter, shard)}
    if not names:
        return []
    return inputs.tasks_again(listed, digests, names)


def ground_of(options: Options, files: SharedFiles, listed: Listing, reader: Reader) -> Ground:
    """Type the shared records, add the packaged defaults, settle the as-of date and the audience."""
    made = []
    for entry in files.entries:
        used: set[tuple[str, str]] = set()
        made.append(Made(reader.typed(entry, used), used))
    records = [one.record for one in made]
    site = next((record for record in records if isinstance(record, Site) and record.status is None), None)
    as_of = options.as_of or (site.as_of if site else None) or options.today
    audience = _audience(options.audience, site)
    packaged = _packaged(default_taxonomy_sources(), reader)
    own = {record.id for record in records if isinstance(record, Taxonomy)}
    lent = [record for _, record in packaged if isinstance(record, Taxonomy) and record.id not in own]
    organisation = organisation_of([*records, *lent], as_of)
    ids, doubled = known_ids(files.entries, records)
    defaults = _packaged(default_policy_sources(), reader)
    for kind, record in defaults:
        ids.setdefault(getattr(record, "id", ""), Known(kind, "", None, "", 0))
    tables = [path for path in listed.shard if path.startswith("orders/") or path.endswith("/orders.csv")]
    if tables:
        ids["@orders"] = Known("order", "", _first_month(tables), "", 0)
    key, check_key = _keys(as_of, audience, files, repr(ids.get("@orders")))
    return Ground(organisation, _policies(files.entries, records, defaults), as_of, audience, ids, doubled, made, key, check_key)


def _first_month(tables: Iterable[str]) -> date | None:
    """Return since when orders are kept, as far as the names of the exports tell: ``orders/2024-07.csv``."""
    months = [_MONTH.search(path) for path in tables]
    if not all(months):
        return None
    return min(date(int(month[1]), int(month[2]), 1) for month in months if month)


def _keys(as_of: date, audience: Audience | None, files: SharedFiles, orders: str) -> tuple[str, str]:
    """Return what figures depend on besides a customer's own records, and what the rules across records see besides."""
    figures: list[str] = []
    others: list[str] = [orders]
    for path, plain in sorted(files.plain.items()):
        if plain[2]:
            continue
        top = path.split("/", 1)[0]
        asks = any(part[0] == "plan" and "'per_customer'" in repr(part[4]) for part in plain[1])
        asks = asks or any(part[0] == "survey" for part in plain[1])
        (figures if asks or top in _FIGURES_REST_ON else others).append(f"{path}={plain[0]}")
    return digest_of(
        as_of.isoformat(),
        repr(
            audience
            and (
                audience.name,
                *sorted(audience.classes),
                *sorted(audience.declassify),
                *sorted(audience.customers),
                *sorted(audience.tags),
            )
        ),
        *figures,
    ), digest_of(*others)


def _audience(name: str | None, site: Site | None) -> Audience | None:
    if name is None:
        return None
    specs = site.audiences if site else ()
    spec = next((spec for spec in specs if spec.name == name), None)
    if spec is None:
        raise UnknownAudience(name, tuple(spec.name for spec in specs))
    return audience_of(spec)


def _packaged(sources: Iterable[tuple[str, bytes]], reader: Reader) -> list[tuple[str, Record]]:
    found: list[tuple[str, Record]] = []
    for path, data in sources:
        file = reader.file(path, data)
        if file.faults:
            raise ValueError(f"packaged default {path}: {file.faults[0].message('en')}")
        found.extend((entry.kind, made.record) for entry, made in zip(file.entries, file.made, strict=True))
    return found


def _policies(entries: Iterable[Entry], records: Iterable[Record], packaged: Iterable[tuple[str, Record]]) -> Policies:
    own: dict[str, list[Record]] = {}
    for entry, record in zip(entries, records, strict=True):
        if entry.kind in POLICY_KINDS:
            own.setdefault(entry.kind, []).append(record)
    defaults: dict[str, list[Record]] = {}
    for kind, record in packaged:
        defaults.setdefault(kind, []).append(record)
    return Policies.of(own, defaults)


def _shared(options: Options, memo: Memo, ground: Ground, reader: Reader) -> Shared:
    own = set(ground.organisation.taxonomies)
    closed = {record.id: record for record, _ in ground.made if isinstance(record, Taxonomy) and record.id in own}
    return Shared(
        options.records,
        memo,
        reader,
        ground.as_of,
        ground.organisation,
        ground.policies,
        ground.known,
        closed,
        references.spellings(closed),
        ground.key,
        ground.check_key,
        working_out(ground.audience, ground.organisation, ground.policies, ground.as_of),
        days_at(ground.as_of, ground.organisation.site.org.fiscal_year_start),
    )


def working_out(
    audience: Audience | None, organisation: Organisation, policies: Policies, as_of: date
) -> Callable[[Sequence[Dossier]], list[tuple[Dossier, Facts] | None]]:
    """Return the function that works customers out for an audience at a date; what all share is prepared once."""
    return partial(_worked_out, audience, frame_of(organisation, policies, as_of))


def _worked_out(
    audience: Audience | None, frame: Frame, dossiers: Sequence[Dossier]
) -> list[tuple[Dossier, Facts] | None]:
    """Work out some customers, then take out what the audience may not see; ``None`` for those that it may not see at all."""
    return [_seen_by(audience, *found) for found in zip(dossiers, facts_among(frame, dossiers), strict=True)]


def _seen_by(audience: Audience | None, dossier: Dossier, facts: Facts) -> tuple[Dossier, Facts] | None:
    if audience is None or (audience.sees_all and audience.admits(dossier)):
        return dossier, facts
    if not audience.admits(dossier):
        return None
    return redacted_dossier(dossier, audience), redacted_facts(facts, audience)


def _all_faults(
    listed: Listing, files: SharedFiles, ground: Ground, kept: Mapping[str, KeptShard], memo: Memo, shared: Shared
) -> tuple[list[Diagnostic], list[str]]:
    """Gather every fault there is: of files, of each customer, across customers."""
    faults = [*listed.scan.strays, *ground.doubled]
    faults.extend(_collisions(memo, listed.scan.paths))
    failed = list(files.failed)
    for name in kept:
        state: Any = memo.get(f"faults/{name}")
        if isinstance(state, dict):
            faults.extend(from_plain(plain) for plain in state["faults"])
            failed.extend(str(path) for path in state["failed"])
    unread = [*failed, *(stray.span.path for stray in listed.scan.strays)]
    key = digest_of(ground.key, ground.check_key)
    common = Common(ground.made, ground.known, shared.closed, ground.organisation, ground.policies, ground.as_of, key)
    left = findings.Left(unread, [(path, one) for path in sorted(set(failed)) for one in _mentions(shared, path)])
    told, nameless = findings.of_shared(files.faults, left)
    faults.extend(told)
    faults.extend(findings.across(memo, list(kept.values()), common, left))
    if "site.yaml" not in listed.shard:
        faults.append(findings.no_settings())
    return faults, sorted(set(failed) - nameless)


def _mentions(shared: Shared, path: str) -> tuple[Mention, ...]:
    """Return the ids in what is refused of a file, which is read again: there are few such files, and none of them is published."""
    try:
        return shared.reader.file(path, read(shared.root, path)).mentions
    except OSError:
        return ()


def _collisions(memo: Memo, paths: list[str]) -> list[Diagnostic]:
    """Return the files that are one on another computer; paths among which there was none last time are not gone through."""
    names = digest_of("\n".join(paths))
    if memo.get("distinct") == names:
        return []
    found = list(repository.collisions(paths))
    if not found:
        memo.put("distinct", names)
    return found
