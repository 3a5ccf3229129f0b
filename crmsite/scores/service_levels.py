"""Service levels 服务时限: what was promised when a case came in or a visit ended, and whether it was kept.

Three answers and a fourth: kept, broken, cannot be told, and still time. A date without a time lies anywhere within its day,
so it decides only what it must. A time that nobody wrote down is no breach, unless the deadline has passed on an open case.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import add_months, period_number
from crmsite.calendars.clocks import DAY, SHORT_HOURS, Between, WorkingHours, day_of, end_of
from crmsite.figures.facts import Factor, Receipt, Say, Term
from crmsite.figures.owed import HISTORY_MONTHS, CaseFact, Followed, Made, Promise, Service, Verdict
from crmsite.grammar.fields import Moment
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.case import Case
    from crmsite.kinds.followup import FollowUp
    from crmsite.kinds.journey import Journey, Touchpoint
    from crmsite.policy import Policies

    TierOn = Callable[[date], str | None]

SEED = "2-28 2-32 2-33 3-09 3-10 3-11 3-12"
TYPES_OF = {"acquire": ("enquiry",), "consult": ("question",), "serve": ("question", "fault", "complaint")}
"""The types of case that the touchpoints of a stage are about, unless they say otherwise; the others are about none."""
ENDS_OF = {"serve": ("case.opened", "case.resolved")}
"""What the promise of a touchpoint is measured on: a case that is served is resolved, any other answered."""
ANSWERED = ("case.opened", "case.first_response")
VISIT = "onsite"
"""The channel of a visit: its minutes are promised."""


class Standard(Slotted):
    """One promise as it holds for a customer on a day."""

    id: str
    name: Localised | None
    start: str
    end: str
    hours: Decimal
    clock: str


class Point(NamedTuple):
    """A touchpoint with the types of case that it is about, its promise if it has one, how often it asks for a contact."""

    id: str
    types: tuple[str, ...]
    start: str
    end: str
    standard: Standard | None
    every: str | None


class ServiceRule(Slotted):
    """What date, settings, policies and journeys fix for every customer.

    Visits count from ``since`` on; figures of past quarters look back to ``history``.
    """

    as_of: date
    since: date
    history: date
    policies: Policies
    points: tuple[Point, ...]
    hours: WorkingHours
    one_way: tuple[str, ...]


def service_rule(policies: Policies, journeys: Iterable[Journey], hours: WorkingHours, as_of: date) -> ServiceRule:
    """Prepare for a date."""
    known = list(journeys)
    months = max((journey.window_months for journey in known), default=12)
    points = tuple(point_of(touchpoint) for journey in known for touchpoint in journey.touchpoints)
    since, history = add_months(as_of, -months), add_months(as_of, -HISTORY_MONTHS)
    return ServiceRule(as_of, since, min(since, history), policies, points, hours, policies.warnings(as_of).one_way)


def point_of(touchpoint: Touchpoint) -> Point:
    """Return what a touchpoint of a journey is about: what it says itself, else what follows from its stage."""
    start, end = ENDS_OF.get(touchpoint.stage, ANSWERED)
    start, end = touchpoint.from_ or start, touchpoint.to or end
    standard = None
    if touchpoint.sla is not None:
        hours, clock = touchpoint.sla.hours, touchpoint.sla.clock
        standard = Standard(touchpoint.id, touchpoint.name, start, end, hours, clock or default_clock(hours))
    types = touchpoint.cases or TYPES_OF.get(touchpoint.stage, ())
    return Point(touchpoint.id, types, start, end, standard, touchpoint.repeat.every if touchpoint.repeat is not None else None)


def default_clock(hours: Decimal) -> str:
    """Return the clock of a promise that names none."""
    return "business" if hours < SHORT_HOURS else "calendar"


def service_of(dossier: Dossier, tier_on: TierOn, rule: ServiceRule) -> Service:
    """Return every promise to a customer: for its cases, and for the visits of the last months."""
    visits = [followup for followup in dossier.followups if followup.channel == VISIT]
    if not dossier.cases and not visits:
        return Service("not_applicable", rule.since, (), (), _NOTHING)
    promises = [promise for case in dossier.cases for promise in _case(case, tier_on, rule)]
    earlier: list[Promise] = []
    for followup in visits:
        if followup.day > rule.history:
            (promises if followup.day > rule.since else earlier).extend(_visit(followup, tier_on, rule))
    made = tuple(
        sorted(
            [
                Made(one.id, one.started.day, one.due.day, one.verdict)
                for one in (*promises, *earlier)
                if one.started.day > rule.history
            ],
            key=_made_order,
        )
    )
    followed = tuple(found for case in dossier.cases for found in _followed(case, dossier.followups, rule))
    cases = tuple(_cases(dossier, rule))
    if not promises and not followed:
        return Service("not_applicable", rule.since, (), (), _NOTHING, cases, made)
    return Service("value", rule.since, tuple(promises), followed, _receipt(promises), cases, made)


def _made_order(made: Made) -> tuple[date, str]:
    return made.began, made.id


def _cases(dossier: Dossier, rule: ServiceRule) -> Iterator[CaseFact]:
    """Yield the cases of three years, each with the time that it waited for its first response, whatever was promised."""
    analysed = {ref: record.id for record in dossier.rootcauses for ref in record.evidence}
    for case in dossier.cases:
        if case.opened.day <= rule.history:
            continue
        cause = case.root_cause or analysed.get(case.id)
        if case.first_response is None:
            yield CaseFact(case.id, case.type, case.topic, case.opened.day, None, None, cause)
            continue
        start, end = rule.hours.when(case.opened), rule.hours.when(case.first_response)
        minutes = end.low - start.low if start.exact and end.exact else None
        yield CaseFact(case.id, case.type, case.topic, case.opened.day, case.first_response.day, minutes, cause)


_NOTHING = Receipt("service_levels", Say("service.result.nothing"), (), (), "", SEED)


def _standards(tier: str | None, day: date, policies: Policies, kind: str) -> list[Standard]:
    """Return what a tier's playbook promises for cases or for visits on a day."""
    book = policies.playbook(tier, day) if tier is not None else None
    if book is None or book.effective_from > day:
        return []
    return [
        Standard(own.id, None, own.from_, own.to, own.hours, own.clock or default_clock(own.hours))
        for own in book.sla
        if own.from_.startswith(kind)
    ]


