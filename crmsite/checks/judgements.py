"""Judgements rest on something: quotes, evidence that was there at the time, quarters judged once and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import quarter_named, year_start
from crmsite.checks.case_file import CaseFile, at
from crmsite.kinds.assessment import Assessment
from crmsite.kinds.contact import Contact
from crmsite.kinds.customer import Customer
from crmsite.kinds.improvement import RootCause
from crmsite.kinds.need import Need
from crmsite.scores.improving.root_cause import BONES, supported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record
    from crmsite.policy import Policies

_DIMENSIONS = ("amount", "stability", "growth", "risk")


def review_window(period: str, begins: YearStart, policies: Policies) -> tuple[date, date]:
    """Return the first and the last day on which a quarter such as ``2024-Q2`` may be judged.

    The quarter is one of the fiscal year; how long before its end and after it is said by the tier policy in force at its end.
    """
    end = quarter_named(period, begins).end
    review = policies.tier(end).review
    return end - timedelta(days=review.opens_days_before_end), end + timedelta(days=review.closes_days_after_end)


def needs(case: CaseFile) -> Iterator[Diagnostic]:
    """Each nature of need has its ground, and a high match leaves no gap.

    An explicit need quotes the customer; an implicit one lists the behaviour that it is read from; a pain says how far it
    sways the decision.
    """
    for need in case.of(Need):
        if need.nature == "explicit" and need.quote is None:
            yield at(need, "explicit-without-quote", "nature")
        if need.nature == "implicit" and not need.evidence:
            yield at(need, "implicit-without-evidence", "nature")
        if need.nature == "pain" and need.pain is None:
            yield at(need, "pain-without-impact", "nature")
        if need.match == "high" and need.gap is not None and need.closed is None:
            yield at(need, "high-match-with-gap", "match")


def assessments(case: CaseFile) -> Iterator[Diagnostic]:
    """One judgement a quarter, confirmed, dated near the quarter's end, on evidence that was there."""
    seen: dict[str, str] = {}
    begins = year_start(case.organisation.site.org.fiscal_year_start)
    for assessment in _in_order(case.of(Assessment)):
        if assessment.draft:
            yield at(assessment, "draft-unconfirmed", "draft")
        if assessment.period in seen:
            yield at(assessment, "duplicate-period", "period", period=assessment.period, first=seen[assessment.period])
        seen.setdefault(assessment.period, f"{assessment.path}:{assessment.line('period')}")
        opens, closes = review_window(assessment.period, begins, case.policies)
        if not opens <= assessment.date <= closes:
            yield at(
                assessment, "period-date-mismatch", "date",
                period=assessment.period, date=assessment.date, opens=opens, closes=closes,
            )
        if assessment.evidence is not None:
            for dimension in _DIMENSIONS:
                if named := getattr(assessment.evidence, dimension):
                    yield from _later(case, assessment, named, assessment.date, "evidence", dimension)


def _in_order(assessments: Sequence[Assessment]) -> Sequence[Assessment]:
    """Return judgements by quarter; most customers have one in all."""
    return sorted(assessments, key=lambda record: (record.period, record.path)) if len(assessments) > 1 else assessments


def evidence(case: CaseFile) -> Iterator[Diagnostic]:
    """What somebody declared of a need, of a contact's trust, of a customer's feature rests on evidence that was there."""
    for need in case.of(Need):
        if need.kano is not None:
            yield from _later(case, need, need.kano.evidence, need.kano.on, "kano", "evidence")
    for contact in case.of(Contact):
        for number, trust in enumerate(contact.trust):
            yield from _later(case, contact, trust.evidence, trust.on, "trust", number, "evidence")
    for customer in case.of(Customer):
        basis = customer.need_feature_basis
        if basis is not None:
            yield from _later(case, customer, basis.evidence, basis.on, "need_feature_basis", "evidence")


def causes(case: CaseFile) -> Iterator[Diagnostic]:
    """A cause that is called the root is one of the answers to why, or has evidence of its own."""
    for record in case.of(RootCause):
        for bone in BONES if record.fishbone is not None else ():
            for number, cause in enumerate(getattr(record.fishbone, bone)):
                if cause.root and not supported(cause, record.whys):
                    yield at(record, "root-unsupported", "fishbone", bone, number, "root")


def _later(case: CaseFile, record: Record, names: tuple[str, ...], day: date, *keys: str | int) -> Iterator[Diagnostic]:
    for number, name in enumerate(names):
        found = case.day_of(name)
        if found is not None and found > day:
            yield at(record, "evidence-later", *keys, number, id=name, date=found)
