"""Contributions 比率的组成: when a customer was one, what it bought in each window, which contracts ended, what was paid."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crmsite.calendars.calendar_days import QUARTERS, add_months, quarters_until
from crmsite.dossier.relationship import BILLED, RATED_STAGES, term_contracts
from crmsite.figures.contribution import At, Buying, Contribution, Ended, Judged, Kept, Made, Stood, digits, iso
from crmsite.scores.actions import overdue_on
from crmsite.scores.spells import spells_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.figures.facts import Amounts
    from crmsite.figures.owed import Compliance, Service
    from crmsite.kinds.contact import Trust
    from crmsite.kinds.customer import OpeningBalance
    from crmsite.kinds.rates import LtvPolicy, RatesPolicy
    from crmsite.scores.earlier_days import Looked, Stance


class Point(NamedTuple):
    """One quarter: the day at which its windows end, a year and two years before it, its first and last day."""

    until: date
    after: date
    before: date
    start: date
    end: date


class RatesRule(Slotted):
    """What a date and the policies fix for every customer: the quarters, oldest first, and the day before what is held out.

    One point more comes last: today a year ago, which the changes of a running year are held against. ``over`` are the last
    days of the quarters that are.
    """

    policy: RatesPolicy
    as_of: date
    points: tuple[Point, ...]
    over: tuple[date, ...]
    held_out_after: date
    grace: timedelta
    begins: YearStart


def rates_rule(policy: RatesPolicy, ltv: LtvPolicy, as_of: date, begins: YearStart) -> RatesRule:
    """Prepare for a date."""
    points = []
    for quarter in quarters_until(as_of, begins):
        until = min(quarter.end, as_of)
        points.append(Point(until, add_months(until, -12), add_months(until, -24), quarter.start, until))
    past = add_months(as_of, -12)
    points.append(Point(past, add_months(past, -12), add_months(past, -24), past, past))
    held_out_after, grace = as_of - timedelta(weeks=ltv.holdout_weeks), timedelta(days=policy.grace_days)
    over = tuple([point.until for point in points[: QUARTERS - 1]])
    return RatesRule(policy, as_of, tuple(points), over, held_out_after, grace, begins)


def contribution_of(
    looked: Looked, owed: tuple[Compliance, Service], stances: Sequence[Stance | None], rule: RatesRule
) -> Contribution:
    """Work out what a customer adds to the figures of all; the amounts and what is ``owed`` are the profile's, so that both agree.

    Amounts in another currency than the organisation's are unknown here: they add up with nobody else's. ``stances`` are those
    of the last days of the quarters that are over.
    """
    duties, service = owed
    dossier, ledger, amounts, since = looked.dossier, looked.ledger, looked.amounts, looked.relation.since
    dues = [action.due for plan in dossier.plans for action in plan.actions if action.due is not None]
    late = overdue_on(dossier.plans, rule.over, rule.begins)
    return Contribution(
        "value",
        amounts.reason,
        spells_of(dossier, ledger, rule.policy, rule.as_of, amounts.median_interval_days),
        _ended(dossier, rule) if dossier.customer.contracts else (),
        _at(dossier, ledger, amounts, rule),
        _visits(dossier, rule),
        _trust(dossier),
        since.isoformat() if since is not None and since <= rule.as_of else None,
        ledger.order_days[0].isoformat() if ledger.order_days else None,
        dossier.followups[0].day.isoformat() if dossier.followups else None,
        _buying(dossier, ledger, rule),
        tuple([Kept(one.due.isoformat(), one.kind, one.on_time, one.late, one.missed) for one in duties.closings]),
        tuple([Made(one.id, one.began.isoformat(), one.due.isoformat(), one.verdict) for one in service.made]),
        _kinds(dossier),
        tuple([(one.recorded.isoformat(), None if one.closed is None else one.closed.on.isoformat()) for one in dossier.needs]),
        tuple([None if one is None else Stood(one.segment, one.open) for one in stances]),
        tuple([0 if stance is None else count for stance, count in zip(stances, late, strict=True)]),
        min(dues).isoformat() if dues else None,
    )


def _kinds(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return the first day with a contact of each kind; follow-ups are in order of their day."""
    found: dict[str, str] = {}
    for followup in dossier.followups:
        if followup.kind not in found:
            found[followup.kind] = followup.day.isoformat()
    return tuple(sorted(found.items()))


