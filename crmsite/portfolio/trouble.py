"""Who is in trouble: customers by their alerts, and the sentence that names the first of them on the overview and in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import say
from crmsite.portfolio.rows import named
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.figures.facts import Shown
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary


class Piece(Slotted):
    """A piece of the opening sentence: words, where they lead, and how loud they are."""

    text: Shown
    href: str = ""
    tone: str = ""


def worst_first(portfolio: Portfolio) -> list[Summary]:
    """Return the customers with alerts, the worst and oldest alert first."""
    worst = [summary for summary in portfolio.summaries if summary.pressing.worst is not None]
    return sorted(worst, key=lambda summary: summary.pressing.worst or "")


def trouble(portfolio: Portfolio, worst: list[Summary]) -> tuple[Piece, ...]:
    """Say who needs somebody today, the first of them by name, and how many are to be watched; of nobody nothing."""
    if not portfolio.summaries:
        return ()
    urgent = [summary for summary in worst if summary.pressing.urgent]
    urgent.sort(key=lambda summary: not summary.pressing.urgent_waiting)
    watch = sum(not summary.pressing.urgent and summary.pressing.watch > 0 for summary in worst)
    return _lede_alerts(len(portfolio.summaries), urgent, watch)


def _lede_alerts(customers: int, urgent: list[Summary], watch: int) -> tuple[Piece, ...]:
    if not urgent and not watch:
        return (Piece(say("overview.lede.calm", n=customers)),)
    pieces = [Piece(say("overview.lede.of", n=customers))]
    if urgent:
        pieces += [Piece(say("overview.lede.urgent", n=len(urgent)), "#alerts", "bad"), *_lede_names(urgent)]
        waiting = sum(summary.pressing.urgent_waiting > 0 for summary in urgent)
        if waiting:
            pieces.append(Piece(say("overview.lede.all_waiting" if waiting == len(urgent) else "overview.lede.waiting", n=waiting)))
    if watch:
        pieces += [Piece(say("overview.lede.and"))] if urgent else []
        pieces.append(Piece(say("overview.lede.watch" if urgent else "overview.lede.watch_only", n=watch), "#alerts"))
    return (*pieces, Piece(say("overview.lede.stop")))


def _lede_names(urgent: list[Summary]) -> list[Piece]:
    """Name the first three; those whom nobody answered stand first."""
    pieces = [Piece(say("overview.lede.open"))]
    for place, summary in enumerate(urgent[:3]):
        pieces += [Piece(say("overview.lede.comma"))] if place else []
        pieces.append(Piece(named(summary).label, f"c/{summary.id}.html"))
    return [*pieces, Piece(say("overview.lede.close_more" if len(urgent) > 3 else "overview.lede.close"))]
