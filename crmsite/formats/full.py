"""The form for people: the fault, the line it stands on with a caret under it, and what to write instead."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from crmsite.formats.escaping import under, visible, width
from crmsite.formats.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic, Span

    Paint = Callable[[str, str], str]

REPEATED = 20
"""So many faults of one rule are shown of a file, the others counted: all rows of an export may be wrong in one way."""

_WIDEST = 110
_HELP = {"zh": "帮助：", "en": "help: "}
_MORE = {"zh": "{path} 里还有 {n:,} 处，在第 {first} 至 {last} 行", "en": "{n:,} more in {path}, lines {first} to {last}"}
_EVERY = {"zh": "`--format concise` 逐处列出", "en": "`--format concise` lists every one"}
_SEE = {"zh": "另见：", "en": "see also: "}


class _Excerpt(NamedTuple):
    """A source line as printed, and the cells before and under the caret; ``cells`` is 0 where a whole line is meant."""

    text: str
    before: int
    cells: int


def plain(role: str, text: str) -> str:
    """Paint nothing: the text as it is, whatever its role."""
    return text


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str, paint: Paint = plain) -> str:
    """Return an excerpt for each fault, a blank line between them; of many of one rule in a file the first, and how many more.

    ``paint(role, text)`` may colour the parts; the roles are ``error``, ``warning``, ``note``, ``message``, ``gutter``
    and ``help``.
    """
    language = "zh" if lang.startswith("zh") else "en"
    blocks = []
    for _, group in groupby(found, key=_path):
        shown: Counter[str] = Counter()
        left: dict[str, list[Diagnostic]] = {}
        for diagnostic in group:
            shown[diagnostic.rule] += 1
            if shown[diagnostic.rule] <= REPEATED:
                blocks.append(_block(diagnostic, lines, language, prefix, paint))
            else:
                left.setdefault(diagnostic.rule, []).append(diagnostic)
        for rest in left.values():
            more = _more(rest, language, prefix, paint) if len(rest) > 1 else _block(rest[0], lines, language, prefix, paint)
            blocks.append(more)
    return "\n".join(blocks)


def _path(diagnostic: Diagnostic) -> str:
    return diagnostic.span.path


def _more(rest: Sequence[Diagnostic], lang: str, prefix: str, paint: Paint) -> str:
    """Say how many more faults of one rule a file has, and between which lines; one more is a fault like any other."""
    one, lines = rest[0], [found.span.line for found in rest]
    path = visible(under(prefix, one.span.path))
    words = _MORE[lang].format(path=path, n=len(rest), first=min(lines), last=max(lines))
    colon = "：" if lang == "zh" else ": "
    head = paint(one.severity, f"{said(one, lang).severity}[{one.rule}]") + paint("message", colon + words)
    return f"{head}\n {paint('gutter', '=')} {paint('help', _HELP[lang])}{_EVERY[lang]}\n"


def _block(diagnostic: Diagnostic, lines: Callable[[str], list[str]], lang: str, prefix: str, paint: Paint) -> str:
    span = diagnostic.span
    words = said(diagnostic, lang)
    places = (span, *diagnostic.related)
    indent = " " * max(len(str(place.line)) for place in places)
    colon = "：" if lang == "zh" else ": "
    head = paint(diagnostic.severity, f"{words.severity}[{diagnostic.rule}]") + paint("message", colon + words.message)
    rows = [head, f"{indent}{paint('gutter', '-->')} {_place(span, prefix)}"]
    rows += _quoted(span, lines, indent, paint, diagnostic.severity)
    if words.help:
        rows.append(f"{indent} {paint('gutter', '=')} {paint('help', _HELP[lang])}{words.help}")
    for other in diagnostic.related:
        rows.append(f"{indent} {paint('gutter', '=')} {paint('help', _SEE[lang])}{_place(other, prefix)}")
        rows += _quoted(other, lines, indent, paint, "note")
    return "\n".join(rows) + "\n"


def _place(span: Span, prefix: str) -> str:
    path = visible(under(prefix, span.path))
    return f"{path}:{span.line}:{span.column}" if span.column else f"{path}:{span.line}"


def _quoted(span: Span, lines: Callable[[str], list[str]], indent: str, paint: Paint, role: str) -> list[str]:
    """Return the gutter rows that show the source line; none when the line cannot be shown."""
    source = lines(span.path)
    if not 1 <= span.line <= len(source) or not source[span.line - 1].strip():
        return []
    excerpt = _excerpt(source[span.line - 1], span)
    bar = paint("gutter", "|")
    number = paint("gutter", str(span.line).rjust(len(indent)))
    rows = [f"{indent} {bar}", f"{number} {bar} {excerpt.text}"]
    if excerpt.cells:
        rows.append(f"{indent} {bar} {' ' * excerpt.before}{paint(role, '^' * excerpt.cells)}")
    return rows


def _excerpt(line: str, span: Span) -> _Excerpt:
    """Lay out one source line: escapes written out, a long line cut to a window around the fault."""
    line = line.rstrip("\r\n")
    if not span.column:
        shown = visible(line.rstrip())
        return _Excerpt(_head(shown, _WIDEST), 0, 0)
    start = min(span.column - 1, len(line))
    stop = min(max(span.end - 1, start + 1), max(len(line), start + 1))
    before, under, after = visible(line[:start]), visible(line[start:stop]), visible(line[stop:].rstrip())
    under = _head(under, _WIDEST // 2)
    if width(before) + width(under) + width(after) > _WIDEST:
        room = _WIDEST - width(under)
        before = _tail(before, max(room // 2, room - width(after)))
        after = _head(after, room - width(before))
    return _Excerpt(before + under + after, width(before), max(width(under), 1))


def _head(text: str, room: int) -> str:
    """Cut ``text`` to ``room`` cells from its start, with an ellipsis where something is left out."""
    if width(text) <= room:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += width(character)
        if kept > room - 1:
            return text[:index] + "…"
    return text


def _tail(text: str, room: int) -> str:
    """Cut ``text`` to ``room`` cells from its end."""
    return _head(text[::-1], room)[::-1]
