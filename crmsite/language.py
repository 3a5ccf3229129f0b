"""A reader's language: turns sentences, figures, dates, listed values and names into words.

Values below carry no language; whatever is printed is said here, so both languages show the same figures. Wording lies
in ``crmsite/languages``: one module per area and language, each with ``MESSAGES``. In a message ``{name}`` is replaced by
the argument, ``{n:order|orders}`` by the number and the fitting form ("3 orders"), ``{n?is|are}`` by the form alone.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from markupsafe import Markup, escape

import crmsite.languages
from crmsite.facts import Money, Percent, Say, Term, Who
from crmsite.fields import Localised
from crmsite.guess import nearest
from crmsite.rules import RULES
from crmsite.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmsite.facts import Shown

Lang = Literal["zh-CN", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh-CN", "en")

_SPECIAL = re.compile(r"[&<>\"']").search
_SLOT = re.compile(r"\{(\w+)(?:([:?])([^|{}]*)\|([^|{}]*))?\}")
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))
_CENT = _STEPS[2]
_THOUSAND = Decimal(1000)
_WAN, _YI, _MILLION, _BILLION = Decimal(10_000), Decimal(100_000_000), Decimal(1_000_000), Decimal(1_000_000_000)


class _Slot(NamedTuple):
    """One place in a message that an argument fills."""

    name: str
    mark: str
    one: str
    many: str


_Pattern: TypeAlias = "tuple[str | _Slot, ...]"
_Saying: TypeAlias = "Callable[[Shown], str]"


def marked(text: str) -> Markup:
    """Return text that is escaped already as markup, without asking again whether it is."""
    return str.__new__(Markup, text)


def escaped(text: str) -> str:
    """Return text with the characters escaped that mean something in HTML; most texts hold none."""
    return text if _SPECIAL(text) is None else str(escape(text))


def load_messages(lang: str) -> dict[str, str]:
    """Return every message of a language, all areas together. A key that two areas claim is a mistake of ours."""
    suffix = "_zh" if lang.startswith("zh") else "_en"
    found: dict[str, str] = {}
    for module in sorted(info.name for info in iter_modules(crmsite.languages.__path__)):
        if module.endswith(suffix):
            area: dict[str, str] = import_module(f"crmsite.languages.{module}").MESSAGES
            twice = found.keys() & area.keys()
            if twice:
                raise ValueError(f"messages defined twice: {', '.join(sorted(twice))}")
            found.update(area)
    return found


def placeholders(message: str) -> frozenset[str]:
    """Return the names of the arguments that a message uses."""
    return frozenset(match[1] for match in _SLOT.finditer(message))


def _compiled(message: str) -> _Pattern:
    parts: list[str | _Slot] = []
    end = 0
    for match in _SLOT.finditer(message):
        if match.start() > end:
            parts.append(message[end : match.start()])
        parts.append(_Slot(match[1], match[2] or "", match[3] or "", match[4] or ""))
        end = match.end()
    if end < len(message):
        parts.append(message[end:])
    return tuple(parts)


def _escaped(pattern: _Pattern) -> _Pattern:
    return tuple(
        str(escape(part)) if isinstance(part, str) else _Slot(part.name, part.mark, str(escape(part.one)), str(escape(part.many)))
        for part in pattern
    )


class Language:
    """One language for one organisation: its wording, the names of its people, its taxonomies.

    ``people`` gives the name to print (display name or masked name, as the audience may see), ``taxonomies`` the labels
    of each taxonomy's values by id, ``currency`` the currency that goes without saying in Chinese (元).
    """

    __slots__ = (
        "_escaped",
        "_fixed",
        "_html_of",
        "_messages",
        "_patterns",
        "_say_of",
        "_taxonomies",
        "_zh",
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
        self._taxonomies = taxonomies
        self._messages = load_messages(lang)
        self._patterns = {key: _compiled(text) for key, text in self._messages.items()}
        self._fixed: dict[str, Markup] = {}
        self._escaped: dict[str, _Pattern] = {}
        self._say_of: dict[type, Callable[..., str]] = {
            str: str,
            int: self._int,
            Decimal: self.number,
            date: date.isoformat,
            Money: self.money,
            Percent: self.percent,
            Term: self.term,
            Who: self._who,
            Localised: self.plain,
            Say: self._sentence,
            type(None): lambda _: self._absent,
        }
        self._html_of: dict[type, Callable[..., Markup]] = {Localised: self.text, Say: self._sentence_html}

    @property
    def _absent(self) -> str:
        return self._messages["frame.not_known"]

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, shown: Shown) -> str:
        """Return any value in words, as plain text."""
        return self._say_of[type(shown)](shown)

    def html(self, shown: Shown) -> Markup:
        """Return any value in words, escaped; text that is only written in the other language is marked with its ``lang``."""
        words = self.words(shown)
        return words if isinstance(words, Markup) else escape(words)

    def words(self, shown: Shown) -> str:
        """Return any value for a place that escapes all but markup, as templates do: the quick way to print."""
        special = self._html_of.get(type(shown))
        return special(shown) if special is not None else self._say_of[type(shown)](shown)

    def _escaped_words(self, shown: Shown) -> str:
        words = self.words(shown)
        return words if type(words) is Markup else escaped(words)

    def t(self, key: str, **args: Shown) -> str:
        """Return a message with its arguments filled in."""
        return self._fill(self._patterns[key], args, self.say)

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
        """Return a record's text, escaped; in a ``span`` with its language where it is a fallback."""
        words, lang = text.text(self.lang, self.first_lang)
        return marked(escaped(words) if lang == self.lang else f'<span lang="{lang}">{escaped(words)}</span>')

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

    def _sentence(self, sentence: Say) -> str:
        return self._fill(self._patterns[sentence.key], dict(sentence.args), self.say)

    def _sentence_html(self, sentence: Say) -> Markup:
        """Return a sentence, escaped. The literal parts of wording are escaped once for each message that is used."""
        key, args = sentence
        if not args:
            fixed = self._fixed.get(key)
            if fixed is None:
                fixed = self._fixed[key] = escape(self._fill(self._patterns[key], {}, self.say))
            return fixed
        pattern = self._escaped.get(key)
        if pattern is None:
            pattern = self._escaped[key] = _escaped(self._patterns[key])
        return marked(self._fill(pattern, dict(args), self._escaped_words))

    def _fill(self, pattern: _Pattern, args: Mapping[str, Shown], words: _Saying) -> str:
        out = []
        for part in pattern:
            if isinstance(part, str):
                out.append(part)
                continue
            name, mark, one, many = part
            value = args[name]
            if not mark:
                out.append(words(value))
            elif mark == "?":
                out.append(one if value == 1 else many)
            else:
                out.append(f"{words(value)} {one if value == 1 else many}")
        return "".join(out)

    # ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _int(self, value: int) -> str:
        return f"{value:,}" if value >= 0 else f"−{-value:,}"

    def number(self, value: Decimal, places: int = 2) -> str:
        """Return a number rounded half up, without trailing zeros, with thousands grouped."""
        rounded = value.quantize(_STEPS[places], ROUND_HALF_UP)
        text = f"{abs(rounded):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return f"−{text}" if rounded < 0 else text

    def percent(self, percent: Percent, places: int = 1) -> str:
        """Return a ratio as a percentage."""
        return f"{self.number(percent.ratio * 100, places)}%"

    def points(self, ratio: Decimal) -> str:
        """Return a difference of two ratios in percentage points."""
        return self.t("frame.points", n=self.number(abs(ratio) * 100, 1))

    def money(self, money: Money) -> str:
        """Return an amount with its unit: ``150 万元``, ``1.2 亿元``; ``CNY 1.50 M``, ``CNY 35,000``."""
        amount, currency = money
        if not self._zh:
            return f"{currency} {self._english_amount(amount)}"
        size, unit = self._chinese_size(amount)
        name = self._messages.get(f"currency.{currency}", currency)
        if name == currency:
            return f"{currency} {self.number(size)}{' ' if unit else ''}{unit}"
        return f"{self.number(size)} {unit}{name}"

    def amount(self, money: Money) -> str:
        """Return an amount for a column whose head names the unit: in 万 in Chinese; ``1.50 M`` or ``35,000`` in English."""
        return self.number(money.amount / _WAN) if self._zh else self._english_amount(money.amount)

    @property
    def unit(self) -> str:
        """The unit that :meth:`amount` leaves to the column's head: ``万元``, ``CNY``."""
        name = self._messages.get(f"currency.{self.currency}", self.currency)
        return f"万{name}" if self._zh else self.currency

    def _chinese_size(self, amount: Decimal) -> tuple[Decimal, str]:
        size = abs(amount)
        if (size / _WAN).quantize(_CENT, ROUND_HALF_UP) >= _WAN:
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
        """Return a date for a list: month and day within the as-of year, else the ISO date."""
        return day.isoformat()[5:] if day.year == as_of.year else day.isoformat()

    def weekday(self, day: date) -> str:
        """Return the weekday: 周五, Fri."""
        return self._messages[f"frame.weekday.{day.isoweekday()}"]
