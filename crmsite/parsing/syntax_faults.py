"""What misled the YAML reader: from its complaint to the slip that was made, at the place where it was made.

The reader complains where it can go no further, often a line below the slip, and in words for those who write parsers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmsite.diagnostics import Diagnostic, Span, fault

if TYPE_CHECKING:
    import yaml

CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?:\s|$)")
"""A line that git writes where two changes meet."""

_WIDE_COLON = re.compile(r"(\s*(?:- )*)([\w.-]+)：(.*)$")
_KEY = re.compile(r"(\s*(?:- )*)([A-Za-z_][\w.-]*):([^ ].*)$")
"""A key whose colon no space follows."""
_PAIR = re.compile(r"(\s*(?:- )*)([^:#]+?): (.+)$")
_QUOTED = re.compile(r"""(\s*(?:- )*(?:[^:#'"]+: +)?)(["'].*)$""")
_STAR = re.compile(r"[:\-\[,]\s*(\*)")
_TO_THE_END = re.compile(r"\*.*?(?=\s+#|\s*$)")
_IN_BRACKETS = re.compile(r"\*[^,\]}]*[^\s,\]}]|\*")
_FLOW_TEXT = re.compile(r"([\w.-]+): ([^{}\[\],\"']*: [^{}\[\],]*)")


def syntax_fault(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """Turn libyaml's complaint into one of ours: what is wrong, at the line where it was written."""
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + 1
    column = (mark.column if mark else 0) + 1
    rows = text.split("\n")
    telling = _conflict_or_wide_colon(path, rows, line)
    if telling is not None:
        return telling
    row = rows[line - 1] if line <= len(rows) else ""
    problem = error.problem or ""
    span = Span(path, line, column, column + 1)
    if "\t" in row[: len(row) - len(row.lstrip())] or ("cannot start any token" in problem and "\t" in row):
        at = row.index("\t") + 1
        return fault("tab-indent", Span(path, line, at, at + 1))
    if ("alias" in problem or "alias" in (error.context or "")) and (star := _STAR.search(row)):
        return _starred(path, row, line, star.start(1))
    slip = _slip(path, rows, error)
    if slip is not None:
        return slip
    if error.context_mark is not None and ("quoted scalar" in (error.context or "") or "flow" in (error.context or "")):
        closed = _closed_flow(path, rows, line, error)
        if closed is not None:
            return closed
        opened, start = error.context_mark.line + 1, error.context_mark.column + 1
        if opened > len(rows) or rows[opened - 1][start - 1 : start] not in tuple("[{'\""):
            opened, start = _open_bracket(rows, opened) or (min(opened, len(rows)), 1)
        return fault("not-closed", Span(path, opened, start, start + 1), text=rows[opened - 1][start - 1 : start])
    if "cannot start any token" in problem and column <= len(row):
        return fault("reserved-character", span, text=row[column - 1])
    return fault("yaml-syntax", span, problem=problem)


def _starred(path: str, row: str, line: int, at: int) -> Diagnostic:
    """Tell of a text that begins with a star: to the end of its line, or to where it ends within brackets."""
    before = row[:at]
    is_open = before.count("[") + before.count("{") > before.count("]") + before.count("}")
    meant = (_IN_BRACKETS if is_open else _TO_THE_END).match(row, at)
    assert meant is not None
    return fault("unquoted-star", Span(path, line, meant.start() + 1, meant.end() + 1), text=meant[0].replace("'", "''"))


def alias_fault(path: str, text: str, line: int, column: int, name: str) -> Diagnostic:
    """Tell of an alias, which records do not use. Where more words follow it, it was meant as a text: all of that is told."""
    told = _starred(path, text.split("\n")[line - 1], line, column - 1)
    lone = fault("yaml-alias", Span(path, line, column, column + 1 + len(name)), name=name)
    return told if told.span.end > lone.span.end else lone


def _slip(path: str, rows: list[str], error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """Return the slip that a complaint comes from, where the lines tell it."""
    mark, problem = error.problem_mark or error.context_mark, error.problem or ""
    line = (mark.line if mark else 0) + 1
    row = rows[line - 1] if line <= len(rows) else ""
    if "could not find expected ':'" in problem and error.context_mark is not None:
        return _line_without_colon(path, rows, error.context_mark.line + 1)
    if "mapping values are not allowed" in problem:
        return _second_pair(path, rows, line)
    if "did not find expected key" in problem and (found := _QUOTED.match(row)) and mark and mark.column > found.start(2):
        value = found[2].rstrip()
        quoted = f'"{value}"' if "'" in value and '"' not in value else "'" + value.replace("'", "''") + "'"
        return fault("text-after-quote", Span(path, line, mark.column + 1, len(row.rstrip()) + 1), text=quoted)
    if "block sequence entries are not allowed" in problem or "expected comment or line break" in problem:
        sign = re.match(r"\s*(?:- )*[^:#]+: +(- |[>|])", row)
        if sign:
            return fault("reserved-character", Span(path, line, sign.start(1) + 1, sign.start(1) + 2), text=sign[1].strip())
    return None


def _line_without_colon(path: str, rows: list[str], line: int) -> Diagnostic:
    """Say what a line is that should have been a key with its value, and has no colon that counts."""
    row = rows[line - 1] if line <= len(rows) else ""
    whole = Span(path, line, len(row) - len(row.lstrip()) + 1, len(row.rstrip()) + 1)
    return _glued(path, rows, line) or fault("loose-line", whole)


def _glued(path: str, rows: list[str], line: int) -> Diagnostic | None:
    """Say that no space follows the colon of a line's key."""
    key = _KEY.match(rows[line - 1]) if 0 < line <= len(rows) else None
    if key is None:
        return None
    colon = Span(path, line, key.end(2) + 1, key.end(2) + 2)
    return fault("colon-without-space", colon, key=key[2], text=f"{key[2]}: {key[3].strip()}")


def _second_pair(path: str, rows: list[str], line: int) -> Diagnostic | None:
    """Say why a second ``key: value`` stands where one value is due: it is indented, or it is text, or the first has no space."""
    row = rows[line - 1] if line <= len(rows) else ""
    pair = _PAIR.match(row + " …" if row.rstrip().endswith(":") else row)
    above = next((number for number in range(line - 1, 0, -1) if rows[number - 1].strip()), 0)
    glued = _glued(path, rows, above)
    if glued is not None or pair is None:
        return glued
    before = _PAIR.match(rows[above - 1]) if above else None
    if before and len(before[1]) < len(pair[1]):
        return fault("line-indented", Span(path, line, 1, len(pair[1]) + 1), text=row.strip(), above=above)
    return fault("unquoted-colon", Span(path, line, pair.start(3) + 1, pair.end(3) + 1), key=pair[2], text=pair[3].strip())


def _closed_flow(path: str, rows: list[str], line: int, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """Say what stands inside brackets that are closed on their line, and yet cannot be read."""
    mark = error.context_mark
    row = rows[mark.line] if mark is not None and mark.line < len(rows) and mark.line + 1 == line else ""
    at = mark.column if mark is not None else 0
    if row[at : at + 1] not in ("{", "["):
        return None
    close = row.rfind("}" if row[at] == "{" else "]")
    inside = row[at : close + 1]
    if close < at or any(inside.count(opened) != inside.count(shut) for opened, shut in ("{}", "[]")):
        return None
    if "，" in inside:
        told = re.sub("， *", ", ", inside)
        return fault("full-width-comma", Span(path, line, at + inside.index("，") + 1, at + inside.index("，") + 2), text=told)
    text = _FLOW_TEXT.search(inside, 1)
    if text is None:
        column = error.problem_mark.column + 1 if error.problem_mark is not None else at + 1
        return fault("yaml-syntax", Span(path, line, column, column + 1), problem=error.problem or "")
    place = Span(path, line, at + text.start(2) + 1, at + text.end(2) + 1)
    return fault("unquoted-colon", place, key=text[1], text=text[2].strip())


def _conflict_or_wide_colon(path: str, rows: list[str], line: int) -> Diagnostic | None:
    """Look for what misleads the YAML reader: a merge that was not finished; a key with ``：`` on the line or the one above."""
    for number, row in enumerate(rows, start=1):
        if CONFLICT.match(row):
            return fault("merge-conflict", Span(path, number, 1, 8), text=row[:7])
    above = next((number for number in range(min(line - 1, len(rows)), 0, -1) if rows[number - 1].strip()), line)
    for number in (above, line):
        key = _WIDE_COLON.match(rows[number - 1]) if number <= len(rows) else None
        if key:
            span = Span(path, number, key.end(2) + 1, key.end(2) + 2)
            return fault("full-width-colon", span, key=key[2], text=f"{key[2]}: {key[3].strip()}".rstrip())
    return None


def _open_bracket(rows: list[str], last: int) -> tuple[int, int] | None:
    """Return line and column of the last bracket that is open at the end of a line; texts in quotes and comments hold none."""
    held: list[tuple[int, int]] = []
    for line, row in enumerate(rows[:last], start=1):
        for found in re.finditer(r"""\"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*|[\[{\]}]""", row):
            if found[0] in ("[", "{"):
                held.append((line, found.start() + 1))
            elif found[0] in ("]", "}") and held:
                held.pop()
    return held[-1] if held else None
