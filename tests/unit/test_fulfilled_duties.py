"""A follow-up that fulfils a duty names one that there is."""

from __future__ import annotations

import pytest
from repositories import Repository

PLAN = "subject: {all: true}\nperiod: {from: 2024-01-01, to: 2024-12-31}\nactions:\n  - {id: A1, text: 逐户回访, per_customer: true, recurs: {every: quarter}}\n  - {id: A2, text: 体验日, due: 2024-08-31}\nowner: E-zhao\n"
CARE = "period: {from: 2024-01-01, to: 2024-12-31}\nitems:\n  - {id: routine, audience: all, every: week, count: 1, target_coverage: 1}\n"


def faults(repository: Repository, duty: str) -> list[tuple[str, int, str]]:
    repository.write("plans/2024-all.yaml", PLAN)
    repository.write("care/2024.yaml", CARE)
    followup = f"date: 2024-06-12\nkind: visit\nchannel: onsite\nby: E-zhao\nfulfils: [{{playbook: {duty}, period: 2024-Q2}}]\nsummary: 拜访\n"
    repository.write("customers/C001/followups/2024/20240612-zhao-9.yaml", followup)
    return [(fault.severity, fault.span.line, fault.help("en")) for fault in repository.check().faults if fault.rule == "unknown-duty"]


def test_an_unknown_duty_is_told_where_it_stands_with_what_was_perhaps_meant(repository: Repository) -> None:
    assert [(severity, line, "did you mean `S.qbr`?" in help_) for severity, line, help_ in faults(repository, "S.qbrs")] == [("warning", 5, True)]


@pytest.mark.parametrize("duty", ["S.qbr", "C.care_mail", "SP-2024-all.A1", "CARE-2024.routine"])
def test_duties_of_playbooks_plans_and_care_are_known(repository: Repository, duty: str) -> None:
    assert faults(repository, duty) == []


def test_an_action_for_the_segment_as_a_whole_is_nobodys_duty(repository: Repository) -> None:
    assert len(faults(repository, "SP-2024-all.A2")) == 1
