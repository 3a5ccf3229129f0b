"""Rows: one customer, alert, due date, need or action as several pages show it.

A row keeps the plain values of a summary and gives typed ones when a template asks, so that a page that is not rendered
costs next to nothing.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.facts import Money, Say, Shown, Term, Who, say
from crmsite.fields import Citation, Localised
from crmsite.lines import LEVELS, AlertLine, StepLine
from crmsite.plain import day, number, unpack, unpack_text
from crmsite.portfolio.marks import SPARK, Line, line

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summary import Load, Sales, Standing, Summary, Touch, Traits, Worth

_NOBODY = Localised(None, None, "")
_FALLING = frozenset({"no-orders", "order-frequency", "amount-down"})


class Named(NamedTuple):
    """A customer as other things refer to it: name, short name, tier and why there is none."""

    id: str
    name: str | None
    short: str | None
    tier: str | None
    reason: str | None

    @property
    def full(self) -> Localised:
        """Return the whole name."""
        return unpack_text(self.name) or _NOBODY

    @property
    def label(self) -> Localised:
        """Return the short name where there is one, else the whole."""
        return unpack_text(self.short) or self.full


def named(summary: Summary) -> Named:
    """Return how a customer is referred to."""
    standing = summary.standing
    return Named(summary.id, summary.name, summary.short, standing.tier, standing.reason)


def cited(source: str) -> Citation | None:
    """Return a place written as ``path:line``."""
    path, _, row = source.rpartition(":")
    return Citation(path, int(row)) if path else None


class AlertRow(NamedTuple):
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


class DueRow(NamedTuple):
    """One thing due for one customer; ``day`` is how it stands to today: over, today, tomorrow, later, undated."""

    customer: Named
    line: StepLine
    when: str

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


def due_rows(summary: Summary, as_of: date) -> list[DueRow]:
    """Return what is due for a customer, alerts left out: they have a list of their own."""
    who = named(summary)
    return [DueRow(who, step, when(step.due, as_of)) for step in summary.step_lines() if step.kind != "alert"]


def when(due: str | None, as_of: date) -> str:
    """Return how a day stands to today."""
    if due is None:
        return "undated"
    if due < as_of.isoformat():
        return "over"
    if due == as_of.isoformat():
        return "today"
    return "tomorrow" if due == (as_of + timedelta(days=1)).isoformat() else "later"


class Scale(NamedTuple):
    """What a line of the list is measured on: today, the tiers best first, the highest total."""

    as_of: date
    tiers: tuple[str, ...]
    top: Decimal


class CustomerRow(NamedTuple):
    """One line of the list of customers."""

    customer: Named
    standing: Standing
    traits: Traits
    worth: Worth
    sales: Sales
    touch: Touch
    load: Load
    step_text: str | None
    scale: Scale

    @property
    def step(self) -> StepLine | None:
        """Return what is due next."""
        return StepLine._make(json.loads(self.step_text)) if self.step_text is not None else None

    @property
    def when(self) -> str:
        """Return how the next due day stands to today."""
        step = self.step
        return when(step.due, self.scale.as_of) if step is not None else "undated"

    @property
    def tier_rank(self) -> int:
        """Return how high the tier is, for sorting."""
        tier, tiers = self.standing.tier, self.scale.tiers
        return len(tiers) - tiers.index(tier) if tier in tiers else 0

    @property
    def percent(self) -> int:
        """Return the score in percent of the highest."""
        return round(Decimal(self.standing.total) * 100 / self.scale.top) if self.standing.total is not None else 0

    @property
    def owner(self) -> Who | None:
        """Return who answers for the customer."""
        return who(self.traits.owner)

    @property
    def alert_rank(self) -> int | None:
        """Return how grave the worst alert is: more is worse."""
        return None if self.load.level is None else len(LEVELS) - LEVELS.index(self.load.level)

    @property
    def total(self) -> Decimal | None:
        """Return the score, where no dimension is missing."""
        return number(self.standing.total)

    @property
    def unrated(self) -> Say:
        """Return in words why there is no score."""
        if self.standing.reason == "missing_dimensions":
            return say("list.unrated.missing_dimensions", n=missing_dimensions(self.standing))
        if self.standing.tier is not None:
            return say("list.between", low=number(self.standing.low), high=number(self.standing.high))
        return say(f"list.unrated.{self.standing.reason or 'no_assessment'}")

    @property
    def change(self) -> Decimal | None:
        """Return by how much the score moved since last quarter."""
        return number(self.standing.change)

    @property
    def amount(self) -> Money | None:
        """Return the amount of twelve months, where one is known."""
        amount = number(self.sales.amount)
        return None if amount is None or self.sales.state != "value" else Money(amount, self.sales.currency)

    @property
    def amount_absent(self) -> Say:
        """Return in words why there is no amount."""
        return say(f"list.no_amount.{self.sales.reason or self.sales.state}")

    @property
    def spark(self) -> Line | None:
        """Return the line of the last twelve months, where at least two are known."""
        values = [number(value) for _, value in self.sales.by_month()[-12:]]
        return line(values, SPARK, zero=True)

    @property
    def spark_ends(self) -> tuple[Money, Money] | None:
        """Return the first and last known amounts of the line, for who cannot see it."""
        known = [found for _, value in self.sales.by_month()[-12:] if (found := number(value)) is not None]
        if not known:
            return None
        return Money(known[0], self.sales.currency), Money(known[-1], self.sales.currency)

    @property
    def falling(self) -> bool:
        """Tell whether a rule says that orders are falling."""
        return not _FALLING.isdisjoint(self.load.rules.split(","))

    @property
    def silent(self) -> bool:
        """Tell whether the rule for overlong silence holds."""
        return "no-contact" in self.load.rules.split(",")

    @property
    def labels(self) -> tuple[Term, ...]:
        """Return the parts of the classification label but the industry, which stands under the name."""
        return tuple(part for part in self.traits.terms() if not part.listing.startswith("taxonomy:"))

    @property
    def last(self) -> date | None:
        """Return the last contact's day."""
        return day(self.touch.last)

    @property
    def size(self) -> Say | None:
        """Return how many people work there, in words."""
        low, high = self.traits.employees_min, self.traits.employees_max
        if low is None and high is None:
            return None
        if low is None or not low:
            return say("list.size.below", max=high)
        if low == high:
            return say("list.size.exact", n=low)
        return say("list.size.above", min=low) if high is None else say("list.size.between", min=low, max=high)

    @property
    def next_text(self) -> Shown:
        """Return what is due next."""
        step = self.step
        return None if step is None else unpack(step.text)

    @property
    def next_due(self) -> date | None:
        """Return when it is due."""
        step = self.step
        return None if step is None else day(step.due)


def missing_dimensions(standing: Standing) -> int:
    """Count the dimensions without a score."""
    return len(standing.missing.split(",")) if standing.missing else 0


def scale_of(portfolio: Portfolio) -> Scale:
    """Return what the lines of a portfolio's lists are measured on."""
    return Scale(portfolio.as_of, tuple(tier for tier, _ in portfolio.cuts), portfolio.top_score)


def customer_row(summary: Summary, scale: Scale) -> CustomerRow:
    """Return a customer's line of the list."""
    return CustomerRow(
        named(summary), summary.standing, summary.traits, summary.worth, summary.sales, summary.touch, summary.load, summary.step,
        scale,
    )


def by_score(row: CustomerRow) -> tuple[Decimal, str]:
    """Sort customers by score, best first; those without one come last."""
    return (-(row.total or Decimal(-1)), row.customer.id)


def term(listing: str, value: str | None) -> Term | None:
    """Return a listed value; ``None`` where none is given."""
    return None if value is None else Term(listing, value)


def who(person: str | None) -> Who | None:
    """Return one of us; ``None`` where nobody is named."""
    return None if person is None else Who(person)
