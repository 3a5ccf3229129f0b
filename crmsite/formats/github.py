"""GitHub workflow commands: annotations on the lines of a pull request, worst first because only the first ten show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.formats.escaping import under, visible
from crmsite.formats.wording import RANK, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return one workflow command for each fault, errors first.

    Everything that comes from a record is escaped twice, for the terminal and for the runner, so that no record can
    start a command of its own.
    """
    worst_first = sorted(found, key=lambda diagnostic: RANK[diagnostic.severity])
    return "".join(_command(diagnostic, lang, prefix) for diagnostic in worst_first)


def _command(diagnostic: Diagnostic, lang: str, prefix: str) -> str:
    span = diagnostic.span
    words = said(diagnostic, lang)
    column = max(span.column, 1)
    properties = {
        "title": f"crmsite ({diagnostic.rule})",
        "file": visible(under(prefix, span.path)),
        "line": str(span.line),
        "col": str(column),
        "endLine": str(span.line),
        "endColumn": str(max(span.end, column)),
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{words.message}\n{words.help}" if words.help else words.message
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
