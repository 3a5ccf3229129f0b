"""Every fault that shows only where all customers are seen together: gathered from what the memo keeps of each.

Records are opened again only where something is wrong with them, to say in which line.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.checks import COMMON_CHECKS, CUSTOMER_CHECKS, derived, identities, references, repository
from crmsite.checks.case_file import CaseFile, Known, at, by_type, circle_starts
from crmsite.checks.doubtful import Doubt
from crmsite.diagnostics import Diagnostic, Span, fault, fault_from, from_plain
from crmsite.grammar.guess import meant, nearest
from crmsite.kinds.customer import Customer
from crmsite.machine.memo import digest_of
from crmsite.reading.mentions import ROW
from crmsite.reading.placing import Place, place
from crmsite.reading.reader import Entry, Made, typed
from crmsite.stages.kept import NAMED
from crmsite.stages.shards import SHARDS, shard_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crmsite.dossier.book import Organisation
    from crmsite.grammar.fields import Record
    from crmsite.kinds.person import Person
    from crmsite.kinds.site import Taxonomy
    from crmsite.machine.memo import Memo
    from crmsite.policy import Policies
    from crmsite.reading.mentions import Mention
    from crmsite.stages.kept import Head, KeptShard


class Common(NamedTuple):
    """What belongs to no customer: records with their references, ids, taxonomies, rules, and the date.

    ``key`` is the digest of all shared files and the date.
    """

    made: Sequence[Made]
    known: Mapping[str, Known]
    closed: Mapping[str, Taxonomy]
    organisation: Organisation
    policies: Policies
    as_of: date
    key: str


class Left(NamedTuple):
    """What was left out: files that could not be read in whole, and the ids in what was refused of them, each with its path."""

    paths: Sequence[str]
    mentions: Sequence[tuple[str, Mention]]


class Everybody(NamedTuple):
    """All customers: their heads, all ids that their records define, and the references to records outside their own."""

    heads: Mapping[str, Head]
    ids: Mapping[str, list[Any]]
    outward: Sequence[tuple[str, str, str]]

    def parents(self) -> dict[str, str]:
        """Return the parent of each customer that has one."""
        return {name: head.parent for name, head in self.heads.items() if head.parent}


def of_shared(faults: Sequence[Diagnostic], left: Left) -> tuple[list[Diagnostic], set[str]]:
    """Return what shared files have wrong, and those that have nothing else wrong than to name customers that nobody knows yet.

    A row may name a customer by a number or a name that stands in the customer's own file. Where such a file can be read so
    little that it does not say whose it is, nobody can tell that a row names no customer.
    """
    known = {path for path, one in left.mentions if one.defines and one.kind == "customer"}
    places = [place(path) for path in left.paths if path not in known]
    if not any(isinstance(found, Place) and found.kind == "customer" for found in places):
        return [*faults], set()
    told = [found for found in faults if found.rule != "unknown-customer"]
    wrong = {found.span.path for found in told if found.severity == "error"}
    return told, {found.span.path for found in faults if found.rule == "unknown-customer"} - wrong


def across(memo: Memo, shards: Sequence[KeptShard], common: Common, left: Left) -> list[Diagnostic]:
    """Return the faults of customers and of what they share; what files that were ``left`` out may hold is not missed."""
    doubt = Doubt(left.paths)
    faults = _of_all(memo, shards, common, left)
    for shard in shards:
        for name, _, told in shard.told():
            found = [from_plain(plain) for plain in told]
            faults.extend([each for each in found if not doubt.of(each, name)] if doubt else found)
    return faults


def _of_all(memo: Memo, shards: Sequence[KeptShard], common: Common, left: Left) -> list[Diagnostic]:
    """Return what only shows where all are seen.

    Where there was nothing, nobody looks again before an id, a name, a group or what all share has moved.
    """
    key = digest_of(common.key, *(shard.stamp(part) for shard in shards for part in (NAMED, "ids", "told")))
    if not left.paths and memo.get("nothing-across") == key:
        return []
    heads = {name: head for shard in shards for name, head in shard.heads.items()}
    own = {name: _plain(known) for name, known in common.known.items() if known.path}
    refused = [{one.name: [one.kind, one.customer, None, path, one.line, False]} for path, one in left.mentions if one.defines]
    ids, faults = identities.merged([own, *(ids for shard in shards for ids in shard.ids()), *refused])
    outward = [(kind, name, customer) for shard in shards for customer, made, _ in shard.told() for kind, name in made]
    everybody = Everybody(heads, ids, outward)
    likely = Meant(memo, everybody, tuple(common.organisation.people.values()))
    lost = repository.Lost(left.paths)
    rows = _Rows(memo)
    faults.extend(_outward(memo, everybody, likely, lost))
    faults.extend(_names(memo, everybody))
    faults.extend(_common(common, likely, lost, rows))
    faults.extend(_refused(everybody, common, likely, lost, rows, left.mentions))
    if not left.paths and not faults and not rows.asked:
        memo.put("nothing-across", key)
    return faults


def _plain(known: Known) -> list[Any]:
    return [known.kind, known.customer, None, known.path, known.line, known.void]


class Meant:
    """What a reference that names nothing was perhaps meant to name: an id much like it, a customer or one of us by name."""

    def __init__(self, memo: Memo, everybody: Everybody, people: Iterable[Person]) -> None:
        """Take all customers and all of us; names are looked at when they are asked for, which is seldom."""
        self._memo = memo
        self._people = people
        self._heads = everybody.heads
        self.ids = everybody.ids

    @cached_property
    def _called(self) -> dict[str, str]:
        """Return every name that customers go by, each with its customer's id."""
        called = {}
        for head in self._heads.values():
            records = _customers(self._memo, head.id)
            short = [name for record in records for name in record.short_name or ()]
            called.update({name: head.id for name in (*head.aliases, *head.names, *short) if name})
        return called

    def id(self, kind: str, name: str) -> str:
        """Return the id that was perhaps meant; empty where none comes near, or where there are too many to look at."""
        near = repository.near(name, kind, self.ids)
        guess = nearest(name, near)
        if kind == "person" and not guess:
            return self._person(name)
        return meant(name, self._called) if kind == "customer" and near and not guess else guess

    def _person(self, name: str) -> str:
        """Return who of us goes by a name, or is the only one with its first Han character: masked names keep no more."""
        called = {text: one.id for one in self._people for text in one.display_name or () if text}
        alike = [one.id for one in self._people if one.masked_name[:1] == name[:1] > "\u3400"]
        return called.get(name) or (alike[0] if len(alike) == 1 else meant(name, called))

    def whose(self, name: str) -> references.Wrong | None:
        """Return what is wrong with how a row calls its customer: by no id, no other name and no name of any."""
        if name in self._called or self.ids.get(name, ("",))[0] == "customer":
            return None
        return references.Wrong("unknown-customer", {"text": name, "guess": self.id("customer", name)})


