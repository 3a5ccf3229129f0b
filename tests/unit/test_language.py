"""A language says the same figures in its own words, and every sentence exists in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest

from crmsite.figures.facts import Money, Percent, Say, Shown, Term, Who, say
from crmsite.grammar.fields import Localised
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.language import Language
from crmsite.rules import RULES
from crmsite.wording import load_messages, placeholders

PACKAGE = Path(__file__).parents[2] / "crmsite"
TEMPLATES = Path(__file__).parents[2] / "themes" / "default" / "templates"
PEOPLE = {"E-zhao": Localised("赵经理", "Ms Zhao")}
INDUSTRIES = {"industry": {"internet": ("互联网", "Internet")}}
ZH = Language("zh-CN", "zh-CN", PEOPLE, INDUSTRIES)
EN = Language("en", "zh-CN", PEOPLE, INDUSTRIES)
Said: TypeAlias = "Callable[..., tuple[str, str]]"


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        ("0", "0 元", "CNY 0"),
        ("8500", "8,500 元", "CNY 8,500"),
        ("12.5", "12.5 元", "CNY 12.50"),
        ("35000", "3.5 万元", "CNY 35,000"),
        ("1500000", "150 万元", "CNY 1.50 M"),
        ("99999999", "1 亿元", "CNY 100.00 M"),
        ("120000000", "1.2 亿元", "CNY 120.00 M"),
        ("1200000000", "12 亿元", "CNY 1.20 B"),
        ("-35000", "−3.5 万元", "CNY −35,000"),
    ],
)
def test_money_is_said_in_the_reader_s_units(amount: str, chinese: str, english: str) -> None:
    money = Money(Decimal(amount), "CNY")
    assert ZH.say(money) == chinese
    assert EN.say(money) == english


def test_other_currencies_are_named() -> None:
    assert ZH.say(Money(Decimal(20000), "USD")) == "2 万美元"
    assert ZH.say(Money(Decimal(20000), "CHF")) == "CHF 2 万"
    assert EN.say(Money(Decimal(20000), "CHF")) == "CHF 20,000"


@pytest.mark.parametrize(("value", "said"), [("2.675", "2.68"), ("2.5", "2.5"), ("3.00", "3"), ("1234.5", "1,234.5"), ("-0.004", "0")])
def test_numbers_are_rounded_half_up_and_trimmed(value: str, said: str) -> None:
    assert ZH.say(Decimal(value)) == EN.say(Decimal(value)) == said


def test_a_ratio_is_printed_as_a_percentage() -> None:
    assert ZH.say(Percent(Decimal("0.15"))) == "15%"
    assert EN.say(Percent(Decimal("0.09125"))) == "9.1%"


def test_dates_are_iso_in_sentences_and_in_lists_as_the_language_says_them() -> None:
    soon, long_ago, today = date(2026, 11, 20), date(2025, 9, 5), date(2026, 11, 18)
    assert (ZH.say(soon), EN.say(soon)) == ("2026-11-20", "2026-11-20")
    assert (ZH.day(soon, today), EN.day(soon, today)) == ("11-20", "20 Nov")
    assert (ZH.day(long_ago, today), EN.day(long_ago, today)) == ("2025-09-05", "5 Sep 2025")
    assert (ZH.dated(soon, today), EN.dated(soon, today)) == ("11-20 周五", "Fri 20 Nov")
    assert (ZH.weekday(date(2026, 11, 20)), EN.weekday(date(2026, 11, 20))) == ("周五", "Fri")


def test_nothing_is_a_word_never_a_zero() -> None:
    assert (ZH.say(None), EN.say(None)) == ("未知", "not known")


def test_listed_values_are_said_by_their_label() -> None:
    assert (ZH.say(Term("stage", "won")), EN.say(Term("stage", "won"))) == ("成交", "Won")
    assert EN.say(Term("taxonomy:industry", "internet")) == "Internet"
    assert EN.say(Term("taxonomy:industry", "no_such")) == "no_such"
    assert EN.say(Term("alert_level", "urgent")) == "Urgent"
    assert EN.say(Term("rule", "contact-left")) == RULES["contact-left"].en.title


def test_people_go_by_the_name_that_the_reader_may_see() -> None:
    assert (ZH.say(Who("E-zhao")), EN.say(Who("E-zhao")), EN.say(Who("E-gone"))) == ("赵经理", "Ms Zhao", "E-gone")


def test_english_counts_have_their_form() -> None:
    assert EN.t("status.overdue", n=1) == "1 day overdue"
    assert EN.t("status.overdue", n=3) == "3 days overdue"
    assert ZH.t("status.overdue", n=3) == "逾期 3 天"


def test_sentences_nest() -> None:
    sentence = Say("profile.owner", (("name", Who("E-zhao")),))
    assert EN.say(sentence) == "Owner Ms Zhao"
    assert EN.say(Say("profile.stage_years", (("stage", Term("stage", "won")), ("years", 1)))) == "Won, 1 year together"


@pytest.mark.parametrize(("amount", "said"), [("99999949.99", "9,999.99 万元"), ("99999950", "1 亿元"), ("-99999950", "−1 亿元")])
def test_no_amount_is_written_as_ten_thousand_ten_thousands(amount: str, said: str) -> None:
    assert ZH.say(Money(Decimal(amount), "CNY")) == said


def test_what_is_remembered_of_one_value_is_not_told_of_an_equal_one_of_another_type() -> None:
    """``1``, ``Decimal(1)`` and ``True`` are equal to Python, as are tuples of the same words."""
    same = ("priority", "high")
    assert len({EN.say(value) for value in (Term(*same), Localised(*same), same[1])}) == 2
    assert [EN.say(Term("stage", "won")), EN.say(Localised("stage", "won")), EN.html(Term("stage", "won"))] == ["Won", "won", "Won"]


class TestMessagesFilledIn:
    """A message is compiled by what it holds; however it is asked for, it says the same."""

    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> Said:
        """What a message says, as text and as HTML."""

        def say(message: str, **args: Shown) -> tuple[str, str]:
            monkeypatch.setattr("crmsite.language.load_messages", lambda _: {"frame.not_known": "?", "told": message})
            english = Language("en", "en", {}, {})
            assert english.say(Say("told", tuple(args.items()))) == english.t("told", **args)
            assert english.printed(Say("told", tuple(args.items()))) == english.printed_message("told", **args)
            return english.t("told", **args), english.printed_message("told", **args)

        return say

    def test_without_arguments(self, said: Said) -> None:
        assert said("5 % & more") == ("5 % & more", "5 % &amp; more")

    def test_one_argument(self, said: Said) -> None:
        assert said("100 % {a}!", a="<b>", unused=1) == ("100 % <b>!", "100 % &lt;b&gt;!")

    def test_several_in_any_order_and_one_twice(self, said: Said) -> None:
        assert said("{b}, {a} & {b}", a=1, b=Decimal("2.50")) == ("2.5, 1 & 2.5", "2.5, 1 &amp; 2.5")

    def test_forms_by_number(self, said: Said) -> None:
        message = "{n:day|days} {n?is|are} {what}"
        assert said(message, n=1, what="<") == ("1 day is <", "1 day is &lt;")
        assert said(message, n=2, what="<") == ("2 days are <", "2 days are &lt;")

    @pytest.mark.parametrize("message", ["{a}", "{a} {b}", "{a?one|many}"])
    def test_a_missing_argument_is_an_error(self, said: Said, message: str) -> None:
        with pytest.raises(KeyError):
            said(message, b=1)


class TestTextOfRecords:
    """A record's text keeps its language; where it falls back, the page says so to browsers and screen readers."""

    def test_text_in_the_page_s_language_stands_bare(self) -> None:
        assert ZH.text(Localised(None, None, "续签")) == "续签"

    def test_fallback_is_marked(self) -> None:
        assert EN.text(Localised("续签", None)) == '<span lang="zh-CN">续签</span>'
        assert EN.say(Localised("续签", None)) == "续签"

    def test_fallback_inside_a_sentence_is_marked_too(self) -> None:
        said = EN.html(Say("profile.prefers", (("channel", Localised("电话", None)),)))
        assert said == 'preference: <span lang="zh-CN">电话</span>'

    def test_markup_in_records_is_text(self) -> None:
        assert ZH.html(Localised("<b>&", None)) == "&lt;b&gt;&amp;"
        assert ZH.html(Say("profile.owner", (("name", "<i>"),))) == "第一责任人 &lt;i&gt;"
        assert ZH.html("<i>") == "&lt;i&gt;"


