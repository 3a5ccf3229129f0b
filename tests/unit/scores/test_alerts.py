"""Early warnings: when each holds, since when, how grave, what answers it. An alert keeps its identity while it lasts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pytest
from dossiers import Case, alert_of, case, facts, policies, sample_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsite.figures.facts import Alert
from crmsite.language import Language
from crmsite.scores.alerts.order_frequency import chance, verdict
from crmsite.scores.early_warnings import ALERTS

D = date.fromisoformat


def alert(of: Case, rule: str, day: str = "2024-07-31") -> Alert | None:
    return alert_of(facts(of, day), rule)


def since(of: Case, rule: str, day: str = "2024-07-31") -> str | None:
    found = alert(of, rule, day)
    return found and found.since.isoformat()


def orders(*days: str, amount: int = 1000) -> list[tuple[object, ...]]:
    return [(day, amount) for day in days]


# ── the sample customer ─────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_customers_alerts() -> None:
    found = {a.rule: (a.level, a.since.isoformat()) for a in sample_facts("C001", "2024-07-31").alerts}
    assert found == {
        "contact-left": ("urgent", "2024-07-20"),
        "renewal-due": ("watch", "2024-06-02"),
        "no-orders": ("watch", "2024-07-10"),
        "satisfaction-drop": ("urgent", "2024-06-25"),
    }


# ── no orders ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_no_orders_since_the_day_that_the_window_lost_the_last_one() -> None:
    built = case(orders=orders("2024-05-10"))
    assert alert(built, "no-orders", "2024-07-09") is None
    assert since(built, "no-orders", "2024-07-10") == "2024-07-10"
    assert since(case(orders=orders("2023-12-31")), "no-orders", "2024-03-15") == "2024-03-01"


def test_within_its_own_rhythm_silence_is_watched_only() -> None:
    found = alert_of(sample_facts("C001", "2024-07-31"), "no-orders")
    assert found is not None
    assert (found.level, found.text.key) == ("watch", "alert.no-orders.rhythm")
    assert dict(found.text.args)["median"] == 97
    later = alert_of(sample_facts("C001", "2024-10-31"), "no-orders")
    assert later is not None
    assert (later.level, later.id) == ("urgent", found.id)


def test_no_order_alert_for_prospects_new_customers_lost_ones_and_those_who_never_ordered() -> None:
    old = orders("2024-01-10")
    assert alert(case(orders=old), "no-orders") is not None
    assert alert(case(), "no-orders") is None
    assert alert(case({"stages": [{"from": "2023-01-01", "stage": "intent"}]}, old), "no-orders") is None
    lost = [{"from": "2023-01-01", "stage": "won"}, {"from": "2024-07-01", "stage": "lost", "reason": "转投"}]
    assert alert(case({"stages": lost}, old), "no-orders") is None
    assert alert(case({"cooperation_since": "2024-06-15"}, old), "no-orders") is None
    assert since(case({"cooperation_since": "2024-05-20"}, old), "no-orders") == "2024-07-20"


def test_a_yearly_contract_in_force_excuses_silence_until_it_ends() -> None:
    contract = {"id": "K-1", "from": "2023-07-01", "to": "2024-06-30", "amount": 1, "billing": "subscription"}
    built = case({"contracts": [contract]}, orders("2023-07-01"))
    assert alert(built, "no-orders", "2024-06-30") is None
    assert since(built, "no-orders", "2024-07-31") == "2024-07-01"
    project = case({"contracts": [{**contract, "billing": "milestone"}]}, orders("2023-07-01"))
    assert since(project, "no-orders", "2024-06-30") == "2023-09-01"


# ── contact left ────────────────────────────────────────────────────────────────────────────────────────────────
def contact(number: int, role: str = "user", **more: object) -> dict[str, object]:
    return {"id": f"P-{number}", "code": f"联系人-00{number}", "masked_name": "张*", "title": "总监", "role": role, "since": "2021-01-01", **more}


def test_a_contact_that_left_without_successor_is_urgent_where_it_decided() -> None:
    user = alert(case(contacts=[contact(1, left_on="2024-07-20")]), "contact-left")
    chief = alert(case(contacts=[contact(1, "decision_maker", left_on="2024-07-20")]), "contact-left")
    assert user is not None
    assert chief is not None
    assert (user.level, chief.level, chief.since, chief.evidence) == ("watch", "urgent", D("2024-07-20"), ("P-1",))
    assert alert(case(contacts=[contact(1, left_on="2024-07-20")]), "contact-left", "2024-07-19") is None


def test_a_successor_ends_it_and_a_successor_that_leaves_too_begins_it_again() -> None:
    took_over = [contact(1, left_on="2024-03-01", successor="P-2"), contact(2, since="2024-04-01")]
    assert since(case(contacts=took_over), "contact-left", "2024-03-15") == "2024-03-01"
    assert alert(case(contacts=took_over), "contact-left", "2024-04-01") is None
    left_too = [took_over[0], contact(2, since="2024-04-01", left_on="2024-06-01")]
    assert since(case(contacts=left_too), "contact-left") == "2024-06-01"


def test_two_empty_places_are_one_episode_from_the_first() -> None:
    found = alert(case(contacts=[contact(1, left_on="2024-05-01"), contact(2, "decision_maker", left_on="2024-07-01")]), "contact-left")
    assert found is not None
    assert (found.since, found.level, found.text.key) == (D("2024-05-01"), "urgent", "alert.contact-left.several")


# ── complaint escalated ─────────────────────────────────────────────────────────────────────────────────────────
def complaint(opened: str, escalated: str | None, resolved: str | None = None, kind: str = "complaint") -> dict[str, object]:
    steps = [{"date": escalated, "level": 2}] if escalated else []
    return {"id": f"CS-{opened}", "type": kind, "topic": "t", "opened": opened, "escalations": steps, **({"resolved": resolved} if resolved else {})}


@pytest.mark.parametrize(("day", "level"), [("2024-06-15", None), ("2024-06-16", "urgent"), ("2024-06-18", "watch"), ("2024-07-16", "watch"), ("2024-07-17", None)])
def test_an_escalated_complaint_is_urgent_while_open_and_watched_for_thirty_days(day: str, level: str | None) -> None:
    found = alert(case(cases=[complaint("2024-06-14", "2024-06-16", "2024-06-18")]), "complaint-escalated", day)
    assert (found and found.level) == level
    assert found is None or found.since == D("2024-06-16")


@pytest.mark.parametrize(
    ("resolved", "key"), [(None, "alert.complaint-escalated.open.again"), ("2024-06-25", "alert.complaint-escalated.again")]
)
def test_one_that_went_up_twice_began_with_the_first_step_and_says_both_days(resolved: str | None, key: str) -> None:
    steps = [{"date": "2024-06-16", "level": 2}, {"date": "2024-06-21", "level": 3}]
    found = alert(case(cases=[{**complaint("2024-06-14", None, resolved), "escalations": steps}]), "complaint-escalated", "2024-06-30")
    assert found is not None
    assert (found.since, found.text.key) == (D("2024-06-16"), key)
    told = dict(found.text.args)
    assert (told["since"], told["on"], told["level"], told["days"]) == (D("2024-06-16"), D("2024-06-21"), 3, 9)


def test_an_open_one_stays_and_other_cases_and_plain_complaints_are_none() -> None:
    assert since(case(cases=[complaint("2024-01-02", "2024-01-05")]), "complaint-escalated") == "2024-01-05"
    assert alert(case(cases=[complaint("2024-01-02", None)]), "complaint-escalated") is None
    assert alert(case(cases=[complaint("2024-01-02", "2024-01-05", kind="fault")]), "complaint-escalated") is None


# ── order frequency ─────────────────────────────────────────────────────────────────────────────────────────────
RULE = next(rule for rule in policies().warnings(D("2024-01-01")).rules if rule.id == "order-frequency")


@pytest.mark.parametrize(("recent", "earlier", "p"), [(0, 12, "0.069"), (1, 12, "0.234"), (0, 4, "0.410"), (1, 5, "0.655")])
def test_the_chance_of_so_few_orders(recent: int, earlier: int, p: str) -> None:
    assert f"{chance(recent, earlier, 3, 12):.3f}" == p


@pytest.mark.parametrize(
    ("recent", "earlier", "level"),
    [
        (0, 12, "urgent"),
        (1, 12, None),  # twelve could have told, and one order is within chance
        (0, 11, "urgent"),
        (0, 10, "watch"),  # ten can never tell, so half the pace is worth a look
        (0, 4, "watch"),
        (0, 3, "watch"),
        (0, 2, None),
        (1, 5, None),  # 1 against 1.25 expected is no fall
        (1, 8, "watch"),
        (2, 12, None),
        (0, 0, None),
    ],
)
def test_frequency_falls_only_beyond_chance(recent: int, earlier: int, level: str | None) -> None:
    assert verdict(recent, earlier, RULE) == level


def test_frequency_since_the_first_day_of_the_present_fall() -> None:
    monthly = [f"2023-{month:02d}-15" for month in range(1, 13)] + ["2024-01-15", "2024-02-15", "2024-03-15"]
    found = alert(case(orders=orders(*monthly)), "order-frequency")
    assert found is not None
    assert (found.level, found.since) == ("urgent", D("2024-06-15"))
    assert alert(case(orders=orders(*monthly)), "order-frequency", "2024-06-14") is None


@pytest.mark.parametrize(
    ("now", "lang", "begins"),
    [
        ([], "zh-CN", "近 3 个月一单也没有；照之前 12 个月 36 单的节奏应有 9 单，"),
        ([], "en", "Not one order in the last 3 months; the pace of the 12 months before (36 orders) would give 9: hardly chance"),
        (["2024-06-01"], "zh-CN", "近 3 个月只有 1 单；"),
        (["2024-06-01"], "en", "Only 1 order in the last 3 months; "),
        (["2024-06-01", "2024-06-02"], "en", "Only 2 orders in the last 3 months; "),
    ],
)
def test_few_orders_are_said_as_a_person_would(now: list[str], lang: Literal["zh-CN", "en"], begins: str) -> None:
    months = [f"2023-{month:02d}" for month in range(5, 13)] + [f"2024-{month:02d}" for month in range(1, 5)]
    before = [f"{month}-{day}" for month in months for day in ("10", "15", "20")]
    found = alert(case(orders=orders(*before, *now)), "order-frequency", "2024-08-05")
    assert found is not None
    said = Language(lang, "zh-CN", {}, {}).say(found.text)
    assert said.startswith(begins), said


# ── amount down ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("then", "now", "fires"),
    [(900_000, 700_000, False), (1_000_000, 700_000, True), (1_000_000, 700_001, False), (140_000, 41_000, False), (140_000, 40_000, True), (0, 0, False)],
)
def test_amount_down_by_a_share_and_by_an_amount(then: int, now: int, fires: bool) -> None:
    built = case(orders=[("2023-05-10", then), ("2024-05-10", now), ("2020-01-01", 1)])
    assert (alert(built, "amount-down") is not None) == fires


# ── payment late ────────────────────────────────────────────────────────────────────────────────────────────────
def invoices(*rows: tuple[str, str, int], paid: list[tuple[str, str, int]] | None = None) -> Case:
    return case(invoices=[(name, "2024-01-01", due, amount) for name, due, amount in rows], receipts=paid or [])


@pytest.mark.parametrize(
    ("due", "amount", "level"),
    [("2024-07-16", 10_000, None), ("2024-07-15", 10_000, "watch"), ("2024-07-15", 9_999, None), ("2024-06-01", 10_000, "watch"), ("2024-05-31", 10_000, "urgent")],
)
def test_payment_late_by_days_and_amount(due: str, amount: int, level: str | None) -> None:
    found = alert(invoices(("V1", due, amount)), "payment-late")
    assert (found and found.level) == level


def test_one_late_invoice_is_told_by_itself_and_several_by_the_oldest() -> None:
    rows = (("V1", "2024-05-01", 50_000), ("V2", "2024-05-20", 30_000))
    one, two = (alert(invoices(*rows[:n]), "payment-late") for n in (1, 2))
    assert one is not None and two is not None
    english = Language("en", "zh-CN", {}, {})
    assert english.say(one.text) == "Invoice V1 is overdue with CNY 50,000 unpaid; it was due on 2024-05-01, 91 days ago"
    assert english.say(two.text) == (
        "2 invoices are overdue with CNY 80,000 unpaid in all; the oldest is V1, due on 2024-05-01, 91 days ago"
    )


def test_instalments_end_it_when_little_is_left() -> None:
    rows = ("V1", "2024-05-01", 50_000)
    assert since(invoices(rows, paid=[("2024-06-01", "V1", 30_000)]), "payment-late") == "2024-05-17"
    assert alert(invoices(rows, paid=[("2024-06-01", "V1", 45_000)]), "payment-late") is None
    assert alert(invoices(rows, paid=[("2024-06-01", "V1", 45_000)]), "payment-late", "2024-05-31") is not None


def test_late_invoices_that_follow_one_another_are_one_episode() -> None:
    rows = (("V1", "2024-04-01", 50_000), ("V2", "2024-05-20", 50_000))
    assert since(invoices(*rows, paid=[("2024-06-05", "V1", 50_000)]), "payment-late") == "2024-04-17"
    assert since(invoices(*rows, paid=[("2024-06-01", "V1", 50_000)]), "payment-late") == "2024-06-05"


# ── renewal due ─────────────────────────────────────────────────────────────────────────────────────────────────
def contract(number: int, start: str, end: str, **more: object) -> dict[str, object]:
    return {"id": f"K-{number}", "from": start, "to": end, "amount": 100, **more}


@pytest.mark.parametrize(
    ("day", "level", "key"),
    [
        ("2024-06-01", None, None),
        ("2024-06-02", "watch", "alert.renewal-due"),
        ("2024-07-31", "watch", "alert.renewal-due"),
        ("2024-08-01", "urgent", "alert.renewal-due"),
        ("2024-09-30", "urgent", "alert.renewal-due.over"),
        ("2024-10-01", None, None),
    ],
)
def test_renewal_due_three_months_before_urgent_in_the_last_one_over_after_the_grace(day: str, level: str | None, key: str | None) -> None:
    found = alert(case({"contracts": [contract(1, "2023-09-01", "2024-08-31")]}), "renewal-due", day)
    assert (found and found.level, found and found.text.key) == (level, key)
    assert found is None or found.since == D("2024-06-02")


def test_a_renewal_a_project_or_a_plan_changes_it() -> None:
    first = contract(1, "2023-09-01", "2024-08-31")
    assert alert(case({"contracts": [first, contract(2, "2024-09-01", "2025-08-31", renews="K-1")]}), "renewal-due") is None
    assert alert(case({"contracts": [{**first, "billing": "one_off"}]}), "renewal-due") is None
    action = {"id": "A1", "text": "续约谈判", "due": "2024-08-20", "answers": ["W8@C1@2024-06-02"]}
    plan = {"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [action]}
    planned = alert(case({"contracts": [first]}, plans=[plan]), "renewal-due", "2024-08-15")
    assert planned is not None
    assert (planned.level, planned.answered_by) == ("watch", ("PLAN-1.A1",))


# ── no contact ──────────────────────────────────────────────────────────────────────────────────────────────────
def followup(day: str, kind: str = "visit", **more: object) -> dict[str, object]:
    return {"id": f"FU-{day}", "date": day, "kind": kind, "channel": "phone", "by": "E-li", "summary": "沟通", **more}


def rated(total: int, day: str = "2023-12-28", period: str = "2023-Q4") -> dict[str, object]:
    scores = dict.fromkeys(("amount", "stability", "growth", "risk"), total // 4)
    return {"id": f"AS-{period}", "period": period, "date": day, "by": "E-li", "scores": scores}


@pytest.mark.parametrize(("total", "days"), [(36, 60), (28, 90), (20, 180), (8, 360)])
def test_silence_is_measured_by_the_tier(total: int, days: int) -> None:
    built = case(followups=[followup("2024-01-10")], assessments=[rated(total)])
    last_good = D("2024-01-10") + timedelta(days=days)
    assert alert(built, "no-contact", last_good.isoformat()) is None
    assert since(built, "no-contact", (last_good + timedelta(days=1)).isoformat()) == (last_good + timedelta(days=1)).isoformat()


def test_a_mailing_is_no_contact() -> None:
    mailed = case(followups=[followup("2024-01-10"), followup("2024-07-20", "care_mail"), followup("2024-07-25", "brief")])
    assert alert(mailed, "no-contact") is not None
    assert facts(mailed, "2024-07-31").last_contact == D("2024-01-10")


def test_a_higher_tier_can_make_a_silence_too_long_from_the_day_it_was_given() -> None:
    risen = case(followups=[followup("2024-01-10")], assessments=[rated(8), rated(36, "2024-06-28", "2024-Q2")])
    assert alert(risen, "no-contact", "2024-06-27") is None
    assert since(risen, "no-contact") == "2024-06-28"


def test_a_customer_that_was_never_spoken_to_counts_from_its_first_stage_and_a_lost_one_not_at_all() -> None:
    found = alert(case({"stages": [{"from": "2024-01-01", "stage": "prospect"}]}), "no-contact")
    assert found is not None
    assert (found.since, found.text.key) == (D("2024-06-30"), "alert.no-contact.never")
    lost = [{"from": "2023-01-01", "stage": "won"}, {"from": "2024-01-01", "stage": "lost", "reason": "转投"}]
    assert alert(case({"stages": lost}), "no-contact") is None


# ── review overdue ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_missed_review_is_a_matter_of_data_since_the_day_after_its_last_day() -> None:
    built = case(assessments=[rated(36)])
    assert alert(built, "review-overdue", "2024-04-20") is None
    found = alert(built, "review-overdue")
    assert found is not None
    assert (found.level, found.since, dict(found.text.args)["n"]) == ("data", D("2024-04-21"), 2)
    assert alert(case(), "review-overdue") is None


# ── identity, answers, waivers ──────────────────────────────────────────────────────────────────────────────────
QUIET = orders("2024-05-10")


def test_an_alert_is_named_by_rule_customer_and_day_and_due_for_an_answer_after_five_workdays() -> None:
    found = alert(case(orders=QUIET, followups=[followup("2024-07-01")]), "no-orders")
    assert found is not None
    assert (found.id, found.seed, found.answer_due) == ("no-orders@C1@2024-07-10", "W1", D("2024-07-17"))
    assert found.answer_late_days == 10  # workdays from 07-18 to 07-31
    assert (found.owner, found.suggestion is not None) == ("E-li", True)


def test_the_answer_is_due_by_the_calendar_with_its_holidays() -> None:
    built = case(orders=orders("2023-12-08"))
    found = alert(built, "no-orders", "2024-02-10")
    assert found is not None
    assert (found.since, found.answer_due, found.answer_late_days) == (D("2024-02-08"), D("2024-02-21"), 0)


@pytest.mark.parametrize("name", ["no-orders@C1@2024-07-10", "W1@C1@2024-07-10"])
def test_follow_ups_cases_and_plan_actions_may_answer(name: str) -> None:
    answered = alert(case(orders=QUIET, followups=[followup("2024-07-12", answers=[name])]), "no-orders")
    by_case = alert(case(orders=QUIET, cases=[{**complaint("2024-07-12", None), "answers": [name]}]), "no-orders")
    assert answered is not None
    assert by_case is not None
    assert (answered.answered_by, answered.answer_late_days) == (("FU-2024-07-12",), 0)
    assert by_case.answered_by == ("CS-2024-07-12",)


def test_an_answer_to_an_earlier_episode_answers_nothing_now() -> None:
    found = alert(case(orders=QUIET, followups=[followup("2024-07-12", answers=["no-orders@C1@2024-03-10"])]), "no-orders")
    assert found is not None
    assert found.answered_by == ()


@pytest.mark.parametrize(("day", "until"), [("2024-07-15", None), ("2024-07-20", "2024-08-31"), ("2024-08-31", "2024-08-31"), ("2024-09-01", None)])
def test_a_waiver_holds_from_its_day_until_its_end(day: str, until: str | None) -> None:
    waiver = {"rule": "no-orders", "reason_kind": "own_rhythm", "text": "年框客户", "by": "E-li", "on": "2024-07-20", "until": "2024-08-31"}
    found = alert(case(orders=QUIET, waivers=[waiver]), "no-orders", day)
    assert found is not None
    assert found.waived_until == (D(until) if until else None)


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [("no-orders", True, True), ("no-orders@C1@2024-07-10", True, False), ("W1@C1@2024-07-10", True, False), ("no-orders@C1@2024-11-15", False, True)],
)
def test_a_waiver_of_a_rule_outlives_an_episode_and_one_of_an_episode_does_not(rule: str, *, first: bool, second: bool) -> None:
    """Silence of two months from 05-10 on, an order on 09-15 that ends it, silence again: two episodes of one rule."""
    waiver = {"rule": rule, "reason_kind": "accepted", "text": "已知", "by": "E-li", "on": "2024-07-12", "until": "2025-03-31"}
    built = case(orders=[*QUIET, *orders("2024-09-15")], waivers=[waiver])
    told = [alert(built, "no-orders", day) for day in ("2024-07-31", "2024-10-10", "2024-12-01")]
    assert told[1] is None
    episodes = [one for one in told if one is not None]
    assert [one.since for one in episodes] == [D("2024-07-10"), D("2024-11-15")]
    assert [one.waived_until is not None for one in episodes] == [first, second]


def test_the_gravest_come_first_then_the_oldest() -> None:
    built = case({"contracts": [contract(1, "2023-09-01", "2024-10-15")]}, orders("2024-05-10"), contacts=[contact(1, "decision_maker", left_on="2024-06-20")], assessments=[rated(8)])
    found = facts(built, "2024-07-31").alerts
    assert [(a.level, a.rule) for a in found] == [
        ("urgent", "contact-left"), ("urgent", "no-orders"), ("watch", "no-contact"), ("watch", "renewal-due"), ("data", "review-overdue"),
    ]  # fmt: skip


def test_a_rule_that_the_policy_leaves_out_is_off() -> None:
    packaged = policies().warnings(D("2024-01-01"))
    without = packaged.model_copy(update={"rules": tuple(rule for rule in packaged.rules if rule.id != "no-orders")})
    assert alert_of(facts(case(orders=QUIET), "2024-07-31", policies(warnings_policy=without)), "no-orders") is None


# ── an alert keeps its identity ─────────────────────────────────────────────────────────────────────────────────
early = st.dates(date(2022, 1, 1), date(2024, 7, 31))
some_orders = st.lists(st.tuples(early, st.sampled_from([20_000, 90_000, 400_000])), max_size=14)
levels = st.lists(st.tuples(st.sampled_from([8, 20, 28, 36]), early), max_size=3)


@settings(max_examples=40, deadline=None)
@given(some_orders, st.lists(early, max_size=4), levels, st.lists(st.tuples(early, st.booleans()), max_size=2), early)
def test_looked_at_on_any_day_of_its_episode_it_is_the_same_alert(
    rows: list[tuple[date, int]], visits: list[date], tiers: list[tuple[int, date]], left: list[tuple[date, bool]], won: date
) -> None:
    won = min(won, D("2023-06-30"))
    built = case(
        {"stages": [{"from": "2022-01-01", "stage": "prospect"}, {"from": won, "stage": "won"}], "cooperation_since": won,
         "contracts": [contract(1, "2022-02-01", "2024-08-31")]},
        [(day, amount) for day, amount in rows],
        followups=[{**followup(day.isoformat()), "id": f"FU-{n}"} for n, day in enumerate(visits)],
        assessments=[{**rated(total, day.isoformat()), "id": f"AS-{n}", "period": f"{day.year}-Q{(day.month + 2) // 3}"} for n, (total, day) in enumerate(tiers)],
        contacts=[contact(n + 1, "decision_maker" if boss else "user", left_on=day.isoformat()) for n, (day, boss) in enumerate(left)],
        invoices=[(f"V{n}", day.isoformat(), (day + timedelta(days=30)).isoformat(), amount) for n, (day, amount) in enumerate(rows[:3])],
        receipts=[((day + timedelta(days=70)).isoformat(), f"V{n}", amount) for n, (day, amount) in enumerate(rows[:2])],
    )  # fmt: skip
    for now in facts(built, "2024-07-31").alerts:
        length = (D("2024-07-31") - now.since).days
        for back in sorted({0, 1, length // 3, length // 2, max(length - 1, 0), length}):
            day = now.since + timedelta(days=length - back)
            then = alert(built, now.rule, day.isoformat())
            assert then is not None, (now.id, day)
            assert then.id == now.id
        before = alert(built, now.rule, (now.since - timedelta(days=1)).isoformat()) if now.since > D("2022-01-01") else None
        assert before is None, (now.id, before)


def test_the_table_of_alerts_is_complete() -> None:
    assert len({kind.id for kind in ALERTS}) == len(ALERTS) == 12
    assert Decimal("0.10") == RULE.p
