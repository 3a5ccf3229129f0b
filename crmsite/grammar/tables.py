"""Machine tables as CSV: orders, invoices and receipts as an ERP exports them, care as a mailing tool reports it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.diagnostics import Diagnostic, Span, fault, fault_from
from crmsite.grammar.cells import choice_of, column_of, day_of, number_of
from crmsite.grammar.fields import Citation
from crmsite.grammar.guess import nearest
from crmsite.grammar.values import labelled, plain_number
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.parsing.nodes import CONFLICT

if TYPE_CHECKING:
    from _csv import Reader as _Reader
    from collections.abc import Iterable, Iterator, Sequence


class Order(NamedTuple):
    """One order line. A return is a negative row; a cancelled order counts nowhere."""

    order_id: str
    date: date
    amount: Decimal
    currency: str
    product: str
    channel: str
    status: str
    gross_profit: Decimal | None
    returns: str
    source: Citation


class Invoice(NamedTuple):
    """One invoice."""

    invoice_id: str
    issued: date
    due: date
    amount: Decimal
    currency: str
    source: Citation


class Receipt(NamedTuple):
    """One payment towards an invoice; an invoice may have several."""

    date: date
    invoice_id: str
    amount: Decimal
    source: Citation


class Send(NamedTuple):
    """One message of a care programme to one customer, and what became of it; sent is not received."""

    item: str
    date: date
    channel: str
    result: str
    source: Citation


class Columns(NamedTuple):
    """The columns of a table: those it must have, those it may have, and what each holds; ``listed`` name their list."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]
    key: str
    listed: tuple[tuple[str, str], ...] = ()


COLUMNS: dict[str, Columns] = {
    "order": Columns(
        ("order_id", "date", "amount"),
        ("currency", "product", "channel", "status", "gross_profit", "returns"),
        ("date",),
        ("amount", "gross_profit"),
        "order_id",
        (("status", "order_status"),),
    ),
    "invoice": Columns(("invoice_id", "issued", "due", "amount"), ("currency",), ("issued", "due"), ("amount",), "invoice_id"),
    "receipt": Columns(("date", "invoice_id", "amount"), (), ("date",), ("amount",), ""),
    "send": Columns(
        ("item", "date"), ("channel", "result"), ("date",), (), "", (("channel", "channel"), ("result", "send_result"))
    ),
}

Row = list[str]
"""``[customer, *values in the order of COLUMNS, line]``: text only, so that it can be kept as it was read."""

_AMOUNT, _PRODUCT, _STATUS = 3, 5, 7
"""Where an order's amount, product and status stand in its row."""
_Problem = tuple[str, str, dict[str, object]]
"""The column, the rule, the arguments of its wording."""

new = tuple.__new__
"""Makes a named tuple of a tuple, without its own function in between: there are dozens of rows a customer."""

_MARKS = {";": ";", "|": "|", "\t": "Tab"}
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,]*')


def parse_table(
    kind: str, path: str, text: str, customer: str, refused: list[tuple[str, int]]
) -> tuple[list[Row], list[Diagnostic]]:
    """Read one table. Every bad cell is reported; a row with a bad cell is left out, the others stand.

    Cells are kept in the one form that means the same: days as ISO text, plain numbers, ids of listed values. What spreadsheets
    leave behind goes unsaid: columns without a heading at the end of the first line, and rows of empty cells. In a table of
    orders without a column for the status, a negative amount is a return.
    ``customer`` is the folder's customer, or empty for an export that names the customer in each row. Whom the rows of an
    export name that are left out, and on which line, is added to ``refused``.
    """
    columns = COLUMNS[kind]
    reader = csv.reader(io.StringIO(text), strict=True)
    header, faults = _headings(path, text, reader)
    if faults:
        return [], faults
    order, faults = _header(path, text.partition("\n")[0], header, columns, customer)
    if faults:
        return [], faults
    where = header.index("customer") if "customer" in header else -1
    look = _QuickLook(columns, order)
    pick = itemgetter(*(at for _, at in order))
    rows: list[Row] = []
    lines: list[str] = []
    for line, cells in _lines(path, text, reader, len(header), faults):
        texts = [*map(str.strip, cells), ""]
        named = texts[where] or customer
        if not look(texts) or not named or (customer and named != customer):
            problems = [problem for name, at in order if (problem := _problem(columns, name, texts, at))]
            if not named or (customer and named != customer):
                problems.append(_not_whose(named, customer))
            if problems:
                lines = lines or text.split("\n")
                faults.extend(fault_from(rule, _cell_span(path, lines, line, header, name), args) for name, rule, args in problems)
                if named and not customer:
                    refused.append((named, line))
                continue
            look.remember(cells, texts)
        rows.append([named, *pick(texts), str(line)])
    if kind == "order" and "status" not in header:
        rows = [[*row[:_STATUS], "returned", *row[_STATUS + 1 :]] if row[_AMOUNT][0] == "-" else row for row in rows]
    return _once(kind, path, rows, faults) if columns.key else rows, faults


