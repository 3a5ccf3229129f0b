"""Machine tables as CSV: orders, invoices and receipts as an ERP exports them, care as a mailing tool reports it."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from crmsite.diagnostics import Diagnostic, Span, fault, fault_from
from crmsite.grammar.cell_places import cell_span, quote_span, width_span
from crmsite.grammar.cells import choice_of, column_of, day_of, number_of
from crmsite.grammar.fields import Citation
from crmsite.grammar.guess import nearest
from crmsite.grammar.headings import header_faults
from crmsite.grammar.meant import is_too_long, plain_currency, plain_number
from crmsite.grammar.values import is_currency, labelled, read_date
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.parsing.syntax_faults import CONFLICT
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from _csv import Reader as _Reader
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Order(Slotted):
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


class Invoice(Slotted):
    """One invoice."""

    invoice_id: str
    issued: date
    due: date
    amount: Decimal
    currency: str
    source: Citation


class Receipt(Slotted):
    """One payment towards an invoice; an invoice may have several."""

    date: date
    invoice_id: str
    amount: Decimal
    source: Citation


class Send(Slotted):
    """One message of a care programme to one customer, and what became of it; sent is not received."""

    item: str
    date: date
    channel: str
    result: str
    source: Citation


class Columns(Slotted):
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

_CURRENCY = "currency"
_LONGEST_PLAIN = 65_536
"""No cell of a line that is no longer is too long for the module that reads tables."""
_AMOUNT, _PRODUCT, _STATUS = 3, 5, 7
"""Where an order's amount, product and status stand in its row."""
_Problem = tuple[str, str, dict[str, object]]
"""The column, the rule, the arguments of its wording."""

new = tuple.__new__
"""Makes a named tuple of a tuple, without its own function in between: there are dozens of rows a customer."""



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
    try:
        written = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        return [], [fault("csv-syntax", quote_span(path, text, 1), problem=error)]
    header = _headings(written)
    names = (*columns.required, *columns.optional)
    needed = columns.required if customer else (*columns.required, "customer")
    faults = header_faults(path, text, header, [*names, "customer"], needed)
    if faults:
        return [], faults
    order = [(name, header.index(name) if name in header else -1) for name in names]
    where = header.index("customer") if "customer" in header else -1
    look = _Look(columns, order)
    pick = itemgetter(*(at for _, at in order))
    found = _plain_rows(text, len(header), look, [where, *(at for _, at in order)], customer)
    rows: list[Row] = [] if found is None else found
    lines: list[str] = []
    for line, cells in _lines(path, text, reader, (len(header), len(written)), faults) if found is None else ():
        texts = [*map(str.strip, cells), ""]
        named = texts[where] or customer
        problems = look(texts)
        if not named or (customer and named != customer):
            problems.append(_not_whose(named, customer))
        if problems:
            lines = lines or text.split("\n")
            faults.extend(fault_from(rule, cell_span(path, lines, line, header, name), args) for name, rule, args in problems)
            if named and not customer:
                refused.append((named, line))
            continue
        rows.append([named, *pick(texts), str(line)])
    if kind == "order" and "status" not in header:
        rows = [[*row[:_STATUS], "returned", *row[_STATUS + 1 :]] if row[_AMOUNT][0] == "-" else row for row in rows]
    return _once(kind, path, rows, faults) if columns.key else rows, faults


def _headings(written: list[str]) -> list[str]:
    """Return the columns that the first line names; empty headings at its end are a spreadsheet's, and are left out."""
    named = next((at for at in range(len(written), 1, -1) if written[at - 1]), 1)
    return [column_of(heading) for heading in written[:named]]


def _plain_rows(text: str, width: int, look: _Look, places: Sequence[int], customer: str) -> list[Row] | None:
    """Return the rows of a table in which nothing is quoted and every cell is good as it stands, column by column.

    A column is looked at once for all rows, which takes a third of what going from row to row takes. ``None`` for any other
    table. ``places`` are where the customer and the columns to be kept stand, below nought where they do not.
    """
    lines = text.removesuffix("\n").split("\n")
    bare = text.split() == lines  # no blank anywhere, and so none at the edge of a cell
    cells = [line.split(",") for line in lines[1:]]
    if '"' in text or "\r" in text or len(max(lines, key=len)) > _LONGEST_PLAIN or {*map(len, cells)} != {width}:
        return None
    columns = [column if bare else [*map(str.strip, column)] for column in zip(*cells, strict=True)]
    named = columns[places[0]] if places[0] >= 0 else [customer] * len(cells)
    if "" in named or (customer and {*named} != {customer}) or not look.good(columns):
        return None
    nothing = [""] * len(cells)
    kept = [columns[at] if at >= 0 else nothing for at in places[1:]]
    return [*map(list, zip(named, *kept, map(str, range(2, len(lines) + 1)), strict=True))]


def _lines(
    path: str, text: str, reader: _Reader, widths: tuple[int, int], faults: list[Diagnostic]
) -> Iterator[tuple[int, list[str]]]:
    """Yield every row of as many cells as the table has columns, with the line on which it begins; rows of empty cells are none.

    ``widths`` are the number of headings without and with the empty ones at the end, under which nothing may stand. A row of
    another width is a fault even where its last cells are empty: an unquoted ``150,000`` would be read as 150. So is the place
    where the table cannot be read on.
    """
    width, written = widths
    following = reader.line_num + 1
    lines: list[str] = []
    try:
        for cells in reader:
            line, following = following, reader.line_num + 1
            if len(cells) == width:
                if any(cells):
                    yield line, cells
            elif not any(cells):
                continue
            elif len(cells) == written and not any(cells[width:]):
                yield line, cells[:width]
            else:
                lines = lines or text.split("\n")
                conflict = CONFLICT.match(cells[0])
                faults.append(
                    fault("merge-conflict", Span(path, line, 1, 8), text=cells[0][:7])
                    if conflict
                    else fault("csv-row-width", width_span(path, lines[line - 1], line, width), found=len(cells), expected=width)
                )
    except csv.Error as error:
        faults.append(fault("csv-syntax", quote_span(path, text, following), problem=error))


