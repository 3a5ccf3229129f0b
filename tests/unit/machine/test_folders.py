"""Folders: links are never followed, a file is never written over, two folders change places in one step."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from crmsite.machine.folders import exchange, listing, process_lives, read_plain, remove_tree, sync, write_new

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_gets_its_folders_and_its_state_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c"
    size, mtime_ns = write_new(str(path), b"text")
    assert path.read_bytes() == b"text"
    assert (size, mtime_ns) == (4, path.stat().st_mtime_ns)


def test_a_file_or_link_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("dear to me")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(FileExistsError):
            write_new(str(tmp_path / name), b"x")
    assert (tmp_path / "file").read_text() == "dear to me"
    assert not (tmp_path / "nowhere").exists()


def test_a_system_that_writes_little_at_a_time_still_writes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    assert write_new(str(tmp_path / "a"), b"0123456789")[0] == 10
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_a_listing_has_outer_folders_first_and_links_as_entries(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_text("")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    found = listing(str(tmp_path))
    assert found.folders == ["a", "a/b"]
    assert sorted(path for path, _ in found.files) == ["a/b/file", "a/up"]


def test_a_tree_is_removed_and_what_its_links_point_to_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("dear to me")
    (tmp_path / "tree" / "a").mkdir(parents=True)
    (tmp_path / "tree" / "a" / "link").symlink_to(tmp_path / "mine")
    remove_tree(str(tmp_path / "tree"))
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["mine", "mine/file"]


def test_only_plain_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("0123456789")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "fifo")
    assert read_plain(str(tmp_path / "file")) == b"0123456789"
    assert read_plain(str(tmp_path / "file"), 4) == b"0123"
    assert [read_plain(str(tmp_path / name)) for name in ("link", "fifo", "absent", ".")] == [None] * 4


def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("")
    if not exchange(str(tmp_path / "one"), str(tmp_path / "other")):
        pytest.skip("this system cannot exchange folders")
    assert (tmp_path / "one" / "other").exists()
    assert (tmp_path / "other" / "one").exists()


def test_an_exchange_with_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(FileNotFoundError) as refusal:
        exchange(str(tmp_path / "one"), str(tmp_path / "absent"))
    assert refusal.value.errno == errno.ENOENT


@pytest.mark.parametrize(("count", "expected"), [(3, 4), (40, 0)], ids=["one by one", "the whole file system"])
def test_little_is_synced_file_by_file_much_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, expected: int
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    names = [f"{number}" for number in range(count)]
    for name in names:
        (tmp_path / name).write_text("")
    sync(str(tmp_path), names, [""])
    assert len(synced) == expected


@pytest.mark.parametrize(("code", "raised"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_system_that_cannot_sync_folders_is_no_fault_a_failing_disk_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, raised: bool
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    if raised:
        with pytest.raises(OSError, match=os.strerror(code)):
            sync(str(tmp_path), [], [""])
    else:
        sync(str(tmp_path), [], [""])


def test_another_process_lives_we_ourselves_do_not_count() -> None:
    assert process_lives(os.getppid())
    assert not process_lives(os.getpid())
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert not process_lives(child)
