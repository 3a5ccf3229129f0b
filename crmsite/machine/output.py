"""Publishing a folder of pages as a whole: a new generation is built beside the old one, then the two change places.

At no moment is there a mixture: whoever is killed here leaves the old site or the new one. Pages that did not change
are hard links to the old generation's files. A manifest in the site names every file that is ours; a folder that holds
anything else is refused, and nothing but our own files is ever removed.

Call order, under one ``Lock``: ``load_previous``, then ``publish``, or a ``Stage`` where workers write the pages.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from typing import TYPE_CHECKING, NamedTuple, Self

from crmsite.machine.folders import sync, sync_one, write_new
from crmsite.machine.generations import (
    MANIFEST,
    UNFINISHED,
    Names,
    Previous,
    PublishRefused,
    Stat,
    check_path,
    check_target,
    content_digest,
    dispose,
    load_previous,
    recover,
    replace,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

__all__ = (
    "MANIFEST",
    "Kept",
    "Lock",
    "Page",
    "Previous",
    "PublishRefused",
    "Published",
    "Stage",
    "Stat",
    "load_previous",
    "publish",
    "site_lock",
    "write_page",
)

_COPY_INSTEAD = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS})


class Page(NamedTuple):
    """A file of the site: its path, relative and with ``/``, and its bytes."""

    path: str
    data: bytes


class Kept(NamedTuple):
    """A file of the site whose bytes are those of the previous generation."""

    path: str


class Published(NamedTuple):
    """What publishing did: the pages written and removed (sorted), how many were kept, and every page's state now.

    ``clone_seconds`` is the CPU time spent on linking what was kept and removing the old generation, ``exchanged_seconds`` that of
    the whole run, with the processes that it has ended, until the site stood as it is to be.
    """

    written: list[str]
    kept: int
    removed: list[str]
    stats: dict[str, Stat]
    clone_seconds: float
    exchanged_seconds: float


def publish(
    site: Path, pages: Iterable[Page | Kept], kept: Iterable[str], previous: Previous, *, durable: bool = True
) -> Published:
    """Make ``site`` consist of ``pages`` and ``kept``, and of nothing else, in one exchange.

    ``pages`` may be a generator: no more than one page is held. Whatever is raised here or by it, the old site stays
    whole and the half-built one is removed.
    """
    with Stage(site, previous, durable=durable) as stage:
        for path in kept:
            stage.link(path)
        for page in pages:
            if isinstance(page, Kept):
                stage.link(page.path)
            else:
                stage.write(page.path, page.data)
        return stage.finish()


def write_page(stage: str, path: str, data: bytes) -> Stat:
    """Write a page into a stage's folder, from any process; the stage is told of it by ``adopt``."""
    check_path(path)
    try:
        return Stat(content_digest(data), *write_new(f"{stage}/{path}", data))
    except FileExistsError as refusal:
        raise PublishRefused("same-path", path) from refusal


