"""Whatever is lost of the memo costs time, and nothing else: the next build is that of an empty memo."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import SITE, Repository, customer

ORDERS = """
-- orders/2024-06.csv --
order_id,date,customer,amount
O-1,2024-06-03,C001,10000
O-2,2024-06-04,C002,20000
O-3,2024-06-05,C003,30000
"""
SOME = ("shared", "ground", "scan", "heads", "shards", "faults", "pages", "tables", "site")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def aged(repository: Repository) -> None:
    """Date all records back: what was written just before a look is read again in any case."""
    for path in repository.records.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def company(tmp_path: Path) -> Repository:
    """A company of three customers with an export for all, built twice: the memo knows everything."""
    repository = Repository(tmp_path / "repository", SITE, *(customer(number) for number in (1, 2, 3)), ORDERS)
    aged(repository)
    repository.build()
    repository.build()
    return repository


@pytest.mark.parametrize(
    ("part", "damage"),
    [*((part, damage) for part in SOME for damage in ("gone", "cut off")), ("heads", "another byte"), ("shards", "another byte")],
)
def test_a_part_of_the_memo_is_lost_and_a_record_changes(company: Repository, tmp_path: Path, part: str, damage: str) -> None:
    memo = company.root / ".crmsite" / "memo"
    lost = sorted(memo.rglob(f"{part}.json")) + sorted(memo.rglob(f"{part}/*.json"))
    assert lost
    for path in lost:
        whole = path.read_bytes()
        at = len(whole) - 3
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(whole[:at] + (b"" if damage == "cut off" else bytes([whole[at] ^ 1]) + whole[at + 1 :]))
    company.edit("customers/C002/needs/01.yaml", "导出报表", "自动导出")
    assert company.build().published
    clean = Repository(tmp_path / "clean")
    for path, data in files(company.records).items():
        clean.write(path, data)
    clean.build()
    assert files(company.site) == files(clean.site)


def test_nothing_lost_means_nothing_forgotten(company: Repository) -> None:
    company.edit("customers/C002/needs/01.yaml", "导出报表", "自动导出")
    assert list(company.build().parsed) == ["customers/C002/needs/01.yaml"]


def test_a_command_that_finds_its_memo_damaged_halfway_begins_anew(company: Repository) -> None:
    def listed() -> str:
        return subprocess.check_output([sys.executable, "-m", "crmsite", "-C", str(company.root), "list", "needs", "--json"], text=True)

    whole = listed()
    assert "导出报表" in whole
    path = next(path for path in (company.root / ".crmsite").rglob("heads/*.json") if "导出报表".encode() in path.read_bytes())
    path.write_bytes(path.read_bytes().replace("导出报表".encode(), "导出报文".encode()))
    assert listed() == whole
