"""One file to its records: place, parse, type, look for personal data. Pure, never raises; its faults are part of its value."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pydantic import ValidationError

from crmsite.catalogue import KIND
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.grammar.fields import Record
from crmsite.grammar.tables import Row, new, parse_table
from crmsite.grammar.values import is_id
from crmsite.parsing import nodes
from crmsite.parsing.cut_texts import cut_texts
from crmsite.parsing.plain_yaml import PlainYaml
from crmsite.parsing.source import MAX_FILE_BYTES, limit_of
from crmsite.reading import privacy
from crmsite.reading.answer_sheets import read_sheet
from crmsite.reading.mentions import ROW, Mention, mentions
from crmsite.reading.placing import Place, is_sheet, place, survey_beside
from crmsite.reading.quick import References, Typist
from crmsite.reading.refusals import Refused, known_keys, shape_of, value_faults
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.kinds.satisfaction import Survey
from crmsite.parsing.nodes import KeyPath, Node

Tree = dict[str, "Node"]


class Entry(NamedTuple):
    """One record as it was read: kind, owner customer (or empty), id, line, and its text tree with ids filled in."""

    kind: str
    customer: str
    id: str
    line: int
    tree: Tree


class Made(NamedTuple):
    """An entry's record, with the references that it makes."""

    record: Record
    references: References


