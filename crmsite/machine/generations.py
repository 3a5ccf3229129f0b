"""Generations of a site: what belongs to one, which paths it may hold, how it takes the other's place and is removed.

A generation is a folder with a manifest that names every file in it that is ours, with digest and size. Around a site
``S`` there may be ``S.next-PID``, a generation that process is building or the one it has just replaced, and, where the
system cannot exchange two folders in one step, for a moment ``S.old-PID``. While somebody publishes there is ``S.lock``.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from crmsite.machine.folders import exchange, listing, process_lives

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from pathlib import Path

MANIFEST = ".crmsite-manifest"
UNFINISHED = ".crmsite-unfinished"
_MARKS = (MANIFEST, UNFINISHED)
_RESERVED = ".crmsite-"
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_SHOWN = 5
_LONGEST_NAME = 255
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99})*")
_ENTRY = re.compile(r"^([0-9a-f]{32}) ([0-9]{1,12}) (.+)$", re.MULTILINE)


class Stat(NamedTuple):
    """What is known of a published file: the digest of its bytes, their number, and when they were written."""

    digest: str
    size: int
    mtime_ns: int


class PublishRefused(Exception):
    """The site cannot be published as asked, and nothing was touched. ``reason`` is one of a closed set of codes.

    ``link``, ``not-a-folder``, ``holds-inputs``, ``strangers``: the target; ``unsafe-path``, ``same-path``: the pages.
    ``details`` are the paths concerned, at most five, ``count`` their full number.
    """

    def __init__(self, reason: str, *details: str) -> None:
        """Say why, and which paths are concerned."""
        super().__init__(reason, *details)
        self.reason = reason
        self.details = details[:_SHOWN]
        self.count = len(details)

    def __str__(self) -> str:
        """Return the reason and the paths in one line."""
        return f"{self.reason}: {', '.join(self.details)}"


class Previous:
    """The site as it stands: which of our files are there, with bytes that are still the ones we wrote."""

    def __init__(self, site: str, entries: Mapping[str, Stat], doubtful: Iterable[str], listed: Iterable[str]) -> None:
        """Take the files found, those among them whose bytes must be looked at first, and all that the manifest lists."""
        self._site = site
        self._entries = dict(entries)
        self._doubtful = set(doubtful)
        self.listed = frozenset(listed)

    def holds(self, path: str, digest: str | None) -> bool:
        """Tell whether a page of the current site is there with the bytes of a digest; never without one."""
        return digest is not None and self.digest(path) == digest

    def stands(self, digests: Mapping[str, str]) -> bool:
        """Tell whether these files, and none besides, are all there is, each as it was left."""
        return not self._doubtful and self.listed == digests.keys() and {p: e.digest for p, e in self._entries.items()} == digests

    def digest(self, path: str) -> str | None:
        """Return the digest of a page of the current site; None when it is absent or was edited by hand."""
        entry = self.stat(path)
        return entry.digest if entry else None

    def stat(self, path: str) -> Stat | None:
        """Return the state of a page of the current site; None when it is absent or was edited by hand."""
        if path in self._doubtful:
            self._doubtful.discard(path)
            with open(f"{self._site}/{path}", "rb") as file:
                if content_digest(file.read()) != self._entries[path].digest:
                    del self._entries[path]
        return self._entries.get(path)


def load_previous(
    site: Path, known: Mapping[str, Sequence[int]] | None = None, protected: Iterable[Path] = (), apart: Iterable[Path] = ()
) -> Previous:
    """Read what stands in ``site``, after mending what a killed build left. Refuses a folder that is not ours alone.

    ``known`` holds size and mtime_ns of each page as last published; a file that agrees is trusted, of any other the
    bytes are compared with the manifest's digest when they are asked for. ``protected`` are folders the site may not
    be or contain, ``apart`` those that it may not lie in.
    """
    target = os.path.abspath(site)
    known = known or {}
    check_target(target, protected, apart)
    recover(target)
    manifest = _read_manifest(target) or {}
    entries: dict[str, Stat] = {}
    doubtful: list[str] = []
    strangers: list[str] = []
    for path, entry in listing(target).files if os.path.isdir(target) else ():
        listed = manifest.get(path)
        if listed is None or not entry.is_file(follow_symlinks=False):
            if path not in _MARKS and entry.name not in _LITTER:
                strangers.append(path)
            continue
        status = entry.stat(follow_symlinks=False)
        digest, size = listed
        mtime_ns = status.st_mtime_ns
        if status.st_size == size:
            entries[path] = Stat(digest, size, mtime_ns)
            if (seen := known.get(path)) is None or seen[0] != size or seen[1] != mtime_ns:
                doubtful.append(path)
    if strangers:
        raise PublishRefused("strangers", *sorted(strangers))
    return Previous(target, entries, doubtful, manifest)


class Names:
    """The paths of one generation; two that some file system takes for one are refused."""

    def __init__(self) -> None:
        """Start with no path taken."""
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._seen = {""}

    def folders(self) -> list[str]:
        """Return the folders of the pages claimed; the empty path is the generation itself."""
        return sorted(self._seen)

    def claim(self, path: str) -> None:
        """Take ``path`` for a page."""
        check_path(path)
        folder = path.rpartition("/")[0]
        while folder not in self._seen:
            key = _folded(folder)
            if (other := self._files.get(key, "")) or (other := self._folders.setdefault(key, folder)) != folder:
                raise PublishRefused("same-path", other, path)
            self._seen.add(folder)
            folder = folder.rpartition("/")[0]
        key = _folded(path)
        other = self._folders.get(key) or self._files.get(key, "")
        if other:
            raise PublishRefused("same-path", other, path)
        self._files[key] = path


def _folded(path: str) -> str:
    """Return what all spellings have in common that some file system may take for the same path."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def check_path(path: str) -> None:
    """Refuse a path that could leave the site, that needs escaping somewhere, or that is the manifest's."""
    if not _is_fit(path):
        raise PublishRefused("unsafe-path", path)


