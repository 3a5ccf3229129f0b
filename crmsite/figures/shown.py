"""What figures are told in: amounts, shares, terms, people, sentences; and the receipt that says why a figure is what it is.

All are plain frozen values without language. A sentence is a ``Say``: a message key and its arguments, which the
reader's language turns into words. A figure that is not known is never a number: it has a state and a reason.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from crmsite.grammar.fields import Citation, Localised
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.slotted import Slotted

State = Literal["value", "unknown", "not_applicable", "withheld"]
Level = Literal["urgent", "watch", "data"]
Status = Literal["overdue", "due_soon", "on_track", "not_started", "done_on_time", "done_late", "cancelled", "undated"]


class Money(NamedTuple):
    """An amount in the base unit of its currency."""

    amount: Decimal
    currency: str


class Percent(NamedTuple):
    """A ratio that is printed as a percentage: 0.15 as 15 %."""

    ratio: Decimal


class Term(NamedTuple):
    """A listed value, printed by its label; ``listing`` is a key of the vocabulary, ``taxonomy:NAME``, or ``message``."""

    listing: str
    id: str


LISTED = {listing: {value: Term(listing, value) for value in words} for listing, words in VOCABULARY.items()}
"""Every value of the vocabulary, by listing and id: a page names thirty of them, and they are the same on all pages."""


class Who(NamedTuple):
    """A person of ours, printed by display name or masked name."""

    id: str


class Say(NamedTuple):
    """A sentence or phrase: a message key and its arguments."""

    key: str
    args: tuple[tuple[str, Shown], ...] = ()


Shown: TypeAlias = "str | int | Decimal | date | Money | Percent | Term | Who | Localised | Say | None"


def say(key: str, **args: Shown) -> Say:
    """Make a sentence from a message key and named arguments."""
    return Say(key, tuple(args.items()))


class Factor(Slotted):
    """One line of a receipt: what went in, what it counted, where it stands."""

    name: Say
    value: Shown
    points: Shown = None
    note: Say | None = None
    sources: tuple[Citation, ...] = ()
    state: State = "value"


class Receipt(Slotted):
    """Why a figure is what it is. ``score`` names the explanation page; ``policy`` the rule's version; ``seed`` its origin."""

    score: str
    result: Say
    factors: tuple[Factor, ...]
    parameters: tuple[tuple[Say, Shown], ...] = ()
    policy: str = ""
    seed: str = ""
    sources: tuple[Citation, ...] = ()