def _not_whose(named: str, customer: str) -> tuple[str, str, dict[str, object]]:
    """Say that a row names no customer, or another than the folder that its table lies in."""
    if not named:
        return "customer", "csv-empty-cell", {"column": "customer"}
    return "customer", "row-of-other-customer", {"typed": named, "path_id": customer}


def _once(kind: str, path: str, rows: list[Row], faults: list[Diagnostic]) -> list[Row]:
    """Return the rows whose key is new; a return may bear the number of the order that it returns.

    The key of an order is its number and its product: an export may give an order of several products a row for each.
    """
    if len({row[1] for row in rows}) == len(rows):
        return rows
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


class _Look:
    """Puts the cells of a row into the form in which they are kept. A cell that was good as it stood is known again: many are."""

    def __init__(self, columns: Columns, order: Sequence[tuple[str, int]]) -> None:
        listings = dict(columns.listed)
        self._columns = columns
        self._looked_at: list[tuple[str, int, set[str], Callable[[str], str | None] | None]] = []
        for name, at in order:
            form = (
                day_of if name in columns.dates
                else number_of if name in columns.numbers
                else _currency_of if name == _CURRENCY
                else partial(choice_of, listings[name]) if name in listings
                else None
            )  # fmt: skip
            if at >= 0 and (form is not None or name in columns.required):
                self._looked_at.append((name, at, set() if name in columns.required else {""}, form))

    def good(self, columns: Sequence[Sequence[str]]) -> bool:
        """Tell whether all cells of some rows are in the form in which they are kept; each text of a column is looked at once."""
        for _, at, good, form in self._looked_at:
            texts = [*({*columns[at]} - good)]
            if "" in texts or (form is not None and [*map(form, texts)] != texts):
                return False
        return True

    def __call__(self, texts: list[str]) -> list[_Problem]:
        """Put a row's cells into the form in which they are kept; return what is wrong with those that cannot be."""
        problems: list[_Problem] = []
        for name, at, good, form in self._looked_at:
            text = texts[at]
            if text in good:
                continue
            if not text:
                problems.append((name, "csv-empty-cell", {"column": name}))
            elif form is not None:
                kept = form(text)
                if kept == text:
                    good.add(text)
                elif kept is not None:
                    texts[at] = kept
                elif (problem := _told(self._columns, name, text)) is not None:
                    problems.append(problem)
        return problems


def _currency_of(text: str) -> str | None:
    """Return the code of a currency, or of what can mean one only."""
    return text if is_currency(text) else plain_currency(text) or None


def _told(columns: Columns, name: str, text: str) -> _Problem | None:
    """Say what is wrong with a cell that cannot be kept; of a day in the words of any other record's days."""
    listing = dict(columns.listed).get(name)
    if name in columns.dates:
        try:
            read_date(text)
        except PydanticCustomError as refused:
            told = dict(refused.context or {})
            return name, told.pop("rule"), told
        return None
    if name == _CURRENCY:
        return name, "not-a-currency", {"text": text, "code": ""}
    if is_too_long(text):
        return name, "out-of-range", {"text": text, "low": "-999999999999999", "high": "999999999999999"}
    if listing is None:
        return name, "not-a-number", {"text": text, "number": plain_number(text)}
    known, guess = labelled(VOCABULARY[listing].values()), nearest(text, VOCABULARY[listing])
    return name, "not-in-list", {"text": text, "listing": listing, "known": known, "guess": guess}


class _Days(dict[str, date]):
    """The dates of ISO texts, each made when it is first asked for."""

    def __missing__(self, text: str) -> date:
        """Make a date."""
        found = self[text] = date.fromisoformat(text)
        return found


class TypedCells:
    """Turns kept text into dates and numbers, remembering the dates that it has seen: an export repeats them, amounts seldom."""

    def __init__(self) -> None:
        self._days = _Days()

    def orders(self, files: Iterable[tuple[str, Sequence[Row]]]) -> list[Order]:
        """Return the orders of some files, each a path and its rows."""
        days = self._days
        return [
            Order(
                name, days[when], Decimal(amount), currency, product, channel, status or "confirmed",
                Decimal(profit) if profit else None, returns, new(Citation, (path, int(line))),
            )
            for path, rows in files
            for _, name, when, amount, currency, product, channel, status, profit, returns, line in rows
        ]  # fmt: skip

    def invoices(self, files: Iterable[tuple[str, Sequence[Row]]]) -> list[Invoice]:
        """Return the invoices of some files."""
        days = self._days
        return [
            Invoice(name, days[issued], days[due], Decimal(amount), currency, new(Citation, (path, int(line))))
            for path, rows in files
            for _, name, issued, due, amount, currency, line in rows
        ]

    def receipts(self, files: Iterable[tuple[str, Sequence[Row]]]) -> list[Receipt]:
        """Return the payments of some files."""
        days = self._days
        return [
            Receipt(days[when], name, Decimal(amount), new(Citation, (path, int(line))))
            for path, rows in files
            for _, when, name, amount, line in rows
        ]

    def sends(self, files: Iterable[tuple[str, Sequence[Row]]]) -> list[Send]:
        """Return the care messages of some files; one whose fate is not told was sent."""
        days = self._days
        return [
            Send(item, days[when], channel, result or "sent", new(Citation, (path, int(line))))
            for path, rows in files
            for _, item, when, channel, result, line in rows
        ]
