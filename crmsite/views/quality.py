"""Data quality 数据质量: what is missing and at whom, what check found, how much is translated."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from crmsite.figures.facts import Percent, Say, Term
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted
from crmsite.summaries.plain import unpack
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crmsite.diagnostics import Diagnostic
    from crmsite.figures.facts import Shown
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

SHOWN_FAULTS = 200
SHOWN_CUSTOMERS = 200
"""How many rows the page lists; beyond, it says how many more there are."""

_SEVERITIES = ("error", "warning", "note")


class Desk(Protocol):
    """What the page is made from: all customers, and what check found in the records."""

    @property
    def portfolio(self) -> Portfolio:
        """All customers."""

    @property
    def faults(self) -> Sequence[Diagnostic]:
        """What check found."""


class Count(Slotted):
    """One figure of the band at the top."""

    name: Say
    value: Shown
    note: Say


class FaultRow(Slotted):
    """One finding of check; its sentence is said in the reader's language by the template."""

    severity: str
    rule: str
    fault: Diagnostic
    source: Citation


class GapRow(Slotted):
    """One customer and what is missing about it."""

    id: str
    name: Shown
    tier: str | None
    items: tuple[Say, ...]
    review: str


class QualityView(Slotted):
    """The page."""

    head: Head
    lede: tuple[Say, ...]
    counts: tuple[Count, ...]
    kinds: tuple[tuple[Say, int], ...]
    customers: tuple[GapRow, ...]
    more_customers: int
    faults: tuple[FaultRow, ...]
    more_faults: int


def pages(desk: Desk) -> Iterator[tuple[str, str, QualityView]]:
    """Yield the one page."""
    yield "quality.html", "quality.html", quality(desk.portfolio.summaries, desk.faults)


def _missing(n: int, customers: int) -> Say:
    if not customers:
        return Say("quality.lede_empty")
    key = "quality.lede.missing" if n else "quality.lede.whole"
    many = "_one" if customers == 1 else "_all" if n == customers else ""
    return Say(f"{key}{many}", (("n", n), ("all", customers)))


def _found(errors: int, warnings: int) -> Say:
    """Say what the check found; what it did not find is not counted."""
    if errors and warnings:
        return Say("quality.lede.both", (("errors", errors), ("warnings", warnings)))
    if errors:
        return Say("quality.lede.errors", (("n", errors),))
    return Say("quality.lede.warnings" if warnings else "quality.lede.clean", (("n", warnings),))


def quality(summaries: Sequence[Summary], faults: Sequence[Diagnostic]) -> QualityView:
    """Put the page together: the worst first, among customers and among faults."""
    rows = [row for summary in summaries if (row := _row(summary)) is not None]
    rows.sort(key=lambda row: (-len(row.items), row.id))
    ordered = sorted(faults, key=lambda fault: (_SEVERITIES.index(fault.severity), fault.span))
    grave = sum([fault.severity == "error" for fault in faults])
    tally = Counter(item for row in rows for item in row.items)
    return QualityView(
        Head("quality", Say("nav.quality")),
        (_missing(len(rows), len(summaries)), _found(grave, len(faults) - grave)),
        _counts(summaries),
        tuple(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0].key))),
        tuple(rows[:SHOWN_CUSTOMERS]),
        max(0, len(rows) - SHOWN_CUSTOMERS),
        tuple(
            [
                FaultRow(fault.severity, fault.rule, fault, Citation(fault.span.path, fault.span.line))
                for fault in ordered[:SHOWN_FAULTS]
            ]
        ),
        max(0, len(ordered) - SHOWN_FAULTS),
    )


def _row(summary: Summary) -> GapRow | None:
    items = [Say(f"missing.{name}") for name in summary.load.gaps.split(",") if name]
    lacking = [name for name in summary.standing.missing.split(",") if name]
    items += [Say("quality.dimension", (("name", Say(f"tier.dimension.{name}")),)) for name in lacking]
    if summary.standing.review == "overdue":
        items.append(Say("quality.review"))
    if not items:
        return None
    return GapRow(summary.id, unpack(summary.name) or summary.id, summary.standing.tier, tuple(items), summary.standing.review)


def _counts(summaries: Sequence[Summary]) -> tuple[Count, ...]:
    total = len(summaries)
    texts = sum([summary.load.texts for summary in summaries])
    both = sum([summary.load.translated for summary in summaries])
    dimensions = sum([bool(summary.standing.missing) for summary in summaries])
    overdue = sum([summary.standing.review == "overdue" for summary in summaries])
    silent = sum([summary.touch.last is None for summary in summaries])
    nobody = sum(["owner" in summary.load.gaps.split(",") for summary in summaries])
    of_all = Say("quality.of", (("n", total),))
    share: Shown = Percent(Decimal(both) / texts) if texts else Term("message", "quality.no_texts")
    return (
        Count(Say("quality.count.dimensions"), dimensions, of_all),
        Count(Say("quality.count.reviews"), overdue, of_all),
        Count(Say("quality.count.silent"), silent, of_all),
        Count(Say("quality.count.nobody"), nobody, of_all),
        Count(Say("quality.count.translated"), share, Say("quality.texts", (("both", both), ("n", texts)))),
    )
