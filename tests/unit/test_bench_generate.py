"""The benchmark's repository: deterministic, extensible, valid, and free of anything personal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from crmsite.reading.reader import read_file

ROOT = Path(__file__).parents[2]
Tree = dict[str, bytes]


def generated(count: int, folder: Path, *options: str) -> Tree:
    """Run the generator as the benchmark does; return every file by its path below ``records/``."""
    command = [sys.executable, str(ROOT / "bench/generate.py"), str(count), str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)
    records = folder / "records"
    return {path.relative_to(records).as_posix(): path.read_bytes() for path in records.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A repository of fifty customers."""
    return generated(50, tmp_path_factory.mktemp("fifty"))


def of_customers(tree: Tree, last: int) -> Tree:
    """Return the files in the folders of the first customers."""
    return {path: data for path, data in tree.items() if path.startswith("customers/") and int(path[11:17]) <= last}


def test_two_runs_give_the_same_bytes(fifty: Tree, tmp_path: Path) -> None:
    assert generated(50, tmp_path) == fifty


def test_another_seed_gives_other_customers(fifty: Tree, tmp_path: Path) -> None:
    assert of_customers(generated(50, tmp_path, "--seed", "8"), 50) != of_customers(fifty, 50)


def test_a_smaller_repository_is_the_beginning_of_a_larger_one(fifty: Tree, tmp_path: Path) -> None:
    twenty = generated(20, tmp_path)
    assert of_customers(twenty, 20) == of_customers(fifty, 20)
    assert len(of_customers(twenty, 50)) == 20 * 6


def test_rows_of_tables_belong_to_customers_alone(fifty: Tree, tmp_path: Path) -> None:
    for path, data in generated(20, tmp_path).items():
        if path.endswith(".csv"):
            header, *rows = data.decode().splitlines()
            assert set(rows) == {row for row in fifty[path].decode().splitlines() if re.search(r"\bC0000(?:0\d|1\d|20)\b", row)}
            assert header == fifty[path].decode().splitlines()[0]


def test_every_file_reads_without_a_fault(fifty: Tree) -> None:
    faults = [fault for path, data in sorted(fifty.items()) for fault in read_file(path, data).faults]
    assert faults == []


def test_languages_are_set_in_the_settings_alone(fifty: Tree, tmp_path: Path) -> None:
    both = generated(50, tmp_path, "--languages", "zh-CN,en")
    assert {path for path in both if both[path] != fifty[path]} == {"site.yaml"}


def test_contact_codes_are_unique_in_the_organisation(fifty: Tree) -> None:
    codes = [code for path, data in fifty.items() if path.endswith("contacts.yaml") for code in re.findall(r"code: (\S+)", data.decode())]
    assert len(codes) > 50
    assert len(set(codes)) == len(codes)


def test_names_of_customers_are_unique(fifty: Tree) -> None:
    names = [re.search(r"zh: ([^,]+)", data.decode()) for path, data in fifty.items() if path.endswith("customer.yaml")]
    assert len({name[1] for name in names if name}) == 50


def test_records_are_as_rich_as_those_that_others_are_measured_with(fifty: Tree) -> None:
    size = sum(len(data) for path, data in of_customers(fifty, 50).items())
    assert size / 50 >= 3_137
    orders = sum(data.count(b"\n") - 1 for path, data in fifty.items() if path.startswith("orders/"))
    assert orders / 50 >= 10


def test_records_vary(fifty: Tree) -> None:
    text = b"".join(data for path, data in fifty.items() if path.startswith("customers/")).decode()
    for sign in ("stage: lost", "stage: intent", "stage: long_term", "left_on:", "recurs:", "done:", "kano:", "closed:", "pain:"):
        assert sign in text, sign
    scores = re.findall(r"scores: \{(.*)\}", text)
    assert any(len(line.split(",")) < 4 for line in scores)
