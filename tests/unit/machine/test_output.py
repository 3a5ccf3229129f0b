"""Publishing: a site is replaced as a whole, unchanged pages stay the same files, and only our own files are touched."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from publishing import alone, contents, put

from crmsite.machine import generations
from crmsite.machine.output import (
    MANIFEST,
    Kept,
    Lock,
    Page,
    PublishRefused,
    Stage,
    load_previous,
    publish,
    site_lock,
    write_page,
)
from crmsite.machine.workers import shards_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TestGenerations:
    """What a publication does to the pages."""

    @pytest.mark.parametrize("present", [False, True], ids=["absent", "empty"])
    def test_first(self, site: Path, present: bool) -> None:
        if present:
            site.mkdir(parents=True)
        result = put(site, {"index.html": "hello", "c/C001.html": "光明"})
        assert contents(site) == {"index.html": "hello", "c/C001.html": "光明"}
        assert (result.written, result.kept, result.removed) == (["c/C001.html", "index.html"], 0, [])
        assert alone(site)

    def test_manifest_names_every_page_with_digest_and_size_in_path_order(self, site: Path) -> None:
        result = put(site, {"b.html": "bb", "a.html": "a", "c/d.html": ""})
        expected = [f"{result.stats[path].digest} {size} {path}" for path, size in (("a.html", 1), ("b.html", 2), ("c/d.html", 0))]
        assert (site / MANIFEST).read_text().splitlines() == expected

    def test_unchanged_page_is_the_same_file_changed_page_a_new_one_stale_page_gone(self, site: Path) -> None:
        first = put(site, {"same.html": "1", "given.html": "2", "other.html": "3", "c/gone.html": "4"})
        before = {name: (site / name).stat().st_ino for name in ("same.html", "given.html", "other.html")}
        second = put(site, {"given.html": "2", "other.html": "three"}, ["same.html"], first)
        after = {name: (site / name).stat().st_ino for name in before}
        assert contents(site) == {"same.html": "1", "given.html": "2", "other.html": "three"}
        assert (second.written, second.kept, second.removed) == (["other.html"], 2, ["c/gone.html"])
        assert before["same.html"] == after["same.html"]
        assert before["given.html"] == after["given.html"]
        assert before["other.html"] != after["other.html"]
        assert not (site / "c").exists()
        assert alone(site)

    def test_a_kept_page_may_come_in_the_stream(self, site: Path) -> None:
        first = put(site, {"a": "1", "b": "2"})
        result = publish(site, [Kept("a"), Page("b", b"two")], (), load_previous(site), durable=False)
        assert contents(site) == {"a": "1", "b": "two"}
        assert result.stats["a"] == first.stats["a"]

    def test_without_a_change_nothing_is_exchanged(self, site: Path) -> None:
        first = put(site, {"a": "1", "b": "2"})
        before = (site.stat().st_ino, site.stat().st_ctime_ns)
        second = put(site, {"a": "1"}, ["b"], first)
        assert (second.written, second.kept, second.removed, second.stats) == ([], 2, [], first.stats)
        assert (site.stat().st_ino, site.stat().st_ctime_ns) == before
        assert alone(site)

    def test_the_states_returned_are_those_on_disk(self, site: Path) -> None:
        put(site, {"a": "1", "b": "2"})
        result = put(site, {"a": "one"}, ["b"])
        for path, state in result.stats.items():
            status = (site / path).stat()
            assert (state.size, state.mtime_ns) == (status.st_size, status.st_mtime_ns)

    def test_keeping_a_page_that_is_not_there_is_an_error_and_touches_nothing(self, site: Path) -> None:
        put(site, {"a": "1"})
        with pytest.raises(LookupError, match=r"b\.html"):
            put(site, {"a": "2"}, ["b.html"])
        assert contents(site) == {"a": "1"}
        assert alone(site)

    def test_pages_are_taken_one_by_one(self, site: Path) -> None:
        staged = site.parent / f"site.next-{os.getpid()}"

        def pages() -> Iterator[Page]:
            for number in range(5):
                assert len(list(staged.glob("*.html"))) == number
                yield Page(f"{number}.html", b"x")

        assert publish(site, pages(), (), load_previous(site), durable=False).written == [f"{n}.html" for n in range(5)]

    def test_an_error_of_the_renderer_leaves_the_old_site(self, site: Path) -> None:
        put(site, {"a": "1"})

        def pages() -> Iterator[Page]:
            yield Page("a", b"2")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            publish(site, pages(), (), load_previous(site))
        assert contents(site) == {"a": "1"}
        assert alone(site)

    def test_durable_or_not_the_site_is_the_same(self, site: Path) -> None:
        for pages in (3, 40):
            publish(site, [Page(f"{n}", b"%d" % pages) for n in range(pages)], (), load_previous(site), durable=True)
            assert contents(site) == {f"{n}": f"{pages}" for n in range(pages)}


class TestFileSystems:
    """Systems that cannot do all."""

    def test_where_links_are_refused_pages_are_copied_with_their_times(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = put(site, {"c/a": "1", "b": "2"})

        def refuse(old: str, new: str) -> None:
            raise OSError(errno.EMLINK, "too many links", old, None, new)

        monkeypatch.setattr(os, "link", refuse)
        put(site, {"b": "two"}, ["c/a"], first)
        assert contents(site) == {"c/a": "1", "b": "two"}
        assert (site / "c/a").stat().st_mtime_ns == first.stats["c/a"].mtime_ns

    def test_where_folders_cannot_be_exchanged_they_are_renamed(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(generations, "exchange", lambda _one, _other: False)
        put(site, {"a": "1", "b": "1"})
        put(site, {"a": "2"}, ["b"])
        assert contents(site) == {"a": "2", "b": "1"}
        assert alone(site)

    @pytest.mark.parametrize("refused", [1, 2])
    def test_a_refused_rename_brings_the_old_site_back(self, site: Path, monkeypatch: pytest.MonkeyPatch, refused: int) -> None:
        put(site, {"a": "1"})
        rename, calls = os.rename, iter(range(1, 9))

        def unsure(old: str, new: str) -> None:
            if next(calls) == refused:
                raise PermissionError(errno.EACCES, "no", old)
            rename(old, new)

        monkeypatch.setattr(generations, "exchange", lambda _one, _other: False)
        monkeypatch.setattr(os, "rename", unsure)
        with pytest.raises(PermissionError):
            put(site, {"a": "2"})
        assert contents(site) == {"a": "1"}
        assert alone(site)


class TestStage:
    """Building with workers: they write, the stage is told."""

    @pytest.mark.parametrize("jobs", [1, 3])
    def test_workers_write_pages(self, site: Path, jobs: int) -> None:
        put(site, {"0.html": "page 0", "1.html": "old"})
        old = (site / "0.html").stat().st_ino
        with Stage(site, durable=False) as stage:
            folder = stage.folder
            states = shards_map(lambda n: write_page(folder, f"{n}.html", b"page %d" % n), range(9), jobs)
            for number, state in enumerate(states):
                stage.adopt(f"{number}.html", state)
            result = stage.finish()
            assert alone(site)
        assert contents(site) == {f"{n}.html": f"page {n}" for n in range(9)}
        assert (result.kept, result.written) == (1, [f"{n}.html" for n in range(1, 9)])
        assert (site / "0.html").stat().st_ino == old
        assert alone(site)

    def test_a_page_written_twice_is_refused(self, site: Path) -> None:
        with Stage(site) as stage:
            write_page(stage.folder, "a", b"1")
            with pytest.raises(PublishRefused, match="same-path"):
                write_page(stage.folder, "a", b"2")

    def test_a_stage_left_unfinished_goes(self, site: Path) -> None:
        put(site, {"a": "1"})
        with Stage(site) as stage:
            stage.write("a", b"2")
        assert contents(site) == {"a": "1"}
        assert alone(site)


class TestLock:
    """One publisher at a time."""

    HOLD = """
