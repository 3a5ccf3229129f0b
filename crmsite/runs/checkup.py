"""Reading, checking and working everything out, without a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

from crmsite.grammar.fields import Localised
from crmsite.language import Lang, Language
from crmsite.rendering.theme import ThemeError, theme_of
from crmsite.runs.report import Report, quiet, remember, report_of
from crmsite.stages import pipeline
from crmsite.views.frame import SiteFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmsite.rendering.theme import Theme
    from crmsite.stages.listing import Look
    from crmsite.stages.options import Options
    from crmsite.stages.pipeline import Loaded

LANGS: tuple[Lang, ...] = get_args(Lang)
"""The languages that templates are read in: a wording may be missing in one of them."""


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
        return wrong_templates(theme_of(site, loaded.options.root, loaded.options.records))
    except ThemeError as error:
        return error


def wrong_templates(theme: Theme) -> ThemeError | None:
    """Return why one of the company's templates cannot be read; what a page would lack only shows when it is drawn."""
    from crmsite.rendering.render import Renderer  # only where a company has templates of its own

    frame = SiteFrame(Localised("–", "–"), None, date.min, LANGS)
    try:
        for lang in LANGS if theme.own else ():
            Renderer(theme, Language(lang, LANGS[0], {}, {}, ""), frame).read_own()
    except ThemeError as error:
        return error
    return None
