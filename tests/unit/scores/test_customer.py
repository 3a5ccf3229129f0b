"""All facts of one customer: the sample company, and what must hold for every customer."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossiers import Case, case, facts, organisation, policies, sample, sample_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsite.scores.customer import facts_among, facts_of, frame_of

if TYPE_CHECKING:
    from crmsite.figures.facts import Facts, Receipt

D = date.fromisoformat


def receipts(found: Facts) -> list[Receipt]:
    """Return every receipt of a customer."""
    own = [found.tier.receipt, found.amounts.receipt, found.rfm.receipt, found.band.receipt, found.priority_receipt]
    return [*own, *(n.receipt for n in found.needs), *(a.receipt for a in found.actions), *(a.receipt for a in found.alerts)]


def rich(extra: tuple[date, ...] = ()) -> Case:
    """Return a customer with something of every kind, and more that happens on some days."""
    days = [*(D(text) for text in ("2022-03-01", "2022-09-10", "2023-02-01", "2023-08-15", "2024-01-20", "2024-05-10")), *extra]
    return case(
        {"stages": [{"from": "2021-01-01", "stage": "won"}], "need_feature": "service",
         "contracts": [{"id": "K-1", "from": "2023-10-01", "to": "2024-09-30", "amount": 1000}]},
        [(day, 100_000 + n) for n, day in enumerate(days)],
        contacts=[{"id": "P-1", "code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2021-01-01"}],
        needs=[{"id": f"N-{n}", "nature": "explicit", "kind": "function", "text": "导出", "source": "feedback", "recorded": day,
                "importance": 1 + n % 5, "urgency": 1 + n % 4} for n, day in enumerate(days)],
        assessments=[{"id": f"AS-{n}", "period": f"{day.year}-Q{(day.month + 2) // 3}", "date": day, "by": "E-li",
                      "scores": {"amount": 5 + n % 5, "stability": 7, "growth": 8, "risk": 6}} for n, day in enumerate(days)],
        followups=[{"id": f"FU-{n}", "date": day, "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "拜访",
                    "next": {"text": "报价", "due": day + timedelta(days=7)}} for n, day in enumerate(days)],
        cases=[{"id": f"CS-{n}", "type": "complaint", "topic": "t", "opened": day,
                "escalations": [{"date": day + timedelta(days=2), "level": 2}]} for n, day in enumerate(days[4:])],
        invoices=[(f"V{n}", day, day + timedelta(days=30), 100_000) for n, day in enumerate(days)],
        receipts=[(day + timedelta(days=60), f"V{n}", 60_000) for n, day in enumerate(days)],
        plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [
            {"id": "A1", "text": "原型", "due": "2024-09-30", "needs": ["N-1"]},
            {"id": "A2", "text": "上门", "recurs": {"every": "month"}, "done_periods": ["2024-02-03"]}]}],
    )  # fmt: skip


def test_the_sample_folder_is_read_without_a_fault() -> None:
    assert sample().problems == []


def test_the_sample_customer_as_a_whole() -> None:
    found = sample_facts("C001", "2024-07-31")
    assert (found.stage, found.owner, found.contract_days, found.contract_end) == ("long_term", "E-zhao", 31, D("2024-08-31"))
    assert (found.last_contact, found.last_contact_days, found.missing) == (D("2024-07-08"), 23, ())
    assert [(action.id, action.status, action.days) for action in found.actions] == [("A1", "done_on_time", 11), ("A2", "done_on_time", 4)]


def test_what_a_profile_lacks_is_named() -> None:
    found = sample_facts("C002", "2024-07-31")
    assert found.missing == ("need_feature", "contacts", "assessment", "orders", "followups", "plan")
    bare = facts(case({"industry": None, "owners": [], "stages": [{"from": "2024-01-01", "stage": "prospect"}]}), "2024-07-31")
    assert bare.missing == ("owner", "industry", "size", "contacts", "needs", "followups")


later = st.lists(st.dates(date(2024, 8, 1), date(2026, 12, 31)), min_size=1, max_size=3)


@settings(max_examples=25)
@given(later)
def test_records_dated_after_the_day_change_nothing(days: list[date]) -> None:
    assert facts(rich(tuple(days)), "2024-07-31") == facts(rich(), "2024-07-31")


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_read_changes_nothing(shuffle: random.Random) -> None:
    built = rich((D("2024-06-01"),))
    records, tables = list(built.records), list(built.tables)
    shuffle.shuffle(records)
    shuffle.shuffle(tables)
    rows = [table._replace(rows=shuffle.sample(list(table.rows), len(table.rows))) for table in tables]
    assert facts(Case(tuple(records), tuple(rows)), "2024-07-31") == facts(built, "2024-07-31")


def test_one_frame_serves_every_customer_and_gives_what_each_alone_would_give() -> None:
    day = D("2024-07-31")
    frame = frame_of(organisation(), policies(), day)
    dossiers = [built.at("2024-07-31") for built in (rich(), case(), case(orders=[("2024-05-10", 10)]))]
    alone = [facts_of(dossier, organisation(), policies(), day) for dossier in dossiers]
    assert [facts_among(frame, [dossier])[0] for dossier in dossiers] == alone
    assert facts_among(frame, dossiers) == alone


def test_every_figure_has_a_receipt_with_rule_policy_and_seed_and_every_known_factor_its_lines() -> None:
    found = facts(rich(), "2024-07-31")
    assert len(found.alerts) >= 4
    for receipt in receipts(found):
        assert receipt.score
        assert receipt.policy
        assert receipt.seed
        for factor in receipt.factors:
            assert len(factor.sources) <= 12
            assert factor.state == "value" or (factor.value is None and factor.state in ("unknown", "not_applicable"))


def test_a_fiscal_year_of_its_own_moves_the_quarters() -> None:
    rated = {"id": "AS-1", "period": "2024-Q1", "date": "2024-06-28", "by": "E-li", "scores": {"amount": 8, "stability": 8, "growth": 8, "risk": 8}}
    built = case(assessments=[rated])
    assert facts(built, "2024-07-25", fiscal_year_start="04-01").tier.review == "done"
    assert facts(built, "2024-07-25").tier.review == "overdue"


def test_a_change_of_scale_in_money_and_thresholds_changes_no_label() -> None:
    small, large = rich(), rich()
    factor = 10_000
    tables = [
        table._replace(rows=[[*row[:3], str(int(row[3]) * factor), *row[4:]] for row in table.rows]) if table.table == "order" else table
        for table in large.tables
    ]
    base = policies()
    day = D("2024-07-31")
    value, rfm = base.value(day), base.rfm(day)
    scaled = policies(
        value_policy=value.model_copy(update={"high": value.high * factor, "medium": value.medium * factor}),
        rfm_policy=rfm.model_copy(update={"monetary": tuple(cut * factor for cut in rfm.monetary)}),
    )
    one, other = facts(small, "2024-07-31"), facts(Case(large.records, tuple(tables)), "2024-07-31", scaled)
    assert (one.band.band, one.rfm.levels, one.rfm.segment) == (other.band.band, other.rfm.levels, other.rfm.segment)
    assert one.amounts.upsell_rate == other.amounts.upsell_rate
