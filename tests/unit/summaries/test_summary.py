"""A summary holds of a customer what pages about many customers show, and nothing is lost when a memo keeps it."""

from __future__ import annotations

import json
import marshal

import pytest
from dossiers import Case
from portfolios import customer, need, plan, rated, summary

from crmsite.figures.facts import Say, Term
from crmsite.summaries.plain import unpack
from crmsite.summaries.summary import COUNTED, Summary

ORDERS = [("2023-03-10", 80_000), ("2024-01-20", 120_000), ("2024-06-02", 30_000)]


def rich() -> Case:
    """A customer with two assessments, needs in two quadrants and one closed, and a plan with late and done actions."""
    return customer(
        "C1", ORDERS,
        own={"short_name": {"zh": "一号", "en": "One"}, "industry": "internet", "size": {"employees": {"min": "100", "max": "300"}}},
        assessments=[rated("2024-Q1", "2024-04-05", risk="4"), rated("2024-Q2", "2024-07-05")],
        contacts=[{"id": "P-1", "code": "联系人-001", "masked_name": "张*", "title": "总经理", "role": "decision_maker", "since": "2021-01-01"}],
        needs=[need("N-1", owner="E-li"), need("N-2", 2, 2), need("N-3", closed={"on": "2024-06-01", "outcome": "met"})],
        plans=[plan(
            {"id": "A1", "text": "上门", "due": "2024-07-10", "needs": ["N-1"], "owner": "E-wu", "objective": "O1"},
            {"id": "A2", "text": "报价", "due": "2024-08-02", "needs": ["N-2"], "owner": "E-li"},
            {"id": "A3", "text": "签约", "due": "2024-03-01", "done": "2024-02-20"},
            scenario="key_account",
            objectives=[{"id": "O1", "metric": "upsell_rate", "op": ">=", "target": "0.15", "unit": "ratio", "due": "2024-12-31"}],
        )],
    )  # fmt: skip


def test_json_and_marshal_keep_a_summary_whole() -> None:
    found = summary(rich())
    assert Summary.from_plain(json.loads(json.dumps(found.to_plain()))) == found
    assert Summary.from_plain(marshal.loads(marshal.dumps(found.to_plain(), 2))) == found


def test_the_tier_with_its_movement_and_the_scores_that_moved() -> None:
    standing = summary(rich()).standing
    assert (standing.tier, standing.total, standing.before, standing.movement, standing.change) == ("S", "34", "A", "up", "4")
    assert standing.moves() == [("risk", "4", "8")]
    assert standing.quarters() == [("2024-Q1", "A", "30"), ("2024-Q2", "S", "34")]


def test_a_missing_score_is_named_and_there_is_no_total() -> None:
    standing = summary(customer("C1", ORDERS, assessments=[rated(risk=None)])).standing
    assert (standing.tier, standing.total, standing.reason, standing.missing) == (None, None, "missing_dimensions", "risk")
    assert (standing.low_tier, standing.high_tier) == ("A", "S")


def test_months_are_named_and_a_month_before_the_first_order_is_not_nought() -> None:
    months = dict(summary(rich()).sales.by_month())
    assert (months["2024-06"], months["2024-05"], months["2023-03"]) == ("30000", "0", "80000")
    assert months["2023-02"] is None


def test_a_need_is_due_when_the_action_that_serves_it_is() -> None:
    needs = {line.id: line for line in summary(rich()).need_lines()}
    assert (needs["N-1"].planned, needs["N-1"].planned_status) == ("2024-07-10", "overdue")
    assert (needs["N-2"].planned, needs["N-2"].planned_status) == ("2024-08-02", "due_soon")
    assert (needs["N-3"].open, needs["N-3"].planned) == (False, None)


def test_an_action_tells_its_objective_and_the_scenario_of_its_plan() -> None:
    late = summary(rich()).action_lines()[0]
    assert unpack(late.strategy) == Term("scenario", "key_account")
    goal = unpack(late.goal)
    assert isinstance(goal, Say)
    assert goal.key == "objective.plain"


