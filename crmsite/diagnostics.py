"""A user's fault as a value: which rule, where, and with which words filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.rules import RULES
from crmsite.rules.arguments import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crmsite.rules.rule import Severity

_NAMES = re.compile(r"\{(\w+)\}")
_UNTOLD = "–"
_RANK = {"error": 0, "warning": 1, "note": 2}


class Span(NamedTuple):
    """A place in a file: 1-based line and columns in characters; ``end`` is exclusive; column 0 means the whole line."""

    path: str
    line: int
    column: int = 0
    end: int = 0


class _Told(dict[str, str]):
    """The words that fill a wording; one that nobody gave is a dash, for a fault with a gap helps more than none."""

    def __missing__(self, name: str) -> str:
        """Return what stands where an argument is missing."""
        return _UNTOLD


class Diagnostic(NamedTuple):
    """One fault. ``args`` fill the rule's wording; ``keys`` is the path inside the record, for a stable fingerprint."""

    rule: str
    span: Span
    args: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    related: tuple[Span, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave the rule is."""
        return RULES[self.rule].severity

    def message(self, lang: str) -> str:
        """Return the fault in one sentence, in ``zh`` or ``en``. An argument that is missing is a dash; this never raises."""
        wording = RULES[self.rule].zh if lang.startswith("zh") else RULES[self.rule].en
        return wording.message.format_map(_Told(spoken(self.args, lang)))

    def help(self, lang: str) -> str:
        """Return what to write instead, in ``zh`` or ``en``; empty when the message says all."""
        wording = RULES[self.rule].zh if lang.startswith("zh") else RULES[self.rule].en
        args = spoken(self.args, lang)
        template = wording.help
        if not all(args.get(name) for name in _NAMES.findall(template)):
            template = wording.fallback
        return template.format_map(_Told(args))


def fault(rule: str, span: Span, *, keys: tuple[str, ...] = (), related: tuple[Span, ...] = (), **args: object) -> Diagnostic:
    """Make a diagnostic; arguments are turned into text here, once."""
    return Diagnostic(rule, span, tuple((name, str(value)) for name, value in args.items()), keys, related)


def fault_from(rule: str, span: Span, args: Mapping[str, object], keys: tuple[str, ...] = ()) -> Diagnostic:
    """Make a diagnostic from arguments that are put together elsewhere."""
    return Diagnostic(rule, span, tuple((name, str(value)) for name, value in args.items()), keys)


def ordered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort for printing: worst first within a file, files by name, each fault once."""
    return sorted(set(found), key=lambda d: (d.span.path, d.span.line, d.span.column, _RANK[d.severity], d.rule, d.args))


def to_plain(found: Diagnostic) -> list[object]:
    """Return a diagnostic as JSON values."""
    return [found.rule, list(found.span), [list(pair) for pair in found.args], list(found.keys), [list(s) for s in found.related]]


def from_plain(plain: list[Any]) -> Diagnostic:
    """Return the diagnostic that ``to_plain`` wrote."""
    rule, span, args, keys, related = plain
    return Diagnostic(rule, Span(*span), tuple((n, v) for n, v in args), tuple(keys), tuple(Span(*s) for s in related))
