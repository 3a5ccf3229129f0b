"""Satisfaction 满意度: who answered, what is weakest, would they recommend, what changed since the survey before."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING

from crmsite.dossier.waves import exact, mean, same_scale
from crmsite.figures.facts import Percent, Say, Shown, Term, say
from crmsite.metrics import polls
from crmsite.metrics.poll_changes import previous, segment_changes, total_changes, usual
from crmsite.portfolio.deferred import Deferred, key_of
from crmsite.portfolio.marks import tenths
from crmsite.portfolio.poll_chart import NEAR, RIGHT, TrendChart, trend_chart
from crmsite.portfolio.poll_rows import (
    SPAN,
    ChangeRow,
    CoverRow,
    CustomerRow,
    DimensionRow,
    ShareCell,
    WaveRow,
    change_row,
    cover_rows,
    customer_rows,
    dimension_label,
    dimension_rows,
    share_cell,
    wave_row,
)
from crmsite.portfolio.rows import Named, named, naming
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crmsite.grammar.fields import Citation
    from crmsite.kinds.satisfaction import SatisfactionPolicy
    from crmsite.metrics.poll_changes import Change
    from crmsite.metrics.polls import Poll, Weakest
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

WAVES = 8
"""How many surveys the trend shows."""
FIRST = 100
"""How many customers the table names, those with the lowest mean first."""
SILENT = 60
"""How many of those that did not answer are named, those of the best tiers first."""
LEAST_TOLD = Decimal("0.001")
"""Smaller probabilities are told to be smaller than this."""
SMALL = Decimal("0.005")
"""Means that are printed alike are told to be the same."""
BANDS = ("high", "medium", "low", "dormant", "none", "unknown")

Group = tuple[str, "Callable[[Summary], str | None]"]


class Sample(Slotted):
    """Who answered the latest survey; ``enough`` says whether enough customers did, ``off`` how far a share may be off.

    ``unheard`` are the groups of which no answer has a name: with anonymous answers that is not to say that nobody answered.
    """

    rate: ShareCell
    returned: int
    anonymous: int
    coverage: ShareCell
    enough: Say
    off: Say | None
    unheard: tuple[Shown, ...]


class Net(Slotted):
    """The will to recommend: three counts with their shares, the score and its interval, or the reason.

    ``percents`` are the widths of the bar: whole ones that add up to 100, which the shares in words need not.
    """

    counts: tuple[int, int, int]
    shares: tuple[Percent, Percent, Percent]
    percents: tuple[int, int, int]
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reason: str | None


class Trend(Slotted):
    """The surveys on the latest one's scale: their drawing, also for little room (``near``), their rows, what is usual.

    ``others`` are on another scale.
    """

    title: Say | None
    chart: TrendChart | None
    near: TrendChart | None
    labels: tuple[Shown, ...]
    rows: tuple[WaveRow, ...]
    usual: Say
    others: tuple[WaveRow, ...]


class Changes(Slotted):
    """What changed since the survey before: all customers, and the segments that fell, of so many compared."""

    before: str
    total: tuple[ChangeRow, ...]
    segments: tuple[ChangeRow, ...]
    tested: int
    drops: int


class SatisfactionView(Slotted):
    """The page; without an answer, or withheld, it is its first sentence."""

    head: Head
    lede: tuple[Say, ...]
    by: Say | None
    source: Citation | None
    whole: bool
    scale: tuple[int, int]
    target: Percent | None
    goal_at: str
    sample: Sample | None
    rows: tuple[DimensionRow, ...]
    verdict: Say | None
    net: Net | None
    loyalty: ShareCell | None
    tiers: tuple[CoverRow, ...]
    bands: tuple[CoverRow, ...]
    trend: Trend | None
    changes: Changes | None
    customers: tuple[CustomerRow, ...]
    more: int
    silent: tuple[Named, ...]
    silent_more: int


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    seen = [summary for summary in portfolio.summaries if summary.satisfaction]
    shown = [f"{naming(summary)}\0{summary.worth.band}\0{summary.satisfaction}" for summary in seen]
    key = key_of([*shown, repr(portfolio.organisation.anonymous)])
    yield "satisfaction.html", "satisfaction.html", Deferred(key, partial(satisfaction, portfolio, seen), choosy=True)


def satisfaction(portfolio: Portfolio, seen: Sequence[Summary]) -> SatisfactionView:
    """Put the page together; ``seen`` are the customers that surveys concern."""
    shared = portfolio.organisation
    if portfolio.policies is None or polls.withheld(seen):
        return _sentence(say("satisfaction.lede.withheld"))
    every = polls.polls_of(seen, shared.surveys, shared.anonymous)
    with_answers = [poll for poll in every if poll.units]
    if not with_answers:
        key = "satisfaction.lede.no_answers" if every else "satisfaction.lede.no_survey"
        return _sentence(say(key, n=len(every)))
    return _page(portfolio, every, with_answers[-1], portfolio.policies.satisfaction(portfolio.as_of))


def _sentence(words: Say) -> SatisfactionView:
    return SatisfactionView(
        Head("satisfaction", say("satisfaction.title")), (words,), None, None, whole=False, scale=(1, 5), target=None, goal_at="",
        sample=None, rows=(), verdict=None, net=None, loyalty=None, tiers=(), bands=(), trend=None, changes=None,
        customers=(), more=0, silent=(), silent_more=0,
    )  # fmt: skip


def _page(portfolio: Portfolio, every: Sequence[Poll], poll: Poll, policy: SatisfactionPolicy) -> SatisfactionView:
    survey = poll.survey
    tiers = [tier for tier, _ in portfolio.cuts]
    before = previous(every, poll)
    changes = _changes(before, poll, policy) if before is not None else None
    weak = polls.weakest(poll, policy)
    by_tier = polls.covered(poll, lambda summary: summary.standing.tier or polls.UNRATED, tiers)
    by_band = polls.covered(poll, lambda summary: summary.worth.band, BANDS)
    same = [one for one in every if one.units and same_scale(one.survey, survey)]
    rows = customer_rows(poll, same[: same.index(poll)])
    heard = {row.customer.id for row in rows}
    silent = [named(summary) for summary in poll.asked if summary.id not in heard]
    silent.sort(key=lambda one: (tiers.index(one.tier) if one.tier in tiers else len(tiers), one.id))
    return SatisfactionView(
        Head("satisfaction", say("satisfaction.title")), _lede(poll, weak, changes),
        say(
            "satisfaction.by_running" if survey.window.to >= portfolio.as_of else "satisfaction.by",
            name=survey.name or survey.id, start=survey.window.from_, end=survey.window.to,
        ),
        survey.cite(),
        whole=True, scale=(survey.scale.min, survey.scale.max), target=Percent(policy.csat_target),
        goal_at=tenths(float(policy.csat_target) * SPAN),
        sample=_sample(poll, policy, cover_rows(by_tier, tiers, bands=False), cover_rows(by_band, tiers, bands=True)),
        rows=dimension_rows(poll, weak, policy), verdict=_verdict(poll, weak, policy), net=_net(poll, policy),
        loyalty=share_cell(polls.loyalty(poll)),
        tiers=cover_rows(by_tier, tiers, bands=False), bands=cover_rows(by_band, tiers, bands=True),
        trend=_trend(every, same, poll, weak, policy), changes=changes,
        customers=rows[:FIRST], more=max(0, len(rows) - FIRST), silent=tuple(silent[:SILENT]),
        silent_more=max(0, len(silent) - SILENT),
    )  # fmt: skip


# ── what the page opens with ────────────────────────────────────────────────────────────────────────────────────
def _lede(poll: Poll, weak: Weakest | None, changes: Changes | None) -> tuple[Say, ...]:
    overall = mean(polls.unit_means(poll.units, ""))
    customers = len(poll.units) - poll.anonymous
    scale = poll.survey.scale
    args: dict[str, Shown] = {"n": poll.returned, "customers": customers, "min": scale.min, "max": scale.max}
    if overall is None:
        words = [say("satisfaction.lede.unscored", **args)]
    else:
        signed = "satisfaction.lede.mixed" if poll.anonymous else "satisfaction.lede.latest"
        key = signed if customers else "satisfaction.lede.anonymous"
        words = [say(key, mean=exact(overall), unsigned=poll.anonymous, **args)]
    if weak is not None:
        key = "satisfaction.lede.weak" if weak.confirmed else "satisfaction.lede.lowest"
        words.append(say(key, dimension=dimension_label(weak.name)))
    if changes is not None:
        fallen = [row.label for row in changes.total if row.verdict == "drop"]
        if fallen:
            key = "satisfaction.lede.drop" if len(fallen) == 1 else "satisfaction.lede.drops"
            words.append(say(key, what=fallen[0], n=len(fallen)))
        elif changes.drops:
            words.append(say("satisfaction.lede.segments", n=changes.drops))
        else:
            words.append(say("satisfaction.lede.steady"))
    return tuple(words)


def _sample(poll: Poll, policy: SatisfactionPolicy, tiers: Sequence[CoverRow], bands: Sequence[CoverRow]) -> Sample:
    unheard = tuple(row.label for row in (*tiers, *bands) if not row.answered)
    return Sample(
        share_cell(polls.return_rate(poll)), poll.returned, poll.anonymous, share_cell(polls.coverage(poll)),
        _enough(poll, policy), _off(poll), unheard,
    )  # fmt: skip


def _enough(poll: Poll, policy: SatisfactionPolicy) -> Say:
    """Say whether enough customers answered; where anonymous answers hide it, that nobody can tell."""
    share, met = polls.coverage(poll), polls.enough(poll, policy.coverage)
    if not share.total:
        return say("satisfaction.reason.nobody_active")
    key = "unknown" if met is None else "met" if met else "missed"
    if share.least:
        key = "unsigned" if met is None and not share.hits else f"{key}_named"
    rule = Percent(policy.coverage)
    return say(f"satisfaction.rule.{key}", rule=rule, k=share.hits, n=share.total, unsigned=poll.anonymous)


def _off(poll: Poll) -> Say | None:
    """Say how far a share may be off with so few customers; nothing where it is not known how many they are."""
    found, share = polls.margin(poll), polls.coverage(poll)
    if found is None:
        return None
    if share.hits == share.total:
        return say("satisfaction.rule.whole")
    key = "satisfaction.rule.margin_all" if found[1] == share.total else "satisfaction.rule.margin"
    return say(key, margin=f"{100 * found[0]:.1f}", needed=found[1])


def _verdict(poll: Poll, weak: Weakest | None, policy: SatisfactionPolicy) -> Say:
    """Say which dimension is weakest beside which strongest, and whether that is more than chance."""
    if weak is None:
        enough = any(found.units >= policy.shortfall_answers for found in polls.dimensions(poll)[:-1])
        return say("satisfaction.verdict.level") if enough else say("satisfaction.verdict.few", n=policy.shortfall_answers)
    args = {"low": dimension_label(weak.name), "high": dimension_label(weak.strongest), "p": number_of(weak.test.p)}
    return say("satisfaction.verdict.confirmed" if weak.confirmed else "satisfaction.verdict.lowest", **args)


def number_of(p: Decimal) -> str:
    """Return a probability as text of three digits."""
    return f"= {p:.3f}" if p >= LEAST_TOLD else f"< {LEAST_TOLD}"


def _net(poll: Poll, policy: SatisfactionPolicy) -> Net:
    found = polls.promoters(poll, policy)
    counts = (found.promoters, found.passives, found.detractors)
    total = sum(counts) or 1
    first, last = (round(100 * count / total) for count in (counts[0], counts[2]))
    percents = (first, 100 - first - last if sum(counts) else 0, last)
    promoters, passives, detractors = (Percent(Decimal(count) / total) for count in counts)
    shares = (promoters, passives, detractors)
    if found.net is None:
        return Net(counts, shares, percents, None, None, None, found.reason)
    return Net(counts, shares, percents, found.net.score, found.net.interval.low, found.net.interval.high, None)


# ── over time ───────────────────────────────────────────────────────────────────────────────────────────────────
def _trend(
    every: Sequence[Poll], same: Sequence[Poll], poll: Poll, weak: Weakest | None, policy: SatisfactionPolicy
) -> Trend:
    names = poll.survey.dimensions
    shown = same[-WAVES:]
    rows = tuple(wave_row(one, names, policy) for one in shown)
    point = weak.name if weak is not None else ""
    series = [
        (dimension_label(name), [mean(polls.unit_means(one.units, name)) for one in shown], name == point) for name in names
    ]
    months, scale = [row.month for row in rows], poll.survey.scale
    chart, near = (trend_chart(months, series, scale.min, scale.max, right) for right in (RIGHT, NEAR))
    others = tuple(wave_row(one, one.survey.dimensions, policy) for one in every if one.units and one not in same)[-WAVES:]
    labels = tuple([dimension_label(name) for name in names])
    return Trend(_title(rows, names, point), chart, near, labels, rows, _usual(every, poll, len(same)), others)


def two(value: Decimal) -> str:
    """Return a mean with both its decimals, as the table below the drawing prints it."""
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def _title(rows: Sequence[WaveRow], names: Sequence[str], point: str) -> Say | None:
    """Return what the drawing finds: how the weakest dimension, or all together, came to where it is."""
    values = [row.means[list(names).index(point)] if point else row.overall for row in rows]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    way = "same" if abs(last - first) < SMALL else "up" if last > first else "down"
    what = dimension_label(point) if point else say("satisfaction.mean")
    return say(f"satisfaction.trend.{way}", what=what, n=len(known), first=two(first), last=two(last))


def _usual(every: Sequence[Poll], poll: Poll, count: int) -> Say:
    limits = usual(every, poll)
    now = mean(polls.unit_means(poll.units, ""))
    if limits is None or now is None:
        return say("satisfaction.usual.few", n=count)
    inside = limits.low <= exact(now) <= limits.high
    key = "satisfaction.usual.inside" if inside else "satisfaction.usual.outside"
    return say(key, n=count, low=limits.low, high=limits.high, now=exact(now))


def _changes(before: Poll, poll: Poll, policy: SatisfactionPolicy) -> Changes:
    groups: tuple[Group, ...] = (("tier", _tier), ("band", _band), ("industry", _industry))
    segments = segment_changes(before, poll, groups, policy)
    fallen = [change for change in segments if change.verdict]
    return Changes(
        before.survey.window.from_.isoformat()[:7],
        tuple(change_row(change, dimension_label(change.group[1])) for change in total_changes(before, poll, policy)),
        tuple(change_row(change, _segment(change)) for change in sorted(fallen, key=lambda change: change.change)),
        len(segments),
        sum(change.verdict == "drop" for change in segments),
    )


def _segment(change: Change) -> Shown:
    kind, group = change.group
    if kind == "tier":
        return say("list.tier", tier=group)
    if kind == "band":
        return say("satisfaction.of_band", band=Term("message", f"band.{group}"))
    return Term("taxonomy:industry", group)


def _tier(summary: Summary) -> str | None:
    return summary.standing.tier


def _band(summary: Summary) -> str | None:
    return summary.worth.band


def _industry(summary: Summary) -> str | None:
    return summary.traits.industry
