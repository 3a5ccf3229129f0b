"""Duties 维护义务: what is owed to customers, by when and by whom, and how much of what was owed has been done."""

from __future__ import annotations

from functools import partial
from heapq import nsmallest
from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term, say
from crmsite.portfolio.deferred import Deferred, key_of, script, scripts
from crmsite.portfolio.duty_rows import DutyRow, Kept, Names, duty_rows, latest_order, pressing_order, soon_days, summed
from crmsite.portfolio.facets import Facet, facet, owner_facet, tier_facet, trait_facets
from crmsite.portfolio.parts import cut
from crmsite.portfolio.rows import naming, who
from crmsite.slotted import Slotted
from crmsite.summaries.owing import WITHHELD, owing_of, waiting_count
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crmsite.figures.facts import Shown, Who
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

FIRST = 100
"""How many open duties the page names; of more, the rest is counted, comes by script, and stands on the customers' pages."""

MISSED = 60
"""How many missed duties the page names, the latest first: those of playbooks, which count for coverage, and of plans."""

OWNERS = 200
"""How many of us the page lists."""


class ActionLine(Slotted):
    """One action of a tier's playbook: how often, and how it was kept."""

    ref: str
    text: Shown
    every: Term | None
    kept: Kept


class TierLines(Slotted):
    """A tier: the playbook that is in force for it, how its duties were kept, all told and action by action."""

    tier: str
    book: str
    kept: Kept
    actions: tuple[ActionLine, ...]


class OwnerLine(Slotted):
    """One of us: what is open, what of it is due soon, how duties were kept. ``owner`` is nothing for what nobody owns."""

    owner: Who | None
    open: int
    soon: int
    grace: int
    kept: Kept


class DutiesView(Slotted):
    """The page. ``withheld``: the reader may not see what is owed."""

    head: Head
    withheld: bool
    lede: tuple[Say, ...]
    kept: Kept
    open: int
    soon: int
    grace: int
    soon_days: int
    customers: int
    months: int
    tiers: tuple[TierLines, ...]
    owners: tuple[OwnerLine, ...]
    facets: tuple[Facet, ...]
    first: tuple[DutyRow, ...]
    missed: tuple[DutyRow, ...]
    missed_total: int
    files: str = ""
    """The scripts that hold all open duties, separated by spaces, where this page names the first of them."""


