"""The sentence that opens a profile: the tier and whether it moved, what was ordered, what waits for an answer, what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Percent, Say, say

if TYPE_CHECKING:
    from crmsite.figures.facts import Amounts, Facts, Tier


def lede(facts: Facts) -> tuple[Say, ...]:
    """Return the sentences, each true for none, one and many; what may not be seen, or is not known, has none."""
    if facts.tier.now.state == "withheld" and facts.amounts.state == "withheld":
        return ()
    return (*_tier(facts.tier), *_amount(facts.amounts), *_waiting(facts))


def _tier(tier: Tier) -> tuple[Say, ...]:
    now = tier.now
    if now.state == "withheld":
        return ()
    if now.tier is None:
        if now.reason == "missing_dimensions" and now.low_tier and now.high_tier:
            return (say("profile.lede.between", low=now.low_tier, high=now.high_tier),)
        if now.reason == "lost" and tier.last_tier:
            return (say("profile.lede.lost_from", tier=tier.last_tier),)
        known = ("prospect", "lost", "no_assessment")
        return (say(f"profile.lede.{now.reason}"),) if now.reason in known else ()
    moved = tier.movement if tier.movement in ("up", "down") and tier.before.tier else "at"
    points = "" if now.total is None else "_points"
    return (say(f"profile.lede.{moved}{points}", tier=now.tier, before=tier.before.tier, total=now.total),)


def _amount(amounts: Amounts) -> tuple[Say, ...]:
    if amounts.state != "value" or amounts.last_12m is None:
        return ()
    if not amounts.last_12m:
        return (say("profile.lede.nothing_ordered"),) if amounts.last_order else ()
    amount = Money(amounts.last_12m, amounts.currency)
    change = amounts.upsell_rate
    if change is None:
        return (say("profile.lede.amount", amount=amount),)
    if not change:
        return (say("profile.lede.amount_same", amount=amount),)
    return (say(f"profile.lede.amount_{'more' if change > 0 else 'less'}", amount=amount, change=Percent(abs(change))),)


def _waiting(facts: Facts) -> tuple[Say, ...]:
    held = [alert for alert in facts.alerts if alert.waived_until is None]
    open_ = sum(not alert.answered_by for alert in held)
    late = [step.days or 0 for step in facts.steps if step.status == "overdue"]
    if not held and not late:
        return (say("profile.lede.calm"),)
    found = []
    if held:
        answered = "answered" if not open_ else "unanswered" if open_ == len(held) else "some_unanswered"
        found.append(say(f"profile.lede.alerts_{answered}", n=len(held), k=open_))
    if late:
        found.append(say("profile.lede.late_one" if len(late) == 1 else "profile.lede.late", n=len(late), days=max(late)))
    return tuple(found)
