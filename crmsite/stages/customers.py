"""Customers from their bundles to faults, figures, summaries and pages: each step for a whole block before the next begins.

One step is a small program, all steps together are a large one: what the processor keeps at hand of a program serves the next
customer only where that goes through the same step. So ten thousand customers take a tenth less than one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from crmsite import checks
from crmsite.checks.case_file import CaseFile, Known
from crmsite.checks.identities import known_ids
from crmsite.checks.references import faults_of, unresolved
from crmsite.diagnostics import Diagnostic, Span, fault, to_plain
from crmsite.dossier.assemble import TableRows, dossier_at, written
from crmsite.machine.memo import digest_of
from crmsite.slotted import Slotted
from crmsite.stages.kept import Head, Kept
from crmsite.summaries.summary import summaries_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from crmsite.checks.references import Spellings
    from crmsite.dossier.assemble import Written
    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts
    from crmsite.grammar.fields import Record
    from crmsite.grammar.tables import TypedCells
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.site import Taxonomy
    from crmsite.machine.memo import Memo
    from crmsite.policy import Policies
    from crmsite.reading.quick import References
    from crmsite.reading.reader import Entry, Made, Reader
    from crmsite.stages.kept import KeptShard
    from crmsite.summaries.pressing import Days
    from crmsite.summaries.summary import Summary

_BLOCK = 64
"""So many customers go through the steps together: more would gain little, and all that is known of them is in memory."""


class Shared(Slotted):
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
    work_out: Callable[[Sequence[Dossier]], list[tuple[Dossier, Facts] | None]]
    days: Days


class Sitter(Slotted):
    """One customer whose pages are to be painted, with all that can show on them."""

    customer: str
    dossier: Dossier
    facts: Facts
    summary: Summary


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

    def paint(self, sitters: Sequence[Sitter]) -> Sequence[list[Any]]:
        """Render and write the pages of each. Return what the publisher has to know of them, with the ``digest`` of their bytes."""


class Done(Slotted):
    """What came of a task."""

    name: str
    digests: dict[str, str]
    parsed: list[str]
    painted: list[tuple[str, str, list[Any]]]


class Bundle(Slotted):
    """All entries and rows of one customer, with the digests of where they came from; ``made`` are those typed in this run.

    ``nobody``: there is no file of the customer itself, not even one that could not be read.
    """

    entries: list[Entry]
    made: list[Made | None]
    tables: list[TableRows]
    digests: list[str]
    nobody: bool = False


class _Turn:
    """One customer on its way through the steps, with what has come of them so far."""

    def __init__(self, customer: str, bundle: Bundle, shared: Shared, old: Kept | None) -> None:
        self.customer = customer
        self.bundle = bundle
        self.old = old
        self.key = digest_of(shared.key, customer, "\0".join(bundle.digests))
        self.check_key = digest_of(self.key, shared.check_key)
        self.same = old is not None and old.head.key == self.key
        self.references: References = set()
        self.ids: dict[str, Known] = {}
        self.faults: list[Diagnostic] = []
        self.outward: list[tuple[str, str]] = []
        self.derived: list[Diagnostic] = []
        self.head = Head(customer, self.key, self.check_key, "", None, [None, None, None], "", [], [], [])

    def records(self, reader: Reader) -> list[Record]:
        """Return the customer's records, and note their references down."""
        records = []
        references = self.references
        for entry, made in zip(self.bundle.entries, self.bundle.made, strict=True):
            if made is None:
                records.append(reader.typed(entry, references))
            else:
                record, its = made
                records.append(record)
                references |= its
        return records

    def settled(self, painter: Painter | None) -> Kept | None:
        """Return what is kept of the customer where all of it holds and its pages stand."""
        old = self.old
        if old is None or not self.same or old.head.check_key != self.check_key:
            return None
        return old if painter is None or old.head.summary is None or painter.fits(old.head) else None

    def kept(self) -> Kept:
        """Return what is to be kept of the customer."""
        return Kept(
            self.head,
            {name: _plain_known(known) for name, known in self.ids.items()},
            [list(out) for out in self.outward],
            [to_plain(found) for found in self.faults],
            [to_plain(found) for found in self.derived],
        )


def brought_up(
    bundles: dict[str, Bundle], shared: Shared, cells: TypedCells, painter: Painter | None, old: KeptShard | None, done: Done
) -> list[Kept]:
    """Bring customers up to date, in order of their ids: each of figures, faults and pages where what it is made from changed.

    The bundles are taken out one after the other: what was read of a block of customers goes when the block is done.
    """
    kept: list[Kept] = []
    for names in _blocks(sorted(bundles)):
        turns = [_Turn(name, bundles.pop(name), shared, old.of(name) if old else None) for name in names]
        settled = [turn.settled(painter) for turn in turns]
        todo = [turn for turn, stands in zip(turns, settled, strict=True) if stands is None]
        _work_out(_check(todo, shared, cells), shared, painter, done)
        kept.extend([turn.kept() if stands is None else stands for turn, stands in zip(turns, settled, strict=True)])
    return kept


