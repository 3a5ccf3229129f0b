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


@pytest.mark.parametrize(
    ("duty", "period", "instead"),
    [
        ("S.qbr", "2024-05", "2024-Q2"),
        ("SP-2024-all.A1", "2024-06", "2024-Q2"),
        ("CARE-2024.monthly", "2024-Q2", "2024-06"),
    ],
)
def test_a_period_of_another_rhythm_is_told_with_one_of_the_duty(repository: Repository, duty: str, period: str, instead: str) -> None:
    fulfilling(repository, duty, period)
    found = [fault for fault in repository.check().faults if fault.rule == "period-of-other-rhythm"]
    assert [(fault.severity, fault.span.line, instead in fault.help("zh"), instead in fault.help("en")) for fault in found] == [("warning", 5, True, True)]


@pytest.mark.parametrize(
    ("duty", "period"),
    [("S.qbr", "2024-Q2"), ("SP-2024-all.A1", "2024-Q1"), ("CARE-2024.monthly", "2024-06"), ("CARE-2024.routine", "2024-06"), ("S.nothing", "2024")],
)
def test_a_period_of_the_dutys_own_rhythm_is_right_and_a_week_has_no_name(repository: Repository, duty: str, period: str) -> None:
    fulfilling(repository, duty, period)
    assert [fault for fault in repository.check().faults if fault.rule == "period-of-other-rhythm"] == []


def fulfilling(repository: Repository, duty: str, period: str) -> None:
    repository.write("plans/2024-all.yaml", PLAN)
    repository.write("care/2024.yaml", CARE + "  - {id: monthly, audience: all, every: month, count: 1, target_coverage: 1}\n")
    followup = f"date: 2024-06-12\nkind: visit\nchannel: onsite\nby: E-zhao\nfulfils: [{{playbook: {duty}, period: {period}}}]\nsummary: 拜访\n"
    repository.write("customers/C001/followups/2024/20240612-zhao-9.yaml", followup)


@pytest.mark.parametrize(("item", "told"), [("routin", ["did you mean `routine`?"]), ("routine", []), ("CARE-2024.routine", [])])
def test_what_was_sent_is_an_item_of_a_programme(repository: Repository, item: str, told: list[str]) -> None:
    sent = f"item,customer,date,channel,result\nroutine,C001,2024-06-11,email,opened\n{item},C001,2024-06-12,email,opened\n"
    repository.write("care/sends/2024-06.csv", sent)
    assert [fault for fault in repository.check().faults if fault.rule == "unknown-duty"] == []
    repository.write("care/2024.yaml", CARE)
    found = [fault for fault in repository.check().faults if fault.rule == "unknown-duty"]
    assert [(fault.span.path, fault.span.line, fault.help("en")) for fault in found] == [("care/sends/2024-06.csv", 3, help_) for help_ in told]