import sys, time
from pathlib import Path
from crmsite.machine.output import Lock
with Lock(Path(sys.argv[1])).acquire(print):
    print("held", flush=True)
    time.sleep(60)
"""

    def test_the_second_is_told_who_holds_it_and_gets_it_when_that_one_dies(self, tmp_path: Path) -> None:
        path = tmp_path / "cache" / "lock"
        holder = subprocess.Popen([sys.executable, "-c", self.HOLD, str(path)], stdout=subprocess.PIPE)
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        told: list[int | None] = []

        def wait(pid: int | None) -> None:
            told.append(pid)
            holder.kill()

        with Lock(path).acquire(wait):
            assert told == [holder.pid]
        holder.wait()
        holder.stdout.close()

    def test_who_does_not_want_to_wait_raises(self, tmp_path: Path) -> None:
        def refuse(pid: int | None) -> None:
            raise TimeoutError(pid)

        with Lock(tmp_path / "lock").acquire(refuse), pytest.raises(TimeoutError, match=str(os.getpid())):
            Lock(tmp_path / "lock").acquire(refuse)
        with Lock(tmp_path / "lock").acquire(refuse):
            pass

    def test_the_lock_of_a_site_leaves_nothing_beside_it(self, site: Path) -> None:
        with site_lock(site).acquire(print):
            assert [path.name for path in site.parent.iterdir()] == [f"{site.name}.lock"]
        assert list(site.parent.iterdir()) == []

    def test_who_waited_for_a_lock_that_was_removed_holds_the_new_one(self, site: Path) -> None:
        """The file that was waited for is gone by then: who comes third must still be kept out."""
        first = site_lock(site).acquire(print)
        second = site_lock(site)
        with ThreadPoolExecutor(1) as pool:
            waiting = threading.Event()
            taken = pool.submit(second.acquire, lambda _pid: waiting.set())
            assert waiting.wait(10)
            first.release()
            taken.result(10)

        def refuse(pid: int | None) -> None:
            raise TimeoutError(pid)

        with second, pytest.raises(TimeoutError):
            site_lock(site).acquire(refuse)

    def test_a_lock_file_that_is_a_link_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "victim").write_text("dear to me")
        (tmp_path / "lock").symlink_to("victim")
        with pytest.raises(OSError, match="lock"):
            Lock(tmp_path / "lock").acquire(print)
        assert (tmp_path / "victim").read_text() == "dear to me"

    def test_publishers_at_once_come_one_after_the_other(self, site: Path, tmp_path: Path) -> None:
        """Each reads what the one before published, so the pages count the publishers."""

        def one_more() -> None:
            with Lock(tmp_path / "lock").acquire(lambda _pid: None):
                previous = load_previous(site)
                pages = [Page(path, b"") for path in sorted(previous.listed)]
                publish(site, [*pages, Page(f"{len(pages)}", b"")], (), previous, durable=False)

        threads = [threading.Thread(target=one_more) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(contents(site)) == [str(number) for number in range(8)]
