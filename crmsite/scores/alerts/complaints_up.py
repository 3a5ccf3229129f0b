"""Complaints up 投诉增多: three months with at least twice the complaints expected, and more than chance would explain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months, first_day_not_within
from crmsite.figures.facts import Factor, Say
from crmsite.inference.counting import at_least
from crmsite.scores.alerts import Signal, first_true

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch

TWICE = Decimal(2)
LIMIT = Decimal("0.10")


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Compare the last three months with the twelve before.

    Not for prospects and lost customers, nor for one that has not been a customer for as long: it has nothing to compare with.
    """
    complaints = [case for case in watch.dossier.cases if case.type == "complaint"]
    rated_since = watch.relation.rated_since
    days, since = [case.opened.day for case in complaints], watch.relation.since
    if not complaints or rated_since is None or not risen(days, since, watch.as_of, rule):
        return None
    months, base = _windows(rule)
    changes = [*days, *(first_day_not_within(day, span) for day in days for span in (months, months + base))]
    began = first_true(changes, lambda day: risen(days, since, day, rule), watch.as_of, rated_since)
    start = watch.months_ago(months)
    recent = [case for case in complaints if case.opened.day > start]
    earlier = [case for case in complaints if watch.months_ago(months + base) < case.opened.day <= start]
    expected = Decimal(len(earlier) * months) / base
    args = (("months", months), ("recent", len(recent)), ("base", base), ("earlier", len(earlier)), ("expected", expected))
    cited = tuple(case.cite("opened") for case in recent)
    factors = (
        Factor(Say("alert.factor.recent_complaints", (("months", months),)), len(recent), None, None, cited),
        Factor(
            Say("alert.factor.earlier_complaints", (("months", base),)), len(earlier), None, None,
            tuple(case.cite("opened") for case in earlier),
        ),
        Factor(Say("alert.factor.expected_complaints"), expected),
        Factor(Say("alert.factor.chance"), chance(len(recent), len(earlier), months, base).quantize(Decimal("0.0001"))),
    )  # fmt: skip
    key = "alert.complaints-up" if earlier else "alert.complaints-up.new"
    return Signal(rule.level or "watch", began, Say(key, args), tuple(case.id for case in recent), factors, cited)


def chance(recent: int, earlier: int, months: int, base: int) -> Decimal:
    """Return the probability of so many complaints in the recent months if all fell evenly: P(X >= recent), binomial."""
    return at_least(recent, recent + earlier, Fraction(months, months + base))


def judged(recent: int, earlier: int, rule: WarningRule) -> bool:
    """Tell whether two counts are a rise: the ratio is reached, and chance would seldom do it. A single one never is."""
    months, base = _windows(rule)
    ratio, limit = rule.ratio if rule.ratio is not None else TWICE, rule.p if rule.p is not None else LIMIT
    return recent * base >= ratio * earlier * months and recent > 0 and chance(recent, earlier, months, base) <= limit


def risen(days: Sequence[date], since: date | None, day: date, rule: WarningRule) -> bool:
    """Tell whether complaints of some days had risen on a day, where the relationship, ``since`` its first day, reached back."""
    months, base = _windows(rule)
    start, before = add_months(day, -months), add_months(day, -months - base)
    if since is None or since > before:
        return False
    return judged(sum(start < one <= day for one in days), sum(before < one <= start for one in days), rule)


def _windows(rule: WarningRule) -> tuple[int, int]:
    return rule.months or 3, rule.base_months or 12


def prepare(dossier: Dossier, _ledger: Ledger) -> list[date] | None:
    """Return the days of all complaints."""
    return [case.opened.day for case in dossier.cases if case.type == "complaint"] or None


def fix(rule: WarningRule, _then: Then) -> WarningRule:
    """Return the rule: complaints are so few that nothing else is worth working out beforehand."""
    return rule


def held(days: list[date], past: Past, rule: WarningRule) -> bool:
    """Tell whether complaints had risen on an earlier day."""
    return past.relation.rated_since is not None and risen(days, past.relation.since, past.then.day, rule)
