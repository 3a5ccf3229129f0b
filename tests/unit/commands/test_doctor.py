"""``doctor``: what is installed, what will hinder, and what to do about it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from commanding import Run, run_in
from repositories import Repository


def lines(out: str, mark: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith(mark)]


def test_a_company_that_is_well_is_told_so(run: Run) -> None:
    said = run("doctor")
    assert said.code == 0
    assert lines(said.out, "!!") == []
    assert any("3 customers" in line for line in lines(said.out, "ok"))
    assert any("pydantic" in line for line in lines(said.out, "ok"))


def test_a_fixed_date_is_worth_knowing(run: Run) -> None:
    assert any("2024-07-31" in line for line in lines(run("doctor").out, "··"))


def test_a_missing_repository_is_a_problem_with_its_remedy(tmp_path: Path) -> None:
    said = run_in(str(tmp_path), "doctor")
    assert said.code == 1
    assert "crmsite init" in lines(said.out, "!!")[0]


@pytest.mark.parametrize(("content", "told"), [(None, "is missing"), ("org: [", "cannot be read"), ("nonsense: 1\n", "cannot be read")])
def test_settings_that_are_missing_or_broken_are_a_problem(run: Run, company: Repository, content: str | None, told: str) -> None:
    company.delete("site.yaml") if content is None else company.write("site.yaml", content)
    said = run("doctor")
    assert said.code == 1
    assert told in lines(said.out, "!!")[0]


def test_files_out_of_place_are_counted(run: Run, company: Repository) -> None:
    company.write("notes.txt", "x")
    company.write("custmers/C009.yaml", "name: x\n")
    assert any("2 files" in line for line in lines(run("doctor").out, "··"))


def test_a_history_that_is_cut_off_is_worth_knowing(run: Run, company: Repository, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"]
    assert any("no git commit" in line for line in lines(run("doctor").out, "··"))
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "1"], ["commit", "-q", "-m", "2", "--allow-empty"]):
        subprocess.run([*git, *words], cwd=company.root, check=True)
    assert any("git is there" in line for line in lines(run("doctor").out, "ok"))
    subprocess.run([*git, "clone", "-q", "--depth", "1", f"file://{company.root}", str(tmp_path / "shallow")], check=True)
    assert any("git fetch --unshallow" in line for line in lines(run_in(str(tmp_path / "shallow"), "doctor").out, "··"))


def test_it_changes_nothing(run: Run, company: Repository) -> None:
    before = sorted(company.root.rglob("*"))
    run("doctor")
    assert sorted(company.root.rglob("*")) == before
