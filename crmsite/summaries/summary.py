"""Summary: what the portfolio pages need of one customer, in plain values that any memo keeps exactly.

A build that edits one record reads ten thousand summaries and one dossier, so a summary is a few flat tuples of text,
whole numbers and nothing: no decimals, no dates. Needs, actions, alerts and next steps stand in it as JSON text and are
decoded only by the page that shows them.
"""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from itertools import starmap
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import orjson

from crmsite.figures.contribution import contribution_text
from crmsite.scores.in_step import in_step
from crmsite.slotted import Slotted
from crmsite.summaries.changing import changing_text
from crmsite.summaries.depth import depth_of
from crmsite.summaries.hindsight import hindsight_text
from crmsite.summaries.lines import (
    LEVELS,
    ActionLine,
    AlertLine,
    NeedLine,
    StepLine,
    action_line,
    alert_line,
    need_lines,
    served_of,
    step_line,
    worst_first,
)  # fmt: skip
from crmsite.summaries.owing import cared_text, owing_text, promised_text
from crmsite.summaries.plain import compact, day_text, number_text, pack, without_words
from crmsite.summaries.pressing import Pressing, Shares, actions_text, days_at, needs_text, pressing_of
from crmsite.summaries.surveyed import surveyed_text
from crmsite.summaries.traits import Traits, traits_of
from crmsite.summaries.translation import coverage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Amounts, Band, Facts, Rfm, Tier
    from crmsite.kinds.customer import Customer
    from crmsite.summaries.pressing import Days

T = TypeVar("T")

MONTHS = 36
"""Months of amounts kept: two years of trend, each point looking back twelve months."""

COUNTED = ("steps", "alerts", "needs", "actions", "causes", "trace", "fit")
"""The long texts whose digest without words is kept in ``counted``, in this order."""

_Part: TypeAlias = "list[str | int | None]"


class Standing(Slotted):
    """The tier, now and a quarter ago; ``moved`` and ``history`` are JSON text."""

    state: str
    tier: str | None
    reason: str | None
    total: str | None
    low: str | None
    high: str | None
    low_tier: str | None
    high_tier: str | None
    before_state: str
    before: str | None
    before_total: str | None
    movement: str
    change: str | None
    moved: str
    last_tier: str | None
    near_boundary: bool
    review: str
    review_due: str | None
    history: str
    missing: str

    def moves(self) -> list[tuple[str, str | None, str | None]]:
        """Return the dimensions whose score differs from last quarter's, with both scores as text."""
        return [(name, before, now) for name, before, now in orjson.loads(self.moved)]

    def quarters(self) -> list[tuple[str, str | None, str | None]]:
        """Return the tier and total at the end of each known quarter, oldest first."""
        return [(period, tier, total) for period, tier, total in orjson.loads(self.history)]


class Worth(Slotted):
    """RFM and value band."""

    rfm_state: str
    rfm_reason: str | None
    rfm: str | None
    levels: str | None
    segment: str | None
    band_state: str
    band: str
    band_basis: str
    band_formerly: str | None


class Sales(Slotted):
    """Amounts of the last twelve months, the twelve before and all told; ``months`` are comma-separated, empty where unknown.

    ``opening`` tells that a part of the past is only known as an opening balance.
    """

    state: str
    reason: str | None
    currency: str
    amount: str | None
    before: str | None
    recency_days: int | None
    first_month: str | None
    months: str
    opening: bool
    ever: str | None

    def by_month(self) -> list[tuple[str, str | None]]:
        """Return month and amount as text, oldest first."""
        if self.first_month is None:
            return []
        year, month = int(self.first_month[:4]), int(self.first_month[5:]) - 1
        values = self.months.split(",")
        return [
            (f"{year + (month + i) // 12}-{(month + i) % 12 + 1:02d}", value or None) for i, value in enumerate(values)
        ]


class Touch(Slotted):
    """Last contact, the contract that ends next, and the mean of the last survey with the top of its scale."""

    last: str | None
    last_days: int | None
    contract_end: str | None
    contract_days: int | None
    contract_amount: str | None
    contract_renewed: bool
    satisfaction: str | None
    scale_top: int | None


class Load(Slotted):
    """How much waits: alerts by worst level, open needs, overdue actions; what is missing, how much is translated."""

    level: str | None
    rules: str
    alerts: int
    unanswered: int
    needs: int
    overdue: int
    gaps: str
    texts: int
    translated: int


