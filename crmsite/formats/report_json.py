"""JSON for programs: an array with one object per fault, in the shape that readers of ruff's reports know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.formats.escaping import Json, under, written
from crmsite.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic, Span


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return a JSON array. Rules, keys and arguments are without language; title, message and help are in ``lang``."""
    return written([_entry(diagnostic, lang, prefix) for diagnostic in found])


def _entry(diagnostic: Diagnostic, lang: str, prefix: str) -> Json:
    span = diagnostic.span
    rule = RULES[diagnostic.rule]
    return {
        "code": diagnostic.rule,
        "name": (rule.zh if lang.startswith("zh") else rule.en).title,
        "severity": diagnostic.severity,
        "message": diagnostic.message(lang),
        "help": diagnostic.help(lang) or None,
        "filename": under(prefix, span.path),
        "location": {"row": span.line, "column": max(span.column, 1)},
        "end_location": {"row": span.line, "column": max(span.end, span.column, 1)},
        "keys": [str(key) for key in diagnostic.keys],
        "arguments": dict(diagnostic.args),
        "related": [_related(other, prefix) for other in diagnostic.related],
        "fix": None,
    }


def _related(span: Span, prefix: str) -> Json:
    return {"filename": under(prefix, span.path), "location": {"row": span.line, "column": max(span.column, 1)}}
