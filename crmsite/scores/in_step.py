"""Works in step: one customer's figures are many small programs, and each is done for all before the next begins.

What the processor has at hand of a program then serves every customer. Each work says by ``yield`` where a step of it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

T = TypeVar("T")


def in_step(works: Iterable[Generator[None, None, T]]) -> list[T]:
    """Carry works on together, each to the end of its step, until all have ended; return what they returned, in order."""
    going = dict(enumerate(works))
    found: dict[int, T] = {}
    while going:
        for place, work in going.items():
            try:
                next(work)
            except StopIteration as ended:
                found[place] = ended.value
        going = {place: work for place, work in going.items() if place not in found}
    return [found[place] for place in sorted(found)]
