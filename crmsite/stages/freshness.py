"""Whether anything has to be done at all: a run whose inputs are those of the last one ends here, having loaded nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.diagnostics import to_plain
from crmsite.machine.generations import PublishRefused, load_previous
from crmsite.machine.memo import digest_of
from crmsite.rendering.theme import ThemeError, load_theme
from crmsite.stages.listing import untouched
from crmsite.stages.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crmsite.machine.generations import Stat
    from crmsite.machine.memo import Memo, Storable
    from crmsite.stages.listing import Look


class LastRun(NamedTuple):
    """What the last complete run was made from, and what it said. ``records`` is the digest of all record files."""

    key: str
    records: str
    theme: str
    dated: bool
    files: int
    failed: int
    skipped: int
    customers: int
    pages: int
    as_of: str
    faults: list[Any]


def run_key(options: Options, theme_digest: str, commit: str, *, dated: bool) -> str:
    """Return the key of everything besides the records that a site is made from. A site without a date of its own is of today."""
    day = options.as_of or (None if dated else options.today)
    return digest_of(theme_digest, commit, day.isoformat() if day else None, options.audience)


class LastSite(NamedTuple):
    """What was last published from a memo: into which folder, and each file's digest, size and time of writing.

    ``context`` is the digest of what all profile pages shared, ``stamps`` those of the shards that they were painted from.
    """

    folder: str
    files: dict[str, Any]
    context: str = ""
    stamps: Mapping[str, str] = {}

    @property
    def digests(self) -> dict[str, str]:
        """Return the digest of every file."""
        return {path: stat[0] for path, stat in self.files.items()}

    def known(self, site: Path) -> dict[str, tuple[int, int]]:
        """Return size and time of the files as they were left in ``site``; nothing is known of another folder."""
        return {path: (stat[1], stat[2]) for path, stat in self.files.items()} if self.folder == os.path.abspath(site) else {}


def last_published(memo: Memo) -> LastSite:
    """Return what was last published; of a memo that has published nothing, no files."""
    plain: Any = memo.get("site")
    return LastSite(*plain) if isinstance(plain, list) else LastSite("", {})


def remember_published(memo: Memo, site: Path, stats: Mapping[str, Stat], context: str, stamps: Mapping[str, str]) -> None:
    """Keep what was published, and where; from which shards, and what all profile pages shared."""
    files: Storable = {path: [stat.digest, stat.size, stat.mtime_ns] for path, stat in stats.items()}
    memo.put("site", [os.path.abspath(site), files, context, stamps])


def last_run(memo: Memo, name: str) -> LastRun | None:
    """Return the last run of a kind (``build`` or ``check``) that went through."""
    plain: Any = memo.get(f"run-{name}")
    return LastRun(*plain) if isinstance(plain, list) else None


def unchanged(options: Options, site: Path | None, commit: str, seen: Look) -> LastRun | None:
    """Return the last run where nothing has changed since: not a file, not the rules, not the theme, not the site itself."""
    memo = seen.memo
    last = last_run(memo, "check" if site is None else "build")
    if last is None:
        return None
    theme = ""
    try:
        if site is not None or last.theme != "default":
            theme = load_theme(last.theme, options.root).digest
    except ThemeError:
        return None
    if site is None:
        theme = ""
    if last.key != run_key(options, theme, commit, dated=last.dated):
        return None
    if untouched(seen, options.records) != last.records:
        return None
    strays = [to_plain(stray) for stray in seen.scan.strays]
    if len(strays) != last.skipped or any(stray not in last.faults for stray in strays):
        return None
    return last if site is None or _stands(site, last_published(memo)) else None


def _stands(site: Path, published: LastSite) -> bool:
    """Tell whether a site is as it was published; of a folder that cannot be one, the build says why."""
    try:
        previous = load_previous(site, published.known(site))
    except PublishRefused:
        return False
    return previous.listed == published.files.keys() and all(previous.holds(*file) for file in published.digests.items())