class Stage:
    """The next generation of a site, under construction in ``folder`` beside it. A context manager: left unfinished, it goes."""

    def __init__(self, site: Path, previous: Previous | None = None, *, durable: bool = True) -> None:
        """Make the folder. ``durable`` makes the new generation reach the disk before the exchange, for power cuts."""
        self._site = os.path.abspath(site)
        self._previous = load_previous(site) if previous is None else previous
        self._durable = durable
        self._names = Names()
        self._stats: dict[str, Stat] = {}
        self._kept: list[str] = []
        self._written: list[str] = []
        check_target(self._site, ())
        os.makedirs(os.path.dirname(self._site), exist_ok=True)
        recover(self._site)
        self.folder = f"{self._site}.next-{os.getpid()}"
        os.mkdir(self.folder)
        self._inode = os.stat(self.folder).st_ino
        with contextlib.ExitStack() as unless_begun:  # an interrupt too leaves no folder behind
            unless_begun.callback(self._remove)
            write_new(f"{self.folder}/{UNFINISHED}", b"")
            unless_begun.pop_all()

    def __enter__(self) -> Self:
        """Return the stage itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove what is left of the folder: an unfinished generation, or the old one."""
        self._remove()

    def write(self, path: str, data: bytes) -> Stat:
        """Add a page; one whose bytes the site has already is linked instead."""
        before = self._previous.stat(path)
        if before is not None and before.digest == content_digest(data):
            return self.link(path)
        self._names.claim(path)
        return self._add(path, write_page(self.folder, path, data))

    def link(self, path: str) -> Stat:
        """Keep a page of the previous generation. One that is not there is a ``LookupError``: ask ``Previous`` before."""
        before = self._previous.stat(path)
        if before is None:
            message = f"no page to keep: {path}"
            raise LookupError(message)
        self._names.claim(path)
        self._kept.append(path)
        self._stats[path] = before
        return before

    def adopt(self, path: str, written: Stat) -> Stat:
        """Add a page that ``write_page`` wrote, in this process or another."""
        before = self._previous.stat(path)
        if before is not None and before.digest == written.digest:
            os.unlink(f"{self.folder}/{path}")
            return self.link(path)
        self._names.claim(path)
        return self._add(path, written)

    def finish(self) -> Published:
        """Publish: link what is kept, exchange the generations, remove the old one. Without a change, do nothing."""
        removed = sorted(self._previous.listed - self._stats.keys())
        if not self._written and not removed:
            return Published([], len(self._kept), [], self._stats, 0.0, _spent())
        started = time.process_time()
        copied = self._clone()
        cloned = time.process_time()
        lines = [f"{entry.digest} {entry.size} {path}\n" for path, entry in sorted(self._stats.items())]
        write_new(f"{self.folder}/{MANIFEST}", "".join(lines).encode())
        os.unlink(f"{self.folder}/{UNFINISHED}")
        if self._durable:
            sync(self.folder, [*self._written, *copied, MANIFEST], self._names.folders())
        replace(self.folder, self._site)
        if self._durable:
            with contextlib.suppress(OSError):
                sync_one(os.path.dirname(self._site))
        exchanged, whole = time.process_time(), _spent()
        self._remove()
        spent = cloned - started + time.process_time() - exchanged
        return Published(sorted(self._written), len(self._kept), removed, self._stats, spent, whole)

    def _remove(self) -> None:
        """Remove what the folder holds by now, as far as the system lets us; the next publisher removes the rest."""
        with contextlib.suppress(OSError):
            exchanged = os.stat(self.folder).st_ino != self._inode
            dispose(self.folder, self._site, self._previous.listed if exchanged else None)

    def _add(self, path: str, written: Stat) -> Stat:
        self._written.append(path)
        self._stats[path] = written
        return written

    def _clone(self) -> list[str]:
        """Link every kept page into the new generation; return those that had to be copied."""
        copied = []
        for folder in sorted({path.rpartition("/")[0] for path in self._kept}):
            os.makedirs(f"{self.folder}/{folder}", exist_ok=True)
        for path in self._kept:
            old, new = f"{self._site}/{path}", f"{self.folder}/{path}"
            try:
                os.link(old, new)
            except OSError as refusal:
                if refusal.errno not in _COPY_INSTEAD:
                    raise
                with open(old, "rb") as file:
                    write_new(new, file.read())
                mtime = self._stats[path].mtime_ns
                os.utime(new, ns=(mtime, mtime))
                copied.append(path)
        return copied


def _spent() -> float:
    """Return the CPU seconds of this process and of those that it has ended."""
    return sum(os.times()[:4])


def site_lock(site: Path) -> Lock:
    """Return the lock that keeps two publishers of one site apart, whichever repositories or audiences they build from."""
    return Lock(f"{os.path.abspath(site)}.lock", stays=False)


class Lock:
    """One publisher at a time: an advisory lock on a file, which names its holder and dies with it."""

    def __init__(self, path: Path | str, *, stays: bool = True) -> None:
        """Name the lock's file; it is made when needed, and removed with the lock unless it ``stays``."""
        self._path = str(path)
        self._stays = stays
        self._descriptor = -1

    def acquire(self, wait: Callable[[int | None], None]) -> Self:
        """Take the lock. When another process has it, call ``wait`` once with that one's id, then wait (or let it raise)."""
        os.makedirs(os.path.dirname(self._path) or ".", exist_ok=True)
        told = False
        self._open()
        with contextlib.ExitStack() as unless_taken:  # an interrupt while waiting too gives the descriptor back
            unless_taken.callback(self._close)
            while True:
                try:
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if not told:
                        holder = os.pread(self._descriptor, 20, 0)
                        wait(int(holder) if holder.isdigit() else None)
                        told = True
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX)
                if self._is_the_file():
                    break
                self._close()
                self._open()
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, b"%d" % os.getpid(), 0)
            unless_taken.pop_all()
        return self

    def release(self) -> None:
        """Give the lock back."""
        os.ftruncate(self._descriptor, 0)
        if not self._stays:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
        self._close()

    def __enter__(self) -> Self:
        """Return the lock itself, which ``acquire`` has taken."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the lock back."""
        self.release()

    def _open(self) -> None:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)

    def _is_the_file(self) -> bool:
        """Tell whether the file that is locked is the one of that name: its last holder may have removed it meanwhile."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self._path, follow_symlinks=False))
        except FileNotFoundError:
            return False

    def _close(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1
