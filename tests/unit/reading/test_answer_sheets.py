"""Exports of answers as 问卷星 and 腾讯问卷 write them: what the rows say, what is wrong with them, what is never read."""

from __future__ import annotations

from typing import cast

import pytest
from dossiers import record

from crmsite.diagnostics import Diagnostic
from crmsite.kinds.satisfaction import Response, Survey
from crmsite.reading.answer_sheets import plain_heading, read_sheet
from crmsite.reading.placing import Place, is_sheet, place
from crmsite.reading.reader import Reader

PATH = "surveys/SV-1/responses.csv"
SURVEY = cast(
    "Survey",
    record(
        "survey", id="SV-1", window={"from": "2026-11-01", "to": "2026-11-20"}, scale={"min": 1, "max": 5},
        dimensions=["product", "response"],
        questions={"product": {"zh": "您对产品质量是否满意？", "en": "How good is the product?"}},
        columns={"响应是否及时？": "response", "您会推荐我们吗？": "recommend", "客户编号": "customer", "联系人": "contact", "意见": "comment",
                 "愿意继续合作吗？": "repurchase", "渠道": "channel"},
        answers={"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1},
    ),
)  # fmt: skip
HEAD = "序号,提交答卷时间,客户编号,联系人,1、您对产品质量是否满意？,*2、响应是否及时？,3、您会推荐我们吗？(必填),愿意继续合作吗？,意见,渠道"


def sheet(*rows: str, head: str = HEAD) -> tuple[list[Response], list[Diagnostic]]:
    read = Reader().file(PATH, "\n".join((head, *rows)).encode(), survey=SURVEY)
    return [cast("Response", one.record) for one in read.made], list(read.faults)


def rules(faults: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(found.rule, found.span.line, found.span.column) for found in faults]


def test_a_row_says_what_a_record_would_have_said() -> None:
    (made,), faults = sheet("7,2026/11/3 14:03:22,C001,P-C001-01,非常满意,满意,9,一般,响应要更快,微信")
    assert faults == []
    assert (made.id, made.survey, made.customer, made.contact) == ("SV-1-7", "SV-1", "C001", "P-C001-01")
    assert (made.date.isoformat(), made.marks, made.recommend, made.repurchase, made.channel) == (
        "2026-11-03", {"product": 5, "response": 4}, 9, 3, "wechat",
    )  # fmt: skip
    assert made.comment is not None
    assert made.comment.first == "响应要更快"
    assert made.cite("scores", "product") == (PATH, 2)


def test_a_row_that_names_nobody_is_anonymous() -> None:
    (made,), _ = sheet("1,2026-11-03 14:03:22,,,5,4分,10,5,,")
    assert (made.customer, made.contact, made.marks) == (None, None, {"product": 5, "response": 4})


@pytest.mark.parametrize(
    ("product", "recommend"), [("A.非常满意", "9-很可能"), ("5.0", "9分（很可能）"), ("A、非常满意", "9 likely"), ("5星", "9.0")]
)
def test_letters_of_options_and_words_behind_a_likelihood_change_nothing(product: str, recommend: str) -> None:
    (made,), faults = sheet(f"1,2026-11-03,C001,,{product},4,{recommend},5,,")
    assert (made.marks["product"], made.recommend, faults) == (5, 9, [])


@pytest.mark.parametrize("recommend", ["非常可能", "9.5", "9-10", "-1"])
def test_a_likelihood_that_is_no_number_from_0_to_10_is_told_so(recommend: str) -> None:
    made, [fault] = sheet(f"1,2026-11-03,C001,,5,4,{recommend},5,,")
    assert made == []
    assert fault.rule in ("answer-without-value", "out-of-range")
    if fault.rule == "answer-without-value":
        assert (fault.help("zh"), fault.help("en")) == ("这一问要的是 0 到 10 的数", "this question takes a number from 0 to 10")


def test_a_question_that_the_export_lacks_is_told_and_one_under_its_dimensions_id_is_found() -> None:
    made, [fault] = sheet("1,2026-11-03,C001,,5,4,9,5,,", head=HEAD.replace("1、您对产品质量是否满意？", "1、质量如何？"))
    assert (made, fault.rule) == ([], "sheet-without-column")
    assert "`questions` of `survey.yaml`" in fault.message("en")
    (found,), faults = sheet("1,2026-11-03,C001,,5,4,9,5,,", head=HEAD.replace("1、您对产品质量是否满意？", "product"))
    assert (found.marks["product"], faults) == (5, [])


@pytest.mark.parametrize("blank", ["", "(空)", "（跳过）", "(跳过)", "-3"])
def test_a_question_that_was_skipped_is_left_out(blank: str) -> None:
    (made,), faults = sheet(f"1,2026-11-03,C001,,{blank},4,{blank},{blank},{blank},{blank}")
    assert (made.marks, made.recommend, made.repurchase, made.comment, faults) == ({"response": 4}, None, None, None, [])


def test_tencents_headings_are_known_as_well() -> None:
    head = "编号,开始答题时间,结束答题时间,答题时长,自定义字段,IP,1.您对产品质量是否满意？,2.响应是否及时？,3.您会推荐我们吗？,客户编号,联系人,意见,愿意继续合作吗？,渠道"
    (made,), faults = sheet(
        "12,2026-11-02 23:59:01,2026-11-03 00:03:11,4分10秒,x,203.0.113.9,满意,非常不满意,0,C002,,,,", head=head
    )
    assert (made.id, made.date.isoformat(), made.marks, made.recommend) == (
        "SV-1-12",
        "2026-11-03",
        {"product": 4, "response": 1},
        0,
    )
    assert [found.rule for found in faults] == ["sheet-personal-column"]


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("1、您满意吗？", "您满意吗？"),
        ("12.您满意吗？", "您满意吗？"),
        ("*Q3：您满意吗？（必填）", "您满意吗？"),
        ("您满意吗？", "您满意吗？"),
        ("24小时响应", "24小时响应"),
        ("3.您满意吗？[单选题]", "您满意吗？"),
        ("您满意吗？【矩阵量表题】（必填）", "您满意吗？"),
        ("您对交付[含安装]满意吗？", "您对交付[含安装]满意吗？"),
    ],
)
def test_the_number_of_a_question_is_not_part_of_it(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


def test_every_bad_cell_is_told_with_its_column_and_the_other_rows_stand() -> None:
    made, faults = sheet(
        "1,2026/13/3,C001,,很好,4,11,7,,",
        "2,2026/11/3,C001,,5,4,9,5,,",
        "2,2026/11/4,C001,,5,4,9,5,,",
        "3,2026/11/4,C001,,5,4",
    )
    assert [one.id for one in made] == ["SV-1-2"]
    assert rules(faults) == [
        ("not-a-date", 2, 3), ("answer-without-value", 2, 19), ("out-of-range", 2, 24), ("out-of-range", 2, 27),
        ("duplicate-row", 4, 0), ("csv-row-width", 5, 1),
    ]  # fmt: skip


def test_a_name_in_the_place_of_an_id_is_not_repeated() -> None:
    _, faults = sheet("1,2026/11/3,C001,张小明,5,4,9,5,,")
    assert [found.rule for found in faults] == ["sheet-contact-named"]
    assert "P-C001-01" in faults[0].help("zh")
    assert "P-C001-01" in faults[0].help("en")
    assert "张小明" not in faults[0].message("zh")


def test_columns_without_a_meaning_are_nowhere_in_what_is_read() -> None:
    row = "1,2026/11/3,C001,,5,4,9,5,好,微信,秦小川,深圳南山"
    read = Reader().file(PATH, f"{HEAD},微信昵称,地理位置\n{row}\n".encode(), survey=SURVEY)
    assert [found.rule for found in read.faults] == ["sheet-personal-column", "sheet-personal-column"]
    kept = repr((read.entries, read.made, [found.args for found in read.faults]))
    assert "秦小川" not in kept
    assert "深圳" not in kept


def test_a_mobile_number_anywhere_in_the_file_is_a_fault() -> None:
    read = Reader().file(PATH, f"{HEAD},手机\n1,2026/11/3,C001,,5,4,9,5,好,微信,13800138000\n".encode(), survey=SURVEY)
    assert "mobile-number" in [found.rule for found in read.faults]


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        ("序号;提交答卷时间;1、您对产品质量是否满意？", "csv-separator"),
        (HEAD.replace("提交答卷时间", "何时"), "csv-missing-column"),
        (HEAD.replace("*2、响应是否及时？", "2、您对物流满意吗？"), "sheet-without-column"),
        ("", "csv-missing-column"),
    ],
)
def test_a_first_line_that_does_not_fit_the_survey(head: str, rule: str) -> None:
    made, faults = sheet("1,2026/11/3,C001,,5,4,9,5,,", head=head)
    assert made == []
    assert rule in [found.rule for found in faults]


