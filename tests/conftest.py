"""What all tests share: a folder for a repository, and derandomised properties."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from repositories import SITE, Repository, customer

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell starts what runs in its background deaf to Ctrl-C, and the programs that are tested would inherit that."""

settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")


@pytest.fixture
def empty(tmp_path: Path) -> Repository:
    """A repository with settings and one of our people, and no customer."""
    return Repository(tmp_path / "repository", SITE)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with three complete customers."""
    return Repository(tmp_path / "repository", SITE, *(customer(number) for number in (1, 2, 3)))
