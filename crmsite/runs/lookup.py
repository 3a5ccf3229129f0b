"""One customer looked up: its records and figures at a date, put together from what the memo keeps of it.

Commands that speak of one customer need neither pages nor the other customers' figures. What all share is read as
``check`` reads it, so that nothing is parsed twice.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.dossier.assemble import TableRows, dossier_of
from crmsite.grammar.fields import Localised
from crmsite.grammar.guess import nearest
from crmsite.grammar.tables import TypedCells
from crmsite.language import Language
from crmsite.reading.reader import Entry, typed
from crmsite.runs import checkup
from crmsite.runs.dress import taxonomy_labels
from crmsite.runs.report import quiet
from crmsite.stages import pipeline
from crmsite.stages.shards import SHARDS, shard_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts
    from crmsite.grammar.fields import Record
    from crmsite.language import Lang
    from crmsite.runs.report import Report
    from crmsite.stages.options import Options
    from crmsite.stages.pipeline import Loaded

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
    from crmsite.summaries.plain import unpack_text  # only where no id, alias or name was meant

    found: list[tuple[str, str]] = []
    for summary in loaded.summaries():
        short = unpack_text(summary.short)
        found.extend((summary.id, word) for word in short or () if word)
    return found


def customer(loaded: Loaded, name: str, day: date | None = None) -> tuple[Dossier, Facts]:
    """Return one customer's records and figures, at the repository's date or another.

    Raises ``CustomerNotFoundError`` where there is none of that id, or none yet at that date.
    """
    for found in each(loaded, [name], day):
        return found
    raise CustomerNotFoundError(name, later=name in loaded.heads)


def each(loaded: Loaded, names: Iterable[str], day: date | None = None) -> Iterator[tuple[Dossier, Facts]]:
    """Yield the records and figures of some customers, those that there are at that date; each shard is opened once."""
    shared = loaded.shared
    as_of = day or loaded.as_of
    cells, zone = TypedCells(), shared.organisation.site.org.timezone
    work_out = pipeline.working_out(loaded.audience, shared.organisation, shared.policies, as_of)
    for shard, group in groupby(sorted(names, key=lambda name: (shard_of(name), name)), key=shard_of):
        state: Any = loaded.memo.get(f"shards/{shard}")
        if not isinstance(state, dict):
            continue
        for name in group:
            dossier = dossier_of(records(state, name), rows(state, name), as_of, cells, zone)
            worked = work_out([dossier])[0] if dossier is not None else None
            if worked is not None:
                yield worked


def records(state: dict[str, Any], name: str) -> list[Record]:
    """Return one customer's records from what is kept of its shard, whatever their dates."""
    own = [Entry(*part) for path in sorted(state["files"]) for part in state["files"][path][1] if part[1] == name]
    return [typed(entry, set()) for entry in (*own, *(Entry(*part) for part in state["entries"].get(name, ())))]


def rows(state: dict[str, Any], name: str) -> list[TableRows]:
    """Return one customer's table rows: those of its own files, and its share of the exports that name it."""
    found: list[TableRows] = []
    for path in sorted(state["files"]):
        _, _, table, lines, _ = state["files"][path]
        if table and lines and lines[0][0] == name:
            found.append(TableRows(table, path, lines))
    return [*found, *(TableRows(*part) for part in state["tables"].get(name, ()))]


def periods(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Yield customer and quarter of every assessment that is written, drafts and those dated later among them."""
    for number in range(SHARDS):
        state: Any = loaded.memo.get(f"shards/{number:02x}")
        if isinstance(state, dict):
            parts = [part for file in state["files"].values() for part in file[1]]
            parts.extend(part for customer in state["entries"].values() for part in customer)
            yield from ((part[1], str(part[4].get("period"))) for part in parts if part[0] == "assessment")


def language(organisation: Organisation, lang: Lang) -> Language:
    """Return the words of one language for an organisation: people by their display names, taxonomies by their labels."""
    people = {
        name: label if isinstance(label, Localised) else Localised(label, label)
        for name, label in organisation.people_labels().items()
    }
    return Language(lang, organisation.first_lang, people, taxonomy_labels(organisation), organisation.site.org.currency)