def test_a_heading_misspelt_in_columns_is_mended_there_and_not_in_the_export() -> None:
    _, [fault] = sheet(head=HEAD.replace("*2、响应是否及时？", "2、响应是否足够及时？"))
    assert "columns" in fault.help("zh")
    assert "响应是否足够及时" in fault.help("zh")
    assert "`columns` of `survey.yaml`, not the export; did you mean `2、响应是否足够及时？`" in fault.help("en")
    _, [unlike] = sheet(head=HEAD.replace("*2、响应是否及时？", "物流"))
    assert unlike.help("en").endswith("headings without a meaning so far: 物流")


def test_an_export_without_a_question_of_the_survey() -> None:
    bare = cast(
        "Survey",
        record(
            "survey",
            id="SV-1",
            window={"from": "2026-11-01", "to": "2026-11-20"},
            scale={"min": 1, "max": 5},
            dimensions=["product"],
        ),
    )
    _, faults = read_sheet(PATH, "序号,提交答卷时间,1、您满意吗？\n1,2026/11/3,5\n", bare)
    assert [found.rule for found in faults] == ["sheet-without-questions"]
    own, faults = read_sheet(PATH, "", bare)
    assert (own, [found.rule for found in faults]) == ([], ["csv-no-header"])
    _, faults = read_sheet(PATH, '序号,提交答卷时间,1、您满意吗？\n1,2026/11/3,"5\n', bare)
    assert "csv-syntax" in [found.rule for found in read_sheet(PATH, f'{HEAD}\n1,2026/11/3,"5\n', SURVEY)[1]]


