"""What a rule is: an id, how grave it is, and its words in both languages."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Wording(NamedTuple):
    """One rule in one language.

    ``message`` states the fault; ``help`` says what to write instead. Both are ``str.format`` templates over the
    diagnostic's arguments. Where an argument that ``help`` names is empty, ``fallback`` is printed in its place.
    """

    title: str
    message: str
    help: str
    fallback: str = ""


class Rule(NamedTuple):
    """A fault that ``check`` can report. The id names the fault, not the mend, and is never reused."""

    id: str
    severity: Severity
    zh: Wording
    en: Wording
