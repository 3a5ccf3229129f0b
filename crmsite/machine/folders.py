"""What the program does to folders: list them, write new files, make them durable, let two of them change places."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from typing import NamedTuple

_EXCHANGE = 2
_HERE = -100
_FEW = 16


class Listing(NamedTuple):
    """Everything below a folder, by paths relative to it: the folders, outer before inner, and all other entries."""

    folders: list[str]
    files: list[tuple[str, os.DirEntry[str]]]


def listing(root: str) -> Listing:
    """List everything below ``root``; links are entries, never followed. Raises ``OSError`` when it cannot be read."""
    found = Listing([], [])
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    found.folders.append(path)
                    waiting.append(path + "/")
                else:
                    found.files.append((path, entry))
    return found


def read_plain(path: str, limit: int = -1, start: int = 0) -> bytes | None:
    """Return ``limit`` bytes of a plain file from ``start``; None when it cannot be read, links and devices included."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            if start:
                file.seek(start)
            return file.read(limit)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def size_of(path: str) -> int:
    """Return how many bytes a file has; -1 for none."""
    try:
        return os.stat(path, follow_symlinks=False).st_size
    except OSError:
        return -1


def write_new(path: str, data: bytes) -> tuple[int, int]:
    """Write a file that does not exist yet, making its folders; return its size and mtime_ns."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        descriptor = os.open(path, flags, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
        status = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return status.st_size, status.st_mtime_ns


def remove_tree(folder: str) -> None:
    """Remove a folder and all it holds; links in it are removed, never followed."""
    found = listing(folder)
    for _, entry in found.files:
        os.unlink(entry.path)
    for path in reversed(found.folders):
        os.rmdir(f"{folder}/{path}")
    os.rmdir(folder)


def exchange(one: str, other: str) -> bool:
    """Let two folders change places in one step. False, and nothing done, where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
        return False
    raise OSError(number, os.strerror(number), one, None, other)


def sync(folder: str, files: list[str], folders: list[str]) -> None:
    """Bring what was written below ``folder`` to the disk: one by one when little, else all of its file system."""
    if len(files) + len(folders) <= _FEW:
        for path in [*files, *folders]:
            sync_one(f"{folder}/{path}")
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), folder)
    finally:
        os.close(descriptor)


def sync_one(path: str) -> None:
    """Bring one file, or the entries of one folder, to the disk; some systems do not know how to do that for folders."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as refusal:
        if refusal.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def process_lives(process: int) -> bool:
    """Tell whether *another* process of that id exists: what an earlier process of our own id left is nobody's."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
