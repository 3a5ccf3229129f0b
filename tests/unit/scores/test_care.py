"""The care programme: whom it concerns, whom it reached, what became of what was sent, how much it all adds up to."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import Case, case, organisation, policies, record

from crmsite.dossier.assemble import TableRows
from crmsite.figures.facts import Say
from crmsite.figures.owed import CareItem, CareReceived
from crmsite.grammar.tables import parse_table
from crmsite.kinds.care import Care
from crmsite.kinds.policies import Playbook
from crmsite.scores.care import planned_touches
from crmsite.scores.customer import facts_of

SCORES = {"amount": "9", "stability": "8", "growth": "9", "risk": "8"}
ROUTINE = {"id": "routine", "audience": "all", "every": "week", "count": "1", "target_coverage": "1", "channel": "email"}
VIP = {"id": "vip", "audience": {"tier": ["S"]}, "every": "month", "count": "2", "target_coverage": "1", "kinds": ["visit", "call_back"]}


def programme(*items: dict[str, object], start: str = "2024-01-01", end: str = "2024-12-31") -> Care:
    found = record("care", id="CARE-2024", period={"from": start, "to": end}, items=list(items or (ROUTINE, VIP)))
    assert isinstance(found, Care)
    return found


def customer(*sends: tuple[str, str, str], tier: bool = True, own: dict[str, object] | None = None, **more: object) -> Case:
    """A customer to whom messages were sent: item, day, result."""
    rated = [{"id": "AS-1", "period": "2023-Q4", "date": "2023-12-28", "by": "E-li", "scores": SCORES}] if tier else []
    made = case(own, assessments=rated, **more)  # type: ignore[arg-type]
    rows = [["C1", item, day, "email", result, str(line)] for line, (item, day, result) in enumerate(sends, start=2)]
    return made._replace(tables=(*made.tables, TableRows("send", "care/sends/2024.csv", rows))) if rows else made


def care(of: Case, day: str = "2024-07-31", *items: dict[str, object], **span: str) -> CareReceived:
    own = organisation()._replace(care=(programme(*items, **span),))
    return facts_of(of.at(day), own, policies(), date.fromisoformat(day)).care


def item(found: CareReceived, name: str = "routine") -> CareItem:
    return next(one for one in found.items if one.ref == f"CARE-2024.{name}")


def met(day: str, kind: str = "visit", **more: object) -> dict[str, object]:
    return {"id": f"FU-{kind}-{day}", "date": day, "kind": kind, "channel": "phone", "by": "E-li", "summary": "关怀", **more}


def test_one_row_touches_its_customer_in_its_week() -> None:
    found = dict(item(care(customer(("routine", "2024-07-23", "sent")))).periods)
    assert (found["2024-W30"], found["2024-W29"], found["2024-W31"]) == (1, 0, 0)


def test_eight_periods_that_ended_are_looked_at_and_the_running_one_and_the_last_of_each_quarter_before() -> None:
    assert [name for name, _ in item(care(customer())).periods] == ["2024-W13", *(f"2024-W{week}" for week in range(23, 32))]


def test_the_receipt_counts_the_recent_periods_alone() -> None:
    found = care(customer(("routine", "2024-03-26", "sent"), ("routine", "2024-07-23", "sent")))
    assert dict(item(found).periods)["2024-W13"] == 1
    assert ("reached", 1) in _value(found).args


def test_what_failed_is_no_touch_and_sent_is_not_received() -> None:
    found = item(care(customer(("routine", "2024-07-23", "failed"), ("routine", "2024-07-24", "sent"), ("routine", "2024-07-16", "opened"))))
    assert dict(found.periods)["2024-W30"] == 1
    assert found.results == (("sent", 1), ("opened", 1), ("failed", 1))


def test_of_periods_before_the_first_record_nothing_is_known() -> None:
    first = item(care(customer(("routine", "2024-07-16", "failed"))))
    assert first.periods[first.silent][0] == "2024-W29"
    never = care(customer())
    assert item(never).silent == len(item(never).periods)
    assert [_tally(never), _tally(care(customer(("routine", "2024-07-16", "sent"))))] == ["care.tally.none", "care.tally.part"]
    assert _tally(care(customer(("routine", "2024-06-04", "sent")))) == "care.tally"


def _value(found: CareReceived) -> Say:
    value = found.receipt.factors[0].value
    assert isinstance(value, Say)
    return value


def _tally(found: CareReceived) -> str:
    """Return under which key the receipt tells how often the weekly item reached the customer."""
    return _value(found).key


def test_follow_ups_of_the_items_kinds_are_touches_and_others_are_not() -> None:
    found = item(care(customer(followups=[met("2024-07-03"), met("2024-07-20", "call_back"), met("2024-07-21", "brief")])), "vip")
    assert dict(found.periods)["2024-07"] == 2


def test_a_follow_up_may_name_the_item_that_it_fulfils() -> None:
    named = met("2024-07-21", "brief", fulfils=[{"playbook": "CARE-2024.vip", "period": "2024-07"}])
    assert dict(item(care(customer(followups=[named])), "vip").periods)["2024-07"] == 1


@pytest.mark.parametrize(
    ("of", "ref"),
    [
        (customer(tier=False), "vip"),
        (customer(own={"care_opt_out": "true"}), "routine"),
        (customer(own={"stages": [{"from": "2024-01-01", "stage": "prospect"}]}), "routine"),
        (customer(own={"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-01-05", "stage": "lost", "reason": "停业"}]}), "routine"),
    ],
)
def test_an_item_does_not_concern_who_is_not_active_of_another_tier_or_opted_out(of: Case, ref: str) -> None:
    assert f"CARE-2024.{ref}" not in {one.ref for one in care(of).items}


def test_the_first_day_of_a_period_decides() -> None:
    lost = customer(own={"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-07-24", "stage": "lost", "reason": "停业"}]})
    found = dict(item(care(lost)).periods)
    assert (found["2024-W30"], found["2024-W31"]) == (0, None)


def test_outside_of_the_programme_nothing_is_asked() -> None:
    found = item(care(customer(), "2024-07-31", ROUTINE, start="2024-07-15"))
    assert [name for name, _ in found.periods] == ["2024-W29", "2024-W30", "2024-W31"]
    assert care(customer(), "2024-07-31", ROUTINE, start="2024-08-01").items == ()


def test_a_message_whose_item_nobody_knows_is_told() -> None:
    assert care(customer(("rotine", "2024-07-23", "sent"))).stray == 1
    assert care(customer(("routine", "2024-07-23", "sent"))).stray == 0


def test_all_touches_of_thirty_days_fall_on_the_contacts_that_are_there() -> None:
    contacts = [
        {"id": "P-1", "code": "联系人-001", "masked_name": "张*", "title": "总经理", "role": "decision_maker", "since": "2021-01-01"},
        {"id": "P-2", "code": "联系人-002", "masked_name": "李*", "title": "采购", "role": "purchaser", "since": "2021-01-01", "left_on": "2024-01-01"},
    ]
    found = care(customer(("routine", "2024-07-23", "sent"), ("routine", "2024-07-01", "sent"), followups=[met("2024-07-20")], contacts=contacts))
    assert (found.touches, found.contacts, found.per_contact) == (2, 1, 2)
    assert care(customer()).per_contact is None


def test_a_customer_of_tier_s_is_meant_to_be_touched_84_times_a_year() -> None:
    book = record(
        "playbook", id="S-v1", tier="S", effective_from="2020-01-01",
        actions=[{"id": name, "kind": kind, "every": "quarter", "count": 1, "grace_days": 0} for name, kind in (("qbr", "business_review"), ("visit", "visit"))],
    )  # fmt: skip
    assert isinstance(book, Playbook)
    assert planned_touches(book, [programme(ROUTINE, VIP)], "S") == 84
    assert planned_touches(None, [programme(ROUTINE, VIP)], "C") == 52


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_table_of_messages_is_read() -> None:
    rows, faults = parse_table("send", "care/sends/x.csv", "item,customer,date,channel,result\nroutine,C1,2024-07-23,email,opened\n", "", [])
    assert faults == []
    assert rows == [["C1", "routine", "2024-07-23", "email", "opened", "2"]]


@pytest.mark.parametrize(
    ("row", "rule"),
    [("routine,C1,2024-07-23,email,read", "not-in-list"), ("routine,C1,2024-07-23,pigeon,sent", "not-in-list"), (",C1,2024-07-23,email,sent", "csv-empty-cell"), ("routine,C1,23.7.2024,email,sent", "date-form")],
)
def test_a_bad_cell_is_told(row: str, rule: str) -> None:
    _, faults = parse_table("send", "care/sends/x.csv", f"item,customer,date,channel,result\n{row}\n", "", [])
    assert [fault.rule for fault in faults] == [rule]


def test_without_a_result_a_message_was_sent() -> None:
    assert item(care(customer(("routine", "2024-07-23", "")))).results == (("sent", 1),)
