"""Care 客户关怀: whom the programme should reach, whom it did, what became of what was sent, how much it adds up to."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import partial
from heapq import nlargest
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import year_start
from crmsite.figures.facts import Percent, Say, Term, say
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.rows import Named, named, naming
from crmsite.scores.care import RESULTS, TOUCH_DAYS, care_periods, planned_touches
from crmsite.slotted import Slotted
from crmsite.summaries.owing import WITHHELD, Cared, cared_of
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crmsite.calendars.calendar_days import Period
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.care import Care
    from crmsite.kinds.care import CareItem as Item
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

ENDED = 4
"""How many periods that have ended the table shows."""

NAMED = 12
"""How many customers that were not reached, or are touched most, the page names."""


class Reach(Slotted):
    """One period of an item: of how many customers whom it concerned how many were touched often enough.

    ``met``: whether the target was reached; ``None`` while the period runs, where it concerned nobody, or where it ended
    before anything of the item was on record (``silent``): then nobody knows whom it reached.
    """

    period: str
    running: bool
    reached: int
    eligible: int
    met: bool | None
    silent: bool

    @property
    def share(self) -> Percent | None:
        """What share was reached; ``None`` where the item concerned nobody, which is not all, or where it is not known."""
        return Percent(Decimal(self.reached) / self.eligible) if self.eligible and not self.silent else None


class Fate(Slotted):
    """What became of the messages of an item. Received is known only of those that were opened, joined, found helpful."""

    sent: int
    failed: int
    received: int
    told: tuple[tuple[Term, int], ...]

    @property
    def share(self) -> Percent | None:
        """What share of those that did not fail is known to have been received."""
        return Percent(Decimal(self.received) / self.sent) if self.sent else None


class ItemLine(Slotted):
    """One item of a programme. ``unrecorded``: nobody ever wrote a touch of it down, so what it reached is not known.

    ``left_out`` are those that it did not reach in the period that ended last; ``None`` where that is not known.
    """

    ref: str
    name: Shown
    audience: Say
    every: Term
    times: int
    channel: Term | None
    target: Percent
    unrecorded: bool
    ended: tuple[Reach, ...]
    running: Reach | None
    fate: Fate
    left_out: tuple[Named, ...] | None
    left_out_total: int
    source: Citation


class TierPlan(Slotted):
    """How many touches a year a customer of a tier is meant to have."""

    tier: str
    touches: int


class Touched(Slotted):
    """How often a customer was touched lately, by everything there is."""

    customer: Named
    touches: int
    contacts: int

    @property
    def per_contact(self) -> Decimal | None:
        """How many touches fell on each contact; ``None`` without one."""
        return Decimal(self.touches) / self.contacts if self.contacts else None


class CareView(Slotted):
    """The page. ``withheld``: the reader may not see whom care reached."""

    head: Head
    withheld: bool
    lede: tuple[Say, ...]
    items: tuple[ItemLine, ...]
    days: int
    plans: tuple[TierPlan, ...]
    touched: tuple[Touched, ...]
    opted_out: tuple[Named, ...]
    opted_total: int
    stray: int


Held = list[tuple["Summary", Cared]]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    shown = (f"{naming(summary)}\0{summary.cared}" for summary in portfolio.summaries if summary.cared)
    yield "care.html", "care.html", Deferred(key_of(shown), partial(_care, portfolio), choosy=True)


def _care(portfolio: Portfolio) -> CareView:
    held: Held = [(summary, cared_of(summary.cared)) for summary in portfolio.summaries if summary.cared]
    begins = year_start(portfolio.organisation.site.org.fiscal_year_start)
    programmes = [care for care in portfolio.organisation.care if care.period.from_ <= portfolio.as_of]
    items = tuple(
        _item(care, item, care_periods(care, item, portfolio.as_of, begins), held, portfolio)
        for care in programmes
        for item in care.items
        if care.period.to >= portfolio.as_of or care is programmes[-1]
    )
    opted = [summary for summary, cared in held if cared.opted_out]
    most = nlargest(NAMED, (pair for pair in held if pair[1].contacts and pair[1].touches), key=_load)
    return CareView(
        head=Head("care", say("care.title")), withheld=any(summary.cared == WITHHELD for summary in portfolio.summaries),
        lede=_lede(items, held), items=items, days=TOUCH_DAYS, plans=_plans(portfolio, programmes),
        touched=tuple(Touched(named(summary), cared.touches, cared.contacts) for summary, cared in most),
        opted_out=tuple(named(summary) for summary in opted[:NAMED]), opted_total=len(opted),
        stray=sum(cared.stray for _, cared in held),
    )  # fmt: skip


def _load(pair: tuple[Summary, Cared]) -> tuple[Decimal, int, str]:
    return Decimal(pair[1].touches) / pair[1].contacts, pair[1].touches, pair[0].id


def _item(care: Care, item: Item, periods: Sequence[Period], held: Held, portfolio: Portfolio) -> ItemLine:
    ref = f"{care.id}.{item.id}"
    mine = [(summary, line) for summary, cared in held for line in cared.items if line.ref == ref]
    silent = min((line.silent for _, line in mine), default=len(periods))
    reaches, missed = [], []
    for at, period in enumerate(periods):
        counts = [(summary, line.periods[at][1], line.times) for summary, line in mine]
        concerned = [(summary, count, times) for summary, count, times in counts if isinstance(count, int)]
        reached = sum(count >= times for _, count, times in concerned)
        running = period.end >= portfolio.as_of
        unheard = at < silent
        met = None if running or unheard or not concerned else Decimal(reached) / len(concerned) >= item.target_coverage
        reaches.append(Reach(period.id, running, reached, len(concerned), met, unheard))
        if not running:
            missed = [summary for summary, count, times in concerned if count < times]
    ended = [reach for reach in reaches if not reach.running]
    results = Counter(dict.fromkeys(RESULTS, 0))
    for _, line in mine:
        for name, count in line.results:
            results[str(name)] += int(count)
    touched = any(isinstance(count, int) and count > 0 for _, line in mine for _, count in line.periods)
    return ItemLine(
        ref, item.name if item.name is not None else ref,
        say("care.everybody") if isinstance(item.audience, str) else say("care.of_tier", tiers="/".join(item.audience.tier)),
        Term("every", item.every), max(1, item.count), Term("channel", item.channel) if item.channel else None,
        Percent(item.target_coverage), not touched and not sum(results.values()), tuple(ended[-ENDED:]),
        next((reach for reach in reaches if reach.running), None), _fate(results),
        None if ended and ended[-1].silent else tuple(named(summary) for summary in missed[:NAMED]),
        len(missed), care.cite("items", care.items.index(item), "id"),
    )  # fmt: skip


def _fate(results: Counter[str]) -> Fate:
    received = results["opened"] + results["joined"] + results["helpful"]
    told = tuple((Term("send_result", name), results[name]) for name in RESULTS if results[name])
    return Fate(received + results["sent"], results["failed"], received, told)


def _shortfall(pair: tuple[ItemLine, Reach]) -> tuple[Decimal, str]:
    item, reach = pair
    return item.target.ratio - Decimal(reach.reached) / reach.eligible, item.ref


def _plans(portfolio: Portfolio, programmes: Sequence[Care]) -> tuple[TierPlan, ...]:
    if portfolio.policies is None:
        return ()
    programmes = [care for care in programmes if care.period.to >= portfolio.as_of]
    return tuple(
        TierPlan(tier, planned_touches(portfolio.policies.playbook(tier, portfolio.as_of), programmes, tier))
        for tier, _ in portfolio.cuts
    )


def _lede(items: Iterable[ItemLine], held: Held) -> tuple[Say, ...]:
    """Say how many items reached their target when their last period ended, and which fell shortest of it."""
    judged = [(item, item.ended[-1]) for item in items if item.ended and item.ended[-1].met is not None and not item.unrecorded]
    if not judged:
        return (say("care.lede.unrecorded" if any(item.ended for item in items) else "care.lede.none"),)
    short = [(item, reach) for item, reach in judged if not reach.met]
    met = len(judged) - len(short)
    found = [say("care.lede.met" if met else "care.lede.met_none", n=len(judged), met=met)]
    if short:
        item, reach = max(short, key=_shortfall)
        counts = {"reached": reach.reached, "eligible": reach.eligible}
        found.append(say("care.lede.short", name=item.name, period=reach.period, target=item.target, **counts))
    opted = sum(cared.opted_out for _, cared in held)
    if opted:
        found.append(say("care.lede.opted", n=opted))
    return tuple(found)
