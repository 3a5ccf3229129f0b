"""Receipts in a terminal: what a figure was made of, by which rule, from which lines; and the words to say it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmsite.commands.columns import columns
from crmsite.commands.phrases import phrase
from crmsite.formats.escaping import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Factor, Facts, Receipt, Shown
    from crmsite.grammar.fields import Citation
    from crmsite.language import Language

SOURCES_SHOWN = 3
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Voice:
    """The words to explain a record in."""

    language: Language
    lang: str

    def say(self, key: str, **args: object) -> str:
        """Return a phrase of this command."""
        return phrase(self.lang, f"explain.{key}", **args)

    def words(self, shown: Shown) -> str:
        """Return a value in words, safe to print."""
        return visible(self.language.say(shown))

    @property
    def comma(self) -> str:
        """What stands between two parts of a line."""
        return "；" if self.lang == "zh" else "; "


@dataclass(frozen=True, slots=True)
class Explained(Voice):
    """What is explained, a customer's records and figures, and the words to say it in."""

    dossier: Dossier
    facts: Facts


def places(about: Voice, cited: Iterable[Citation]) -> str:
    """Name the lines that a figure comes from, as ``file:line,line``: the first few, and how many more there are."""
    found = list(dict.fromkeys(cited))
    shown: dict[str, list[str]] = {}
    for path, line in found[:SOURCES_SHOWN]:
        shown.setdefault(path, []).append(str(line))
    text = " ".join(f"records/{path}:{','.join(lines)}" for path, lines in shown.items())
    left = len(found) - SOURCES_SHOWN
    return visible(f"{text} {about.say('more_sources', n=left)}" if left > 0 else text)


def receipt(about: Voice, made: Receipt) -> Iterator[str]:
    """Print a receipt: what went in, line by line, then the rule and its parameters."""
    yield from columns([_factor(about, factor) for factor in made.factors], right=(1, 2), indent=INDENT)
    if made.policy:
        separator = "，" if about.lang == "zh" else ", "
        listed = separator.join(f"{about.words(name)} {about.words(value)}" for name, value in made.parameters)
        yield INDENT + about.say("rule", policy=visible(made.policy), parameters=listed).rstrip(" ：:")


def _factor(about: Voice, factor: Factor) -> tuple[str, str, str, str, str]:
    points = "" if factor.points is None or factor.points == factor.value else about.words(factor.points)
    note = "" if factor.note is None else about.words(factor.note)
    return about.words(factor.name), about.words(factor.value), points, note, places(about, factor.sources)
