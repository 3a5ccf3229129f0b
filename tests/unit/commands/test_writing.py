"""Files for people: whole or not at all, inside their folder, never over what is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crmsite.commands import writing


def test_a_file_appears_with_lf_and_utf_8_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    writing.write_new(tmp_path, "a/b/记录.yaml", "name: 王*\n")
    assert (tmp_path / "a/b/记录.yaml").read_bytes() == "name: 王*\n".encode()
    assert os.listdir(tmp_path / "a/b") == ["记录.yaml"]


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    writing.write_new(tmp_path, "a.yaml", "one")
    with pytest.raises(FileExistsError):
        writing.write_new(tmp_path, "a.yaml", "two")
    assert (tmp_path / "a.yaml").read_text() == "one"
    assert os.listdir(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize("path", ["../a.yaml", "x/../../a.yaml", "x/../a.yaml", "", "/etc/a.yaml"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    with pytest.raises(writing.OutsideError):
        writing.write_new(folder, path, "x")
    assert os.listdir(tmp_path) == ["records"]


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "records"
    outside.mkdir()
    folder.mkdir()
    (folder / "customers").symlink_to(outside)
    (folder / "site.yaml").symlink_to(outside / "site.yaml")
    for path in ("customers/C001.yaml", "site.yaml"):
        with pytest.raises(writing.OutsideError):
            writing.write_new(folder, path, "x")
    assert os.listdir(outside) == []


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    writing.write_new(tmp_path, "a.yaml", "one")
    with pytest.raises(FileExistsError):
        writing.write_new(tmp_path, "a.yaml", "two")
    assert (tmp_path / "a.yaml").read_text() == "one"


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writing.write_new(tmp_path, "a.yaml", "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        writing.replace(tmp_path, "a.yaml", "new")
    assert (tmp_path / "a.yaml").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.yaml"]
