"""What is owed follows the records at once: playbooks, plans for segments, journeys, care programmes and what was sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository

JOURNEY = """
touchpoints:
  - {id: after_sales, stage: serve, name: 售后支持, team: support, sla: {hours: 48, clock: calendar}}
"""
CARE = """
period: {from: 2024-01-01, to: 2024-12-31}
items:
  - {id: routine, name: 新品快讯, audience: all, every: week, count: 1, target_coverage: 1}
"""
PLAN = """
subject: {all: true}
period: {from: 2024-01-01, to: 2024-12-31}
actions:
  - {id: A1, text: 逐户回访, per_customer: true, recurs: {every: quarter}}
owner: E-zhao
"""
CASE = "type: fault\ntopic: x\nopened: 2024-07-10 10:00\nresolved: 2024-07-11 10:00\n"
SENDS = "item,customer,date,channel,result\nroutine,C001,2024-07-23,email,opened\nroutine,C002,2024-07-23,email,sent\n"


@pytest.fixture
def owing(repository: Repository) -> Repository:
    repository.write("journeys/standard.yaml", JOURNEY)
    repository.write("care/2024.yaml", CARE)
    repository.write("care/sends/2024-W30.csv", SENDS)
    repository.write("plans/2024-all.yaml", PLAN)
    repository.write("customers/C001/cases/CS-1.yaml", CASE)
    assert repository.build().published
    return repository


@pytest.mark.parametrize(
    ("path", "old", "new", "page", "words"),
    [
        ("plans/2024-all.yaml", "逐户回访", "逐户上门", "c/C001.html", "逐户上门"),
        ("plans/2024-all.yaml", "逐户回访", "逐户上门", "duties.html", "逐户上门"),
        ("journeys/standard.yaml", "hours: 48", "hours: 37", "journey.html", "37 小时"),
        ("care/2024.yaml", "新品快讯", "旧品快讯", "c/C001.html", "旧品快讯"),
        ("care/sends/2024-W30.csv", "email,opened", "email,joined", "care.html", "已参与"),
        ("customers/C001/cases/CS-1.yaml", "2024-07-11 10:00", "2024-07-15 13:30", "journey.html", "75.5 小时"),
    ],
)
def test_an_edit_shows_on_the_page_and_the_site_is_the_one_built_from_nothing(
    owing: Repository, tmp_path: Path, path: str, old: str, new: str, page: str, words: str
) -> None:
    assert words not in owing.page(page)
    owing.edit(path, old, new)
    assert owing.build().published
    assert words in owing.page(page)
    clean = {name: data for name, data in owing.clean_pages(tmp_path / "clean").items() if not name.startswith(".")}
    assert {name: data for name, data in owing.pages().items() if not name.startswith(".")} == clean


def test_a_message_of_another_customer_changes_no_profile(owing: Repository) -> None:
    before = owing.pages()
    owing.edit("care/sends/2024-W30.csv", "routine,C002,2024-07-23,email,sent", "routine,C002,2024-07-23,email,joined")
    report = owing.build()
    assert report.parsed == ["care/sends/2024-W30.csv"]
    assert owing.pages()["c/C001.html"] == before["c/C001.html"]


def test_duties_withheld_from_an_audience_are_in_no_byte_of_its_site(owing: Repository) -> None:
    pages = owing.clean_pages(owing.root / "public", audience="public", despite_faults=True)
    texts = "".join(data.decode("utf-8", "replace") for data in pages.values())
    assert "逐户回访" not in texts
    assert "售后支持" not in texts
    assert "新品快讯" not in texts
