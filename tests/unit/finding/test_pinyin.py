"""Names are read aloud as their words are, one sound for each character."""

from __future__ import annotations

import subprocess
import sys

from crmsite.finding.pinyin import Pinyin


def test_a_character_sounds_as_in_its_word() -> None:
    assert Pinyin().of("重庆长安银行") == "chong qing chang an yin hang"
    assert Pinyin().of("厦门乐清") == "xia men yue qing"


def test_sounds_stay_in_step_with_characters() -> None:
    name = "XX智造99（苏州）"
    sounds = Pinyin().of(name).split(" ")
    assert len(sounds) == len(name)
    assert sounds == ["x", "x", "zhi", "zao", "9", "9", "", "su", "zhou", ""]


def test_a_name_without_han_has_no_sound() -> None:
    assert Pinyin().of("Blue Whale Ltd.") == ""
    assert Pinyin().of("") == ""


def test_what_was_read_before_is_not_read_again() -> None:
    reader = Pinyin({"蓝鲸": "as read before"})
    assert reader.of("蓝鲸") == "as read before"
    assert reader.read == {"蓝鲸": "as read before"}
    assert reader.knowing({}).of("蓝鲸") == "lan jing"


def test_names_that_are_known_load_no_library() -> None:
    script = "import sys; from crmsite.finding.pinyin import Pinyin; Pinyin({'蓝鲸': 'lan jing'}).of('蓝鲸'); print('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "False"
