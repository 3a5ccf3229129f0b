"""Care programme 关怀计划: whom an item concerns, how often it touched them, and how much all touches add up to.

A touch is a message that did not fail, or a follow-up of a kind that the item names. Sent is not received: what became of
messages is counted apart.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import Period, period_of, previous_period, quarters_until
from crmsite.dossier.book import stage_at
from crmsite.dossier.relationship import RATED_STAGES
from crmsite.figures.facts import Factor, Receipt, Say
from crmsite.figures.owed import CareItem, CareReceived
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Shown, State
    from crmsite.grammar.fields import Citation
    from crmsite.grammar.tables import Send
    from crmsite.kinds.care import Care
    from crmsite.kinds.care import CareItem as Item
    from crmsite.kinds.policies import Playbook

    TierOn = Callable[[date], str | None]

SEED = "2-26 4-20 4-21 4-22 4-23 4-24 4-25"
RECENT = 8
"""How many periods that have ended are looked at, the running one besides."""
TOUCH_DAYS = 30
"""Over how many days all touches of a customer are added up."""
RESULTS = ("sent", "opened", "joined", "helpful", "failed")
"""What may become of a message, in the order in which it is told."""
A_YEAR = {"week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}
"""How many periods a year has, for planning."""


class Programme(NamedTuple):
    """One item of a programme with the periods that are looked at, oldest first."""

    ref: str
    care: Care
    item: Item
    periods: tuple[Period, ...]


class CareRule(Slotted):
    """What a date and the programmes fix for every customer."""

    as_of: date
    programmes: tuple[Programme, ...]


def care_rule(programmes: Iterable[Care], as_of: date, begins: YearStart) -> CareRule:
    """Prepare for a date: of every programme that had begun, the periods of each item."""
    return CareRule(
        as_of,
        tuple(
            Programme(f"{care.id}.{item.id}", care, item, care_periods(care, item, as_of, begins))
            for care in programmes
            if care.period.from_ <= as_of
            for item in care.items
        ),
    )


def care_periods(care: Care, item: Item, as_of: date, begins: YearStart) -> tuple[Period, ...]:
    """Return the periods of an item that are looked at, within the programme, oldest first.

    They are the running one and those that ended last; before them, of each quarter that figures look back over, the one that
    had ended last when the quarter did.
    """
    period = period_of(min(as_of, care.period.to), item.every, begins)
    found: list[Period] = []
    while len(found) <= RECENT and period.end >= care.period.from_:
        found.append(_in_programme(period, care))
        period = previous_period(period, item.every, begins)
    first = min((one.start for one in found), default=care.period.from_)
    earlier = {}
    for quarter in quarters_until(as_of, begins):
        period = period_of(quarter.end, item.every, begins)
        if period.end > quarter.end:
            period = previous_period(period, item.every, begins)
        if care.period.from_ <= period.end and _in_programme(period, care).start < first:
            earlier[period.id] = _in_programme(period, care)
    return (*earlier.values(), *reversed(found))


def _in_programme(period: Period, care: Care) -> Period:
    return Period(period.id, max(period.start, care.period.from_), min(period.end, care.period.to))


def care_of(dossier: Dossier, tier_on: TierOn, rule: CareRule) -> CareReceived:
    """Return what care a customer received. Where no programme runs and nothing was sent, there is nothing to tell."""
    if not rule.programmes and not dossier.sends:
        return _NOTHING
    touches = _touches(dossier, rule.as_of)
    contacts = sum(contact.left_on is None for contact in dossier.contacts)
    opted_out = bool(dossier.customer.care_opt_out)
    items = [_item(dossier, programme, tier_on, opted_out=opted_out) for programme in rule.programmes]
    shown = tuple(item for item in items if item.results or any(count is not None for _, count in item.periods))
    stray = sum(not any(_names(send, programme) for programme in rule.programmes) for send in dossier.sends)
    receipt = _receipt(shown, touches, contacts, opted_out=opted_out)
    state: State = "value" if shown or dossier.sends or opted_out else "not_applicable"
    return CareReceived(state, opted_out, shown, touches, contacts, TOUCH_DAYS, stray, receipt)


_NOTHING = CareReceived(
    "not_applicable", False, (), 0, 0, TOUCH_DAYS, 0, Receipt("care", Say("care.result.nothing"), (), (), "", SEED)
)


def _touches(dossier: Dossier, as_of: date) -> int:
    """Count every touch of the last days: follow-ups of all kinds, messages that did not fail."""
    since = as_of - timedelta(days=TOUCH_DAYS)
    sent = sum(send.date > since and send.result != "failed" for send in dossier.sends)
    return sent + sum(followup.day > since for followup in dossier.followups)


def _item(dossier: Dossier, programme: Programme, tier_on: TierOn, *, opted_out: bool) -> CareItem:
    ref, care, item, periods = programme
    mine = [send for send in dossier.sends if _names(send, programme)]
    days: list[tuple[date, Citation]] = [(send.date, send.source) for send in mine if send.result != "failed"]
    for followup in dossier.followups:
        day = followup.day
        if (followup.kind in item.kinds or any(own.playbook == ref for own in followup.fulfils)) and care.period.from_ <= day:
            days.append((day, followup.cite()))
    since = min((*(send.date for send in mine), *(day for day, _ in days)), default=None)
    silent = sum(since is None or period.end < since for period in periods)
    counts: list[tuple[str, int | None]] = []
    sources: list[Citation] = []
    for period in periods:
        if not _concerns(dossier, item, period.start, tier_on, opted_out=opted_out):
            counts.append((period.id, None))
            continue
        inside = [source for day, source in days if period.start <= day <= period.end]
        sources.extend(inside)
        counts.append((period.id, len(inside)))
    results = Counter(send.result for send in mine)
    told = tuple((name, results[name]) for name in RESULTS if results[name])
    return CareItem(ref, item.name, max(1, item.count), tuple(counts), told, silent, tuple(sources))


def _names(send: Send, programme: Programme) -> bool:
    """Tell whether a message is one of an item: named by its short name within the programme's time, or by its whole name."""
    span = programme.care.period
    return send.item == programme.ref or (send.item == programme.item.id and span.from_ <= send.date <= span.to)


