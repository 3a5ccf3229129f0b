"""Amounts and frequency 成交额与频次: trailing windows, totals, order rhythm. The ground that tier, RFM and alerts stand on."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.facts import Amounts, Factor, Money, Percent, Receipt, Say, State
from crmsite.ledger import window
from crmsite.relationship import EARLY_STAGES

if TYPE_CHECKING:
    from crmsite.book import Dossier
    from crmsite.fields import Citation
    from crmsite.kinds.policies import ValuePolicy
    from crmsite.ledger import Ledger
    from crmsite.relationship import Relationship

DAYS_A_YEAR = Decimal("365.25")
MONTHS_SHOWN = 24
MIN_ORDERS_FOR_GROWTH = 3
MIN_INTERVALS = 3
HALF = Decimal("0.5")

_LAST = Say("amounts.factor.last_12m")
_PREVIOUS = Say("amounts.factor.previous_12m")
_CUMULATIVE = Say("amounts.factor.cumulative")
_AOV = Say("amounts.factor.aov")
_UPSELL = Say("amounts.factor.upsell")
_RECENCY = Say("amounts.factor.recency")
_RHYTHM = Say("amounts.factor.rhythm")
_TENURE = Say("amounts.factor.tenure")
_WINDOW = Say("parameter.window_months")
_FROM_OPENING = Say("amounts.note.opening")


def amounts_of(dossier: Dossier, ledger: Ledger, relation: Relationship, policy: ValuePolicy, as_of: date) -> Amounts:
    """Sum what was ordered and how often. A window that reaches behind an opening balance is unknown, never a part."""
    months = policy.window_months
    start, _ = window(as_of, months)
    before, _ = window(as_of, months, 1)
    last, orders = _window(ledger, start, as_of, months)
    previous, orders_before = _window(ledger, before, start, months)
    opening = ledger.opening
    cumulative = _cumulative(ledger)
    state, reason = _state(ledger, relation, last)
    if state != "value":
        last, previous, cumulative = (None, None, None) if reason != "behind_opening" else (None, previous, cumulative)
    aov = last / orders if last is not None and orders else None
    last_order = ledger.last_order()
    found = Amounts(
        state,
        reason,
        ledger.currency,
        last,
        previous,
        cumulative,
        opening is not None and cumulative is not None,
        orders if ledger.ever_ordered() else None,
        orders_before if ledger.ever_ordered() else None,
        ledger.first_order(),
        last_order,
        (as_of - last_order).days if last_order is not None else None,
        aov,
        _aov_growth(aov, orders, previous, orders_before),
        (last - previous) / previous if last is not None and previous else None,
        _median_interval(ledger.order_days),
        Decimal((as_of - relation.since).days) / DAYS_A_YEAR if relation.since and relation.since <= as_of else None,
        _by_month(ledger, as_of) if state == "value" or reason == "behind_opening" else (),
        _best_earlier_band(ledger, policy, as_of) if state != "not_applicable" else None,
        _NO_RECEIPT,
    )
    return found._replace(receipt=_receipt(found, dossier, ledger, months, start, before, as_of))


_NO_RECEIPT = Receipt("amounts", Say("amounts.result.never_ordered"), ())


def _window(ledger: Ledger, after: date, until: date, months: int) -> tuple[Decimal | None, int | None]:
    """Return a window's amount and orders; ``None`` for what the rows and the opening balance do not tell."""
    if ledger.sees(after):
        return ledger.amount_in(after, until), ledger.orders_in(after, until)
    opening = ledger.opening
    if opening is not None and opening.date == until and months == 12:
        return opening.amount_12m, None
    return None, None


def _cumulative(ledger: Ledger) -> Decimal | None:
    if ledger.opening is None:
        return ledger.running[-1]
    typed = ledger.opening.cumulative_amount
    return None if typed is None else typed + ledger.running[-1]


def _state(ledger: Ledger, relation: Relationship, last: Decimal | None) -> tuple[State, str | None]:
    if not ledger.ever_ordered():
        early = relation.stage is None or relation.stage in EARLY_STAGES
        return ("not_applicable", "never_ordered") if early else ("unknown", "no_order_lines")
    if ledger.mixed:
        return "unknown", "mixed_currency"
    if not ledger.complete:
        return "unknown", "no_basis_rows"
    return ("value", None) if last is not None else ("unknown", "behind_opening")


def _aov_growth(aov: Decimal | None, orders: int | None, previous: Decimal | None, orders_before: int | None) -> Decimal | None:
    """Return how far the average order value has grown; unknown where either year has fewer than three orders."""
    if aov is None or previous is None or orders is None or orders_before is None:
        return None
    if orders < MIN_ORDERS_FOR_GROWTH or orders_before < MIN_ORDERS_FOR_GROWTH or not previous:
        return None
    return aov * orders_before / previous - 1


