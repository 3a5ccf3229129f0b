"""What tests of single rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return where a site may be published; nothing is there yet."""
    return tmp_path / "repository" / "site"
