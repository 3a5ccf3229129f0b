"""Whether anything has to be done at all: a run whose inputs are those of the last one ends here, having loaded nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.diagnostics import to_plain
from crmsite.generations import load_previous
from crmsite.listing import listing
from crmsite.memo import digest_of
from crmsite.options import Options, open_memo
from crmsite.theme import ThemeError, load_theme

if TYPE_CHECKING:
    from pathlib import Path

    from crmsite.memo import Memo


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


def last_run(memo: Memo, name: str) -> LastRun | None:
    """Return the last run of a kind (``build`` or ``check``) that went through."""
    plain = memo.get(f"run-{name}")
    return LastRun(*plain) if isinstance(plain, list) else None  # type: ignore[arg-type]


def unchanged(options: Options, site: Path | None, commit: str) -> LastRun | None:
    """Return the last run where nothing has changed since: not a file, not the rules, not the theme, not the site itself."""
    memo = open_memo(options)
    last = last_run(memo, "check" if site is None else "build")
    if last is None:
        return None
    try:
        theme = load_theme(last.theme, options.root).digest if site is not None else ""
    except ThemeError:
        return None
    if last.key != run_key(options, theme, commit, dated=last.dated):
        return None
    listed = listing(options.records, memo)
    strays = [to_plain(stray) for stray in listed.scan.strays]
    if listed.touched or listed.gone or listed.records != last.records:
        return None
    if len(strays) != last.skipped or any(stray not in last.faults for stray in strays):
        return None
    if site is not None:
        stats: Any = memo.get("site")
        if not isinstance(stats, dict):
            return None
        previous = load_previous(site, {path: (stat[1], stat[2]) for path, stat in stats.items()})
        if any(previous.digest(path) is None for path in stats):
            return None
    return last
