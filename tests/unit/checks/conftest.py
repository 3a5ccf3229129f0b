"""What tests of checks share: a repository with one complete customer."""

from __future__ import annotations

import pytest
from repositories import Repository, customer


@pytest.fixture
def company(empty: Repository) -> Repository:
    """A repository with one complete customer, C001, and its industry."""
    empty.add(customer(1))
    empty.write("taxonomy/industry.yaml", "values: [{id: manufacturing, zh: 制造业, en: Manufacturing}]\n")
    return empty
