"""JSON for programs: an array with one object per fault, in the shape that ruff's readers know, and one way to write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from crmsite.formats.escaping import UNPRINTABLE
from crmsite.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crmsite.diagnostics import Diagnostic, Span

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:  # noqa: ARG001
    """Return a JSON array. Rules, keys and arguments are without language; title, message and help are in ``lang``."""
    return written([_entry(diagnostic, lang, prefix) for diagnostic in found])


def written(value: Json) -> str:
    """Return JSON text that is safe in a terminal: readable Chinese, every unprintable character as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(_printable(row) + "\n" for row in text.split("\n"))


def _printable(row: str) -> str:
    return UNPRINTABLE.sub(lambda match: json.dumps(match[0])[1:-1], row)


def _entry(diagnostic: Diagnostic, lang: str, prefix: str) -> Json:
    span = diagnostic.span
    rule = RULES[diagnostic.rule]
    return {
        "code": diagnostic.rule,
        "name": (rule.zh if lang.startswith("zh") else rule.en).title,
        "severity": diagnostic.severity,
        "message": diagnostic.message(lang),
        "help": diagnostic.help(lang) or None,
        "filename": prefix + span.path,
        "location": {"row": span.line, "column": max(span.column, 1)},
        "end_location": {"row": span.line, "column": max(span.end, span.column, 1)},
        "keys": [str(key) for key in diagnostic.keys],
        "arguments": dict(diagnostic.args),
        "related": [_related(other, prefix) for other in diagnostic.related],
        "fix": None,
    }


def _related(span: Span, prefix: str) -> Json:
    return {"filename": prefix + span.path, "location": {"row": span.line, "column": max(span.column, 1)}}