def _case(case: Case, tier_on: TierOn, rule: ServiceRule) -> Iterator[Promise]:
    """Yield the promises of a case: those of the tier's playbook, and the journey's where the playbook has none for the same."""
    day = case.opened.day
    own = _standards(tier_on(day), day, rule.policies, "case.")
    points = [point for point in rule.points if case.type in point.types]
    ends = {(standard.start, standard.end) for standard in own}
    journey = [point.standard for point in points if point.standard is not None and (point.start, point.end) not in ends]
    where = {(point.start, point.end): point.id for point in reversed(points)}
    for standard in (*own, *journey):
        started, happened = _moment(case, standard.start), _moment(case, standard.end)
        if started is not None:
            end = standard.end.partition(".")[2]
            sources = (case.cite("opened"),) if happened is None else (case.cite(end),)
            point = where.get((standard.start, standard.end), "")
            about = (point, case.id, case.type, case.resolved is not None)
            yield _held(standard, about, started, happened, rule, sources)


def _visit(followup: FollowUp, tier_on: TierOn, rule: ServiceRule) -> Iterator[Promise]:
    """Yield the promises of a visit: its minutes. One that nobody wrote down when it ended did so at some time of its day."""
    day = followup.day
    for standard in _standards(tier_on(day), day, rule.policies, "followup."):
        started = followup.end or Moment(day)
        source = (followup.cite("minutes_at" if followup.minutes_at is not None else "id"),)
        yield _held(standard, ("", followup.id, None, True), started, followup.minutes_at, rule, source)


