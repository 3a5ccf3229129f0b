"""The forms in which faults are printed: for people, for editors, for forges; and what a record's text can never do to them."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET

import click
import pytest

from crmsite.diagnostics import Span, fault
from crmsite.formats import FORMATS, full, renderer
from crmsite.formats.escaping import visible, width
from crmsite.formats.fingerprints import fingerprints
from crmsite.rules import RULES
from crmsite.terminal import Progress, Tally, pick_language, report, shows_progress, summary, wants_colour

CUSTOMER = "customers/C001/customer.yaml"
SOURCES = {
    CUSTOMER: ["id: C001", "industy: 科技", "name: 华东智造, 负责人: 总经理", "\tx: 1", "note: " + "甲" * 200 + "错误" + "乙" * 200],
    "evil.yaml": ["id: \x1b[2Jx\u202ey", "::error::owned"],
}
TYPO = fault("unknown-key", Span(CUSTOMER, 2, 1, 8), key="industy", guess="industry", known="id、name")
WIDE = fault("unquoted-colon", Span(CUSTOMER, 3, 13, 21), key="name", text="华东智造, 负责人: 总经理")
NO_COLUMN = fault("calendar-year-missing", Span("site.yaml", 1), year=2027)
NOTE = fault("waiver-expired", Span(CUSTOMER, 1, 1, 3), id="WV-1", until="2024-06-30")
HOSTILE = "x\n::error file=a::owned\r\n##[error]owned%0A\x1b[31m\u202e]]>&<b>"


def lines(path: str) -> list[str]:
    return SOURCES.get(path, [])


def shown(form: str, *found, lang: str = "en", prefix: str = "records/") -> str:
    return renderer(form)(found, lines, lang, prefix)


# ── for people ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_full_shows_the_line_the_place_and_what_to_write():
    assert shown("full", TYPO) == (
        "error[unknown-key]: there is no key `industy` here\n"
        " --> records/customers/C001/customer.yaml:2:1\n"
        "  |\n"
        "2 | industy: 科技\n"
        "  | ^^^^^^^\n"
        "  = help: did you mean `industry`?\n"
    )


def test_full_shows_the_first_of_many_alike_in_a_file_and_counts_the_others():
    many = [fault("tab-indent", Span(CUSTOMER, 3, 1, 2)) for _ in range(full.REPEATED + 3)]
    other = [fault("empty-text", Span(CUSTOMER, 1, 9, 10))]
    elsewhere = [fault("tab-indent", Span("zz.yaml", 1))]
    for lang, words in (("en", "3 more in records/" + CUSTOMER + ", lines 3 to 3"), ("zh", f"records/{CUSTOMER} 里还有 3 处，在第 3 至 3 行")):
        told = shown("full", *many, *other, *elsewhere, lang=lang)
        assert words in told
        assert told.count("-->") == full.REPEATED + 2
        assert "--format concise" in told
    assert "more in" not in shown("full", *many[:-2])


def test_full_speaks_chinese():
    assert shown("full", TYPO, lang="zh") == (
        "错误[unknown-key]：这里没有“industy”这个键\n"
        " --> records/customers/C001/customer.yaml:2:1\n"
        "  |\n"
        "2 | industy: 科技\n"
        "  | ^^^^^^^\n"
        "  = 帮助：是不是“industry”？\n"
    )


def caret(text: str) -> tuple[str, str]:
    """The source line and the caret line of an excerpt, without the gutter."""
    rows = text.split("\n")
    at = next(index for index, row in enumerate(rows) if re.fullmatch(r" *\| *\^+", row))
    bar = rows[at].index("|") + 2
    return rows[at - 1][bar:], rows[at][bar:]


def cells_under(source: str, marks: str) -> str:
    """The characters of a line that stand over the carets, counting cells as a terminal does."""
    start, stop = marks.index("^"), len(marks)
    column, taken = 0, ""
    for character in source:
        if start <= column < stop:
            taken += character
        column += width(character)
    return taken


def test_the_caret_stands_under_chinese_text():
    source, marks = caret(shown("full", WIDE))
    assert cells_under(source, marks) == "负责人: 总经理"[: WIDE.span.end - WIDE.span.column]
    assert marks == " " * 16 + "^" * 14


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("华东智造ab", 10), ("（全角）", 8), ("ｱｲ", 2), ("e\u0301", 1), ("한글", 4), ("𠀀", 2), ("—", 1), ("", 0)],
)
def test_width_counts_cells(text, cells):
    assert width(text) == cells


def test_a_tab_is_written_out_and_the_caret_is_as_wide():
    source, marks = caret(shown("full", fault("tab-indent", Span(CUSTOMER, 4, 1, 2))))
    assert source == "\\tx: 1"
    assert marks == "^^"


def test_a_long_line_is_cut_to_what_matters():
    found = fault("not-a-date", Span(CUSTOMER, 5, 207, 209), text="错误")
    source, marks = caret(shown("full", found))
    assert width(source) <= 112
    assert cells_under(source, marks) == "错误"
    assert source.startswith("…")
    assert source.endswith("…")


def test_a_long_fault_at_the_start_of_a_line_keeps_its_start():
    source, marks = caret(shown("full", fault("not-a-date", Span(CUSTOMER, 5, 1, 407), text="x")))
    assert source.startswith("note: 甲")
    assert len(marks) <= 112


def test_a_fault_beyond_the_end_of_a_line_still_has_a_caret():
    source, marks = caret(shown("full", fault("empty-text", Span(CUSTOMER, 1, 9, 10))))
    assert source == "id: C001"
    assert marks == " " * 8 + "^"


def test_a_whole_line_has_no_caret():
    text = shown("full", fault("not-utf-8", Span(CUSTOMER, 1), encoding="GBK"))
    assert "1 | id: C001" in text
    assert "^" not in text
    assert "customer.yaml:1\n" in text


def test_without_the_source_the_fault_is_still_told():
    assert shown("full", NO_COLUMN) == (
        "warning[calendar-year-missing]: there is no working calendar for 2027; Monday to Friday count as workdays\n"
        " --> records/site.yaml:1\n"
        "  = help: add policy/calendar/2027.yaml with the holidays and the make-up workdays\n"
    )


def test_related_places_are_shown_with_their_lines():
    found = fault("duplicate-key", Span(CUSTOMER, 3, 1, 5), related=(Span(CUSTOMER, 2, 1, 8),), key="name", first=2)
    text = shown("full", found)
    assert "= see also: records/customers/C001/customer.yaml:2:1" in text
    assert "2 | industy: 科技" in text
    assert "= 另见：" in shown("full", found, lang="zh")


def test_the_gutter_is_as_wide_as_the_largest_number():
    many = {CUSTOMER: ["x"] * 120}
    found = fault("unknown-key", Span(CUSTOMER, 101, 1, 2), related=(Span(CUSTOMER, 7, 1, 2),), key="x", guess="", known="id")
    text = renderer("full")([found], lambda path: many[path], "en", "")
    assert "101 | x" in text
    assert "  7 | x" in text
    assert "   --> customers" in text


def test_faults_are_a_blank_line_apart():
    assert shown("full", TYPO, NO_COLUMN).count("\n\n") == 1


def test_colour_changes_nothing_but_colour():
    plain = report([TYPO, WIDE], lines, form="full", lang="zh", prefix="records/")
    painted = report([TYPO, WIDE], lines, form="full", lang="zh", prefix="records/", colour=True)
    assert painted != plain
    assert click.unstyle(painted) == plain


def test_concise_is_a_line_that_editors_can_follow():
    assert shown("concise", TYPO, NO_COLUMN) == (
        "records/customers/C001/customer.yaml:2:1: error[unknown-key] there is no key `industy` here\n"
        "records/site.yaml:1:1: warning[calendar-year-missing] there is no working calendar for 2027; "
        "Monday to Friday count as workdays\n"
    )


# ── nothing in a record can steer the output ────────────────────────────────────────────────────────────────────
EVIL = [
    fault("bad-id", Span("evil.yaml", 1, 5, 9), text=HOSTILE),
    fault("bad-id", Span("e\x1b]0;x\x07vil\n::error::.yaml", 1, 1, 2), text="a"),
    fault("bad-id", Span("odd\udce4.yaml", 1, 1, 2), text="\udce4"),
]


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_character_of_a_record_reaches_the_output(form):
    for lang in ("zh", "en"):
        text = shown(form, *EVIL, lang=lang)
        assert text.replace("\n", "").isprintable()
        text.encode("utf-8")


@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_no_line_of_the_output_is_a_record_s_own(form):
    for line in shown(form, *EVIL).split("\n"):
        assert not line.startswith(("##[", "::set", "::add"))
        assert not re.match(r"::(?!error title=crmsite )", line)


def test_what_is_visible_stays_as_it_is():
    assert visible("华东智造 (XX) ·「引号」—ｶﾅ 👩‍💻 𠀀") == "华东智造 (XX) ·「引号」—ｶﾅ 👩‍💻 𠀀"
    assert visible("a\tb\nc\x1b\u202e\U000e0041\udc80") == "a\\tb\\nc\\x1b\\u202e\\U000e0041\\udc80"


# ── for programs ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_told_the_same_faults(form):
    text = shown(form, TYPO, WIDE, NO_COLUMN)
    for found in (TYPO, WIDE, NO_COLUMN):
        assert found.rule in text


@pytest.mark.parametrize(("form", "empty"), [("full", ""), ("concise", ""), ("github", ""), ("json", "[]\n"), ("gitlab", "[]\n")])
def test_nothing_found_is_an_empty_report(form, empty):
    assert shown(form) == empty


def test_json_has_the_fault_in_the_reader_s_language_and_its_arguments_without():
    (entry,) = json.loads(shown("json", TYPO, lang="zh"))
    assert entry == {
        "code": "unknown-key",
        "name": RULES["unknown-key"].zh.title,
        "severity": "error",
        "message": "这里没有“industy”这个键",
        "help": "是不是“industry”？",
        "filename": "records/customers/C001/customer.yaml",
        "location": {"row": 2, "column": 1},
        "end_location": {"row": 2, "column": 8},
        "keys": [],
        "arguments": {"key": "industy", "guess": "industry", "known": "id、name"},
        "related": [],
        "fix": None,
    }


def test_json_gives_back_hostile_text_unharmed():
    entries = json.loads(shown("json", *EVIL))
    assert entries[0]["arguments"]["text"] == HOSTILE
    assert entries[2]["filename"] == "records/odd\udce4.yaml"


def test_github_puts_the_worst_first_because_only_ten_are_shown():
    commands = [line.split(" ")[0] for line in shown("github", NOTE, NO_COLUMN, TYPO).splitlines()]
    assert commands == ["::error", "::warning", "::notice"]


def test_github_escapes_properties_and_message():
    line = shown("github", fault("bad-id", Span("a,b:c%.yaml", 3, 2, 4), text="50%"))
    assert line.startswith(
        "::error title=crmsite (bad-id),file=records/a%2Cb%3Ac%25.yaml,line=3,col=2,endLine=3,endColumn=4::`50%25` cannot be an id%0A"
    )
    assert line.count("\n") == 1


def test_gitlab_entries_have_what_the_merge_request_needs():
    (entry,) = json.loads(shown("gitlab", TYPO))
    assert entry["location"] == {
        "path": "records/customers/C001/customer.yaml",
        "lines": {"begin": 2},
        "positions": {"begin": {"line": 2, "column": 1}, "end": {"line": 2, "column": 8}},
    }
    assert entry["severity"] == "major"
    assert entry["check_name"] == "unknown-key"
    assert entry["description"] == "there is no key `industy` here; did you mean `industry`?"


def test_a_fingerprint_outlives_a_move_within_the_file():
    moved = TYPO._replace(span=Span(CUSTOMER, 40, 3, 10))
    assert fingerprints([TYPO]) == fingerprints([moved])
    relined = fault("duplicate-key", Span(CUSTOMER, 9), key="id", first=2)
    assert fingerprints([relined]) == fingerprints([fault("duplicate-key", Span(CUSTOMER, 12), key="id", first=5)])


def test_fingerprints_differ_by_file_rule_keys_and_naming_arguments():
    base = fault("bad-id", Span("a.yaml", 1), text="x", keys=("id",))
    others = [
        base._replace(span=Span("b.yaml", 1)),
        base._replace(rule="not-a-date"),
        base._replace(keys=("parent",)),
        fault("bad-id", Span("a.yaml", 1), text="y", keys=("id",)),
    ]
    marks = [fingerprints([found])[0] for found in (base, *others)]
    assert len(set(marks)) == 5


def test_alike_faults_have_fingerprints_of_their_own():
    marks = fingerprints([TYPO, TYPO._replace(span=Span(CUSTOMER, 9, 1, 8)), TYPO._replace(span=Span(CUSTOMER, 10, 1, 8))])
    assert len(set(marks)) == 3


def test_an_alert_keeps_its_fingerprint_from_day_to_day():
    first = fault("alert-unanswered", Span(CUSTOMER, 1), alert="no-orders@C001@2024-11-01", days=6)
    later = fault("alert-unanswered", Span(CUSTOMER, 1), alert="no-orders@C001@2024-11-01", days=7)
    assert fingerprints([first]) == fingerprints([later])


def test_sarif_names_the_rules_that_were_broken_and_where():
    report_ = json.loads(shown("sarif", TYPO, NO_COLUMN, TYPO._replace(span=Span("客户/a b.yaml", 9, 1, 8))))
    assert report_["version"] == "2.1.0"
    (run,) = report_["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["calendar-year-missing", "unknown-key"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert re.fullmatch(r"[0-9a-f]{32}", result["partialFingerprints"]["crmsite/v1"])
    first, second, third = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert first["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 8}
    assert second["region"] == {"startLine": 1}
    assert third["artifactLocation"]["uri"] == "records/%E5%AE%A2%E6%88%B7/a%20b.yaml"


def test_sarif_without_faults_is_a_run_without_results():
    (run,) = json.loads(shown("sarif"))["runs"]
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def test_junit_fails_for_errors_only():
    root = ET.fromstring(shown("junit", TYPO, NOTE, NO_COLUMN))
    assert root.attrib == {"name": "crmsite", "tests": "3", "failures": "1"}
    assert [suite.get("name") for suite in root] == ["records/customers/C001/customer.yaml", "records/site.yaml"]
    (failure,) = root.iter("failure")
    assert failure.get("type") == "unknown-key"
    assert "did you mean `industry`?" in failure.text
    assert len(list(root.iter("system-out"))) == 2


def test_junit_reads_back_hostile_text_as_text():
    root = ET.fromstring(shown("junit", *EVIL))
    assert any("]]>&<b>" in failure.get("message") for failure in root.iter("failure"))


def test_a_clean_run_is_one_passed_test():
    root = ET.fromstring(shown("junit"))
    assert root.get("tests") == "1"
    assert root.get("failures") == "0"
    assert len(list(root.iter("testcase"))) == 1


# ── the sum of a run ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("found", "tally", "zh", "en"),
    [
        ([], Tally(0), "没有发现问题；读取 0 个文件，失败 0，跳过 0。", "No faults found; 0 files read, 0 failed, 0 skipped."),
        ([TYPO], Tally(1, 1), "发现 1 个错误；读取 1 个文件，失败 1，跳过 0。", "Found 1 error; 1 file read, 1 failed, 0 skipped."),
        (
            [TYPO, WIDE, NO_COLUMN],
            Tally(120, 2, 1),
            "发现 2 个错误、1 个警告；读取 120 个文件，失败 2，跳过 1。",
            "Found 2 errors and 1 warning; 120 files read, 2 failed, 1 skipped.",
        ),
        (
            [TYPO, NO_COLUMN, NO_COLUMN, NOTE],
            Tally(12345),
            "发现 1 个错误、2 个警告、1 个提示；读取 12,345 个文件，失败 0，跳过 0。",
            "Found 1 error, 2 warnings and 1 note; 12,345 files read, 0 failed, 0 skipped.",
        ),
    ],
)
def test_the_sum_is_right_in_number_and_grammar(found, tally, zh, en):
    assert summary(found, tally, "zh") == zh
    assert summary(found, tally, "en") == en


# ── decisions about the terminal ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("flag", "env", "isatty", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"CLICOLOR": "0"}, True, False),
    ],
)
def test_colour_follows_the_flag_then_the_environment_then_the_stream(flag, env, isatty, wanted):
    assert wants_colour(flag, env, isatty) is wanted


@pytest.mark.parametrize(
    ("flag", "env", "lang"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        (None, {"LANG": "en_GB.UTF-8", "CRMSITE_LANG": "zh"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8", "CRMSITE_LANG": "zh"}, "en"),
        ("zh-CN", {}, "zh"),
        (None, {"LC_ALL": "", "LANG": "ZH_cn"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_flag_then_the_environment(flag, env, lang):
    assert pick_language(flag, env) == lang


@pytest.mark.parametrize(
    ("env", "isatty", "quiet", "seen"),
    [({}, True, False, True), ({}, False, False, False), ({"CI": "true"}, True, False, False), ({}, True, True, False), ({"TERM": "dumb"}, True, False, False)],
)
def test_progress_is_for_somebody_who_watches(env, isatty, quiet, seen):
    assert shows_progress(env, isatty, quiet=quiet) is seen


def test_progress_counts_on_one_line_and_leaves_nothing():
    stream = io.StringIO()
    line = Progress(stream, shown=True)
    line.start("Reading", 4)
    for _ in range(4):
        line.advance()
    line.done()
    assert "Reading 4/4 (100 %)" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[2K")
    assert "\n" not in stream.getvalue()


def test_progress_writes_when_the_percentage_moves_and_not_for_every_part():
    stream = io.StringIO()
    line = Progress(stream, shown=True)
    line.start("Reading", 100_000)
    for _ in range(100_000):
        line.advance()
    assert stream.getvalue().count("\r") == 101


def test_hidden_progress_is_silent():
    stream = io.StringIO()
    line = Progress(stream, shown=False)
    line.start("Reading", 2)
    line.advance(2)
    line.done()
    assert stream.getvalue() == ""