def _headings(path: str, text: str, reader: _Reader) -> tuple[list[str], list[Diagnostic]]:
    """Return the columns that the first line names; empty headings at its end are a spreadsheet's, and are left out."""
    try:
        written = [cell.strip() for cell in next(reader)]
    except StopIteration:
        return [], [fault("csv-no-header", Span(path, 1))]
    except csv.Error as error:
        return [], [fault("csv-syntax", _quote_span(path, text, 1), problem=error)]
    while len(written) > 1 and not written[-1]:
        written.pop()
    return [column_of(heading) for heading in written], []


def _lines(path: str, text: str, reader: _Reader, width: int, faults: list[Diagnostic]) -> Iterator[tuple[int, list[str]]]:
    """Yield every row of as many cells as the table has columns, with the line on which it begins; rows of empty cells are none.

    What is too wide or too narrow is a fault, and so is the place where the table cannot be read on.
    """
    following = reader.line_num + 1
    lines: list[str] = []
    try:
        for cells in reader:
            line, following = following, reader.line_num + 1
            if len(cells) == width:
                if any(cells):
                    yield line, cells
            elif len(cells) > width and not any(cells[width:]):
                if any(cells):
                    yield line, cells[:width]
            elif cells:
                lines = lines or text.split("\n")
                conflict = CONFLICT.match(cells[0])
                faults.append(
                    fault("merge-conflict", Span(path, line, 1, 8), text=cells[0][:7])
                    if conflict
                    else fault("csv-row-width", _width_span(path, lines[line - 1], line, width), found=len(cells), expected=width)
                )
    except csv.Error as error:
        faults.append(fault("csv-syntax", _quote_span(path, text, following), problem=error))


def _not_whose(named: str, customer: str) -> tuple[str, str, dict[str, object]]:
    """Say that a row names no customer, or another than the folder that its table lies in."""
    if not named:
        return "customer", "csv-bad-value", {"column": "customer", "text": "", "problem": "empty"}
    return "customer", "customer-mismatch", {"typed": named, "path_id": customer}


def _width_span(path: str, raw: str, line: int, width: int) -> Span:
    """Point at the first cell too many, else at the end of the row, where cells are missing."""
    raw = raw.rstrip("\r")
    cells = _cells(raw)
    if len(cells) > width:
        return Span(path, line, cells[width].start() + 1, len(raw) + 1)
    return Span(path, line, len(raw) + 1, len(raw) + 2)


def _quote_span(path: str, text: str, line: int) -> Span:
    """Point at the last double quote that opens a cell of a row which cannot be read; without one at the whole row."""
    raw = "".join(text.split("\n", line)[line - 1 : line]).rstrip("\r")
    opening = [at for at, mark in enumerate(raw) if mark == '"' and (at == 0 or raw[at - 1] == ",")]
    return Span(path, line, opening[-1] + 1, len(raw) + 1) if opening else Span(path, line, 1, len(raw) + 1)


def _cells(raw: str) -> list[re.Match[str]]:
    return [found for found in _CELL.finditer(raw) if found.start() == 0 or raw[found.start() - 1] == ","]


def cell_place(path: str, rows: Sequence[str], line: int, column: str) -> Span:
    """Return where a column's cell stands among a table's lines; the row alone where it has no such cell on one line."""
    header = [found.group().strip(' "\r\ufeff') for found in _cells(rows[0])]
    return _cell_span(path, rows, line, header if column in header else [*map(column_of, header)], column)


def _once(kind: str, path: str, rows: list[Row], faults: list[Diagnostic]) -> list[Row]:
    """Return the rows whose key is new; a return may bear the number of the order that it returns.

    The key of an order is its number and its product: an export may give an order of several products a row for each.
    """
    seen: dict[tuple[str, str], str] = {}
    kept: list[Row] = []
    orders = kind == "order"
    for row in rows:
        if not orders or row[_STATUS] != "returned":
            key = (row[1], row[_PRODUCT] if orders else "")
            if key in seen:
                first = f"{path}:{seen[key]}"
                faults.append(fault("duplicate-row", Span(path, int(row[-1])), keys=(COLUMNS[kind].key,), id=row[1], first=first))
                continue
            seen[key] = row[-1]
        kept.append(row)
    return kept


def _header(
    path: str, row: str, header: list[str], columns: Columns, customer: str
) -> tuple[list[tuple[str, int]], list[Diagnostic]]:
    known = [*columns.required, *columns.optional, "customer"]
    if not any(name in known for name in header):
        first = header[0] if header else ""
        for mark, said in _MARKS.items():
            at = first.find(mark) + 1
            if at and any(name.strip(' "') in known for name in first.split(mark)):
                return [], [fault("csv-separator", Span(path, 1, at, at + 1), mark=said)]
        return [], [fault("csv-no-header", Span(path, 1, 1, len(row.rstrip("\r")) + 1), known="、".join(known))]
    needed = columns.required if customer else (*columns.required, "customer")
    whole = Span(path, 1, 1, len(row.rstrip("\r")) + 1)
    faults = [fault("csv-missing-column", whole, column=name) for name in needed if name not in header]
    for at, name in enumerate(header):
        if name not in known:
            cell, told = _cell_span(path, [row], 1, header, name), "、".join(known)
            faults.append(fault("csv-unknown-column", cell, column=name, guess=nearest(name, known), known=told))
        elif name in header[:at]:
            faults.append(fault("duplicate-key", Span(path, 1), key=name, first=1))
    names = (*columns.required, *columns.optional)
    return [(name, header.index(name) if name in header else -1) for name in names], faults


