"""Two alerts about the customer itself: complaints that rise, and changes of who decides; and what waives an alert, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import Case, alert_of, case, facts

from crmsite.figures.facts import Alert
from crmsite.scores.alerts.complaints_up import chance

LOST = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-07-01", "stage": "lost", "reason": "停业"}]}


def complaining(*days: str, own: dict[str, object] | None = None, type_: str = "complaint") -> Case:
    return case(own, cases=[{"type": type_, "topic": "x", "opened": day, "resolved": day} for day in days])


def up(of: Case, day: str = "2024-07-31") -> Alert | None:
    return alert_of(facts(of, day), "complaints-up")


# ── complaints up ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("recent", "earlier", "p"), [(2, 0, "0.04"), (1, 0, "0.2"), (2, 3, "0.26272"), (4, 3, "0.033344")])
def test_the_probability_of_so_many_by_chance(recent: int, earlier: int, p: str) -> None:
    assert chance(recent, earlier, 3, 12) == Decimal(p)


def test_two_complaints_after_none_are_a_rise_that_begins_with_the_second() -> None:
    found = up(complaining("2024-06-10", "2024-07-05"))
    assert found is not None
    assert (found.level, found.since, found.seed, found.id) == ("watch", date(2024, 7, 5), "W6", "complaints-up@C1@2024-07-05")
    assert found.evidence == ("CASE-1", "CASE-2")
    assert found.text.key == "alert.complaints-up.new"
    assert found.suggestion is not None


def test_four_complaints_after_three_are_a_rise() -> None:
    found = up(complaining("2023-08-01", "2023-11-01", "2024-02-01", "2024-06-01", "2024-06-10", "2024-07-01", "2024-07-05"))
    assert found is not None
    assert dict(found.text.args)["expected"] == Decimal("0.75")


@pytest.mark.parametrize(
    "of",
    [
        complaining("2024-07-05"),
        complaining("2024-06-10", "2024-07-05", type_="fault"),
        complaining("2023-09-01", "2023-12-01", "2024-02-01", "2024-06-10", "2024-07-05"),
        complaining("2024-06-10", "2024-07-05", own=LOST),
        complaining("2024-06-10", "2024-07-05", own={"stages": [{"from": "2020-01-01", "stage": "prospect"}], "cooperation_since": "2020-01-01"}),
        complaining("2024-06-10", "2024-07-05", own={"stages": [{"from": "2023-09-01", "stage": "won"}], "cooperation_since": "2023-09-01"}),
        complaining("2024-01-10", "2024-01-15"),
    ],
    ids=["one", "faults", "as_many_before", "lost", "prospect", "new_customer", "long_ago"],
)
def test_complaints_do_not_ring_without_a_rise(of: Case) -> None:
    assert up(of) is None


def test_the_alert_keeps_its_identity_and_ends_when_the_window_has_passed() -> None:
    of = complaining("2024-06-10", "2024-07-05")
    ids = {found.id for day in ("2024-07-05", "2024-08-01", "2024-09-09") if (found := up(of, day))}
    assert ids == {"complaints-up@C1@2024-07-05"}
    assert up(of, "2024-10-06") is None


def test_an_answer_is_found() -> None:
    call = {"date": "2024-07-08", "kind": "call_back", "channel": "phone", "by": "E-li", "summary": "说明", "answers": ["W6@C1@2024-07-05"]}
    of = case(cases=[{"type": "complaint", "topic": "x", "opened": day} for day in ("2024-06-10", "2024-07-05")], followups=[call])
    found = up(of)
    assert found is not None
    assert found.answered_by == ("FOLLOWUP-1",)


# ── organisation change ─────────────────────────────────────────────────────────────────────────────────────────
def contact(number: int, role: str = "decision_maker", **more: object) -> dict[str, object]:
    return {"id": f"P-{number}", "code": f"联系人-00{number}", "masked_name": "张*", "title": "总经理", "role": role, "since": "2020-01-01", **more}


def changed(of: Case, day: str = "2024-08-20") -> Alert | None:
    return alert_of(facts(of, day), "org-change")


REPLACED = case(contacts=[contact(1, left_on="2024-07-20", successor="P-2"), contact(2, since="2024-08-05")])


def test_a_decision_maker_who_was_replaced_rings_from_the_day_that_the_new_one_began() -> None:
    found = changed(REPLACED)
    assert found is not None
    assert (found.level, found.since, found.seed) == ("watch", date(2024, 8, 5), "W11")
    assert found.evidence == ("P-1",)


def test_before_that_the_empty_place_rings_instead() -> None:
    assert changed(REPLACED, "2024-08-04") is None
    assert alert_of(facts(REPLACED, "2024-08-04"), "contact-left") is not None


def test_it_ends_after_ninety_days() -> None:
    assert changed(REPLACED, "2024-11-03") is not None
    assert changed(REPLACED, "2024-11-04") is None


def test_a_milestone_of_that_kind_rings() -> None:
    of = case({"milestones": [{"date": "2024-08-01", "text": "并入集团", "kind": "org_change"}]})
    found = changed(of)
    assert found is not None
    assert (found.since, found.evidence) == (date(2024, 8, 1), ("C1",))


def test_what_follows_within_the_time_is_one_episode() -> None:
    events = [{"date": day, "text": "调整", "kind": "org_change"} for day in ("2024-05-20", "2024-08-10")]
    found = changed(case({"milestones": events}))
    assert found is not None
    assert found.since == date(2024, 5, 20)


@pytest.mark.parametrize(
    "of",
    [
        case({"milestones": [{"date": "2024-08-01", "text": "上线", "kind": "launch"}, {"date": "2024-08-02", "text": "并入集团"}]}),
        case(contacts=[contact(1, "purchaser", left_on="2024-07-20", successor="P-2"), contact(2, "purchaser", since="2024-08-05")]),
        case(contacts=[contact(1), contact(2, since="2024-08-05")]),
        case({**LOST, "milestones": [{"date": "2024-08-01", "text": "并入集团", "kind": "org_change"}]}),
        case({"milestones": [{"date": "2024-08-25", "text": "并入集团", "kind": "org_change"}]}),
    ],
    ids=["other_milestones", "purchaser", "one_more", "lost", "later"],
)
def test_other_changes_do_not_ring(of: Case) -> None:
    assert changed(of) is None


# ── waivers ─────────────────────────────────────────────────────────────────────────────────────────────────────
def waived(rule: str, until: str = "2024-12-31", day: str = "2024-07-31") -> Alert:
    waiver = {"rule": rule, "reason_kind": "own_rhythm", "text": "每年两次集中采购", "by": "E-li", "on": "2024-07-10", "until": until}
    of = case(cases=[{"type": "complaint", "topic": "x", "opened": one} for one in ("2024-06-10", "2024-07-05")], waivers=[waiver])
    found = up(of, day)
    assert found is not None
    return found


@pytest.mark.parametrize("rule", ["complaints-up", "W6", "complaints-up@C1@2024-07-05", "W6@C1@2024-07-05"])
def test_a_waiver_names_the_rule_or_the_episode_and_says_why_and_by_whom(rule: str) -> None:
    found = waived(rule)
    assert found.waived_until == date(2024, 12, 31)
    assert found.waiver is not None
    told = dict(found.waiver.args)
    assert (told["reason"].id, told["who"].id) == ("own_rhythm", "E-li")  # type: ignore[union-attr]
    assert found.answer_late_days == 0


@pytest.mark.parametrize("rule", ["no-orders", "complaints-up@C1@2023-01-01", "complaints-up@C2@2024-07-05"])
def test_a_waiver_of_another_rule_or_episode_waives_nothing(rule: str) -> None:
    assert waived(rule).waived_until is None
    assert waived(rule).waiver is None


def test_a_waiver_ends() -> None:
    assert waived("W6", "2024-07-30").waived_until is None
    assert waived("W6", "2024-07-31").waived_until == date(2024, 7, 31)
    assert waived("W6", day="2024-07-09").waived_until is None
