"""What is owed to a customer: dated duties, promised times, programmed care; each figure with its receipt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from crmsite.figures.shown import Receipt, State
from crmsite.grammar.fields import Citation, Localised, Moment
from crmsite.slotted import Slotted

DutyState = Literal["done", "due", "due_grace", "on_time", "late", "missed"]
"""A running period is ``done`` or ``due``; one that ended is ``on_time``, ``late``, ``missed``, or still within its grace."""

OPEN_DUTIES: tuple[DutyState, ...] = ("due", "due_grace")
"""The states in which somebody still has something to do."""

HISTORY_MONTHS = 36
"""How far back what was owed and promised is kept for figures of the past: eight quarters, each looking back twelve months."""

CLOSED_DUTIES: tuple[DutyState, ...] = ("on_time", "late", "missed")
"""The states that count: the period has ended and nothing can change the outcome."""


class Duty(Slotted):
    """One obligation: what, in which period, by when, and how it stands.

    ``ref`` names the playbook action (``S.qbr``) or the action of a plan for a segment (``SP-2026.A1``, then ``tier`` is
    ``None``). ``days``: left to the last day, left of the grace, or since the last day when missed; ``None`` once it is done.
    ``done_on`` is the day of the contact that completed it, for a missed one the day on which it was made up, if it was.
    """

    ref: str
    tier: str | None
    kind: str | None
    text: Localised | None
    team: str | None
    period: str
    start: date
    due: date
    until: date
    state: DutyState
    days: int | None
    done: int
    times: int
    done_on: date | None
    fulfilled_by: tuple[str, ...]
    owner: str | None
    sources: tuple[Citation, ...]

    @property
    def planned(self) -> bool:
        """Whether it comes from a plan for a segment rather than from the playbook of a tier."""
        return self.tier is None


class Closing(Slotted):
    """The duties of a playbook whose last day was ``due`` and that ask for one kind of contact, by what became of them."""

    due: date
    kind: str
    on_time: int
    late: int
    missed: int


class Compliance(Slotted):
    """How the duties of a tier were kept: coverage 覆盖率 is (on time + late) / closed, the on-time rate on time / closed.

    ``not_applicable`` where no period has closed: that is not 100 %. ``reason`` then: ``none_closed``, ``no_tier`` or
    ``no_playbook``. ``duties`` are those of the playbook and of plans for segments; only the first count here. ``closings`` reach
    back over the whole history, in order of their day: figures of any days are counted from them.
    """

    state: State
    reason: str | None
    closed: int
    on_time: int
    late: int
    coverage: Decimal | None
    on_time_rate: Decimal | None
    duties: tuple[Duty, ...]
    receipt: Receipt
    closings: tuple[Closing, ...] = ()

    @property
    def missed(self) -> int:
        """How many of the closed ones were not done in time, grace included."""
        return self.closed - self.on_time - self.late


Verdict = Literal["yes", "no", "unknown", "open"]
"""Whether a promise was kept: yes, no, it cannot be told, or there is still time."""


class Promise(Slotted):
    """One promise of a service level 服务时限, held against what happened.

    ``id`` names the service level of the tier's playbook, or the touchpoint of the journey whose standard it is;
    ``touchpoint`` is that one, empty where the journey has none for it. ``subject`` is the case or the follow-up that it is
    about, ``type`` the case's type. ``due`` and ``happened`` are without a time where only a day is known. ``took`` are
    all minutes from the start, ``late`` those of the promise's own clock over the deadline: of working hours, if it counts
    working hours. ``None`` where that is not known exactly.
    """

    id: str
    touchpoint: str
    name: Localised | None
    subject: str
    type: str | None
    hours: Decimal
    clock: str
    started: Moment
    due: Moment
    happened: Moment | None
    verdict: Verdict
    took: int | None
    late: int | None
    sources: tuple[Citation, ...]


class Followed(Slotted):
    """How often an open case was followed up: of the ``periods`` that passed while it was open, ``kept`` held a contact."""

    touchpoint: str
    subject: str
    opened: date
    every: str
    periods: int
    kept: int


class Made(NamedTuple):
    """One promise as figures of past quarters count it: its service level, the days it was made and due, how it was kept."""

    id: str
    began: date
    due: date
    verdict: Verdict


class CaseFact(Slotted):
    """One case as figures of all customers count it: what it was about, how long it waited for its first response.

    ``answered`` is the day of the response, ``None`` without one on record. ``minutes`` are those of the calendar, ``None``
    where one of both times is not known to the minute. ``cause`` is the analysis that names the case, or that the case names.
    """

    id: str
    type: str
    topic: str
    opened: date
    answered: date | None
    minutes: int | None
    cause: str | None


class Service(Slotted):
    """What was promised to a customer and how it was kept, the cases in their order, the visits after them.

    Figures about many customers count what began after ``since``; ``cases`` and ``made`` reach back further, for the quarters
    before.
    """

    state: State
    since: date
    promises: tuple[Promise, ...]
    followed: tuple[Followed, ...]
    receipt: Receipt
    cases: tuple[CaseFact, ...] = ()
    made: tuple[Made, ...] = ()


class CareItem(Slotted):
    """How one item of a care programme reached a customer.

    ``ref`` is ``CARE-2026.routine``. ``periods`` gives for each period that the rule looks at the touches in it, ``None``
    where the item did not concern the customer: not active, another tier, opted out, or outside of the programme.
    ``results`` counts what was sent by what became of it. The first ``silent`` periods ended before anything of the item was
    on record, so that of them nothing is known; without a record those are all of them.
    """

    ref: str
    name: Localised | None
    times: int
    periods: tuple[tuple[str, int | None], ...]
    results: tuple[tuple[str, int], ...]
    silent: int
    sources: tuple[Citation, ...]


class CareReceived(Slotted):
    """All care of one customer: by item; touches of every kind in the last days, and the contacts that they fell on.

    ``stray`` counts messages whose item no programme of that day names.
    """

    state: State
    opted_out: bool
    items: tuple[CareItem, ...]
    touches: int
    contacts: int
    days: int
    stray: int
    receipt: Receipt

    @property
    def per_contact(self) -> Decimal | None:
        """How many touches fell on each contact that is there; ``None`` without a contact."""
        return Decimal(self.touches) / self.contacts if self.contacts else None
