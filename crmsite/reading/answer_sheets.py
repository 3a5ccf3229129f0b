"""Answer sheets 答卷导出表: surveys as 问卷星 and 腾讯问卷 export them, turned into the text trees of responses.

A heading means what the survey's ``columns`` say, or the dimension whose question it repeats; the number before a question is
left out. Only columns with a meaning are read: what else an export carries, be it nickname, address or IP, goes nowhere.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.grammar.cell_places import cell_place
from crmsite.grammar.cells import day_of
from crmsite.grammar.guess import nearest
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.kinds.satisfaction import KANO_SIDES, kano_target
from crmsite.parsing.nodes import LINES
from crmsite.reading.privacy import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crmsite.kinds.satisfaction import Survey
    from crmsite.parsing.nodes import Node

DATES = ("提交答卷时间", "结束答题时间", "提交时间", "date")
"""Headings under which exports tell when somebody answered; the first that is there counts."""
NUMBERS = ("序号", "编号", "答题序号")
"""Headings under which exports number the answers."""
BLANK = frozenset(("", "(空)", "（空）", "(跳过)", "（跳过）", "-2", "-3"))
"""How exports write that a question was left out or not shown."""

KANO_WORDS = {
    word: points
    for points, words in enumerate(
        (
            ("我很喜欢", "很喜欢", "非常喜欢", "我喜欢", "喜欢", "like", "i like it", "i like it that way", "i enjoy it that way"),
            ("理应如此", "它理应如此", "理所当然", "应该如此", "must be", "must-be", "it must be that way", "i expect it"),
            ("无所谓", "我无所谓", "没感觉", "中立", "neutral", "i am neutral", "i'm neutral"),
            ("勉强接受", "能忍受", "可以忍受", "能接受", "live with", "i can live with it", "i can tolerate it", "tolerate"),
            ("我很不喜欢", "很不喜欢", "非常不喜欢", "我不喜欢", "不喜欢", "dislike", "i dislike it", "i dislike it that way"),
        ),
        start=1,
    )
    for word in words
}
"""How the five answers to a Kano question are usually worded; a survey may add words of its own."""

_NUMBERED = re.compile(r"^[*＊]?\s*(?:Q\s*)?\d{1,3}\s*[、.．:：]\s*")
_NOTE = re.compile(r"(?:\s*[（(\[【](?:必填|必答|选填|(?:单选|多选|矩阵|量表|评分|打分|填空|NPS)+题?)[）)\]】])+\s*$")
_LETTERED = re.compile(r"^[A-Z]\s*[、.．:：]\s*")
_POINTS = re.compile(r"(-?\d{1,3})(?:\.0+)?(?:\s*(?:分|星|颗星|points?|stars?))?")
_LIKELIHOOD = re.compile(r"(\d{1,2})(?:\s*分)?(?:\s*[-–—:：]\s*|\s*[（(]\s*|\s+)\D+")
_PERSONAL = re.compile(
    r"姓名|手机|电话|微信|昵称|邮箱|身份证|住址|地址|地理位置|来自IP|用户ID|QQ|^IP|^UA$|^Referrer$|open_?id|e-?mail|phone|nickname",
    re.IGNORECASE,
)
_CHANNELS = {name: word.id for word in VOCABULARY["channel"].values() for name in (word.id, word.zh, word.en)}


class Answered(NamedTuple):
    """One row: its line, whose answers they are (empty: anonymous), its id, and the response as a tree of text."""

    line: int
    customer: str
    id: str
    tree: dict[str, Node]


class _Sheet(NamedTuple):
    """A sheet that is being read: its lines, its headings, and what each heading that matters means."""

    path: str
    lines: list[str]
    headings: list[str]
    meanings: dict[int, str]
    survey: Survey


def read_sheet(path: str, text: str, survey: Survey) -> tuple[list[Answered], list[Diagnostic]]:
    """Read an export. Every bad cell is reported; a row with one is left out, the others stand."""
    reader = csv.reader(io.StringIO(text), strict=True)
    lines = text.split("\n")
    try:
        headings = [cell.strip() for cell in next(reader)]
    except StopIteration:
        return [], [fault("csv-no-header", Span(path, 1), example="客户编号,提交时间,…")]
    except csv.Error as error:
        return [], [fault("csv-syntax", Span(path, 1), problem=error)]
    sheet = _Sheet(path, lines, headings, _meanings(headings, survey), survey)
    faults = list(_head_faults(sheet))
    if any(found.severity == "error" for found in faults):
        return [], faults
    rows: list[Answered] = []
    seen: dict[str, int] = {}
    following = reader.line_num + 1
    try:
        for cells in reader:
            line, following = following, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                rows.extend(_row(sheet, line, [cell.strip() for cell in cells], seen, faults))
    except csv.Error as error:
        faults.append(fault("csv-syntax", Span(path, following), problem=error))
    return rows, faults


def plain_heading(text: str) -> str:
    """Return a heading without the number before it, and without the note on its sort behind it."""
    return _NOTE.sub("", _NUMBERED.sub("", text.strip())).strip()


def _meanings(headings: Sequence[str], survey: Survey) -> dict[int, str]:
    """Return the meaning of each heading that has one, by its place; of several for one meaning the first counts."""
    known = {name: name for name in survey.dimensions}
    known.update({plain_heading(heading): target for heading, target in survey.targets.items()})
    for name, question in (survey.questions or {}).items():
        if not isinstance(question, dict):
            known.update({plain_heading(words): name for words in question if words})
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        target = survey.targets.get(heading) or known.get(plain_heading(heading)) or ("number" if heading in NUMBERS else None)
        if target is not None and target not in found.values():
            found[place] = target
    if "date" not in found.values():
        day = next((headings.index(name) for name in DATES if name in headings), None)
        if day is not None:
            found[day] = "date"
    return dict(sorted(found.items()))


def _head_faults(sheet: _Sheet) -> Iterator[Diagnostic]:
    """Yield what is wrong with the first line, and which of its columns hold what nobody should copy."""
    path, lines, headings, meanings, survey = sheet
    whole = Span(path, 1, 1, len(lines[0].rstrip("\r")) + 1)
    if len(headings) == 1:
        for mark, said in ((";", ";"), ("\t", "Tab")):
            at = headings[0].find(mark) + 1
            if at:
                yield fault("csv-separator", Span(path, 1, at, at + 1), mark=said)
                return
    there = set(meanings.values())
    if "date" not in there:
        yield fault("csv-missing-column", whole, column=DATES[0])
    yield from _absent_columns(sheet, whole)
    if not there & {*survey.dimensions, "recommend", *survey.kano_targets}:
        yield fault("sheet-without-questions", whole, known="、".join(survey.dimensions))
    for place, heading in enumerate(headings):
        if place not in meanings and _PERSONAL.search(plain_heading(heading)):
            yield fault("sheet-personal-column", cell_place(path, lines, 1, heading), column=heading)


def _absent_columns(sheet: _Sheet, first_line: Span) -> Iterator[Diagnostic]:
    """Yield the headings of ``columns`` and the questions of ``questions`` that the export has not: their answers would be lost."""
    _, _, headings, meanings, survey = sheet
    there, targets = set(meanings.values()), survey.targets
    wanted = {target: ("columns", heading) for heading, target in reversed(targets.items()) if target not in there}
    for name, question in (survey.questions or {}).items():
        words = [text for text in question if text] if not isinstance(question, dict) else []
        if words and name in survey.dimensions and name not in there and name not in wanted:
            wanted[name] = ("questions", words[0])
    unused = [heading for place, heading in enumerate(headings) if place not in meanings and heading]
    for target in sorted(wanted, key=[*targets.values(), *wanted].index):
        key, heading = wanted[target]
        yield fault(
            "sheet-without-column", first_line, column=heading, key=key, guess=nearest(heading, unused), known="、".join(unused)
        )


def _row(sheet: _Sheet, line: int, cells: list[str], seen: dict[str, int], faults: list[Diagnostic]) -> Iterator[Answered]:
    """Yield the response of a row; nothing where it holds a fault, which is added."""
    if len(cells) != len(sheet.headings):
        raw = sheet.lines[line - 1].rstrip("\r")
        place = Span(sheet.path, line, 1, len(raw) + 1)
        faults.append(fault("csv-row-width", place, found=len(cells), expected=len(sheet.headings)))
        return
    values = {target: cells[place] for place, target in sheet.meanings.items()}
    problems = [problem for place, target in sheet.meanings.items() for problem in _problems(sheet, line, place, cells[place])]
    number = values.get("number") or str(line)
    if number in seen:
        first = f"{sheet.path}:{seen[number]}"
        problems.append(fault("duplicate-row", Span(sheet.path, line), keys=("number",), id=number, first=first))
    seen.setdefault(number, line)
    faults.extend(problems)
    if problems:
        return
    customer = values.get("customer", "")
    name = f"{sheet.survey.id}-{_stem(sheet.path)}{number if number.isalnum() and number.isascii() else line}"
    yield Answered(line, customer, name, _tree(sheet, line, name, values))


def _stem(path: str) -> str:
    """Return what tells the answers of one of several sheets from those of another."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return "" if stem == "responses" else f"{stem}-"