def _is_fit(path: str) -> bool:
    if _PLAIN.fullmatch(path):
        return True
    for spelling in (path, unicodedata.normalize("NFKC", path)):
        for segment in spelling.split("/"):
            if segment in {"", ".", ".."} or len(segment.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
                return False
        if any(sign in "\\:" or unicodedata.category(sign) in _UNFIT for sign in spelling):
            return False
    return not _folded(path).startswith(_RESERVED)


def content_digest(data: bytes) -> str:
    """Return the content address of some bytes: the first 32 hex digits of SHA-256.

    Processors have instructions for it, which take half the time of BLAKE2b for a page.
    """
    return sha256(data).hexdigest()[:32]


def check_target(site: str, protected: Iterable[Path], apart: Iterable[Path] = ()) -> None:
    """Refuse a site that is no folder of its own, is or contains a ``protected`` folder, or lies in one of those ``apart``."""
    if os.path.islink(site):
        raise PublishRefused("link", site)
    for folder in apart:
        if os.path.realpath(site).startswith(os.path.realpath(folder) + os.sep):
            raise PublishRefused("inside-inputs", str(folder))
    if not os.path.lexists(site):
        return
    if not os.path.isdir(site):
        raise PublishRefused("not-a-folder", site)
    for folder in protected:
        inner = os.path.realpath(folder)
        while True:
            if os.path.exists(inner) and os.path.samefile(inner, site):
                raise PublishRefused("holds-inputs", str(folder))
            outer = os.path.dirname(inner)
            if outer == inner:
                break
            inner = outer


def _read_manifest(folder: str) -> dict[str, tuple[str, int]] | None:
    """Return digest and size of every path that the manifest lists, if there is one; lines that are not ours are skipped."""
    try:
        descriptor = os.open(f"{folder}/{MANIFEST}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:
        content = file.read().decode("utf-8", "replace")
    return {path: (digest, int(size)) for digest, size, path in _ENTRY.findall(content) if _is_fit(path)}


def replace(stage: str, site: str) -> None:
    """Put the finished generation in the site's place; afterwards the old one, if there was one, lies in the stage's."""
    if not os.path.isdir(site) or not os.listdir(site):
        os.rename(stage, site)
    elif not exchange(stage, site):
        aside = f"{site}.old-{os.getpid()}"
        try:
            os.rename(site, aside)
            os.rename(stage, site)
        finally:
            if os.path.lexists(aside):
                os.rename(aside, stage if os.path.lexists(site) else site)


def recover(site: str) -> None:
    """Remove what killed builds left beside ``site``; where one was killed between two renames, finish its exchange."""
    parent, name = os.path.split(site)
    left = re.compile(re.escape(name) + r"\.(next|old)-([0-9]{1,9})")
    found = [match for sibling in (os.listdir(parent) if os.path.isdir(parent) else ()) if (match := left.fullmatch(sibling))]
    for match in sorted(found, key=lambda match: (match[1] != "old", match[0])):
        folder = f"{parent}/{match[0]}"
        if os.path.islink(folder) or not os.path.isdir(folder) or process_lives(int(match[2])):
            continue
        if match[1] == "old" and not os.path.lexists(site):
            stage = f"{site}.next-{match[2]}"
            os.rename(stage if _is_finished(stage) else folder, site)
        with contextlib.suppress(OSError):
            if _is_unfinished(folder):
                dispose(folder, site, None)
            elif (owned := _read_manifest(folder)) is not None or not os.listdir(folder):
                dispose(folder, site, owned or {})


def _is_unfinished(folder: str) -> bool:
    return os.path.lexists(f"{folder}/{UNFINISHED}")


def _is_finished(folder: str) -> bool:
    return not os.path.islink(folder) and os.path.lexists(f"{folder}/{MANIFEST}") and not _is_unfinished(folder)


def dispose(folder: str, site: str, owned: Container[str] | None) -> None:
    """Remove a generation: all of it, or only the files ``owned``; what else lies there is then put back into the site."""
    found = listing(folder)
    for path, entry in found.files:
        if path in _MARKS:
            continue
        if owned is None or path in owned or entry.name in _LITTER:
            os.unlink(entry.path)
        elif not os.path.lexists(f"{site}/{path}"):
            os.makedirs(os.path.dirname(f"{site}/{path}"), exist_ok=True)
            os.rename(entry.path, f"{site}/{path}")
    for path in reversed(found.folders):
        os.rmdir(f"{folder}/{path}")
    for name in _MARKS:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{folder}/{name}")
    os.rmdir(folder)
