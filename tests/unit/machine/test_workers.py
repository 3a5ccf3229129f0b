"""Executors: the same results in the same order whatever works on them, and nobody left behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import active_children
from typing import TYPE_CHECKING

import pytest

from crmsite.machine.workers import default_jobs, run, shards_map, uncollected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def square(number: int) -> int:
    """Return the square; at the top of the module, so that any executor can be sent it."""
    return number * number


class TestShardsMap:
    """One function over many items, in forked processes."""

    @pytest.mark.parametrize("jobs", [0, 1, 2, 3, 7])
    @pytest.mark.parametrize("count", [0, 1, 2, 50])
    def test_results_come_in_the_order_of_the_items(self, jobs: int, count: int) -> None:
        def slow_at_first(number: int) -> int:
            time.sleep(0.002 if number < 3 else 0)
            return number * number

        assert list(shards_map(slow_at_first, range(count), jobs)) == [n * n for n in range(count)]

    def test_one_job_works_in_this_process_several_do_not(self) -> None:
        assert set(shards_map(lambda _: os.getpid(), range(4), 1)) == {os.getpid()}
        assert os.getpid() not in set(shards_map(lambda _: os.getpid(), range(4), 2))

    def test_function_and_items_need_no_pickling(self) -> None:
        unpicklable = [lambda n=n: n for n in range(6)]
        assert list(shards_map(lambda item: item(), unpicklable, 2)) == list(range(6))

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_an_exception_comes_out_at_its_place(self, jobs: int) -> None:
        results = shards_map(lambda n: 12 // n, [3, 4, 0, 6], jobs)
        assert [next(results), next(results)] == [4, 3]
        with pytest.raises(ZeroDivisionError):
            next(results)
        assert active_children() == []

    def test_left_early_and_closed_no_worker_stays(self) -> None:
        with closing(shards_map(time.sleep, [0, 30, 30, 30], 2)) as results:
            next(results)
            assert len(active_children()) == 2
            started = time.monotonic()
        assert active_children() == []
        assert time.monotonic() - started < 1

    def test_results_ahead_of_the_reader_are_bounded(self, tmp_path: Path) -> None:
        with closing(shards_map(lambda n: (tmp_path / str(n)).write_text(""), range(200), 2)) as results:
            next(results)
            time.sleep(0.1)
            assert len(list(tmp_path.iterdir())) <= 2 * 4 + 1


class TestUncollected:
    """No search for cyclic garbage during a run, here and in its workers; after it as before."""

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_off_here_and_in_workers(self, jobs: int) -> None:
        with uncollected():
            assert not any(shards_map(lambda _: gc.isenabled(), range(4), jobs))
        assert gc.isenabled()

    def test_on_again_after_an_exception(self) -> None:
        with pytest.raises(ZeroDivisionError), uncollected():
            _ = 1 // 0
        assert gc.isenabled()

    def test_stays_off_for_somebody_who_wants_it_off(self) -> None:
        with uncollected():
            with uncollected():
                pass
            assert not gc.isenabled()


class TestRun:
    """The seam: anything that runs futures."""

    @pytest.mark.parametrize(
        "make", [None, lambda: ThreadPoolExecutor(3), lambda: ProcessPoolExecutor(2)], ids=["here", "threads", "processes"]
    )
    def test_any_executor_gives_the_same(self, make: Callable[[], Executor] | None) -> None:
        if make is None:
            assert list(run(None, square, range(20))) == [n * n for n in range(20)]
        else:
            with make() as executor:
                assert list(run(executor, square, range(20))) == [n * n for n in range(20)]


def test_as_many_jobs_as_usable_cores() -> None:
    """A process bound to one core has one job."""
    code = """
import os
from crmsite.machine.workers import default_jobs
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(default_jobs())
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "1\n"
    assert default_jobs() == len(os.sched_getaffinity(0))


BUSY = """
import os, sys, time
from crmsite.machine.workers import shards_map
def work(number):
    os.close(os.open(f"{sys.argv[1]}/{os.getpid()}", os.O_CREAT))
    while number < 3:
        sum(range(1000))
try:
    list(shards_map(work, range(4), 4))
except KeyboardInterrupt:
    sys.exit(130)
"""


class TestEnd:
    """However the parent ends, its workers end with it, the three that are busy and the one that is idle."""

    @pytest.mark.parametrize(
        ("number", "group", "code"),
        [(signal.SIGINT, True, 130), (signal.SIGINT, False, 130), (signal.SIGTERM, False, -15), (signal.SIGKILL, False, -9)],
        ids=["Ctrl-C in a terminal", "interrupted", "terminated", "killed"],
    )
    def test_no_worker_outlives_its_parent_by_a_second(self, tmp_path: Path, number: int, group: bool, code: int) -> None:
        parent = subprocess.Popen([sys.executable, "-c", BUSY, str(tmp_path)], stderr=subprocess.PIPE, start_new_session=True)
        while len(workers := [int(path.name) for path in tmp_path.iterdir()]) < 4:
            time.sleep(0.01)
        started = time.monotonic()
        if group:
            os.killpg(parent.pid, number)
        else:
            os.kill(parent.pid, number)
        try:
            _, complaints = parent.communicate(timeout=5)
        finally:
            parent.kill()
        while any(map(lives, workers)):
            time.sleep(0.01)
        assert time.monotonic() - started < 1
        assert (parent.returncode, complaints) == (code, b"")


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        with open(f"/proc/{pid}/stat") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
