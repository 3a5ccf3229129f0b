"""What somebody meant who wrote a number, a day or a currency otherwise than records do; it is told, and never taken for granted.

Only what can mean one thing is told: ``1,5`` may be fifteen or one and a half, ``5/6/2024`` a day in May or in June.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

_PLAIN = str.maketrans("０１２３４５６７８９．，－％／：（）＋—–−‒", "0123456789.,-%/:()+----")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_DIGITS = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_GROUPS = re.compile(r"-?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?|-?[0-9]{1,4}(?:,[0-9]{4})+(?:\.[0-9]+)?")
_GROUPS_BY_POINTS = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})")
_MONEY = re.compile(r"^(?:￥|¥|\$|€|RMB|CNY|人民币)\s*|\s*(?:元整?|圆|分|RMB|CNY|人民币)$", re.IGNORECASE)
_UNITS = (
    ("千万", 10_000_000), ("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1000),
    ("w", 10_000), ("k", 1000), ("m", 1_000_000),
)  # fmt: skip
_MOST = Decimal(10) ** 15

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:(?:[T ]+)([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})\s*[-/.年]\s*([0-9]{{1,2}})\s*[-/.月]\s*([0-9]{{1,2}})\s*[日号]?{_TIME}")
_RUN_TOGETHER = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_BY_POINTS = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_BY_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?[ ,-]+([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})月?")
_SERIAL = re.compile(r"[2-7][0-9]{4}")
_SERIALS_FROM = date(1899, 12, 30)
"""Day zero of the numbers as which spreadsheets keep days."""

_CURRENCIES = {
    **dict.fromkeys(("rmb", "人民币", "元", "￥", "¥", "yuan"), "CNY"), **dict.fromkeys(("美元", "美金", "$", "us$"), "USD"),
    **dict.fromkeys(("欧元", "€", "euro"), "EUR"), **dict.fromkeys(("港币", "港元", "hk$"), "HKD"),
    **dict.fromkeys(("日元", "yen"), "JPY"), **dict.fromkeys(("英镑", "£"), "GBP"), **dict.fromkeys(("新台币", "nt$"), "TWD"),
}  # fmt: skip


class Day(NamedTuple):
    """What a date was meant to be, perhaps one of no calendar; ``time`` is written as ``17:30``, or empty."""

    year: int
    month: int
    day: int
    time: str = ""

    def __str__(self) -> str:
        """Return the day as records write it."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def plain_number(text: str) -> str:
    """Return the number that somebody meant by ``80万``, ``１２``, ``1,200``, ``(500)``, ``10%``; empty when it cannot be told."""
    told = text.translate(_PLAIN).strip().lstrip("'").strip()
    negative = told.startswith("(") and told.endswith(")")
    told = _MONEY.sub("", _MONEY.sub("", told.strip("()") if negative else told))
    factor = Decimal(1)
    if told.endswith("%"):
        told, factor = told[:-1].strip(), Decimal("0.01")
    for unit, size in _UNITS:
        if told.lower().endswith(unit):
            told, factor = told[: -len(unit)].strip(), Decimal(size)
            break
    points = _GROUPS_BY_POINTS.fullmatch(told)
    if points:
        told = f"{points[1].replace('.', '')}.{points[2]}"
    elif _GROUPS.fullmatch(told):
        told = told.replace(",", "").replace(" ", "")
    if not _DIGITS.fullmatch(told):
        return ""
    number = round(Decimal(told) * factor * (-1 if negative else 1), 6)
    return "" if abs(number) >= _MOST else f"{number.normalize() + 0:f}"


def is_too_long(text: str) -> bool:
    """Tell whether a text is a number of more digits than any amount has."""
    return bool(_DIGITS.fullmatch(text)) and abs(Decimal(text)) >= _MOST


def plain_day(text: str) -> Day | None:
    """Return the day that somebody meant by ``2024/5/2``, ``20240502``, ``2 May 2024`` or a spreadsheet's ``45414``."""
    told = text.translate(_PLAIN).strip().lstrip("'")
    if found := _YEAR_FIRST.fullmatch(told):
        time = "" if found[4] is None else f"{int(found[4]):02d}:{found[5]}"
        return Day(int(found[1]), int(found[2]), int(found[3]), time)
    if found := _RUN_TOGETHER.fullmatch(told):
        return Day(int(found[1]), int(found[2]), int(found[3]))
    if found := _BY_POINTS.fullmatch(told):
        return Day(int(found[3]), int(found[2]), int(found[1]))
    if found := _BY_SLASHES.fullmatch(told):
        first, second = int(found[1]), int(found[2])
        if first == second or first > 12 >= second:
            return Day(int(found[3]), second, first)
        return Day(int(found[3]), first, second) if second > 12 >= first else None
    if _SERIAL.fullmatch(told):
        day = _SERIALS_FROM + timedelta(days=int(told))
        return Day(day.year, day.month, day.day)
    return _named(told)


def _named(told: str) -> Day | None:
    """Return a day whose month is an English word."""
    if found := _DAY_MONTH.fullmatch(told):
        day, name, year = found.groups()
    elif found := _MONTH_DAY.fullmatch(told):
        name, day, year = found.groups()
    else:
        return None
    if name[:3].lower() not in _MONTHS:
        return None
    return Day(int(year) + (2000 if len(year) == 2 else 0), _MONTHS.index(name[:3].lower()) + 1, int(day))


def example_day(text: str) -> str:
    """Return a day as it is written, of the month that ``2024-05`` or ``2024年5月`` names; of some month where it names none."""
    found = _MONTH_ONLY.fullmatch(text.translate(_PLAIN).strip())
    return f"{found[1]}-{int(found[2]):02d}-15" if found and 1 <= int(found[2]) <= 12 else "2024-06-30"


def plain_currency(text: str) -> str:
    """Return the code of the currency that somebody meant by ``RMB``, ``元`` or ``usd``; empty when it cannot be told."""
    told = text.strip()
    found = _CURRENCIES.get(told.casefold(), "")
    return found or (told.upper() if re.fullmatch("[A-Za-z]{3}", told) else "")
