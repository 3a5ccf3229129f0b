"""A record that is refused for one value is told of all else that is wrong with it in the same run: nobody mends it twice."""

from __future__ import annotations

import pytest
from repositories import Repository

C1 = "customers/C001/"
NEED = C1 + "needs/01.yaml"
PLAN = C1 + "plans/2024.yaml"


def errors(repository: Repository) -> set[tuple[str, str, int]]:
    return {
        (found.rule, found.span.path, found.span.line) for found in repository.check().faults if found.severity == "error"
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        pytest.param(
            NEED, "urgency: 4", "urgency: 40\nthemes: [C001]\nowner: E-zhou", {("out-of-range", 8), ("dangling-reference", 10)},
            id="a value out of range and a person who is not there",
        ),
        pytest.param(
            PLAN, "needs: [N-C001-01], owner: E-zhao, due: 2024-09-30", "needs: [N-C001-01, N-C001-09], owner: E-zhao, due: 2024-02-30",
            {("no-such-date", 3), ("dangling-reference", 3)}, id="a day that is none and, inside a list inside a list, a need that is not there",
        ),
        pytest.param(
            PLAN, "owner: E-zhao, due: 2024-09-30", "owner: C002, due: 2024-09-30, dew: 1", {("unknown-key", 3), ("wrong-kind-reference", 3)},
            id="an unknown key and a customer for a person",
        ),
        pytest.param(
            PLAN, "N-C001-01", "N-C002-01], dew: [1", {("unknown-key", 3), ("other-customers-record", 3)},
            id="an unknown key and another customer's need",
        ),
        pytest.param(
            C1 + "customer.yaml", "industry: manufacturing", "industry: manufacturing\nparent: C099\ntier: S",
            {("derived-value-typed", 4), ("dangling-reference", 3)}, id="a tier typed by hand and a parent that is not there",
        ),
    ],
)  # fmt: skip
def test_a_refused_record_is_told_of_its_references_too(
    repository: Repository, path: str, old: str, new: str, expected: set[tuple[str, int]]
) -> None:
    repository.edit(path, old, new)
    assert errors(repository) == {(rule, path, line) for rule, line in expected}


def test_a_refused_shared_record_is_told_of_its_references_too(repository: Repository) -> None:
    repository.write("plans/vip.yaml", "segment: {tag: [vip]}\nperiod: {from: 2024-13-01, to: 2024-12-31}\nowner: E-qian\nactions: []\n")
    assert {("no-such-date", "plans/vip.yaml", 2), ("dangling-reference", "plans/vip.yaml", 3)} <= errors(repository)


def test_a_taxonomy_of_the_repository_is_asked_as_well(repository: Repository) -> None:
    repository.write("taxonomy/tag.yaml", "values:\n  - {id: vip, zh: 贵宾, en: VIP}\n")
    repository.edit(C1 + "customer.yaml", "industry: manufacturing", "industry: manufacturing\ntags: [贵宾, vipp]\ntier: S")
    assert errors(repository) == {
        ("derived-value-typed", C1 + "customer.yaml", 4), ("unknown-taxonomy-value", C1 + "customer.yaml", 3),
    }  # fmt: skip


def test_an_id_that_a_refused_record_shares_with_another_is_taken(repository: Repository) -> None:
    repository.write(C1 + "needs/02.yaml", (repository.records / NEED).read_text("utf-8").replace("urgency: 4", "urgency: 40\nid: N-C001-01"))
    found = errors(repository)
    assert ("out-of-range", C1 + "needs/02.yaml", 8) in found
    assert [rule for rule, path, _ in found if path == C1 + "needs/02.yaml" and rule in ("duplicate-id", "id-mismatch")]


def test_a_refused_row_of_an_export_is_told_that_nobody_knows_its_customer(repository: Repository) -> None:
    repository.edit(C1 + "customer.yaml", "industry:", "aliases: [恒达]\nindustry:")
    rows = ["order_id,customer,date,amount,currency", "X-1,C077,2024-06-01,十万,CNY", "X-2,恒达,2024-06-02,十万,CNY", "X-3,C002,2024-06-03,十万,CNY"]
    repository.write("orders/2024-06.csv", "\n".join(rows) + "\n")
    path = "orders/2024-06.csv"
    assert errors(repository) == {*(("not-a-number", path, line) for line in (2, 3, 4)), ("unknown-customer", path, 2)}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(NEED, "urgency: 4", "urgency: 40", id="a need that a plan names"),
        pytest.param("people/E-zhao.yaml", "role: account_manager", "role: boss", id="a person whom everything names"),
        pytest.param(C1 + "customer.yaml", "industry:", "tier: S\nindustry:", id="a customer with all that lies below it"),
        pytest.param(C1 + "assessments/2024-Q2.yaml", "by: E-zhao", "by: E-zhao\ngrade: A", id="an assessment by its policy's name"),
        pytest.param(PLAN, "due: 2024-09-30", "due: 2024-02-30, proof: [O-C001-1]", id="a row as proof"),
        pytest.param(PLAN, "N-C001-01", "N-C009-01]\nstatus: void\nreason: 误录\nneeds: [x", id="a void plan's references"),
    ],
)
def test_it_is_told_of_nothing_that_holds(repository: Repository, path: str, old: str, new: str) -> None:
    repository.edit(path, old, new)
    assert {rule for rule, _, _ in errors(repository)}.isdisjoint(
        {"dangling-reference", "wrong-kind-reference", "other-customers-record", "duplicate-id", "void-referenced", "unknown-customer"}
    )
    assert errors(repository)


def test_mending_the_value_leaves_the_reference_and_mending_both_leaves_nothing(repository: Repository) -> None:
    repository.edit(NEED, "urgency: 4", "urgency: 40\nowner: E-zhou")
    both = errors(repository)
    repository.edit(NEED, "urgency: 40", "urgency: 4")
    left = errors(repository)
    assert len(both) == 2
    assert left < both
    assert {rule for rule, _, _ in left} == {"dangling-reference"}
    repository.edit(NEED, "E-zhou", "E-zhao")
    assert errors(repository) == set()
