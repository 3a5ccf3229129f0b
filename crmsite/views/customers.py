"""Customers 客户: where each customer stands and what is next; one list, or pages of it where it is long."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term, say
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.facets import Facet, Option, facet, owner_facet
from crmsite.portfolio.groups import best_first
from crmsite.portfolio.ledes import customers_lede
from crmsite.portfolio.parts import LIMIT, cut
from crmsite.portfolio.rows import CustomerRow, customer_row, scale_of
from crmsite.portfolio.totals import by_group, groups
from crmsite.slotted import Slotted
from crmsite.views.frame import Crumb, Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from crmsite.portfolio.ledes import Words
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

STATES = ("alert", "urgent", "overdue", "review")
"""What a customer may be picked by: has an alert, an urgent one, something overdue, a review that is asked for."""

TOP = 100
"""How many customers the entry page lists where the list is cut into pages: those of the best tiers."""


class Filters(Slotted):
    """What the list can be narrowed to."""

    tiers: tuple[Option, ...]
    facets: tuple[Facet, ...]


class PartLink(Slotted):
    """A page of the list: where it is, which ids it holds, how many customers."""

    href: str
    prefix: str
    customers: int


class Section(Slotted):
    """The pages of one tier, or of one reason for having none."""

    tier: str | None
    label: Say
    customers: int
    alerts: int
    parts: tuple[PartLink, ...]


class CustomersView(Slotted):
    """The list of customers, whole or one page of it."""

    head: Head
    customers: int
    total: int
    scope: Say | None
    filters: Filters | None
    rows: tuple[CustomerRow, ...]
    sections: tuple[Section, ...]
    top_score: Decimal | None
    currency: str
    files: str = ""
    """The scripts that hold the rows of the whole list, separated by spaces, where this page shows the first of it."""
    lede: Words = ()


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the list, and its pages where it is longer than one page holds; beside each of them its rows as a script."""
    if len(portfolio.summaries) <= LIMIT:
        key = key_of(summary.face for summary in portfolio.summaries)
        yield "customers.html", "customers.html", Deferred(key, partial(_whole, portfolio))
        return
    held = by_group(portfolio)
    cuts = {name: cut(held[name], attrgetter("id")) for name in groups(portfolio)}
    sections = tuple(_section(portfolio, name, held[name], cuts[name]) for name in groups(portfolio) if held[name])
    best = _best(portfolio, held)
    filters = _filters_of(portfolio)
    names = scripts(part.href for section in sections for part in section.parts)
    lede = customers_lede(portfolio)
    key = key_of((repr(sections), repr(filters), names, repr(lede), *(summary.face for summary in best)))
    yield "customers.html", "customers.html", Deferred(key, partial(_entry, portfolio, best, sections, filters, (names, lede)))
    for name, parts in cuts.items():
        for prefix, summaries in parts:
            key = key_of((name, prefix, *(summary.face for summary in summaries)))
            path = _path(name, prefix)
            yield path, "customers.html", Deferred(key, partial(_part, portfolio, name, prefix, summaries), rows=script(path))


def _best(portfolio: Portfolio, held: dict[str, list[Summary]]) -> list[Summary]:
    """Return the customers with the best scores, from the best tiers down."""
    found: list[Summary] = []
    for tier, _ in portfolio.cuts:
        if len(found) < TOP:
            found += best_first(held[tier])
    return found[:TOP]


def _path(group: str, prefix: str) -> str:
    return f"customers/{group}-{prefix}.html" if prefix else f"customers/{group}.html"


def _label(portfolio: Portfolio, group: str) -> Say:
    is_tier = group in dict(portfolio.cuts)
    return say("list.tier", tier=group) if is_tier else say(f"list.group.{group}")


