"""Goes through all pages of our own site and gives each as plain data with the template that draws it.

Profiles are done where our own build draws them, by the processes that hold the customers' records; the others after.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from go_layout import go_template, rows_template
from jinja_tree import Reader
from page_data import Data, Places, Recorder, spoken

from crmsite.catalogue import PAGES
from crmsite.machine.output import load_previous
from crmsite.portfolio.deferred import Deferred
from crmsite.runs.desk import Desk, site_pages
from crmsite.runs.dress import Dress
from crmsite.runs.painting import Painted, ProfilePainter, profile_path
from crmsite.runs.report import quiet, report_of
from crmsite.stages import pipeline
from crmsite.stages.freshness import LastSite
from crmsite.stages.options import Options
from crmsite.views.profile import profile
from crmsite.views.profile.aims import own_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jinja_values import Borrowed

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Facts
    from crmsite.language import Language
    from crmsite.stages.customers import Sitter
    from crmsite.stages.kept import Head
    from crmsite.stages.pipeline import Ground
    from crmsite.summaries.summary import Summary
    from crmsite.views.frame import SiteFrame

class Page(NamedTuple):
    """One of our pages: its path, the name of the layout that draws it, what it prints; ``rows`` is the script of its rows."""

    path: str
    layout: str
    data: Data
    rows: str = ""


class Customers(Protocol):
    """Whoever takes the customers' pages."""

    borrowed: Mapping[str, Mapping[str, Borrowed]]
    """Which words of the pages of a template stand in the customers' records as they are printed."""

    def places(self, customer: str) -> Mapping[str, int]:
        """Return where in the customer's files each record stands, by what a page calls it."""

    def keep(self, customer: str, data: Data) -> None:
        """Take what a customer's page prints."""


class Layouts:
    """The layouts of our site: each template once for every depth that its pages lie at."""

    def __init__(
        self,
        templates: Mapping[str, str],
        language: Language,
        frame: SiteFrame,
        title: str,
        borrowed: Mapping[str, Mapping[str, Borrowed]],
    ) -> None:
        words = spoken(language, frame)
        known = {"lang": language.lang, "unit": language.unit, "frame": frame, "title": title, "logo": None, "alternates": ()}
        self._words = words
        self._reader = Reader(templates, language.message, words, known, borrowed)
        self._made: dict[str, tuple[Recorder, str, str]] = {}

    def name(self, template: str, path: str) -> str:
        """Return the name of the layout of a page."""
        return f"{template.removesuffix('.html')}-{path.count('/')}"

    def data(self, template: str, path: str, view: object, places: Places) -> Data:
        """Return what a page prints."""
        return self.read(template, path)[0].data(view, places)

    def written(self) -> dict[str, tuple[str, str]]:
        """Return every layout that a page was drawn with so far, by its name: that of the page, that of its rows as a script."""
        return {name: (page, rows) for name, (_, page, rows) in self._made.items()}

    def read(self, template: str, path: str) -> tuple[Recorder, str, str]:
        """Return what records the pages of a template at a depth, and the layouts that draw them."""
        name = self.name(template, path)
        if name not in self._made:
            root = "../" * path.count("/")
            tree = self._reader.read(template, root=root, assets=f"{root}assets/")
            recorder = Recorder(tree, self._reader.read_blocks, self._words, self._reader.constants)
            self._made[name] = recorder, go_template(tree), rows_template(tree)
        return self._made[name]


class DataPainter(ProfilePainter):
    """Writes what a profile prints, where our own painter draws the page."""

    layouts: Layouts
    customers: Customers

    def fits(self, head: Head) -> bool:
        """Tell whether a customer's page was done in this run with the group that it has."""
        return head.page == self.key(head)

    def paint(self, sitters: Sequence[Sitter]) -> list[list[Painted]]:
        """Write the data of the customers' pages."""
        return [self._data(*sitter) for sitter in sitters]

    def _data(self, customer: str, dossier: Dossier, facts: Facts, summary: Summary) -> list[Painted]:
        book = own_book(dossier, facts, self._organisation, self._policies, summary)
        view = profile(dossier, facts, self._organisation, self._policies, facts.as_of, book)
        path = profile_path(customer)
        self.customers.keep(customer, self.layouts.data("profile.html", path, view, self.customers.places))
        return [Painted(path, "", None)]


class OwnSite(NamedTuple):
    """Our site as data: the pages about more than one customer, the layouts of all, the assets."""

    pages: Iterator[Page]
    layouts: Layouts
    assets: dict[str, bytes]


def own_site(root: Path, work: Path, jobs: int, customers: Customers) -> OwnSite:
    """Work out the site of a repository; ``customers`` takes each customer's page in the process that has it in hand."""
    options = Options(root, root / "records", work / "memo", None, date(2026, 1, 15), jobs)
    dress = Dress(options, load_previous(work / "site"), LastSite("", {}), str(work))
    layouts: list[Layouts] = []

    def painter(ground: Ground, heads: Mapping[str, Head]) -> DataPainter:
        usual = dress.painter(ground, heads)
        found = DataPainter.__new__(DataPainter)
        found.__dict__.update(usual.__dict__)
        if not layouts:
            language = next(iter(dress.languages.values()))
            title = dress.theme.settings.title or language.plain(dress.frame.title)
            layouts.append(Layouts(dress.theme.templates, language, dress.frame, title, customers.borrowed))
            layouts[0].read("profile.html", profile_path(""))
        found.layouts, found.customers = layouts[0], customers
        return found

    loaded, _ = pipeline.load(options, painter, quiet)
    desk = Desk.of(loaded, dress, report_of(loaded).faults, "")
    return OwnSite(_pages(desk, layouts[0], customers.places), layouts[0], dress.assets(desk.state()))


def _pages(desk: Desk, layouts: Layouts, places: Places) -> Iterator[Page]:
    for spec in PAGES:
        for path, template, view in site_pages(desk, spec):
            made = view.make() if isinstance(view, Deferred) else view
            rows = view.rows if isinstance(view, Deferred) else ""
            yield Page(path, layouts.name(template, path), layouts.data(template, path, made, places), rows)
