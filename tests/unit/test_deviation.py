"""A figure in a message is told to the second decimal: what follows it is noise of a division."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from repositories import SITE, Repository, customer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_score_far_from_the_figures_is_told_with_two_decimals_at_most(tmp_path: Path, lang: str) -> None:
    repository = Repository(tmp_path, SITE, customer(1))
    repository.edit("customers/C001/assessments/2024-Q2.yaml", "stability: 7", "stability: 1")
    told = [found.message(lang) for found in repository.check().faults if found.rule == "score-deviation"]
    assert any(re.search(r"= 3\.\d{1,2}[)）]", message) for message in told), told
