"""Rows of the satisfaction page: polls and their changes in values that a template prints."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crmsite.dossier.waves import exact, mean
from crmsite.figures.facts import Say, Shown, Term, say
from crmsite.metrics import polls
from crmsite.metrics.poll_changes import Change
from crmsite.portfolio.marks import tenths
from crmsite.portfolio.rows import Named, named
from crmsite.scores.satisfaction import loyalty
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from crmsite.grammar.fields import Citation, Localised
    from crmsite.inference.intervals import Interval
    from crmsite.kinds.satisfaction import SatisfactionPolicy
    from crmsite.metrics.polls import Poll, Share, Unit, Weakest

_TENTH = Decimal("0.1")
SPAN = 200
"""The width of the small picture of an interval."""


class ShareCell(Slotted):
    """A share as it is printed: of how many, its interval as text and as lengths; where it cannot be told, the reason.

    ``least``: it may be more, since anonymous answers may come from others.
    """

    hits: int
    total: int
    ratio: str | None
    interval: str | None
    picture: tuple[str, str, str] | None
    reason: str | None
    least: bool = False


class DimensionRow(Slotted):
    """One dimension of the latest survey; ``mark`` is ``low`` for the weakest, ``high`` for the strongest."""

    label: Shown
    mean: Decimal | None
    percent: int
    units: int
    csat: ShareCell
    verdict: str
    mark: str


class WaveRow(Slotted):
    """One survey of the trend: how many came back, its means by dimension, its shares."""

    survey: str
    source: Citation
    name: Localised | None
    month: str
    scale: tuple[int, int]
    invited: int | None
    returned: int
    rate: ShareCell
    coverage: ShareCell
    means: tuple[Decimal | None, ...]
    overall: Decimal | None
    csat: ShareCell
    net: Decimal | None
    net_reason: str | None


class CoverRow(Slotted):
    """One group of active customers and how many of them answered; ``share`` as a whole percentage."""

    label: Shown
    tier: str | None
    answered: int
    asked: int
    percent: int


class ChangeRow(Slotted):
    """One mean before and now, with the test's probability and its verdict."""

    label: Shown
    before: Decimal
    now: Decimal
    change: Decimal
    units: tuple[int, int]
    p: Decimal
    verdict: str


class CustomerRow(Slotted):
    """One customer that answered: its mean now and the change since its survey before, words for its will to recommend."""

    customer: Named
    answers: int
    mean: Decimal | None
    change: Decimal | None
    words: tuple[Say, ...]


def dimension_label(name: str) -> Shown:
    """Return what a dimension is called; the empty name stands for all together."""
    return Term("taxonomy:dimension", name) if name else say("satisfaction.all")


def share_cell(share: Share) -> ShareCell:
    """Return a share as it is printed."""
    ratio = share.ratio
    if ratio is None:
        return ShareCell(share.hits, share.total, None, None, None, share.reason or "no_answer", share.least)
    picture = None
    if share.interval is not None:
        ends = (share.interval.low, exact(ratio), share.interval.high)
        low, at, high = (tenths(float(end) * SPAN) for end in ends)
        picture = (low, at, high)
    return ShareCell(share.hits, share.total, percent_text(exact(ratio)), _interval(share.interval), picture, None, share.least)


def percent_text(ratio: Decimal) -> str:
    """Return a ratio as a percentage with one digit after the point, also where that is nought: these stand in columns."""
    return f"{(100 * ratio).quantize(_TENTH, ROUND_HALF_UP)}%"


def _interval(interval: Interval | None) -> str | None:
    return None if interval is None else f"{percent_text(interval.low)}–{percent_text(interval.high)}"


