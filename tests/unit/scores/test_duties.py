"""Duties: playbooks and plans for segments become dated obligations, and each stands as its contacts' dates say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, case, organisation, policies, record

from crmsite.figures.facts import Facts, Percent
from crmsite.figures.owed import Compliance, Duty
from crmsite.scores.customer import facts_of

S_SCORES = {"amount": "9", "stability": "8", "growth": "9", "risk": "8"}
B_SCORES = {"amount": "5", "stability": "4", "growth": "4", "risk": "4"}


def rated(day: str, quarter: str = "2023-Q4", **scores: str) -> dict[str, object]:
    return {"id": f"AS-{day}", "period": quarter, "date": day, "by": "E-li", "scores": scores or S_SCORES}


def met(day: str, kind: str = "business_review", name: str = "", **more: object) -> dict[str, object]:
    return {"id": name or f"FU-{kind}-{day}", "date": day, "kind": kind, "channel": "onsite", "by": "E-li", "summary": "面谈", **more}


def fulfilling(day: str, playbook: str, period: str, kind: str = "business_review") -> dict[str, object]:
    return met(day, kind, fulfils=[{"playbook": playbook, "period": period}])


def action(name: str = "qbr", kind: str = "business_review", every: str = "quarter", grace: int = 14, count: int = 1) -> dict[str, object]:
    return {"id": name, "kind": kind, "every": every, "count": count, "grace_days": grace}


def judged(of: Case, day: str, *actions: dict[str, object], since: str = "2020-01-01", **book: object) -> Facts:
    """The facts of a customer where the S playbook holds these actions alone."""
    one = record("playbook", id="S-v1", tier="S", effective_from=since, actions=list(actions or (action(),)), **book)
    return facts_of(of.at(day), organisation(), policies(playbook=one), date.fromisoformat(day))


def duties(of: Case, day: str, *actions: dict[str, object], since: str = "2020-01-01", **book: object) -> Compliance:
    return judged(of, day, *actions, since=since, **book).duties


def told(found: Compliance) -> dict[str, tuple[str, int | None]]:
    return {duty.period: (duty.state, duty.days) for duty in found.duties}


def customer(*followups: dict[str, object], **more: object) -> Case:
    return case(assessments=[rated("2023-12-28")], followups=list(followups), **more)  # type: ignore[arg-type]


NAMED = customer(met("2024-03-20"), fulfilling("2024-07-08", "S.qbr", "2024-Q2"))
UNNAMED = customer(met("2024-03-20"), met("2024-07-08"))


# ── the worked example: a business review each quarter, on 20 March and on 8 July ───────────────────────────────────────
def test_a_contact_that_names_its_duty_is_late_within_the_grace() -> None:
    found = duties(NAMED, "2024-07-31")
    assert told(found) == {"2024-Q1": ("on_time", None), "2024-Q2": ("late", None), "2024-Q3": ("due", 61)}
    assert (found.coverage, found.on_time_rate) == (Decimal(1), Decimal("0.5"))


def test_without_a_name_and_without_grace_the_contact_belongs_to_the_running_period() -> None:
    found = duties(UNNAMED, "2024-07-31", action(grace=0))
    assert told(found) == {"2024-Q1": ("on_time", None), "2024-Q2": ("missed", 31), "2024-Q3": ("done", None)}
    assert (found.coverage, found.closed, found.missed) == (Decimal("0.5"), 2, 1)


def test_within_the_grace_a_period_is_due_and_not_yet_missed() -> None:
    found = duties(NAMED, "2024-07-05")
    assert told(found)["2024-Q2"] == ("due_grace", 9)
    assert (found.closed, found.coverage) == (1, Decimal(1))


def test_the_receipt_counts_each_action_and_cites_the_contacts() -> None:
    receipt = duties(NAMED, "2024-07-31").receipt
    assert (receipt.score, receipt.policy) == ("duties", "S-v1")
    factor = receipt.factors[0]
    assert factor.value.args == (("closed", 2), ("on_time", 1), ("late", 1), ("missed", 0))  # type: ignore[union-attr]
    assert [source.path for source in factor.sources] == ["followup/FU-business_review-2024-03-20.yaml", "followup/FU-business_review-2024-07-08.yaml"]
    assert ("in_time", Percent(Decimal("0.5"))) in receipt.result.args


# ── which days count ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("day", "state"),
    [("2024-03-31", "on_time"), ("2024-04-01", "late"), ("2024-04-14", "late"), ("2024-04-15", "missed")],
)
def test_the_last_day_is_on_time_and_the_last_day_of_grace_is_late(day: str, state: str) -> None:
    assert told(duties(customer(fulfilling(day, "S.qbr", "2024-Q1")), "2024-05-31"))["2024-Q1"][0] == state


def test_what_was_made_up_after_the_grace_was_missed_all_the_same_and_the_day_is_known() -> None:
    duty = duties(customer(fulfilling("2024-05-20", "S.qbr", "2024-Q1")), "2024-05-31").duties[0]
    assert (duty.state, duty.done_on) == ("missed", date(2024, 5, 20))


def test_due_on_the_last_day_is_due_in_no_days_and_not_overdue() -> None:
    assert told(duties(customer(), "2024-03-31"))["2024-Q1"] == ("due", 0)


def test_the_kth_contact_completes_an_action_that_is_asked_for_k_times() -> None:
    twice = action("visit", "visit", "quarter", 0, count=2)
    once = duties(customer(met("2024-01-10", "visit")), "2024-03-20", twice).duties[0]
    assert (once.state, once.done, once.times) == ("due", 1, 2)
    assert told(duties(customer(met("2024-01-10", "visit"), met("2024-03-30", "visit")), "2024-04-01", twice))["2024-Q1"][0] == "on_time"


def test_one_contact_fulfils_one_duty_at_most() -> None:
    both = (action("visit", "visit"), action("tour", "visit"))
    assert sum(duty.done for duty in duties(customer(met("2024-01-10", "visit")), "2024-03-20", *both).duties) == 1
    two = met("2024-01-10", "visit", fulfils=[{"playbook": "S.visit", "period": "2024-Q1"}, {"playbook": "S.tour", "period": "2024-Q1"}])
    assert [(duty.ref, duty.done) for duty in duties(customer(two), "2024-03-20", *both).duties] == [("S.visit", 1), ("S.tour", 0)]


def test_an_unnamed_contact_goes_where_time_runs_out_first() -> None:
    found = duties(customer(met("2024-02-03", "brief"), met("2024-02-20", "brief")), "2024-02-28", action("brief", "brief", "month", 7))
    assert told(found) == {"2024-01": ("late", None), "2024-02": ("done", None)}


def test_a_contact_of_another_kind_counts_for_nothing() -> None:
    assert told(duties(customer(met("2024-02-03", "visit")), "2024-03-20"))["2024-Q1"][0] == "due"


def test_what_happens_after_the_date_is_not_seen() -> None:
    assert told(duties(NAMED, "2024-03-19"))["2024-Q1"] == ("due", 12)


# ── whose duty it is ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_tier_of_the_first_day_decides_and_one_that_starts_within_begins_with_the_next_period() -> None:
    moved = case(assessments=[rated("2023-12-28", **B_SCORES), rated("2024-02-05", "2024-Q1")])
    found = duties(moved, "2024-05-10")
    assert [(duty.ref, duty.period) for duty in found.duties if duty.ref == "S.qbr"] == [("S.qbr", "2024-Q2")]
    assert {duty.tier for duty in found.duties if duty.start < date(2024, 2, 5)} == {"B"}


def test_nothing_is_owed_before_a_playbook_came_into_force() -> None:
    assert set(told(duties(customer(), "2024-07-31", since="2024-04-01"))) == {"2024-Q2", "2024-Q3"}


def test_duties_end_on_the_day_a_customer_is_lost() -> None:
    lost = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-05-10", "stage": "lost", "reason": "停业"}]}
    gone = case(lost, assessments=[rated("2023-12-28")], followups=[met("2024-03-20")])
    found = duties(gone, "2024-07-31")
    assert told(found) == {"2024-Q1": ("on_time", None)}
    assert told(duties(gone, "2024-05-09"))["2024-Q2"] == ("due", 52)


def test_the_owner_on_the_last_day_of_a_period_answers_for_it() -> None:
    owners = [{"person": "E-li", "from": "2020-01-01", "to": "2024-04-30"}, {"person": "E-wu", "from": "2024-05-01"}]
    found = duties(case({"owners": owners}, assessments=[rated("2023-12-28")]), "2024-07-31")
    assert [duty.owner for duty in found.duties] == ["E-li", "E-wu", "E-wu"]


def test_periods_that_ended_before_the_window_do_not_count() -> None:
    assert duties(NAMED, "2025-03-30").closed == 4
    assert duties(NAMED, "2025-03-30", window_months=3).closed == 1


# ── nothing to count is not all kept ────────────────────────────────────────────────────────────────────────────
def test_no_closed_period_is_not_applicable_and_no_hundred_percent() -> None:
    found = duties(customer(), "2024-03-01")
    assert (found.state, found.reason, found.coverage, found.on_time_rate, found.closed) == ("not_applicable", "none_closed", None, None, 0)
    assert [duty.state for duty in found.duties] == ["due"]


def test_without_a_tier_nothing_is_owed() -> None:
    assert (found := duties(case(), "2024-07-31")).reason == "no_tier"
    assert found.duties == ()


def test_a_tier_that_is_not_certain_asks_for_nothing_and_one_that_is_certain_in_spite_of_a_gap_does() -> None:
    open_ = case(assessments=[rated("2023-12-28", amount="9", stability="9", growth="8")])
    assert duties(open_, "2024-07-31").reason == "none_closed"
    sure = case(assessments=[rated("2023-12-28", amount="10", stability="10", growth="10", risk="2"), ])
    assert duties(sure, "2024-07-31").closed == 2


# ── evaluation: S monthly, A quarterly, B and C half-yearly ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("score", "tier", "every"), [("9", "S", "2024-01"), ("7", "A", "2024-Q1"), ("5", "B", "2024-H1"), ("2", "C", "2024-H1")]
)
def test_evaluation_is_asked_for_as_often_as_the_tier_demands(score: str, tier: str, every: str) -> None:
    of = case(assessments=[rated("2023-12-28", amount=score, stability=score, growth=score, risk=score)])
    found = facts_of(of.at("2024-03-20"), organisation(), policies(), date(2024, 3, 20)).duties
    assert min(duty.period for duty in found.duties if duty.ref == f"{tier}.evaluation") == every


# ── plans for segments ──────────────────────────────────────────────────────────────────────────────────────────
def planned(of: Case, day: str, subject: dict[str, object], **action_: object) -> list[Duty]:
    """The duties that one action of a plan for a segment makes."""
    what = {"id": "A1", "text": "逐户回访", "per_customer": "true", **({"recurs": {"every": "month"}} if "due" not in action_ else {}), **action_}
    span = {"from": "2024-01-01", "to": "2024-12-31"}
    plan = record("plan", id="SP-1", subject=subject, period=span, actions=[what])
    own = organisation()._replace(segment_plans=(plan,))  # type: ignore[arg-type]
    found = facts_of(of.at(day), own, policies(), date.fromisoformat(day))
    return [duty for duty in found.duties.duties if duty.planned]


def test_an_action_for_each_customer_becomes_one_duty_a_period_owned_by_the_customers_owner() -> None:
    found = planned(customer(fulfilling("2024-02-07", "SP-1.A1", "2024-02", "visit")), "2024-03-10", {"tier": ["S"]})
    assert [(duty.ref, duty.period, duty.state, duty.owner) for duty in found] == [
        ("SP-1.A1", "2024-01", "missed", "E-li"), ("SP-1.A1", "2024-02", "on_time", "E-li"), ("SP-1.A1", "2024-03", "due", "E-li"),
    ]  # fmt: skip


def test_proof_that_the_plan_names_counts_for_the_period_of_its_day() -> None:
    found = planned(customer(met("2024-02-07", "visit", "FU-1")), "2024-03-10", {"tier": ["S"]}, proof=["FU-1"])
    assert [duty.state for duty in found] == ["missed", "on_time", "due"]


def test_whoever_leaves_the_segment_keeps_the_running_duty_and_gets_no_new_one() -> None:
    moved = case(assessments=[rated("2023-12-28"), rated("2024-02-10", "2024-Q1", **B_SCORES)])
    assert [duty.period for duty in planned(moved, "2024-02-20", {"tier": ["S"]})] == ["2024-01", "2024-02"]
    assert [duty.period for duty in planned(moved, "2024-03-20", {"tier": ["S"]})] == ["2024-01", "2024-02"]


def test_a_single_action_is_due_on_its_day() -> None:
    found = planned(customer(), "2024-03-10", {"all": "true"}, start="2024-02-01", due="2024-04-12")
    assert [(duty.period, duty.state, duty.days) for duty in found] == [("2024-04", "due", 33)]


def test_plans_do_not_move_the_coverage_of_the_playbook() -> None:
    plan = record(
        "plan", id="SP-1", subject={"all": "true"}, period={"from": "2024-01-01", "to": "2024-12-31"},
        actions=[{"id": "A1", "text": "回访", "per_customer": "true", "recurs": {"every": "month"}}],
    )  # fmt: skip
    one = record("playbook", id="S-v1", tier="S", effective_from="2020-01-01", actions=[action()])
    with_plan = facts_of(NAMED.at("2024-07-31"), organisation()._replace(segment_plans=(plan,)), policies(playbook=one), date(2024, 7, 31)).duties  # type: ignore[arg-type]
    assert with_plan.coverage == duties(NAMED, "2024-07-31").coverage


@pytest.mark.parametrize(
    ("subject", "belongs"),
    [
        ({"tier": ["S"]}, True), ({"tier": ["A"]}, False), ({"tier": ["S"], "tag": ["vip"]}, False), ({"stage": ["won"]}, True),
        ({"industry": ["internet"]}, True), ({"industry": ["retail"]}, False), ({"all": "true"}, True), ({"stage": ["lost"]}, False),
    ],
)  # fmt: skip
def test_a_segment_is_made_of_those_who_fit_every_condition(subject: dict[str, object], *, belongs: bool) -> None:
    assert bool(planned(customer(), "2024-03-10", subject)) is belongs