class RowsView(Slotted):
    """Some customers' open duties, for a script."""

    rows: tuple[DutyRow, ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page; where it cannot name all that is open, the scripts that do."""
    owing = [(summary, count) for summary in portfolio.summaries if (count := waiting_count(summary.owed))]
    parts = cut([summary for summary, _ in owing], attrgetter("id")) if sum(count for _, count in owing) > FIRST else []
    files = scripts(_path(prefix) for prefix, _ in parts)
    shown = (_shown(summary) for summary in portfolio.summaries if summary.owed)
    yield "duties.html", "duties.html", Deferred(key_of([*shown, files]), partial(_duties, portfolio, files), choosy=True)
    for prefix, held in parts:
        key = key_of([_shown(summary) for summary in held])
        yield script(_path(prefix)), "duty_part.html", Deferred(key, partial(_part, portfolio, held))


def _shown(summary: Summary) -> str:
    return f"{naming(summary)}\0{summary.owed}"


def _path(prefix: str) -> str:
    return f"duties/{prefix or 'all'}.html"


def _part(portfolio: Portfolio, summaries: Sequence[Summary]) -> RowsView:
    names = Names(portfolio.policies, portfolio.organisation.segment_plans)
    rows = [row for summary in summaries for row in duty_rows(summary, names) if row.line.state != "missed"]
    return RowsView(tuple([row._replace(order=" ".join(pressing_order(row))) for row in rows]))


def _duties(portfolio: Portfolio, files: str = "") -> DutiesView:
    names, within = Names(portfolio.policies, portfolio.organisation.segment_plans), soon_days(portfolio)
    counts = _counted(portfolio.summaries)
    rows = [row for summary in portfolio.summaries for row in duty_rows(summary, names)]
    waiting = [row for row in rows if row.line.state != "missed"]
    missed = [row for row in rows if row.line.state == "missed"]
    soon = [row for row in waiting if row.line.state == "due" and (row.line.days or 0) <= within]
    grace = sum(row.line.state == "due_grace" for row in waiting)
    first, kept = nsmallest(FIRST, waiting, key=pressing_order), summed(counts.values())
    months = _months(portfolio)
    return DutiesView(
        head=Head("duties", say("duties.title")), withheld=any(summary.owed == WITHHELD for summary in portfolio.summaries),
        lede=_lede(kept, len(waiting), len(soon), grace, within, months), kept=kept, open=len(waiting), soon=len(soon),
        grace=grace, soon_days=within, customers=len({row.customer.id for row in waiting}), months=months,
        tiers=_tiers(portfolio, names, counts), owners=_owners(counts, waiting, within), facets=_facets(portfolio, waiting),
        first=tuple(first), missed=tuple(nsmallest(MISSED, missed, key=latest_order)), missed_total=len(missed), files=files,
    )  # fmt: skip


def _counted(summaries: Iterable[Summary]) -> dict[tuple[str, str, str | None], Kept]:
    """Add the counts of all customers up by tier, action and owner."""
    found: dict[tuple[str, str, str | None], list[int]] = {}
    for summary in summaries:
        if not summary.owed:
            continue
        for tier, ref, owner, *counts in owing_of(summary.owed).tallies:
            held = found.setdefault((tier, ref, owner), [0] * len(counts))
            for place, count in enumerate(counts):
                held[place] += count
    return {key: Kept(*held) for key, held in found.items()}


def _months(portfolio: Portfolio) -> int:
    if portfolio.policies is None:
        return 12
    return max((book.window_months for versions in portfolio.policies.playbooks.values() for book in versions), default=12)


def _lede(kept: Kept, waiting: int, soon: int, grace: int, soon_days: int, months: int) -> tuple[Say, ...]:
    """Say how much waits, and how much of what was due has been done."""
    found = [say("duties.lede.open" if waiting else "duties.lede.none", n=waiting)]
    if grace:
        found.append(say("duties.lede.grace", n=grace))
    if soon:
        found.append(say("duties.lede.soon", n=soon, days=soon_days))
    found.append(say("duties.lede.stop"))
    if not kept.closed:
        return (*found, say("duties.lede.none_closed"))
    done = kept.on_time + kept.late
    how = "kept" if done and kept.missed else "all_done" if done else "all_missed"
    if kept.closed == 1:
        how = how.replace("all", "one")
    found.append(say(f"duties.lede.{how}", months=months, closed=kept.closed, done=done, share=kept.coverage, n=kept.missed))
    return tuple(found)


def _tiers(portfolio: Portfolio, names: Names, counts: dict[tuple[str, str, str | None], Kept]) -> tuple[TierLines, ...]:
    order = [tier for tier, _ in portfolio.cuts]
    found = []
    for tier in sorted({key[0] for key in counts}, key=lambda tier: (order.index(tier) if tier in order else len(order), tier)):
        book = portfolio.policies.playbook(tier, portfolio.as_of) if portfolio.policies is not None else None
        listed = {f"{tier}.{action.id}": action for action in book.actions} if book is not None else {}
        refs = {key[1] for key in counts if key[0] == tier}
        lines = tuple(
            ActionLine(
                ref, names.action(tier, ref, portfolio.as_of), Term("every", listed[ref].every) if ref in listed else None,
                summed(kept for key, kept in counts.items() if key[:2] == (tier, ref)),
            )
            for ref in (*listed, *sorted(refs - listed.keys()))
            if ref in refs
        )  # fmt: skip
        found.append(TierLines(tier, book.id if book is not None else "", summed(line.kept for line in lines), lines))
    return tuple(found)


def _owners(
    counts: dict[tuple[str, str, str | None], Kept], waiting: Sequence[DutyRow], soon_days: int
) -> tuple[OwnerLine, ...]:
    people = {key[2] for key in counts} | {row.line.owner for row in waiting}
    kept: dict[str | None, list[Kept]] = {person: [] for person in people}
    held: dict[str | None, list[int]] = {person: [0, 0, 0] for person in people}
    for (_, _, person), count in counts.items():
        kept[person].append(count)
    for row in waiting:
        figures = held[row.line.owner]
        figures[0] += 1
        figures[1] += row.line.state == "due" and (row.line.days or 0) <= soon_days
        figures[2] += row.line.state == "due_grace"
    lines = []
    for person, (waits, soon, grace) in held.items():
        lines.append(OwnerLine(who(person), waits, soon, grace, summed(kept[person])))
    lines.sort(key=lambda line: (-line.grace, -line.soon, -line.open, line.owner.id if line.owner else ""))
    return tuple(lines[:OWNERS])


def _facets(portfolio: Portfolio, rows: Sequence[DutyRow]) -> tuple[Facet, ...]:
    customers = [row.customer for row in rows]
    states = ("due_grace", "due")
    return (
        *facet("status", [row.line.state for row in rows], lambda value: Term("duty_state", value), states),
        *owner_facet(row.line.owner for row in rows),
        *tier_facet(customers, [tier for tier, _ in portfolio.cuts]),
        *trait_facets(customers),
    )
