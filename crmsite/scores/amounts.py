"""Amounts and frequency 成交额与频次: trailing windows, totals, order rhythm. The ground that tier, RFM and alerts stand on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months, period_of
from crmsite.dossier.ledger import CITED, window_ends
from crmsite.dossier.relationship import EARLY_STAGES, RATED_STAGES
from crmsite.figures.facts import Amounts, Factor, Money, Percent, Receipt, Say, Shown, State
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.dossier.relationship import Relationship
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.policies import ValuePolicy

DAYS_A_YEAR = Decimal("365.25")
MONTHS_SHOWN = 24
MIN_INTERVALS = 3
EARLIER = 3
"""How many earlier windows tell what a quiet customer once was."""
SEED = "0-09 1-10"
ZERO = Decimal(0)
HALF = Decimal("0.5")

_LAST = Say("amounts.factor.last_12m")
_PREVIOUS = Say("amounts.factor.previous_12m")
_CUMULATIVE = Say("amounts.factor.cumulative")
_AOV = Say("amounts.factor.aov")
_UPSELL = Say("amounts.factor.upsell")
_RECENCY = Say("amounts.factor.recency")
_RHYTHM = Say("amounts.factor.rhythm")
_TENURE = Say("amounts.factor.tenure")
_FROM_OPENING = Say("amounts.note.opening")
_FIRST_SALE = Say("amounts.note.first_sale")
_NO_UPSELL = Factor(_UPSELL, None, state="unknown")
_NO_RECENCY = Factor(_RECENCY, None, state="unknown")
_NO_RHYTHM = Factor(_RHYTHM, None, state="unknown")
_NO_TENURE = Factor(_TENURE, None, state="unknown")


class AmountsRule(Slotted):
    """What a date and a policy fix for every customer: ends of windows, the months that are shown, parameters.

    Of each month there is the last day before it and its own last day; ``untold`` are the months without an amount that is known,
    ``unsold`` those in which nothing was sold.
    """

    policy: ValuePolicy
    as_of: date
    ends: tuple[date, ...]
    months: tuple[str, ...]
    month_starts: tuple[date, ...]
    month_ends: tuple[date, ...]
    parameters: tuple[tuple[Say, Shown], ...]
    growth_orders: int
    untold: tuple[tuple[str, Decimal | None], ...]
    unsold: tuple[tuple[str, Decimal | None], ...]


def amounts_rule(policy: ValuePolicy, as_of: date, growth_orders: int, tax: str | None = None) -> AmountsRule:
    """Prepare for a date. A growth of the average order needs ``growth_orders`` on each side, as the policy of rates says.

    ``tax`` says whether the amounts on record include it, where the settings tell.
    """
    shown = [period_of(add_months(as_of.replace(day=1), -back), "month") for back in range(MONTHS_SHOWN - 1, -1, -1)]
    months = tuple([month.id for month in shown])
    starts, month_ends = tuple([month.start - timedelta(days=1) for month in shown]), tuple([month.end for month in shown])
    ends = window_ends(as_of, policy.window_months, EARLIER + 1)
    parameters: tuple[tuple[Say, Shown], ...] = ((Say("parameter.window_months"), policy.window_months),)
    if tax is not None:
        parameters = (*parameters, (Say("parameter.tax"), Say(f"tax.{tax}")))
    untold, unsold = tuple([(name, None) for name in months]), tuple([(name, ZERO) for name in months])
    return AmountsRule(policy, as_of, ends, months, starts, month_ends, parameters, growth_orders, untold, unsold)


def amounts_of(dossier: Dossier, ledger: Ledger, relation: Relationship, rule: AmountsRule) -> Amounts:
    """Sum what was ordered and how often. A window that reaches behind an opening balance is unknown, never a part."""
    as_of, start, before = rule.ends[:3]
    months = rule.policy.window_months
    state, reason, last, orders = latest_window(ledger, relation, rule)
    previous, orders_before = _window(ledger, before, start, months)
    opening = ledger.opening
    cumulative = _cumulative(ledger)
    summed = state == "value" or reason == "behind_opening"
    if not summed:
        previous = cumulative = None
    if state == "not_applicable" or reason == "no_order_lines":
        orders_before = None
    aov = last / orders if last is not None and orders else None
    last_order = ledger.last_order()
    since = relation.since
    found = Amounts(
        state,
        reason,
        ledger.currency,
        last,
        previous,
        cumulative,
        opening is not None and cumulative is not None,
        orders,
        orders_before,
        ledger.first_order(),
        last_order,
        (as_of - last_order).days if last_order is not None else None,
        aov,
        _aov_growth(aov, orders, previous, orders_before, rule.growth_orders),
        (last - previous) / previous if last is not None and previous else None,
        median_interval(ledger.rhythm_days()),
        Decimal((as_of - since).days) / DAYS_A_YEAR if since is not None and since <= as_of else None,
        _by_month(ledger, rule) if summed else (),
        _best_earlier_band(ledger, rule) if summed and ledger.own else None,
        _NO_RECEIPT,
    )
    return found._replace(receipt=_receipt(found, dossier, ledger, rule))


_NO_RECEIPT = Receipt("amounts", Say("amounts.result.never_ordered"), ())


def latest_window(
    ledger: Ledger, relation: Relationship, rule: AmountsRule
) -> tuple[State, str | None, Decimal | None, int | None]:
    """Return state and reason, amount and orders of the window that ends on the rule's day, without a receipt."""
    until, after = rule.ends[:2]
    last, orders = _window(ledger, after, until, rule.policy.window_months)
    state, reason = _state(ledger, relation, last)
    if state == "not_applicable" or reason == "no_order_lines":
        orders = None
    return state, reason, last if state == "value" or reason == "behind_opening" else None, orders


