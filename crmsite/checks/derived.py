"""What the derived figures say about the records: far judgements, alerts left unanswered, waivers that ended, totals too small."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.checks.case_file import CaseFile, answers_of, at
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.figures.facts import Money, Say
from crmsite.kinds.assessment import Assessment
from crmsite.kinds.customer import Customer, OpeningBalance
from crmsite.kinds.risk import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crmsite.calendars.calendar_days import Workdays
    from crmsite.figures.facts import Alert, Facts, Shown
    from crmsite.grammar.fields import Record

_SOLD = ("won", "long_term")


def all_derived(case: CaseFile, facts: Facts) -> Iterator[Diagnostic]:
    """Yield everything that a customer's figures say about its records."""
    yield from deviations(case, facts)
    yield from unanswered(facts)
    yield from misses(case, facts)
    yield from ended(case, facts)
    yield from totals(case, facts)
    yield from years_missing(_years(facts), case.policies.calendar, case.organisation.site)


def deviations(case: CaseFile, facts: Facts) -> Iterator[Diagnostic]:
    """A judged score far from the score of its table deserves a second look, or a note that says why it stands."""
    current = next((record for record in case.of(Assessment) if record.id == facts.tier.now.assessment), None)
    if current is None or current.note is not None:
        return
    policy = case.policies.tier(facts.as_of)
    judged = dict(facts.tier.now.scores)
    for dimension, suggested, value in facts.tier.suggested:
        own = judged.get(dimension)
        if own is not None and suggested is not None and abs(own - suggested) >= policy.deviation:
            table = getattr(policy.suggest, dimension, None)
            yield at(
                current, "score-deviation", "scores", dimension,
                dimension=dimension, judged=own, suggested=suggested, figure=table.metric if table else "", value=_plain(value),
            )  # fmt: skip


def _plain(value: Shown) -> str:
    """Return a figure as plain text, to the second decimal; of a sentence, the first figure that it tells."""
    if isinstance(value, Say):
        return next((_plain(inner) for _, inner in value.args if isinstance(inner, Decimal | int | Money)), "")
    amount = value.amount if isinstance(value, Money) else value
    if not isinstance(amount, Decimal):
        return str(amount)
    return f"{round(amount, 2):f}".rstrip("0").rstrip(".") if amount % 1 else f"{amount:f}"


def unanswered(facts: Facts) -> Iterator[Diagnostic]:
    """An alert is answered within the days that the policy gives, by an action, a follow-up or a case that names it."""
    for alert in facts.alerts:
        if alert.answer_late_days > 0 and not alert.answered_by and alert.sources:
            source = alert.sources[0]
            yield fault("alert-unanswered", Span(source.path, source.line), alert=alert.id, days=alert.answer_late_days)


def misses(case: CaseFile, facts: Facts) -> Iterator[Diagnostic]:
    """An answer dated within the episode that still holds, but not on its first day, answers nothing."""
    alerts = {name: alert for alert in facts.alerts for name in (alert.rule, alert.seed) if name}
    if not alerts:
        return
    waived = [(waiver, ("rule",), waiver.rule) for waiver in case.of(Waiver) if f"@{waiver.customer}@" in waiver.rule]
    for record, keys, text in (*answers_of(case), *waived):
        rule, _, rest = text.partition("@")
        alert = alerts.get(rule)
        day = rest.partition("@")[2]
        if alert is not None and alert.since.isoformat() < day <= facts.as_of.isoformat():
            yield at(record, "answer-misses-alert", *keys, day=day, since=alert.since, alert=alert.id)


def ended(case: CaseFile, facts: Facts) -> Iterator[Diagnostic]:
    """A waiver that has ended is told while its alert holds and no other waiver covers it."""
    open_alerts: dict[str, Alert] = {
        name: alert for alert in facts.alerts if alert.waived_until is None for name in (alert.rule, alert.seed) if name
    }
    for waiver in case.of(Waiver):
        if waiver.until < facts.as_of and waiver.rule.partition("@")[0] in open_alerts:
            yield at(waiver, "waiver-expired", "until", id=waiver.id, until=waiver.until)


def totals(case: CaseFile, facts: Facts) -> Iterator[Diagnostic]:
    """A relationship of more than a year whose total is that of its last twelve months has perhaps lost its past."""
    customer = next(iter(case.of(Customer)), None)
    if customer is None:
        return
    since = customer.cooperation_since or min((step.from_ for step in customer.stages if step.stage in _SOLD), default=None)
    for balance in case.of(OpeningBalance):
        total = balance.cumulative_amount
        if total and total == balance.amount_12m and _older(balance.first_order or since, balance.date):
            yield at(balance, "cumulative-equals-window", "cumulative_amount")
            return
    amounts = facts.amounts
    kept = case.shared.get("@orders")
    if kept is not None and kept.day is not None and kept.day > add_months(facts.as_of, -24):
        return  # nobody's orders are kept for as long as could tell
    if amounts.cumulative and amounts.cumulative == amounts.last_12m and _older(since, facts.as_of):
        key = "cooperation_since" if customer.cooperation_since else "stages"
        yield at(customer, "cumulative-equals-window", key)


def _older(since: date | None, day: date) -> bool:
    return since is not None and since <= add_months(day, -12)


def years_missing(years: set[int], calendar: Workdays, site: Record) -> Iterator[Diagnostic]:
    """Workdays are counted in years whose holidays are known."""
    place = Span(site.path or "site.yaml", site.line("as_of"))
    for year in sorted(years):
        if not calendar.knows(year):
            yield fault("calendar-year-missing", place, year=year)


def _years(facts: Facts) -> set[int]:
    """Return the years in which this customer's figures count workdays."""
    years: set[int] = set()
    for alert in facts.alerts:
        last = facts.as_of if alert.answer_late_days else alert.answer_due
        years.update(range(alert.since.year, last.year + 1))
    return years
