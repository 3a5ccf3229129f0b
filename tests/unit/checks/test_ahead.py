"""What is dated after the day that the site stands at is told once for each customer: no figure counts it yet."""

from __future__ import annotations

import pytest
from commanding import run_in
from repositories import Repository

FOLLOWUP = "customers/C001/followups/2024/20240715-zhao-1.yaml"
ORDERS = "customers/C001/orders.csv"


def told(company: Repository) -> list[str]:
    found = [one for one in company.check().faults if one.rule == "dated-ahead"]
    assert {one.severity for one in found} <= {"note"}
    return [f"{one.span.path}:{one.span.line} {dict(one.args)['n']} {dict(one.args)['first']}" for one in found]


def test_records_up_to_the_very_day_and_plans_beyond_it_are_no_news(company: Repository) -> None:
    company.edit(FOLLOWUP, "2024-07-15", str(company.check().as_of))
    assert told(company) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        (FOLLOWUP, "date: 2024-07-15", "date: 2042-07-15", 1),
        (FOLLOWUP, "date: 2024-07-15", "start: 2042-07-15 10:00", 1),
        (ORDERS, "2024-07-01", "2042-07-15", 4),
        ("customers/C001/needs/01.yaml", "recorded: 2024-05-02", "recorded: 2042-07-15", 6),
        ("customers/C001/assessments/2024-Q2.yaml", "date: 2024-06-28", "date: 2042-07-15", 2),
    ],
)
def test_what_is_dated_later_is_told_at_its_line(company: Repository, path: str, old: str, new: str, line: int) -> None:
    company.edit(path, old, new)
    assert told(company) == [f"{path}:{line} 1 2042-07-15"]


def test_a_customer_is_told_once_at_the_first_of_them(company: Repository) -> None:
    company.edit(FOLLOWUP, "2024-07-15", "2042-07-15")
    company.edit(ORDERS, "2024-07-01", "2042-07-14")
    assert told(company) == [f"{ORDERS}:4 2 2042-07-14"]


def test_a_customer_that_begins_later_is_on_no_page_and_told_of(company: Repository) -> None:
    company.edit("customers/C001/customer.yaml", "{from: 2021-03-01, stage: won}", "{from: 2042-07-15, stage: won}")
    assert any(one.startswith("customers/C001/customer.yaml:") for one in told(company))


def test_it_is_said_what_to_do_in_both_languages(company: Repository) -> None:
    company.edit(FOLLOWUP, "2024-07-15", "2042-07-15")
    for lang, remedy in (("zh", "crmsite build --as-of 2042-07-15"), ("en", "run `crmsite build --as-of 2042-07-15`")):
        said = run_in(str(company.root), "check", lang=lang)
        assert said.code == 0
        assert remedy in next(block for block in said.out.split("\n\n") if "[dated-ahead]" in block)