def _blocks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names in blocks of about one length, so that no few are left over: those would gain nothing from each other."""
    count = -(-len(names) // _BLOCK)
    for at in range(count):
        yield names[len(names) * at // count : len(names) * (at + 1) // count]


def _check(turns: Sequence[_Turn], shared: Shared, cells: TypedCells) -> list[tuple[_Turn, CaseFile, Written]]:
    """Type what is not typed yet, put each customer's records together, run the rules on them."""
    records = [turn.records(shared.reader) for turn in turns]
    defined = [known_ids(turn.bundle.entries, own) for turn, own in zip(turns, records, strict=True)]
    zone = shared.organisation.site.org.timezone
    books = [written(own, turn.bundle.tables, cells, zone) for turn, own in zip(turns, records, strict=True)]
    cases = []
    for turn, (ids, _), own in zip(turns, defined, books, strict=True):
        turn.ids = ids
        case = CaseFile(
            turn.customer, own.kinds, own.orders, own.invoices, own.receipts, ids, shared.known, shared.organisation,
            shared.policies, own.sends,
        )  # fmt: skip
        cases.append((turn, case, own))
    for check in checks.CUSTOMER_CHECKS:
        for turn, case, _ in cases:
            turn.faults.extend(check(case))
    for (turn, case, _), (_, doubled) in zip(cases, defined, strict=True):
        _resolve(turn, case, shared)
        turn.derived.extend(checks.ahead.ahead(case, shared.as_of))
        turn.faults.extend(doubled)
        if turn.bundle.nobody:
            turn.faults.append(_nobody(turn.customer, turn.bundle))
    return cases


def _resolve(turn: _Turn, case: CaseFile, shared: Shared) -> None:
    """Tell of references that name nothing; those that may name another customer's record are handed on."""
    for kind, name in sorted(unresolved(turn.references, case, shared.spellings)):
        known = case.known(name)
        if known is not None or kind.startswith("taxonomy:"):
            records = [record for group in case.records.values() for record in group]
            turn.faults.extend(found for record in records for found in faults_of(record, kind, name, known, "", shared.closed))
        elif (kind, name) != ("customer", case.customer):
            turn.outward.append((kind, name))


def _work_out(
    checked: Sequence[tuple[_Turn, CaseFile, Written]], shared: Shared, painter: Painter | None, done: Done
) -> None:
    """Work out the figures of the customers that there are on the day, say what these say of the records, paint their pages."""
    seen = []
    for turn, case, own in checked:
        dossier = dossier_at(own, shared.as_of)
        if dossier is not None:
            page, drawn = ("", []) if turn.old is None else (turn.old.head.page, turn.old.head.drawn)
            named = _named(dossier.customer, turn.references)
            turn.head = Head(turn.customer, turn.key, turn.check_key, page, None, *named, drawn)
            seen.append((turn, case, dossier))
    figures = shared.work_out([dossier for _, _, dossier in seen])
    worked = [(turn, case, *found) for (turn, case, _), found in zip(seen, figures, strict=True) if found is not None]
    for turn, case, _, facts in worked:
        turn.derived.extend(checks.derived.all_derived(case, facts))
    summaries = summaries_of([(dossier, facts) for _, _, dossier, facts in worked], shared.organisation, shared.days)
    waiting = []
    for (turn, _, dossier, facts), summary in zip(worked, summaries, strict=True):
        turn.head = turn.head._replace(summary=summary.to_plain())
        if painter is not None and not painter.fits(turn.head):
            waiting.append((turn, Sitter(turn.customer, dossier, facts, summary)))
    if painter is not None:
        for (turn, _), pages in zip(waiting, painter.paint([sitter for _, sitter in waiting]), strict=True):
            done.painted.append((turn.customer, _reason(turn.old, turn.same, turn.bundle, done), pages))
            turn.head = turn.head._replace(page=painter.key(turn.head), drawn=[page.digest for page in pages])


def _reason(old: Kept | None, same: bool, bundle: Bundle, done: Done) -> str:
    """Say why a page is painted: new, the files that changed, shared rules or the date, or what the page is dressed in."""
    if old is None:
        return "new"
    if same:
        return "dress"
    changed = [path for path in done.parsed if any(mark.startswith(f"{path}=") for mark in bundle.digests)]
    return " ".join(changed) or "rules"


def _named(customer: Customer, references: Iterable[tuple[str, str]]) -> tuple[list[str | None], str, list[str], list[str]]:
    """Return names, parent, people and aliases of a customer as its head has them."""
    people = sorted([name for kind, name in references if kind == "person"])
    return list(customer.name), customer.parent or "", people, names_of(customer)


def names_of(customer: Customer) -> list[str]:
    """Return the other names by which machine tables may call a customer."""
    return [*customer.aliases, *(str(v) for k, v in (customer.external_ids or {}).items() if k != "@")]


def _plain_known(known: Known) -> list[Any]:
    kind, customer, day, path, line, void = known
    return [kind, customer, day.isoformat() if day else None, path, line, void]


def _nobody(customer: str, bundle: Bundle) -> Diagnostic:
    """Say once, at the first place, that records and rows name a customer whose own file is not there."""
    places = [(str(entry.tree["@path"]), entry.line) for entry in bundle.entries]
    places += [(part.path, int(row[-1])) for part in bundle.tables for row in part.rows[:1]]
    path, line = min(places)
    return fault("unknown-customer", Span(path, line), text=customer, guess="")
