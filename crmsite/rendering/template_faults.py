"""Who is to blame when a page cannot be drawn: a company's template, told by file and line, or the program itself.

Templates are compiled to Python, so what goes wrong in one is an ordinary exception. Jinja puts the template's own name
and line into its traceback; where one of the company's templates is among them, it is the company's to mend.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from crmsite.grammar.guess import nearest
from crmsite.rendering.theme import ThemeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crmsite.rendering.templates import Templates
    from crmsite.rendering.theme import Theme


@contextmanager
def blaming(templates: Templates, theme: Theme) -> Iterator[None]:
    """Turn what a company's template does wrong into a :class:`ThemeError`; whatever else goes wrong stays as it is."""
    try:
        yield
    except ThemeError as refusal:
        if refusal.place:
            raise
        name, line = _innermost(refusal, theme)
        raise ThemeError(refusal.reason, templates.shown(name), line, refusal.found, refusal.known) from None
    except Exception as error:
        if isinstance(error, TemplateSyntaxError) and error.name in theme.own:
            raise ThemeError("syntax", templates.shown(error.name), error.lineno, error.message or "") from error
        name, line = _innermost(error, theme)
        if not name:
            raise
        raise _told(error, templates.shown(name), line, theme, templates.globals) from error


def _innermost(error: Exception, theme: Theme) -> tuple[str, int]:
    """Return the company's template in which an exception arose, and the line; an empty name where it arose in none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in theme.own:
            return frame.filename, frame.lineno or 0
    return "", 0


def _told(error: Exception, place: str, line: int, theme: Theme, functions: Iterable[str]) -> ThemeError:
    if isinstance(error, TemplateNotFound):
        missing = str(error.name or "")
        return ThemeError("template-missing", place, line, missing, nearest(missing, theme.templates))
    if isinstance(error, AttributeError) and error.name:
        known = [name for name in dir(error.obj) if not name.startswith("_") and name not in dir(tuple)]
        return ThemeError("undefined", place, line, error.name, nearest(error.name, known) or ", ".join(known))
    if isinstance(error, UndefinedError):
        name = str(error).partition("'")[2].partition("'")[0]
        return ThemeError("undefined", place, line, name, nearest(name, ("v", "path", "root", "assets", "alternates", *functions)))
    return ThemeError("template", place, line, f"{type(error).__name__}: {error}")
