"""No finding of the Nu HTML checker, error or warning, on any page of the demo site in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from auditors import nu

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.audit
def test_nu_finds_nothing(site: Path) -> None:
    assert nu(site) == []


@pytest.mark.audit
def test_nu_would_find_what_is_wrong(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><head><title>t</title></head><body><p id=""><ul></ul></body></html>'
    (tmp_path / "page.html").write_text(page, "utf-8")
    assert any("ID must not be the empty string" in found for found in nu(tmp_path))
