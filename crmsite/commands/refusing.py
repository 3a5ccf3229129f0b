"""How a command says no: one line in the person's language, and exit code 2."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.commands.workspace import Workspace


class RefusedError(click.ClickException):
    """A command that cannot do what it was asked for."""

    exit_code = 2


def refusal(workspace: Workspace, key: str, **args: object) -> RefusedError:
    """Return the refusal to raise, worded by a phrase."""
    return RefusedError(phrase(workspace.lang, key, **args))


@contextlib.contextmanager
def told(workspace: Workspace) -> Iterator[None]:
    """Turn what the system refuses (a full disk, a folder that may not be written) into one line and exit code 2."""
    try:
        yield
    except OSError as error:
        raise refusal(workspace, "refusing.system", path=error.filename or "–", problem=error.strerror or str(error)) from None
