"""Each customer's own figure: the metrics of which a change can be told, and what each of them is at one customer alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from dossiers import organisation, policies, record
from portfolios import AS_OF, customer, need, plan, rated, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.grammar.measures import MEASURES
from crmsite.kinds.satisfaction import Survey
from crmsite.metrics.figure import Book, Window, book_of
from crmsite.metrics.own_figures import MEASURED, answered, how_measured, own_figures, why_not
from crmsite.metrics.polls import Poll, polls_of
from crmsite.summaries.owing import compact

F = Fraction
LAST_QUARTER = Window("2024-Q2", "2024-03-31", "2024-06-30", None)


def book(*summaries: object) -> Book:
    return book_of(summaries, policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY", shared=organisation())  # type: ignore[arg-type]


def test_every_metric_of_the_catalogue_either_tells_a_change_or_says_why_not() -> None:
    told = {one.id for one in MEASURES if how_measured(one.id)}
    assert told == set(MEASURED)
    assert {why_not(one.id) for one in MEASURES if one.id not in told} == {"no_past", "by_judge", "of_all_only"}
    assert [why_not(name) for name in ("fit", "trust", "churn_rate", "made_up")] == ["no_past", "by_judge", "of_all_only", "no_metric"]
    assert (how_measured("satisfaction_mean.response"), how_measured("sla_met.feedback")) == ("surveys", "quarters")


def test_twelve_months_are_each_customers_own_and_who_never_ordered_has_none() -> None:
    of = book(
        summary(customer("C1", [("2022-06-01", 5), ("2023-08-02", 100), ("2024-03-01", 200)])),
        summary(customer("C2", [("2022-06-01", 5), ("2022-12-01", 80)])),
        summary(customer("C3")),
    )
    assert own_figures(of, "amount_12m", of.year(of.last)) == {"C1": 300, "C2": 0}
    assert own_figures(of, "orders_12m", of.year(of.last)) == {"C1": 2, "C2": 0}
    assert own_figures(of, "aov", of.year(of.last)) == {"C1": 150}


def test_visits_count_whoever_was_a_customer_when_the_days_ended() -> None:
    visit = {"date": "2024-05-07", "kind": "executive_visit", "channel": "onsite", "by": "E-li", "summary": "互访"}
    gone = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-05-20", "stage": "lost", "reason": "停产"}]}
    of = book(summary(customer("C1", followups=[visit])), summary(customer("C2")), summary(customer("C3", own=gone)))
    assert own_figures(of, "executive_visits", LAST_QUARTER) == {"C1": 1, "C2": 0}


def test_the_first_response_is_the_median_of_a_customers_own_cases_however_few() -> None:
    waits = [["CS-1", "fault", "x", "2024-05-02", "2024-05-02", 60, None], ["CS-2", "fault", "x", "2024-05-03", "2024-05-03", 180, None],
             ["CS-3", "fault", "x", "2024-06-28", "2024-07-02", 600, None], ["CS-4", "fault", "x", "2024-06-28", None, None, None]]  # fmt: skip
    of = book(summary(customer("C1"))._replace(promised=compact([[], [], waits])), summary(customer("C2")))
    assert own_figures(of, "first_response_hours_p50", LAST_QUARTER) == {"C1": 2}  # what was answered after the quarter is not in it


def test_the_total_of_four_dimensions_is_that_judged_for_the_quarter() -> None:
    of = book(summary(customer("C1", assessments=[rated("2024-Q1", "2024-04-03", amount="5"), rated()])), summary(customer("C2")))
    first = Window("2024-Q1", "2023-12-31", "2024-03-31", None)
    assert own_figures(of, "tier_score", first) == {"C1": 30}
    assert own_figures(of, "tier_score", LAST_QUARTER) == {"C1": 34}


def test_what_stood_open_when_a_quarter_ended_is_each_customers_own() -> None:
    needs = [need("N-1", recorded="2024-03-01", closed={"on": "2024-05-20", "outcome": "met"}), need("N-2", recorded="2024-02-01")]
    late = [plan({"id": "A-1", "text": "回访", "due": "2024-03-15", "done": "2024-07-02"}, {"id": "A-2", "text": "报价", "due": "2024-05-15"})]
    left = [{"id": "P-1", "code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2022-01-01", "left_on": "2024-06-01"}]
    of = book(summary(customer("C1", needs=needs, plans=late, contacts=left)), summary(customer("C2")))
    before, after = (Window(f"2024-Q{n + 1}", first, last, 5 + n) for n, (first, last) in enumerate([("2023-12-31", "2024-03-31"), ("2024-03-31", "2024-06-30")]))
    assert [own_figures(of, "open_needs", one) for one in (before, after)] == [{"C1": 2, "C2": 0}, {"C1": 1, "C2": 0}]
    assert [own_figures(of, "actions_overdue", one) for one in (before, after)] == [{"C1": 1, "C2": 0}, {"C1": 2, "C2": 0}]


def poll(scale: int = 5, **answers: str) -> Poll:
    survey = record("survey", id="SV-1", window={"from": "2024-06-01", "to": "2024-06-30"}, scale={"min": 1, "max": scale}, dimensions=["speed", "price"])
    assert isinstance(survey, Survey)
    people = [summary(customer(name))._replace(satisfaction=f'[["SV-1"],[["SV-1",[{told}]]]]') for name, told in answers.items()]
    return polls_of(people, {"SV-1": survey}, ())[0]


TWO = poll(C1='[{"speed":5,"price":4},9,5],[{"speed":2,"price":3},6,2]', C2='[{"speed":5},10,5]', C3='[{"price":3},null,null]')


@pytest.mark.parametrize(
    ("metric", "own"),
    [
        ("satisfaction_mean", {"C1": F(7, 2), "C2": F(5), "C3": F(3)}),
        ("satisfaction_mean.speed", {"C1": F(7, 2), "C2": F(5)}),
        ("csat_top2", {"C1": F(1, 2), "C2": F(1), "C3": F(0)}),
        ("nps", {"C1": F(0), "C2": F(100)}),
        ("loyalty_index", {"C1": F(1, 2), "C2": F(1)}),
    ],
)
def test_a_survey_is_told_customer_by_customer_over_its_contacts(metric: str, own: dict[str, Fraction]) -> None:
    assert answered(TWO, metric) == own


def test_shares_of_satisfied_answers_are_of_the_scale_of_five_alone_and_means_of_any() -> None:
    ten = poll(10, C1='[{"speed":8},9,9]')
    assert (answered(ten, "csat_top2"), answered(ten, "loyalty_index")) == ({}, {})
    assert (answered(ten, "satisfaction_mean"), answered(ten, "nps")) == ({"C1": 8}, {"C1": 100})
