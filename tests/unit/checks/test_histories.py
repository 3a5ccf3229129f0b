"""A sale and the stage of a customer agree: who is won has a sale behind it, and who has ordered has been won."""

from __future__ import annotations

import pytest
from commanding import run_in
from repositories import Repository

STAGE = "customers/C001/customer.yaml"
ORDERS = "customers/C001/orders.csv"
HEAD = "order_id,date,amount,currency,status\n"


def rules(company: Repository) -> set[str]:
    return {found.rule for found in company.check().faults}


def test_orders_of_a_customer_that_was_never_won_are_told_with_the_line_that_is_missing(company: Repository) -> None:
    company.edit(STAGE, "stage: won", "stage: intent")
    for lang, words in (("zh", "所以不参与评级"), ("en", "so the customer is not rated")):
        said = run_in(str(company.root), "check", lang=lang)
        block = next(block for block in said.out.split("\n\n") if "[sale-before-won]" in block)
        assert words in block
        assert f"--> records/{STAGE}:4" in block
        assert "- {from: 2023-06-01, stage: won}" in block.splitlines()[-1]


def test_following_that_advice_ends_it(company: Repository) -> None:
    company.edit(STAGE, "  - {from: 2021-03-01, stage: won}", "  - {from: 2021-03-01, stage: intent}\n  - {from: 2023-06-01, stage: won}")
    assert "sale-before-won" not in rules(company)


@pytest.mark.parametrize("row", ["S-1,2024-02-01,0,CNY,confirmed", "S-1,2024-02-01,900,CNY,cancelled"])
def test_samples_and_cancelled_orders_make_no_customer(company: Repository, row: str) -> None:
    company.edit(STAGE, "stage: won", "stage: intent")
    company.write(ORDERS, f"{HEAD}{row}\n")
    assert "sale-before-won" not in rules(company)


def test_who_is_won_without_any_sale_is_told_so_where_orders_are_kept(company: Repository) -> None:
    company.write(ORDERS, HEAD)
    assert "won-without-sale" in rules(company)
    assert "won-without-sale" not in rules_with_an_order(company)


def rules_with_an_order(company: Repository) -> set[str]:
    company.write(ORDERS, f"{HEAD}O-1,2024-02-01,900,CNY,confirmed\n")
    return rules(company)
