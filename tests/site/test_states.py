"""What a page says when it is not whole: records that were left out, and data that have grown old."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from repositories import SITE, Repository, customer

if TYPE_CHECKING:
    from pathlib import Path


def banner(repository: Repository, path: str = "index.html") -> str:
    """Return what stands under the title in red."""
    found = re.search(r'<p class="ban urgent">(.*?)</p>', (repository.site / path).read_text("utf-8"))
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path, SITE, *(customer(number) for number in range(1, 4)))


def test_a_whole_site_has_no_banner(repository: Repository) -> None:
    repository.build()
    assert banner(repository) == ""


def test_files_with_errors_are_named_on_the_first_page(repository: Repository) -> None:
    repository.build()
    repository.write("customers/C002/customer.yaml", "name: {zh: 坏\n")
    assert repository.build(despite_faults=True).published
    assert banner(repository) == "有 1 个文件有错误，出错的内容没有计入下面的数字：records/customers/C002/customer.yaml:1 看原因"
    said = "1 file has errors; what is wrong in it is in no figure below: records/customers/C002/customer.yaml:1 See why"
    assert banner(repository, "en/index.html") == said


def test_the_banner_goes_when_the_file_is_mended_although_nothing_else_has_changed(repository: Repository) -> None:
    repository.write("customers/C002/notes.yaml", "x: [\n")
    repository.build(despite_faults=True)
    before = banner(repository)
    repository.delete("customers/C002/notes.yaml")
    repository.build()
    assert (bool(before), banner(repository)) == (bool(before), "")


def test_an_audience_learns_of_no_file(repository: Repository) -> None:
    repository.write("customers/C002/customer.yaml", "name: {zh: 坏\n")
    repository.build(despite_faults=True, audience="public")
    assert banner(repository) == ""