def test_actions_are_counted_by_person_and_those_over_before_this_quarter_aside() -> None:
    counted = [doer.split(" ")[:3] for doer in summary(rich()).doers.split(",")]
    assert counted == [["E-li", "1", "0"], ["E-wu", "1", "1"], [".", "1", "0"]]


def test_needs_are_counted_by_quadrant() -> None:
    counts = [int(placed.split(" ")[0]) for placed in summary(rich()).placed.split(",")]
    assert counts == [1, 0, 0, 1, 0, 1]


def test_who_decides_is_told_by_masked_name_and_title() -> None:
    said = unpack(summary(rich()).traits.decision_maker)
    assert isinstance(said, Say)
    assert dict(said.args)["name"] == "张*"


def test_what_presses_is_counted_for_each_person() -> None:
    pressing = summary(rich()).pressing
    assert pressing.people == "E-li,E-wu"
    assert pressing.next_due == "2024-07-10"
    tally = {row.split(" ")[0]: row.split(" ")[4:] for row in pressing.tally.split(";")}
    assert tally["E-wu"] == ["1", "0"], "one thing of E-wu's is overdue"
    assert tally["E-li"][1] == "2", "one thing of E-li's is due this week, and one duty"


def test_duties_past_their_last_day_and_due_soon_are_counted() -> None:
    late, soon = (summary(customer("C1", assessments=[rated("2024-Q1", "2024-03-29"), rated()]), day).pressing for day in ("2024-10-01", "2024-09-16"))
    assert (late.owed_late > 0, soon.owed_late, soon.owed_soon > 0) == (True, 0, True)
    assert summary(customer("C1")).pressing.as_row()[-2:] == (0, 0)


def test_the_face_moves_with_what_lists_show_and_with_nothing_else() -> None:
    before = summary(rich())
    records = rich()
    renamed = Case(tuple(r.model_copy(update={"text": r.text._replace(first="换了说法")}) if getattr(r, "id", "") == "N-2" else r
                         for r in records.records), records.tables)  # fmt: skip
    after = summary(renamed)
    assert after.face == before.face, "the list of customers shows no need"
    assert after.whole != before.whole
    changed = [a == b for a, b in zip(before.placed.split(","), after.placed.split(","), strict=True)]
    assert changed == [True, True, True, False, True, True], "only the quadrant that holds the need has moved"


def test_a_prospect_has_words_for_everything_it_has_not() -> None:
    found = summary(customer("C9", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}]}))
    assert (found.standing.reason, found.sales.state, found.sales.reason) == ("prospect", "not_applicable", "never_ordered")
    assert (found.step, found.pressing.worst, found.touch.last, found.traits.decision_maker) == (None, None, None, None)


def counted(of: Summary, name: str) -> str:
    return of.counted.split(",")[COUNTED.index(name)]


@pytest.mark.parametrize(
    ("column", "worded", "moved"),
    [
        ("needs", {"text": '换一种"说法"'}, {"urgency": 1}),
        ("needs", {"short": "说法"}, {"short": None}),
        ("fit", {"pain": {"text": "对账费时", "decision_impact": "high"}}, {"match": "high"}),
    ],
)
def test_other_words_leave_what_is_counted_as_it_was_and_other_values_do_not(
    column: str, worded: dict[str, object], moved: dict[str, object]
) -> None:
    plain: dict[str, object] = {"short": "需求", "match": "low", "pain": {"text": "对账慢", "decision_impact": "high"}}
    before, words, values = (
        summary(customer("C1", needs=[need("N-1", **{key: value for key, value in (plain | more).items() if value is not None})]))
        for more in ({}, worded, moved)
    )
    assert words.whole != before.whole
    assert counted(words, column) == counted(before, column)
    assert counted(values, column) != counted(before, column)