def _window(ledger: Ledger, after: date, until: date, months: int) -> tuple[Decimal | None, int | None]:
    """Return a window's amount and orders; ``None`` for what the rows and the opening balance do not tell."""
    if ledger.sees(after):
        orders, amount = ledger.window(after, until)
        return amount, orders
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
    """Tell whether amounts are known. Lines that were all cancelled say that nothing was sold; no line says nothing."""
    if not ledger.ever_ordered():
        if relation.stage is None or relation.stage in EARLY_STAGES:
            return "not_applicable", "never_ordered"
        if ledger.first_row is None:
            return "unknown", "no_order_lines"
    if ledger.mixed:
        return "unknown", "mixed_currency"
    if not ledger.complete:
        return "unknown", "no_basis_rows"
    return ("value", None) if last is not None else ("unknown", "behind_opening")


def _aov_growth(
    aov: Decimal | None, orders: int | None, previous: Decimal | None, orders_before: int | None, least: int
) -> Decimal | None:
    """Return how far the average order value has grown; unknown where either year has fewer than ``least`` orders."""
    if aov is None or previous is None or orders is None or orders_before is None:
        return None
    if min(orders, orders_before) < max(1, least) or not previous:
        return None
    return aov * orders_before / previous - 1


def median_interval(days: tuple[date, ...]) -> Decimal | None:
    """Return the median number of days between one day with orders and the next, each given once, in order; at least three."""
    if len(days) <= MIN_INTERVALS:
        return None
    gaps = sorted([(later - earlier).days for earlier, later in pairwise(days)])
    middle = len(gaps) // 2
    return Decimal(gaps[middle]) if len(gaps) % 2 else Decimal(gaps[middle - 1] + gaps[middle]) * HALF


def _by_month(ledger: Ledger, rule: AmountsRule) -> tuple[tuple[str, Decimal | None], ...]:
    """Return the amount of each of the last calendar months; ``None`` before the first row and behind an opening balance."""
    days, running, opening = ledger.amount_days, ledger.running, ledger.opening
    if opening is not None:
        unknown = bisect_left(rule.month_starts, opening.date)
    else:
        unknown = bisect_left(rule.month_ends, days[0]) if days else 0
    found = [*rule.untold[:unknown], *rule.unsold[unknown:]]
    at = bisect_right(days, rule.month_starts[unknown]) if unknown < len(found) else len(days)
    while at < len(days) and (place := bisect_left(rule.month_ends, days[at])) < len(found):
        until = bisect_right(days, rule.month_ends[place], at)
        found[place] = (rule.months[place], running[until] - running[at])
        at = until
    return tuple(found)


