"""What a run did and found, and what of it is kept for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.diagnostics import Diagnostic, ordered, to_plain
from crmsite.stages import listing
from crmsite.stages.freshness import run_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.stages.pipeline import Loaded


class Reason(NamedTuple):
    """Why a page was painted.

    ``new``, ``dress`` (theme, wording, names), ``rules`` (policy, date, code), ``content``, or the files that changed.
    """

    path: str
    why: str


class Report(NamedTuple):
    """What a run did, in figures and names."""

    as_of: str
    files: int
    parsed: list[str]
    failed: list[str]
    skipped: int
    customers: int
    faults: list[Diagnostic]
    published: bool = False
    rendered: tuple[Reason, ...] = ()
    written: tuple[str, ...] = ()
    kept: int = 0
    removed: tuple[str, ...] = ()
    seconds: Mapping[str, float] = {}

    @property
    def broken(self) -> bool:
        """Whether any fault is an error."""
        return any(found.severity == "error" for found in self.faults)


def quiet(_done: int, _all: int) -> None:
    """Report no progress."""


def report_of(loaded: Loaded) -> Report:
    """Say what a run found, before anything is published."""
    customers = sum(1 for head in loaded.heads.values() if head.summary is not None)
    return Report(
        loaded.as_of.isoformat(), loaded.files, loaded.parsed, loaded.failed, loaded.skipped, customers, ordered(loaded.faults)
    )


def dated(loaded: Loaded) -> bool:
    """Tell whether the site has a date of its own."""
    return loaded.organisation.site.as_of is not None


def remember_files(loaded: Loaded) -> None:
    """Keep what the files were, so that the next run reads only what changed."""
    _keep_files(loaded)
    loaded.memo.commit()


def _keep_files(loaded: Loaded) -> str:
    return listing.remember(loaded.memo, loaded.listed, loaded.digests)


def remember(loaded: Loaded, name: str, theme: str, key: str, report: Report) -> None:
    """Keep what a run was made from and what it said, so that the next may find that nothing is to be done."""
    key = key or run_key(loaded.options, "", "", dated=dated(loaded))
    last: list[Any] = [
        key,
        _keep_files(loaded),
        theme,
        dated(loaded),
        report.files,
        len(report.failed),
        report.skipped,
        report.customers,
        report.kept + len(report.written),
        report.as_of,
        [to_plain(found) for found in report.faults],
    ]
    loaded.memo.put(f"run-{name}", last)
    loaded.memo.commit()
