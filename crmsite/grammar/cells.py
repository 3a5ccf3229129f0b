"""What a cell or a heading of an exported table means, whatever form the exporting program gave it.

Nobody retypes twenty thousand rows, so a table may use every form that can mean one thing only: the day of a date with a time of
day, an amount with its thousands set off, a listed value by its label, a heading by its Chinese name. What could mean two
things, such as 10/12/2026 or (500), is refused as it is everywhere else.
"""

from __future__ import annotations

import re
from datetime import date

from crmsite.grammar.values import YEARS
from crmsite.grammar.vocabulary import VOCABULARY, id_by_label

_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?(?:[ T]+(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,20})?")

_UNIT = re.compile(r"\s*[（(](?:元|人民币|RMB|CNY|￥|¥)[）)]$", re.IGNORECASE)
_HEADINGS = {
    "customer": ("客户", "客户编号", "客户名称"),
    "order_id": ("订单号", "单号", "订单编号"),
    "date": ("日期", "下单日期", "到账日期", "发送日期"),
    "amount": ("金额",),
    "currency": ("币种",),
    "product": ("产品",),
    "channel": ("渠道",),
    "status": ("状态",),
    "gross_profit": ("毛利",),
    "returns": ("退货原单",),
    "invoice_id": ("发票号", "发票编号"),
    "issued": ("开票日期",),
    "due": ("到期日", "到期日期"),
    "item": ("关怀项目",),
    "result": ("结果",),
}
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in (column, *headings)}


def column_of(heading: str) -> str:
    """Return the column that a heading names: its id in any case, or one of its Chinese names; else the heading as it is.

    The currency's unit may stand behind it, as in ``金额（元）``; ten thousands of it may not: they are other numbers.
    """
    told = _UNIT.sub("", heading)
    return _COLUMN_OF.get(told) or _COLUMN_OF.get(told.casefold().replace(" ", "_"), heading)


def day_of(text: str) -> str | None:
    """Return the day of a date as ISO text, year first, whatever stands between its numbers; its time of day is left out.

    The time is taken to be local, as exporting programs write it; one with an offset is none of these forms. ``None`` for
    what is no date, no day of the calendar, or of a year that cannot be meant.
    """
    if len(text) == 10 and text[4] == text[7] == "-":  # nearly all are written so, and need no closer look
        try:
            return text if date.fromisoformat(text).year in YEARS else None
        except ValueError:
            return None
    match = _DAY.fullmatch(text)
    if match is None or (match[2], match[4]) not in (("-", "-"), ("/", "/"), (".", "."), ("年", "月")):
        return None
    try:
        day = date(int(match[1]), int(match[3]), int(match[5]))
    except ValueError:
        return None
    return day.isoformat() if day.year in YEARS else None


def number_of(text: str) -> str | None:
    """Return a number as plain digits, its thousands no longer set off by commas; ``None`` for what is no number."""
    if not text.isascii():
        return None
    if _NUMBER.fullmatch(text) is not None:
        return text
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) is not None else None


def choice_of(listing: str, text: str) -> str | None:
    """Return the id of a listed value, written by id or by its label in either language; ``None`` for any other word."""
    words = VOCABULARY[listing]
    return next((name for name in (text, text.casefold()) if name in words), None) or id_by_label(listing, text)
