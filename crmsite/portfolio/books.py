"""The book of metrics of a portfolio: read once for all pages that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import year_start
from crmsite.metrics.figure import book_of

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio


def book_from(portfolio: Portfolio) -> Book:
    """Return what metrics are worked out from: the one that is kept for all pages, else a new one."""
    return portfolio.book() if portfolio.book is not None else new_book(portfolio)


def new_book(portfolio: Portfolio) -> Book:
    """Put the book together."""
    begins = year_start(portfolio.organisation.site.org.fiscal_year_start)
    shared = portfolio.organisation
    return book_of(
        portfolio.summaries, portfolio.policies, portfolio.as_of, begins, portfolio.currency, portfolio.recall, shared
    )


def empty_book(portfolio: Portfolio) -> Book:
    """Return the book without a customer: its quarters and policies, for whoever remembers the figures."""
    begins = year_start(portfolio.organisation.site.org.fiscal_year_start)
    return book_of((), portfolio.policies, portfolio.as_of, begins, portfolio.currency)