def _outward(memo: Memo, everybody: Everybody, likely: Meant, lost: repository.Lost) -> Iterator[Diagnostic]:
    """Say where references of customers to records outside their own do not hold."""
    ids = likely.ids
    for wrong in repository.outward(everybody.outward, ids, partial(_holds, everybody.parents())):
        place = ids.get(wrong.name)
        if place is None and lost.may_hold(wrong.kind, wrong.name, wrong.customer):
            continue
        found = repository.known(place) if place else None
        guess = likely.id(wrong.kind, wrong.name) if place is None else ""
        for record in _records(memo, wrong.customer):
            yield from references.faults_of(record, wrong.kind, wrong.name, found, guess, {})


def _holds(parents: Mapping[str, str], kind: str, found: Known, customer: str) -> bool:
    """Tell whether a reference holds: of the right kind, not void, the customer's own or its group's."""
    if not references.fits(kind, found.kind) or found.void:
        return False
    group = customer in (parents.get(found.customer), found.customer) or parents.get(customer) == found.customer
    return group or not references.is_foreign(found, customer)


def _names(memo: Memo, everybody: Everybody) -> Iterator[Diagnostic]:
    """Say which names are taken, which are easily mixed up, and which groups go round in a circle."""
    ids = everybody.ids
    there = {name: head for name, head in everybody.heads.items() if name in ids}
    aliases = ((name, head.aliases) for name, head in there.items() if head.aliases)
    for one in repository.aliases(aliases, there, ((name, head.names) for name, head in there.items())):
        named = {"named": one.other} if one.called else {}
        for record in _customers(memo, one.customer):
            yield at(record, "alias-taken", *_place_of_alias(record, one.alias), alias=one.alias, other=one.other, **named)
    people = [name for name, place in ids.items() if place[0] == "person"]
    yield from repository.look_alikes((name, partial(_span, ids[name])) for name in sorted([*there, *people]))
    for name in circle_starts({name: head.parent for name, head in there.items() if head.parent}):
        for record in _customers(memo, name):
            yield at(record, "reference-cycle", "parent", id=name, key="parent")


def _span(place: list[Any]) -> Span:
    return Span(place[3], place[4])


