"""A file that could not be read raises its own faults, and no warning beside it that would not stand if it were read."""

from __future__ import annotations

import pytest
from repositories import Repository

C1 = "customers/C001/"


def told(repository: Repository) -> set[tuple[str, str, str]]:
    """Every finding that is no error: rule, customer's folder, alert."""
    return {
        (found.rule, found.span.path.split("/")[1] if "/" in found.span.path else "", dict(found.args).get("alert", ""))
        for found in repository.check().faults
        if found.severity != "error"
    }


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(C1 + "assessments/2024-Q2.yaml", "amount: 7", "amount: 70", id="the newest assessment"),
        pytest.param(C1 + "orders.csv", "150000", "十五万", id="an order"),
        pytest.param(C1 + "followups/2024/20240715-zhao-1.yaml", "kind: visit", "kind: vist", id="the only contact"),
        pytest.param("site.yaml", "as_of: 2024-07-31", "as_of: 2024-02-31", id="the date"),
        pytest.param("people/E-zhao.yaml", "masked_name: 赵*", "masked_name: 赵明明", id="the owner"),
    ],
)
def test_a_broken_file_raises_no_warning_that_was_not_there(repository: Repository, path: str, old: str, new: str) -> None:
    before = told(repository)
    repository.edit(path, old, new)
    assert any(found.severity == "error" for found in repository.check().faults)
    assert told(repository) - before == set()


def test_a_warning_that_rests_on_other_files_is_told_all_the_same(repository: Repository) -> None:
    repository.edit(C1 + "orders.csv", "2024-07-01", "2024-02-15")
    late = ("alert-unanswered", "C001", "no-orders@C001@2024-04-15")
    assert late in told(repository)
    repository.edit(C1 + "needs/01.yaml", "urgency: 4", "urgency: 40")
    repository.edit("customers/C002/orders.csv", "150000", "十五万")
    assert late in told(repository)


def test_a_row_is_not_told_to_name_nobody_while_a_customers_own_file_says_no_name(repository: Repository) -> None:
    repository.edit(C1 + "customer.yaml", "industry:", "external_ids: {erp: K-77}\nindustry:")
    repository.write("receipts/2024.csv", "customer,date,invoice_id,amount\nK-77,2024-07-01,V-1,10\nK-99,2024-07-02,V-2,20\n")

    def unknown() -> list[str]:
        return [dict(found.args)["text"] for found in repository.check().faults if found.rule == "unknown-customer"]

    assert unknown() == ["K-99"]
    repository.edit(C1 + "customer.yaml", "industry:", "description: *one two\nindustry:")
    assert unknown() == []
    assert repository.check().failed == [C1 + "customer.yaml"]
    repository.edit(C1 + "customer.yaml", "description: *one two\n", "founded: 2024-02-30\n")
    assert unknown() == ["K-99"], "refused for a value, the file still says by which names its customer goes"


def test_it_is_told_again_as_soon_as_the_file_is_mended(repository: Repository) -> None:
    repository.edit(C1 + "orders.csv", "2024-07-01", "2024-02-15")
    before = told(repository)
    repository.edit(C1 + "orders.csv", "150000", "十五万")
    assert before - told(repository) >= {("alert-unanswered", "C001", "no-orders@C001@2024-04-15")}
    repository.edit(C1 + "orders.csv", "十五万", "150000")
    assert told(repository) == before
