"""A reader's language: turns sentences, figures, dates, listed values and names into words.

Values below carry no language; whatever is printed is said here, so both languages show the same figures.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from crmsite.figures.facts import Money, Percent, Say, Term, Who
from crmsite.grammar.fields import Localised
from crmsite.grammar.guess import nearest
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.rules import RULES
from crmsite.wording import Remembered, escaped, load_messages, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmsite.figures.facts import Shown
    from crmsite.wording import Telling

Lang = Literal["zh-CN", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh-CN", "en")

_HAN = re.compile(r"[\u4e00-\u9fff]")
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))
_CENT, _ONE = _STEPS[2], Decimal(1)
_THOUSAND = Decimal(1000)
_WAN, _YI, _MILLION, _BILLION = Decimal(10_000), Decimal(100_000_000), Decimal(1_000_000), Decimal(1_000_000_000)
_NEARLY_YI = Decimal(99_999_950)
"""From here on an amount in 万, rounded to two places, would be written as 10,000 万: it is written in 亿."""


def marked(text: str) -> Markup:
    """Return text that is escaped already as markup, without asking again whether it is."""
    return str.__new__(Markup, text)


def _rounded(value: Decimal, places: int) -> str:
    rounded = value.quantize(_STEPS[places], ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if rounded < 0 else text


def _sentences(told: Remembered[str, Telling]) -> Callable[[Say], str]:
    """Return what says a sentence; two thirds of them are their message as it is, which is put together once."""
    plain: Remembered[str, str] = Remembered(lambda key: told[key](()))

    def tell(sentence: Say) -> str:
        key, args = sentence
        return told[key](args) if args else plain[key]

    return tell


def _two_places(value: Decimal) -> str:
    return _rounded(value, 2)


class Language:
    """One language for one organisation: its wording, the names of its people, its taxonomies.

    ``people`` gives the name to print (display name or masked name, as the audience may see), ``taxonomies`` the labels
    of each taxonomy's values by id, ``currency`` the currency that goes without saying in Chinese (元).
    """

    __slots__ = (
        "_amounts",
        "_at_home",
        "_currencies",
        "_messages",
        "_numbers",
        "_place",

        "_printing",
        "_say_of",
        "_saying",
        "_taxonomies",
        "_zh",
        "by_type",
        "currency",
        "first_lang",
        "lang",
        "people",
    )

    def __init__(
        self,
        lang: Lang,
        first_lang: str,
        people: Mapping[str, Localised],
        taxonomies: Mapping[str, Mapping[str, tuple[str, str]]],
        currency: str = "CNY",
    ) -> None:
        self.lang = lang
        self.first_lang = first_lang
        self.people = people
        self.currency = currency
        self._zh = lang.startswith("zh")
        self._at_home = lang == first_lang
        self._place = 0 if self._zh else 1
        self._taxonomies = taxonomies
        self._messages = load_messages(lang)
        self._numbers = Remembered(_two_places)
        self._amounts = Remembered(self._amount)
        self._currencies = Remembered(self._currency_name)
        self._saying: Remembered[str, Telling] = Remembered(lambda key: telling(self._messages[key], self._say_of))
        self._printing: Remembered[str, Telling] = Remembered(lambda key: telling(escaped(self._messages[key]), fill_of))
        absent = self._messages["frame.not_known"]
        self._say_of: dict[type, Callable[..., str]] = {
            str: str,
            int: Remembered(self._int).__getitem__,
            Decimal: self._numbers.__getitem__,
            date: date.isoformat,
            Money: self._amounts.__getitem__,
            Percent: self.percent,
            Term: self.term,
            Who: self._who,
            Localised: self.plain,
            Say: _sentences(self._saying),
            type(None): lambda _: absent,
        }
        self.by_type: dict[type, Callable[..., str]] = {
            **self._say_of,
            str: escaped,
            Markup: str,
            Money: Remembered(lambda money: escaped(self._amount(money))).__getitem__,
            Term: Remembered(lambda term: escaped(self.term(term))).__getitem__,
            Who: Remembered(lambda who: escaped(self._who(who))).__getitem__,
            Localised: self.printed_text,
            Say: _sentences(self._printing),
            type(None): lambda _: escaped(absent),
        }
        fill_of: dict[type, Callable[..., str]] = {
            **self.by_type,
            str: Remembered(self._printed_word).__getitem__,
            date: Remembered(lambda day: f'<span class="nw">{day.isoformat()}</span>').__getitem__,
        }

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, shown: Shown) -> str:
        """Return any value in words, as plain text."""
        return self._say_of[type(shown)](shown)

    def printed(self, shown: Shown) -> str:
        """Return any value in words, escaped; text that is only written in the other language is marked with its ``lang``."""
        return self.by_type[type(shown)](shown)

    def html(self, shown: Shown) -> Markup:
        """Return any value in words as markup: what :meth:`printed` returns, for whoever would escape it again."""
        return marked(self.by_type[type(shown)](shown))

    def t(self, key: str, **args: Shown) -> str:
        """Return a message with its arguments filled in."""
        return self._saying[key](args.items())

    def printed_message(self, key: str, **args: Shown) -> str:
        """Return a message with its arguments filled in, escaped."""
        return self._printing[key](args.items())

    def has(self, key: str) -> bool:
        """Tell whether a message exists."""
        return key in self._messages

    def nearest(self, key: str) -> str:
        """Return the key of a message that looks most like ``key``; empty when none comes near."""
        return nearest(key, self._messages)

    def message(self, key: str) -> str:
        """Return the wording of a message that takes no arguments."""
        text = self._messages[key]
        if "{" in text:
            raise ValueError(f"message {key} takes arguments")
        return text

    def text(self, text: Localised) -> Markup:
        """Return a record's text as markup: what :meth:`printed_text` returns, for whoever would escape it again."""
        return marked(self.printed_text(text))

    def printed_text(self, text: Localised) -> str:
        """Return a record's text, escaped; in a ``span`` with its language where it is a fallback."""
        own = text[self._place]
        if own is None and self._at_home:
            own = text.first
        if own is not None:  # as nearly all of a page is; the rest asks the text itself
            return escaped(own)
        words, lang = text.text(self.lang, self.first_lang)
        return escaped(words) if lang == self.lang else f'<span lang="{lang}">{escaped(words)}</span>'

    def plain(self, text: Localised) -> str:
        """Return a record's text as it is, for attributes."""
        return text.text(self.lang, self.first_lang)[0]

    def term(self, term: Term) -> str:
        """Return the label of a listed value: from the vocabulary, a taxonomy, the rules, or a message ``term.LISTING.ID``."""
        listing, value = term
        words = VOCABULARY.get(listing)
        if words is not None and value in words:
            return words[value].zh if self._zh else words[value].en
        if listing.startswith("taxonomy:"):
            labels = self._taxonomies.get(listing[9:], {}).get(value)
            return value if labels is None else labels[0 if self._zh else 1]
        if listing == "rule" and value in RULES:
            return (RULES[value].zh if self._zh else RULES[value].en).title
        key = value if listing == "message" else f"term.{listing}.{value}"
        return self._messages.get(key, value)

    def who(self, person: str) -> str:
        """Return the name of one of us, as the reader may see it; the id of somebody who is not on record."""
        name = self.people.get(person)
        return person if name is None else self.plain(name)

    def _who(self, who: Who) -> str:
        return self.who(who.id)

    def _printed_word(self, word: str) -> str:
        """Return a word of the records within a sentence: a name that is written in Chinese alone is marked as such in English."""
        if word.isascii() or self.lang != "en" or _HAN.search(word) is None:
            return escaped(word)
        return f'<span lang="zh-CN">{escaped(word)}</span>'

    # ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _int(self, value: int) -> str:
        return f"{value:,}" if value >= 0 else f"−{-value:,}"

    def number(self, value: Decimal, places: int = 2) -> str:
        """Return a number rounded half up, without trailing zeros, with thousands grouped."""
        return self._numbers[value] if places == 2 else _rounded(value, places)

    def fixed(self, value: Decimal, places: int = 2) -> str:
        """Return a number rounded half up with all its digits, for a column that is read down: ``4.00`` above ``3.43``."""
        text = f"{abs(value.quantize(_STEPS[places], ROUND_HALF_UP)):,f}"
        return f"−{text}" if value < 0 and text.strip("0.") else text

    def percent(self, percent: Percent, places: int = 1) -> str:
        """Return a ratio as a percentage."""
        return f"{self.number(percent.ratio * 100, places)}%"

    def column(self, shown: Shown) -> str:
        """Return a value for a column that is read down, escaped: every share with one decimal, every fraction with two.

        ``83.0%`` stands above ``83.3%``, ``16.80 万元`` above ``20.65 万元``. A sentence keeps its words, with such numbers in
        them; days, hours and years have one decimal. Nought of an amount stays nought.
        """
        if type(shown) is Say:
            shown = Say(shown.key, tuple((name, self._aligned(value, 1)) for name, value in shown.args))
        return self.printed(self._aligned(shown, 2))

    def _aligned(self, value: Shown, places: int) -> Shown:
        if type(value) is Percent:
            return f"{self.fixed(value.ratio * 100, 1)}%"
        if type(value) is Decimal:
            return self.fixed(value, places)
        if type(value) is Money and self._zh and value.amount:
            size, unit = self._chinese_size(value.amount)
            name = self._currencies[value.currency]
            return self.money(value) if name == value.currency or not unit else f"{self.fixed(size)} {unit}{name}"
        return value

    def points(self, ratio: Decimal) -> str:
        """Return a difference of two ratios in percentage points."""
        return self.t("frame.points", n=self.number(abs(ratio) * 100, 1))

    def money(self, money: Money) -> str:
        """Return an amount with its unit: ``150 万元``, ``1.2 亿元``; ``CNY 1.50 M``, ``CNY 35,000``."""
        return self._amounts[money]

    def _amount(self, money: Money) -> str:
        amount, currency = money
        if not self._zh:
            return f"{currency} {self._english_amount(amount)}"
        size, unit = self._chinese_size(amount)
        name = self._currencies[currency]
        if name == currency:
            return f"{currency} {_rounded(size, 2)}{' ' if unit else ''}{unit}"
        return f"{_rounded(size, 2)} {unit}{name}"

    def _currency_name(self, currency: str) -> str:
        return self._messages.get(f"currency.{currency}", currency)

    def amount(self, money: Money) -> str:
        """Return an amount for a column whose head names the unit, so that digits stand below digits.

        In Chinese in 万 with two decimals, ``152.40`` above ``80.00``; in English whole units, ``1,524,000`` above ``800,000``.
        What is less than the last digit and yet not nothing is told as less than it.
        """
        sum_, step = (money.amount / _WAN, _CENT) if self._zh else (money.amount, _ONE)
        shown = sum_.quantize(step, ROUND_HALF_UP)
        if not shown:
            return f"{'> −' if sum_ < 0 else '< '}{step}" if sum_ else "0"
        return f"{'−' if shown < 0 else ''}{abs(shown):,f}"

    @property
    def unit(self) -> str:
        """The unit that :meth:`amount` leaves to the column's head: ``万元``, ``CNY``."""
        name = self._currencies[self.currency]
        return f"万{name}" if self._zh else self.currency

    def _chinese_size(self, amount: Decimal) -> tuple[Decimal, str]:
        size = abs(amount)
        if size >= _NEARLY_YI:
            return amount / _YI, "亿"
        if size >= _WAN:
            return amount / _WAN, "万"
        return amount, ""

    def _english_amount(self, amount: Decimal) -> str:
        sign, size = ("−" if amount < 0 else ""), abs(amount)
        for unit, letter in ((_BILLION, " B"), (_MILLION, " M")):
            if size >= unit:
                return f"{sign}{(size / unit).quantize(_CENT, ROUND_HALF_UP):,f}{letter}"
        whole = size >= _THOUSAND or size == size.to_integral_value()
        return f"{sign}{size.quantize(Decimal(1) if whole else _CENT, ROUND_HALF_UP):,f}"

    # ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def day(self, day: date, as_of: date) -> str:
        """Return a date for a list, with its year where that is not the as-of year: ``11-20``, ``2025-11-20``; ``20 Nov 2025``."""
        if self._zh:
            return day.isoformat()[5:] if day.year == as_of.year else day.isoformat()
        month = self._messages[f"frame.month_short.{day.month}"]
        said = f"{day.day} {month}"
        return said if day.year == as_of.year else f"{said} {day.year}"

    def dated(self, day: date, as_of: date) -> str:
        """Return a date for a list with its weekday, in the order of the language: ``11-20 周五``, ``Fri 20 Nov``."""
        said = (self.day(day, as_of), self.weekday(day))
        return " ".join(said if self._zh else reversed(said))

    def weekday(self, day: date) -> str:
        """Return the weekday: 周五, Fri."""
        return self._messages[f"frame.weekday.{day.isoweekday()}"]
