"""A run that finds nothing to do says so at once; whatever happened since the last build, it never says so wrongly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from repositories import SITE, Repository, customer

from crmsite.machine.output import site_lock
from crmsite.runs.build import build
from crmsite.stages.freshness import unchanged
from crmsite.stages.options import look

NEED = "customers/C001/needs/01.yaml"


@pytest.fixture
def aged(tmp_path: Path) -> Repository:
    """A repository whose files were written an hour ago, so that their times can be trusted; its site is built."""
    repository = Repository(tmp_path, SITE, customer(1), customer(2))
    age(repository, 3600)
    repository.build()
    return repository


def age(repository: Repository, seconds: float) -> None:
    """Let every file have been written some seconds ago."""
    then = time.time() - seconds
    for path in repository.records.rglob("*.*"):
        os.utime(path, (then, then))


def edit(repository: Repository, old: str, new: str, ago: float = 1800) -> None:
    """Change a need some time ago, and nothing else."""
    repository.edit(NEED, old, new)
    then = time.time() - ago
    os.utime(repository.records / NEED, (then, then))


def rests(repository: Repository, site: Path | None = None, audience: str | None = None) -> bool:
    options = repository.options(audience=audience)
    return unchanged(options, site or repository.site, "", look(options)) is not None


def test_after_a_build_there_is_nothing_to_do(aged: Repository) -> None:
    assert rests(aged)


def test_a_check_between_does_not_hide_what_changed(aged: Repository) -> None:
    edit(aged, "导出报表", "导出月报")
    aged.check()
    assert not rests(aged)
    aged.build()
    assert "导出月报" in aged.page("needs.html")
    assert rests(aged)


def test_a_check_of_the_same_files_leaves_nothing_to_do(aged: Repository) -> None:
    aged.check()
    assert rests(aged)


def test_a_build_that_was_refused_is_not_taken_for_one_that_went_through(aged: Repository) -> None:
    edit(aged, "nature: explicit", "nature: clear")
    for _ in range(2):
        assert not rests(aged)
        report = aged.build()
        assert (report.published, report.broken) == (False, True)


def test_files_that_are_back_as_they_were_need_no_build(aged: Repository) -> None:
    edit(aged, "导出报表", "导出月报")
    aged.check()
    edit(aged, "导出月报", "导出报表", ago=900)
    aged.check()
    assert rests(aged)


def test_a_site_in_another_folder_is_not_taken_for_this_one(aged: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    edit(aged, "导出报表", "导出月报")
    aged.build(site=other)
    assert rests(aged, other)
    assert not rests(aged), "the first site shows what was true before"
    aged.build()
    assert aged.pages() == aged.pages(other)


def test_two_folders_in_turn_show_the_same(aged: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    aged.build(site=other)
    edit(aged, "导出报表", "导出月报")
    aged.build(site=other)
    edit(aged, "导出月报", "导出年报", ago=900)
    aged.build()
    aged.build(site=other)
    assert aged.pages(other) == aged.pages() == aged.clean_pages(tmp_path / "clean")


def test_an_audience_s_site_in_the_same_folder_leaves_nothing_behind(aged: Repository) -> None:
    everything = aged.pages()
    aged.build(audience="partner")
    redacted = aged.pages()
    assert redacted != everything
    assert not rests(aged)
    aged.build()
    assert aged.pages() == everything
    assert not rests(aged, audience="partner"), "what the audience may not see stands there now"
    aged.build(audience="partner")
    assert aged.pages() == redacted


def test_two_repositories_that_build_into_one_folder_wait_for_each_other(aged: Repository, tmp_path: Path) -> None:
    second = Repository(tmp_path / "second", SITE, customer(1), customer(3))
    waited: list[int | None] = []

    def refuse(pid: int | None) -> None:
        waited.append(pid)
        raise TimeoutError

    with site_lock(aged.site).acquire(refuse), pytest.raises(TimeoutError):
        build(second.options(), aged.site, refuse)
    assert waited == [os.getpid()]
    second.build(site=aged.site)
    assert not rests(aged)
    assert aged.build().removed == ("c/C003.html", "en/c/C003.html")


def test_files_that_were_only_touched_leave_nothing_to_do(aged: Repository) -> None:
    for path in (NEED, "site.yaml"):
        os.utime(aged.records / path)
    assert rests(aged)


def test_right_after_a_save_and_its_build_there_is_nothing_to_do_and_after_the_next_save_there_is(aged: Repository) -> None:
    aged.edit(NEED, "导出报表", "导出月报")
    aged.build()
    assert rests(aged)
    stat = os.stat(aged.records / NEED)
    aged.edit(NEED, "导出月报", "导出周报")
    os.utime(aged.records / NEED, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not rests(aged)
    aged.build()
    assert "导出周报" in aged.page("needs.html")


def test_a_touched_file_that_cannot_be_read_is_something_to_do(aged: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError

    os.utime(aged.records / NEED)
    monkeypatch.setattr("crmsite.stages.listing.read", refuse)
    assert not rests(aged)