def _cell_span(path: str, rows: Sequence[str], line: int, header: list[str], name: str) -> Span:
    """Find a cell in its row; of a row that goes over several lines, or has no such cell, the whole line is meant."""
    raw = rows[line - 1] if line <= len(rows) else ""
    cells = _cells(raw)
    if name not in header or len(cells) < len(header):
        return Span(path, line)
    start, end = cells[header.index(name)].span()
    return Span(path, line, start + 1, max(end, start + 1) + 1)


class _QuickLook:
    """Tells whether a row repeats cells that were found good, and leaves nothing empty that must be there: most rows do."""

    def __init__(self, columns: Columns, order: Sequence[tuple[str, int]]) -> None:
        told = {*columns.dates, *columns.numbers, *dict(columns.listed)}
        typed = [at for name, at in order if at >= 0 and name in told]
        self._good: list[tuple[int, set[str]]] = [(at, set()) for at in typed]
        self._needed = [at for name, at in order if name in columns.required]

    def __call__(self, texts: Sequence[str]) -> bool:
        """Tell whether a row needs no closer look."""
        for at in self._needed:
            if not texts[at]:
                return False
        for at, good in self._good:  # noqa: SIM110 - a generator a row would cost more than the look
            if texts[at] not in good:
                return False
        return True

    def remember(self, cells: Sequence[str], texts: Sequence[str]) -> None:
        """Remember the cells of a good row that are kept as they were written."""
        for at, good in self._good:
            if cells[at].strip() == texts[at]:
                good.add(texts[at])


def _problem(columns: Columns, name: str, texts: list[str], at: int) -> _Problem | None:
    """Put a cell into the form in which it is kept, or say what is wrong with it."""
    text = texts[at]
    if not text:
        return (name, "csv-bad-value", {"column": name, "text": "", "problem": "empty"}) if name in columns.required else None
    kept: str | None = text
    listing = dict(columns.listed).get(name)
    if name in columns.dates:
        kept = day_of(text)
    elif name in columns.numbers:
        kept = number_of(text)
    elif listing is not None:
        kept = choice_of(listing, text)
    if kept is not None:
        texts[at] = kept
        return None
    if name in columns.dates:
        return name, "csv-bad-value", {"column": name, "text": text, "problem": "YYYY-MM-DD"}
    if listing is None:
        return name, "not-a-number", {"text": text, "number": plain_number(text)}
    known, guess = labelled(VOCABULARY[listing].values()), nearest(text, VOCABULARY[listing])
    return name, "not-in-list", {"text": text, "listing": listing, "known": known, "guess": guess}


class TypedCells:
    """Turns kept text into dates and numbers, remembering what it has seen: an export repeats its dates and prices."""

    def __init__(self) -> None:
        self._dates: dict[str, date] = {}
        self._numbers: dict[str, Decimal] = {}

    def day(self, text: str) -> date:
        """Return the date of an ISO text."""
        found = self._dates.get(text)
        if found is None:
            found = self._dates[text] = date.fromisoformat(text)
        return found

    def number(self, text: str) -> Decimal:
        """Return the exact decimal of a text."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = Decimal(text)
        return found

    def orders(self, path: str, rows: Iterable[Row]) -> list[Order]:
        """Return the orders of a file."""
        day, number = self.day, self.number
        return [
            new(Order, (
                name, day(when), number(amount), currency, product, channel, status or "confirmed",
                number(profit) if profit else None, returns, new(Citation, (path, int(line))),
            ))
            for _, name, when, amount, currency, product, channel, status, profit, returns, line in rows
        ]  # fmt: skip

    def invoices(self, path: str, rows: Iterable[Row]) -> list[Invoice]:
        """Return the invoices of a file."""
        day, number = self.day, self.number
        return [
            new(Invoice, (name, day(issued), day(due), number(amount), currency, new(Citation, (path, int(line)))))
            for _, name, issued, due, amount, currency, line in rows
        ]

    def receipts(self, path: str, rows: Iterable[Row]) -> list[Receipt]:
        """Return the payments of a file."""
        day, number = self.day, self.number
        return [
            new(Receipt, (day(when), name, number(amount), new(Citation, (path, int(line)))))
            for _, when, name, amount, line in rows
        ]

    def sends(self, path: str, rows: Iterable[Row]) -> list[Send]:
        """Return the care messages of a file; one whose fate is not told was sent."""
        day = self.day
        return [
            new(Send, (item, day(when), channel, result or "sent", new(Citation, (path, int(line)))))
            for _, item, when, channel, result, line in rows
        ]
