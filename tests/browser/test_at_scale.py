"""Ten thousand customers: every page stays light, and Lighthouse finds overview, list and profile as good as they can be."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from auditors import lighthouse, served

from crmsite.runs.build import build
from crmsite.stages.options import Options

CUSTOMERS = 10_000
HEAVIEST = 300_000
GENERATOR = Path(__file__).parent.parent.parent / "bench" / "generate.py"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of ten thousand invented customers, in both languages: the words of one are longer, the letters of the other."""
    folder = tmp_path_factory.mktemp("large")
    subprocess.run([sys.executable, str(GENERATOR), str(CUSTOMERS), str(folder), "--languages", "zh-CN,en"], check=True, capture_output=True)
    options = Options(folder, folder / "records", folder / "memo", None, date(2026, 1, 15), jobs=2)
    assert build(options, folder / "site", lambda _: None).published
    return folder / "site"


@pytest.mark.audit
@pytest.mark.xdist_group("large")
def test_no_page_is_heavy(large: Path) -> None:
    heavy = {str(page.relative_to(large)): page.stat().st_size for page in large.rglob("*.html") if page.stat().st_size > HEAVIEST}
    assert heavy == {}


@pytest.mark.audit
@pytest.mark.xdist_group("large")
@pytest.mark.parametrize("path", ["index.html", "customers.html", "c/C000001.html"])
def test_lighthouse_finds_nothing_to_better(large: Path, path: str) -> None:
    with served(large) as address:
        scores, wanting = lighthouse(f"{address}/{path}")
    assert scores.pop("performance") >= 98, wanting
    assert scores == {"accessibility": 100, "best-practices": 100, "seo": 100}, wanting
