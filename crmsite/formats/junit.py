"""JUnit XML for servers that only know tests: an error is a failed test, a warning or note a passed one with output."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from crmsite.formats.escaping import under, visible
from crmsite.formats.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return the report: a suite per file. A clean run is one passed test, since servers refuse an empty report."""
    suites = [
        _suite(visible(under(prefix, path)), list(group), lang)
        for path, group in groupby(sorted(found, key=lambda diagnostic: diagnostic.span), key=lambda d: d.span.path)
    ]
    if not suites:
        suites = ['  <testsuite name="crmsite" tests="1" failures="0"><testcase name="check" classname="crmsite"/></testsuite>\n']
    failures = _errors(found)
    head = f'<testsuites name="crmsite" tests="{max(len(found), 1)}" failures="{failures}">\n'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "".join(suites) + "</testsuites>\n"


def _errors(found: Sequence[Diagnostic]) -> int:
    return sum(diagnostic.severity == "error" for diagnostic in found)


def _suite(path: str, found: Sequence[Diagnostic], lang: str) -> str:
    cases = "".join(_case(path, diagnostic, lang) for diagnostic in found)
    head = f'  <testsuite name={quoteattr(path)} tests="{len(found)}" failures="{_errors(found)}">\n'
    return head + cases + "  </testsuite>\n"


def _case(path: str, diagnostic: Diagnostic, lang: str) -> str:
    words = said(diagnostic, lang)
    span = diagnostic.span
    name = f"{diagnostic.rule}:{span.line}:{max(span.column, 1)}"
    text = f"{path}:{span.line}:{max(span.column, 1)}: {words.message}"
    body = _escaped(f"{text}\n{words.help}" if words.help else text)
    if diagnostic.severity == "error":
        inside = f'<failure type="{diagnostic.rule}" message={quoteattr(words.message)}>{body}</failure>'
    else:
        inside = f"<system-out>{words.severity}: {body}</system-out>"
    place = f'file={quoteattr(path)} line="{span.line}"'
    return f'    <testcase name="{name}" classname={quoteattr(path)} {place}>{inside}</testcase>\n'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
