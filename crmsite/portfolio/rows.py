"""Rows: one customer, alert, due date, need or action as several pages show it.

A row keeps the plain values of a summary and gives typed ones when a template asks, so that a page that is not rendered
costs next to nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Say, Shown, Term, Who, say
from crmsite.grammar.fields import Citation, Localised
from crmsite.portfolio.marks import SPARK, Line, line
from crmsite.slotted import Slotted
from crmsite.summaries.lines import LEVELS, AlertLine, StepLine
from crmsite.summaries.plain import day, expanded, number, unpack, unpack_text

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Sales, Standing, Summary
    from crmsite.summaries.traits import Traits

_NOBODY = Localised(None, None, "")
_DAY = timedelta(days=1)
_FALLING = frozenset({"no-orders", "order-frequency", "amount-down"})


class Named(Slotted):
    """A customer as other things refer to it: name, short name, tier and why there is none, and what a list is narrowed by.

    ``full`` is the whole name, ``label`` the short one where there is one; ``tags`` are separated by spaces.
    """

    id: str
    full: Localised
    label: Localised
    tier: str | None
    reason: str | None
    industry: str | None
    stage: str | None
    tags: str


def named(summary: Summary) -> Named:
    """Return how a customer is referred to."""
    return summary.once(_named)


def _named(summary: Summary) -> Named:
    standing, traits = summary.standing, summary.traits
    full = unpack_text(summary.name) or _NOBODY
    return Named(
        summary.id, full, unpack_text(summary.short) or full, standing.tier, standing.reason, traits.industry, traits.stage,
        traits.tags.replace(",", " "),
    )


def naming(summary: Summary) -> str:
    """Return a text that stands for all that :func:`named` gives: pages that refer to a customer are keyed by it."""
    return summary.once(_naming)


def _naming(summary: Summary) -> str:
    standing, traits = summary.standing, summary.traits
    names = (summary.id, summary.name, summary.short)
    return "\0".join(map(str, (*names, standing.tier, standing.reason, traits.industry, traits.stage, traits.tags)))


def cited(source: str) -> Citation | None:
    """Return a place written as ``path:line``."""
    path, _, row = source.rpartition(":")
    return Citation(path, int(row)) if path else None


class AlertRow(Slotted):
    """One early warning with the customer that it is about."""

    customer: Named
    line: AlertLine

    @property
    def owner(self) -> Who | None:
        """Return who has to answer."""
        return who(self.line.owner)

    @property
    def text(self) -> Shown:
        """Return what happened, in one sentence."""
        return unpack(self.line.text)

    @property
    def since(self) -> date:
        """Return the day on which it became true."""
        return date.fromisoformat(self.line.since)

    @property
    def answer(self) -> Say:
        """Return whether somebody answered, and by when somebody should."""
        if self.line.waived_until is not None:
            return say("alerts.waived", until=day(self.line.waived_until))
        if self.line.answered:
            return say("alerts.answered")
        if self.line.late_days > 0:
            return say("alerts.answer_late", days=self.line.late_days)
        return say("alerts.answer_due", due=day(self.line.answer_due))

    @property
    def late(self) -> bool:
        """Tell whether an answer is overdue."""
        return not self.line.answered and self.line.waived_until is None and self.line.late_days > 0

    @property
    def suggestion(self) -> Localised | None:
        """Return what is usually done about it."""
        return unpack_text(self.line.suggestion)

    @property
    def source(self) -> Citation | None:
        """Return the line that it rests on."""
        return cited(self.line.source)


def alert_rows(summary: Summary) -> list[AlertRow]:
    """Return a customer's alerts that are not waived."""
    if not summary.load.alerts:
        return []
    who = named(summary)
    return [AlertRow(who, found) for found in summary.alert_lines() if found.waived_until is None]


def alert_order(row: AlertRow) -> tuple[int, str, str]:
    """Sort alerts by level, then age."""
    return (LEVELS.index(row.line.level), row.line.since, row.line.id)


