"""What a run is asked for, and where it keeps what it knows. Every value of the surroundings becomes an argument here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.machine.memo import Memo, code_version
from crmsite.stages.listing import Look, look_at

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class Options(NamedTuple):
    """One run: the repository, its records, the memo's folder, the date asked for (``None``: the site's own, else ``today``)."""

    root: Path
    records: Path
    memo: Path
    as_of: date | None
    today: date
    jobs: int = 1
    audience: str | None = None


def open_memo(options: Options) -> Memo:
    """Return the memo of a run: one for each audience, bound to this version of the code."""
    return Memo(options.memo / (options.audience or "all"), code_version())


def look(options: Options) -> Look:
    """Open the memo of a run and look at its records, for all who ask in this run."""
    return look_at(options.records, open_memo(options))
