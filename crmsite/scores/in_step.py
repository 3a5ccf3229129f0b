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
    going = list(enumerate(works))
    found: dict[int, T] = {}
    while going:
        ended = len(found)
        for place, work in going:
            try:
                next(work)
            except StopIteration as end:
                found[place] = end.value
        if len(found) != ended:
            going = [one for one in going if one[0] not in found]
    return [found[place] for place in range(len(found))]