def _median_interval(days: tuple[date, ...]) -> Decimal | None:
    """Return the median number of days between one day with orders and the next; at least three intervals."""
    ordinals = sorted({day.toordinal() for day in days})
    if len(ordinals) <= MIN_INTERVALS:
        return None
    gaps = sorted([later - earlier for earlier, later in zip(ordinals, ordinals[1:], strict=False)])
    middle = len(gaps) // 2
    return Decimal(gaps[middle]) if len(gaps) % 2 else Decimal(gaps[middle - 1] + gaps[middle]) * HALF


def _by_month(ledger: Ledger, as_of: date) -> tuple[tuple[str, Decimal | None], ...]:
    """Return the amount of each of the last calendar months; ``None`` before the first row and behind an opening balance."""
    first = ledger.amount_days[0] if ledger.amount_days else as_of
    if ledger.opening is not None:
        known = ledger.opening.date.year * 12 + ledger.opening.date.month
    else:
        known = first.year * 12 + first.month - 1
    now = as_of.year * 12 + as_of.month - 1
    days, running = ledger.amount_days, ledger.running
    first_shown = now - MONTHS_SHOWN + 1
    at = bisect_left(days, date(first_shown // 12, first_shown % 12 + 1, 1))
    found: list[tuple[str, Decimal | None]] = []
    for month in range(first_shown, now + 1):
        start = at
        while at < len(days) and days[at].year * 12 + days[at].month - 1 == month:
            at += 1
        found.append((f"{month // 12}-{month % 12 + 1:02d}", running[at] - running[start] if month >= known else None))
    return tuple(found)


def _best_earlier_band(ledger: Ledger, policy: ValuePolicy, as_of: date) -> str | None:
    """Return the best value band of the three windows before the present one, from what the rows tell."""
    best = Decimal(0)
    for number in (1, 2, 3):
        after, until = window(as_of, policy.window_months, number)
        if ledger.sees(after):
            best = max(best, ledger.amount_in(after, until))
    if best <= 0:
        return None
    return "high" if best >= policy.high else "medium" if best >= policy.medium else "low"


def _receipt(found: Amounts, dossier: Dossier, ledger: Ledger, months: int, start: date, before: date, as_of: date) -> Receipt:
    parameters = ((_WINDOW, months),)
    if found.state != "value" and found.reason != "behind_opening":
        return Receipt("amounts", Say(f"amounts.result.{found.reason}"), (), parameters, seed="0-09")
    currency = found.currency
    typed = found.cumulative_from_opening and dossier.opening is not None
    opening_lines = (dossier.opening.cite("cumulative_amount"),) if typed and dossier.opening else ()
    recent = ledger.amount_lines(start, as_of)
    factors = (
        _factor(_LAST, found.last_12m, currency, recent, found.orders_12m),
        _factor(_PREVIOUS, found.previous_12m, currency, ledger.amount_lines(before, start), found.orders_previous),
        Factor(
            _CUMULATIVE,
            None if found.cumulative is None else Money(found.cumulative, currency),
            None,
            _FROM_OPENING if typed else None,
            (*opening_lines, *ledger.ends()),
            "unknown" if found.cumulative is None else "value",
        ),
        _factor(_AOV, found.aov, currency, (), None),
        Factor(_UPSELL, _percent(found.upsell_rate), state="value" if found.upsell_rate is not None else "unknown"),
        Factor(
            _RECENCY,
            None if found.recency_days is None else Say("unit.days", (("n", found.recency_days),)),
            sources=ledger.order_sources[-1:],
            state="unknown" if found.recency_days is None else "value",
        ),
        Factor(
            _RHYTHM,
            found.median_interval_days,
            state="unknown" if found.median_interval_days is None else "value",
        ),
        Factor(
            _TENURE,
            found.cooperation_years,
            sources=(dossier.customer.cite("cooperation_since"),),
            state="unknown" if found.cooperation_years is None else "value",
        ),
    )
    if found.last_12m is None:
        result = Say("amounts.result.behind_opening")
    else:
        result = Say("amounts.result.value", (("amount", Money(found.last_12m, currency)), ("n", found.orders_12m)))
    return Receipt("amounts", result, factors, parameters, seed="0-09", sources=recent)


def _factor(name: Say, amount: Decimal | None, currency: str, sources: tuple[Citation, ...], orders: int | None) -> Factor:
    note = Say("amounts.note.orders", (("n", orders),)) if orders is not None else None
    if amount is None:
        return Factor(name, None, None, note, (), "unknown")
    return Factor(name, Money(amount, currency), None, note, sources)


def _percent(ratio: Decimal | None) -> Percent | None:
    return None if ratio is None else Percent(ratio)
