"""The few words that the formats themselves need, and a diagnostic's texts in printable form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.formats.escaping import visible

if TYPE_CHECKING:
    from crmsite.diagnostics import Diagnostic

RANK = {"error": 0, "warning": 1, "note": 2}
_SEVERITY_ZH = {"error": "错误", "warning": "警告", "note": "提示"}


class Said(NamedTuple):
    """A diagnostic in one language: every part is one printable line."""

    severity: str
    message: str
    help: str


def said(found: Diagnostic, lang: str) -> Said:
    """Return the severity, message and help of a diagnostic in ``zh`` or ``en``, safe to print."""
    severity = _SEVERITY_ZH[found.severity] if lang.startswith("zh") else found.severity
    return Said(severity, visible(found.message(lang)), visible(found.help(lang)))
