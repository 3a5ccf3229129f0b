"""GitLab code quality: a JSON report that the merge request compares with the target branch's by fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.formats.escaping import Json, under, written
from crmsite.formats.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return the report; GitLab drops entries that share a fingerprint, so all of them differ."""
    marks = fingerprints(found)
    return written([_entry(diagnostic, mark, lang, prefix) for diagnostic, mark in zip(found, marks, strict=True)])


def _entry(diagnostic: Diagnostic, mark: str, lang: str, prefix: str) -> Json:
    span = diagnostic.span
    column = max(span.column, 1)
    help_text = diagnostic.help(lang)
    stop = "；" if lang.startswith("zh") else "; "
    text = diagnostic.message(lang) + (stop + help_text if help_text else "")
    return {
        "check_name": diagnostic.rule,
        "description": text,
        "severity": _SEVERITIES[diagnostic.severity],
        "fingerprint": mark,
        "location": {
            "path": under(prefix, span.path),
            "lines": {"begin": span.line},
            "positions": {
                "begin": {"line": span.line, "column": column},
                "end": {"line": span.line, "column": max(span.end, column)},
            },
        },
    }
