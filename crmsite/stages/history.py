"""What git knows: the commit and its date. The only place that runs git; without git there is no commit."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def head_commit(root: Path) -> str:
    """Return the short id of the commit that is checked out; empty outside git or before the first commit."""
    return _git(root, "rev-parse", "--short=10", "HEAD")


def head_date(root: Path) -> date | None:
    """Return the day of the commit that is checked out, as its author wrote it."""
    text = _git(root, "log", "-1", "--format=%cs")
    return date.fromisoformat(text) if text else None


def is_shallow(root: Path) -> bool:
    """Tell whether the history is cut off, as in most clones of CI."""
    return _git(root, "rev-parse", "--is-shallow-repository") == "true"


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on the path, as everywhere
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            env=None,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
