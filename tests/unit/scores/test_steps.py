"""Next steps: everything that waits for somebody, the most pressing first."""

from __future__ import annotations

from datetime import date

from dossiers import case, facts

D = date.fromisoformat


def followup(day: str, **step: object) -> dict[str, object]:
    return {"id": f"FU-{day}", "date": day, "kind": "visit", "channel": "onsite", "by": "E-wang", "summary": "拜访", "next": {"text": "发送报价", **step}}


def test_open_actions_agreed_steps_unanswered_alerts_due_reviews_and_duties_in_order_of_their_day() -> None:
    actions = [
        {"id": "A1", "text": "原型", "due": "2024-07-15"},
        {"id": "A2", "text": "报告", "due": "2024-09-30", "owner": "E-wang"},
        {"id": "A3", "text": "已完成", "due": "2024-05-31", "done": "2024-05-30"},
        {"id": "A4", "text": "待定"},
        {"id": "A5", "text": "取消", "due": "2024-05-31", "cancelled": {"on": "2024-05-01", "reason": "改方案"}},
    ]
    assessment = {"period": "2024-Q1", "date": "2024-03-29", "by": "E-li", "scores": {"amount": 8, "stability": 8, "growth": 8, "risk": 8}}
    built = case(
        orders=[("2024-05-10", 1000)],
        plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": actions}],
        followups=[followup("2024-07-08", due="2024-08-05"), followup("2024-07-01", due="2024-07-03", done="2024-07-02"), followup("2024-07-02")],
        assessments=[assessment],
    )
    found = facts(built, "2024-07-18").steps
    assert [(step.kind, step.ref, step.status, step.days, step.owner) for step in found] == [
        ("action", "PLAN-1.A1", "overdue", 3, "E-li"),
        ("alert", "no-orders@C1@2024-07-10", "overdue", 1, "E-li"),
        ("review", "C1", "due_soon", 2, "E-li"),
        ("duty", "S.evaluation@2024-07", "due_soon", 13, "E-li"),
        ("next", "FU-2024-07-08", "on_track", 18, "E-wang"),
        ("action", "PLAN-1.A2", "on_track", 74, "E-wang"),
        ("action", "PLAN-1.A4", "undated", None, "E-li"),
        ("next", "FU-2024-07-02", "undated", None, "E-wang"),
    ]


def test_an_alert_that_was_answered_or_waived_waits_for_nobody() -> None:
    answered = case(orders=[("2024-05-10", 1000)], followups=[{**followup("2024-07-12", done="2024-07-12"), "answers": ["no-orders@C1@2024-07-10"]}])
    assert [step.kind for step in facts(answered, "2024-07-31").steps] == ["review"]  # never assessed, so a review is due


def test_every_step_can_be_traced_to_a_line() -> None:
    built = case(orders=[("2024-05-10", 1000)], followups=[followup("2024-07-08", due="2024-08-05")])
    for step in facts(built, "2024-07-31").steps:
        assert step.source.path
        assert step.source.line >= 1


# ── duties ──────────────────────────────────────────────────────────────────────────────────────────────────────
RATED = {"period": "2024-Q1", "date": "2024-03-29", "by": "E-li", "scores": {"amount": 8, "stability": 8, "growth": 8, "risk": 8}}
REVIEW = {"id": "FU-1", "kind": "business_review", "channel": "onsite", "by": "E-li", "summary": "复盘"}


def duties(day: str, *followups: dict[str, object]) -> dict[str, tuple[str, int | None, str]]:
    built = case(assessments=[RATED], followups=[dict(one) for one in followups])
    return {step.ref: (step.status, step.days, getattr(step.text, "key", "")) for step in facts(built, day).steps if step.kind == "duty"}


def test_a_duty_is_a_step_once_it_is_due_soon_and_not_months_before() -> None:
    assert "S.qbr@2024-Q3" not in duties("2024-09-15")
    assert duties("2024-09-16")["S.qbr@2024-Q3"] == ("due_soon", 14, "step.duty")
    assert duties("2024-09-30")["S.qbr@2024-Q3"] == ("due_soon", 0, "step.duty")


def test_past_its_last_day_a_duty_is_late_while_the_grace_lasts_and_then_no_step_any_more() -> None:
    assert duties("2024-10-01")["S.qbr@2024-Q3"] == ("overdue", 1, "step.duty.grace")
    assert duties("2024-10-14")["S.qbr@2024-Q3"] == ("overdue", 14, "step.duty.grace")
    assert "S.qbr@2024-Q3" not in duties("2024-10-15")


def test_a_duty_that_was_done_waits_for_nobody() -> None:
    assert "S.qbr@2024-Q3" not in duties("2024-09-28", {**REVIEW, "date": "2024-08-20"})


# ── risks ───────────────────────────────────────────────────────────────────────────────────────────────────────
RISK = {"id": "RK-1", "text": "可能换供应商", "likelihood": 4, "impact": 5, "response": "mitigate", "owner": "E-wang", "raised": "2024-06-03"}


def risks(day: str, **risk: object) -> list[tuple[str, str, str, int | None, str | None]]:
    found = facts(case(risks=[{**RISK, **risk}]), day).steps
    return [(step.kind, step.ref, step.status, step.days, step.owner) for step in found if step.kind in ("control", "risk_review")]


def test_what_is_to_be_done_about_an_open_risk_waits_for_whom_it_names_else_for_the_owner_of_the_risk() -> None:
    controls = [
        {"text": "登门", "due": "2024-07-12", "owner": "E-li"},
        {"text": "做完了", "due": "2024-07-01", "done": "2024-07-03"},
        {"text": "确认决策人", "due": "2024-12-31"},
        {"text": "没有日期"},
    ]
    assert risks("2024-07-18", controls=controls) == [
        ("control", "RK-1.1", "overdue", 6, "E-li"), ("control", "RK-1.3", "on_track", 166, "E-wang"),
    ]


def test_a_risk_is_looked_at_again_once_that_is_due_soon_and_not_months_before() -> None:
    assert risks("2024-07-18", review="2024-08-02") == []
    assert risks("2024-07-18", review="2024-08-01") == [("risk_review", "RK-1", "due_soon", 14, "E-wang")]
    assert risks("2024-07-18", review="2024-07-15") == [("risk_review", "RK-1", "overdue", 3, "E-wang")]


def test_a_closed_risk_waits_for_nobody() -> None:
    controls = [{"text": "登门", "due": "2024-07-12"}]
    assert risks("2024-07-18", controls=controls, review="2024-07-15", closed="2024-07-16") == []


def test_what_a_risk_asks_for_can_be_traced_to_its_lines() -> None:
    built = case(risks=[{**RISK, "controls": [{"text": "登门", "due": "2024-07-12"}], "review": "2024-07-15"}])
    found = [step for step in facts(built, "2024-07-18").steps if step.kind in ("control", "risk_review")]
    assert len({(step.source.path, step.source.line) for step in found}) == 2