def _best_earlier_band(ledger: Ledger, rule: AmountsRule) -> str | None:
    """Return the best value band of the three windows before the present one, from what the rows tell."""
    best = ZERO
    policy = rule.policy
    for number in range(1, EARLIER + 1):
        after = rule.ends[number + 1]
        if ledger.sees(after):
            best = max(best, ledger.amount_in(after, rule.ends[number]))
    if best <= 0:
        return None
    return "high" if best >= policy.high else "medium" if best >= policy.medium else "low"


def _receipt(found: Amounts, dossier: Dossier, ledger: Ledger, rule: AmountsRule) -> Receipt:
    if found.state != "value" and found.reason != "behind_opening":
        return Receipt("amounts", Say(f"amounts.result.{found.reason}"), (), rule.parameters, rule.policy.id, SEED)
    as_of, start, before = rule.ends[:3]
    currency, days = found.currency, found.recency_days
    typed = found.cumulative_from_opening and dossier.opening is not None
    opening_lines = (dossier.opening.cite("cumulative_amount"),) if typed and dossier.opening else ()
    recent = ledger.amount_lines(start, as_of)
    lines, last_line = ledger.order_sources, ledger.last_placed()[1]
    ends = lines if len(lines) < 3 else (lines[0], lines[-1])
    if dossier.opening is not None and dossier.opening.last_order is not None:
        ends = (dossier.opening.cite("last_order"), *ends[-1:])
    earlier = ledger.amount_lines(before, start)
    both = (*earlier[:1], *earlier[1:][-1:], *recent[:1], *recent[1:][-1:])
    now, then = ledger.amounts_within(start, as_of), ledger.amounts_within(before, start)
    factors = (
        _factor(_LAST, found.last_12m, currency, recent, _orders(found.orders_12m, now)),
        _factor(_PREVIOUS, found.previous_12m, currency, earlier, _orders(found.orders_previous, then)),
        _factor(_CUMULATIVE, found.cumulative, currency, (*opening_lines, *ledger.all_lines()), _rows(ledger, opening=typed)),
        _factor(_AOV, found.aov, currency, recent, None),
        Factor(_UPSELL, Percent(found.upsell_rate), None, None, both) if found.upsell_rate is not None else _NO_UPSELL,
        Factor(_RECENCY, Say("unit.days", (("n", days),)), None, None, last_line) if days is not None else _NO_RECENCY,
        Factor(_RHYTHM, found.median_interval_days, None, None, ends) if found.median_interval_days is not None else _NO_RHYTHM,
        _tenure(found.cooperation_years, dossier.customer) if found.cooperation_years is not None else _NO_TENURE,
    )
    if found.last_12m is None:
        result = Say("amounts.result.behind_opening")
    else:
        result = Say("amounts.result.value", (("amount", Money(found.last_12m, currency)), ("n", found.orders_12m)))
    return Receipt("amounts", result, factors, rule.parameters, rule.policy.id, SEED, recent)


def _tenure(years: Decimal, customer: Customer) -> Factor:
    """Return the years of cooperation with the line that they are counted from: the typed day, else the first sale's stage."""
    if customer.cooperation_since is not None:
        return Factor(_TENURE, years, None, None, (customer.cite("cooperation_since"),))
    steps = [(step.from_, place) for place, step in enumerate(customer.stages) if step.stage in RATED_STAGES]
    sources = (customer.cite("stages", min(steps)[1], "from"),) if steps else ()
    return Factor(_TENURE, years, None, _FIRST_SALE, sources)


def _orders(count: int | None, rows: int) -> Say | None:
    """Say how many orders there were, and where their rows are too many that the first and the last are cited."""
    if count is None:
        return None
    return Say("amounts.note.orders_ends" if rows > CITED else "amounts.note.orders", (("n", count),))


def _rows(ledger: Ledger, *, opening: bool) -> Say | None:
    """Say that an opening balance is in a sum, and where its rows are too many that the first and the last are cited."""
    count = len(ledger.amount_sources)
    if count > CITED:
        return Say("amounts.note.opening_rows" if opening else "amounts.note.rows", (("n", count),))
    return _FROM_OPENING if opening else None


def _factor(name: Say, amount: Decimal | None, currency: str, sources: tuple[Citation, ...], note: Say | None) -> Factor:
    if amount is None:
        return Factor(name, None, None, note, (), "unknown")
    return Factor(name, Money(amount, currency), None, note, sources)
