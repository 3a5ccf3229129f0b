"""Kano: pairs of answers to classes by a published table, and the class of a feature by Blauth's rule.

What somebody declared of a need is another thing and is never mixed with it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crmsite.figures.facts import State

TABLES: Mapping[str, tuple[str, ...]] = {
    "berger": ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "pouliot": ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
}
"""Rows are the answer to the functional question, columns to the dysfunctional one: like, must be, neutral, live with, dislike."""

CLASSES = ("M", "O", "A", "I", "R", "Q")
"""Must-be, one-dimensional, attractive, indifferent, reverse, questionable: in this order ties are settled."""

KINDS: Mapping[str, str] = {"M": "must_be", "O": "performance", "A": "attractive", "I": "indifferent", "R": "reverse"}
"""The listed value that a class stands for; a questionable one stands for none."""

_WANTED, _REST = ("O", "A", "M"), ("I", "R", "Q")


class Kano(Slotted):
    """One feature as answers class it.

    ``kind`` is Blauth's class and ``mode`` the most frequent one: they need not agree. ``uncertain``: the first two of the
    group that decided lie closer than chance would put them. ``better`` and ``worse`` are ratios, none where nobody gave an
    answer that they count. With few answers the state is ``unknown``, and only counts are told.
    """

    state: State
    counts: tuple[tuple[str, int], ...]
    n: int
    kind: str | None
    mode: str | None
    uncertain: bool
    better: Decimal | None
    worse: Decimal | None


def class_of(functional: int, dysfunctional: int, table: str) -> str:
    """Return the class of one pair of answers, each 1 to 5."""
    return TABLES[table][functional - 1][dysfunctional - 1]


def kano_of(classes: Iterable[str], few: int) -> Kano:
    """Return what answers to one feature say; below ``few`` of them only how often each class was given."""
    found = list(classes)
    counts = {name: found.count(name) for name in CLASSES}
    told = tuple(counts.items())
    if len(found) < few or not found:
        return Kano("unknown", told, len(found), None, None, False, None, None)
    group = _WANTED if sum(counts[name] for name in _WANTED) > sum(counts[name] for name in _REST) else _REST
    first, second = _ranked(counts, group)[:2]
    apart = counts[first] - counts[second]
    base = counts["A"] + counts["O"] + counts["M"] + counts["I"]
    return Kano(
        "value", told, len(found), first, _ranked(counts, CLASSES)[0], apart * apart < counts[first] + counts[second],
        Decimal(counts["A"] + counts["O"]) / base if base else None, -Decimal(counts["O"] + counts["M"]) / base if base else None,
    )


def _ranked(counts: Mapping[str, int], group: Iterable[str]) -> list[str]:
    """Return classes by how often they were given; ties in the order must-be, one-dimensional, attractive and so on."""
    return sorted(group, key=lambda name: (-counts[name], CLASSES.index(name)))
