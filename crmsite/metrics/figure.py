"""Figures of all customers 指标值: value, numerator, denominator, customers behind it, interval, state; what they come from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from crmsite.calendars.calendar_days import quarters_until
from crmsite.figures.contribution import Contribution, contribution_from
from crmsite.figures.shown import Say, Shown, State
from crmsite.inference.intervals import Interval, wilson
from crmsite.metrics.polls import Poll, polls_of
from crmsite.scores.care import care_rule
from crmsite.scores.contributions import Point, rates_rule
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.dossier.book import Organisation
    from crmsite.kinds.rates import LtvPolicy, RatesPolicy
    from crmsite.kinds.satisfaction import Response, SatisfactionPolicy
    from crmsite.policy import Policies
    from crmsite.scores.care import Programme
    from crmsite.summaries.summary import Summary

ZERO = Decimal(0)


Recall: TypeAlias = "Callable[[str, Sequence[str], Callable[[int], Any]], list[Any]]"
"""Gives plain values under a name, one for each key: those that are remembered, others by asking for the value of a place."""


def afresh(_name: str, keys: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
    """Remember nothing: ask for the value of each place."""
    return [make(place) for place in range(len(keys))]


Group = Literal["all", "segment", "one"]


class Member(Slotted):
    """One customer: what it adds, and its summary for what else is counted."""

    id: str
    share: Contribution
    summary: Summary


class Window(Slotted):
    """The days ``(after, until]`` as ISO text. ``place`` is that of the quarter whose windows end on ``until``, if one does."""

    id: str
    after: str
    until: str
    place: int | None


class Book(Slotted):
    """What metrics are worked out from: all customers, the quarters, the policies; ``None`` where they may not be seen.

    ``points`` has today a year ago after the quarters.

    ``records_from`` is the first day with an order on record: who was lost before cannot be known from silence. ``kinds_from``
    gives the first day with a contact of each kind; ``needs_from`` is the first with a need on record, ``due_from`` the first on
    which an action was due.
    """

    members: tuple[Member, ...]
    as_of: date
    currency: str
    points: tuple[Point, ...]
    quarters: tuple[str, ...]
    rates: RatesPolicy | None
    ltv: LtvPolicy | None
    withheld: bool
    records_from: str | None
    contacts_from: str | None
    kinds_from: Mapping[str, str]
    recall: Recall = afresh
    polls: tuple[Poll, ...] = ()
    satisfaction: SatisfactionPolicy | None = None
    care: tuple[Programme, ...] = ()
    group: Group = "all"
    """Whose book it is: of all customers, of those who are in a segment today, of one."""
    needs_from: str | None = None
    due_from: str | None = None

    @property
    def last(self) -> int:
        """Return the place of the running quarter."""
        return len(self.quarters) - 1

    def year(self, place: int) -> Window:
        """Return the twelve months that end with a quarter, or today in the running one."""
        point = self.points[place]
        return Window(self.quarters[place], point.after.isoformat(), point.until.isoformat(), place)

    def quarter(self, place: int) -> Window:
        """Return the days of one quarter, of the running one as far as they have passed."""
        point = self.points[place]
        return Window(self.quarters[place], (point.start - timedelta(days=1)).isoformat(), point.until.isoformat(), place)

    def years(self) -> tuple[Window, ...]:
        """Return the twelve months that end with each quarter."""
        return tuple(self.year(place) for place in range(len(self.quarters)))

    def place_of(self, day: date) -> int | None:
        """Return the quarter whose windows end on a day; ``None`` where none does."""
        return next((place for place, point in enumerate(self.points) if point.until == day), None)


def book_of(
    summaries: Iterable[Summary],
    policies: Policies | None,
    as_of: date,
    begins: YearStart,
    currency: str,
    recall: Recall = afresh,
    shared: Organisation | None = None,
) -> Book:
    """Put the book together; ``shared`` holds surveys, what nobody signed, and programmes of care.

    Without policies, or where one customer is withheld, everything is.
    """
    rates, ltv = (None, None) if policies is None else (policies.rates(as_of), policies.ltv(as_of))
    points = rates_rule(rates, ltv, as_of, begins).points if rates is not None and ltv is not None else ()
    quarters = tuple(quarter.id for quarter in quarters_until(as_of, begins))
    satisfaction = policies.satisfaction(as_of) if policies is not None else None
    care = care_rule(shared.care, as_of, begins).programmes if shared is not None and policies is not None else ()
    nobody = Book(
        (), as_of, currency, points, quarters, rates, ltv, policies is None, None, None, {}, recall, (), satisfaction, care
    )
    return filled(nobody, summaries, shared)


def filled(book: Book, summaries: Iterable[Summary], shared: Organisation | None = None) -> Book:
    """Put customers into a book in which nobody is yet, and what all of them tell."""
    members = tuple([Member(one.id, contribution_from(one.rates), one) for one in sorted(summaries, key=lambda one: one.id)])
    return having(book, members, shared, shared.anonymous if shared is not None else ())


def having(
    book: Book, members: tuple[Member, ...], shared: Organisation | None, unsigned: Iterable[Response], group: Group = "all"
) -> Book:
    """Put customers in order of their ids into a book in which nobody is yet, where what each adds is at hand.

    ``unsigned`` are the answers that count beside theirs, ``group`` says whose book it is.
    """
    withheld = book.withheld or any(member.share.state == "withheld" for member in members)
    rows = [member.share.first_row for member in members if member.share.first_row is not None]
    contacts = [member.share.first_followup for member in members if member.share.first_followup is not None]
    kinds: dict[str, str] = {}
    for member in members:
        for kind, day in member.share.kinds:
            kinds[kind] = min(day, kinds.get(kind, day))
    seen = shared is not None and not withheld
    return book._replace(
        members=members, withheld=withheld, records_from=min(rows, default=None), contacts_from=min(contacts, default=None),
        kinds_from=kinds, care=book.care if seen else (),
        polls=polls_of([member.summary for member in members], shared.surveys, unsigned) if shared and seen else (),
        needs_from=min([need[0] for member in members for need in member.share.needs], default=None),
        due_from=min([member.share.first_due for member in members if member.share.first_due is not None], default=None),
        group=group,
    )  # fmt: skip


def book_among(book: Book, ids: Iterable[str], group: Literal["segment", "one"]) -> Book:
    """Return the book of some customers alone; the days from which records reach back stay those of all. Nobody anonymous is in."""
    kept = frozenset(ids)
    polls = tuple(
        [
            poll._replace(
                asked=tuple([one for one in poll.asked if one.id in kept]),
                units=tuple([unit for unit in poll.units if unit.customer is not None and unit.customer.id in kept]),
            )
            for poll in book.polls
        ]
    )
    return book._replace(members=tuple([one for one in book.members if one.id in kept]), polls=polls, group=group)


class Figure(Slotted):
    """One figure. Its value is a ratio, an amount or a number, as the metric's unit says.

    ``ids`` are the customers in the numerator, ``others`` those in the denominator alone, the weightiest first where something
    weighs. Of ``asked`` customers ``known`` could be counted. ``notes`` say what was left out, ``parts`` what else went in.
    ``reason``, where there is no value: ``metrics.reason.REASON`` is its wording.
    """

    metric: str
    state: State
    reason: str | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    interval: Interval | None = None
    ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    asked: int = 0
    known: int = 0
    notes: tuple[Say, ...] = ()
    parts: tuple[tuple[Say, Shown], ...] = ()


def unknown(metric: str, reason: str, *, asked: int = 0, known: int = 0) -> Figure:
    """Return a figure that cannot be told."""
    return Figure(metric, "unknown", reason, asked=asked, known=known)


def absent(metric: str, reason: str) -> Figure:
    """Return a figure for which there is nothing to tell."""
    return Figure(metric, "not_applicable", reason)


def share(metric: str, ids: Sequence[str], others: Sequence[str], *, asked: int, reason: str) -> Figure:
    """Return the share of some customers among them and the others, with Wilson's interval; ``reason`` where there are none."""
    count, total = len(ids), len(ids) + len(others)
    if not total:
        return unknown(metric, reason, asked=asked) if asked else absent(metric, reason)
    ratio, interval = Decimal(count) / total, wilson(count, total)
    return Figure(
        metric, "value", None, ratio, Decimal(count), Decimal(total), interval, tuple(ids), tuple(others), asked or total, total
    )


def behind_records(book: Book, after: str, place: int | None) -> bool:
    """Tell whether a window begins before the orders on record do, so that what it lacks may only not be written down.

    The present twelve months are told as they are: they hold all that was ever ordered.
    """
    return book.records_from is not None and after < book.records_from and place != book.last
