"""Earlier days: what is told of a quarter's end is what a build as of that day would have said, for whatever is on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dossiers import SAMPLE, Case, case, facts, files_below, organisation, packaged, policies, read_folder, record
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import need, plan, rated

from crmsite.dossier.assemble import dossier_of, organisation_of
from crmsite.figures.contribution import Stood
from crmsite.grammar.tables import TypedCells
from crmsite.policy import Policies
from crmsite.scores.customer import facts_of
from crmsite.scores.early_warnings import ALERTS

TODAY = "2024-07-31"
ENDS = [date(2022, 12, 31), date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30)]
SURVEYS = [
    {"id": f"SV-{n}", "window": {"from": first, "to": last}, "scale": {"min": 1, "max": 5}, "dimensions": ["response", "product"]}
    for n, (first, last) in enumerate([("2023-05-01", "2023-05-31"), ("2024-04-01", "2024-04-30")])
]


def shared() -> object:
    site = record("site", org={"name": "公司"})
    return organisation_of([site, *(record("survey", **survey) for survey in SURVEYS)], date.fromisoformat(TODAY))


def told(of: Case) -> list[tuple[Stood | None, int, str | None]]:
    """Return what is told today of each quarter that is over: standing, overdue actions, all that was bought."""
    found = facts_of(of.at(TODAY), shared(), policies(), date.fromisoformat(TODAY)).contribution  # type: ignore[arg-type]
    return [(one, late, at.ever if at and one else None) for one, late, at in zip(found.stood, found.late, found.at, strict=False)]


def as_of(of: Case, day: date) -> tuple[Stood | None, int, str | None]:
    """Return the same from a build as of the day."""
    if not any(date.fromisoformat(str(step.from_)) <= day for step in of.records[0].stages):  # type: ignore[attr-defined]
        return None, 0, None
    found = facts_of(of.at(day.isoformat()), shared(), policies(), day)  # type: ignore[arg-type]
    at = found.contribution.at[7]
    stood = Stood(found.rfm.segment, sum(alert.waived_until is None for alert in found.alerts))
    return stood, sum(action.status == "overdue" for action in found.actions), at.ever if at else None


# ── whatever is on record ───────────────────────────────────────────────────────────────────────────────────────
days = st.dates(date(2021, 6, 1), date(2024, 7, 31))
orders = st.lists(st.tuples(days, st.integers(1, 900_000)), max_size=14, unique_by=lambda row: row[0])
contact = {"masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2021-01-01"}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows: list[tuple[object, ...]] = [(day, amount) for day, amount in draw(orders)]
    for at, (day, amount) in enumerate(list(rows)):
        if draw(st.integers(0, 5)) == 0:
            assert isinstance(day, date)
            rows.append((day + timedelta(days=draw(st.integers(1, 200))), -int(str(amount)), "returned", f"O{at + 2}"))
    lost, left, answered = draw(st.none() | days), draw(st.none() | days), draw(st.booleans())
    own: dict[str, object] = {
        "stages": [{"from": draw(st.sampled_from(["2021-01-01", "2023-02-10"])), "stage": "won"}, *([{"from": max(lost, date(2023, 2, 11)), "stage": "lost", "reason": "停产"}] if lost else [])],
        "cooperation_since": None, "industry": draw(st.sampled_from(["manufacturing", "internet"])),
        "contracts": [{"id": "K1", "from": start, "to": start + timedelta(days=364), "amount": 100, "billing": draw(st.sampled_from(["annual", "one_off"]))} for start in draw(st.lists(days, max_size=1))],
        "milestones": [{"date": day, "text": "改组", "kind": "org_change"} for day in draw(st.lists(days, max_size=1))],
    }  # fmt: skip
    invoices = [(f"I{n}", day, day + timedelta(days=30), 20_000) for n, day in enumerate(draw(st.lists(days, max_size=3)))]
    paid = [(issued + timedelta(days=draw(st.integers(0, 160))), name, draw(st.sampled_from([20_000, 12_000]))) for name, issued, _, _ in invoices if draw(st.booleans())]
    complaints = [{"type": "complaint", "topic": "x", "opened": day, "resolved": day + timedelta(days=40), "escalations": [{"date": day + timedelta(days=9), "level": 2}]} for day in draw(st.lists(days, max_size=4))]
    people = [{"id": "P-1", "code": "联系人-001", **contact, **({"left_on": left, "successor": "P-2"} if left else {})}, {"id": "P-2", "code": "联系人-002", **contact, "since": draw(days)}]
    marks = [{"survey": f"SV-{n}", "contact": "P-1", "date": day, "scores": {"response": draw(st.integers(1, 5)), "product": draw(st.integers(1, 5))}} for n, day in enumerate(["2023-05-09", "2024-04-09"])]
    actions = [{"id": f"A-{n}", "text": "回访", "due": day, **({"done": day + timedelta(days=draw(st.integers(-20, 200)))} if draw(st.booleans()) else {})} for n, day in enumerate(draw(st.lists(days, max_size=3)))]
    recurring = {"id": "A-9", "text": "月报", "recurs": {"every": "month"}, "done_periods": draw(st.lists(days, max_size=3, unique=True))}
    return case(
        own, sorted(rows, key=lambda row: str(row[0])), contacts=people, cases=complaints, invoices=invoices, receipts=sorted(paid),
        assessments=[rated(quarter, day, amount=draw(st.integers(1, 10))) for quarter, day in [("2022-Q4", "2023-01-09"), ("2023-Q3", "2023-10-09")] if draw(st.booleans())],
        followups=[{"date": day, "kind": draw(st.sampled_from(["visit", "care_mail"])), "channel": "onsite", "by": "E-li", "summary": "x"} for day in draw(st.lists(days, max_size=5))],
        responses=marks if answered else [], plans=[plan(*actions, recurring, period={"from": "2022-06-01", "to": "2023-08-15"})],
        waivers=[{"rule": draw(st.sampled_from(["no-contact", "W1", "no-orders@C1@2023-05-01"])), "reason_kind": "accepted", "text": "已约定", "by": "E-li", "on": day, "until": day + timedelta(days=200)} for day in draw(st.lists(days, max_size=1))],
        opening=[{"id": "OB", "date": "2022-06-30", "cumulative_amount": 5000, "source": "旧系统", "by": "E-li", "last_order": "2022-06-01"}] if draw(st.integers(0, 4)) == 0 else [],
    )  # fmt: skip


@settings(max_examples=60)
@given(cases())
def test_the_end_of_a_quarter_is_told_as_a_build_as_of_it_would(one: Case) -> None:
    assert told(one) == [as_of(one, day) for day in ENDS]


def test_every_rule_held_at_the_end_of_some_quarter_in_what_is_drawn() -> None:
    """The company of the demo and one customer who is in every trouble: no rule is only ever compared where it is silent."""
    found = {alert.rule for day in ENDS for alert in facts(in_trouble(), day.isoformat()).alerts}
    with_answers = facts_of(in_trouble().at("2024-06-30"), shared(), policies(), ENDS[-1])  # type: ignore[arg-type]
    found |= {alert.rule for alert in with_answers.alerts}
    assert found == {kind.id for kind in ALERTS}
    assert told(in_trouble()) == [as_of(in_trouble(), day) for day in ENDS]


def in_trouble() -> Case:
    own = {
        "stages": [{"from": "2021-01-01", "stage": "won"}], "cooperation_since": "2021-01-01",
        "contracts": [{"id": "K1", "from": "2022-04-11", "to": "2023-04-10", "amount": 100, "billing": "annual"}],
        "milestones": [{"date": "2023-09-01", "text": "改组", "kind": "org_change"}],
    }  # fmt: skip
    monthly = [(f"{year}-{month:02d}-10", 60_000) for year in (2021, 2022) for month in range(1, 13)]
    complaint = {"type": "complaint", "topic": "x", "opened": "2024-05-09", "escalations": [{"date": "2024-05-20", "level": 2}]}
    scores = [("SV-0", "2023-05-09", 5), ("SV-1", "2024-04-09", 2)]
    return case(
        own, monthly, contacts=[{"id": "P-1", "code": "联系人-001", **contact, "left_on": "2023-11-02"}],
        cases=[complaint, {**complaint, "opened": "2024-05-19"}, {**complaint, "opened": "2024-06-02"}],
        invoices=[("I1", "2023-01-10", "2023-02-10", 50_000)], assessments=[rated("2022-Q4", "2023-01-09")],
        followups=[{"date": "2022-02-01", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "x"}],
        responses=[{"survey": name, "contact": "P-1", "date": day, "scores": {"response": mark, "product": 4}} for name, day, mark in scores],
    )  # fmt: skip


# ── single turns ────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_order_that_came_back_later_stood_when_the_quarter_ended() -> None:
    given_back = case({"stages": [{"from": "2022-01-01", "stage": "won"}]}, [("2024-03-01", 800_000), ("2024-05-01", -800_000, "returned", "O2")])
    stood = told(given_back)
    assert [one.segment if one else None for one, _, _ in stood[-2:]] == ["potential", "low_value"]
    assert stood == [as_of(given_back, day) for day in ENDS]


def test_a_waived_alert_held_and_is_not_counted() -> None:
    waiver = {"rule": "no-contact", "reason_kind": "own_rhythm", "text": "按年走访", "by": "E-li", "on": "2023-01-01", "until": "2023-12-31"}
    quiet = case({"stages": [{"from": "2021-01-01", "stage": "won"}]}, waivers=[waiver])
    assert [one.alerts for one, _, _ in told(quiet) if one is not None] == [1, 0, 0, 0, 0, 1, 1]


def test_a_recurring_action_is_overdue_once_its_run_is_over_without_the_last_period() -> None:
    monthly = {"id": "A-1", "text": "月报", "recurs": {"every": "month"}, "done_periods": ["2023-01-05"]}
    of = case(plans=[plan(monthly, period={"from": "2023-01-01", "to": "2023-05-31"})], needs=[need("N-1")])
    assert [late for _, late, _ in told(of)] == [0, 0, 1, 1, 1, 1, 1]


def test_the_day_of_a_policys_new_version_decides_from_then_on() -> None:
    (warnings,) = packaged()["warnings_policy"]
    stricter = warnings.model_copy(update={"id": "warnings-v2", "effective_from": date(2024, 1, 1), "rules": ()})
    using = Policies.of({"warnings_policy": [stricter]}, packaged())
    found = facts_of(case().at(TODAY), organisation(), using, date.fromisoformat(TODAY)).contribution.stood
    assert [one.alerts for one in found if one is not None] == [1, 1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("customer", ["C001", "C002"])
def test_the_sample_company(customer: str) -> None:
    folder = read_folder(files_below(SAMPLE))
    using = Policies.of(folder.policies, packaged())
    records, tables = folder.records[customer], folder.tables[customer]

    def at(day: date) -> tuple[object, ...] | None:
        dossier = dossier_of(records, tables, day, TypedCells(), "Asia/Shanghai")
        if dossier is None:
            return None
        found = facts_of(dossier, organisation_of(folder.records[""], day), using, day)
        return found.rfm.segment, sum(alert.waived_until is None for alert in found.alerts)

    today = date.fromisoformat(TODAY)
    dossier = dossier_of(records, tables, today, TypedCells(), "Asia/Shanghai")
    assert dossier is not None
    found = facts_of(dossier, organisation_of(folder.records[""], today), using, today).contribution.stood
    assert [None if one is None else tuple(one) for one in found] == [at(day) for day in ENDS]