def _concerns(dossier: Dossier, item: Item, day: date, tier_on: TierOn, *, opted_out: bool) -> bool:
    """Tell whether an item concerns a customer on the first day of a period: active, of its audience, not opted out."""
    if opted_out or stage_at(dossier.customer, day) not in RATED_STAGES:
        return False
    return isinstance(item.audience, str) or tier_on(day) in item.audience.tier


def planned_touches(book: Playbook | None, programmes: Iterable[Care], tier: str) -> int:
    """Return how many touches a year a tier's customer is meant to have: its playbook and all care together."""
    own = sum(A_YEAR[action.every] * max(1, action.count) for action in book.actions) if book is not None else 0
    care = sum(
        A_YEAR[item.every] * max(1, item.count)
        for programme in programmes
        for item in programme.items
        if isinstance(item.audience, str) or tier in item.audience.tier
    )
    return own + care


def _receipt(items: Sequence[CareItem], touches: int, contacts: int, *, opted_out: bool) -> Receipt:
    factors = []
    for item in items:
        recent = item.periods[-RECENT - 1 :]
        concerned = [count for _, count in recent if count is not None]
        unknown = sum(count is not None for _, count in recent[: max(0, item.silent - len(item.periods) + len(recent))])
        name: Shown = item.name if item.name is not None else item.ref
        reached = sum(count >= item.times for count in concerned)
        known = len(concerned) - unknown
        key = ("care.tally.part" if known else "care.tally.none") if unknown else "care.tally"
        value = Say(key, (("reached", reached), ("periods", known), ("unknown", unknown)))
        factors.append(Factor(Say("care.factor", (("name", name), ("ref", item.ref))), value, None, None, item.sources))
    args = (("n", touches), ("contacts", contacts), ("days", TOUCH_DAYS))
    result = Say("care.result.opted_out", args) if opted_out else Say("care.result", args)
    parameters = ((Say("care.parameter.days"), TOUCH_DAYS), (Say("care.parameter.periods"), RECENT))
    return Receipt("care", result, tuple(factors), parameters, "", SEED)
