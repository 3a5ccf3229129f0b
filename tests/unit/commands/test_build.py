"""``build`` as a person reads it: the site is what was asked for, so a long list of warnings is left to ``check``."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanding import Run, Said
from repositories import SITE, Repository, customer

ORDERS = "order_id,date,amount,currency\nO-{id}-1,2023-06-01,120000,CNY\n"
"""A customer that bought once, a year ago: nobody answered the alert."""


def company(folder: Path, customers: int) -> Run:
    """Return a company of which every customer deserves a warning."""
    repository = Repository(folder, SITE, *(customer(number) for number in range(1, customers + 1)))
    for number in range(1, customers + 1):
        repository.write(f"customers/C{number:03d}/orders.csv", ORDERS.format(id=f"C{number:03d}"))
    return Run(repository)


def warnings(said: Said) -> int:
    return said.out.count("warning[")


def test_a_build_prints_the_first_warnings_and_counts_the_rest(tmp_path: Path) -> None:
    run = company(tmp_path, 25)
    every = warnings(run("check"))
    said = run("build")
    assert every >= 25
    assert (said.code, warnings(said)) == (0, 20)
    assert f"{every - 20} more warnings; see crmsite check." in said.err
    assert f"Found {every} warnings" in said.err


def test_few_warnings_are_printed_all(tmp_path: Path) -> None:
    run = company(tmp_path, 3)
    every = warnings(run("check"))
    said = run("build")
    assert 0 < every <= 20
    assert warnings(said) == every
    assert "more warning" not in said.err


def test_errors_are_printed_all(tmp_path: Path) -> None:
    run = company(tmp_path, 25)
    for number in range(1, 26):
        run.repository.write(f"customers/C{number:03d}/needs/01.yaml", "nature: nonsense\n")
    said = run("build")
    assert said.code == 1
    assert said.out.count("error[") == run("check").out.count("error[") >= 25


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "place,told", [("site", ("已经是一个文件", "is a file")), ("records/site", ("会被当成记录", "would be taken for records"))]
)
def test_a_place_where_no_site_can_be_is_refused_in_words_after_a_first_build_too(
    tmp_path: Path, place: str, told: tuple[str, str], lang: str
) -> None:
    run = company(tmp_path, 1)
    assert run("build").code == 0
    (tmp_path / "site").rename(tmp_path / "elsewhere")
    (tmp_path / "site").write_text("x", "utf-8")
    said = run("build", "--site", str(tmp_path / place), lang=lang)
    assert said.code == 2
    assert told[0 if lang == "zh" else 1] in said.err
    assert not (tmp_path / "records" / "site").exists()


def test_notes_are_not_printed_but_counted(tmp_path: Path) -> None:
    run = company(tmp_path, 1)
    assert "not printed here" not in run("build").err
    run.repository.edit("customers/C001/followups/2024/20240715-zhao-1.yaml", "date: 2024-07-15", "date: 2042-07-15")
    said = run("build")
    assert "note[" not in said.out
    assert "1 note is not printed here; see crmsite check." in said.err
    assert "1 note" in next(line for line in said.err.splitlines() if line.startswith("Found"))
