"""Trends stand behind a test, rises and falls alike; what concentrates or gets worse calls for more until somebody answers it."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from dossiers import Case, case, policies, record
from portfolios import customer
from surveys import answer, asked, facts_on, survey

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.conclusions.advice import ROLES
from crmsite.conclusions.calls import Answers, Call, calls, cases_of, complaints_rule
from crmsite.conclusions.drawn import conclusions
from crmsite.conclusions.finding import Finding, Ground
from crmsite.metrics.figure import book_of
from crmsite.summaries.summary import Summary, summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.dossier.book import Organisation
    from crmsite.kinds.improvement import Improvement, RootCause

DAY = "2024-07-31"
FIRST, SECOND = survey("SV-1", "2023-12-01"), survey("SV-2", "2024-06-01")
SHARED = asked(FIRST, SECOND)
WORSE = ([5, 4, 5, 4, 4, 5], [3, 4, 3, 3, 4, 3])


def summaries(*cases: Case, shared: Organisation = SHARED) -> list[Summary]:
    return [summarise(one.at(DAY), facts_on(one, shared, DAY), shared) for one in cases]


def marked(before: Sequence[int | None], now: Sequence[int | None], **own: object) -> list[Case]:
    """Return one customer for each pair of marks of product quality; ``None`` did not answer."""
    found = []
    for number, pair in enumerate(zip(before, now, strict=True)):
        said = [answer(one.id, one.window.from_.isoformat(), "P-1", [mark]) for one, mark in zip((FIRST, SECOND), pair, strict=True) if mark]
        found.append(case({"id": f"C{number:02d}", **own}, responses=said))
    return found


def findings(*cases: Case, causes: tuple[RootCause, ...] = (), improvements: tuple[Improvement, ...] = ()) -> list[Finding]:
    when = date.fromisoformat(DAY)
    book = book_of(summaries(*cases), policies(), when, CALENDAR_YEAR, "CNY", shared=SHARED)
    rule = complaints_rule(policies(), when)
    return list(conclusions(Ground(book, ("S", "A", "B", "C"), SHARED.surveys, policies().findings(when), causes, improvements, rule)).findings)


def rules(*cases: Case) -> list[str]:
    return [found.rule for found in findings(*cases) if found.rule.startswith("satisfaction_")]


# ── trends ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_fall_by_more_than_chance_is_told_with_who_fell_and_is_a_problem() -> None:
    found = next(one for one in findings(*marked(*WORSE)) if one.subject == "SV-2.product")
    assert (found.rule, found.module, found.strength, found.severity) == ("satisfaction_fell", "issues", "trend", 3)
    assert (found.ids, found.others) == (("C00", "C02", "C03", "C05"), ("C01", "C04"))
    assert dict(found.sentence.args)["p"] == "= 0.022"


def test_a_rise_by_more_than_chance_is_told_and_calls_for_nothing() -> None:
    found = next(one for one in findings(*marked(WORSE[1], WORSE[0])) if one.subject == "SV-2.product")
    assert (found.rule, found.module, found.severity) == ("satisfaction_rose", "status", 0)
    assert "satisfaction_rose" not in ROLES


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([5, 5, 4], [3, 3, 4]),
        ([3, 3, 4], [5, 5, 4]),
        ([4] * 12, [4] * 11 + [3]),
        ([5, 4, 3, 5, 4, 3], [4, 4, 3, 4, 3, 3]),
        ([5, 5, 5, 5, 5, 5], [None] * 6),
    ],
    ids=["three against three", "three that rose", "a small step", "a step that chance makes", "one survey alone"],
)
def test_what_chance_would_make_is_no_trend(before: list[int | None], now: list[int | None]) -> None:
    assert rules(*marked(before, now)) == []


def test_surveys_on_different_scales_make_no_trend() -> None:
    hundred = survey("SV-2", "2024-06-01", scale={"min": 0, "max": 100})
    shared = asked(FIRST, hundred)
    said = [case({"id": f"C{n}"}, responses=[answer("SV-1", "2023-12-01", "P-1", [5]), answer("SV-2", "2024-06-01", "P-1", [60])]) for n in range(8)]
    book = book_of(summaries(*said, shared=shared), policies(), date.fromisoformat(DAY), CALENDAR_YEAR, "CNY", shared=shared)
    assert [one for one in conclusions(Ground(book, ("S",), shared.surveys, policies().findings(book.as_of))).findings if one.strength == "trend"] == []


def test_labels_that_are_shuffled_seldom_make_a_trend() -> None:
    draw, told = random.Random(7), 0
    for _ in range(40):
        marks = WORSE[0] + WORSE[1]
        draw.shuffle(marks)
        told += bool(rules(*marked(marks[:6], marks[6:])))
    assert told <= 4


# ── what calls for more ─────────────────────────────────────────────────────────────────────────────────────────
def faults(count: int, topic: str = "sync", kind: str = "fault", day: str = "2024-06-01", **more: object) -> list[Case]:
    """Return customers with one case each about one topic."""
    one = {"type": kind, "topic": topic, "opened": f"{day} 10:00", **more}
    return [customer(f"C{n:02d}", cases=[{"id": f"CS-{topic}-{n}", **one}]) for n in range(count)]


def called(*cases: Case, causes: Sequence[RootCause] = (), improvements: Sequence[Improvement] = ()) -> list[Call]:
    when = date.fromisoformat(DAY)
    found = cases_of(summaries(*cases), causes)
    return list(calls(found, (), None, policies().findings(when), complaints_rule(policies(), when), Answers(tuple(causes), tuple(improvements)), when))


def analysis(*evidence: str, name: str = "RC-1") -> RootCause:
    made = record("rootcause", id=name, opened="2024-07-01", problem="为什么", evidence=list(evidence))
    return cast("RootCause", made)


def cycle(metric: str = "satisfaction_mean", cause: str | None = None, due: str = "2024-09-01") -> Improvement:
    goal = {"name": metric, "baseline": 3, "target": 4, "op": ">=", "unit": "scale_1_5"}
    more = {"cause": cause} if cause else {}
    return cast("Improvement", record("improvement", id="IM-1", metric=goal, plan=[{"id": "M1", "text": "改", "owner": "E-li", "due": due}], **more))


def test_three_cases_of_one_topic_call_for_an_analysis_and_two_do_not() -> None:
    assert [(one.rule, one.subject, one.ids) for one in called(*faults(3))] == [("concentrated", "sync", ("C00", "C01", "C02"))]
    assert called(*faults(2)) == []


@pytest.mark.parametrize("more", [{"kind": "enquiry"}, {"day": "2023-07-31"}], ids=["enquiries", "before the twelve months"])
def test_enquiries_and_old_cases_are_no_problem_of_today(more: dict[str, str]) -> None:
    assert called(*faults(5, **more)) == []


def test_an_analysis_answers_the_cases_that_it_names_or_that_name_it() -> None:
    [open_] = called(*faults(3), causes=[analysis("CS-other-1")])
    [named] = called(*faults(3), causes=[analysis("CS-sync-1")])
    [naming] = called(*faults(3, root_cause="RC-9"), causes=[analysis(name="RC-9")])
    [coming] = called(*faults(3, root_cause="RC-9"))
    assert (open_.answers, named.answers, naming.answers) == ((), ("RC-1",), ("RC-9",))
    assert coming.answers == (), "an analysis that was not opened yet answers nothing"


def test_only_what_nobody_answers_is_a_finding_of_the_report() -> None:
    assert [one.subject for one in findings(*faults(3)) if one.rule == "concentrated"] == ["sync"]
    assert [one for one in findings(*faults(3), causes=(analysis("CS-sync-0"),)) if one.rule == "concentrated"] == []


def weak(causes: tuple[RootCause, ...] = (), improvements: tuple[Improvement, ...] = ()) -> list[Finding]:
    marks = ([5, 2, 3, 4], [4, 3, 4, 4], [5, 3, 4, 4], [4, 2, 4, 3], [5, 4, 4, 4], [4, 3, 4, 4])
    said = [case({"id": f"C{n}"}, responses=[answer("SV-2", "2024-06-01", "P-1", list(four))]) for n, four in enumerate(marks)]
    return [one for one in findings(*said, causes=causes, improvements=improvements) if one.rule == "weak_point"]


def test_the_policy_says_how_many_cases_of_one_topic_within_how_many_months_want_an_analysis() -> None:
    when = date.fromisoformat(DAY)
    found = cases_of(summaries(*faults(3)))
    gates = policies().findings(when)

    def rules_of(**changed: object) -> list[str]:
        return [one.rule for one in calls(found, (), None, gates.model_copy(update=changed), None, Answers((), ()), when)]

    assert rules_of() == rules_of(call_months=2) == ["concentrated"]
    assert rules_of(call_cases=4) == rules_of(call_months=0) == []


def test_a_weak_point_that_is_confirmed_calls_for_an_analysis_until_there_is_one() -> None:
    assert [one.subject for one in weak()] == ["SV-2.response"]
    assert weak(causes=(analysis("SV-2"),)) == []
    assert weak(improvements=(cycle("satisfaction_mean.response", cause="RC-1"),)) == []
    assert len(weak(improvements=(cycle("satisfaction_mean.product", cause="RC-1"),))) == 1


def falls(*improvements: Improvement) -> list[tuple[str, tuple[str, ...]]]:
    found = summaries(*marked(*WORSE))
    when = date.fromisoformat(DAY)
    book = book_of(found, policies(), when, CALENDAR_YEAR, "CNY", shared=SHARED)
    return [(one.rule, one.answers) for one in calls((), book.polls, book.satisfaction, policies().findings(when), None, Answers((), improvements), when)]  # type: ignore[arg-type]


def test_a_fall_calls_for_an_improvement_and_one_that_was_over_before_is_none() -> None:
    assert set(falls()) == {("falling", ())}
    assert set(falls(cycle())) == {("falling", ("IM-1",))}
    assert set(falls(cycle(due="2024-03-01"))) == {("falling", ())}
    assert set(falls(cycle("churn_rate"))) == {("falling", ())}


def complaints(recent: int, earlier: int, *, from_the_start: bool = True) -> list[Case]:
    days = ["2024-07-01"] * recent + ["2023-10-01"] * earlier
    told = [{"id": f"CS-{n}", "type": "complaint", "topic": f"t{n}", "opened": f"{day} 10:00"} for n, day in enumerate(days)]
    first = [{"id": "CS-first", "type": "enquiry", "topic": "x", "opened": "2023-01-10 10:00"}] if from_the_start else []
    return [customer("C00", cases=[*told, *first])]


def test_complaints_that_rose_by_more_than_chance_call_for_an_improvement() -> None:
    [found] = [one for one in called(*complaints(4, 3)) if one.rule == "complaints"]
    assert (found.refs, found.answers) == (("CS-0", "CS-1", "CS-2", "CS-3"), ())
    assert [one.rule for one in called(*complaints(2, 8))] == []
    assert [one.rule for one in called(*complaints(4, 3, from_the_start=False))] == [], "cases do not reach back far enough"


def test_an_improvement_behind_the_analysis_of_the_complaints_answers_them() -> None:
    [found] = called(*complaints(4, 3), causes=[analysis("CS-1")], improvements=[cycle("nps", cause="RC-1")])
    assert found.answers == ("IM-1",)