def _ended(dossier: Dossier, rule: RatesRule) -> tuple[Ended, ...]:
    """Return the contracts for a term that have ended so far, by the day of their end."""
    contracts = dossier.customer.contracts
    found = []
    for contract in term_contracts(dossier.customer):
        if contract.to > rule.as_of:
            continue
        until = contract.to + rule.grace
        renewed = any(other.renews == contract.id and other.from_ <= until for other in contracts)
        found.append(Ended(contract.id, contract.to.isoformat(), f"{contract.amount:f}", renewed, until.isoformat()))
    return tuple(sorted(found, key=lambda one: (one.end, one.id)))


def _at(dossier: Dossier, ledger: Ledger, amounts: Amounts, rule: RatesRule) -> tuple[At | None, ...]:
    days, taken = _paid(dossier)
    summed = ledger.complete and not ledger.mixed and ledger.own
    buying = list(dict.fromkeys(ledger.order_days))
    profits = _profits(dossier) if ledger.own else None
    ordered = ledger.ever_ordered()
    begun = (ledger.first_order() or date.min) if ordered else (_won(dossier) or date.max)
    now: _Windows
    found: list[At | None] = []
    for until, after, before, _, _ in rule.points:
        if begun > until:
            found.append(None)
            continue
        payments = _NO_PAYMENTS
        if days:
            paid, paid_before = bisect_right(days, until), bisect_right(days, after)
            payments = (paid - paid_before, taken[paid] - taken[paid_before])
        if until == rule.as_of:
            sums = (amounts.last_12m, amounts.previous_12m, amounts.cumulative) if ledger.own else (None, None, None)
            last, previous, ever = sums
            now = (digits(last), digits(previous), amounts.orders_12m, amounts.orders_previous)
        elif not ordered:
            now, ever = _NOTHING_ORDERED, None
        else:
            now, ever = _windows(ledger, before, after, until, summed=summed)
        on = bisect_right(buying, until) - bisect_right(buying, after) if now[2] is not None else None
        margin = _margin(profits, after, until) if profits is not None else None
        found.append(At(*now, on, *payments, digits(ever), margin))
    return tuple(found)


_Windows: TypeAlias = "tuple[str | None, str | None, int | None, int | None]"
_NOTHING_ORDERED: _Windows = (None, None, None, None)
_NO_PAYMENTS = (0, 0)


def _won(dossier: Dossier) -> date | None:
    """Return the day of the first sale, be it to come."""
    return min([step.from_ for step in dossier.customer.stages if step.stage in RATED_STAGES], default=None)


def _windows(ledger: Ledger, before: date, after: date, until: date, *, summed: bool) -> tuple[_Windows, Decimal | None]:
    """Return amounts and orders of the window that ends on a day and of the one before it, and all that was bought by then."""
    now = previous = ever = orders = orders_before = None
    if ledger.sees(after):
        orders, amount = ledger.window(after, until)
        now = format(amount, "f") if summed else None
    if ledger.sees(before):
        orders_before, amount = ledger.window(before, after)
        previous = format(amount, "f") if summed else None
    if summed:
        ever = _ever(ledger.running[bisect_right(ledger.amount_days, until)], ledger.opening, until)
    return (now, previous, orders, orders_before), ever


def _ever(rows: Decimal, opening: OpeningBalance | None, until: date) -> Decimal | None:
    """Return all that was bought up to a day, ``rows`` by then: unknown before an opening balance, or where that tells no sum."""
    if opening is None:
        return rows
    return None if opening.date > until or opening.cumulative_amount is None else opening.cumulative_amount + rows


