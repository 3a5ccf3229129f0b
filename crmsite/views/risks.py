"""Risk register 风险: which risks are gravest, what is done about them, what is overdue; the matrix of five by five."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Who, say
from crmsite.grammar.fields import Citation, Localised
from crmsite.portfolio.deferred import Deferred, key_of, written
from crmsite.portfolio.facets import Facet, facet, owner_facet
from crmsite.portfolio.parts import LIMIT
from crmsite.portfolio.rows import Named, cited, named, naming, who
from crmsite.scores.improving.risk import Weighed, band_of, receipt_of, risk_of, risk_rule
from crmsite.slotted import Slotted
from crmsite.summaries.depth import EMPTY, RiskLine, risk_line
from crmsite.summaries.followed import risks_of
from crmsite.summaries.plain import day, unpack_text
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crmsite.figures.facts import Receipt
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.scores.improving.risk import RiskRule
    from crmsite.summaries.summary import Summary

CHIPS = 4
"""How many risks a place of the matrix names before it counts the others."""

BANDS = ("high", "medium", "low")
SCORES = (1, 2, 3, 4, 5)
_NO_TEXT = Localised(None, None, "")
_CLOSED = 30


class ControlRow(Slotted):
    """One control and where it stands."""

    text: Localised
    owner: Who | None
    due: date | None
    status: str
    days: int | None


class RiskRow(Slotted):
    """One risk, of a customer or of the company, with what makes it as large as it is."""

    customer: Named | None
    line: RiskLine
    receipt: Receipt

    @property
    def text(self) -> Localised:
        """Return the risk in words."""
        return unpack_text(self.line.text) or _NO_TEXT

    @property
    def owner(self) -> Who | None:
        """Return who watches it."""
        return who(self.line.owner)

    @property
    def review(self) -> date | None:
        """Return when it is looked at again."""
        return day(self.line.review)

    @property
    def closed(self) -> date | None:
        """Return the day on which it was closed."""
        return day(self.line.closed)

    @property
    def late(self) -> int:
        """Return how many controls are overdue."""
        return sum(control[3] == "overdue" for control in self.line.controls)

    @property
    def state(self) -> str:
        """Return the words that a filter knows it by."""
        return " ".join(name for name, holds in (("late", self.late), ("unreviewed", self.line.review_late)) if holds)

    @property
    def controls(self) -> tuple[ControlRow, ...]:
        """Return the controls."""
        rows = []
        for text, owner, due, status, days in self.line.controls:
            left = days if isinstance(days, int) else None
            rows.append(ControlRow(unpack_text(_text(text)) or _NO_TEXT, who(_text(owner)), day(_text(due)), str(status), left))
        return tuple(rows)

    @property
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)


def _text(value: str | int | None) -> str | None:
    return value if isinstance(value, str) else None


class Cell(Slotted):
    """One place of the matrix: likelihood, impact, their product and its band, the first risks there, how many more."""

    likelihood: int
    impact: int
    product: int
    band: str
    chips: tuple[RiskRow, ...]
    more: int


class RisksView(Slotted):
    """The page. ``withheld``: this reader sees no risks at all, which is not the same as there being none."""

    head: Head
    lede: tuple[Say, ...]
    withheld: bool
    matrix: tuple[Cell, ...]
    facets: tuple[Facet, ...]
    rows: tuple[RiskRow, ...]
    more: int
    closed: tuple[RiskRow, ...]
    more_closed: int


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    seen = [summary for summary in portfolio.summaries if summary.risks != EMPTY]
    key = key_of([*(f"{naming(summary)}\0{summary.risks}" for summary in seen), written(portfolio.organisation.risks)])
    yield "risks.html", "risks.html", Deferred(key, partial(risks, portfolio, seen), choosy=True)


def risks(portfolio: Portfolio, seen: Sequence[Summary]) -> RisksView:
    """Put the page together: open risks by their product, the closed ones latest first."""
    head = Head("risks", say("risk.title"))
    if portfolio.policies is None or "risk" in portfolio.organisation.withheld:
        return RisksView(head, (say("risk.lede.withheld"),), True, (), (), (), 0, (), 0)
    policy = portfolio.policies.effects(portfolio.as_of)
    rule = risk_rule(policy, portfolio.as_of, portfolio.policies.warnings(portfolio.as_of).due_soon_days)
    rows = [RiskRow(named(summary), line, _receipt(line, rule)) for summary in seen for line in risks_of(summary)]
    own = [risk_of(risk, rule) for risk in portfolio.organisation.risks]
    rows += [RiskRow(None, risk_line(fact), fact.receipt) for fact in own]
    opened = sorted((row for row in rows if row.line.closed is None), key=_gravest)
    ended = (row for row in rows if row.line.closed is not None)
    closed = sorted(ended, key=lambda row: (row.line.closed or "", row.line.id), reverse=True)
    places = [(likelihood, impact) for likelihood in reversed(SCORES) for impact in SCORES]
    matrix = tuple([_cell(likelihood, impact, opened, band_of(likelihood * impact, rule)) for likelihood, impact in places])
    return RisksView(
        head, _lede(opened, len(closed)), False, matrix if opened else (), _facets(opened), tuple(opened[:LIMIT]),
        max(0, len(opened) - LIMIT), tuple(closed[:_CLOSED]), max(0, len(closed) - _CLOSED),
    )


def _receipt(line: RiskLine, rule: RiskRule) -> Receipt:
    """Put together from its line what makes a risk as large as it is."""
    place = cited(line.source)
    controls = [
        (unpack_text(_text(text)) or _NO_TEXT, str(status), days if isinstance(days, int) else None)
        for text, _, _, status, days in line.controls
    ]
    left = (line.residual, line.left) if line.residual is not None and line.left is not None else None
    weighed = Weighed(line.likelihood, line.impact, tuple(controls), left)
    places = [Citation(place.path, number) for number in line.lines] if place is not None else []
    return receipt_of(weighed, places, (place,) if place is not None else (), rule)


def _gravest(row: RiskRow) -> tuple[int, int, str]:
    return (-row.line.product, -row.line.impact, row.line.id)


def _cell(likelihood: int, impact: int, opened: Sequence[RiskRow], band: str) -> Cell:
    here = [row for row in opened if (row.line.likelihood, row.line.impact) == (likelihood, impact)]
    return Cell(likelihood, impact, likelihood * impact, band, tuple(here[:CHIPS]), max(0, len(here) - CHIPS))


def _facets(opened: Sequence[RiskRow]) -> tuple[Facet, ...]:
    if len(opened) < 2:
        return ()
    states = [name for row in opened for name in row.state.split(" ")]
    return (
        *facet("band", (row.line.band for row in opened), lambda value: say(f"risk.band.{value}"), BANDS),
        *facet("control", states, lambda value: say(f"risk.state.{value}"), ("late", "unreviewed")),
        *owner_facet(row.line.owner for row in opened),
    )


def _lede(opened: Sequence[RiskRow], closed: int) -> tuple[Say, ...]:
    """Say how many risks are open and how grave, and what of controls and reviews is overdue."""
    if not opened:
        return (say("risk.lede.none" if not closed else "risk.lede.all_closed", n=closed),)
    high = [row for row in opened if row.line.band == "high"]
    found = [say("risk.lede.open", n=len(opened))]
    if high:
        worst = high[0]
        name = worst.customer.label if worst.customer is not None else say("risk.company")
        found.append(say("risk.lede.high", n=len(high), who=name, what=worst.text))
    else:
        found.append(say("risk.lede.no_high"))
    late, stale = sum(row.late for row in opened), sum(row.line.review_late > 0 for row in opened)
    if late and stale:
        return (*found, say("risk.lede.late", n=late, k=stale))
    if late or stale:
        return (*found, say("risk.lede.controls" if late else "risk.lede.reviews", n=late or stale))
    return (*found, say("risk.lede.in_time"))
