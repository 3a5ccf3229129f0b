"""Standing then: where a customer stood on the last day of the quarter before, and which early warnings held on it.

Everything is worked out by the records of that day, dates of validity deciding, and by the policies in force on it. What comes
out the same without being worked out again is taken from today's figures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import period_of
from crmsite.dossier.assemble import rows_at
from crmsite.dossier.ledger import ledger_of
from crmsite.figures.changed import Stood
from crmsite.scores.amounts import amounts_rule, latest_window
from crmsite.scores.value_band import Window, band_rule, placed
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.figures.facts import Facts
    from crmsite.policy import Policies
    from crmsite.scores.amounts import AmountsRule
    from crmsite.scores.earlier_days import Stance
    from crmsite.scores.value_band import BandRule


class ThenRule(Slotted):
    """What the closing day and the policies in force on it fix for every customer."""

    closing: date
    basis: str
    currency: str
    amounts: AmountsRule
    band: BandRule


def then_rule(policies: Policies, as_of: date, begins: YearStart, counted: tuple[str, str]) -> ThenRule:
    """Prepare for the last day of the quarter before ``as_of``; ``counted`` are the basis of amounts and the currency."""
    closing = period_of(as_of, "quarter", begins).start - timedelta(days=1)
    basis, currency = counted
    value, growth_orders = policies.value(closing), policies.rates(closing).growth_orders
    return ThenRule(closing, basis, currency, amounts_rule(value, closing, growth_orders), band_rule(value, currency))


class Then(Slotted):
    """How a customer stood, and the rules of the early warnings that held and no longer hold as they did."""

    stood: Stood
    cleared: tuple[str, ...]


def then_of(dossier: Dossier, facts: Facts, ledger: Ledger, stance: Stance | None, rule: ThenRule) -> Then | None:
    """Return how a customer stood on the closing day; ``None`` where it was not on record yet.

    ``stance`` is that of the closing day. An early warning that holds today and began before it is the same episode.
    """
    if stance is None:
        return None
    closing = rule.closing
    book = ledger.until(closing)
    if book is None:
        seen = rows_at(dossier, closing)
        book = ledger if _same_rows(seen, dossier) else ledger_of(seen, rule.basis, rule.currency)
    state, _, amount, orders = latest_window(book, stance.relation, rule.amounts)
    window = Window(state, amount, book.currency, orders, book.ever_ordered())
    banded, band, _, _ = placed(dossier.customer, window, rule.band)
    stood = Stood(
        facts.tier.before.tier,
        stance.segment,
        band if banded == "value" else None,
        amount if state == "value" else None,
    )
    lasting = {alert.rule for alert in facts.alerts if alert.since <= rule.closing}
    return Then(stood, tuple([name for name in stance.held if name not in lasting]))


def _same_rows(seen: Dossier, dossier: Dossier) -> bool:
    """Tell whether nothing that a ledger is laid out from has been added since."""
    rows = ((seen.orders, dossier.orders), (seen.invoices, dossier.invoices), (seen.receipts, dossier.receipts))
    return seen.opening is dossier.opening and all(len(then) == len(now) for then, now in rows)
