"""What a piece of text means: a name, a number, a date, a listed value. Nothing is guessed: text that is none is refused.

A refusal carries the rule's id and the arguments of its wording; where the text goes wrong in a file, the reader knows.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from crmsite.grammar.guess import nearest
from crmsite.grammar.meant import example_day, is_too_long, plain_currency, plain_day, plain_number
from crmsite.grammar.vocabulary import VOCABULARY, id_by_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.grammar.vocabulary import Word


class Localised(NamedTuple):
    """Text in one or both languages. ``first`` is text in the organisation's first language, written as a plain string."""

    zh: str | None
    en: str | None
    first: str | None = None

    def given(self, lang: str, first_lang: str) -> str | None:
        """Return the text in a language, or ``None`` when it is not written in it."""
        own = self.zh if lang.startswith("zh") else self.en
        if own is None and lang == first_lang:
            return self.first
        return own

    def text(self, lang: str, first_lang: str) -> tuple[str, str]:
        """Return ``(text, language of that text)``, falling back to the language that is written."""
        zh, en, first = self
        own = zh if lang.startswith("zh") else en
        if own is None and lang == first_lang:
            own = first
        if own is not None:
            return own, lang
        other = "en" if lang.startswith("zh") else "zh-CN"
        return self.given(other, first_lang) or self.first or "", other if self.given(other, first_lang) else first_lang


class Moment(NamedTuple):
    """A date, or a date and a time. ``minute`` counts from midnight; ``offset`` is minutes east of UTC when written.

    Both are ``None`` where only the date is known: the event lies somewhere between 00:00 and 24:00.
    """

    day: date
    minute: int | None = None
    offset: int | None = None


