"""Reading, checking and working everything out, without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite import pipeline
from crmsite.report import Report, quiet, remember, report_of
from crmsite.theme import ThemeError, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.listing import Look
    from crmsite.options import Options
    from crmsite.pipeline import Loaded


def check(options: Options, advance: Callable[[int, int], None] = quiet, seen: Look | None = None) -> tuple[Loaded, Report]:
    """Read, check and work everything out; write nothing but the memo."""
    loaded, _ = pipeline.load(options, None, advance, seen)
    report = report_of(loaded)
    remember(loaded, "check", loaded.organisation.site.theme or "default", "", report)
    return loaded, report


def wrong_theme(loaded: Loaded) -> ThemeError | None:
    """Return why the theme that the settings name cannot be used; ``None`` where it can. The packaged one always can."""
    site = loaded.organisation.site
    if site.theme in (None, "default"):
        return None
    try:
        theme_of(site, loaded.options.root, loaded.options.records)
    except ThemeError as error:
        return error
    return None
