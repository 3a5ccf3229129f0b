"""Improvement: how far a chain of whys is verified, where a cycle stands and what it brought, what hangs loose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, case, facts, record, sample

from crmsite.checks.case_file import CaseFile
from crmsite.checks.judgements import causes
from crmsite.dossier.visible import improvement_at, risk_at
from crmsite.figures.facts import Percent, Say
from crmsite.figures.in_depth import RiskFact
from crmsite.kinds.improvement import Improvement, RootCause
from crmsite.kinds.risk import Risk
from crmsite.scores.improving.pdca import Pdca, pdca_of
from crmsite.scores.improving.risk import RiskRule, risk_of
from crmsite.scores.improving.root_cause import Analysis, analysis_of
from crmsite.scores.improving.tracing import Links, trace_of

D = date.fromisoformat
NOW = D("2024-07-31")


# ── root cause ──────────────────────────────────────────────────────────────────────────────────────────────────
def analysis(*verified: bool | None, bones: dict[str, object] | None = None) -> Analysis:
    whys = [{"answer": f"答案{n}", **({} if held is None else {"verified": held})} for n, held in enumerate(verified, start=1)]
    found = record("rootcause", id="RC-1", opened="2024-06-19", problem="超时", whys=whys, **({"fishbone": bones} if bones else {}))
    assert isinstance(found, RootCause)
    return analysis_of(found)


def test_the_root_of_the_sample_chain_is_the_second_answer_and_the_rest_are_hypotheses() -> None:
    found = analysis_of(next(r for r in sample().records[""] if isinstance(r, RootCause)))
    assert found.root == 2
    assert found.steps[1].answer.zh == "人员流失率高"
    assert [step.state for step in found.steps] == ["verified", "verified", "open", "apart", "open"]
    assert (found.suspect, found.verified) == (5, False)


@pytest.mark.parametrize(
    ("verified", "root", "suspect", "states"),
    [
        ((True, True, True), 3, 3, "verified verified verified"),
        ((None, True), None, 2, "open apart"),
        ((True, False, True), 1, 1, "verified refuted cut"),
        ((False,), None, None, "refuted"),
        ((), None, None, ""),
    ],
)
def test_a_root_needs_an_unbroken_row_and_a_false_answer_cuts_the_chain(
    verified: tuple[bool | None, ...], root: int | None, suspect: int | None, states: str
) -> None:
    found = analysis(*verified)
    assert (found.root, found.suspect, " ".join(step.state for step in found.steps)) == (root, suspect, states)


@pytest.mark.parametrize(("count", "depth"), [(0, "none"), (1, "shallow"), (2, "fit"), (5, "fit"), (7, "fit"), (8, "deep")])
def test_five_whys_are_a_habit_and_not_a_rule(count: int, depth: str) -> None:
    assert analysis(*[True] * count).depth == depth


def test_a_cause_is_confirmed_as_root_by_a_verified_answer_or_by_its_own_evidence() -> None:
    bones = {
        "man": [{"text": "答案1", "root": True}, {"text": "答案2", "root": True}],
        "method": [{"text": "别的", "root": True, "evidence": "考核表"}, {"text": "猜的", "root": True}, {"text": "疑", "suspected": True}],
    }
    found = analysis(True, None, bones=bones)
    marks = {bone.id: [cause.mark for cause in bone.causes] for bone in found.bones}
    assert marks == {"man": ["root", "claimed"], "machine": [], "material": [], "method": ["root", "claimed", "suspected"], "environment": []}


def test_the_result_names_the_roots_of_the_whys_and_of_the_fishbone() -> None:
    def told(found: Analysis) -> str:
        assert isinstance(found.receipt.result, Say)
        return found.receipt.result.key

    own = {"text": "仓库只有一处", "root": "true", "evidence": "采购合同"}
    other = {"text": "备件不足", "root": "true", "evidence": "台账"}
    assert told(analysis(True, bones={"material": [own]})) == "improve.root.both"
    assert told(analysis(True, bones={"material": [own, other]})) == "improve.root.both.many"
    assert told(analysis(None, bones={"material": [own]})) == "improve.root.bone"
    assert told(analysis(True, bones={"material": [{"text": "仓库只有一处", "root": "true"}]})) == "improve.root.found"
    assert told(analysis(None, bones={"material": [{**own, "root": "false"}]})) == "improve.root.hypothesis"


def test_the_sixth_bone_is_drawn_only_where_something_is_on_it() -> None:
    assert [bone.id for bone in analysis(True, bones={"measurement": [{"text": "手工登记"}]}).bones][-1] == "measurement"


@pytest.mark.parametrize(
    ("cause", "faults"),
    [({"text": "猜的", "root": True}, ["root-unsupported"]), ({"text": "答案", "root": True}, []),
     ({"text": "猜的", "root": True, "evidence": "表"}, []), ({"text": "猜的", "suspected": True}, [])],
)
def test_check_names_a_root_cause_that_rests_on_nothing(cause: dict[str, object], faults: list[str]) -> None:
    found = record("rootcause", id="RC-1", opened="2024-06-19", problem="超时", whys=[{"answer": "答案"}], fishbone={"man": [cause]})
    seen = CaseFile("", {RootCause: [found]}, (), (), (), {}, {}, None, None)  # type: ignore[arg-type]
    assert [fault.rule for fault in causes(seen)] == faults


# ── PDCA ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_improvement_is_under_way_and_its_effect_unknown() -> None:
    found = pdca_of(next(r for r in sample().records[""] if isinstance(r, Improvement)), NOW, 14)
    assert {m.id: m.standing for m in found.measures} == {"M1": ("done_on_time", 2), "M2": ("overdue", 16), "M3": ("on_track", 31)}
    assert found.phase == "D"
    assert (found.effect.state, found.effect.reason, found.effect.effective) == ("unknown", "not_done", None)


def cycle(day: str, *checks: tuple[str, int, int], baseline: int = 40, **more: object) -> Pdca:
    plan = [{"id": "M1", "text": "招人", "owner": "E-li", "due": "2024-06-30", "start": "2024-05-01", "done": "2024-06-28"}]
    metric = {"name": "first_response_hours_p90", "baseline": baseline, "target": 24, "op": "<=", "unit": "h"}
    written = [{"date": on, "value": value, "n": n, "source": "工单"} for on, value, n in checks]
    found = record("improvement", id="IM-1", metric=metric, **{"plan": plan, "checks": written, **more})
    assert isinstance(found, Improvement)
    return pdca_of(improvement_at(found, D(day)), D(day), 14)


ACT = {"decision": "standardise", "text": "固化", "date": "2024-07-25"}
BEFORE, AFTER, SHORT = ("2024-06-01", 20, 30), ("2024-07-20", 22, 30), ("2024-07-20", 26, 30)


@pytest.mark.parametrize(
    ("day", "checks", "act", "phase", "effective", "reason"),
    [
        ("2024-04-01", (), None, "P", None, "not_done"),
        ("2024-05-10", (), None, "D", None, "not_done"),
        ("2024-06-28", (), None, "C", None, "no_check"),
        ("2024-07-31", (BEFORE,), None, "C", None, "no_check"),
        ("2024-07-31", (BEFORE, AFTER), None, "C", True, None),
        ("2024-07-19", (BEFORE, AFTER), None, "C", None, "no_check"),
        ("2024-07-31", (AFTER,), ACT, "A", True, None),
        ("2024-07-31", (SHORT,), ACT, "A", False, None),
        ("2024-07-24", (SHORT,), ACT, "C", False, None),
    ],
)
def test_done_is_not_effective_until_a_later_measurement_says_so(
    day: str, checks: tuple[tuple[str, int, int], ...], act: dict[str, object] | None, phase: str, effective: bool | None, reason: str | None
) -> None:
    found = cycle(day, *checks, **({"act": act} if act else {}))
    assert (found.phase, found.effect.effective, found.effect.reason) == (phase, effective, reason)


def test_a_baseline_that_met_the_target_proves_nothing() -> None:
    assert cycle("2024-07-31", AFTER, baseline=20).effect.as_row()[:3] == ("unknown", "met_before", None)
    assert cycle("2024-07-31", AFTER, baseline=25).effect.as_row()[:3] == ("value", None, True)


def test_a_check_tells_how_much_of_the_way_was_gone() -> None:
    assert [check.closed for check in cycle("2024-07-31", SHORT).checks] == [Percent(Decimal("0.875"))]
    assert [check.closed for check in cycle("2024-07-31", SHORT, baseline=24).checks] == [None]


def test_cancelled_measures_do_not_hold_a_cycle_up_and_all_cancelled_is_no_phase() -> None:
    off = {"id": "M2", "text": "外包", "owner": "E-li", "due": "2024-06-30", "cancelled": {"on": "2024-06-01", "reason": "预算"}}
    on = {"id": "M1", "text": "招人", "owner": "E-li", "due": "2024-06-30", "done": "2024-06-28"}
    assert (cycle("2024-07-31", AFTER, plan=[on, off]).phase, cycle("2024-07-31", plan=[off]).phase) == ("C", "off")
    assert cycle("2024-05-31", plan=[off]).phase == "P"


def test_what_is_done_of_a_risk_later_is_not_done_yet() -> None:
    risk = record("risk", id="RK-1", text="断档", likelihood=4, impact=5, response="mitigate", owner="E-li", raised="2024-07-22",
                  controls=[{"text": "拜访", "due": "2024-07-29", "done": "2024-08-20"}])
    seen = risk_at(risk, NOW)  # type: ignore[arg-type]
    assert seen is not None
    assert seen.controls[0].done is None


# ── traceability ────────────────────────────────────────────────────────────────────────────────────────────────
def followed(**kinds: list[dict[str, object]]) -> tuple[Links, list[tuple[str, str]]]:
    of: Case = case(None, [("2024-07-01", 1000)], **kinds)
    found = trace_of(of.at("2024-07-31"), facts(of, "2024-07-31"))
    return found.links, [(loose.kind, loose.ref) for loose in found.loose if loose.kind != "alert"]


def need(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "nature": "explicit", "kind": "function", "text": name, "source": "feedback", "recorded": "2024-01-01", **more}


def plan(*actions: dict[str, object], to: str = "2024-12-31") -> dict[str, object]:
    return {"id": "SP-1", "period": {"from": "2024-01-01", "to": to}, "actions": list(actions)}


SERVED = {"id": "A1", "text": "做", "needs": ["N-1"], "due": "2024-06-30", "done": "2024-06-20", "proof": ["CS-1"], "result": "成"}
OPEN = {"id": "A2", "text": "做", "needs": ["N-2"], "due": "2024-09-30"}


def test_each_link_of_the_chain_counts_what_came_through_the_one_before() -> None:
    links, loose = followed(needs=[need("N-1"), need("N-2"), need("N-3")], plans=[plan(SERVED, OPEN)])
    assert tuple(links) == (3, 2, 1, 1, 1)
    assert loose == [("need", "N-3")]


@pytest.mark.parametrize(
    ("action", "loose"),
    [
        ({"due": "2024-09-30"}, [("action", "SP-1.A1")]),
        ({"due": "2024-09-30", "objective": "O1"}, []),
        ({"due": "2024-09-30", "answers": ["no-orders@C1@2024-05-01"]}, []),
        ({"due": "2024-09-30", "cancelled": {"on": "2024-06-01", "reason": "不做"}}, []),
        ({"due": "2024-06-30", "done": "2024-06-20", "objective": "O1", "result": "成"}, [("proof", "SP-1.A1")]),
        ({"due": "2024-06-30", "done": "2024-06-20", "objective": "O1", "proof": ["CS-1"]}, [("plan", "SP-1")]),
        ({"recurs": {"every": "month"}, "done_periods": ["2024-02-01"], "objective": "O1"}, []),
    ],
)
def test_what_comes_from_nowhere_or_leads_nowhere_hangs_loose(action: dict[str, object], loose: list[tuple[str, str]]) -> None:
    assert followed(plans=[plan({"id": "A1", "text": "做", **action})])[1] == loose


def test_a_closed_need_without_an_action_is_nobodys_business_any_more() -> None:
    closed = need("N-1", closed={"on": "2024-03-01", "outcome": "declined"})
    assert followed(needs=[closed]) == (Links(1, 0, 0, 0, 0), [])


def test_an_alert_hangs_loose_until_it_is_answered() -> None:
    silent = case(None, [("2024-03-01", 1000)])
    found = facts(silent, "2024-07-31")
    alert = found.alerts[0]
    assert ("alert", alert.id) in [(one.kind, one.ref) for one in trace_of(silent.at("2024-07-31"), found).loose]
    answered = found._replace(alerts=tuple(one._replace(answered_by=("FU-1",)) for one in found.alerts))
    assert trace_of(silent.at("2024-07-31"), answered).loose == ()


# ── risks ───────────────────────────────────────────────────────────────────────────────────────────────────────
RULE = RiskRule(NOW, 14, 15, 8, "effects-v1")


def risk(likelihood: int = 4, impact: int = 5, *controls: dict[str, object], **more: object) -> RiskFact:
    found = record("risk", id="RK-1", text="断档", likelihood=likelihood, impact=impact, response="mitigate", owner="E-li", raised="2024-07-01",
                   controls=[{"text": "做", **control} for control in controls], **more)
    assert isinstance(found, Risk)
    seen = risk_at(found, NOW)
    assert seen is not None
    return risk_of(seen, RULE)


def test_the_sample_risk_is_high_and_its_control_two_days_overdue() -> None:
    found = next(r for r in sample().records["C001"] if isinstance(r, Risk))
    fact = risk_of(found, RULE)
    assert (fact.product, fact.band) == (20, "high")
    assert [(control.status, control.days) for control in fact.controls] == [("overdue", 2)]


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"), [(3, 5, "high"), (5, 3, "high"), (4, 4, "high"), (2, 5, "medium"), (2, 4, "medium"), (1, 5, "low"), (2, 3, "low")]
)
def test_bands_begin_at_fifteen_and_at_eight(likelihood: int, impact: int, band: str) -> None:
    assert risk(likelihood, impact).band == band


def test_what_is_left_of_a_risk_needs_every_control_done_and_a_judgement_since() -> None:
    done, late = {"due": "2024-07-10", "done": "2024-07-09"}, {"due": "2024-07-10"}
    judged = {"residual": {"likelihood": 2, "impact": 4, "on": "2024-07-20"}}
    assert tuple(risk(4, 5, done, **judged).residual) == ("value", None, 2, 4, 8, "medium")
    assert risk(4, 5, done).residual.reason == "not_judged"
    assert risk(4, 5, done, late, **judged).residual.reason == "open_controls"
    assert risk(4, 5, **judged).residual.reason == "no_controls"
    assert risk(4, 5, done, residual={"likelihood": 2, "impact": 4, "on": "2024-07-01"}).residual.reason == "not_judged"
    assert risk(4, 5, done, residual={"likelihood": 2, "impact": 4, "on": "2024-08-01"}).residual.reason == "not_judged"


@pytest.mark.parametrize(("review", "more", "late"), [("2024-07-30", {}, 1), ("2024-07-31", {}, 0), ("2024-07-01", {"closed": "2024-07-30"}, 0)])
def test_a_review_is_late_the_day_after_while_the_risk_is_open(review: str, more: dict[str, object], late: int) -> None:
    assert risk(review=review, **more).review_late == late