class Summary(Slotted):
    """One customer as the portfolio sees it; packed texts are JSON text.

    ``step`` is the next step, ``needs`` and ``actions`` are lines of JSON that ``placed`` and ``doers`` count (see
    :mod:`crmsite.summaries.pressing`); ``rates`` is what it adds to the figures of all
    (:mod:`crmsite.figures.contribution`). ``risks``, ``causes``, ``trace``, ``fit`` and ``wants`` are needs in depth
    (:mod:`crmsite.summaries.depth`), ``owed``, ``promised`` and ``cared`` what it is due (:mod:`crmsite.summaries.owing`),
    ``before`` how it stood before it was lost (:mod:`crmsite.summaries.hindsight`). ``face`` is the digest of what lists
    show of the customer, ``whole`` that of everything here, needs and actions by the digests in ``placed`` and ``doers``.
    ``counted`` are those of the texts that :data:`COUNTED` names, without the words of records, ``-`` where there is no line.
    ``sought`` is the digest of what the search finds of it.
    """

    id: str
    name: str | None
    short: str | None
    standing: Standing
    traits: Traits
    worth: Worth
    sales: Sales
    touch: Touch
    load: Load
    pressing: Pressing
    step: str | None
    steps: str
    alerts: str
    needs: str
    placed: str
    actions: str
    doers: str
    rates: str
    risks: str
    causes: str
    trace: str
    fit: str
    wants: str
    owed: str
    satisfaction: str
    promised: str
    cared: str
    changed: str
    before: str
    face: str
    whole: str
    counted: str
    sought: str

    @classmethod
    def from_plain(cls, row: Sequence[object]) -> Summary:
        """Make a summary from the values that :meth:`to_plain` gave, or from what a memo made of them."""
        parts = cast("Sequence[_Part]", row[3:10])
        made = [kind(*part) for kind, part in zip(PARTS.values(), parts, strict=True)]
        return cls(*cast("Sequence[Any]", (*row[:3], *made, *row[10:])))

    def to_plain(self) -> list[object]:
        """Return the summary as lists that JSON keeps exactly."""
        return [list(part.as_row()) if isinstance(part, Slotted) else part for part in self]

    def once(self, make: Callable[[Summary], T]) -> T:
        """Return what ``make`` makes of the summary, which one that lies in a memo makes once."""
        return make(self)

    def alert_lines(self) -> tuple[AlertLine, ...]:
        """Decode the alerts, worst and oldest first."""
        return tuple(starmap(AlertLine, orjson.loads(self.alerts)))

    def step_lines(self) -> tuple[StepLine, ...]:
        """Decode the next steps, the most pressing first."""
        return tuple(starmap(StepLine, orjson.loads(self.steps)))

    def need_lines(self) -> tuple[NeedLine, ...]:
        """Decode all needs, open and closed, in order of id."""
        found = [NeedLine(*line) for text in self.needs.split("\n") for line in orjson.loads(text)]
        return tuple(sorted(found, key=lambda need: need.id))

    def action_lines(self) -> tuple[ActionLine, ...]:
        """Decode all actions, also those that were over before this quarter, by plan and id."""
        found = [ActionLine(*line) for text in self.actions.split("\n") for line in orjson.loads(text)]
        return tuple(sorted(found, key=lambda action: (action.plan, action.id)))


PARTS: Mapping[str, type[Any]] = {
    "standing": Standing, "traits": Traits, "worth": Worth, "sales": Sales, "touch": Touch, "load": Load, "pressing": Pressing,
}  # fmt: skip
"""The parts of a summary, in its order."""


def summarise(dossier: Dossier, facts: Facts, organisation: Organisation) -> Summary:
    """Take from one customer's records and facts what the portfolio pages show. For many customers use ``summaries_of``."""
    return summaries_of([(dossier, facts)], organisation, days_at(facts.as_of, organisation.site.org.fiscal_year_start))[0]


def summaries_of(found: Iterable[tuple[Dossier, Facts]], organisation: Organisation, days: Days) -> list[Summary]:
    """Summarise some customers, in order; ``days`` is what the date fixes."""
    return in_step([_summary(dossier, facts, organisation, days) for dossier, facts in found])


