"""What a customer adds to the figures of all: when it was one, how it was lost, what each window held, what was paid when."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import Case, case, facts, policies, record, sample_facts

from crmsite.figures.contribution import Contribution, Spell, contribution_from, contribution_text

AS_OF = "2024-07-31"
WON = {"stages": [{"from": "2022-01-01", "stage": "won"}]}


def of(one: Case, day: str = AS_OF) -> Contribution:
    return facts(one, day).contribution


def spells(one: Case, day: str = AS_OF) -> list[tuple[str, str | None, str | None]]:
    return [(spell.start, spell.end, spell.why) for spell in of(one, day).spells]


def contract(name: str, start: str, end: str, **more: object) -> dict[str, object]:
    return {"id": name, "from": start, "to": end, "amount": 100, "billing": "annual", **more}


# ── spells ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_orders_on_is_a_customer_from_the_first_sale() -> None:
    orders = [("2022-02-01", 10), ("2022-11-01", 10), ("2023-08-01", 10), ("2024-05-01", 10)]
    assert spells(case(WON, orders)) == [("2022-01-01", None, None)]


def test_a_recorded_loss_counts_on_its_day_with_the_year_before_it() -> None:
    lost = {"stages": [{"from": "2022-01-01", "stage": "won"}, {"from": "2024-03-01", "stage": "lost", "reason": "换供应商"}]}
    found = of(case(lost, [("2022-05-01", 70), ("2023-03-01", 10), ("2023-03-02", 20), ("2023-12-01", 30)])).spells
    assert found == (Spell("2022-01-01", "2024-03-01", "stage", "50"),)


def test_silence_of_more_than_twelve_months_is_a_loss_worth_the_year_before_the_last_order() -> None:
    one = case(WON, [("2022-01-10", 5), ("2022-09-01", 10), ("2023-02-01", 30)])
    assert spells(one, "2024-02-01") == [("2022-01-01", None, None)]
    assert spells(one, "2024-02-02") == [("2022-01-01", None, None)], "193.5 days between its orders: three times that is longer"
    assert of(one, "2024-10-30").spells[0] == Spell("2022-01-01", "2024-09-04", "silent", "40")


def test_who_orders_once_a_year_is_not_lost_after_one() -> None:
    yearly = case(WON, [("2021-05-01", 5), ("2022-05-03", 5), ("2023-05-02", 5)])
    assert spells(yearly)[-1][1] is None


def test_an_order_after_a_loss_begins_a_new_spell() -> None:
    one = case(WON, [("2022-01-10", 5), ("2024-06-01", 5)])
    assert spells(one) == [("2022-01-01", "2023-01-11", "silent"), ("2024-06-01", None, None)]


def test_before_the_first_order_on_record_nothing_tells_of_a_silence() -> None:
    assert spells(case({"stages": [{"from": "2015-01-01", "stage": "long_term"}]}, [("2024-01-10", 5)])) == [("2015-01-01", None, None)]


def test_a_contract_that_nobody_renewed_is_a_loss_once_its_grace_is_over() -> None:
    one = case({**WON, "contracts": [contract("K1", "2023-06-01", "2024-05-31")]})
    assert spells(one, "2024-06-30")[-1][1] is None
    assert spells(one, "2024-07-01") == [("2022-01-01", "2024-07-01", "contract")]


@pytest.mark.parametrize("saves", ["renewal", "order"])
def test_a_renewal_or_orders_that_go_on_keep_the_customer(saves: str) -> None:
    held = [contract("K1", "2022-01-01", "2024-05-31")]
    if saves == "renewal":
        held.append(contract("K2", "2024-06-15", "2025-06-14", renews="K1"))
    assert spells(case({**WON, "contracts": held}, [("2024-06-10", 5)] if saves == "order" else []))[-1][1] is None


def test_who_has_neither_orders_nor_contracts_is_a_customer_until_somebody_says_otherwise() -> None:
    assert spells(case({"stages": [{"from": "2015-01-01", "stage": "won"}]})) == [("2015-01-01", None, None)]


def test_a_prospect_was_never_a_customer() -> None:
    assert spells(case({"stages": [{"from": "2024-01-01", "stage": "intent"}], "cooperation_since": None})) == []


def test_the_grace_and_the_silence_are_the_policys() -> None:
    own = policies(rates_policy=record("rates_policy", id="rates-v1", effective_from="2020-01-01", grace_days=0, quiet_months=3, quiet_times=1, growth_orders=3))
    one = case(WON, [("2022-01-10", 5), ("2024-01-10", 5)])
    found = facts(one, "2024-01-31", own).contribution.spells
    assert [(spell.end, spell.why) for spell in found] == [("2022-04-11", "silent"), (None, None)]


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_windows_of_eight_quarters_the_running_one_at_the_date() -> None:
    found = of(case(None, [("2022-06-30", 40), ("2023-08-01", 100), ("2024-07-30", 50)]))
    assert (len(found.at), len(found.visits)) == (9, 8)
    now = found.at[7]
    assert now is not None
    assert (now.amount, now.before, now.orders, now.orders_before) == ("150", "0", 2, 0)
    end_of_2023 = found.at[5]
    assert end_of_2023 is not None
    assert (end_of_2023.amount, end_of_2023.before) == ("100", "40")


def test_before_its_first_order_a_customer_has_no_window() -> None:
    assert [one is None for one in of(case(None, [("2024-02-01", 5)])).at] == [True] * 5 + [False] * 3 + [True]


def test_a_window_behind_an_opening_balance_is_unknown() -> None:
    opening = {"date": "2024-01-31", "cumulative_amount": 900, "last_order": "2023-12-01", "source": "台账", "by": "E-li"}
    now = of(case(None, [("2024-02-05", 5)], opening=[opening])).at[7]
    assert now is not None
    assert (now.amount, now.orders) == (None, None)


def test_the_present_window_is_the_profiles() -> None:
    sample = sample_facts("C001", AS_OF)
    now = sample.contribution.at[7]
    assert now is not None
    assert (now.amount, now.before, now.orders, now.orders_before) == ("1500000", "1200000", 5, 3)


# ── contracts, payments, visits, trust ──────────────────────────────────────────────────────────────────────────
def test_an_ended_contract_tells_whether_it_was_renewed_within_its_grace() -> None:
    held = [
        contract("K1", "2022-06-01", "2023-05-31"),
        contract("K2", "2023-06-30", "2024-05-31", renews="K1"),
        contract("K3", "2024-07-02", "2025-05-31", renews="K2"),
    ]
    found = of(case({**WON, "contracts": held})).ended
    assert [(one.id, one.renewed, one.grace_until) for one in found] == [("K1", True, "2023-06-30"), ("K2", False, "2024-06-30")]


def test_an_invoice_is_paid_on_the_day_of_its_last_instalment() -> None:
    one = case(
        None, [("2024-01-01", 100)], invoices=[("I1", "2024-01-01", "2024-01-31", 100), ("I2", "2024-06-01", "2024-06-30", 50)],
        receipts=[("2024-01-11", "I1", 40), ("2024-02-10", "I1", 60), ("2024-07-01", "I2", 20)],
    )
    now = of(one).at[7]
    assert now is not None
    assert (now.paid, now.paid_days) == (1, 40)


def test_executive_visits_are_counted_by_quarter() -> None:
    visit = {"kind": "executive_visit", "channel": "onsite", "by": "E-li", "summary": "互访"}
    found = of(case(None, followups=[{**visit, "date": "2024-05-01"}, {**visit, "date": "2024-07-02"}, {**visit, "date": "2024-07-03"}, {**visit, "date": "2024-07-03", "kind": "visit"}]))
    assert found.visits == (0, 0, 0, 0, 0, 0, 1, 2)


def test_the_latest_judgement_of_each_judge_counts_as_long_as_the_contact_is_there() -> None:
    contact = {"code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2022-01-01"}
    trust = [{"score": 3, "by": "E-li", "on": "2024-01-01"}, {"score": 4, "by": "E-li", "on": "2024-06-01"}, {"score": 2, "by": "E-wu", "on": "2024-02-01"}]
    there = of(case(None, contacts=[{**contact, "id": "P-1", "trust": trust}, {**contact, "id": "P-2", "code": "联系人-002", "left_on": "2024-03-01", "trust": trust}]))
    assert [(one.contact, one.by, one.score) for one in there.trust if one.until is None] == [("P-1", "E-li", 4), ("P-1", "E-wu", 2)]
    ended = [(one.contact, one.score, one.until) for one in there.trust if one.until is not None]
    assert ended == [("P-1", 3, "2024-06-01"), ("P-2", 3, "2024-03-01"), ("P-2", 4, "2024-03-01"), ("P-2", 2, "2024-03-01")]


# ── what the model of lifetime values reads ─────────────────────────────────────────────────────────────────────
def test_orders_of_one_day_are_one_purchase_and_the_first_is_none_of_the_later_ones() -> None:
    found = of(case(None, [("2023-01-02", 10), ("2023-01-02", 5), ("2023-06-01", 20), ("2024-06-01", 40)])).buying
    assert found is not None
    assert (found.first, found.last, found.x, found.spend) == ("2023-01-02", "2024-06-01", 2, "30")
    assert (found.x_then, found.last_then, found.held) == (1, "2023-06-01", 1)


def test_who_has_a_contract_by_the_year_is_not_for_the_model() -> None:
    assert of(case({"contracts": [contract("K1", "2022-01-01", "2024-12-31")]}, [("2024-01-01", 5)])).buying is None


def test_gross_profit_is_known_only_where_every_order_tells_it() -> None:
    now = of(case(None, [("2024-01-01", 5)])).at[7]
    assert now is not None
    assert now.margin is None


# ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_contribution_survives_being_written_as_text() -> None:
    found = sample_facts("C001", AS_OF).contribution
    assert contribution_from(contribution_text(found)) == found
    assert date.fromisoformat(found.since or "") < date.fromisoformat(AS_OF)


def test_an_opening_balance_tells_of_no_silence_before_its_last_order() -> None:
    opening = {"date": "2023-10-31", "cumulative_amount": 900, "first_order": "2019-06-24", "last_order": "2023-08-16", "source": "台账", "by": "E-li"}
    assert spells(case({"stages": [{"from": "2019-06-01", "stage": "won"}]}, opening=[opening])) == [("2019-06-01", None, None)]
    assert spells(case({"stages": [{"from": "2019-06-01", "stage": "won"}]}, opening=[opening]), "2029-01-01")[0][2] == "silent"
