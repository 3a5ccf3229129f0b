"""RFM cut points by quantiles: published edges and scores, ties, what is refused and what is not; the command that proposes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from commanding import Run
from repositories import SITE, Repository, customer

from crmsite.scores.rfm import recency_score, rising_score
from crmsite.scores.rfm_quantiles import edges, propose, score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

D = Decimal
PUBLISHED = {
    "recency": (D(115), D(181), D("297.4"), D(482)), "frequency": (D(4), D(5), D(6), D(8)),
    "monetary": (D("255.8"), D(382), D("506.4"), D(666)),
}


@pytest.mark.parametrize(("values", "scores"), [((205, 6, 472), (3, 4, 3)), ((98, 7, 596), (5, 4, 4))])
def test_published_edges_give_the_published_scores(values: tuple[int, int, int], scores: tuple[int, int, int]) -> None:
    recency = score(D(values[0]), PUBLISHED["recency"], whole=True, falling=True)
    assert (recency, *(score(D(value), PUBLISHED[axis], whole=True) for axis, value in zip(("frequency", "monetary"), values[1:], strict=True))) == scores


def test_eight_customers_by_amounts_never_score_two() -> None:
    of = [D(value) for value in (150, 80, 60, 0, 0, 0, 12, 30)]
    at = edges(of, whole=False)
    assert [round(edge, 6) for edge in at] == [D(0), D("9.6"), D(36), D(72)]
    assert [score(value, at, whole=False) for value in of] == [5, 5, 4, 1, 1, 1, 3, 3]


def test_whole_numbers_have_one_added_and_amounts_have_not() -> None:
    of = [D(n) for n in range(1, 102)]
    assert edges(of, whole=True) == (22, 42, 62, 82)
    assert edges(of, whole=False) == (21, 41, 61, 81)


def spread(count: int, step: int = 1) -> Sequence[Decimal]:
    return [D(1 + n * step) for n in range(count)]


def test_a_proposal_scores_as_the_policy_then_does() -> None:
    for step in (1, 3, 7):
        of = spread(83, step)
        for axis in ("recency", "frequency", "monetary"):
            found = propose(axis, of)  # type: ignore[arg-type]
            assert found.refused is None
            if axis == "recency":
                scores = [recency_score(int(value), [int(cut) for cut in found.cuts]) for value in of]
            else:
                scores = [rising_score(value, found.cuts) for value in of]
            assert tuple(scores.count(one) for one in range(1, 6)) == found.counts, (axis, step)
            assert 15 <= min(found.counts) <= max(found.counts) <= 18


def test_equal_values_score_the_same() -> None:
    of = [*spread(60), *[D(30)] * 8]
    found = propose("monetary", of)
    assert found.refused is None
    assert len({rising_score(value, found.cuts) for value in of if value == 30}) == 1


def test_what_is_refused_and_what_is_not() -> None:
    assert propose("monetary", spread(49)).refused == "few_customers"
    assert propose("monetary", spread(50)).refused is None
    assert propose("frequency", [D(n % 4) for n in range(100)]).refused == "few_values"
    assert propose("frequency", [D(n % 5) for n in range(100)]).refused is None
    assert propose("frequency", [*[D(1)] * 60, *spread(40)]).refused == "tied"


def orders_of(count: int) -> str:
    rows = "\n".join(f"C{n:03d},O{n}-{k},2024-0{1 + (n + k) % 6}-{1 + n % 28:02d},{1000 + 37 * n},CNY" for n in range(1, count + 1) for k in range(1 + n % 7))
    blocks = "".join(f"-- customers/C{n:03d}/customer.yaml --\nname: 客户{n}\nstages: [{{from: 2021-01-01, stage: won}}]\nowners: [{{person: E-zhao, from: 2021-01-01}}]\n" for n in range(1, count + 1))
    return f"{blocks}-- orders/2024-01.csv --\ncustomer,order_id,date,amount,currency\n{rows}\n"


def test_the_command_proposes_and_changes_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path, SITE, orders_of(60))
    before = {path: path.read_bytes() for path in repository.records.rglob("*") if path.is_file()}
    said = Run(repository)("cuts")
    assert said.code == 0
    assert "rfm-v1: [30, 90, 180, 365]" in said.out
    assert re.search(r"^  monetary: \[[\d., ]+\]$", said.out, re.MULTILINE)
    assert "Nothing was changed" in said.err
    assert {path: path.read_bytes() for path in repository.records.rglob("*") if path.is_file()} == before


def test_a_small_company_is_told_why_there_is_no_proposal(tmp_path: Path) -> None:
    said = Run(Repository(tmp_path, SITE, customer(1)))("cuts", lang="zh")
    assert said.code == 0
    assert said.out.count("成交客户不到 50 家") == 3
