"""Stages and contracts on a day."""

from __future__ import annotations

from datetime import date

from dossiers import case

from crmsite.dossier.relationship import billed_contract, contract_end, last_billed_day, relationship_of

D = date.fromisoformat
STAGES = [
    {"from": "2021-02-01", "stage": "prospect"},
    {"from": "2021-05-10", "stage": "won"},
    {"from": "2022-05-10", "stage": "long_term"},
    {"from": "2023-05-10", "stage": "lost", "reason": "预算削减"},
    {"from": "2024-05-10", "stage": "won"},
]
CONTRACTS = [
    {"id": "K-1", "from": "2022-01-01", "to": "2022-12-31", "amount": 1, "billing": "annual"},
    {"id": "K-2", "from": "2023-01-01", "to": "2023-12-31", "amount": 1, "billing": "milestone"},
    {"id": "K-3", "from": "2024-01-01", "to": "2024-12-31", "amount": 1},
    {"id": "K-4", "from": "2025-01-01", "to": "2025-12-31", "amount": 1, "renews": "K-3"},
    {"id": "K-5", "from": "2027-01-01", "to": "2027-12-31", "amount": 1},
]
CUSTOMER = case({"cooperation_since": None, "stages": STAGES, "contracts": CONTRACTS}).at("2024-07-31").customer


def test_the_stage_is_the_latest_step_and_the_run_of_rated_stages_begins_anew_after_a_loss() -> None:
    assert relationship_of(CUSTOMER, D("2021-01-31")).stage is None
    assert tuple(relationship_of(CUSTOMER, D("2021-03-01"))) == ("prospect", None, None, None)
    assert tuple(relationship_of(CUSTOMER, D("2023-05-09"))) == ("long_term", D("2021-05-10"), D("2021-05-10"), None)
    assert tuple(relationship_of(CUSTOMER, D("2023-05-10"))) == ("lost", D("2021-05-10"), None, D("2023-05-10"))
    assert tuple(relationship_of(CUSTOMER, D("2024-07-31")))[:3] == ("won", D("2021-05-10"), D("2024-05-10"))


def test_only_contracts_billed_by_time_excuse_silence() -> None:
    assert billed_contract(CUSTOMER, D("2022-06-01")) is not None
    assert billed_contract(CUSTOMER, D("2024-06-01")) is None
    assert last_billed_day(CUSTOMER, D("2024-06-01")) == D("2022-12-31")


def test_contracts_end_with_their_signed_renewal_and_projects_do_not_count() -> None:
    assert contract_end(CUSTOMER, D("2024-07-31")) == D("2025-12-31")
    assert contract_end(CUSTOMER, D("2023-07-31")) == D("2022-12-31")
    assert contract_end(CUSTOMER, D("2021-07-31")) is None
