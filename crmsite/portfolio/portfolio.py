"""The portfolio value: what every page about more than one customer is made from."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crmsite.calendars.calendar_days import period_of, previous_period, year_start
from crmsite.metrics.figure import Recall, afresh
from crmsite.policy import Scales, scales
from crmsite.portfolio.tables import Tables, compute_tables
from crmsite.slotted import Slotted
from crmsite.summaries.lines import ActionLine, action_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from crmsite.calendars.calendar_days import Period
    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import ActionFact
    from crmsite.metrics.figure import Book
    from crmsite.policy import Policies
    from crmsite.portfolio.figure import Figure
    from crmsite.summaries.summary import Summary


Draw: TypeAlias = "Callable[[Sequence[Figure]], Mapping[str, str]]"
"""Draws figures: each by its name and language, ``NAME.LANG``, as SVG."""


def undrawn(_figures: Sequence[Figure]) -> Mapping[str, str]:
    """Draw nothing: for those who look at a portfolio's figures and not at its charts."""
    return {}


class SegmentAction(NamedTuple):
    """An action for a segment rather than for one customer, with the plan whose subject it serves."""

    plan: str
    line: ActionLine


class Portfolio(Slotted):
    """All customers at one date. ``tables`` are memoised by their inputs; ``draw`` draws charts, and remembers them.

    ``recall`` gives what pages count by blocks of customers, as far as it is remembered. ``book`` gives the book of metrics,
    which is read once for all pages; without it each reads its own.
    """

    as_of: date
    organisation: Organisation
    policies: Policies | None
    """``None`` where the reader may not see how results are worked out."""
    scales: Scales
    summaries: tuple[Summary, ...]
    segment_actions: tuple[SegmentAction, ...]
    languages: tuple[str, ...]
    tables: Tables
    draw: Draw
    recall: Recall = afresh
    book: Callable[[], Book] | None = None
    unread: tuple[str, ...] = ()
    """Files that could not be read, and are in no figure; empty for an audience that may not know of them."""

    @property
    def quarter(self) -> Period:
        """Return the quarter that the as-of date lies in."""
        return period_of(self.as_of, "quarter", year_start(self.organisation.site.org.fiscal_year_start))

    def quarters(self, count: int) -> tuple[Period, ...]:
        """Return the latest quarters, the running one last."""
        begins = year_start(self.organisation.site.org.fiscal_year_start)
        found = [self.quarter]
        while len(found) < count:
            found.append(previous_period(found[-1], "quarter", begins))
        return tuple(reversed(found))

    @property
    def currency(self) -> str:
        """Return the currency of the organisation."""
        return self.organisation.site.org.currency

    @property
    def cuts(self) -> tuple[tuple[str, Decimal | None], ...]:
        """Return the tiers in force, best first, each with the lowest total that reaches it (``None``: not to be seen)."""
        return self.scales.tiers

    @property
    def top_score(self) -> Decimal | None:
        """Return the highest total that a customer can reach; ``None`` where it may not be seen."""
        return self.scales.top_score


def build(
    *,
    as_of: date,
    organisation: Organisation,
    policies: Policies | None,
    seen: Scales | None = None,
    summaries: Iterable[Summary],
    segment_actions: Sequence[ActionFact] = (),
    languages: Sequence[str] = ("zh-CN", "en"),
    tables: Tables | None = None,
) -> Portfolio:
    """Put the portfolio together: summaries in order of id, actions of plans for segments as their plans list them.

    ``seen`` are the scales that the reader may see: all of ``policies`` unless given, none without either. ``tables`` are
    those that a memo kept under :func:`portfolio_key`; without them they are computed now.
    """
    if seen is None:
        seen = scales(policies, as_of) if policies is not None else Scales((), None, None)
    plans = organisation.segment_plans
    ordered = tuple(sorted(summaries, key=lambda summary: summary.id))
    return Portfolio(
        as_of, organisation, policies, seen, ordered,
        tuple(SegmentAction(fact.plan, action_line(fact, plans, organisation)) for fact in segment_actions),
        tuple(languages), compute_tables(ordered, organisation.site.org.currency) if tables is None else tables, undrawn,
    )


def portfolio_key(summaries: Iterable[Summary], currency: str) -> str:
    """Return a digest of the columns that the tables are made from: as long as it holds, they need no redoing."""
    digest = blake2b(currency.encode(), digest_size=16)
    for summary in summaries:
        standing, traits, worth, sales = summary.standing, summary.traits, summary.worth, summary.sales
        columns = (
            summary.id, standing.tier, standing.reason, standing.history, traits.industry, traits.stage, traits.owner,
            traits.need_feature, traits.region, worth.rfm, worth.segment, worth.band, worth.rfm_state, worth.rfm_reason,
            sales.state, sales.currency, sales.amount, sales.before, sales.first_month, sales.months, sales.opening,
        )
        digest.update(repr(columns).encode())
    return digest.hexdigest()