def _problems(sheet: _Sheet, line: int, place: int, text: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with one cell. What stands where a contact's id is due may be a name, and is not repeated.

    Whether there is such a customer shows only where all are known.
    """
    survey, heading, target = sheet.survey, sheet.headings[place], sheet.meanings[place]
    cell = cell_place(sheet.path, sheet.lines, line, heading)
    if target == "date":
        if day_of(text) is None:
            empty = fault("csv-empty-cell", cell, column=heading)
            yield fault("not-a-date", cell, text=text, example="2024-06-30") if text else empty
    elif target == "contact":
        if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,63}", text):
            yield fault("sheet-contact-named", cell, column=heading, text=masked(text))
    elif (scale := _scale(survey, target)) is not None and text not in BLANK:
        value = _marked(text, target, survey)
        if value is None:
            key = "kano_answers" if target.startswith("kano.") else "answers" if target != "recommend" else ""
            yield fault("answer-without-value", cell, text=text, column=heading, low=min(scale), high=max(scale), key=key)
        elif scale[0] < scale[1] and not scale[0] <= value <= scale[1]:
            yield fault("out-of-range", cell, text=text, low=scale[0], high=scale[1])


def _scale(survey: Survey, target: str) -> tuple[int, int] | None:
    """Return the lowest and the highest answer to a question; nothing for a column that is no question."""
    if target.startswith("kano."):
        return 1, 5
    if target == "recommend":
        return 0, 10
    return (survey.scale.min, survey.scale.max) if target in survey.dimensions or target == "repurchase" else None


def _marked(text: str, target: str, survey: Survey) -> int | None:
    """Return what an answer to a question counts; nothing where its word is not known."""
    if target.startswith("kano."):
        return _kano_points(text, survey)
    return _recommended(text) if target == "recommend" else _points(text, survey.values)


def _points(text: str, values: Mapping[str, int]) -> int | None:
    """Return what an answer counts: by the survey's words, with or without an option's letter, else as the number that it is."""
    known = values.get(text, values.get(_LETTERED.sub("", text)))
    if known is not None:
        return known
    match = _POINTS.fullmatch(text)
    return int(match[1]) if match else None


def _recommended(text: str) -> int | None:
    """Return the will to recommend: the number itself, also where words stand behind it, such as ``10-非常可能``."""
    match = _POINTS.fullmatch(text) or _LIKELIHOOD.fullmatch(text)
    return int(match[1]) if match else None


def _kano_points(text: str, survey: Survey) -> int | None:
    """Return what an answer to a Kano question counts: by the survey's words, the usual ones, or as the number that it is."""
    plain = _LETTERED.sub("", text)
    known = survey.kano_values.get(text) or survey.kano_values.get(plain) or KANO_WORDS.get(plain.strip(" 。.!！").casefold())
    return known or _points(text, {})


def _tree(sheet: _Sheet, line: int, name: str, values: Mapping[str, str]) -> dict[str, Node]:
    """Return the response as a file would have given it, every value on the row's line."""
    survey = sheet.survey
    scores: dict[str, Node] = {
        dimension: str(_points(text, survey.values))
        for dimension in survey.dimensions
        if (text := values.get(dimension, "")) not in BLANK
    }
    tree: dict[str, Node] = {"id": name, "survey": survey.id, "date": day_of(values["date"])}
    for target in ("customer", "contact", "comment"):
        if values.get(target) and values[target] not in BLANK:
            tree[target] = " ".join(values[target].split())
    channel = _CHANNELS.get(values.get("channel", ""))
    if channel is not None:
        tree["channel"] = channel
    for target in ("recommend", "repurchase"):
        text = values.get(target, "")
        if text not in BLANK:
            tree[target] = str(_marked(text, target, survey))
    pairs: list[Node] = list(_kano_pairs(line, survey, values))
    if pairs:
        tree["kano"] = pairs
    lines: dict[str, Node] = dict.fromkeys((*tree, "scores"), line)  # type: ignore[arg-type]  # places, not values
    scores[LINES] = dict.fromkeys(scores, line)
    return {LINES: lines, **tree, "scores": scores, "@path": sheet.path}


def _kano_pairs(line: int, survey: Survey, values: Mapping[str, str]) -> Iterator[Node]:
    """Yield the pairs of answers to the survey's features; one of which only half was answered says nothing."""
    for feature in survey.kano:
        points = {side: _kano_points(values.get(kano_target(feature.id, side), ""), survey) for side in KANO_SIDES}
        if all(points.values()):
            answer: dict[str, Node] = {"feature": feature.id, **{side: str(value) for side, value in points.items()}}
            yield {LINES: dict.fromkeys(answer, line), **answer}