def _moment(case: Case, name: str) -> Moment | None:
    found: Moment | None = getattr(case, name.partition(".")[2])
    return found


def _held(
    standard: Standard,
    about: tuple[str, str, str | None, bool],
    started: Moment,
    happened: Moment | None,
    rule: ServiceRule,
    sources: tuple[Citation, ...],
) -> Promise:
    """Hold a promise against what happened. ``about``: touchpoint, subject, type, whether the subject is settled."""
    point, subject, type_, settled = about
    start = rule.hours.when(started)
    end = rule.hours.when(happened) if happened is not None else None
    due = Between(*(rule.hours.due(at, standard.hours, standard.clock) for at in start))
    verdict = verdict_of(due, end, end_of(rule.as_of), settled=settled)
    exact = end is not None and end.exact and start.exact
    took = end.low - start.low if end is not None and exact else None
    late = rule.hours.spent(due.high, end.low, standard.clock) if end is not None and exact and verdict == "no" else None
    last = Moment(day_of(due.high), due.high % DAY) if due.exact else Moment(day_of(due.high))
    hours, clock = standard.hours, standard.clock
    return Promise(
        standard.id, point, standard.name, subject, type_, hours, clock, started, last, happened, verdict, took, late, sources
    )


def verdict_of(due: Between, happened: Between | None, now: int, *, settled: bool) -> Verdict:
    """Tell whether something was done by when it was due. What is done on the very minute is in time.

    ``now`` is the end of the as-of date. What has not been written down is still open until the deadline, then broken if
    what it is about is open, and cannot be told if that is ``settled``.
    """
    if happened is not None:
        if happened.high <= due.low:
            return "yes"
        return "no" if happened.low > due.high else "unknown"
    if now <= due.high:
        return "open"
    return "unknown" if settled else "no"


def _followed(case: Case, followups: Sequence[FollowUp], rule: ServiceRule) -> Iterator[Followed]:
    """Yield for each touchpoint that asks for regular contact how many periods a case stayed open, and how many had one.

    Periods are those of the calendar, the one in which the case was opened among them; the one in which it was resolved has
    its contact, and the running one is not judged yet. Mailings are no contact.
    """
    for point in rule.points:
        if point.every is None or case.type not in point.types:
            continue
        first = period_number(case.opened.day, point.every)
        last = period_number(case.resolved.day if case.resolved is not None else rule.as_of, point.every)
        met = {
            period_number(followup.day, point.every)
            for followup in followups
            if followup.day >= case.opened.day and followup.kind not in rule.one_way
        }
        periods = range(first, last)
        kept = sum(number in met for number in periods) + (case.resolved is not None)
        yield Followed(point.id, case.id, case.opened.day, point.every, len(periods) + (case.resolved is not None), kept)


def _receipt(promises: Sequence[Promise]) -> Receipt:
    """Count for each service level how it was kept, with the lines that tell."""
    groups: dict[str, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(promise.id, []).append(promise)
    factors = []
    for name, held in groups.items():
        shown: Shown = held[0].name if held[0].name is not None else Term("sla", name)
        sources = tuple(source for promise in held for source in promise.sources)
        factors.append(Factor(Say("service.factor", (("name", shown),)), _counted(held), None, None, sources))
    return Receipt("service_levels", _counted(promises), tuple(factors), (), "", SEED)


def _counted(promises: Iterable[Promise]) -> Say:
    """Say how many promises were kept, broken, cannot be told and are still in time; what none is is not spoken of."""
    counts = Counter(promise.verdict for promise in promises)
    parts = [Say(f"service.part.{name}", (("n", counts[name]),)) for name in ("yes", "no", "unknown", "open") if counts[name]]
    return Say(f"service.tally.{len(parts)}", tuple(zip("abcd", parts, strict=False)))
