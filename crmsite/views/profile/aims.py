"""What a customer's plans are to reach, held against what became of it at this customer alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import year_start
from crmsite.figures.facts import Say, say
from crmsite.grammar.measures import measure_of
from crmsite.metrics.aims import Judged, judge_objectives
from crmsite.metrics.figure import Book, Member, book_of, having
from crmsite.portfolio.metric_parts import name_of
from crmsite.portfolio.metric_words import in_unit, made, wanted_words, why_unknown
from crmsite.slotted import Slotted
from crmsite.summaries.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts, Shown
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.plan import Objective, Plan
    from crmsite.policy import Policies
    from crmsite.summaries.summary import Summary


class AimRow(Slotted):
    """One objective: what, how much and by when; what it came to so far, from which two numbers, and what that means.

    Where ``actual`` is nothing, ``reason`` says why; both are, where the reader may not see it.
    """

    name: Shown
    wanted: Shown
    due: date
    actual: Shown
    made: Say | None
    reason: Say | None
    verdict: str
    note: Say | None
    source: Citation


def own_book(
    dossier: Dossier,
    facts: Facts,
    organisation: Organisation,
    policies: Policies | None,
    summary: Summary | None = None,
    blank: Callable[[], Book] | None = None,
) -> Book | None:
    """Return the book of this customer alone; ``None`` where no plan aims at anything, or the reader may not see figures.

    ``summary`` is the customer's, and ``blank`` gives the book in which nobody is yet, where they are at hand already.
    """
    if policies is None or not any(plan.objectives for plan in dossier.plans):
        return None
    empty = blank_own_book(organisation, policies, facts.as_of) if blank is None else blank()
    own = Member(dossier.customer.id, facts.contribution, summary or summarise(dossier, facts, organisation))
    return having(empty, (own,), organisation, (), "one")


def blank_own_book(organisation: Organisation, policies: Policies | None, as_of: date) -> Book:
    """Return the book that each customer's own is made from."""
    settings = organisation.site.org
    return book_of((), policies, as_of, year_start(settings.fiscal_year_start), settings.currency, shared=organisation)


def aim_rows(plan: Plan, book: Book | None, organisation: Organisation) -> tuple[AimRow, ...]:
    """Return the objectives of a plan in their order."""
    judged = judge_objectives(book, plan) if book is not None else (None,) * len(plan.objectives)
    return tuple(
        _row(objective, found, organisation, plan.cite("objectives", number))
        for number, (objective, found) in enumerate(zip(plan.objectives, judged, strict=True))
    )


def _row(objective: Objective, found: Judged | None, organisation: Organisation, source: Citation) -> AimRow:
    measure, currency = measure_of(objective.metric), organisation.site.org.currency
    if measure is None:
        missing = say("goals.nothing")
        return AimRow(objective.text or objective.metric, missing, objective.due, None, None, None, "unknown", None, source)
    wanted = wanted_words(objective.op, objective.target, objective.unit, measure, currency)
    name: Shown = objective.text or name_of(objective.metric, measure, organisation)
    if found is None or found.actual is None:
        verdict, reason = ("withheld", None) if found is None else (found.verdict, why_unknown(found))
        return AimRow(name, wanted, objective.due, None, None, reason, verdict, None, source)
    actual = in_unit(found.actual, objective.unit, measure, currency)
    divided = made(found.figure, measure, currency) if measure.unit in ("share", "growth") else None
    note = say("goals.not_proven") if found.proven is False else None
    return AimRow(name, wanted, objective.due, actual, divided, None, found.verdict, note, source)
