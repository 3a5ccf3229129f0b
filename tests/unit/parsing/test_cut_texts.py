"""A text that YAML cuts at a number sign is told of, with the quotes that keep it; what is whole or a comment is left alone."""

from __future__ import annotations

import pytest
from commanding import run_in
from repositories import Repository, customer

from crmsite.parsing.cut_texts import cut_texts
from crmsite.reading.reader import read_file


@pytest.mark.parametrize(
    ("text", "place", "kept", "whole"),
    [
        ("name: 大庆 #3 炼油厂\n", (1, 10, 16), "大庆", "'大庆 #3 炼油厂'"),
        ("name: Baytown  #3 refinery  \n", (1, 16, 27), "Baytown", "'Baytown  #3 refinery'"),
        ("a: {zh: it's\n  over #9 there\n}", (2, 8, 16), "it's over", "'it''s over #9 there'"),
        ("- x: 1\n- 首页 #改版\n", (2, 6, 9), "首页", "'首页 #改版'"),
    ],
)
def test_a_text_that_goes_on_behind_a_number_sign_is_told(text: str, place: tuple[int, int, int], kept: str, whole: str) -> None:
    (found,) = cut_texts("a.yaml", text)
    assert (found.rule, found.severity) == ("text-cut", "warning")
    assert (found.span.line, found.span.column, found.span.end) == place
    assert dict(found.args) == {"text": kept, "whole": whole}


@pytest.mark.parametrize(
    "text",
    [
        "name: 大庆 # 第三炼油厂\n",
        "name: '大庆 #3 炼油厂'\n",
        'name: "大庆 #3 炼油厂"\n',
        "name: |\n  大庆 #3 炼油厂\n",
        "name: 大庆#3 炼油厂\n",
        "importance: 5 #urgent\n",
        "recorded: 2024-05-02 #about\n",
        "# 大庆 #3 炼油厂\nname: 大庆\n",
        "name: #3\n",
        "name: 大庆 ## 厂\n",
    ],
)
def test_quotes_blocks_comments_and_numbers_are_left_alone(text: str) -> None:
    assert cut_texts("a.yaml", text) == ()


def test_a_file_that_cannot_be_read_has_its_own_fault_alone() -> None:
    faults = read_file("people/E-li.yaml", b"masked_name: \xe6\x9d\x8e #1 \xe5\x8f\xb7\nrole: [\n").faults
    assert [found.rule for found in faults] == ["not-closed"]


def test_the_record_is_read_all_the_same_and_the_check_says_how_to_keep_the_text(empty: Repository) -> None:
    empty.add(customer(1))
    empty.write("taxonomy/industry.yaml", "values: [{id: manufacturing, zh: 制造业, en: Manufacturing}]\n")
    empty.edit("customers/C001/followups/2024/20240715-zhao-1.yaml", "summary: 走访，确认下半年计划", "summary: 走访 #2 车间")
    for lang, remedy in (("zh", "加引号：'走访 #2 车间'"), ("en", "put it in quotes: `'走访 #2 车间'`")):
        said = run_in(str(empty.root), "check", lang=lang)
        assert said.code == 0
        assert remedy in next(block for block in said.out.split("\n\n") if "[text-cut]" in block)
