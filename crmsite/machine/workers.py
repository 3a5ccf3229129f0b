"""Executors: the same function over the same items, in this process, in several, or on whatever runs futures.

Results come in the order of the items whatever the number of workers, so nothing downstream can tell them apart.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4
"""How many items per worker may be under way or waiting to be taken: it bounds the results held in memory."""


def default_jobs() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shards_map(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Generator[Result, None, None]:
    """Yield ``function(item)`` for every item, in their order, computed by up to ``jobs`` forked processes.

    Workers inherit the function and the items by the fork, so both may be large and need not be picklable; only results
    are. An exception of a worker is raised here. However the iteration ends, no worker is left behind; who may leave it
    before its end closes it (``contextlib.closing``).
    """
    shards = list(items)
    count = min(jobs, len(shards))
    if count <= 1:
        yield from map(function, shards)
        return
    from crmsite.machine.forks import Work, do, forked

    with forked(count, Work(function, shards)) as pool:
        waiting: deque[Future[Result]] = deque()
        for index in range(len(shards)):
            waiting.append(cast("Future[Result]", pool.submit(do, index)))
            if len(waiting) >= count * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def run(executor: Executor | None, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield ``function(item)`` in the items' order on any executor (threads, processes, a cluster); None means here."""
    return map(function, items) if executor is None else executor.map(function, items)


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the search for cyclic garbage: a run makes hardly any, yet it would be looked for among millions of values.

    Workers that are forked meanwhile do without it as well. A command that ends does without it from its first line; this is
    for one that goes on living.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
