"""Writing files for people: whole or not at all, never outside the folder that is meant, never over what is there."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNFINISHED = ".crmsite-new-"


class OutsideError(Exception):
    """A path that leads out of the folder, by its own steps or through a link."""


def inside(folder: Path, path: str) -> Path:
    """Return where a path below a folder leads. Raises ``OutsideError`` where that is not inside it."""
    root = folder.resolve()
    target = folder / path
    found = (target.parent.resolve() / target.name) if target.name else root
    if root not in found.parents or target.is_symlink() or ".." in path.split("/"):
        raise OutsideError(path)
    return found


def write_new(folder: Path, path: str, text: str) -> Path:
    """Write a file that is not there yet, as UTF-8 with LF. Raises ``FileExistsError`` where it is.

    The file appears whole: it is written under another name, then linked to its own, which no file may have.
    """
    target = inside(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target, text) as unfinished:
        try:
            os.link(unfinished, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError(path) from None
            unfinished.rename(target)
    return target


def replace(folder: Path, path: str, text: str) -> Path:
    """Put a file in the place of one that is there, in one step."""
    target = inside(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target, text) as unfinished:
        unfinished.replace(target)
    return target


@contextlib.contextmanager
def _beside(target: Path, text: str) -> Iterator[Path]:
    unfinished = target.parent / f"{_UNFINISHED}{secrets.token_hex(4)}"
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield unfinished
    finally:
        with contextlib.suppress(FileNotFoundError):
            unfinished.unlink()
