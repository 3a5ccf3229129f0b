"""Families: the pages of one entry of the catalogue, painted where what they show has changed, and only there.

Three questions, the cheap ones first. Has anything changed that the family can show of any customer? Has anything changed that
it counts, or a customer whose words stand on one of its pages? Has the page's own key changed?
"""

from __future__ import annotations

from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.catalogue import PAGES
from crmsite.diagnostics import to_plain
from crmsite.machine.memo import digest_of
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.rendering.row_scripts import row_script
from crmsite.runs.desk import sees_faults, site_pages
from crmsite.runs.report import Reason
from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact
from crmsite.summaries.summary import COUNTED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from crmsite.catalogue import PageSpec
    from crmsite.diagnostics import Diagnostic
    from crmsite.machine.output import Stage
    from crmsite.runs.desk import Desk
    from crmsite.runs.dress import Dress
    from crmsite.stages.kept import KeptShard
    from crmsite.stages.pipeline import Loaded

_WORDLESS = "counted."
"""How a column without the words of records is called in the catalogue."""
_PLACES = {
    column: COUNTED.index(column.removeprefix(_WORDLESS)) if column.startswith(_WORDLESS) else None
    for column in sorted({column for page in PAGES for column in (*(page.shows or ()), *(page.counts or ()))})
}
"""The columns that any family shows or counts; of those without the words of records, which of the counted it is."""
_PROFILE = "c/"
_NONE: Mapping[str, Known] = {}


class Keys(NamedTuple):
    """What a family stands on: all that it can show of customers, and what it counts of them; empty where it has to be asked."""

    shown: str
    counted: str


class Known(NamedTuple):
    """What is remembered of a page: the key of its content, that of its view where it is choosy, whom it links to.

    ``names`` are the customers, ``wholes`` the digest of all that was known of them: as long as that and what the family counts
    stay, so does the page. Where its view tells apart from which columns words come, ``quotes`` has the customers of each, and
    ``words`` the digest of those alone. ``rows`` is the script beside it that holds its rows, empty for none.
    """

    content: str
    seen: str
    names: list[str]
    wholes: str
    quotes: dict[str, list[str]]
    words: str
    rows: str


class Family(NamedTuple):
    """What is remembered of a family: its keys, and its pages by their path below a language's root."""

    keys: Keys
    pages: dict[str, Known]

    @classmethod
    def of(cls, plain: Any) -> Family:
        """Return what a memo kept; without that a family of no pages."""
        if not isinstance(plain, list):
            return cls(Keys("", ""), {})
        keys, pages = plain
        return cls(Keys._make(keys), {path: Known._make(known) for path, known in pages.items()})


def paint_families(stage: Stage, loaded: Loaded, dress: Dress, desk: Desk) -> list[Reason]:
    """Paint the pages about more than one customer whose view changed; keep the others."""
    kept: Any = loaded.memo.get("pages")
    before: dict[str, Any] = kept if isinstance(kept, dict) else {}
    keys = family_keys(loaded, dress, desk.faults)
    painter = _Painter(stage, dress, digest_of(dress.key, loaded.shared.key), desk)
    now: dict[str, Family] = {}
    for page in PAGES:
        known = Family.of(before.get(page.module))
        now[page.module] = Family(keys[page.module], painter.family(page, keys[page.module], known))
    loaded.memo.put("pages", now)
    return painter.reasons


def family_keys(loaded: Loaded, dress: Dress, faults: Iterable[Diagnostic]) -> dict[str, Keys]:
    """Return the keys of each entry of the catalogue; ``faults`` are those that its readers may know of.

    What the pages can show of a shard's customers is kept beside the digest of that shard.
    """
    kept: Any = loaded.memo.get("columns")
    before: dict[str, Any] = kept if isinstance(kept, dict) else {}
    columns: dict[str, Any] = {}
    for name, shard in loaded.kept.items():
        known = before.get(name)
        same = known is not None and known[0] == shard.digest
        columns[name] = known if same else [shard.digest, _columns_of(shard)]
    if columns != before:
        loaded.memo.put("columns", columns)
    unread = loaded.failed if sees_faults(loaded) else ()
    common = (dress.key, loaded.shared.key, loaded.shared.check_key, *unread)
    found = digest_of(compact([to_plain(one) for one in faults]))
    whole = {name: key_of([held[name] for _, held in columns.values()]) for name in _PLACES}

    def key(page: PageSpec, names: Sequence[str] | None) -> str:
        told = found if page.sees == "desk" else ""
        return "" if names is None else digest_of(*common, told, *(whole[name] for name in names))

    return {page.module: Keys(key(page, page.shows), key(page, page.counts)) for page in PAGES}


def _columns_of(shard: KeptShard) -> dict[str, str]:
    """Return the digest of each column that a family of pages can show or count: of what is kept, and whose it is."""
    own = key_of([name for name, head in shard.heads.items() if head.summary is not None])
    counted = [text.split(",") for text in shard.column("counted") if text is not None]
    return {
        column: f"{own} {shard.stamp(column)}" if place is None else key_of([own, *[texts[place] for texts in counted]])
        for column, place in _PLACES.items()
    }


