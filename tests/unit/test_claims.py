"""What reads like a finding of statistics says where it comes from; what is only a target or a plan is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from dossiers import record
from portfolios import customer as written
from portfolios import drawn, portfolio, read
from repositories import SITE, Repository, customer

from crmsite.kinds.goals import Goals
from crmsite.views import goals

PERIOD = "period: {from: 2024-01-01, to: 2024-12-31}\n"
TARGET = "targets:\n  - {metric: csat_top2, op: '>=', value: 0.9, unit: ratio%s}\n"


def told(folder: Path, path: str, text: str) -> list[str]:
    found = Repository(folder, SITE, customer(1), f"-- {path} --\n{text}").check().faults
    return [str(dict(fault.args)["text"]) for fault in found if fault.rule == "claim-without-source"]


def test_a_claim_without_a_source_is_told_and_one_with_it_is_not(tmp_path: Path) -> None:
    of = PERIOD + TARGET % "" + "claims:\n  - {text: 老客户更愿意续约}\n  - {text: 老客户买得更多, source: 2023 年报表}\n"
    assert told(tmp_path, "goals/2024.yaml", of) == ["老客户更愿意续约"]


@pytest.mark.parametrize(
    "words",
    ["满意度每提升1%，可增加10%回头客率", "流失率每降低 1 个百分点收入增加 8%", "every 1% of satisfaction brings more", "for each additional 1 per cent of churn"],
)
def test_a_rule_of_thumb_in_per_cent_is_told_in_goals_and_in_plans(tmp_path: Path, words: str) -> None:
    assert told(tmp_path / "a", "goals/2024.yaml", PERIOD + TARGET % f", text: '{words}'")
    action = f"actions:\n  - {{id: A1, text: 回访, due: 2024-06-01, expected: '{words}'}}\n"
    assert told(tmp_path / "b", "customers/C001/plans/2024.yaml", PERIOD + action)


@pytest.mark.parametrize("words", ["满意度提升 10%", "每季度上门拜访", "每月回访率 60%", "年增购率不低于 15%", "Visit every quarter", "Raise churn recovery by 10 per cent", "20% off for each renewal"])
def test_a_target_and_a_rhythm_are_no_claim(tmp_path: Path, words: str) -> None:
    assert told(tmp_path / "a", "goals/2024.yaml", PERIOD + TARGET % f", text: '{words}'") == []
    action = f"actions:\n  - {{id: A1, text: '{words}', due: 2024-06-01}}\n"
    assert told(tmp_path / "b", "customers/C001/plans/2024.yaml", PERIOD + action) == []


def test_the_page_of_goals_shows_a_claim_with_its_source_and_no_other() -> None:
    of = portfolio(written("C1"))
    claims = [{"text": "老客户买得更多", "source": "2023 年报表"}, {"text": "没有出处的说法"}]
    target = {"metric": "amount_12m", "op": ">=", "value": 1, "unit": "money"}
    made = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, targets=[target], claims=claims)
    assert isinstance(made, Goals)
    said = read(drawn(goals, of._replace(organisation=of.organisation._replace(goals=(made,))))["goals.html"])
    assert "老客户买得更多 出处：2023 年报表" in said
    assert "没有出处的说法" not in said
