"""Rows of figures as a table in a terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.commands.columns import columns, cut
from crmsite.commands.jsonable import dumped, plain
from crmsite.figures.facts import Money, Percent, Term, Who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.commands.lists import Column, Row
    from crmsite.figures.facts import Shown
    from crmsite.language import Language

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def as_text(rows: Sequence[Row], shown: Sequence[Column], language: Language, lang: str) -> str:
    """Return a table with headings; names fall back to the whole name where there is no short one."""
    heads = [column.zh if lang == "zh" else column.en for column in shown]
    cells = [[_cell(row, column, language) for column in shown] for row in rows]
    right = {at for at, column in enumerate(shown) if column.right}
    return "\n".join(columns(cells, heads, right=right)) + "\n"


def _cell(row: Row, column: Column, language: Language) -> str:
    value = row[column.key]
    if value is None and column.key == "short_name":
        value = row["name"]
    if value is None:
        reason = row.get(f"{column.key}_reason")
        return language.t(f"reason.{reason}") if isinstance(reason, str) and language.has(f"reason.{reason}") else "–"
    if column.words:
        return language.t(f"{column.words}.{value}")
    if column.key == "status":
        return _status(row, language)
    text = language.say(value)
    return cut(text, column.cut) if column.cut else text


def _status(row: Row, language: Language) -> str:
    """Return an action's status in words, with the days where it has some."""
    days = row["days"]
    if days is None:
        return language.t(f"action.status.{row['status']}.plain")
    return language.t(f"action.status.{row['status']}", n=days)


def as_json(rows: Sequence[Row], language: Language) -> str:
    """Return a list of objects; listed values and people stand as their ids."""
    return dumped([{key: _id(value) or plain(value, language) for key, value in row.items()} for row in rows])


def _id(value: Shown) -> str | None:
    return value.id if isinstance(value, Term | Who) else None


def as_csv(rows: Sequence[Row], language: Language) -> str:
    """Return a table that Excel opens as it is: marked as UTF-8, exact figures, ids, and no cell that it would run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_exact(value, language) for value in row.values()])
    return _BOM + text.getvalue()


def _exact(value: Shown, language: Language) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case Money(amount, _):
            return format(amount, "f")
        case Percent(ratio):
            return format(ratio, "f")
        case Term(_, name) | Who(name):
            return name
    text = language.say(value)
    return f"'{text}" if text.startswith(_TRIGGERS) else text
