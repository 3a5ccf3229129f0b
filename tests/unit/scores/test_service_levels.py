"""Service levels: what was promised, by which clock, and the three answers to whether it was kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, case, organisation, policies, record, sample_facts

from crmsite.calendars.clocks import Between
from crmsite.figures.owed import Promise, Service
from crmsite.scores.customer import facts_of
from crmsite.scores.service_levels import verdict_of

SCORES = {"amount": "9", "stability": "8", "growth": "9", "risk": "8"}
COMPLAINT = {
    "id": "CS-1", "type": "complaint", "topic": "timeout", "opened": "2024-06-14 17:30", "first_response": "2024-06-17 10:10",
    "solution_offered": "2024-06-17 16:00", "resolved": "2024-06-18 15:00", "callback": "2024-06-20 11:00",
}  # fmt: skip
JOURNEY = {
    "id": "standard",
    "touchpoints": [
        {"id": "first_contact", "stage": "acquire", "name": "首次接触", "team": "sales", "sla": {"hours": "24"}},
        {"id": "after_sales", "stage": "serve", "name": "售后支持", "team": "support", "sla": {"hours": "48", "clock": "calendar"}, "repeat": {"every": "week", "until": "closed"}},
    ],
}


def customer(*cases: dict[str, object], tier: bool = True, **more: object) -> Case:
    rated = [{"id": "AS-1", "period": "2023-Q4", "date": "2023-12-28", "by": "E-li", "scores": SCORES}] if tier else []
    return case(cases=list(cases), assessments=rated, **more)  # type: ignore[arg-type]


def service(of: Case, day: str = "2024-07-31", journey: dict[str, object] | None = None) -> Service:
    own = organisation()
    if journey is not None:
        own = own._replace(journeys=(record("journey", **journey),))  # type: ignore[arg-type]
    return facts_of(of.at(day), own, policies(), date.fromisoformat(day)).service


def told(found: Service) -> dict[str, str]:
    return {promise.id: promise.verdict for promise in found.promises}


def one(found: Service, name: str) -> Promise:
    return next(promise for promise in found.promises if promise.id == name)


# ── the worked example: a complaint on Friday 14 June 2024 at 17:30 ─────────────────────────────────────────────────────
def test_the_complaint_of_a_customer_of_tier_s() -> None:
    found = service(customer(COMPLAINT))
    assert told(found) == {"first_response": "yes", "solution": "no", "resolve": "no", "callback": "yes"}
    due = {promise.id: (promise.due.day.isoformat(), promise.due.minute) for promise in found.promises}
    assert due == {
        "first_response": ("2024-06-17", 10 * 60 + 30), "solution": ("2024-06-15", 17 * 60 + 30),
        "resolve": ("2024-06-16", 17 * 60 + 30), "callback": ("2024-06-21", 15 * 60),
    }  # fmt: skip


def test_by_calendar_hours_the_first_response_would_have_been_too_late() -> None:
    book = record(
        "playbook", id="S-v1", tier="S", effective_from="2020-01-01",
        sla=[{"id": "first_response", "from": "case.opened", "to": "case.first_response", "hours": "2", "clock": "calendar"}],
    )  # fmt: skip
    found = facts_of(customer(COMPLAINT).at("2024-07-31"), organisation(), policies(playbook=book), date(2024, 7, 31)).service
    assert told(found) == {"first_response": "no"}


def test_the_sample_company_keeps_and_breaks_what_it_should() -> None:
    found = sample_facts("C001", "2024-07-31").service
    cases = {promise.id: promise.verdict for promise in found.promises if promise.type}
    assert cases == {"first_response": "yes", "solution": "no", "resolve": "no", "callback": "yes"}
    minutes = {promise.subject[-14:]: (promise.took, promise.verdict) for promise in found.promises if promise.type is None}
    assert minutes == {"20240320-zhao-1"[-14:]: (21 * 60 + 30, "yes"), "20240708-zhao-1"[-14:]: (42 * 60, "no")}


# ── what is not known ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_date_alone_decides_only_what_it_must() -> None:
    found = told(service(customer({**COMPLAINT, "first_response": "2024-06-17", "solution_offered": "2024-06-15", "resolved": "2024-06-17"})))
    assert (found["first_response"], found["solution"], found["resolve"]) == ("unknown", "unknown", "no")
    early = told(service(customer({**COMPLAINT, "opened": "2024-06-14", "first_response": "2024-06-14", "solution_offered": "2024-06-14"})))
    assert (early["first_response"], early["solution"]) == ("unknown", "yes")


def test_what_was_not_written_down_is_no_breach_on_a_case_that_is_settled() -> None:
    quiet = {key: value for key, value in COMPLAINT.items() if key not in ("first_response", "callback")}
    found = told(service(customer(quiet)))
    assert (found["first_response"], found["callback"]) == ("unknown", "unknown")


def test_on_an_open_case_a_deadline_that_has_passed_is_a_breach_and_one_that_has_not_is_open() -> None:
    opened = {"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-06-14 17:30"}
    assert told(service(customer(opened), "2024-06-14")) == {"first_response": "open", "solution": "open", "resolve": "open"}
    assert told(service(customer(opened), "2024-06-15")) == {"first_response": "open", "solution": "no", "resolve": "open"}
    assert told(service(customer(opened), "2024-06-17")) == {"first_response": "no", "solution": "no", "resolve": "no"}


@pytest.mark.parametrize(
    ("happened", "verdict"),
    [(Between(100, 100), "yes"), (Between(101, 101), "no"), (Between(90, 110), "unknown"), (Between(80, 100), "yes"), (Between(101, 120), "no")],
)
def test_the_very_minute_is_in_time(happened: Between, verdict: str) -> None:
    assert verdict_of(Between(100, 100), happened, 0, settled=False) == verdict


def test_what_has_not_begun_is_not_promised() -> None:
    assert "callback" not in told(service(customer({"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-06-14 17:30"})))


def test_without_a_case_or_a_visit_there_is_nothing_to_keep() -> None:
    assert service(customer()).state == "not_applicable"


# ── whose promise ───────────────────────────────────────────────────────────────────────────────────────────────
ENQUIRY = {"id": "CS-2", "type": "enquiry", "topic": "price", "opened": "2024-06-12 10:00", "first_response": "2024-06-12 15:00"}


def test_the_journey_promises_where_no_playbook_does() -> None:
    found = service(customer(ENQUIRY, tier=False), journey=JOURNEY)
    assert told(found) == {"first_contact": "yes"}
    promise = one(found, "first_contact")
    assert (promise.hours, promise.clock, promise.touchpoint) == (Decimal(24), "calendar", "first_contact")


def test_the_playbook_of_the_tier_overrides_the_journeys_hours_and_counts_for_its_touchpoint() -> None:
    found = service(customer(ENQUIRY), journey=JOURNEY)
    assert "first_contact" not in told(found)
    assert (one(found, "first_response").verdict, one(found, "first_response").touchpoint) == ("no", "first_contact")
    assert one(service(customer(COMPLAINT), journey=JOURNEY), "resolve").touchpoint == "after_sales"


def test_a_complaint_has_no_first_contact() -> None:
    assert told(service(customer(COMPLAINT, tier=False), journey=JOURNEY)) == {"after_sales": "no"}


def test_a_touchpoint_may_say_which_cases_it_is_about_and_what_it_is_measured_on() -> None:
    own = {"id": "calls", "stage": "repurchase", "name": "回访", "team": "success", "sla": {"hours": "72"}, "cases": ["complaint"], "from": "case.resolved", "to": "case.callback"}
    assert told(service(customer(COMPLAINT, tier=False), journey={"id": "j", "touchpoints": [own]})) == {"calls": "yes"}


# ── minutes of a visit ──────────────────────────────────────────────────────────────────────────────────────────
def visit(**more: object) -> dict[str, object]:
    return {"id": "FU-1", "start": "2024-06-12 10:00", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "拜访", **more}


@pytest.mark.parametrize(
    ("told_", "verdict"),
    [
        ({"end": "2024-06-12 12:00", "minutes_at": "2024-06-13 12:00"}, "yes"),
        ({"end": "2024-06-12 12:00", "minutes_at": "2024-06-13 12:01"}, "no"),
        ({"minutes_at": "2024-06-12 20:00"}, "yes"),
        ({"minutes_at": "2024-06-13 12:00"}, "unknown"),
        ({"minutes_at": "2024-06-14 00:01"}, "no"),
        ({}, "unknown"),
    ],
)
def test_minutes_within_a_day_of_the_end_of_the_visit(told_: dict[str, object], verdict: str) -> None:
    assert told(service(customer(followups=[visit(**told_)]))) == {"minutes": verdict}


def test_a_call_needs_no_minutes() -> None:
    assert service(customer(followups=[visit(channel="phone")])).promises == ()


# ── weekly until closed ─────────────────────────────────────────────────────────────────────────────────────────
def called(day: str, kind: str = "call_back") -> dict[str, object]:
    return {"id": f"FU-{day}", "date": day, "kind": kind, "channel": "phone", "by": "E-li", "summary": "跟进"}


@pytest.mark.parametrize(
    ("resolved", "calls", "periods", "kept"),
    [
        ("2024-06-12 18:00", [], 1, 1),
        ("2024-06-26 18:00", ["2024-06-14", "2024-06-20"], 3, 3),
        ("2024-06-26 18:00", ["2024-06-14"], 3, 2),
        (None, ["2024-06-20"], 2, 1),
    ],
)
def test_every_week_of_an_open_case_needs_a_contact(resolved: str | None, calls: list[str], periods: int, kept: int) -> None:
    fault = {"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-06-12 10:00", **({"resolved": resolved} if resolved else {})}
    found = service(customer(fault, followups=[called(day) for day in calls]), "2024-06-28", JOURNEY)
    assert [(one.periods, one.kept) for one in found.followed] == [(periods, kept)]


def test_a_mailing_is_no_contact() -> None:
    fault = {"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-06-12 10:00"}
    found = service(customer(fault, followups=[called("2024-06-20", "care_mail")]), "2024-06-28", JOURNEY)
    assert [one.kept for one in found.followed] == [0]
