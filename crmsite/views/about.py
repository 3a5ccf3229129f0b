"""About 关于本站: what the site was made from, in plain text: date, commit, counts, audience, program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from crmsite import __version__
from crmsite.figures.facts import Say, Term
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crmsite.figures.facts import Shown
    from crmsite.portfolio.portfolio import Portfolio


class Desk(Protocol):
    """What the page is made from."""

    @property
    def portfolio(self) -> Portfolio:
        """All customers."""

    @property
    def commit(self) -> str:
        """The commit that the records were read at; empty where there is none, or where the reader may not know."""

    @property
    def audience(self) -> str:
        """The audience that the site is for; empty where it is for everybody who may see everything."""

    @property
    def files(self) -> int:
        """How many record files were read."""

    def counts(self) -> Mapping[str, int]:
        """Return the counts of the rail."""


class AboutView(Slotted):
    """The page: rows of label and value."""

    head: Head
    rows: tuple[tuple[Say, Shown], ...]
    owner: Shown


def pages(desk: Desk) -> Iterator[tuple[str, str, AboutView]]:
    """Yield the one page."""
    yield "about.html", "about.html", about(desk)


def about(desk: Desk) -> AboutView:
    """Say what the site was made from. Build time is printed nowhere: the same input gives the same bytes."""
    counts = desk.counts()
    audience: Shown = desk.audience or Term("message", "about.everybody")
    tax = desk.portfolio.organisation.site.tax
    commit: Shown = desk.commit or Term("message", "about.no_commit")
    rows: list[tuple[Say, Shown]] = [
        (Say("about.as_of"), desk.portfolio.as_of),
        (Say("about.commit"), commit),
        (Say("about.audience"), audience),
        *(
            (Say(f"about.count.{name}"), counts[name])
            for name in ("customers", "needs", "alerts", "overdue", "quality")
            if name in counts
        ),
        *(((Say("about.tax"), Say(f"tax.{tax}")),) if tax is not None else ()),
        (Say("about.program"), f"crmsite {__version__}"),
    ]
    return AboutView(Head("about", Say("nav.about")), tuple(rows), desk.portfolio.organisation.site.org.name)
