"""Care as metrics 关怀覆盖率: of the customers whom an item concerned in its latest period that ended, how many it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.shown import say
from crmsite.metrics.figure import Figure, absent, unknown
from crmsite.metrics.keeping import kept
from crmsite.slotted import Slotted
from crmsite.summaries.owing import cared_of

if TYPE_CHECKING:
    from crmsite.metrics.figure import Book, Window
    from crmsite.scores.care import Programme
    from crmsite.summaries.owing import Cared


class _Held(Slotted):
    """An item with the place of the period that is told, and that period's name."""

    programme: Programme
    place: int
    period: str


def care_coverage(book: Book, window: Window) -> Figure:
    """Return the share over all items together: each customer counts once for each item that concerned it."""
    held = _held(book, window)
    cared = _cared(book) if held else []
    written = [one for one in held if any(_recorded(found, one) for _, found in cared)]
    return _reached(book, "care_coverage", held, written, cared)


def item_coverage(book: Book, window: Window, item: str) -> Figure:
    """Return the share of one item, by its id; where several programmes have it, of the one whose period ended last."""
    name = f"care_coverage.{item}"
    held = [one for one in _held(book, window) if item in (one.programme.item.id, one.programme.ref)]
    held = [max(held, key=lambda one: one.programme.periods[one.place].end)] if held else []
    cared = _cared(book) if held else []
    written = [one for one in held if any(_recorded(found, one) for _, found in cared)]
    found = _reached(book, name, held, written, cared)
    return found._replace(notes=(say("metrics.note.period", period=held[0].period),)) if found.state == "value" else found


def _cared(book: Book) -> list[tuple[str, Cared]]:
    """Read what became of the items at each customer."""
    return [(member.id, cared_of(member.summary.cared)) for member in book.members]


def _held(book: Book, window: Window) -> list[_Held]:
    """Return the items of the programmes that ran when the window ended, each with its latest period that was over by then."""
    found = []
    today = book.as_of.isoformat()
    for programme in book.care:
        ends = [period.end.isoformat() for period in programme.periods]
        over = [place for place, end in enumerate(ends) if end < today and window.after < end <= window.until]
        if over and programme.care.period.to.isoformat() >= min(window.until, today):
            found.append(_Held(programme, over[-1], programme.periods[over[-1]].id))
    return found


def _recorded(cared: Cared, held: _Held) -> bool:
    """Tell whether by the end of the period anybody had written down a touch of the item, or what became of a message."""
    return any(line.ref == held.programme.ref and line.silent <= held.place for line in cared.items)


def _reached(book: Book, metric: str, held: list[_Held], written: list[_Held], cared: list[tuple[str, Cared]]) -> Figure:
    if not held:
        return absent(metric, "no_care_period") if book.care else absent(metric, "no_care")
    if not written:
        return unknown(metric, "care_unrecorded", asked=len(book.members))
    rows = []
    for name, found in cared:
        hits = judged = 0
        lines = {line.ref: line for line in found.items}
        for one in written:
            line = lines.get(one.programme.ref)
            count = line.periods[one.place][1] if line is not None else None
            if line is not None and isinstance(count, int):
                judged += 1
                hits += count >= line.times
        if judged:
            rows.append((name, hits, judged))
    return kept(metric, rows, "care_concerned_nobody")
