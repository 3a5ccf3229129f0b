"""Payment late 回款逾期: an invoice is unpaid well past its due day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import Span, episode
from crmsite.figures.facts import Factor, Level, Money, Say
from crmsite.scores.alerts import Signal
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.grammar.tables import Invoice
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch

_DAY = timedelta(days=1)


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether money is owed for too long: watched at first, urgent once any of it is owed for much longer."""
    if not watch.unpaid:
        return None
    days, least = _days(rule), _least(rule)
    late = [owed for owed in watch.unpaid if owed.days > days and owed.outstanding >= least]
    if not late:
        return None
    spans = [_span(invoice, watch.dossier, days, least) for invoice in watch.dossier.invoices if invoice.amount >= least]
    since = episode(spans, watch.as_of)
    if since is None:
        return None
    worst = late[0]
    level: Level = "urgent" if worst.days > (rule.urgent_days if rule.urgent_days is not None else 60) else rule.level or "watch"
    currency = worst.invoice.currency or watch.ledger.currency
    total = Money(sum([owed.outstanding for owed in late if (owed.invoice.currency or currency) == currency], Decimal(0)), currency)
    oldest = (("invoice", worst.invoice.invoice_id), ("due", worst.invoice.due), ("days", worst.days))
    said = "alert.payment-late" if len(late) == 1 else "alert.payment-late.several"
    text = Say(said, (("n", len(late)), ("amount", total), *oldest))
    factors = tuple(
        [
            Factor(
                Say("alert.factor.invoice", (("id", owed.invoice.invoice_id),)),
                Money(owed.outstanding, owed.invoice.currency or currency),
                None,
                Say("alert.note.late", (("due", owed.invoice.due), ("days", owed.days))),
                (owed.invoice.source,),
            )
            for owed in late[:12]
        ]
    )
    sources = tuple([owed.invoice.source for owed in late[:12]])
    return Signal(level, since, text, tuple([owed.invoice.invoice_id for owed in late]), factors, sources)


def _span(invoice: Invoice, dossier: Dossier, days: int, least: Decimal) -> Span:
    """Return from when to when an invoice is late: until the payment that leaves less than the least amount."""
    start = invoice.due + timedelta(days=days + 1)
    owed = invoice.amount
    end: date | None = None
    for receipt in dossier.receipts:
        if receipt.invoice_id == invoice.invoice_id:
            owed -= receipt.amount
            if owed < least:
                end = receipt.date - _DAY
                break
    return Span(start, end) if end is None or end >= start else Span(start, start - _DAY)


def _days(rule: WarningRule) -> int:
    return rule.days if rule.days is not None else 15


def _least(rule: WarningRule) -> Decimal:
    return rule.amount if rule.amount is not None else Decimal(10_000)


class Owed(Slotted):
    """An invoice that was not wholly paid when it was due: what was left after each payment, in order of day."""

    due: date
    amount: Decimal
    left: list[tuple[date, Decimal]]

    def left_on(self, day: date) -> Decimal:
        """Return what was owed on a day."""
        return next((left for paid, left in reversed(self.left) if paid <= day), self.amount)


def prepare(dossier: Dossier, _ledger: Ledger) -> list[Owed] | None:
    """Return the invoices that were ever late."""
    if not dossier.invoices:
        return None
    found = {one.invoice_id: Owed(one.due, one.amount, []) for one in dossier.invoices}
    for receipt in dossier.receipts:
        owed = found.get(receipt.invoice_id)
        if owed is not None:
            left = (owed.left[-1][1] if owed.left else owed.amount) - receipt.amount
            owed.left.append((receipt.date, left))
            if left <= 0 and receipt.date <= owed.due:
                del found[receipt.invoice_id]
    return list(found.values()) or None


def fix(rule: WarningRule, then: Then) -> tuple[date, date, Decimal]:
    """Return the day, the day before which an invoice was due that is too late on it, and the least amount."""
    return then.day, then.day - timedelta(days=_days(rule)), _least(rule)


def held(invoices: list[Owed], _past: Past, fixed: tuple[date, date, Decimal]) -> bool:
    """Tell whether money was owed for too long on an earlier day."""
    day, by, least = fixed
    due = [one for one in invoices if one.due < by and one.amount >= least]
    return bool(due) and any(one.left_on(day) >= least for one in due)
