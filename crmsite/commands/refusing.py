"""How a command says no: one line in the person's language, and exit code 2."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase
from crmsite.rules.arguments import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.commands.workspace import Workspace
    from crmsite.rendering.theme import ThemeError
    from crmsite.terminal import Language


_WORDED = {
    errno.ENOSPC: "refusing.full",
    errno.EDQUOT: "refusing.full",
    errno.EACCES: "refusing.denied",
    errno.EPERM: "refusing.denied",
    errno.EROFS: "refusing.denied",
}


class RefusedError(click.ClickException):
    """A command that cannot do what it was asked for."""

    exit_code = 2


def refusal(workspace: Workspace, key: str, **args: object) -> RefusedError:
    """Return the refusal to raise, worded by a phrase."""
    return RefusedError(phrase(workspace.lang, key, **args))


def of_theme(lang: Language, error: ThemeError) -> str:
    """Say in a line where a theme is wrong and what to write instead."""
    found = error.found
    if error.fault is not None:
        found = ("；" if lang == "zh" else "; ").join(filter(None, (error.fault.message(lang), error.fault.help(lang))))
    said = phrase(lang, f"theme.{error.reason}", where=error.where, found=found)
    return said + phrase(lang, "theme.known", known=error.known) if error.known else said


@contextlib.contextmanager
def told(workspace: Workspace, place: object = "–") -> Iterator[None]:
    """Turn what the system refuses (a full disk, a folder that may not be written) into one line and exit code 2.

    ``place`` is named where the system names no file.
    """
    try:
        yield
    except OSError as error:
        path = error.filename or place
        if error.errno in _WORDED:
            raise refusal(workspace, _WORDED[error.errno], path=path) from None
        problem = spoken((("problem", error.strerror or str(error)),), workspace.lang)["problem"]
        raise refusal(workspace, "refusing.system", path=path, problem=problem) from None
