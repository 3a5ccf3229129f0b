"""One line for each fault, in the form that editors and ``grep`` know: ``path:line:column: severity[rule] message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.formats.escaping import under, visible
from crmsite.formats.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return one line for each fault."""
    return "".join(_line(diagnostic, lang, prefix) for diagnostic in found)


def _line(diagnostic: Diagnostic, lang: str, prefix: str) -> str:
    span = diagnostic.span
    words = said(diagnostic, lang)
    place = f"{visible(under(prefix, span.path))}:{span.line}:{max(span.column, 1)}"
    return f"{place}: {words.severity}[{diagnostic.rule}] {words.message}\n"
