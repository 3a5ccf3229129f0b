"""What changed at one customer since the end of the last quarter: each kind of change, what is none, and what nothing is said of."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import SAMPLE, Case, case, facts, sample
from portfolios import need, plan, rated

from crmsite.audience import Audience, redacted_facts
from crmsite.dossier.assemble import dossier_of, earlier
from crmsite.figures.changed import CHANGES, Change
from crmsite.grammar.tables import TypedCells

DAY = "2024-07-31"
CLOSING = date(2024, 6, 30)
ALIVE = [(f"{year}-{month:02d}-10", 20_000) for year in (2022, 2023) for month in range(1, 13)] + [
    (f"2024-{month:02d}-10", 20_000) for month in range(1, 8)
]


def changes(of: Case, day: str = DAY) -> list[Change]:
    return list(facts(of, day).changed.changes)


def kinds(of: Case, day: str = DAY) -> list[tuple[str, str]]:
    return [(change.kind, change.ref) for change in changes(of, day)]


def sole(of: Case, kind: str, day: str = DAY) -> Change:
    (found,) = [change for change in changes(of, day) if change.kind == kind]
    return found


def stage(*steps: tuple[str, str]) -> dict[str, object]:
    return {"stages": [{"from": day, "stage": name} for day, name in steps], "cooperation_since": None}


# ── against which day ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("day", "closing"), [(DAY, "2024-06-30"), ("2024-06-30", "2024-03-31"), ("2024-07-01", "2024-06-30")])
def test_the_day_compared_with_is_the_last_of_the_quarter_before(day: str, closing: str) -> None:
    assert facts(case(), day).changed.closing == date.fromisoformat(closing)


def test_quarters_begin_where_the_fiscal_year_does() -> None:
    assert facts(case(), DAY, fiscal_year_start="02-01").changed.closing == date(2024, 4, 30)


def test_a_quarter_in_which_nothing_happened_has_no_change() -> None:
    quiet = case(followups=[{"date": "2024-06-20", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "x"}])
    found = facts(quiet, DAY).changed
    assert found.then is not None
    assert [change for change in found.changes if not change.kind.startswith("alert")] == []


# ── who came, was lost, won back ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("steps", "kind", "key"),
    [
        ([("2024-01-01", "intent"), ("2024-07-02", "won")], "came", "since.came"),
        ([("2020-01-01", "won"), ("2024-07-02", "lost")], "lost", "since.lost"),
        ([("2020-01-01", "won"), ("2023-01-01", "lost"), ("2024-07-02", "won")], "came", "since.won_back"),
        ([("2020-01-01", "won"), ("2024-07-02", "long_term")], "stage", "since.stage"),
        ([("2024-01-01", "intent"), ("2024-07-02", "lost")], "stage", "since.given_up"),
        ([("2024-07-02", "prospect")], "stage", "since.entered"),
    ],
)
def test_each_step_of_the_relationship_has_its_own_words(steps: list[tuple[str, str]], kind: str, key: str) -> None:
    found = [change for change in changes(case(stage(*steps))) if change.kind in ("came", "lost", "stage")]
    assert [(change.kind, change.text.key, change.day) for change in found] == [(kind, key, date(2024, 7, 2))]
    assert found[0].source is not None
    assert found[0].source.path


def test_a_step_on_the_closing_day_or_after_today_is_no_change() -> None:
    steps = [("2020-01-01", "won"), ("2024-06-30", "long_term"), ("2024-08-01", "lost")]
    assert not [one for one in kinds(case(stage(*steps))) if one[0] in ("came", "lost", "stage")]


def test_a_contract_that_ran_out_is_told_as_a_loss_once_its_grace_is_over() -> None:
    own = {"contracts": [{"id": "K1", "from": "2023-05-01", "to": "2024-06-10", "amount": 100, "billing": "annual"}]}
    found = [change for change in changes(case(own)) if change.kind == "lost"]
    assert [change.text.key for change in found] == ["since.lost_contract"]


def test_who_was_not_on_record_has_nothing_to_compare_with_but_what_has_a_day_is_told() -> None:
    new = case(stage(("2024-07-02", "won")), [("2024-07-20", 5000)], needs=[need("N-1", recorded="2024-07-03")])
    found = facts(new, DAY).changed
    assert (found.state, found.then) == ("value", None)
    assert [change.kind for change in found.changes] == ["came", "need_added"]


# ── tier, segment, band, amount ─────────────────────────────────────────────────────────────────────────────────────
def test_a_tier_that_fell_tells_both_totals_and_the_line_of_the_judgement() -> None:
    fallen = case(assessments=[rated("2024-Q1", "2024-04-05"), rated("2024-Q2", "2024-07-05", risk="2", growth="3")])
    found = sole(fallen, "tier")
    assert (found.text.key, found.judgement, found.day) == ("since.tier_down_total", "worse", date(2024, 7, 5))
    assert dict(found.text.args)["before"] == "S"
    assert found.source is not None
    assert "AS-2024-Q2" in found.source.path


def test_a_first_tier_is_neither_good_nor_bad_news() -> None:
    assert (sole(case(assessments=[rated()]), "tier").text.key, sole(case(assessments=[rated()]), "tier").judgement) == (
        "since.tier_first", "",
    )  # fmt: skip


def test_amount_band_and_segment_are_those_that_the_closing_day_itself_would_tell() -> None:
    grown = case(None, [("2023-08-01", 60_000), ("2024-02-01", 50_000), ("2024-07-10", 900_000)])
    then, now = facts(grown, "2024-06-30"), facts(grown, DAY)
    stood = now.changed.then
    assert stood is not None
    assert (stood.amount, stood.band, stood.segment) == (then.amounts.last_12m, then.band.band, then.rfm.segment)
    assert stood.band != now.band.band
    assert {"amount", "band"} <= {kind for kind, _ in kinds(grown)}
    assert sole(grown, "amount").judgement == "better"


@pytest.mark.parametrize("orders", [[], [("2024-07-20", 1000)], [("2021-01-01", 5000)], ALIVE, ALIVE[:20], [("2024-05-01", 9000), ("2024-07-02", -9000, "returned", "O2")]])
@pytest.mark.parametrize("steps", [[("2020-01-01", "won")], [("2020-01-01", "won"), ("2023-01-01", "lost"), ("2024-07-03", "won")]])
def test_standing_then_equals_a_build_as_of_that_day(orders: list[tuple[object, ...]], steps: list[tuple[str, str]]) -> None:
    one = case(stage(*steps), orders, assessments=[rated("2024-Q1", "2024-04-02"), rated()])
    then, stood = facts(one, "2024-06-30"), facts(one, DAY).changed.then
    assert stood is not None
    assert stood.tier == then.tier.now.tier
    assert stood.segment == then.rfm.segment
    assert stood.band == (then.band.band if then.band.state == "value" else None)
    assert stood.amount == (then.amounts.last_12m if then.amounts.state == "value" else None)


def test_what_is_unknown_on_either_day_is_not_compared() -> None:
    opening = [{"id": "OB", "date": "2024-05-31", "cumulative_amount": 100, "source": "x", "by": "E-li", "last_order": "2024-05-01"}]
    hidden = case(None, [("2024-07-10", 5000)], opening=opening)
    assert "amount" not in {kind for kind, _ in kinds(hidden)}


# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def left(day: str, **more: object) -> dict[str, object]:
    return {"id": "P-1", "code": "联系人-001", "masked_name": "张*", "title": "经理", "role": "purchaser", "since": "2021-01-01", "left_on": day, **more}


def test_an_alert_that_began_since_is_opened_and_one_from_before_is_not_news() -> None:
    assert ("alert_opened", "contact-left") in kinds(case(contacts=[left("2024-07-05")]))
    assert "contact-left" not in {ref for _, ref in kinds(case(contacts=[left("2024-06-05")]))}


def test_an_alert_that_held_and_holds_no_more_has_closed() -> None:
    after = {"id": "P-2", "code": "联系人-002", "masked_name": "李*", "title": "经理", "role": "purchaser", "since": "2024-07-10"}
    filled = case(contacts=[left("2024-06-05", successor="P-2"), after])
    assert ("alert_closed", "contact-left") in kinds(filled)
    assert ("alert_closed", "contact-left") not in kinds(filled, "2024-07-09")


@pytest.mark.parametrize("orders", [[], ALIVE, ALIVE[:20], ALIVE[:26], [("2024-03-01", 500_000), ("2024-07-10", 1)]])
def test_opened_and_closed_alerts_lead_from_those_of_that_day_to_those_of_today(orders: list[tuple[object, ...]]) -> None:
    one = case(None, orders, assessments=[rated("2023-Q3", "2023-10-05")], contacts=[left("2024-05-02")],
               followups=[{"date": "2023-12-01", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "x"}])  # fmt: skip
    then = {alert.id for alert in facts(one, "2024-06-30").alerts}
    now = {alert.id for alert in facts(one, DAY).alerts}
    found = kinds(one)
    assert {ref for kind, ref in found if kind == "alert_opened"} == {name.partition("@")[0] for name in now - then}
    assert {ref for kind, ref in found if kind == "alert_closed"} == {name.partition("@")[0] for name in then - now}


# ── needs, actions, contracts ───────────────────────────────────────────────────────────────────────────────────────
def test_needs_that_were_added_met_or_closed_otherwise() -> None:
    several = case(needs=[
        need("N-1", recorded="2024-07-01"), need("N-2", recorded="2024-06-30"),
        need("N-3", closed={"on": "2024-07-02", "outcome": "met"}), need("N-4", closed={"on": "2024-07-02", "outcome": "declined"}),
        need("N-5", closed={"on": "2024-06-30", "outcome": "met"}),
    ])  # fmt: skip
    assert kinds(several) == [("need_added", "N-1"), ("need_met", "N-3"), ("need_closed", "N-4")]
    assert [change.place for change in changes(several)] == ["N-1", "N-3", "N-4"]


def test_an_action_is_news_when_it_becomes_overdue_and_not_while_it_stays_so() -> None:
    acts = plan(
        {"id": "A1", "text": "早已逾期", "due": "2024-06-29"}, {"id": "A2", "text": "期末当天", "due": "2024-06-30"},
        {"id": "A3", "text": "今天到期", "due": DAY}, {"id": "A4", "text": "完成", "due": "2024-07-10", "done": "2024-07-09"},
        {"id": "A5", "text": "上季完成", "due": "2024-07-10", "done": "2024-06-30"},
    )  # fmt: skip
    found = [one for one in kinds(case(plans=[{**acts, "id": "SP-1"}])) if one[0].startswith("action")]
    assert found == [("action_late", "SP-1.A2"), ("action_done", "SP-1.A4")]


def test_contracts_begin_are_renewed_and_end() -> None:
    def contract(name: str, begins: str, ends: str, **more: object) -> dict[str, object]:
        return {"id": name, "from": begins, "to": ends, "amount": 1000, "billing": "annual", **more}

    own = {"contracts": [
        contract("K1", "2023-07-01", "2024-07-05"), contract("K2", "2024-07-06", "2025-07-05", renews="K1"),
        contract("K3", "2024-07-31", "2025-07-30"), contract("K4", "2023-07-01", "2024-07-30"), contract("K5", "2023-07-01", DAY),
    ]}  # fmt: skip
    found = [(change.ref, change.text.key) for change in changes(case(own)) if change.kind.startswith("contract")]
    assert found == [("K4", "since.contract_ended"), ("K2", "since.contract_renewed"), ("K3", "since.contract_begun")]


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_changes_stand_in_the_order_of_their_weight_for_the_business() -> None:
    busy = case(stage(("2024-01-01", "intent"), ("2024-07-02", "won")), [("2024-07-20", 5000)], assessments=[rated()],
                needs=[need("N-1", recorded="2024-07-03")], contacts=[left("2024-07-05")])  # fmt: skip
    places = [CHANGES.index(change.kind) for change in changes(busy)]
    assert places == sorted(places)
    assert len(places) > 3


def test_records_of_a_later_day_change_nothing() -> None:
    later = case(needs=[need("N-1", recorded="2024-08-03")], assessments=[rated("2024-Q3", "2024-08-05")], contacts=[left("2024-08-05")])
    plain = case(contacts=[{key: value for key, value in left("x").items() if key != "left_on"}])
    assert changes(later) == changes(plain)


def test_whoever_may_not_see_judgements_learns_of_no_change() -> None:
    partner = Audience("partner", frozenset({"public", "internal"}), frozenset(), frozenset(), frozenset({"tier"}))
    found = redacted_facts(facts(case(contacts=[left("2024-07-05")]), DAY), partner).changed
    assert (found.state, found.then, found.changes) == ("withheld", None, ())


def test_a_dossier_turned_back_is_the_one_that_was_seen_on_that_day() -> None:
    folder = sample()
    names = [name for name in folder.records if name and any(type(one).__name__ == "Customer" for one in folder.records[name])]
    assert names, SAMPLE
    seen = ("customer", "contacts", "assessments", "followups", "cases", "orders", "invoices", "receipts", "responses")
    for name in names:
        both = [dossier_of(folder.records[name], folder.tables.get(name, []), day, TypedCells(), "Asia/Shanghai") for day in (date(2026, 9, 30), date(2026, 11, 18))]
        then, now = both
        if now is None:
            continue
        back = earlier(now, date(2026, 9, 30))
        assert (back is None) == (then is None)
        if back is not None and then is not None:
            assert [getattr(back, part) for part in seen] == [getattr(then, part) for part in seen]
