"""Measures whole processes: CPU with all children, wall clock, peak memory; and what the disk alone costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KIB = 1024


class Cost(NamedTuple):
    """What one run took: seconds of CPU (user and system, children included), seconds, MiB of the largest process."""

    cpu: float
    wall: float
    peak: float


class Run(NamedTuple):
    """A finished process: its cost, exit code, and what it said."""

    cost: Cost
    code: int
    said: str


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end and measure it. Output goes to a file, so that nobody has to read along.

    A Python of ours keeps compiled modules and templates, as it does for everybody who has not forbidden it.
    """
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**surroundings, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    return Run(Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _KIB), process.returncode, said)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(median(cost[at] for cost in costs) for at in range(len(Cost._fields))))


@contextmanager
def _timed(found: list[Cost]) -> Iterator[None]:
    before, started = os.times(), time.perf_counter()
    yield
    after = os.times()
    found.append(Cost(after.user - before.user + after.system - before.system, time.perf_counter() - started, 0))


def scan_floor(folder: Path) -> tuple[int, Cost]:
    """List a tree and stat every file, doing nothing else; return the number of files and the cost."""
    found: list[Cost] = []
    count = 0
    with _timed(found):
        folders = [str(folder)]
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        entry.stat(follow_symlinks=False)
                        count += 1
    return count, found[0]


def clone_floor(folder: Path) -> tuple[int, Cost]:
    """Make a copy of a tree by hard links, doing nothing else; return the number of files and the cost."""
    found: list[Cost] = []
    copy = folder.with_name(folder.name + ".clone-floor")
    with _timed(found):
        shutil.copytree(folder, copy, copy_function=os.link)
    count = sum(len(files) for _, _, files in os.walk(copy))
    shutil.rmtree(copy)
    return count, found[0]


def weight(folder: Path) -> tuple[int, int]:
    """Return the number of files below a folder and their bytes."""
    sizes = [os.path.getsize(os.path.join(home, name)) for home, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def discard(*folders: Path) -> None:
    """Move folders out of the way, to be deleted by ``empty_bin``: deletion is nobody's work and is not measured."""
    for folder in folders:
        if folder.exists():
            folder.parent.joinpath(".bin").mkdir(exist_ok=True)
            folder.rename(Path(tempfile.mkdtemp(dir=folder.parent / ".bin")) / folder.name)


def empty_bin(home: Path) -> None:
    """Delete what was discarded in a folder."""
    shutil.rmtree(home / ".bin", ignore_errors=True)
