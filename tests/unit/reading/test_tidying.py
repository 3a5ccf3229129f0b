"""A record in its one form: keys and ids change places or spelling, nothing is lost, and what is in form stays to the byte."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsite.reading.reader import Reader, read_file
from crmsite.reading.tidying import tidied

ROOT = Path(__file__).parents[3]
DEMO = sorted((ROOT / "records").rglob("*.yaml"))
NEED = "customers/C001/needs/01.yaml"
NEEDS = "customers/C001/needs.yaml"
FULL = """\
nature: explicit
kind: function
text: 导出
source: feedback
quote: 每次都要手工抄
recorded: 2024-05-02
"""


def tidy(text: str, path: str = NEED) -> str:
    done = tidied(path, text.encode("utf-8"), Reader())
    assert done.readable, read_file(path, text.encode("utf-8")).faults
    assert tidied(path, done.text.encode("utf-8"), Reader()).text == done.text
    return done.text


def test_keys_stand_in_the_order_of_the_kind() -> None:
    backwards = "".join(reversed(FULL.splitlines(keepends=True)))
    assert tidy(backwards) == FULL


def test_status_and_reason_stand_last_in_a_record_and_where_they_belong_below() -> None:
    assert tidy("reason: 重复\nstatus: void\n" + FULL) == FULL + "status: void\nreason: 重复\n"
    lost = "stages:\n  - {reason: 停产, stage: lost, from: 2024-03-01}\nname: 某厂\n"
    assert tidy(lost, "customers/C001/customer.yaml") == "name: 某厂\nstages:\n  - {from: 2024-03-01, stage: lost, reason: 停产}\n"


@pytest.mark.parametrize(("label", "name"), [("显性", "explicit"), ("Explicit", "explicit"), ('"显性"', "explicit"), ("explicit", "explicit")])
def test_a_listed_value_is_written_by_its_id(label: str, name: str) -> None:
    assert tidy(FULL.replace("nature: explicit", f"nature: {label}  # 客户原话")) == FULL.replace("explicit", f"{name}  # 客户原话")


def test_the_labels_in_brackets_and_lists_are_written_by_their_ids_too() -> None:
    text = "name: 某厂\nstages: [{stage: 成交, from: 2024-03-01}]\nchannels: [上门, 'email']\n"
    assert tidy(text, "customers/C001/customer.yaml") == (
        "name: 某厂\nstages: [{from: 2024-03-01, stage: won}]\nchannels: [onsite, 'email']\n"
    )


def test_words_of_a_text_are_no_labels() -> None:
    assert tidy(FULL.replace("导出", "显性")) == FULL.replace("导出", "显性")


def test_a_comment_moves_with_the_key_that_it_stands_above_or_behind() -> None:
    text = FULL.replace("nature: explicit\n", "").replace("recorded", "# 谁说的\n# 第二行\nnature: explicit  # 原话\nrecorded") + "# 末尾\n"
    assert tidy(text) == "# 谁说的\n# 第二行\n" + FULL.replace("nature: explicit", "nature: explicit  # 原话") + "# 末尾\n"


def test_what_stands_over_the_whole_file_stays_over_it() -> None:
    head = "# yaml-language-server: $schema=../need.schema.json\n"
    about = "# 第二季度回访后记\n\n"
    rest = FULL.replace("nature: explicit\n", "") + "nature: explicit\n"
    assert tidy(head + rest) == head + FULL
    assert tidy(about + rest) == about + FULL
    assert tidy("# 只说类别\n" + rest) == FULL.replace("kind", "# 只说类别\nkind")


def test_empty_lines_stay_at_their_places() -> None:
    assert tidy("kind: function\n\nnature: explicit\n\n" + FULL.partition("function\n")[2]) == (
        "nature: explicit\n\nkind: function\n\n" + FULL.partition("function\n")[2]
    )


def test_texts_of_several_lines_move_whole() -> None:
    body = "text: |\n  第一行\n  # 不是注释\n\n  - 第三行\n"
    rest = FULL.replace("text: 导出\n", "")
    assert tidy(rest + body) == FULL.replace("text: 导出\n", body)
    folded = 'quote: "每次都要\n  手工抄"\n'
    assert tidy(folded + FULL.replace("quote: 每次都要手工抄\n", "")) == FULL.replace("quote: 每次都要手工抄\n", folded)


def test_each_record_of_a_list_is_put_in_order_where_it_stands() -> None:
    one = "- nature: 显性\n  id: N-1\n  # 类别\n  kind: function\n  text: 要一\n  source: feedback\n  quote: 话\n  recorded: 2024-05-02\n"
    told = one.replace("- nature: 显性\n  id: N-1\n", "- id: N-1\n  nature: explicit\n")
    assert tidy(one + one.replace("N-1", "N-2"), NEEDS) == told + told.replace("N-1", "N-2")


def test_a_comment_of_the_key_that_comes_first_stands_above_its_dash() -> None:
    text = "- nature: explicit\n  # 编号\n  id: N-1\n" + "".join(f"  {line}\n" for line in FULL.splitlines()[1:])
    assert tidy(text, NEEDS).startswith("  # 编号\n- id: N-1\n  nature: explicit\n")


def test_mappings_below_are_put_in_order_and_free_keys_left_alone() -> None:
    text = FULL + "pain:\n  decision_impact: high\n  # 原话\n  text: 慢\n"
    ordered = FULL.replace("source", "pain:\n  # 原话\n  text: 慢\n  decision_impact: high\nsource")
    assert tidy(text) == ordered
    weights = "name: 某厂\nexternal_ids: {wms: W-1, erp: E-1}\nstages: [{from: 2024-03-01, stage: won}]\n"
    assert tidy(weights, "customers/C001/customer.yaml") == weights


def test_a_text_ends_with_a_line_end_and_has_no_mark_of_its_encoding() -> None:
    assert tidy("\ufeff" + FULL.replace("\n", "\r\n").removesuffix("\r\n")) == FULL


def test_a_file_with_faults_is_not_touched() -> None:
    assert not tidied(NEED, FULL.replace("explicit", "外显").encode(), Reader()).readable
    assert not tidied(NEED, b"\xc4\xe3", Reader()).readable
    assert not tidied("nowhere/x.yaml", FULL.encode(), Reader()).readable


@pytest.mark.parametrize("folder", ["records", "crmsite/defaults"])
def test_what_we_write_ourselves_is_in_form(folder: str) -> None:
    root, reader = ROOT / folder, Reader()
    files = sorted(root.rglob("*.yaml"))
    assert files
    untidy = [
        path.name for path in files if tidied(path.relative_to(root).as_posix(), path.read_bytes(), reader).text != path.read_text("utf-8")
    ]
    assert untidy == []


def disordered(text: str, luck: random.Random) -> str:
    """Write a text's top-level keys in any order, some with a remark above."""
    starts = [found.start() for found in re.finditer(r"^[a-z_]+:", text, re.MULTILINE)]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    luck.shuffle(parts)
    return text[: starts[0]] + "".join(f"# {luck.randint(1, 99)}\n{part}" if luck.random() < 0.3 else part for part in parts)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DEMO), st.randoms(use_true_random=False))
def test_any_order_of_any_record_comes_back_with_every_word(path: Path, luck: random.Random) -> None:
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT / "records").as_posix()
    if not re.search(r"^[a-z_]+:", text, re.MULTILINE) or re.search(r"^- ", text, re.MULTILINE) or text.startswith("#"):
        return
    shuffled = disordered(text, luck)
    back = tidied(name, shuffled.encode("utf-8"), Reader()).text
    assert [line for line in back.splitlines() if not re.match(r"# \d+$", line)] == text.splitlines()
    assert sorted(back.splitlines()) == sorted(shuffled.splitlines())
    assert yaml.safe_load(back) == yaml.safe_load(shuffled)
    assert tidied(name, back.encode("utf-8"), Reader()).text == back
