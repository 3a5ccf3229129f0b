"""The memo: what is put is got back, whatever is broken is a miss, and no two sequences of values share a digest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmsite.machine import memo as module
from crmsite.machine.memo import DamagedError, Json, Memo, code_version, digest_of, packed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PART = st.none() | st.text(max_size=3) | st.binary(max_size=3) | st.integers(-99, 99)


def stored(folder: Path, name: str = "a") -> Path:
    """Return the file of a value."""
    (path,) = folder.glob(f"v-*/{name}.json")
    return path


def filled(folder: Path, version: str = "1") -> Memo:
    """Return a memo, opened anew, that holds one value."""
    memo = Memo(folder, version)
    memo.put("a", {"tier": "S"})
    assert memo.commit() is None
    return Memo(folder, version)


class TestValues:
    """Put, get, drop, commit."""

    @given(JSON)
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_what_is_put_is_got_back_before_and_after_commit(self, tmp_path: Path, value: Json) -> None:
        memo = Memo(tmp_path, "1")
        memo.put("shards/0a", value)
        assert memo.get("shards/0a") == value
        assert memo.commit() is None
        assert memo.get("shards/0a") == Memo(tmp_path, "1").get("shards/0a") == value

    def test_nothing_reaches_the_disk_before_commit(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path / "memo", "1")
        memo.put("a", 1)
        memo.drop("b")
        assert list(tmp_path.iterdir()) == []

    def test_a_value_is_remembered_as_it_was_when_put(self, tmp_path: Path) -> None:
        memo, value = Memo(tmp_path, "1"), [1]
        memo.put("a", value)
        value.append(2)
        assert memo.get("a") == [1]

    def test_a_stamp_changes_with_the_value_and_is_empty_without_one(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        assert memo.stamp("a") == ""
        memo.put("a", 1)
        first = memo.stamp("a")
        memo.commit()
        assert memo.stamp("a") == Memo(tmp_path, "1").stamp("a") == first != ""
        memo.put("a", 2)
        assert memo.stamp("a") != first

    def test_names_and_drop(self, tmp_path: Path) -> None:
        memo = filled(tmp_path)
        memo.put("shards/0b", 1)
        assert memo.names() == ["a", "shards/0b"]
        memo.commit()
        memo.drop("a")
        assert (memo.names(), memo.get("a")) == (["shards/0b"], None)
        memo.commit()
        assert Memo(tmp_path, "1").names() == ["shards/0b"]
        assert list(tmp_path.glob("v-*/a.json")) == []

    def test_an_unchanged_value_is_not_written_again(self, tmp_path: Path) -> None:
        memo = filled(tmp_path)
        before = stored(tmp_path).stat().st_ino
        memo.put("a", {"tier": "S"})
        memo.commit()
        assert stored(tmp_path).stat().st_ino == before

    @pytest.mark.parametrize("name", ["", "../x", "/x", "a/b/c", "a/", ".hidden", "a\n", "客户", "x" * 101])
    def test_a_name_that_is_no_file_name_is_an_error(self, tmp_path: Path, name: str) -> None:
        for call in (Memo(tmp_path, "1").get, Memo(tmp_path, "1").drop, lambda name: Memo(tmp_path, "1").put(name, 1)):
            with pytest.raises(ValueError, match="not a memo name"):
                call(name)

    @pytest.mark.parametrize("number", [2**63, 2**64, -(2**63) - 1, 10**40])
    def test_a_whole_number_of_any_size_is_kept_to_the_last_digit(self, tmp_path: Path, number: int) -> None:
        memo = Memo(tmp_path, "1")
        memo.put("a", [number])
        assert memo.get("a") == [number]


    @pytest.mark.parametrize("beside", [1, 2**64, "\ud83d"])
    @given(JSON)
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_what_is_packed_is_kept_as_if_it_were_not(self, tmp_path: Path, beside: int | str, value: Json) -> None:
        memo = Memo(tmp_path, "1")
        memo.put("a", {"packed": packed(value), "again": packed([beside]), "beside": beside})
        assert memo.get("a") == {"packed": value, "again": [beside], "beside": beside}


class TestParts:
    """A value in parts: looked at whole, decoded part by part."""

    PARTS: Mapping[str, Json] = {"heads": [["C1", None]], "needs": ["[]\n[1]", None], "empty": []}

    def test_each_part_is_got_back_before_and_after_commit(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("heads/0a", self.PARTS)
        for one in (memo, Memo(tmp_path, "1")):
            found = one.parts("heads/0a")
            assert found is not None
            assert {name: found.get(name) for name in self.PARTS} == self.PARTS
            assert found.get("unheard") is None
            memo.commit()

    def test_a_part_has_a_stamp_of_its_own_and_the_whole_one_that_moves_with_any(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", self.PARTS)
        first, whole = memo.parts("a"), memo.stamp("a")
        memo.put_parts("a", {**self.PARTS, "needs": ["[2]", None]})
        second = memo.parts("a")
        assert first is not None
        assert second is not None
        assert memo.stamp("a") != whole
        assert first.stamp("heads") == second.stamp("heads") != ""
        assert first.stamp("needs") != second.stamp("needs")
        assert first.stamp("unheard") == ""

    def test_a_value_in_parts_is_no_plain_one_and_a_plain_one_is_in_no_parts(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", self.PARTS)
        memo.put("b", {"heads": 1})
        assert (memo.get("a"), memo.parts("b"), memo.parts("c")) == (None, None, None)
        assert (memo.holds("a"), memo.holds("b"), memo.holds("c")) == (True, True, False)

    def test_cut_off_anywhere_it_is_a_miss(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", self.PARTS)
        memo.commit()
        path = stored(tmp_path)
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at])
            assert memo.parts("a") is None
            assert not memo.holds("a")
        path.write_bytes(whole)
        assert memo.holds("a")

    def test_with_any_byte_changed_it_is_a_miss_or_the_part_with_that_byte_is_refused_and_the_value_lost(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", self.PARTS)
        memo.commit()
        path = stored(tmp_path)
        whole = path.read_bytes()
        refused = 0
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert not memo.holds("a")
            found = memo.parts("a")
            for part in self.PARTS if found is not None else ():
                try:
                    assert found is not None
                    assert found.get(part) == self.PARTS[part]
                except DamagedError:
                    refused += 1
                    assert not path.exists()
                    break
            else:
                assert found is None
        assert refused == sum(len(json.dumps(part, separators=(",", ":"))) for part in self.PARTS.values())

    @pytest.mark.parametrize("length", [10, 100_000])
    def test_a_value_that_was_put_again_since_does_not_pass_for_the_one_that_was_opened(self, tmp_path: Path, length: int) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", {"heads": ["1" * length]})
        memo.commit()
        opened = Memo(tmp_path, "1").parts("a")
        memo.put_parts("a", {"heads": ["2" * length]})
        memo.commit()
        assert opened is not None
        try:
            assert opened.get("heads") == ["1" * length]
        except DamagedError:
            assert length > 65_536, "a short value is read when it is opened"

    def test_it_is_a_miss_under_another_name_or_in_another_version(self, tmp_path: Path) -> None:
        memo = Memo(tmp_path, "1")
        memo.put_parts("a", self.PARTS)
        memo.commit()
        path = stored(tmp_path)
        path.with_name("b.json").write_bytes(path.read_bytes())
        assert memo.parts("b") is None


class TestDamage:
    """A broken memo costs time, never more."""

    def test_cut_off_anywhere_it_is_a_miss(self, tmp_path: Path) -> None:
        memo, path = filled(tmp_path), stored(tmp_path)
        whole = path.read_bytes()
        for length in range(len(whole)):
            path.write_bytes(whole[:length])
            assert memo.get("a") is None
        path.write_bytes(whole)
        assert memo.get("a") == {"tier": "S"}

    def test_with_any_byte_changed_it_is_a_miss(self, tmp_path: Path) -> None:
        memo, path = filled(tmp_path), stored(tmp_path)
        whole = path.read_bytes()
        for place in range(len(whole)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert memo.get("a") is None

    def test_a_file_under_another_name_or_in_another_version_is_a_miss(self, tmp_path: Path) -> None:
        memo, path = filled(tmp_path), stored(tmp_path)
        path.with_name("b.json").write_bytes(path.read_bytes())
        assert memo.get("b") is None
        moved = path.read_bytes()
        other = filled(tmp_path, "2")
        stored(tmp_path).write_bytes(moved)
        assert other.get("a") is None

    @pytest.mark.parametrize("make", ["folder", "link", "fifo", "loop"])
    def test_what_is_no_plain_file_is_a_miss_and_does_not_hang(self, tmp_path: Path, make: str) -> None:
        memo, path = filled(tmp_path), stored(tmp_path)
        path.rename(tmp_path / "elsewhere")
        if make == "folder":
            path.mkdir()
        elif make == "fifo":
            os.mkfifo(path)
        else:
            path.symlink_to(tmp_path / "elsewhere" if make == "link" else path)
        assert memo.get("a") is None

    def test_a_value_too_deep_to_read_is_a_miss(self, tmp_path: Path) -> None:
        memo, path = filled(tmp_path), stored(tmp_path)
        body = b"[" * 100_000 + b"]" * 100_000
        path.write_bytes(b"crmsite-memo-1 " + digest_of("1", "a", body).encode() + b"\n" + body)
        assert memo.get("a") is None

    def test_after_damage_a_commit_mends(self, tmp_path: Path) -> None:
        memo = filled(tmp_path)
        stored(tmp_path).write_bytes(b"")
        memo.put("a", 2)
        assert memo.commit() is None
        assert Memo(tmp_path, "1").get("a") == 2

    def test_a_disk_that_refuses_is_a_value(self, tmp_path: Path) -> None:
        (tmp_path / "memo").write_text("a file where the folder should be")
        memo = Memo(tmp_path / "memo", "1")
        memo.put("a", 1)
        assert isinstance(memo.commit(), OSError)
        assert memo.get("a") == 1

    @pytest.mark.parametrize("link", ["v", "shards"])
    def test_nothing_is_written_through_a_link(self, tmp_path: Path, link: str) -> None:
        filled(tmp_path / "memo")
        home = stored(tmp_path / "memo").parent
        outside = tmp_path / "outside"
        outside.mkdir()
        if link == "v":
            home.rename(tmp_path / "aside")
            home.symlink_to(outside)
        else:
            (home / "shards").symlink_to(outside)
        memo = Memo(tmp_path / "memo", "1")
        memo.put("shards/0a", 1)
        assert memo.commit() is None
        assert list(outside.iterdir()) == []
        assert memo.get("shards/0a") == 1


class TestTidying:
    """Only what the memo itself left is removed."""

    def test_values_of_other_versions_go(self, tmp_path: Path) -> None:
        filled(tmp_path, "1")
        filled(tmp_path, "2")
        assert len(list(tmp_path.iterdir())) == 1
        assert Memo(tmp_path, "1").get("a") is None

    def test_other_folders_and_what_links_point_to_stay(self, tmp_path: Path) -> None:
        folder, outside = tmp_path / "memo", tmp_path / "outside"
        for kept in (folder / "v-mine", folder / "other", outside):
            kept.mkdir(parents=True)
            (kept / "x").write_text("dear to me")
        (folder / f"v-{'0' * 32}").symlink_to(outside)
        (folder / f"v-{'1' * 32}").mkdir()
        (folder / f"v-{'1' * 32}" / "link").symlink_to(outside)
        filled(folder)
        assert not (folder / f"v-{'1' * 32}").exists()
        assert [path.parent.name for path in sorted(tmp_path.rglob("x"))] == ["other", "v-mine", "outside"]

    def test_half_written_files_of_dead_processes_go_those_of_the_living_stay(self, tmp_path: Path) -> None:
        filled(tmp_path)
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        home = stored(tmp_path).parent
        for pid in (process.pid, os.getppid()):
            (home / f"b.json.{pid}.tmp").write_text("half")
        filled(tmp_path)
        assert sorted(path.name for path in home.iterdir()) == ["a.json", f"b.json.{os.getppid()}.tmp"]


class TestDigest:
    """A digest stands for one sequence of values."""

    @given(st.lists(PART), st.lists(PART))
    def test_two_sequences_have_one_digest_only_when_they_are_equal(self, one: list[str], other: list[str]) -> None:
        same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
        assert (digest_of(*one) == digest_of(*other)) == same

    @pytest.mark.parametrize(
        ("one", "other"),
        [(("ab", "c"), ("a", "bc")), (("1",), (1,)), (("",), (None,)), (("",), ()), (("a",), (b"a",)), (("s1:a",), ("a",))],
    )
    def test_kind_and_border_of_each_part_count(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        assert digest_of(*one) != digest_of(*other)

    def test_each_part_is_written_with_its_kind_and_length(self) -> None:
        written = b"s6:\xe5\xae\xa2\xe6\x88\xb7" + b"b1:\x00" + b"i-7:" + b"n"
        assert digest_of("客户", b"\x00", -7, None) == blake2b(written, digest_size=16).hexdigest()


class TestCodeVersion:
    """The version under which results are kept."""

    def test_it_changes_with_any_file_of_the_package_and_with_a_library(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "scores").mkdir()
        (tmp_path / "scores" / "tier.py").write_text("1")
        (tmp_path / "pandas-3.0.dist-info").mkdir()
        monkeypatch.setattr(module, "__file__", str(tmp_path / "machine" / "memo.py"))
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
        seen = [code_version()]
        (tmp_path / "scores" / "tier.py").write_text("2")
        seen.append(code_version())
        (tmp_path / "policy.yaml").write_text("")
        seen.append(code_version())
        (tmp_path / "pandas-3.0.dist-info").rename(tmp_path / "pandas-3.1.dist-info")
        seen.append(code_version())
        assert len(set(seen)) == 4
        (tmp_path / "__pycache__").mkdir()
        (tmp_path / "__pycache__" / "tier.pyc").write_text("")
        (tmp_path / ".tier.py.swp").write_text("")
        (tmp_path / "pytest-9.dist-info").mkdir()
        assert code_version() == seen[-1]

    def test_the_libraries_installed_here_are_found(self) -> None:
        assert {"jinja2", "pandas", "pydantic", "pyyaml", "altair", "markdown", "nh3"} <= set(module.installed())

    def test_it_imports_no_library(self) -> None:
        code = "import sys; from crmsite.machine.memo import code_version; code_version(); print(*sys.modules)"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert not {"pandas", "altair", "jinja2", "pydantic", "yaml", "importlib.metadata"} & set(told.split())


def test_a_large_value_comes_back_as_it_was(tmp_path: Path) -> None:
    """Megabytes of columns, the shape in which an incremental build reads its state."""
    columns: dict[str, list[str | float]] = {"id": [f"C{n:05}" for n in range(70_000)], "name": ["光明食品科技有限公司"] * 70_000}
    columns["amount"] = [n * 1.5 for n in range(70_000)]
    memo = Memo(tmp_path, "1")
    memo.put("columns", columns)
    memo.commit()
    assert stored(tmp_path, "columns").stat().st_size > 3_000_000
    assert Memo(tmp_path, "1").get("columns") == columns
