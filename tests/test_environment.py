"""The environment that ``make`` sets up: which Python it takes, and what it says where none will do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def folder_with(path: Path, **programs: str) -> Path:
    """Return a folder of programs that are written as shell scripts."""
    path.mkdir()
    for name, script in programs.items():
        (path / name).write_text(f"#!/bin/sh\n{script}\n")
        (path / name).chmod(0o755)
    return path


def make_environment(venv: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a tree without libraries to install, so that only the choice of a Python is tried."""
    return subprocess.run(
        ["bash", str(ROOT / ".ci" / "environment"), str(venv)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", **environment},
        check=False,
    )


@pytest.mark.parametrize("named", ["/nowhere/python3", "too-old"])
def test_a_named_python_that_will_not_do_is_refused_in_one_line_and_nothing_is_made(tmp_path: Path, named: str) -> None:
    programs = folder_with(tmp_path / "programs", **{"too-old": "exit 1"})
    told = make_environment(tmp_path / "venv", PYTHON=named, PATH=f"{programs}:{os.environ['PATH']}")
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "needs Python 3.11 or later" in told.stderr and "PYTHON=/path/to/python3" in told.stderr
    assert not (tmp_path / "venv").exists()


def test_the_python_that_is_named_makes_the_environment(tmp_path: Path) -> None:
    made = tmp_path / "venv"
    make_environment(made, PYTHON=sys.executable)
    base = subprocess.run([made / "bin" / "python", "-c", "import sys; print(sys.base_prefix)"], capture_output=True, text=True, check=True)
    assert base.stdout.strip() == sys.base_prefix


def test_an_environment_that_is_there_is_kept(tmp_path: Path) -> None:
    made = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
    (made / "ours").touch()
    make_environment(made)
    assert (made / "ours").exists()