def tallies(summary: Summary) -> list[tuple[str, int, int, int, int, int]]:
    """Return for each person alerts, urgent ones, late ones, overdue things and things due this week."""
    found = []
    for text in summary.pressing.tally.split(";") if summary.pressing.tally else ():
        person, alerts, urgent, late, over, week = text.split(" ")
        found.append((person, int(alerts), int(urgent), int(late), int(over), int(week)))
    return found


class DueRow(Slotted):
    """One thing due; ``when`` is how it stands to today: over, today, tomorrow, later, undated.

    What belongs to no customer says in ``subject`` what it is for, and in ``href`` which page tells of it.
    """

    customer: Named | None
    line: StepLine
    when: str
    subject: Shown = None
    href: str = ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Return what rows are sorted by: the day, those without one last, then whom it is for."""
        return (self.line.due or "9999", self.customer.id if self.customer is not None else "", self.line.ref)

    @property
    def owner(self) -> Who | None:
        """Return whose turn it is."""
        return who(self.line.owner)

    @property
    def text(self) -> Shown:
        """Return what is due."""
        return unpack(self.line.text)

    @property
    def due(self) -> date | None:
        """Return the day it is due."""
        return day(self.line.due)

    @property
    def source(self) -> Citation | None:
        """Return the line that it is written on."""
        return cited(self.line.source)


def due_rows(summary: Summary, as_of: date) -> list[DueRow]:
    """Return what is due for a customer, alerts left out: they have a list of their own."""
    who = named(summary)
    return [DueRow(who, step, when(step.due, as_of)) for step in summary.step_lines() if step.kind != "alert"]


def when(due: str | None, as_of: date) -> str:
    """Return how a day stands to today."""
    if due is None:
        return "undated"
    today = as_of.isoformat()
    if due < today:
        return "over"
    if due == today:
        return "today"
    return "tomorrow" if due == (as_of + _DAY).isoformat() else "later"


class Scale(Slotted):
    """What a line of the list is measured on: today, the tiers best first, the highest total."""

    as_of: date
    tiers: tuple[str, ...]
    top: Decimal | None


class NextStep(Slotted):
    """What is due next: its words, its day, how that stands to today, how many days late or left."""

    text: Shown
    due: date | None
    when: str
    days: int | None


LABELLED = ("high", "medium", "low")
"""The need priorities that a list names."""


class CustomerRow(Slotted):
    """One line of the list of customers, ready to print; ``states`` are the words that a filter knows it by."""

    id: str
    tier: str | None
    name: Localised
    industry: str | None
    size: Say | None
    owner: Who | None
    states: str
    last_tier: str | None
    rank: int
    total: Decimal | None
    percent: int
    change: Decimal | None
    unrated: Say | None
    amount: Money | None
    no_amount: Say | None
    spark: Line | None
    ends: tuple[Money, Money] | None
    falling: bool
    labels: tuple[Term, ...]
    stage: str | None
    tags: str
    silent: bool
    last: date | None
    ago: int | None
    step: NextStep | None
    level: str | None
    alerts: int
    gravity: int
    ever: Money | None
    years: int | None
    contact: Shown
    priority: str
    satisfaction: Decimal | None
    scale_top: int | None
    dropped: bool


def missing_dimensions(standing: Standing) -> int:
    """Count the dimensions without a score."""
    return len(standing.missing.split(",")) if standing.missing else 0


def scale_of(portfolio: Portfolio) -> Scale:
    """Return what the lines of a portfolio's lists are measured on."""
    return Scale(portfolio.as_of, tuple(tier for tier, _ in portfolio.cuts), portfolio.top_score)