class TestMessages:
    """Wording is complete in both languages, and holds nothing that no page prints."""

    zh, en = load_messages("zh-CN"), load_messages("en")

    def test_both_languages_have_the_same_messages(self) -> None:
        assert sorted(self.zh.keys() ^ self.en.keys()) == []

    def test_both_languages_use_the_same_arguments(self) -> None:
        """But for the currency, which goes without saying where amounts are in 万元."""
        assert {key for key in self.zh if (placeholders(self.zh[key]) ^ placeholders(self.en[key])) - {"currency"}} == set()

    def test_no_wording_is_empty(self) -> None:
        """But for counting words 量词, which English does without."""
        empty = [key for table in (self.zh, self.en) for key, text in table.items() if not text.strip()]
        assert [key for key in empty if not key.endswith("_unit")] == []

    def test_chinese_is_chinese_and_english_is_english(self) -> None:
        chinese = re.compile(r"[\u3400-\u9fff]")
        assert [key for key, text in self.en.items() if chinese.search(text) and key != "frame.other_language"] == []
        assert [key for key, text in self.zh.items() if re.search(r"[,;?!](?:\s|$)", text)] == []

    def test_every_label_that_a_template_names_exists(self) -> None:
        named = {key for path in TEMPLATES.glob("*.html") for key in re.findall(r"\[\[([a-z][a-z0-9_.-]*)\]\]", path.read_text("utf-8"))}
        named |= {key for path in TEMPLATES.glob("*.html") for key in re.findall(r"\bt\('([^']+[^.'])'", path.read_text("utf-8"))}
        assert sorted(named - self.zh.keys()) == []

    def test_every_message_is_named_somewhere(self) -> None:
        """Keys are named whole, or made from a stem in the code: ``f"missing.{name}"``, ``f"{key}_from"``, a listing of terms."""
        source = "\n".join(
            path.read_text("utf-8")
            for folder, pattern in ((PACKAGE, "*.py"), (TEMPLATES, "*.html"))
            for path in folder.rglob(pattern)
            if path.parent.name != "languages"
        )
        whole = set(re.findall(r"[\"'\[]([a-z][\w-]*(?:\.[\w-]+)+)", source))
        stems = set(re.findall(r"f\"([a-z][\w.-]*[._-])\{", source)) | {"term.", "currency."}
        stems |= set(re.findall(r"'([a-z][\w.-]*\.)' ?~", source))
        bases = set(re.findall(r"\"([a-z][\w]*(?:\.[\w-]+)+)\"", source))
        unused = [
            key
            for key in self.zh
            if key not in whole and not key.startswith(tuple(stems)) and not key.startswith(tuple(f"{base}_" for base in bases))
        ]
        assert unused == []

    def test_terms_do_not_hide_the_vocabulary(self) -> None:
        listings = {key.split(".")[1] for key in self.zh if key.startswith("term.")}
        assert listings & VOCABULARY.keys() == set()


def test_figures_of_a_column_have_the_same_decimals_and_keep_their_words() -> None:
    chinese, english = (Language(lang, "zh-CN", {}, {}, "CNY") for lang in ("zh-CN", "en"))
    shares = [Percent(Decimal("0.83")), Percent(Decimal("0.8333")), Percent(Decimal(1))]
    assert [chinese.column(share) for share in shares] == ["83.0%", "83.3%", "100.0%"]
    assert [chinese.column(Decimal(value)) for value in ("3.7", "4.26", "4")] == ["3.70", "4.26", "4.00"]
    assert [chinese.column(Money(Decimal(value), "CNY")) for value in ("168000", "206500", "0", "5000")] == ["16.80 万元", "20.65 万元", "0 元", "5,000 元"]
    assert english.column(Money(Decimal(168000), "CNY")) == "CNY 168,000"
    assert english.column(say("metrics.unit.hours", n=Decimal(34))) == "34.0 hours"
    assert chinese.column(say("metrics.of", k=4, n=5)) == "4 / 5", "counts stay counts"
