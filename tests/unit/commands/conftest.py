"""A small company, and a way to run commands in it."""

from __future__ import annotations

import pytest
from commanding import COMPANY, Run
from repositories import Repository


@pytest.fixture
def company(repository: Repository) -> Repository:
    repository.add(COMPANY)
    return repository


@pytest.fixture
def run(company: Repository) -> Run:
    return Run(company)
