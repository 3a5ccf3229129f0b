"""Segments 分群: how customers divide by tier, RFM, value band, industry, stage, need feature and region; charts and tables."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from crmsite.figures.facts import Money, Say, Term, say
from crmsite.portfolio.figure import Figure
from crmsite.portfolio.figures import figures
from crmsite.portfolio.groups import UNRATED
from crmsite.portfolio.totals import groups
from crmsite.scores.approach import applies
from crmsite.slotted import Slotted
from crmsite.summaries.followed import wants_line
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crmsite.grammar.fields import Localised
    from crmsite.kinds.approach import SegmentStrategy
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.portfolio.tables import Crosstab, Spread
    from crmsite.summaries.summary import Summary

SHOWN = ("segment", "band", "stage", "need_feature", "region", "industry")
"""The dimensions of the page, in reading order."""

_LISTINGS = {
    "segment": "rfm.segment", "band": "band", "industry": "taxonomy:industry", "stage": "stage", "need_feature": "need_feature",
    "region": "taxonomy:region",
}
_ORDERS = {
    "segment": ("high_value", "potential", "low_value", "churn_risk"),
    "band": ("high", "medium", "low", "dormant", "none", "unknown"),
    "stage": ("prospect", "intent", "won", "long_term", "lost"),
    "need_feature": ("price", "quality", "service", "solution"),
}


class Drawn(Slotted):
    """A chart with its drawing in each language."""

    figure: Figure
    drawings: tuple[tuple[str, Markup], ...]


class Line(Slotted):
    """The customers of one value of a dimension."""

    label: Term | Say
    value: str
    customers: int
    percent: int
    counts: tuple[int, ...]
    amount: Money | None
    known: int


class Table(Slotted):
    """One dimension: its values, and how each divides over the tiers."""

    dimension: str
    title: Say
    note: Say
    lines: tuple[Line, ...]


class StrategyRow(Slotted):
    """What is done for an RFM segment, and how many customers are in it."""

    segment: Term
    customers: int
    aim: Localised
    actions: tuple[Localised, ...]


class FunctionRow(Slotted):
    """What one function makes of a value band or of themes, and to how many customers that applies."""

    team: Term
    text: Localised
    customers: int


class ChannelRow(Slotted):
    """The channels for a tag, and how many customers have it."""

    tag: Term
    channels: tuple[Term, ...]
    customers: int


class Approaches(Slotted):
    """How segments are approached, as the policy says."""

    policy: str
    strategies: tuple[StrategyRow, ...]
    functions: tuple[FunctionRow, ...]
    channels: tuple[ChannelRow, ...]


class SegmentsView(Slotted):
    """The segments page."""

    head: Head
    by: Say
    lede: tuple[Say, ...]
    figures: tuple[Drawn, ...]
    tiers: tuple[str, ...]
    tables: tuple[Table, ...]
    currency: str
    customers: int
    approaches: Approaches | None


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, SegmentsView]]:
    """Yield the segments page."""
    yield "segments.html", "segments.html", segments(portfolio)


def segments(portfolio: Portfolio) -> SegmentsView:
    """Put the page together."""
    n = len(portfolio.summaries)
    rated = sum(summary.standing.tier is not None for summary in portfolio.summaries)
    shown = figures(portfolio)
    drawings = portfolio.draw(shown)
    return SegmentsView(
        head=Head("segments", say("segments.title")), by=say("customers.count", n=n), lede=_lede(portfolio, n, rated),
        figures=tuple(Drawn(figure, _drawings(portfolio, drawings, figure)) for figure in shown),
        tiers=tuple(tier for tier, _ in portfolio.cuts),
        tables=tuple(_table(portfolio, portfolio.tables.crosstab(name), n) for name in SHOWN) if n else (),
        currency=portfolio.currency, customers=n, approaches=_approaches(portfolio) if n else None,
    )


def _approaches(portfolio: Portfolio) -> Approaches | None:
    """Count to whom each line of the policy applies; ``None`` where the reader may not see how customers are approached."""
    if portfolio.policies is None:
        return None
    policy = portfolio.policies.channels(portfolio.as_of)
    segments = Counter(summary.worth.segment for summary in portfolio.summaries)
    tags = Counter(tag for summary in portfolio.summaries for tag in summary.traits.tags.split(","))
    wanted = [(_band(summary), _waiting(summary)) for summary in portfolio.summaries]
    return Approaches(
        policy.id,
        tuple([_strategy(one, segments[one.segment]) for one in policy.strategies]),
        tuple([
            FunctionRow(Term("team", rule.team), rule.text, sum(applies(rule, band, themes) for band, themes in wanted))
            for rule in policy.functions
        ]),
        tuple([
            ChannelRow(Term("taxonomy:tag", rule.tag), tuple([Term("channel", one) for one in rule.channels]), tags[rule.tag])
            for rule in policy.channels
        ]),
    )


def _strategy(one: SegmentStrategy, customers: int) -> StrategyRow:
    segment = Term("message", f"rfm.segment.{one.segment}")
    return StrategyRow(segment, customers, one.aim, tuple([action.text for action in one.actions]))


def _waiting(summary: Summary) -> Sequence[str]:
    line = summary.once(wants_line)
    return line.waiting if line is not None else ()


def _band(summary: Summary) -> str | None:
    return summary.worth.band if summary.worth.band_state == "value" else None


def _lede(portfolio: Portfolio, n: int, rated: int) -> tuple[Say, ...]:
    risk = sum(summary.worth.segment == "churn_risk" for summary in portfolio.summaries)
    high = sum(summary.worth.segment == "high_value" for summary in portfolio.summaries)
    scored = sum(summary.worth.segment is not None for summary in portfolio.summaries)
    if not n:
        return (say("customers.none"),)
    if n == 1:
        first = say("segments.lede.tier_one" if rated else "segments.lede.tier_one_none")
    else:
        how = "" if 0 < rated < n else "_all" if rated else "_none"
        first = say(f"segments.lede.tiers{how}", n=n, rated=rated)
    if not scored:
        return (first, say("segments.lede.unscored"))
    what = "both" if high and risk else "high" if high else "risk" if risk else "neither"
    key = f"segments.lede.one_{what}" if scored == 1 else f"segments.lede.{what}"
    return (first, say(key, scored=scored, high=high, risk=risk))


def _drawings(portfolio: Portfolio, drawings: Mapping[str, str], figure: Figure) -> tuple[tuple[str, Markup], ...]:
    found = ((lang, drawings.get(f"{figure.name}.{lang}")) for lang in portfolio.languages)
    return tuple((lang, Markup(svg)) for lang, svg in found if svg is not None)  # noqa: S704 - drawn by us


def _table(portfolio: Portfolio, crosstab: Crosstab, n: int) -> Table:
    name = crosstab.dimension
    order = _ORDERS.get(name)
    rows = sorted(crosstab.rows, key=lambda row: _place(row, order))
    lines = tuple(_line(portfolio, crosstab, row, n) for row in rows)
    return Table(name, say(f"segments.{name}"), say(f"segments.{name}.note"), lines)


def _place(row: Spread, order: tuple[str, ...] | None) -> tuple[bool, int, str]:
    """Sort listed values in their order, others by how many customers they have; those without a value come last."""
    if order is not None:
        return (row.value not in order, order.index(row.value) if row.value in order else 0, row.value)
    return (not row.value, -row.customers, row.value)


def _line(portfolio: Portfolio, crosstab: Crosstab, row: Spread, n: int) -> Line:
    counts = dict(zip(crosstab.groups, row.counts, strict=True))
    tiers = [tier for tier in groups(portfolio) if tier not in UNRATED]
    shown = [counts.get(tier, 0) for tier in tiers]
    return Line(
        _label(crosstab.dimension, row.value), row.value, row.customers, round(100 * row.customers / n),
        (*shown, row.customers - sum(shown)), Money(Decimal(row.amount), portfolio.currency) if row.known else None, row.known,
    )


def _label(dimension: str, value: str) -> Term | Say:
    if not value:
        return say("segments.without")
    order = _ORDERS.get(dimension)
    if dimension == "segment" and order is not None and value not in order:
        return say(f"segments.no_segment.{value}")
    listing = _LISTINGS[dimension]
    return Term("message", f"{listing}.{value}") if dimension in ("segment", "band") else Term(listing, value)
