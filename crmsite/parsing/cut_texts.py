"""Texts that YAML cuts short: behind a space ``#`` begins a comment, which whoever wrote `大庆 #3 厂` did not mean."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its types forget to export it

from crmsite.diagnostics import Diagnostic, Span, fault

_CANDIDATE = re.compile(r"^[^#\n]*\S +#[^\s#!]", re.MULTILINE)
_CUT = re.compile(r" +(#[^\s#!][^\n]*)")
_HAS_LETTER = re.compile(r"[^\W\d_]")


def cut_texts(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Return a warning for each plain text of a file that is followed by ``#`` and, without a space, more of what looks like it.

    A comment is written with a space after its ``#``; numbers and dates are no texts; what stands in quotes or in a block is whole.
    A file that cannot be read has faults of its own, and none from here.
    """
    if _CANDIDATE.search(text) is None:
        return ()
    found: list[Diagnostic] = []
    lines = text.split("\n")
    parser = CParser(text)
    try:
        while parser.check_event():
            event = parser.get_event()
            if not isinstance(event, yaml.ScalarEvent) or event.style or not _HAS_LETTER.search(event.value):
                continue
            end: Any = event.end_mark
            line = lines[end.line]
            cut = _CUT.match(line, end.column)
            if cut is not None:
                span = Span(path, end.line + 1, cut.start(1) + 1, len(line.rstrip()) + 1)
                whole = f"{event.value}{cut[0]}".rstrip().replace("'", "''")
                found.append(fault("text-cut", span, text=event.value, whole=f"'{whole}'"))
    except yaml.YAMLError:
        return ()
    finally:
        parser.dispose()
    return tuple(found)
