"""Executors: the same function over the same items, in this process, in several, or on whatever runs futures.

Results come in the order of the items whatever the number of workers, so nothing downstream can tell them apart.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4
"""How many items per worker may be under way or waiting to be taken: it bounds the results held in memory."""


class _Work(NamedTuple):
    """What a forked worker inherits: the function with all it closes over, and the items. Neither is ever pickled."""

    function: Callable[..., object]
    items: Sequence[object]


_inherited: ContextVar[_Work] = ContextVar("_inherited")


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
    with _forked(count, _Work(function, shards)) as pool:
        waiting: deque[Future[Result]] = deque()
        for index in range(len(shards)):
            waiting.append(cast("Future[Result]", pool.submit(_do, index)))
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


@contextmanager
def _forked(count: int, work: _Work) -> Iterator[ProcessPoolExecutor]:
    """Lend a pool of ``count`` forked workers. Left by an exception, it kills them at once instead of waiting."""
    older = set(active_children())
    lifeline, held = os.pipe()
    freezes = gc.get_freeze_count() == 0
    gc.freeze()
    pool = ProcessPoolExecutor(count, get_context("fork"), _enter, (work, lifeline, held))
    try:
        with ExitStack() as unless_done:  # an interrupt and a closed generator too end the workers
            unless_done.callback(_kill_all_but, older)
            _fork_all(pool)
            yield pool
            unless_done.pop_all()
    finally:
        pool.shutdown(cancel_futures=True)
        os.close(held)
        os.close(lifeline)
        if freezes:
            gc.unfreeze()


def _kill_all_but(older: set[BaseProcess]) -> None:
    """Kill the children that were started since then."""
    for worker in set(active_children()) - older:
        worker.kill()


def _fork_all(pool: ProcessPoolExecutor) -> None:
    """Start every worker, which the first task does; an interrupt waits until each of them has learnt to ignore it."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool.submit(os.getpid)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _enter(work: _Work, lifeline: int, held: int) -> None:
    """Make a worker ready: it leaves interrupts to its parent, and dies with it, even when that is killed."""
    _inherited.set(work)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.close(held)
    threading.Thread(target=_die_with, args=(lifeline,), daemon=True).start()


def _die_with(lifeline: int) -> None:
    """Wait for the end of a pipe that nobody writes to: it comes when the parent is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _do(index: int) -> object:
    """Work on one item, in a worker."""
    work = _inherited.get()
    return work.function(work.items[index])
