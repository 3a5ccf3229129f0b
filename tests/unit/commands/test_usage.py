"""Wrong usage is told in the reader's language, as every other message is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commanding import Run

SLIPS = [
    pytest.param(("list", "customers", "--teir", "S"), "没有选项 --teir。是不是 --tier", "No such option '--teir'", id="an unknown option"),
    pytest.param(("list",), "缺少参数 {customers|needs|actions|duties|alerts|risks|surveys|metrics}；可以写：customers、needs", "Missing argument", id="no argument"),
    pytest.param(("list", "custmers"), "“custmers”不能用；可以写：customers、needs", "'custmers' is not one of", id="a bad choice"),
    pytest.param(("list", "needs", "more"), "多出来的参数：more", "Got unexpected extra argument (more)", id="one argument too many"),
    pytest.param(("list", "needs", "--owner"), "选项 --owner 后面要写值", "Option '--owner' requires an argument.", id="no value"),
    pytest.param(("check", "--jobs", "0"), "“0”超出范围 1<=x<=64", "0 is not in the range 1<=x<=64.", id="out of range"),
    pytest.param(("check", "--jobs", "x"), "“x”不是整数", "'x' is not a valid integer range.", id="no number"),
    pytest.param(("chek",), "没有命令“chek”。是不是 check？", "No such command 'chek'. Did you mean 'check'?", id="an unknown command"),
]


@pytest.mark.parametrize(("words", "zh", "en"), SLIPS)
def test_a_slip_is_told_in_both_languages(run: Run, words: tuple[str, ...], zh: str, en: str) -> None:
    chinese, english = run(*words, lang="zh"), run(*words)
    assert (chinese.code, english.code) == (2, 2)
    assert zh in chinese.err
    assert en in english.err
    assert chinese.err.startswith("用法：crmsite") == english.err.startswith("Usage: crmsite") == ("--owner" not in words)
    assert "错误：" in chinese.err
    assert not [word for word in ("Error", "Usage", "Try ", "No such", "Missing", "Invalid") if word in chinese.err]
    assert "Error: " in english.err


def test_a_refusal_of_our_own_begins_in_the_readers_language_too(run: Run) -> None:
    assert run("list", "needs", "--tier", "X", lang="zh").err.startswith("错误：没有“X”这个等级")
    assert run("list", "needs", "--tier", "X").err.startswith("Error: there is no tier")


@pytest.mark.parametrize("name", ["CRMSITE_LANG", "LANG"])
def test_the_language_comes_from_the_surroundings_as_well(name: str) -> None:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "CRMSITE_"))}
    surroundings[name] = "zh_CN.UTF-8" if name == "LANG" else "zh"
    done = subprocess.run(
        [sys.executable, "-m", "crmsite", "--nothing"], env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("用法：crmsite")
    assert "错误：没有选项 --nothing" in done.stderr