def dimension_rows(poll: Poll, weakest: Weakest | None, policy: SatisfactionPolicy) -> tuple[DimensionRow, ...]:
    """Return the dimensions of a survey, the lowest mean first, all together last."""
    marks = {weakest.name: "low", weakest.strongest: "high"} if weakest is not None else {}
    *single, whole = polls.dimensions(poll)
    order = sorted(single, key=lambda found: (found.mean is None, found.mean or 0))
    span = poll.survey.scale.max - poll.survey.scale.min
    rows = []
    for found in (*order, whole):
        value = None if found.mean is None else exact(found.mean)
        percent = 0 if value is None else round(100 * (value - poll.survey.scale.min) / span)
        verdict = polls.verdict(found.csat, policy.csat_target)
        rows.append(
            DimensionRow(
                dimension_label(found.name), value, percent, found.units, share_cell(found.csat), verdict, marks.get(found.name, "")
            )
        )
    return tuple(rows)


def wave_row(poll: Poll, names: Sequence[str], policy: SatisfactionPolicy) -> WaveRow:
    """Return a survey as a line of the trend, with its means in the order of ``names``."""
    survey = poll.survey
    net = polls.promoters(poll, policy)
    found = {one.name: one for one in polls.dimensions(poll)}
    means = [found[name].mean if name in found else None for name in names]
    invited = len(survey.invited) if isinstance(survey.invited, tuple) else survey.invited
    return WaveRow(
        survey.id, survey.cite(), survey.name, survey.window.from_.isoformat()[:7],
        (survey.scale.min, survey.scale.max), invited, poll.returned,
        share_cell(polls.return_rate(poll)), share_cell(polls.coverage(poll)),
        tuple([None if value is None else exact(value) for value in means]),
        _decimal(found[""].mean), share_cell(found[""].csat), net.net.score if net.net is not None else None, net.reason,
    )  # fmt: skip


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else exact(value)


def cover_rows(groups: Sequence[polls.Covered], tiers: Sequence[str], *, bands: bool) -> tuple[CoverRow, ...]:
    """Return groups of customers by tier or by value band."""
    rows = []
    for group, answered, asked in groups:
        rated: Shown = say("list.tier", tier=group) if group in tiers else say("list.unrated")
        label = Term("message", f"band.{group}") if bands else rated
        tier = None if bands or group not in tiers else group
        rows.append(CoverRow(label, tier, answered, asked, round(100 * answered / asked)))
    return tuple(rows)


def change_row(change: Change, label: Shown) -> ChangeRow:
    """Return a change as it is printed."""
    return ChangeRow(
        label, exact(change.before), exact(change.now), exact(change.change), change.units, change.test.p, change.verdict
    )


def customer_rows(poll: Poll, earlier: Sequence[Poll]) -> tuple[CustomerRow, ...]:
    """Return the customers that answered, the lowest mean first; ``earlier`` are surveys on the same scale, oldest first."""
    before: dict[str, Unit] = {}
    for one in earlier:
        before.update({unit.customer.id: unit for unit in one.units if unit.customer is not None})
    rows = [_customer(unit, before.get(unit.customer.id)) for unit in poll.units if unit.customer is not None]
    rows.sort(key=lambda row: (row.mean is None, row.mean or 0, row.customer.id))
    return tuple(rows)


def _customer(unit: Unit, before: Unit | None) -> CustomerRow:
    assert unit.customer is not None
    names = sorted({name for ballot in unit.ballots for name in ballot.marks})
    pairs = [
        (now, then)
        for name in names
        if before is not None
        and (now := polls.unit_mean(unit, name)) is not None
        and (then := polls.unit_mean(before, name)) is not None
    ]
    was, now_mean = mean(then for _, then in pairs), mean(now for now, _ in pairs)
    change = exact(now_mean - was) if was is not None and now_mean is not None else None
    words = [loyalty(ballot.recommend) for ballot in unit.ballots]
    told = tuple(
        say(f"satisfaction.count.{word}", n=words.count(word)) for word in ("promoter", "passive", "detractor") if word in words
    )
    return CustomerRow(named(unit.customer), len(unit.ballots), _decimal(polls.unit_mean(unit, "")), change, told)
