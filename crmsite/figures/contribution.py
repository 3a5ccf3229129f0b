"""Contribution: what one customer adds to the figures of all, in plain values that any memo keeps exactly.

Days are ISO text, amounts decimal text, absence is nothing. Whoever asks for a rate of a hundred thousand windows reads these
and no record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from crmsite.slotted import AS_ROW, Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


class Spell(Slotted):
    """A run of days as a customer: its first day, the day of loss, why, and what it was worth in a year before.

    ``why`` is ``stage`` (somebody recorded the loss), ``contract`` (it ran out, nobody renewed) or ``silent`` (no order for
    too long). ``amount`` is nothing where the twelve months are not known.
    """

    start: str
    end: str | None = None
    why: str | None = None
    amount: str | None = None


class Ended(Slotted):
    """A contract for a term that has ended: when, for how much, whether another renews it, until when one still may."""

    id: str
    end: str
    amount: str
    renewed: bool
    grace_until: str


class At(Slotted):
    """Windows that end on one day: the amounts and orders of twelve months and of the twelve before; invoices paid and their days.

    ``days`` counts the days with an order, ``ever`` is all that was bought by then, ``margin`` the gross profit of the twelve
    months where every order tells it. What the rows do not tell is nothing.
    """

    amount: str | None
    before: str | None
    orders: int | None
    orders_before: int | None
    days: int | None
    paid: int
    paid_days: int
    ever: str | None
    margin: str | None


class Judged(Slotted):
    """What one of us judged of a contact's trust, and the day from which it holds no more: judged anew, or the contact left."""

    contact: str
    by: str
    on: str
    score: int
    until: str | None = None


class Stood(Slotted):
    """How a customer stood when an earlier quarter ended: its RFM segment, its early warnings that nobody had waived."""

    segment: str | None
    alerts: int


class Buying(Slotted):
    """A history of orders as the model of lifetime values reads it: days with orders, counted after the first.

    ``spend`` is the mean amount of such a later day. ``x_then`` and ``last_then`` are as they stood before the weeks that are
    held out, ``held`` counts the days with orders within them; nothing where the first order came later.
    """

    first: str
    last: str
    x: int
    spend: str | None
    x_then: int | None
    last_then: str | None
    held: int


class Kept(Slotted):
    """What became of the duties of playbooks whose last day was ``due`` and that ask for one kind of contact."""

    due: str
    kind: str
    on_time: int
    late: int
    missed: int


class Made(Slotted):
    """One promise: its service level, the days on which it was made and due, whether it was kept."""

    id: str
    began: str
    due: str
    verdict: str


class Contribution(Slotted):
    """All of it. ``at`` and ``visits`` run over the quarters, the running one last.

    ``at`` has today a year ago besides, and is nothing before a first order. ``reason`` says why amounts are unknown,
    ``first_row`` when the orders on record begin. ``kept`` and ``made`` reach back over all the days that the quarters look at,
    in order of their day; ``kinds`` gives the first day with a contact of each kind, ``needs`` the days on which each need was
    recorded and closed. ``stood`` runs over the quarters that are over, nothing before the customer was on record; ``late``
    counts the actions that were overdue when they ended, ``first_due`` is the first day on which any was due.
    """

    state: str
    reason: str | None
    spells: tuple[Spell, ...]
    ended: tuple[Ended, ...]
    at: tuple[At | None, ...]
    visits: tuple[int, ...]
    trust: tuple[Judged, ...]
    since: str | None
    first_row: str | None
    first_followup: str | None
    buying: Buying | None
    kept: tuple[Kept, ...] = ()
    made: tuple[Made, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str | None], ...] = ()
    stood: tuple[Stood | None, ...] = ()
    late: tuple[int, ...] = ()
    first_due: str | None = None


WITHHELD = Contribution("withheld", None, (), (), (), (), (), None, None, None, None)
"""What an audience gets that may not see amounts, contracts and judgements."""


def digits(value: Decimal | None) -> str | None:
    """Return an amount as text without an exponent, digits unchanged."""
    return None if value is None else format(value, "f")


def iso(day: date | None) -> str | None:
    """Return a day as ISO text."""
    return None if day is None else day.isoformat()


def contribution_text(found: Contribution) -> str:
    """Write a contribution as text, always the same for the same values."""
    return orjson.dumps(found, default=AS_ROW).decode()


def contribution_from(text: str) -> Contribution:
    """Read the contribution that was written as text."""
    row: list[Any] = orjson.loads(text)
    state, reason, spells, ended, at, visits, trust, since, first, followup, buying, *later = row
    kept, made, kinds, needs, stood, late, due = later
    return Contribution(
        state, reason, _all(Spell, spells), _all(Ended, ended), tuple([None if one is None else At(*one) for one in at]),
        tuple(visits), _all(Judged, trust), since, first, followup,
        None if buying is None else Buying(*buying), _all(Kept, kept), _all(Made, made),
        tuple([(kind, day) for kind, day in kinds]), tuple([(recorded, closed) for recorded, closed in needs]),
        tuple([None if one is None else Stood(*one) for one in stood]), tuple(late), due,
    )


def _all(kind: Any, rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple([kind(*row) for row in rows])
