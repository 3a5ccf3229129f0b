"""A shard is known under every piece of text that a query could be cut into."""

from __future__ import annotations

from crmsite.finding.entries import Entry, plain
from crmsite.finding.grams import name_grams, work_grams


def head(zh: str = "", en: str = "", sounds: str = "", customer: str = "C001", others: str = "") -> Entry:
    return Entry((customer, "S", zh, en, "", "", sounds, "", others))


def test_han_is_known_by_characters_and_pairs() -> None:
    assert {"n智", "n智造", "n造厂", "s智造"} <= name_grams([head("智造厂")])


def test_names_in_letters_are_known_by_any_three_and_by_two_at_a_start() -> None:
    found = name_grams([head(en="Blue Whale")])
    assert {"nblu", "nlue", "nwha", "nale", "nbl", "nwh", "sblu"} <= found
    assert "nlu" not in found


def test_ids_are_known_by_any_three() -> None:
    assert {"nc00", "n001"} <= name_grams([head()])


def test_sounds_are_known_by_initials_and_by_each_syllable_on() -> None:
    found = name_grams([head("蓝鲸物", sounds="lan jing wu")])
    assert {"ilj", "ijw", "iljw", "pla", "plan", "pjin", "pwu"} <= found
    assert "pang" not in found, "no query begins inside a syllable"


def test_a_short_syllable_goes_on_into_the_next() -> None:
    assert {"pwu", "pwuh", "pha", "phan"} <= name_grams([head("武汉", sounds="wu han")])


def test_needs_and_actions_are_known_by_han_and_by_the_beginnings_of_words() -> None:
    found = work_grams([Entry(("n", "C001", "N-C001-01", "导出Excel报表", "Export the reports"))])
    assert {"w导", "w导出", "wexc", "w报表", "wexp", "wrep", "w001"} <= found
    assert "w出报" not in found
    assert "wxpo" not in found


def test_width_and_case_do_not_count() -> None:
    assert plain("ＡＢＣ Ｘ１，") == "abc x1,"
    assert {"nabc"} <= name_grams([head("ＡＢＣ")])


def test_other_names_and_foreign_ids_are_known_like_names() -> None:
    found = name_grams([head("恒岳精密", others="客户A | K10036")])
    assert {"n客户", "nk10", "n036", "s客户"} <= found