def _summary(dossier: Dossier, facts: Facts, organisation: Organisation, days: Days) -> Generator[None, None, Summary]:
    customer = dossier.customer
    served = served_of(facts)
    shares = Shares(
        [alert_line(alert) for alert in worst_first(facts.alerts)], [step_line(step) for step in facts.steps],
        need_lines(dossier.needs, served), [action_line(action, dossier.plans, organisation) for action in facts.actions],
    )
    yield
    needs, placed = needs_text(shares.needs)
    actions, doers = actions_text(shares.actions, days.quarter)
    step, steps = _first_of(shares.steps)
    alerts = compact(shares.alerts) if shares.alerts else _NONE
    pressing = pressing_of(shares, facts.owner, days)
    yield
    standing, traits, name, short = _standing(facts.tier), traits_of(dossier, facts), pack(customer.name), pack(customer.short_name)
    worth, sales = _worth(facts.rfm, facts.band), _sales(facts.amounts, opening=dossier.opening is not None)
    touch, load = _touch(customer, facts), _load(dossier, facts)
    yield
    depth = depth_of(dossier, facts, served)
    yield
    rates, satisfaction = contribution_text(facts.contribution), surveyed_text(facts.satisfaction)
    due = (owing_text(facts.duties), promised_text(facts.service), cared_text(facts.care))
    since = (changing_text(facts.changed), hindsight_text(facts.beforehand))
    yield
    head = (customer.id, name, short, standing, traits, worth, sales, touch, load)
    face = _digest(compact(head), step or "")
    told = " ".join(map(str, pressing.as_row()))
    whole = _digest(face, told, steps, alerts, placed, doers, rates, *depth, satisfaction, *due, *since)
    counted = ",".join([_wordless(text) for text in (steps, alerts, needs, actions, depth.causes, depth.trace, depth.fit)])
    sought = _digest(customer.id, standing.tier or "", name or "", short or "", traits.other_names, placed, doers)
    return Summary(
        *head, pressing, step, steps, alerts, needs, placed, actions, doers, rates, *depth, due[0], satisfaction, *due[1:], *since,
        face, whole, counted, sought,
    )  # fmt: skip


def _first_of(lines: Sequence[StepLine]) -> tuple[str | None, str]:
    """Return the text of the first line, if there is one, and that of all: the first is written once for both."""
    if not lines:
        return None, _NONE
    first = compact(lines[0])
    return first, f"[{first},{compact(lines[1:])[1:]}" if len(lines) > 1 else f"[{first}]"


_NONE = "[]"
"""The text of no line at all."""


def _digest(*texts: str) -> str:
    return sha256("\x1f".join(texts).encode()).hexdigest()[:24]


def _wordless(text: str) -> str:
    """Return the digest of a text without the words of records."""
    return _digest(without_words(text)) if text != _NONE else "-"


def _standing(tier: Tier) -> Standing:
    now, before = tier.now, tier.before
    moved: list[list[str | None]] = []
    if before is not now and before.scores:
        was = dict(before.scores)
        moved = [[name, number_text(was.get(name)), number_text(score)] for name, score in now.scores if score != was.get(name)]
    history = [[period, held, number_text(total)] for period, held, total in tier.history]
    return Standing(
        now.state, now.tier, now.reason, number_text(now.total), number_text(now.low), number_text(now.high), now.low_tier,
        now.high_tier, before.state, before.tier, number_text(before.total), tier.movement, number_text(tier.change),
        compact(moved) if moved else _NONE, tier.last_tier, tier.near_boundary, tier.review, day_text(tier.review_due),
        compact(history) if history else _NONE, ",".join([name for name, score in now.scores if score is None]),
    )  # fmt: skip


def _worth(rfm: Rfm, band: Band) -> Worth:
    digits = (rfm.recency, rfm.frequency, rfm.monetary)
    return Worth(
        rfm.state, rfm.reason, None if None in digits else "".join(map(str, digits)), rfm.levels, rfm.segment, band.state,
        band.band, band.basis, band.formerly,
    )  # fmt: skip


def _sales(amounts: Amounts, *, opening: bool) -> Sales:
    months = amounts.by_month[-MONTHS:]
    return Sales(
        amounts.state, amounts.reason, amounts.currency, number_text(amounts.last_12m), number_text(amounts.previous_12m),
        amounts.recency_days, months[0][0] if months else None,
        ",".join(["" if value is None else format(value, "f") for _, value in months]), opening, number_text(amounts.cumulative),
    )  # fmt: skip


def _touch(customer: Customer, facts: Facts) -> Touch:
    amount, renewed = None, False
    if customer.contracts and facts.contract_end is not None:
        ending = [contract for contract in customer.contracts if contract.to == facts.contract_end]
        amount = number_text(sum((contract.amount for contract in ending), Decimal(0))) if ending else None
        follow = {contract.renews for contract in customer.contracts}
        renewed = any(contract.id in follow for contract in ending)
    waves = facts.satisfaction.waves
    asked = next((wave for wave in reversed(waves) if wave.overall is not None), None) if waves else None
    return Touch(
        day_text(facts.last_contact), facts.last_contact_days, day_text(facts.contract_end), facts.contract_days, amount, renewed,
        number_text(asked.overall) if asked is not None else None, asked.scale[1] if asked is not None else None,
    )


def _load(dossier: Dossier, facts: Facts) -> Load:
    coverage = coverage_of(dossier)
    held = [alert for alert in facts.alerts if alert.waived_until is None]
    return Load(
        min([alert.level for alert in held], key=LEVELS.index) if held else None,
        ",".join(sorted({alert.rule for alert in held})), len(held), len([True for alert in held if not alert.answered_by]),
        len([True for need in facts.needs if need.open]), len([True for action in facts.actions if action.status == "overdue"]),
        ",".join(facts.missing), coverage.texts, coverage.both,
    )
