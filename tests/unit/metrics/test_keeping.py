"""Duties and promises as metrics: what was kept of what fell due, by the share and by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dossiers import policies
from portfolios import AS_OF, customer, summary

from crmsite.calendar_days import CALENDAR_YEAR
from crmsite.metrics.figure import Book, book_of
from crmsite.metrics.table import figure
from crmsite.owing import compact


def book(owed: str = "", promised: str = "") -> Book:
    """Put one customer in, with what is owed and promised to it."""
    one = summary(customer("C00"))._replace(owed=owed, promised=promised)
    return book_of([one], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")


def test_duties_are_those_that_fell_due_and_a_late_one_is_covered_but_not_on_time() -> None:
    of = book(owed=compact([[["S", "qbr", "E-li", 3, 1, 1, 0, 2, 0]], [], []]))
    covered, in_time = (figure(name, of, of.year(of.last)) for name in ("duty_coverage", "duty_on_time"))
    assert (covered.value, in_time.value) == (Decimal("0.8"), Decimal("0.6"))
    assert (covered.others, figure("duty_coverage", of, of.year(0)).reason) == (("C00",), "not_kept")
    none = book(owed=compact([[["S", "qbr", "E-li", 0, 0, 0, 0, 2, 0]], [], []]))
    assert figure("duty_coverage", none, none.year(none.last)).reason == "no_duty_closed"


def test_a_service_level_is_told_by_its_id() -> None:
    lines = [["feedback", "t", "CS-1", verdict, None, None, "2024-07-01", "2024-07-02"] for verdict in ("yes", "yes", "no", "unknown", "open")]
    of = book(promised=compact([lines, []]))
    found = figure("sla_met.feedback", of, of.year(of.last))
    assert (found.numerator, found.denominator) == (2, 3)
    assert figure("sla_met.solution", of, of.year(of.last)).reason == "nothing_promised"