def _place_of_alias(customer: Customer, alias: str) -> tuple[str | int, ...]:
    if alias in customer.aliases:
        return ("aliases", customer.aliases.index(alias))
    return ("external_ids",)


def _customers(memo: Memo, name: str) -> list[Customer]:
    return [record for record in _records(memo, name) if isinstance(record, Customer)]


def _records(memo: Memo, customer: str) -> list[Record]:
    """Return one customer's records from the memo, void ones left out."""
    return [record for record in (typed(entry, set()) for entry in _entries(memo, customer)) if record.status is None]


def _entries(memo: Memo, customer: str) -> list[Entry]:
    state: Any = memo.get(f"shards/{shard_of(customer)}")
    if not isinstance(state, dict):
        return []
    own = [Entry(*part) for path in sorted(state["files"]) for part in state["files"][path][1] if part[1] == customer]
    return [*own, *(Entry(*part) for part in state["entries"].get(customer, ()))]


def _common(common: Common, likely: Meant, lost: repository.Lost, rows: _Rows) -> Iterator[Diagnostic]:
    """Run the rules on the records that belong to no customer: plans for segments, risks, taxonomies, policies."""
    everybody = repository.KnownIds(likely.ids)
    records = by_type(one.record for one in common.made)
    case = CaseFile("", records, (), (), (), common.known, everybody, common.organisation, common.policies)
    for check in (*CUSTOMER_CHECKS, *COMMON_CHECKS):
        yield from check(case)
    yield from derived.years_missing({common.as_of.year}, common.policies.calendar, common.organisation.site)
    written = references.spellings(common.closed)
    wrong = [
        (one.record, kind, name)
        for one in common.made
        if one.record.status is None
        for kind, name in references.unresolved(sorted(one.references), _as(case, one.record), written)
    ]
    there = rows.named({name for _, kind, name in wrong if kind == "any" and case.known(name) is None})
    for record, kind, name in wrong:
        found = case.known(name)
        if name in there or (found is None and not kind.startswith("taxonomy:") and lost.may_hold(kind, name, "")):
            continue
        yield from references.faults_of(record, kind, name, found, likely.id(kind, name), common.closed)


def _as(case: CaseFile, record: Record) -> CaseFile:
    """Return the case file as a record sees it that says itself whose it is."""
    customer = getattr(record, "customer", None)
    return case._replace(customer=customer) if customer else case


def _refused(
    everybody: Everybody, common: Common, likely: Meant, lost: repository.Lost, rows: _Rows, mentions: Iterable[tuple[str, Mention]]
) -> Iterator[Diagnostic]:
    """Say which references in what was refused do not hold either: whoever mends a value is told of the id beside it."""
    made = [(path, one) for path, one in mentions if not one.defines]
    parents = everybody.parents() if made else {}
    written = references.spellings(common.closed)
    there = rows.named({one.name for _, one in made if one.kind == "any" and one.name not in likely.ids})
    for path, one in made:
        wrong = None
        kind = "customer" if one.kind == ROW else one.kind
        found = repository.known(likely.ids[one.name]) if one.name in likely.ids else common.known.get(one.name)
        if one.kind.startswith("taxonomy:"):
            if one.name not in written.get(one.kind, (one.name,)):
                wrong = references.wrong_with(one.kind, one.name, None, "", common.closed, None)
        elif found is None and (one.name in there or lost.may_hold(kind, one.name, one.customer)):
            continue
        elif one.kind == ROW:
            wrong = likely.whose(one.name)
        elif found is None or not _holds(parents, one.kind, found, one.customer or found.customer):
            guess = likely.id(one.kind, one.name) if found is None else ""
            wrong = references.wrong_with(one.kind, one.name, found, guess, common.closed, one.customer or None)
        if wrong is not None:
            yield fault_from(wrong.rule, Span(path, one.line), wrong.args, one.keys)


class _Rows:
    """The rows of all tables by their ids; ``asked`` tells whether anybody has looked, since rows come and go without a trace."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self.asked = False

    def named(self, names: set[str]) -> set[str]:
        """Return those of some names that are orders or invoices of any customer; looked for only where they are no record."""
        found: set[str] = set()
        self.asked = self.asked or bool(names)
        for number in range(SHARDS if names else 0):
            state: Any = self._memo.get(f"shards/{number:02x}")
            if isinstance(state, dict):
                tables = [file[3] for file in state["files"].values()]
                tables += [part[2] for parts in state["tables"].values() for part in parts]
                found.update(row[1] for rows in tables for row in rows if row[1] in names)
        return found


def no_settings() -> Diagnostic:
    """Say that the repository has no settings."""
    return fault("no-settings", Span("site.yaml", 1))