def test_a_sheet_lies_in_the_folder_of_its_survey() -> None:
    assert is_sheet("surveys/SV-1/responses.csv")
    assert is_sheet("surveys/SV-1/responses/wechat.csv")
    assert not is_sheet("surveys/SV-1/survey.yaml")
    assert not is_sheet("customers/C001/responses.csv")
    assert place("surveys/SV-1/responses.csv") == Place("response", stem="responses")
    assert [found.rule for found in Reader().file(PATH, b"a,b\n").faults] == ["sheet-without-survey"]


def test_two_sheets_of_a_survey_have_ids_of_their_own() -> None:
    read = Reader().file("surveys/SV-1/responses/wechat.csv", f"{HEAD}\n1,2026/11/3,C001,,5,4,9,5,,\n".encode(), survey=SURVEY)
    assert [entry.id for entry in read.entries] == ["SV-1-wechat-1"]


# ── Kano ────────────────────────────────────────────────────────────────────────────────────────────────────────
KANO_SURVEY = record(
    "survey",
    id="SV-K",
    window={"from": "2026-11-01", "to": "2026-11-30"},
    scale={"min": 1, "max": 5},
    dimensions=[],
    kano=[{"id": "F1", "text": "实时看板"}],
    columns={"有实时看板": "kano.F1.functional", "没有实时看板": "kano.F1.dysfunctional", "客户": "customer"},
    kano_answers={"太好了": 1},
)


def kano_sheet(*rows: str) -> tuple[list[Response], list[Diagnostic]]:
    text = "\n".join(("序号,提交时间,客户,1、有实时看板（单选题）,2、没有实时看板", *rows))
    read = Reader().file("surveys/SV-K/responses.csv", text.encode(), survey=KANO_SURVEY)
    return [cast("Response", one.record) for one in read.made], list(read.faults)


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "pair"),
    [("我很喜欢", "我很不喜欢", (1, 5)), ("理应如此", "勉强接受", (2, 4)), ("I expect it", "Neutral", (2, 3)), ("太好了", "5", (1, 5))],
)
def test_answers_to_a_kano_question_are_read_from_a_sheet(functional: str, dysfunctional: str, pair: tuple[int, int]) -> None:
    (made,), faults = kano_sheet(f"1,2026-11-03,,{functional},{dysfunctional}")
    assert faults == []
    assert [(one.feature, one.functional, one.dysfunctional) for one in made.kano] == [("F1", *pair)]


def test_half_a_pair_says_nothing_and_a_word_that_is_not_known_is_told() -> None:
    (made,), faults = kano_sheet("1,2026-11-03,,我很喜欢,(跳过)")
    assert (made.kano, faults) == ((), [])
    assert [found.rule for found in kano_sheet("1,2026-11-03,,不好说,无所谓")[1]] == ["answer-without-value"]
