"""A generation: what counts as ours in it, where its pages may lie, which folders it may replace, what is left of killed ones."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishing import alone, contents, put

from crmsite.machine.generations import MANIFEST, PublishRefused, check_path, load_previous
from crmsite.machine.output import Page, publish

if TYPE_CHECKING:
    from pathlib import Path


class TestHandEdits:
    """A page counts as published only while its bytes are those that were written."""

    def test_a_page_edited_by_hand_is_rewritten(self, site: Path) -> None:
        first = put(site, {"a": "good", "b": "x"})
        (site / "a").write_text("evil")
        known = {path: (state.size, state.mtime_ns) for path, state in first.stats.items()}
        assert load_previous(site, known).digest("a") is None
        assert load_previous(site, known).digest("b") == first.stats["b"].digest
        assert put(site, {"a": "good"}, ["b"], first).written == ["a"]
        assert contents(site) == {"a": "good", "b": "x"}

    def test_without_a_stat_table_the_bytes_decide(self, site: Path) -> None:
        first = put(site, {"a": "good", "b": "x"})
        (site / "a").write_text("evil")
        previous = load_previous(site)
        assert (previous.digest("a"), previous.digest("b")) == (None, first.stats["b"].digest)

    def test_a_page_of_another_length_is_not_trusted_for_its_time(self, site: Path) -> None:
        first = put(site, {"a": "good"})
        (site / "a").write_text("longer")
        os.utime(site / "a", ns=(0, first.stats["a"].mtime_ns))
        known = {path: (state.size, state.mtime_ns) for path, state in first.stats.items()}
        assert load_previous(site, known).digest("a") is None

    def test_a_page_only_touched_is_kept(self, site: Path) -> None:
        first = put(site, {"a": "1", "b": "2"})
        os.utime(site / "a", ns=(1, 1))
        second = put(site, {"a": "1", "b": "two"}, (), first)
        assert second.written == ["b"]
        assert second.stats["a"].mtime_ns == 1

    def test_a_page_of_another_length_or_deleted_is_absent(self, site: Path) -> None:
        first = put(site, {"a": "1", "b": "2", "c": "3"})
        (site / "a").write_text("longer")
        (site / "b").unlink()
        previous = load_previous(site)
        assert [previous.digest(path) for path in "abc"] == [None, None, first.stats["c"].digest]
        assert put(site, {"a": "1", "b": "2"}, ["c"], first).written == ["a", "b"]

    def test_a_page_deleted_by_hand_and_no_longer_wanted_leaves_the_manifest(self, site: Path) -> None:
        put(site, {"a": "1", "b": "2"})
        (site / "b").unlink()
        assert put(site, {"a": "1"}).removed == ["b"]
        assert load_previous(site).listed == {"a"}


class TestPaths:
    """Where a page may lie."""

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "C:/x",
            "a\nb",
            "a\x00b",
            "a\x7f",
            "a\u202eb",
            "．．/x",
            chr(0xD800),
            "x" * 256,
            "a/" + "汉" * 86,
            MANIFEST,
            ".crmsite-unfinished",
            ".CRMsite-x",
            ".crmsite-x/y",
        ],
    )
    def test_an_unsafe_path_is_refused_before_anything_is_published(self, site: Path, path: str) -> None:
        with pytest.raises(PublishRefused) as refusal:
            publish(site, [Page("good.html", b""), Page(path, b"")], (), load_previous(site))
        assert (refusal.value.reason, refusal.value.details) == ("unsafe-path", (path,))
        assert list(site.parent.iterdir()) == []

    @pytest.mark.parametrize(
        "path", ["a", "zh-CN/c/C001.html", "客户/光明.html", ".nojekyll", ".well-known/x", "a..b", "x" * 255, "a b"]
    )
    def test_any_other_path_is_fine(self, site: Path, path: str) -> None:
        put(site, {path: "text"})
        assert contents(site) == {path: "text"}
        assert load_previous(site).listed == {path}

    @given(st.text(st.sampled_from("ab./\\: .．／\u0000光"), max_size=12))
    def test_a_path_is_refused_or_stays_inside(self, path: str) -> None:
        try:
            check_path(path)
        except PublishRefused:
            return
        assert os.path.normpath(f"/site/{path}") == f"/site/{path}"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("a.html", "a.html"),
            ("A.html", "a.html"),
            ("ａ.html", "a.html"),
            ("Straße", "STRASSE"),
            ("c/x", "c"),
            ("c", "c/x"),
            ("C", "c/x"),
            ("c/x", "C/y"),
            ("ﬁ/x", "fi/y"),
            ("é", "é"),
        ],
    )
    def test_two_pages_that_some_file_system_takes_for_one_are_refused(self, site: Path, one: str, other: str) -> None:
        put(site, {"old": "1"})
        with pytest.raises(PublishRefused) as refusal:
            publish(site, [Page(one, b"1"), Page(other, b"2")], (), load_previous(site))
        assert (refusal.value.reason, refusal.value.details[1]) == ("same-path", other)
        assert contents(site) == {"old": "1"}
        assert alone(site)

    def test_a_kept_page_collides_too(self, site: Path) -> None:
        put(site, {"a": "1"})
        with pytest.raises(PublishRefused, match="same-path: a, A"):
            put(site, {"A": "1"}, ["a"])

    def test_a_refusal_survives_the_way_out_of_a_worker(self) -> None:
        refusal = pickle.loads(pickle.dumps(PublishRefused("same-path", "a", "b")))
        assert (refusal.reason, refusal.details, str(refusal)) == ("same-path", ("a", "b"), "same-path: a, b")


class TestTarget:
    """Which folders are ours to replace."""

    def test_strangers_are_refused_and_named(self, site: Path) -> None:
        put(site, {"a": "1"})
        for number in range(7):
            (site / f"mine-{number}.txt").write_text("dear to me")
        with pytest.raises(PublishRefused) as refusal:
            load_previous(site)
        assert (refusal.value.reason, refusal.value.count) == ("strangers", 7)
        assert refusal.value.details == tuple(f"mine-{number}.txt" for number in range(5))

    def test_a_folder_without_a_manifest_is_all_strangers(self, site: Path) -> None:
        (site / "deep").mkdir(parents=True)
        (site / "deep" / "thesis.txt").write_text("dear to me")
        with pytest.raises(PublishRefused, match=r"strangers: deep/thesis\.txt"):
            load_previous(site)

    @pytest.mark.parametrize("make", ["symlink", "fifo"])
    def test_a_listed_page_replaced_by_a_link_or_device_is_a_stranger(self, site: Path, make: str) -> None:
        put(site, {"a": "1"})
        (site / "a").unlink()
        if make == "symlink":
            (site / "a").symlink_to("/etc/hostname")
        else:
            os.mkfifo(site / "a")
        with pytest.raises(PublishRefused, match="strangers: a"):
            load_previous(site)

    def test_empty_folders_and_what_file_managers_leave_are_no_strangers(self, site: Path) -> None:
        put(site, {"c/a": "1"})
        (site / "empty").mkdir()
        (site / "c" / ".DS_Store").write_text("")
        put(site, {"c/a": "2"})
        assert contents(site) == {"c/a": "2"}
        assert alone(site)

    def test_a_link_is_refused(self, site: Path, tmp_path: Path) -> None:
        site.parent.mkdir()
        site.symlink_to(tmp_path)
        with pytest.raises(PublishRefused, match="link"):
            load_previous(site)

    def test_a_file_is_refused(self, site: Path) -> None:
        site.parent.mkdir()
        site.write_text("")
        with pytest.raises(PublishRefused, match="not-a-folder"):
            load_previous(site)

    @pytest.mark.parametrize("target", [".", "..", "records", "records/../records", "/"])
    def test_a_folder_that_is_or_contains_the_inputs_is_refused(self, tmp_path: Path, target: str) -> None:
        root = tmp_path / "repository"
        (root / "records").mkdir(parents=True)
        with pytest.raises(PublishRefused, match="holds-inputs"):
            load_previous(root / target, None, [root, root / "records"])
        assert load_previous(root / "site", None, [root, root / "records"]).listed == frozenset()

    def test_a_folder_among_the_inputs_is_refused_where_pages_would_be_taken_for_them(self, tmp_path: Path) -> None:
        root = tmp_path / "repository"
        (root / "records").mkdir(parents=True)
        with pytest.raises(PublishRefused, match="inside-inputs"):
            load_previous(root / "records" / "site", None, [root], [root / "records"])
        assert load_previous(root / "records-site", None, [root], [root / "records"]).listed == frozenset()

    def test_the_target_is_looked_at_again_when_publishing(self, site: Path, tmp_path: Path) -> None:
        previous = load_previous(site)
        site.parent.mkdir()
        site.symlink_to(tmp_path)
        with pytest.raises(PublishRefused, match="link"):
            publish(site, [Page("a", b"")], (), previous)

    @pytest.mark.parametrize("path", ["../victim", "/victim", "a/../../victim", "a\\victim"])
    def test_a_forged_manifest_owns_nothing_outside(self, site: Path, path: str) -> None:
        put(site, {"a": "1"})
        (site.parent / "victim").write_text("dear to me")
        with (site / MANIFEST).open("a") as manifest:
            manifest.write(f"{'0' * 32} 10 {path}\n")
        put(site, {"a": "2"})
        assert (site.parent / "victim").read_text() == "dear to me"
        assert contents(site) == {"a": "2"}

    def test_a_stranger_that_comes_while_building_is_put_back(self, site: Path) -> None:
        put(site, {"c/a": "1"})
        previous = load_previous(site)
        (site / "c" / "mine.txt").write_text("dear to me")
        publish(site, [Page("b", b"2")], (), previous)
        assert contents(site) == {"b": "2", "c/mine.txt": "dear to me"}
        assert alone(site)


class TestLeftOvers:
    """What a killed publisher leaves is mended by the next one."""

    @staticmethod
    def dead() -> int:
        """Return the id of a process that is no more."""
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        return process.pid

    def test_a_half_built_generation_of_a_dead_process_goes(self, site: Path) -> None:
        put(site, {"a": "1"})
        half = site.parent / f"site.next-{self.dead()}"
        (half / "c").mkdir(parents=True)
        (half / "c" / "x").write_text("")
        (half / ".crmsite-unfinished").write_text("")
        load_previous(site)
        assert alone(site)

    def test_that_of_a_living_process_and_folders_that_are_not_ours_stay(self, site: Path) -> None:
        names = [f"site.next-{os.getppid()}", f"site.next-{self.dead()}", "site.next-", "site.next-1x", "sites.next-1"]
        for name in names:
            (site.parent / name).mkdir(parents=True)
            (site.parent / name / "mine.txt").write_text("dear to me")
        (site.parent / names[0] / ".crmsite-unfinished").write_text("")
        put(site, {"a": "1"})
        assert sorted(path.name for path in site.parent.iterdir()) == sorted([*names, "site"])

    @pytest.mark.parametrize("half", [False, True], ids=["next finished", "next half built"])
    def test_killed_between_two_renames_the_exchange_is_finished_or_undone(self, site: Path, half: bool) -> None:
        pid = self.dead()
        (site.parent / "aside").mkdir(parents=True)
        for state, folder in (("new", f"site.next-{pid}"), ("old", f"site.old-{pid}")):
            put(site, {"a": state})
            site.rename(site.parent / "aside" / folder)
        for generation in (site.parent / "aside").iterdir():
            generation.rename(site.parent / generation.name)
        (site.parent / "aside").rmdir()
        if half:
            (site.parent / f"site.next-{pid}" / ".crmsite-unfinished").write_text("")
        load_previous(site)
        assert contents(site) == {"a": "old" if half else "new"}
        assert alone(site)
