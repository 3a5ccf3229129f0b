"""Dossiers for tests: written out in a few words, or read from a folder of records, seen at a date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crmsite.dossier.assemble import TableRows, dossier_of, organisation_of
from crmsite.grammar.tables import TypedCells
from crmsite.policy import Policies, default_policy_sources, default_taxonomy_sources
from crmsite.reading.reader import model_of, read_file, typed
from crmsite.scores.customer import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Alert, Facts
    from crmsite.grammar.fields import Record

SAMPLE = Path(__file__).parent / "fixtures" / "sample_company"


class Folder(NamedTuple):
    """What a folder of records holds: records by customer (``""`` for those of nobody), rows by customer, policy records."""

    records: dict[str, list[Record]]
    tables: dict[str, list[TableRows]]
    policies: dict[str, list[Record]]
    problems: list[str]


def read_folder(sources: Iterable[tuple[str, bytes]]) -> Folder:
    """Read and type some record files."""
    folder = Folder(defaultdict(list), defaultdict(list), defaultdict(list), [])
    for path, data in sources:
        read = read_file(path, data)
        folder.problems.extend(f"{path}: {found.message('en')}" for found in read.faults)
        for entry in read.entries:
            record = typed(entry, set())
            folder.records[entry.customer].append(record)
            folder.policies[entry.kind].append(record)
        if read.rows:
            for customer in {row[0] for row in read.rows}:
                rows = [row for row in read.rows if row[0] == customer]
                folder.tables[customer].append(TableRows(read.table, path, rows))
    return folder


def files_below(root: Path) -> list[tuple[str, bytes]]:
    """Return every record file below a folder."""
    files = sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".csv"))
    return [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files]


def sample() -> Folder:
    """Read the sample company."""
    return read_folder(files_below(SAMPLE))


def packaged() -> dict[str, list[Record]]:
    """Return the packaged policies by kind."""
    return read_folder(default_policy_sources()).policies


def packaged_problems() -> list[str]:
    """Return what is wrong with the packaged policies and taxonomies."""
    return read_folder((*default_policy_sources(), *default_taxonomy_sources())).problems


def policies(**changes: Record) -> Policies:
    """Return the packaged policies, with some replaced by kind."""
    return Policies.of({kind: (record,) for kind, record in changes.items()}, packaged())


def written(value: object) -> object:
    """Turn Python values into a tree of text, as reading a file would."""
    if isinstance(value, dict):
        return {"@": {str(key): line for line, key in enumerate(value, start=1)}, **{str(k): written(v) for k, v in value.items()}}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def record(kind: str, /, **fields: object) -> Record:
    """Return one record of a kind from plain values; ``from_`` stands for the key ``from``."""
    tree = written(fields)
    assert isinstance(tree, dict)
    path = f"{kind}/{fields.get('id', 'one')}.yaml"
    return model_of(kind).model_validate({**tree, "@path": path}, context=set())


CUSTOMER = {
    "id": "C1",
    "name": "一号客户",
    "industry": "internet",
    "cooperation_since": "2020-01-01",
    "stages": [{"from": "2020-01-01", "stage": "won"}],
    "owners": [{"person": "E-li", "from": "2020-01-01"}],
}


class Case(NamedTuple):
    """One customer's records, before they are seen at a date."""

    records: tuple[Record, ...]
    tables: tuple[TableRows, ...]

    def at(self, day: str) -> Dossier:
        """Return the dossier as it stood on a day."""
        found = dossier_of(self.records, self.tables, date.fromisoformat(day), TypedCells(), "Asia/Shanghai")
        assert found is not None
        return found


def case(customer: Mapping[str, object] | None = None, orders: Iterable[tuple[object, ...]] = (), **kinds: Sequence[Mapping[str, object] | tuple[object, ...]]) -> Case:
    """Write one customer: ``orders`` as ``(day, amount)``, optionally ``status`` and ``returns``; other kinds as lists of mappings.

    Ids and the customer need not be given. ``invoices`` are ``(id, issued, due, amount)``, ``receipts`` ``(day, id, amount)``.
    """
    own = {**CUSTOMER, **(customer or {})}
    name = str(own["id"])
    records = [record("customer", **own)]
    tables = []
    for kind, items in kinds.items():
        if kind in ("invoices", "receipts"):
            currency = ("CNY",) if kind == "invoices" else ()
            cells = [[name, *(str(cell) for cell in item), *currency, str(line)] for line, item in enumerate(items, start=2)]
            tables.append(TableRows(kind[:-1], f"customers/{name}/{kind}.csv", cells))
            continue
        singular = kind if kind == "opening" else kind.removesuffix("s")
        for number, fields in enumerate(items, start=1):
            assert not isinstance(fields, tuple)
            records.append(record(singular, **{"id": f"{singular.upper()}-{number}", "customer": name, **fields}))
    rows = [_order_row(name, line, order) for line, order in enumerate(orders, start=2)]
    if rows:
        tables.append(TableRows("order", f"customers/{name}/orders.csv", rows))
    return Case(tuple(records), tuple(tables))


def _order_row(customer: str, line: int, order: tuple[object, ...]) -> list[str]:
    day, amount, status, returns = (*order, "", "")[:4]
    return [customer, f"O{line}", str(day), str(amount), "CNY", "", "", str(status), "", str(returns), str(line)]


def organisation(**settings: object) -> Organisation:
    """Return an organisation with default settings, but for those given."""
    site = record("site", org={"name": "公司", **{k: v for k, v in settings.items() if k != "amount_basis"}}, amount_basis=settings.get("amount_basis", "order"))
    return organisation_of([site], date(2024, 1, 1))


def facts(of: Case, day: str, using: Policies | None = None, **settings: object) -> Facts:
    """Return a customer's facts on a day under the packaged policies."""
    return facts_of(of.at(day), organisation(**settings), using or policies(), date.fromisoformat(day))


def sample_facts(customer: str, day: str) -> Facts:
    """Return the facts of a customer of the sample company, under its own policies where it has them."""
    folder = sample()
    when = date.fromisoformat(day)
    dossier = dossier_of(folder.records[customer], folder.tables[customer], when, TypedCells(), "Asia/Shanghai")
    assert dossier is not None
    shared = organisation_of(folder.records[""], when)
    return facts_of(dossier, shared, Policies.of(folder.policies, packaged()), when)


def alert_of(found: Facts, rule: str) -> Alert | None:
    """Return a customer's alert by a rule, if it has one."""
    return next((alert for alert in found.alerts if alert.rule == rule), None)