def _paid(dossier: Dossier) -> tuple[list[date], list[int]]:
    """Return the days on which invoices were wholly paid, in order, and the running sum of the days that each took."""
    if not dossier.invoices:
        return [], [0]
    owed = {invoice.invoice_id: invoice.amount for invoice in dossier.invoices}
    issued = {invoice.invoice_id: invoice.issued for invoice in dossier.invoices}
    done: list[tuple[date, int]] = []
    for receipt in dossier.receipts:
        left = owed.get(receipt.invoice_id)
        if left is None or left <= 0:
            continue
        owed[receipt.invoice_id] = left - receipt.amount
        if left <= receipt.amount:
            done.append((receipt.date, max(0, (receipt.date - issued[receipt.invoice_id]).days)))
    return [day for day, _ in done], list(accumulate((days for _, days in done), initial=0))


def _visits(dossier: Dossier, rule: RatesRule) -> tuple[int, ...]:
    """Count the executive visits of each quarter."""
    days = [followup.day for followup in dossier.followups if followup.kind == "executive_visit"]
    if not days:
        return _NO_VISITS
    return tuple([len([day for day in days if point.start <= day <= point.end]) for point in rule.points[:QUARTERS]])


_NO_VISITS = (0,) * QUARTERS


def _trust(dossier: Dossier) -> tuple[Judged, ...]:
    """Return what each judge judged of each contact, each until the next judgement or until the contact left."""
    found: list[Judged] = []
    for contact in dossier.contacts:
        if not contact.trust:
            continue
        latest: dict[str, Judged] = {}
        left = iso(contact.left_on)
        for trust in sorted(contact.trust, key=_judged_on):
            day = trust.on.isoformat()
            before = latest.get(trust.by)
            if before is not None:
                found.append(before._replace(until=day if left is None else min(day, left)))
            latest[trust.by] = Judged(contact.id, trust.by, day, int(trust.score), left)
        found += latest.values()
    return tuple(sorted(found, key=lambda one: (one.contact, one.by, one.on)))


def _judged_on(trust: Trust) -> date:
    return trust.on


def _profits(dossier: Dossier) -> list[tuple[date, Decimal | None]] | None:
    """Return the gross profit of each order by day; nothing where no order tells its own."""
    told = [order for order in dossier.orders if order.gross_profit is not None and order.status != "cancelled"]
    return [(order.date, order.gross_profit) for order in dossier.orders if order.status != "cancelled"] if told else None


def _margin(profits: list[tuple[date, Decimal | None]], after: date, until: date) -> str | None:
    """Return the gross profit of a window; nothing where an order does not tell its own, or there is no order."""
    inside = [profit for day, profit in profits if after < day <= until]
    if not inside or any(profit is None for profit in inside):
        return None
    return digits(sum((profit for profit in inside if profit is not None), Decimal(0)))


def _buying(dossier: Dossier, ledger: Ledger, rule: RatesRule) -> Buying | None:
    """Return the history of orders of a customer without a contract for a term, where the rows hold all of it."""
    opening = ledger.opening
    whole = opening is None or opening.orders == 0
    if not whole or not ledger.order_days or ledger.mixed or not ledger.complete or not ledger.own:
        return None
    if any(contract.billing in BILLED for contract in dossier.customer.contracts):
        return None
    days = list(dict.fromkeys(ledger.order_days))
    x = len(days) - 1
    spent = ledger.amount_in(days[0], rule.as_of)
    then = bisect_right(days, rule.held_out_after)
    return Buying(
        days[0].isoformat(),
        days[-1].isoformat(),
        x,
        digits(spent / x) if x and spent > 0 else None,
        then - 1 if then else None,
        days[then - 1].isoformat() if then else None,
        len(days) - then,
    )