def refuse(rule: str, **args: object) -> PydanticCustomError:
    """Make the error that a field raises: the rule's id and the arguments of its wording."""
    return PydanticCustomError(rule, "{rule}", {"rule": rule, **{k: str(v) for k, v in args.items()}})


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_FILE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RESERVED = frozenset(
    ["index", "assets", "search", "feed", "con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))]
)


def read_text(value: object) -> str:
    """Return text that says something."""
    if value is None:
        raise refuse("empty-text")
    if not isinstance(value, str):
        raise refuse("not-text", found=_shape(value))
    if not value.strip():
        raise refuse("empty-text")
    return value


def _shape(value: object) -> str:
    return {dict: "mapping", list: "list", type(None): "nothing"}.get(type(value), "text")


def read_id(value: object) -> str:
    """Return an id: it starts with a letter and can be a file name anywhere."""
    text = read_text(value)
    if not is_id(text):
        raise refuse("bad-id", text=text)
    return text


def is_id(text: str) -> bool:
    """Tell whether a text can be an id."""
    return bool(_ID.fullmatch(text)) and text.casefold() not in _RESERVED


def read_name(value: object) -> str:
    """Return the id of some record."""
    text = read_text(value)
    if "，" in text or "、" in text:
        raise refuse("full-width-comma", text=re.sub("[，、] *", ", ", text))
    if len(text) > 64 or any(character in text for character in "/\\\n"):
        raise refuse("bad-id", text=text[:64])
    return text


def read_stem(value: object) -> str:
    """Return an id that may start with a digit."""
    text = read_text(value)
    if not _FILE_ID.fullmatch(text) or text.casefold() in _RESERVED:
        raise refuse("bad-id", text=text)
    return text


def read_localised(value: object) -> Localised:
    """Return text in one or both languages."""
    if isinstance(value, str):
        return tuple.__new__(Localised, (None, None, value if value.strip() else read_text(value)))
    if isinstance(value, Localised):
        return value
    if value is None:
        raise refuse("empty-text")
    if not isinstance(value, dict):
        raise refuse("not-localised", found=_shape(value))
    zh, en = value.get("zh"), value.get("en")
    if len(value) > 3 or not value.keys() <= _LANGUAGE_KEYS:
        zh, en = _rejoined(value)
    if zh is None and en is None:
        raise refuse("empty-text")
    return Localised(None if zh is None else read_text(zh), None if en is None else read_text(en))


_LANGUAGE_KEYS = frozenset(["zh", "en", "@"])


def _rejoined(value: dict[str, object]) -> tuple[object, object]:
    """Give a comma back to the text it was cut from: ``{en: Acme Co., Ltd.}`` is one text, not a key without a value."""
    texts: dict[str, object] = {}
    last = ""
    for key, text in value.items():
        if key in ("zh", "en"):
            texts[key] = text
            last = key
        elif key != "@":
            before = texts.get(last)
            if text is not None or not isinstance(before, str):
                raise _no_language(value, key)
            texts[last] = f"{before}, {key}"
    return texts.get("zh"), texts.get("en")


def _no_language(value: dict[str, object], key: str) -> PydanticCustomError:
    """Say what a key is that is no language: mostly ``zh`` and its text, with a full-width colon or no space between them."""
    glued = _GLUED.match(key)
    if glued is None:
        return refuse("unknown-language", key=key)
    told = ", ".join(name if text is None else f"{name}: {text}" for name, text in value.items() if name != "@")
    return refuse("colon-without-space", key=glued[1], text="{" + re.sub("， *", ", ", _GLUED.sub(r"\1: ", told)) + "}")


_GLUED = re.compile(r"\b(zh|en)\s*[:：]\s*")
_MASKED = re.compile(
    r"(?:[\u3400-\u9fff]{1,2}|[A-Z])\*+|\*(?:总|经理|主任|主管|[\u3400-\u9fff]{2,6})"
)


def read_masked_name(value: object) -> str:
    """Return a name that is masked."""
    text = read_text(value)
    if not _MASKED.fullmatch(text):
        raise refuse("unmasked-name", text=text, masked=(text[0] + "*" if text else "张*"))
    return text


def read_contact_code(value: object) -> str:
    """Return the code by which a contact is known."""
    text = read_text(value)
    if not re.fullmatch(r"联系人-\d{3,6}|[A-Z]{1,4}-?\d{3,8}", text):
        raise refuse("bad-contact-code", text=text)
    return text


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


def read_number(value: object) -> Decimal:
    """Return an exact number."""
    if isinstance(value, str) and value.isascii() and _NUMBER.fullmatch(value):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    text = read_text(value)
    if is_too_long(text):
        raise refuse("out-of-range", text=text, low="-999999999999999", high="999999999999999")
    raise refuse("not-a-number", text=text, number=plain_number(text))


def span_of(low: object, high: object) -> str:
    """Return a range in which people judge, such as ``1..5``; empty where it has no end, or none that is worth telling."""
    return f"{low}..{high}" if low is not None and high is not None and len(str(high)) <= 3 else ""


def read_bounded(low: str | None, high: str | None, step: str | None, value: object) -> Decimal:
    """Return a number within bounds and on a step. Of ``80万`` where 1 to 5 is due it is the range that has to be told."""
    try:
        number, refusal = read_number(value), None
    except PydanticCustomError as not_plain:
        percent = high == "100" and isinstance(value, str) and value.rstrip().endswith(("%", "％"))
        meant = plain_number(value.rstrip()[:-1] if percent else value) if isinstance(value, str) else ""
        if not meant:
            if isinstance(value, str) and value.strip() and span_of(low, high):
                raise refuse("not-a-number", text=value, number=span_of(low, high)) from None
            raise
        number, refusal = Decimal(meant), refuse("not-a-number", text=value, number=meant) if percent else not_plain
    if (low is not None and number < Decimal(low)) or (high is not None and number > Decimal(high)):
        raise refuse("out-of-range", text=str(value), low=low or "-∞", high=high or "") from None
    if refusal is not None:
        raise refusal
    if step is not None and number % Decimal(step):
        below = number // Decimal(step) * Decimal(step)
        share = {"percent": f"{number * 100:f}".rstrip("0").rstrip(".")} if high == "100" and 0 < number < 1 else {}
        raise refuse("off-step", text=str(value), step=step, below=below, above=below + Decimal(step), **share)
    return number


def read_integer(low: int, high: int, value: object) -> int:
    """Return a whole number within bounds."""
    number = read_bounded(str(low), str(high), "1", value)
    return int(number)


def read_mark(value: object) -> int:
    """Return a mark on a survey's scale. Of an answer's word it is told that marks are numbers, and where words may stand."""
    if isinstance(value, str) and value.strip() and not _NUMBER.fullmatch(value) and not plain_number(value):
        raise refuse("not-a-number", text=value, number="mark")
    return read_integer(0, 100, value)


def read_positive(value: object) -> Decimal:
    """Return a number above zero: hours of a promise, for none can be kept in no time."""
    number = read_bounded(None, None, None, value)
    if number <= 0:
        raise refuse("not-positive", text=str(value))
    return number


def read_times(value: object) -> int:
    """Return a whole number above zero: how often something is due, how many were asked."""
    number = read_bounded(None, "1000000000000", "1", value)
    if number <= 0:
        raise refuse("not-positive", text=str(value))
    return int(number)


def read_flag(value: object) -> bool:
    """Return true or false, written as such."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise refuse("not-true-or-false", text=read_text(value))


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────────────────
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_PERIOD = re.compile(r"(?:19|20|21)[0-9]{2}(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2]))?")
YEARS = range(1900, 2200)
"""Of which years a day can be."""
_FOUNDED = range(1000, 2200)


def read_date(value: object) -> date:
    """Return a day of the twentieth century or the two after it: ``0206`` and ``2206`` are slips, and would count nowhere."""
    return _date(value, YEARS)


def read_founding(value: object) -> date:
    """Return the day on which a company was founded, which may be centuries ago."""
    return _date(value, _FOUNDED)


def _date(value: object, years: range) -> date:
    if isinstance(value, date):
        return value
    text = read_text(value)
    if _DATE.fullmatch(text):
        return _day(text, years)
    meant = plain_day(text)
    if meant is not None:
        raise refuse("date-form", text=text, date=_day(str(meant), years))
    raise refuse("not-a-date", text=text, example=example_day(text))


def _day(text: str, years: range = YEARS) -> date:
    """Return the day; one that is in no calendar is refused with the last day of that month, where there is such a month."""
    year, month = int(text[:4]), int(text[5:7])
    if year not in years:
        raise refuse("unlikely-year", text=text, earliest=years[0], latest=years[-1])
    try:
        return date.fromisoformat(text)
    except ValueError:
        if not 1 <= month <= 12:
            raise refuse("no-such-date", text=text) from None
        raise refuse("no-such-date", text=text, last=f"{text[:8]}{monthrange(year, month)[1]}") from None


def read_moment(value: object) -> Moment:
    """Return a day, with a time where one is written."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, date):
        return Moment(value)
    text = read_text(value)
    match = _MOMENT.fullmatch(text)
    if match is None:
        meant = plain_day(text)
        if meant is not None and meant.time:
            raise refuse("date-form", text=text, date=f"{_day(str(meant))} {meant.time}")
        return Moment(read_date(text))
    written, hours, minutes, zone = match.groups()
    day = _day(written)
    if hours is None:
        return Moment(day)
    hour, minute = int(hours), int(minutes)
    if hour > 23 or minute > 59:
        raise refuse("no-such-time", text=text)
    if zone is None:
        return Moment(day, hour * 60 + minute)
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 60 + int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
    return Moment(day, hour * 60 + minute, offset)


def read_currency(value: object) -> str:
    """Return the code of a currency, three capitals. By any other name amounts would add up with no others."""
    text = read_text(value)
    if not is_currency(text):
        raise refuse("not-a-currency", text=text, code=plain_currency(text))
    return text


def is_currency(text: str) -> bool:
    """Tell whether a text has the form of a currency's code; ``RMB`` has it, but is none."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper() and text != "RMB"


def read_period(value: object) -> str:
    """Return a year, half-year, quarter or month."""
    text = read_text(value)
    if not _PERIOD.fullmatch(text):
        raise refuse("not-a-period", text=text)
    return text


def read_quarter(value: object) -> str:
    """Return a quarter."""
    text = read_text(value)
    if not re.fullmatch(r"(?:19|20|21)[0-9]{2}-Q[1-4]", text):
        raise refuse("not-a-quarter", text=text)
    return text


# ── listed values ───────────────────────────────────────────────────────────────────────────────────────────────
def labelled(words: Iterable[Word]) -> str:
    """Return listed values for a fault's wording, each with its Chinese label, which only a Chinese sentence shows."""
    return "、".join(f"{word.id}={word.zh}" if word.zh != word.id else word.id for word in words)


def read_choice(listing: str, value: object) -> str:
    """Return the id of a listed value, written by id or by either label."""
    words = VOCABULARY[listing]
    if isinstance(value, str) and value in words:
        return value
    text = read_text(value)
    found = id_by_label(listing, text)
    if found is not None:
        return found
    names = [name for word in words.values() for name in word]
    raise refuse("not-in-list", text=text, listing=listing, known=labelled(words.values()), guess=nearest(text, names))


def read_list(value: object) -> object:
    """Return a list; nothing written is an empty one, a single text is refused."""
    if value is None:
        return ()
    if isinstance(value, str):
        raise refuse("not-a-list", text=value, form=value)
    return value