def customer_row(summary: Summary, scale: Scale, *, lean: bool = False) -> CustomerRow:
    """Return a customer's line of the list; a ``lean`` one is without trend and labels."""
    standing, traits, sales, touch, load = summary.standing, summary.traits, summary.sales, summary.touch, summary.load
    total, amount, step = number(standing.total), number(sales.amount), _next(summary.step, scale.as_of)
    counted = amount is not None and sales.state == "value"
    months = [None if not value else float(value) for value in sales.months.split(",")[-12:]] if not lean else []
    rules = load.rules.split(",")
    return CustomerRow(
        id=summary.id, tier=standing.tier, name=unpack_text(summary.name) or _NOBODY, industry=traits.industry, size=_size(traits),
        owner=who(traits.owner), states=_states(summary, step), last_tier=standing.last_tier if standing.reason == "lost" else None,
        rank=len(scale.tiers) - scale.tiers.index(standing.tier) if standing.tier in scale.tiers else 0, total=total,
        percent=round(total * 100 / scale.top) if total is not None and scale.top else 0, change=number(standing.change),
        unrated=_unrated(standing) if total is None else None,
        amount=Money(amount, sales.currency) if counted and amount is not None else None,
        no_amount=None if counted else say(f"list.no_amount.{sales.reason or sales.state}"),
        spark=line(months, SPARK, zero=True), ends=None if lean else _ends(sales), falling=not _FALLING.isdisjoint(rules),
        labels=() if lean else _labels(traits), stage=traits.stage, tags=traits.tags.replace(",", " "),
        silent="no-contact" in rules, last=day(touch.last), ago=touch.last_days, step=step, level=load.level, alerts=load.alerts,
        gravity=0 if load.level is None else len(LEVELS) - LEVELS.index(load.level), ever=_ever(sales), years=traits.years,
        contact=None if lean else _contact(traits), priority=traits.priority if traits.priority in LABELLED else "",
        satisfaction=number(touch.satisfaction), scale_top=touch.scale_top, dropped="satisfaction-drop" in rules,
    )


def _ever(sales: Sales) -> Money | None:
    """Return all that was ever sold, where that is more than the last twelve months."""
    return Money(Decimal(sales.ever), sales.currency) if sales.ever is not None and sales.ever != sales.amount else None


def _contact(traits: Traits) -> Shown:
    """Return the masked name of who decides; the title stands in the profile."""
    found = unpack(traits.decision_maker)
    return dict(found.args).get("name") if isinstance(found, Say) else None


def _labels(traits: Traits) -> tuple[Term, ...]:
    """Return the parts of the classification label but the industry, which stands under the name."""
    return tuple(part for part in traits.terms() if not part.listing.startswith("taxonomy:"))


def _next(text: str | None, as_of: date) -> NextStep | None:
    if text is None:
        return None
    step = StepLine(*expanded(text))
    return NextStep(unpack(step.text), day(step.due), when(step.due, as_of), step.days)


def _states(summary: Summary, step: NextStep | None) -> str:
    load = summary.load
    found = (
        ("alert", load.alerts > 0), ("urgent", load.level == "urgent"),
        ("overdue", load.overdue > 0 or (step is not None and step.when == "over")),
        ("review", summary.standing.review in ("due", "overdue")),
    )
    return " ".join(name for name, holds in found if holds)


def _unrated(standing: Standing) -> Say:
    """Return in words why there is no score."""
    if standing.reason == "missing_dimensions":
        return say("list.unrated.missing_dimensions", n=missing_dimensions(standing))
    if standing.tier is not None:
        return say("list.between", low=number(standing.low), high=number(standing.high))
    return say(f"list.unrated.{standing.reason or 'no_assessment'}")


def _ends(sales: Sales) -> tuple[Money, Money] | None:
    """Return the first and last known amounts of the line, for who cannot see it."""
    known = [value for value in sales.months.split(",")[-12:] if value]
    return (Money(Decimal(known[0]), sales.currency), Money(Decimal(known[-1]), sales.currency)) if known else None


def _size(traits: Traits) -> Say | None:
    """Return how many people work there, in words."""
    low, high = traits.employees_min, traits.employees_max
    if low is None and high is None:
        return None
    if not low:
        return say("list.size.below", max=high)
    if low == high:
        return say("list.size.exact", n=low)
    return say("list.size.above", min=low) if high is None else say("list.size.between", min=low, max=high)


def term(listing: str, value: str | None) -> Term | None:
    """Return a listed value; ``None`` where none is given."""
    return None if value is None else Term(listing, value)


def who(person: str | None) -> Who | None:
    """Return one of us; ``None`` where nobody is named."""
    return None if person is None else Who(person)
