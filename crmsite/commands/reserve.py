"""What an answer is given under: that the records have errors, and what is left out of it for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.commands.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.commands.workspace import Workspace
    from crmsite.diagnostics import Diagnostic
    from crmsite.runs.report import Report

_NAMED = 3
"""How many of the files that are left out are named; the others are counted."""


def reserve(workspace: Workspace, report: Report) -> None:
    """Say beside an answer, in one line, how many errors the records have and which files do not count; nothing without errors.

    Where the settings are among them, their defaults hold, today as the date too: that is said as well.
    """
    errors = sum(found.severity == "error" for found in report.faults)
    if not errors:
        return
    words = [phrase(workspace.lang, "reserve.errors", n=errors)]
    if report.failed:
        more = len(report.failed) - _NAMED
        named = [_named(workspace.lang, path, report.faults) for path in report.failed[:_NAMED]]
        names = phrase(workspace.lang, "reserve.comma").join(named)
        names += phrase(workspace.lang, "reserve.more", n=more) if more > 0 else ""
        words.append(phrase(workspace.lang, "reserve.left_out", names=names))
    if "site.yaml" in {found.span.path for found in report.faults if found.severity == "error"}:
        words.append(phrase(workspace.lang, "reserve.settings", day=report.as_of))
    words.append(phrase(workspace.lang, "reserve.see"))
    workspace.say("reserve.line", said=phrase(workspace.lang, "reserve.semicolon").join(words))


def _named(lang: str, path: str, faults: Iterable[Diagnostic]) -> str:
    """Name what is left out of a file: so many of its rows or records where the others count, else the file."""
    errors = [found for found in faults if found.span.path == path and found.severity == "error"]
    if path.endswith(".csv"):
        lines = {found.span.line for found in errors}
        whole = 1 in lines or any(found.rule == "csv-syntax" for found in errors)
        return path if whole else phrase(lang, "reserve.rows", path=path, n=len(lines))
    items = {found.keys[0] if found.keys else "" for found in errors}
    return phrase(lang, "reserve.records", path=path, n=len(items)) if all(item.isdigit() for item in items) else path
