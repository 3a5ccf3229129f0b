"""What ``crmsite list metrics`` lists: every figure of all customers, with what it was divided from and its interval."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import year_start
from crmsite.figures.facts import Money, Percent, say
from crmsite.grammar.measures import MEASURES
from crmsite.metrics.figure import book_of
from crmsite.metrics.table import METRICS, figure, window_of
from crmsite.portfolio.metric_parts import name_of, parts_of
from crmsite.portfolio.metric_words import headline, made, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.figures.facts import Shown
    from crmsite.grammar.measures import Measure
    from crmsite.metrics.figure import Book, Figure
    from crmsite.stages.pipeline import Loaded
    from crmsite.summaries.summary import Summary

UNITS = ("share", "growth")


def metric_rows(loaded: Loaded, found: list[Summary], *, every: bool) -> list[dict[str, Shown]]:
    """Return the metrics of some customers in the order of the catalogue, each part after its whole.

    Of all customers (``every``) what nobody signed counts too: it belongs to no customer, so of some of them it is left out.
    The window is the one that today's figure looks at: twelve months, or the running quarter, as on the page.
    """
    organisation, as_of = loaded.organisation, loaded.as_of
    settings = organisation.site.org
    shared = organisation if every else organisation._replace(anonymous=())
    begins = year_start(settings.fiscal_year_start)
    book = book_of(found, loaded.policies, as_of, begins, settings.currency, shared=shared)
    rows = []
    for measure in MEASURES:
        for name in _names(measure, book):
            window = window_of(name, book, book.last)
            one = figure(name, book, window)
            rows.append({
                "id": name,
                "name": name_of(name, measure, organisation),
                "value": _exact(one.value, measure, book.currency),
                "unit": measure.unit,
                "better": measure.better,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "low": one.interval.low if one.interval else None,
                "high": one.interval.high if one.interval else None,
                "value_state": one.state,
                "value_reason": one.reason,
                "told": headline(one, measure, book.currency),
                "made": made(one, measure, book.currency) if one.value is not None else _why(one),
                "known": one.known,
                "asked": one.asked,
                "after": window.after,
                "until": window.until,
                "customers": ",".join(one.ids),
                "others": ",".join(one.others),
                "parts": _parts(one),
            })  # fmt: skip
    return rows


def _names(measure: Measure, book: Book) -> Iterator[str]:
    if measure.id in METRICS:
        yield measure.id
    yield from (f"{measure.id}.{part}" for part in parts_of(measure.id, book))


def _exact(value: Decimal | None, measure: Measure, currency: str) -> Shown:
    """Return a value as programs read it: shares as ratios, amounts with their currency, all else as the number."""
    if value is None or measure.unit in ("days", "years", "hours"):
        return value
    return Percent(value) if measure.unit in UNITS else shown(value, measure, currency)


def _why(one: Figure) -> Shown:
    return say(f"metrics.reason.{one.reason}") if one.reason else None


def _parts(one: Figure) -> str | None:
    """Return what else a figure was made of, such as the parameters of a model, as ``name=value`` that programs read."""
    if not one.parts:
        return None
    return "; ".join(f"{name.key.rpartition('.')[2]}={_plain(value)}" for name, value in one.parts)


def _plain(value: Shown) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case Money(amount, currency):
            return f"{amount:.2f} {currency}"
        case Percent(ratio):
            return format(ratio, "f")
    return str(value)