class FileRead(Slotted):
    """All that one file gives. ``rows`` are a table's rows, of the kind that ``table`` names; ``made`` the typed entries.

    ``mentions`` are the ids in what was refused.
    """

    path: str
    entries: tuple[Entry, ...]
    table: str
    rows: tuple[Row, ...]
    faults: tuple[Diagnostic, ...]
    made: tuple[Made, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything in the file had to be left out."""
        return any(found.severity == "error" for found in self.faults)


class _Sheet(NamedTuple):
    """A file that is being read: where it lies, its text, what its path says, its kind's model, what has been made of it."""

    path: str
    text: str
    placed: Place
    model: type[Record]
    entries: list[Entry]
    made: list[Made]
    mentions: list[Mention]


def model_of(kind: str) -> type[Record]:
    """Return a kind's model; its module is imported only here."""
    module, _, name = KIND[kind].model.partition(":")
    model: type[Record] = getattr(import_module(module), name)
    return model


class Reader:
    """Reads files and makes records. One for a run: it remembers how lines begin and what kinds are made of."""

    def __init__(self, *, quick: bool = True) -> None:
        self._plain = PlainYaml()
        self._typist = Typist(quick=quick)
        self._models: dict[str, type[Record]] = {}

    def model(self, kind: str) -> type[Record]:
        """Return a kind's model."""
        found = self._models.get(kind)
        if found is None:
            found = self._models[kind] = model_of(kind)
        return found

    def typed(self, entry: Entry, references: References) -> Record:
        """Return the record of an entry that was read without a fault, and note its references down."""
        return self._typist.record(self.model(entry.kind), entry.tree, references)

    def file(
        self, path: str, data: bytes, *, clean: bool = False, calm: bool = False, survey: Survey | None = None
    ) -> FileRead:
        """Read one record file. Every fault of the file is reported in one go.

        ``clean`` says that a look at its bytes has found no personal data, ``calm`` that another has found nothing to decode.
        ``survey`` is the one that an export of answers belongs to: it says what the headings and the words of answers mean.
        """
        placed = place(path)
        if isinstance(placed, Diagnostic):
            return FileRead(path, (), "", (), (placed,))
        if len(data) > MAX_FILE_BYTES and len(data) > (limit := limit_of(path)):
            return FileRead(path, (), "", (), (fault("file-too-large", Span(path, 1), limit=limit),))
        text = data.decode() if calm else nodes.calm_text(data)
        calm = text is not None
        if text is None:
            text, faults = nodes.decode(path, data)
            if faults:
                return FileRead(path, (), "", (), faults)
        file = self._sheet(path, text, survey) if is_sheet(path) else self._text(path, text, placed, calm=calm)
        return file if clean or privacy.is_clean(data) else _without_personal_data(file, text)

    def _text(self, path: str, text: str, placed: Place, *, calm: bool) -> FileRead:
        if KIND[placed.kind].shape == "table":
            refused: list[tuple[str, int]] = []
            rows, problems = parse_table(placed.kind, path, text, placed.customer, refused)
            named = tuple([Mention(ROW, name, "", line, ("customer",)) for name, line in refused])
            return FileRead(path, (), placed.kind, tuple(rows), tuple(problems), (), named)
        parsed = nodes.parse(path, text, self._plain, calm=calm)
        if parsed.tree is None:
            return FileRead(path, (), "", (), parsed.faults)
        sheet = new(_Sheet, (path, text, placed, self.model(placed.kind), [], [], []))
        told: list[Diagnostic] = []
        if isinstance(parsed.tree, list):
            for at, item in enumerate(parsed.tree):
                told.extend(self._record(sheet, (at,), item))
        else:
            told.extend(self._record(sheet, (), parsed.tree))
        if " #" in text:
            told.extend(cut_texts(path, text))
        return FileRead(path, tuple(sheet.entries), "", (), tuple(told), tuple(sheet.made), tuple(sheet.mentions))

    def _sheet(self, path: str, text: str, survey: Survey | None) -> FileRead:
        """Read an export of answers: what its rows say, as if each had been written as a record."""
        if survey is None:
            return FileRead(path, (), "", (), (fault("sheet-without-survey", Span(path, 1), folder=survey_beside(path)),))
        rows, problems = read_sheet(path, text, survey)
        made = []
        for row in rows:
            references: References = set()
            made.append(Made(self._typist.record(self.model("response"), row.tree, references), references))
        entries = tuple([Entry("response", row.customer, row.id, row.line, row.tree) for row in rows])
        return FileRead(path, entries, "", (), tuple(problems), tuple(made))

    def _record(self, sheet: _Sheet, keys: KeyPath, item: Node) -> Sequence[Diagnostic]:
        """Make a record of a tree and put it on the sheet; return what is wrong with it."""
        path, text, placed, model, entries, made, named = sheet
        if not isinstance(item, dict):
            return [fault("not-a-mapping", nodes.locate(path, text, keys), found=shape_of(item))]
        tree: Any = item
        kind = placed.kind
        faults: Sequence[Diagnostic] = ()
        if "@path" in tree or "@index" in tree:
            faults = _own_marks(path, text, kind, keys, tree)
        if keys and not placed.id and placed.customer and "customer" not in tree and tree.get("id") is not None:  # nearly all
            tree["customer"] = placed.customer
        else:
            faults = [*faults, *_identify(path, text, placed, keys, tree)]
        tree["@path"] = path
        if keys:
            tree["@index"] = keys[0]
        references: References = set()
        try:
            record = self._typist.record(model, tree, references)
        except ValidationError as error:
            told = {found.keys for found in faults}
            refused = value_faults(Refused(path, text, kind, keys, tree), model, error)
            refused = [_named_by_path(found, placed, tree) for found in refused]
            faults = [*faults, *(found for found in refused if found.keys not in told)]
            wrong = {found.keys for found in faults} | {(*map(str, keys), *map(str, one["loc"])) for one in error.errors()}
            named.extend(mentions(placed, model, keys, tree, wrong))
            return faults
        if faults:
            named.extend(mentions(placed, model, keys, tree, {found.keys for found in faults}))
            return faults
        name = str(tree["id"])
        customer = name if kind == "customer" else str(tree.get("customer") or "")
        entries.append(new(Entry, (kind, customer, name, next(iter(tree[nodes.LINES].values()), 1), tree)))
        made.append(new(Made, (record, references)))
        if record.status == "void" and not record.reason:
            return [fault("void-without-reason", nodes.locate(path, text, (*keys, "status")))]
        return ()


def typed(entry: Entry, references: References) -> Record:
    """Return the record of one entry; for many, a ``Reader`` is faster."""
    return model_of(entry.kind).model_validate(entry.tree, context=references)


def read_file(path: str, data: bytes) -> FileRead:
    """Read one record file; for many, a ``Reader`` is faster."""
    return Reader(quick=False).file(path, data)


def _without_personal_data(file: FileRead, text: str) -> FileRead:
    """Add a fault for all personal data in a text. No fault repeats it in full: logs of checks are copied like pages."""
    faults = list(file.faults)
    for finding in privacy.personal_data(text):
        start = text.rfind("\n", 0, finding.start) + 1
        span = Span(file.path, text.count("\n", 0, start) + 1, finding.start - start + 1, finding.end - start + 1)
        told = privacy.masked(finding.text)
        faults = [
            one._replace(args=tuple((name, value.replace(finding.text, told)) for name, value in one.args)) for one in faults
        ]
        faults.append(fault(finding.rule, span, text=told))
    return file._replace(faults=tuple(faults))


def _named_by_path(found: Diagnostic, placed: Place, tree: Tree) -> Diagnostic:
    """Return a fault as it is, but for an id that is nowhere written: what gives it has to be renamed."""
    if found.rule != "bad-id" or found.keys != ("id",) or "id" in cast("dict[str, int]", tree[nodes.LINES]):
        return found
    name = placed.stem if is_id(placed.customer or "C") else placed.customer
    return fault("id-from-path", Span(str(tree["@path"]), 1), keys=found.keys, text=str(tree["id"]), name=name)


def _own_marks(path: str, text: str, kind: str, keys: KeyPath, item: Tree) -> list[Diagnostic]:
    """Refuse the keys under which a record remembers where it stands, before they are set."""
    faults = []
    for key in ("@path", "@index"):
        if item.pop(key, None) is not None:
            span = nodes.locate(path, text, (*keys, key), key=True)
            faults.append(fault("unknown-key", span, key=key, guess="", known="、".join(known_keys(model_of(kind), ()))))
    return faults


def _identify(path: str, text: str, placed: Place, keys: KeyPath, item: Tree) -> list[Diagnostic]:
    """Fill in the id and the customer that the path gives; a contradiction with the path is a fault."""
    faults = []
    kind = KIND[placed.kind]
    typed_id = item.get("id")
    single = not keys
    if typed_id is None:
        if placed.id and single:
            item["id"] = placed.id
        elif single and kind.id in ("opening", "site"):
            item["id"] = f"OB-{placed.customer}" if kind.id == "opening" else "site"
        else:
            faults.append(_without_id(path, text, placed, keys))
    elif placed.id and single and typed_id != placed.id:
        span = nodes.locate(path, text, ("id",))
        faults.append(fault("id-mismatch", span, keys=("id",), typed=str(typed_id), path_id=placed.id))
    if kind.owner == "none" or kind.id == "customer":
        return faults
    customer = item.get("customer")
    if placed.customer:
        if customer is None:
            item["customer"] = placed.customer
        elif customer != placed.customer:
            at = (*keys, "customer")
            span = nodes.locate(path, text, at)
            faults.append(fault("customer-mismatch", span, keys=_keys(at), typed=str(customer), path_id=placed.customer))
    elif customer is None and kind.owner == "customer":
        faults.append(fault("no-customer", nodes.locate(path, text, keys), keys=_keys((*keys, "customer")), kind=kind.id))
    return faults


def _without_id(path: str, text: str, placed: Place, keys: KeyPath) -> Diagnostic:
    """Say that an item of a list has no id; in a file that is one record by its name, that it is a list at all."""
    if placed.id and placed.kind in ("customer", "opening", "site"):
        return fault("not-a-mapping", Span(path, 1, 1, 2), keys=_keys(keys), found="list")
    return fault("missing-key", nodes.locate(path, text, keys), keys=_keys((*keys, "id")), key="id", kind=placed.kind)


def _keys(keys: KeyPath) -> tuple[str, ...]:
    return tuple(str(key) for key in keys)
