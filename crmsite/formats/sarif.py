"""SARIF 2.1.0: the format of code-scanning services. Only the rules that were broken are described."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from crmsite import __version__
from crmsite.formats.escaping import Json, under, written
from crmsite.formats.fingerprints import fingerprints
from crmsite.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
    """Return one SARIF run; columns count Unicode code points, paths are URIs relative to the repository."""
    broken = sorted({diagnostic.rule for diagnostic in found})
    number = {rule: index for index, rule in enumerate(broken)}
    marks = fingerprints(found)
    run: Json = {
        "tool": {"driver": {"name": "crmsite", "version": __version__, "rules": [_rule(rule, lang) for rule in broken]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(diagnostic, number[diagnostic.rule], mark, lang, prefix) for diagnostic, mark in zip(found, marks, strict=True)
        ],
    }
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, lang: str) -> Json:
    wording = RULES[rule].zh if lang.startswith("zh") else RULES[rule].en
    return {
        "id": rule,
        "shortDescription": {"text": wording.title},
        "help": {"text": f"crmsite explain {rule}"},
        "defaultConfiguration": {"level": RULES[rule].severity},
    }


def _result(diagnostic: Diagnostic, index: int, mark: str, lang: str, prefix: str) -> Json:
    help_text = diagnostic.help(lang)
    text = diagnostic.message(lang) + (f"\n{help_text}" if help_text else "")
    result: dict[str, Json] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": text},
        "locations": [_location(diagnostic.span, prefix)],
        "partialFingerprints": {"crmsite/v1": mark},
    }
    if diagnostic.related:
        result["relatedLocations"] = [_location(span, prefix) for span in diagnostic.related]
    return result


def _location(span: Span, prefix: str) -> Json:
    region: dict[str, Json] = {"startLine": span.line}
    if span.column:
        region |= {"startColumn": span.column, "endLine": span.line, "endColumn": max(span.end, span.column)}
    uri = quote((under(prefix, span.path)).encode("utf-8", "surrogateescape"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
