"""No contact 久未联系: no two-way contact for twice as long as the customer's tier allows."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.dossier.relationship import RATED_STAGES, relationship_of
from crmsite.figures.facts import Factor, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule, WarningsPolicy
    from crmsite.scores.alerts import Past, Then, Watch


_LAST = Say("alert.factor.last_contact")
_TIMES = Decimal(2)
"""How many times the days that the tier allows, where the rule does not say."""


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether a customer has been left alone. Mailings are no contact; a customer without any counts from its first stage."""
    if watch.relation.stage in (None, "lost"):
        return None
    times = rule.times if rule.times is not None else _TIMES
    begun = watch.dossier.customer.stages[0].from_
    last = watch.last_contact or begun
    days = (watch.as_of - last).days
    cadence = cadence_of(watch.tier.now.tier, watch.policy)
    if days <= times * cadence:
        return None
    since = _since(watch, last, times)
    args = (("last", last), ("days", days), ("cadence", cadence), ("tier", watch.tier.now.tier))
    if watch.last_contact is None:
        key = "alert.no-contact.never"
    else:
        key = "alert.no-contact" if watch.tier.now.tier else "alert.no-contact.untiered"
    one_way = watch.policy.one_way
    found = next((f for f in reversed(watch.dossier.followups) if f.day == last and f.kind not in one_way), None)
    sources = (found.cite("start" if found.start is not None else "date"),) if found is not None else ()
    factors = (
        Factor(_LAST, watch.last_contact, None, None, sources, "unknown" if found is None else "value"),
        Factor(Say("alert.factor.cadence"), Say("unit.days", (("n", cadence),)), None, Say("alert.note.times", (("n", times),))),
    )
    return Signal(rule.level or "watch", since, Say(key, args), (found.id,) if found is not None else (), factors, sources)


def cadence_of(tier: str | None, policy: WarningsPolicy) -> int:
    """Return the days between two contacts that a tier asks for."""
    cadence = policy.cadence_days
    days: int = getattr(cadence, tier, cadence.none) if tier is not None else cadence.none
    return days


def _since(watch: Watch, last: date, times: Decimal) -> date:
    """Return the first day of the silence that was too long by the tier held on each day, back from the present one."""
    since = watch.as_of
    end = since + timedelta(days=1)
    for day, tier in reversed(_tier_by_day(watch)):
        start = max(day, last + timedelta(days=int(times * cadence_of(tier, watch.policy)) + 1))
        if start >= end:
            break
        since = end = start
        if start > day:
            break
    return since


def _tier_by_day(watch: Watch) -> list[tuple[date, str | None]]:
    """Return the tier by day: each entry holds from its day until the next; ``None`` where the customer had no tier."""
    customer, assessments = watch.dossier.customer, watch.dossier.assessments
    judged = [(assessment.date, tier) for assessment, (_, tier, _) in zip(assessments, watch.tier.history, strict=True)]
    found: list[tuple[date, str | None]] = []
    for day in sorted({step.from_ for step in customer.stages if step.from_ <= watch.as_of} | {day for day, _ in judged}):
        rated = relationship_of(customer, day).stage in RATED_STAGES
        found.append((day, next((tier for on, tier in reversed(judged) if on <= day), None) if rated else None))
    return found


def prepare(dossier: Dossier, _ledger: Ledger) -> tuple[list[date], list[str]]:
    """Return days and kinds of all follow-ups, in order: who never had one may have been left alone."""
    return [one.day for one in dossier.followups], [one.kind for one in dossier.followups]


class Fixed(NamedTuple):
    """The day, how many times the days that a tier allows may pass; the fewest that are too few for any tier, one-way contacts."""

    day: date
    times: Decimal
    least: Decimal
    one_way: tuple[str, ...]


def fix(rule: WarningRule, then: Then) -> Fixed:
    """Return from how many days on a silence may be too long on a day."""
    times = rule.times if rule.times is not None else _TIMES
    return Fixed(then.day, times, times * then.cadence, then.policy.one_way)


def held(followups: tuple[list[date], list[str]], past: Past, fixed: Fixed) -> bool:
    """Tell whether a customer had been left alone on an earlier day."""
    stage = past.relation.stage
    if stage is None or stage == "lost":
        return False
    day, times, least, one_way = fixed
    days, kinds = followups
    at = bisect_right(days, day)
    while at and kinds[at - 1] in one_way:
        at -= 1
    silent = (day - (days[at - 1] if at else past.dossier.customer.stages[0].from_)).days
    return silent > least and silent > times * cadence_of(past.tier_on(day), past.then.policy)