def _whole(portfolio: Portfolio) -> CustomersView:
    scale = scale_of(portfolio)
    rows = tuple(customer_row(summary, scale) for summary in best_first(portfolio.summaries))
    return CustomersView(
        Head("customers", say("customers.title")), len(rows), len(rows), None, _filters(portfolio, rows), rows, (),
        portfolio.top_score, portfolio.currency, lede=customers_lede(portfolio),
    )


def _entry(
    portfolio: Portfolio, best: list[Summary], sections: tuple[Section, ...], filters: Filters, given: tuple[str, Words]
) -> CustomersView:
    """Return the entry page of a long list: the pages of each tier, and the customers with the best scores.

    ``given`` are the scripts of the rows and the opening sentences.
    """
    files, lede = given
    scale = scale_of(portfolio)
    rows = tuple(customer_row(summary, scale) for summary in best)
    return CustomersView(
        Head("customers", say("customers.title")), len(rows), len(portfolio.summaries), say("customers.best", n=len(rows)),
        filters, rows, sections, portfolio.top_score, portfolio.currency, files, lede,
    )


def _section(portfolio: Portfolio, name: str, rows: list[Summary], parts: list[tuple[str, list[Summary]]]) -> Section:
    links = tuple(PartLink(_path(name, prefix), prefix, len(part)) for prefix, part in parts)
    tier = name if name in dict(portfolio.cuts) else None
    return Section(tier, _label(portfolio, name), len(rows), sum(row.load.alerts for row in rows), links)


def _part(portfolio: Portfolio, name: str, prefix: str, summaries: list[Summary]) -> CustomersView:
    label, scale = _label(portfolio, name), scale_of(portfolio)
    rows = tuple(customer_row(summary, scale) for summary in best_first(summaries))
    title = say("customers.part", label=label, prefix=prefix) if prefix else label
    head = Head("customers", title, (Crumb(say("customers.title"), "customers.html"), Crumb(title)))
    return CustomersView(
        head, len(rows), len(rows), None, _filters(portfolio, rows), rows, (), portfolio.top_score, portfolio.currency
    )


def _filters(portfolio: Portfolio, rows: Sequence[CustomerRow]) -> Filters | None:
    """Return the choices that the listed customers give; nothing to choose among fewer than two."""
    if len(rows) < 2:
        return None
    tiers = [*(tier for tier, _ in portfolio.cuts), "N"]
    found = facet("tier", (row.tier or "N" for row in rows), _tier_label, tiers)
    return Filters(
        found[0].options if found else (),
        (
            *facet("industry", (row.industry for row in rows), lambda value: Term("taxonomy:industry", value)),
            *owner_facet(row.owner.id if row.owner else None for row in rows),
            *facet("stage", (row.stage for row in rows), lambda value: Term("stage", value)),
            *facet("tag", (tag for row in rows for tag in row.tags.split(" ")), lambda value: Term("taxonomy:tag", value)),
            *facet("state", (state for row in rows for state in row.states.split(" ")), _state_label, STATES),
        ),
    )


def _filters_of(portfolio: Portfolio) -> Filters:
    """Return the choices that all customers give, not those of one page alone."""
    traits = [summary.traits for summary in portfolio.summaries]
    tiers = [*(tier for tier, _ in portfolio.cuts), "N"]
    found = facet("tier", (summary.standing.tier or "N" for summary in portfolio.summaries), _tier_label, tiers)
    return Filters(
        found[0].options,
        (
            *facet("industry", (held.industry for held in traits), lambda value: Term("taxonomy:industry", value)),
            *owner_facet(held.owner for held in traits),
            *facet("stage", (held.stage for held in traits), lambda value: Term("stage", value)),
            *facet("tag", (tag for held in traits for tag in held.tags.split(",")), lambda value: Term("taxonomy:tag", value)),
            *facet("state", STATES, _state_label, STATES),
        ),
    )


def _tier_label(tier: str) -> Say:
    return say("list.unrated") if tier == "N" else say("list.letter", tier=tier)


def _state_label(state: str) -> Say:
    return say(f"customers.state.{state}")