class _Painter:
    """Paints families into a stage, and notes why each page was painted.

    ``rules`` is the digest of what every page is dressed in and of the policies, settings and date: a page's head may print
    a cut of the tiers that moved no customer.
    """

    def __init__(self, stage: Stage, dress: Dress, rules: str, desk: Desk) -> None:
        self._stage = stage
        self._dress = dress
        self._rules = rules
        self._desk = desk
        self._own = {summary.id: summary for summary in desk.portfolio.summaries}
        self._wholes = {name: summary.whole for name, summary in self._own.items()}
        self.reasons: list[Reason] = []

    def family(self, page: PageSpec, keys: Keys, known: Family) -> dict[str, Known]:
        """Paint what has to be painted of a family; return what is now known of its pages."""
        there = all(self._there(path, one) for path, one in known.pages.items())
        if there and keys.shown and keys.shown == known.keys.shown:
            return self._kept(known.pages)
        steady = there and bool(keys.counted) and keys.counted == known.keys.counted
        standing = {path: one for path, known_one in known.pages.items() if (one := self._standing(known_one))} if steady else {}
        moved = [path for path in known.pages if path not in standing]
        if steady and not moved:
            return self._kept(standing)
        parts = self._parts(page, moved, known.pages) if steady else []
        if parts:
            return self._kept(standing) | self._painted(page, parts, known.pages)
        return self._painted(page, site_pages(self._desk, page), known.pages, standing)

    def _parts(self, page: PageSpec, moved: Sequence[str], known: Mapping[str, Known]) -> list[tuple[str, str, object]]:
        """Return the pages that moved where each is a part of a long list: who is on it is known. Nothing where one is not."""
        part = getattr(import_module(page.module), "part", None)
        if part is None or not moved:
            return []
        found = [part(self._desk.portfolio, path, [self._own[name] for name in known[path].names]) for path in moved]
        return found if all(found) else []

    def _kept(self, pages: dict[str, Known]) -> dict[str, Known]:
        for path, known in pages.items():
            self._link(path, known.rows)
        return pages

    def _files(self, path: str, rows: str) -> Iterator[str]:
        """Yield where a page and the script of its rows lie in the site, in each language."""
        for renderer in self._dress.renderers:
            yield renderer.output_path(path)
            if rows:
                yield renderer.output_path(rows)

    def _there(self, path: str, known: Known) -> bool:
        return all(map(self._dress.has, self._files(path, known.rows)))

    def _link(self, path: str, rows: str) -> None:
        for name in self._files(path, rows):
            self._stage.link(name)

    def _standing(self, known: Known) -> Known | None:
        """Return what is now known of a page where nothing has changed of what it shows of customers, as far as words go."""
        wholes = self._about(known.names)
        if wholes == known.wholes:
            return known
        return known._replace(wholes=wholes) if known.quotes and self._words(known.quotes) == known.words else None

    def _about(self, names: Iterable[str]) -> str:
        return key_of([self._wholes.get(name) for name in names])

    def _words(self, quotes: Mapping[str, Sequence[str]]) -> str:
        return key_of([getattr(self._own.get(name), column, None) for column, names in sorted(quotes.items()) for name in names])

    def _painted(
        self,
        page: PageSpec,
        pages: Iterable[tuple[str, str, object]],
        known: Mapping[str, Known],
        standing: Mapping[str, Known] = _NONE,
    ) -> dict[str, Known]:
        """Paint those pages whose key is not the one known, but for those ``standing``; return what is known of each now."""
        found: dict[str, Known] = {}
        for path, template, view in pages:
            if path in standing:
                self._link(path, standing[path].rows)
                found[path] = standing[path]
                continue
            before = known.get(path)
            before = before if before is not None and self._there(path, before) else None
            content = digest_of(self._rules, template, view.key if isinstance(view, Deferred) else repr(view))
            if before is not None and before.content == content:
                self._link(path, before.rows)
                found[path] = before._replace(wholes=self._about(before.names))
                continue
            made = view.make() if isinstance(view, Deferred) else view
            found[path] = self._known(page, content, template, view, made)
            if before is not None and before.seen and before.seen == found[path].seen:
                self._link(path, before.rows)
            else:
                self._draw(path, template, made, found[path].rows)
        return found

    def _known(self, page: PageSpec, content: str, template: str, view: object, made: object) -> Known:
        deferred = view if isinstance(view, Deferred) else None
        told = getattr(made, "stood_for", made)
        seen = digest_of(self._dress.key, template, repr(told)) if deferred is not None and deferred.choosy else ""
        words: Mapping[str, object] | None = getattr(made, "words", None)
        quotes: dict[str, list[str]] = {}
        names: Iterable[str] = ()
        if page.counts is not None and words is not None:
            quotes = {column: sorted(set(linked(part, self._own))) for column, part in words.items()}
            names = chain.from_iterable(quotes.values())
        elif page.counts is not None:
            names = linked(made, self._own) if deferred is None or deferred.names is None else deferred.names
        names = sorted(set(names))
        rows = deferred.rows if deferred is not None else ""
        return Known(content, seen, names, self._about(names), quotes, self._words(quotes), rows)

    def _draw(self, path: str, template: str, made: object, rows: str) -> None:
        for renderer in self._dress.renderers:
            drawn = renderer.render(template, made, path)
            target = renderer.output_path(path)
            written = {target: drawn if target.endswith(".html") else row_script(path, drawn)}
            if rows:
                written[renderer.output_path(rows)] = row_script(path, drawn)
            for name, data in written.items():
                self.reasons.append(Reason(name, "content" if self._dress.has(name) else "new"))
                self._stage.write(name, data)


def linked(view: object, customers: Container[str]) -> Iterator[str]:
    """Yield the customers that a view names or links to: whose words it shows, it says so."""
    waiting = [view]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            name = value[len(_PROFILE) :].partition(".html")[0] if value.startswith(_PROFILE) else value
            if name in customers:
                yield name
        elif isinstance(value, (tuple, list)):
            waiting.extend(value)
        elif isinstance(value, Slotted):
            waiting.extend(value.as_row())
        elif isinstance(value, dict):
            waiting.extend((*value, *value.values()))
