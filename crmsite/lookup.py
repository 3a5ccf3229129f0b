"""One customer looked up: its records and figures at a date, put together from what the memo keeps of it.

Commands that speak of one customer need neither pages nor the other customers' figures. What all share is read as
``check`` reads it, so that nothing is parsed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite import checkup, pipeline
from crmsite.assemble import TableRows, dossier_of
from crmsite.dress import taxonomy_labels
from crmsite.fields import Localised
from crmsite.guess import nearest
from crmsite.language import Language
from crmsite.reader import typed
from crmsite.report import quiet
from crmsite.shards import shard_of
from crmsite.summary import Summary
from crmsite.tables import TypedCells

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crmsite.book import Dossier, Organisation
    from crmsite.facts import Facts
    from crmsite.fields import Record
    from crmsite.language import Lang
    from crmsite.memo import Memo
    from crmsite.options import Options
    from crmsite.pipeline import Loaded
    from crmsite.report import Report

_GUESSED_AMONG = 20_000


class CustomerNotFoundError(Exception):
    """No customer goes by that name, or none does yet at that date; ``guess`` is the nearest that there is."""

    def __init__(self, name: str, guess: str = "", *, later: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.guess = guess
        self.later = later


class Opened(NamedTuple):
    """A repository that was read: what is known, and what the reading found."""

    loaded: Loaded
    report: Report


def opened(options: Options, advance: Callable[[int, int], None] = quiet) -> Opened:
    """Read a repository as ``check`` does, as of its own date: looking at another date leaves the memo of this one alone."""
    loaded, report = checkup.check(options, advance)
    return Opened(loaded, report)


def resolve(loaded: Loaded, text: str) -> str:
    """Return the id of the customer that somebody means by an id in any case, an alias, or a name in either language.

    Raises ``CustomerNotFoundError`` where nobody, or more than one, goes by it.
    """
    heads = loaded.heads
    if text in heads:
        return text
    folded = text.casefold()
    named = [name for name in heads if name.casefold() == folded]
    if not named:
        named = [head.id for head in heads.values() if folded in {word.casefold() for word in (*head.aliases, *head.names) if word}]
    if not named:
        named = [name for name, short in _short_names(loaded) if short.casefold() == folded]
    if len(set(named)) == 1:
        return named[0]
    known = [*heads, *(word for head in heads.values() for word in head.names if word)]
    guess = ", ".join(sorted(set(named))) or (nearest(text, known) if len(heads) <= _GUESSED_AMONG else "")
    raise CustomerNotFoundError(text, guess)


def _short_names(loaded: Loaded) -> list[tuple[str, str]]:
    from crmsite.plain import unpack_text  # only where no id, alias or name was meant

    found: list[tuple[str, str]] = []
    for summary in summaries(loaded):
        short = unpack_text(summary.short)
        found.extend((summary.id, word) for word in short or () if word)
    return found


def customer(loaded: Loaded, name: str, day: date | None = None) -> tuple[Dossier, Facts]:
    """Return one customer's records and figures, at the repository's date or another.

    Raises ``CustomerNotFoundError`` where there is none of that id, or none yet at that date.
    """
    shared = loaded.shared
    as_of = day or loaded.as_of
    dossier = dossier_of(records(loaded.memo, name), rows(loaded.memo, name), as_of, TypedCells())
    worked = shared.work_out(dossier, shared.organisation, shared.policies, as_of) if dossier is not None else None
    if worked is None:
        raise CustomerNotFoundError(name, later=name in loaded.heads)
    return worked


def records(memo: Memo, name: str) -> list[Record]:
    """Return one customer's records, whatever their dates."""
    return [typed(entry, set()) for entry in pipeline.entries_of(memo, name)]


def rows(memo: Memo, name: str) -> list[TableRows]:
    """Return one customer's table rows: those of its own files, and its share of the exports that name it."""
    state: Any = memo.get(f"shards/{shard_of(name)}")
    if not isinstance(state, dict):
        return []
    found: list[TableRows] = []
    for path in sorted(state["files"]):
        _, _, table, lines, _ = state["files"][path]
        if table and lines and lines[0][0] == name:
            found.append(TableRows(table, path, lines))
    return [*found, *(TableRows(*part) for part in state["tables"].get(name, ()))]


def summaries(loaded: Loaded) -> list[Summary]:
    """Return what is kept of every customer for lists, in order of id."""
    return [Summary.from_plain(head.summary) for head in loaded.heads.values() if head.summary is not None]


def language(organisation: Organisation, lang: Lang) -> Language:
    """Return the words of one language for an organisation: people by their display names, taxonomies by their labels."""
    people = {
        name: label if isinstance(label, Localised) else Localised(label, label)
        for name, label in pipeline.people_labels(organisation).items()
    }
    return Language(lang, organisation.first_lang, people, taxonomy_labels(organisation), organisation.site.org.currency)
