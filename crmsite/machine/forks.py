"""Forked processes for one run: they inherit its work, leave interrupts to it, and are gone when it is."""

from __future__ import annotations

import gc
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.process import BaseProcess


class Work(NamedTuple):
    """What a forked worker inherits: the function with all it closes over, and the items. Neither is ever pickled."""

    function: Callable[..., object]
    items: Sequence[object]


_inherited: ContextVar[Work] = ContextVar("_inherited")


@contextmanager
def forked(count: int, work: Work) -> Iterator[ProcessPoolExecutor]:
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


def _enter(work: Work, lifeline: int, held: int) -> None:
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


def do(index: int) -> object:
    """Work on one item, in a worker."""
    work = _inherited.get()
    return work.function(work.items[index])
