"""Changing: what changed at one customer since the end of the last quarter as the portfolio sees it, packed into one text.

The text is ``-`` for whoever may not see it.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, day_text, expanded, number_text, pack

if TYPE_CHECKING:
    from crmsite.figures.changed import Changed

WITHHELD = "-"
"""Stands for what the reader may not see."""


NOTHING = ",[]]"
"""How the text of a customer ends at which nothing changed."""


class ChangeLine(Slotted):
    """One change: its kind, what it is about, its day, whether it is good news, its words; where it is shown and written."""

    kind: str
    ref: str
    day: str | None
    judgement: str
    text: str | None
    place: str
    source: str


class StoodLine(Slotted):
    """Where the customer stood on the closing day; the amount is decimal text."""

    tier: str | None
    segment: str | None
    band: str | None
    amount: str | None


class Changing(Slotted):
    """What the text holds; ``then`` is ``None`` where the customer was not on record on the closing day."""

    then: StoodLine | None
    changes: tuple[ChangeLine, ...]


def changing_text(changed: Changed) -> str:
    """Return what changed at a customer as one text."""
    if changed.state == "withheld":
        return WITHHELD
    stood = changed.then
    then = None if stood is None else (stood.tier, stood.segment, stood.band, number_text(stood.amount))
    lines = []
    for kind, ref, day, judgement, text, place, source in changed.changes:
        cited = f"{source.path}:{source.line}" if source is not None and source.path else ""
        lines.append((kind, ref, day_text(day), judgement, pack(text), place, cited))
    return compact([then, lines])


def change_count(text: str, kind: str) -> int:
    """Return how many changes of a kind a text holds, without reading it: a change begins with its kind, and nothing else does."""
    return text.count(f'["{kind}",')


def changing_of(text: str) -> Changing:
    """Return what :func:`changing_text` packed."""
    if text == WITHHELD:
        return Changing(None, ())
    then, lines = expanded(text)
    return Changing(None if then is None else StoodLine(*then), tuple(starmap(ChangeLine, lines)))
