"""Reading from disk: which record files there are, and their bytes. The only place where records are read."""

from __future__ import annotations

import os
from contextlib import nullcontext
from hashlib import sha256
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.diagnostics import Diagnostic, Span, fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MAX_FILE_BYTES = 1_000_000
MAX_TABLE_BYTES = 50_000_000
EXTENSIONS = (".yaml", ".yml", ".csv")
_CHUNK = 16_384
"""Most records are shorter; memory for a whole megabyte costs more than reading them."""
_SPREADSHEETS = ("xlsx", "xls", "xlsm", "et", "ods", "numbers")
_IGNORED = ("README.md", "CODEOWNERS")
_HIDDEN = (".", "~$")
"""How files begin that are nobody's record; what spreadsheets keep beside an open file begins with ~$."""


class Scan(NamedTuple):
    """What lies under the records folder: record files in path order, a column for each property; ``strays`` are other files.

    Paths are relative to the folder, with ``/``; times are nanoseconds.
    """

    paths: list[str]
    sizes: list[int]
    mtimes: list[int]
    inodes: list[int]
    strays: tuple[Diagnostic, ...]


def scan(root: Path) -> Scan:
    """List every record file below ``root``; links, devices and unknown file types are refused by name."""
    files: list[tuple[str, int, int, int]] = []
    strays: list[Diagnostic] = []
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        inner = []
        with _entries(prefix, folder, strays) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(_HIDDEN):
                    continue
                path = prefix + name
                record = name.endswith(EXTENSIONS)
                if record and entry.is_file(follow_symlinks=False) and path.isprintable():
                    status = entry.stat(follow_symlinks=False)
                    files.append((path, status.st_size, status.st_mtime_ns, status.st_ino))
                elif entry.is_dir(follow_symlinks=False) and not record:
                    inner.append((path + "/", entry.path))
                elif not path.isprintable():
                    strays.append(fault("bad-file-name", Span(readable(path), 1), path=readable(path)))
                elif not entry.is_file(follow_symlinks=False):
                    strays.append(fault("not-a-plain-file", Span(path, 1), path=path))
                elif name not in _IGNORED:
                    strays.append(_stray(path, name))
        folders.extend(sorted(inner, reverse=True))  # nearly in order already, files are put in order at once
    files.sort(key=itemgetter(0))
    strays.sort()
    paths, sizes, mtimes, inodes = map(list, zip(*files, strict=True)) if files else ([], [], [], [])
    return Scan(paths, sizes, mtimes, inodes, tuple(strays))


def _entries(prefix: str, folder: str, strays: list[Diagnostic]) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
    """Open a folder; one below the records that cannot be opened is a fault and has no entries."""
    try:
        return os.scandir(folder)
    except OSError as error:
        if not prefix:
            raise
        path = readable(prefix[:-1])
        strays.append(fault("unreadable-file", Span(path, 1), problem=error.strerror or ""))
        return nullcontext(iter(()))


def _stray(path: str, name: str) -> Diagnostic:
    """Say what a file is that no record can be."""
    stem, dot, ending = name.rpartition(".")
    if f".{ending.lower()}" in EXTENSIONS and dot:
        return fault("ending-in-capitals", Span(path, 1), path=path, name=f"{stem}.{ending.lower()}")
    if ending.lower() in _SPREADSHEETS:
        return fault("spreadsheet-file", Span(path, 1), path=path)
    return fault("unknown-file-type", Span(path, 1), path=path)


def readable(path: str) -> str:
    """Return a path as it can be shown: bytes that are no text, and characters that nobody sees, as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def limit_of(path: str) -> int:
    """Return how many bytes a record file may have."""
    return MAX_TABLE_BYTES if path.endswith(".csv") else MAX_FILE_BYTES


def read(root: Path | str, path: str) -> bytes:
    """Return the bytes of one record file; of one that is too large, one byte more than it may have. Raises ``OSError``."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(f"{root}/{path}", flags)
    try:
        data = os.read(descriptor, _CHUNK)
        if len(data) < _CHUNK:  # of a plain file nothing is left then
            return data
        os.lseek(descriptor, 0, os.SEEK_SET)
        chunks = []
        left = limit_of(path) + 1
        while left > 0 and (chunk := os.read(descriptor, min(left, 1 << 20))):
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


def digest(data: bytes) -> str:
    """Return the content address of some bytes: 32 hex digits of their SHA-256, for which processors have instructions."""
    return sha256(data).hexdigest()[:32]
