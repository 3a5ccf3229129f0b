"""Why this tier: the total on its scale, the four judged scores beside what the tables suggest, what the review waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from crmsite.figures.facts import Say
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from crmsite.figures.facts import Receipt, Tier
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.policies import TierPolicy


_CARRIED, _JUDGED = Say("profile.carried"), Say("profile.judged")


class Segment(Slotted):
    """One tier on the scale: where it starts and how wide it is, in percent."""

    tier: str
    label: Say
    start: str
    width: str
    on: bool


Scales: TypeAlias = "Callable[[str | None], tuple[Segment, ...]]"
"""Gives the scale on which a tier is marked, or none."""


class Dimension(Slotted):
    """One judged score: what it is, what the score table suggests, what changed since last quarter."""

    name: Say
    score: Decimal | None
    percent: int
    change: Decimal | None
    suggestion: Say | None
    deviates: bool
    note: Say | None
    sources: tuple[Citation, ...]


class TierPart(Slotted):
    """Why this tier. ``at``, ``was``: places on the scale in percent; ``span`` start and width where only an interval is known."""

    state: str
    reason: str | None
    tier: str | None
    last: str | None
    title: Say
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    most: Decimal | None
    change: Decimal | None
    words: tuple[Say, ...]
    scale: tuple[Segment, ...]
    at: str
    was: str
    span: tuple[str, str] | None
    dimensions: tuple[Dimension, ...]
    top_score: Decimal | None
    history: tuple[tuple[str, str | None, Decimal | None], ...]
    receipt: Receipt


def tier_part(tier: Tier, policy: TierPolicy | None, scales: Scales | None = None) -> TierPart:
    """Lay out a customer's tier for its page; without a policy that may be seen, its letter and no scale.

    ``scales`` gives the scale of the policy for a tier, where it is drawn for many customers.
    """
    now = tier.now
    if policy is None:
        return TierPart(
            now.state, now.reason, now.tier, tier.last_tier if now.reason == "lost" else None, _tier_title(tier), None, None, None,
            None, None, _tier_words(tier), (), "", "", None, (), None, tier.history[-8:], tier.receipt,
        )
    least, most = policy.scale.min * 4, policy.scale.max * 4
    total = now.total if now.tier else None
    span = None
    if now.low is not None and now.high is not None and now.low != now.high:
        start = _place(now.low, least, most)
        span = (f"{start:.1f}%", f"{_place(now.high, least, most) - start:.1f}%")
    was = tier.before.total
    return TierPart(
        now.state,
        now.reason,
        now.tier,
        tier.last_tier if now.reason == "lost" else None,
        _tier_title(tier),
        total,
        now.low,
        now.high,
        most,
        tier.change,
        _tier_words(tier),
        scale_of(policy, now.tier) if scales is None else scales(now.tier),
        f"{_place(total, least, most):.1f}%" if total is not None else "",
        f"{_place(was, least, most):.1f}%" if was is not None and total is not None else "",
        span,
        _dimensions(tier, policy),
        policy.scale.max,
        tier.history[-8:],
        tier.receipt,
    )


def _tier_title(tier: Tier) -> Say:
    if tier.now.tier:
        return Say("profile.why", (("tier", tier.now.tier),))
    return Say("profile.why_withheld" if tier.now.state == "withheld" else "profile.why_unrated")


def _tier_words(tier: Tier) -> tuple[Say, ...]:
    """Return what follows from the total: how far to the next tier, to the one below, and what the review waits for."""
    words = []
    if tier.to_lose is not None:
        words.append(Say("profile.to_lose", (("n", tier.to_lose),)))
    if tier.to_next is not None:
        words.append(Say("profile.to_next", (("n", tier.to_next),)))
    if tier.near_boundary:
        words.append(Say("profile.near"))
    if tier.review in ("due", "overdue") and tier.review_due is not None:
        words.append(Say(f"profile.review.{tier.review}", (("due", tier.review_due),)))
    if tier.review_missing:
        words.append(Say("profile.review.skipped", (("periods", ", ".join(tier.review_missing)),)))
    return tuple(words)


def _place(total: Decimal, least: Decimal, most: Decimal) -> Decimal:
    """Return where a total stands on the scale, in percent."""
    return (total - least) * 100 / (most - least)


def scale_of(policy: TierPolicy, on: str | None) -> tuple[Segment, ...]:
    """Return the scale of a policy with one tier marked: the same for all customers of that tier."""
    least, most = policy.scale.min * 4, policy.scale.max * 4
    cuts = sorted(policy.tiers, key=lambda cut: cut.min)
    starts = [least, *(max(cut.min, least) for cut in cuts[1:]), most]
    return tuple(
        [
            Segment(
                cut.id,
                Say("profile.scale.from", (("tier", cut.id), ("min", cut.min)))
                if at
                else Say("profile.scale.lowest", (("tier", cut.id),)),
                f"{_place(starts[at], least, most):.1f}%",
                f"{_place(starts[at + 1], least, most) - _place(starts[at], least, most):.1f}%",
                cut.id == on,
            )
            for at, cut in enumerate(cuts)
        ]
    )


_NO_TABLE = (None, None)


def _dimensions(tier: Tier, policy: TierPolicy) -> tuple[Dimension, ...]:
    before = dict(tier.before.scores)
    tables = {name: (score, figure) for name, score, figure in tier.suggested}
    most, deviation = policy.scale.max, policy.deviation
    rows = []
    for (name, score), factor in zip(tier.now.scores, tier.receipt.factors, strict=False):
        earlier, note = before.get(name), factor.note
        suggestion, figure = tables.get(name, _NO_TABLE)
        said, deviates = None, False
        if name == "growth" and score is not None:
            said = _CARRIED if note is not None and note.key == "tier.note.carried_over" else _JUDGED
        elif suggestion is not None:
            said = Say("profile.suggested", (("score", suggestion), ("figure", figure)))
            deviates = name != "growth" and score is not None and abs(score - suggestion) >= deviation
        change = score - earlier if score is not None and earlier is not None else None
        percent = int(score * 100 / most) if score is not None else 0
        note = note if note is not None and note.key.endswith("evidence") else None
        rows.append(Dimension(factor.name, score, percent, change, said, deviates, note, factor.sources))
    return tuple(rows)
