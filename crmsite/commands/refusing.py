"""How a command says no: one line in the person's language, and exit code 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase

if TYPE_CHECKING:
    from crmsite.commands.workspace import Workspace


class RefusedError(click.ClickException):
    """A command that cannot do what it was asked for."""

    exit_code = 2


def refusal(workspace: Workspace, key: str, **args: object) -> RefusedError:
    """Return the refusal to raise, worded by a phrase."""
    return RefusedError(phrase(workspace.lang, key, **args))
