"""Duties, promises, care, answers and fit as metrics: what was kept of what fell due, by the share and by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import TYPE_CHECKING

from dossiers import Case, organisation, policies, record
from portfolios import AS_OF, SCORES, customer, need, plan, rated, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.figures.contribution import Kept, Made, contribution_from, contribution_text
from crmsite.kinds.care import Care
from crmsite.metrics.figure import Book, Figure, Window, book_among, book_of
from crmsite.metrics.table import figure
from crmsite.summaries.owing import compact, promised_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def book(
    duties: Sequence[tuple[object, ...]] = (), made: Sequence[tuple[str, str, str, str]] = (), promised: str = "",
    cared: str = "", *, care: Sequence[Care] = (), since: str = "2021-01-04",
) -> Book:
    """Put one customer in, with what it was owed and promised; ``since`` is the day of the first business review on record."""
    one = summary(customer("C00"))._replace(promised=promised, cared=cared)
    share = contribution_from(one.rates)._replace(kept=tuple(Kept(str(due), "business_review", *counts) for due, *counts in duties))  # type: ignore[arg-type]
    share = share._replace(made=tuple(starmap(Made, made)), kinds=(("business_review", since),))
    shared = organisation()._replace(care=tuple(care))
    one = one._replace(rates=contribution_text(share))
    return book_of([one], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY", shared=shared)


# ── duties ──────────────────────────────────────────────────────────────────────────────────────────────────────
def covered(of: Book, window: Window, metric: str = "duty_coverage") -> tuple[Decimal | None, Decimal | None]:
    found = figure(metric, of, window)
    return found.numerator, found.denominator


def test_duties_are_those_that_fell_due_and_a_late_one_is_covered_but_not_on_time() -> None:
    of = book([("2024-06-30", 3, 1, 1)])
    kept, in_time = (figure(name, of, of.year(of.last)) for name in ("duty_coverage", "duty_on_time"))
    assert (kept.value, in_time.value, kept.others) == (Decimal("0.8"), Decimal("0.6"), ("C00",))
    assert figure("duty_coverage", book(), of.year(of.last)).reason == "no_duty_closed"


def test_each_quarter_counts_the_duties_whose_last_day_lies_in_its_twelve_months() -> None:
    of = book([("2022-12-31", 0, 0, 1), ("2023-06-30", 1, 0, 0), ("2024-03-31", 1, 1, 0), ("2024-06-30", 0, 0, 2)])
    quarters = {of.quarters[place]: covered(of, of.year(place)) for place in range(8)}
    assert quarters["2022-Q4"] == quarters["2023-Q1"] == (0, 1)
    assert quarters["2023-Q2"] == quarters["2023-Q3"] == (1, 2)
    assert quarters["2023-Q4"] == (1, 1)  # what ended on the last day of 2022 belongs to the year before
    assert (quarters["2024-Q1"], quarters["2024-Q2"], quarters["2024-Q3"]) == ((3, 3), (2, 4), (2, 4))
    assert covered(of, of.year(5), "duty_on_time") == (2, 3)
    assert figure("duty_coverage", of, of.quarter(1)).reason == "no_duty_closed"


def test_what_ended_undone_before_any_contact_of_its_kind_was_on_record_is_left_out_of_past_quarters() -> None:
    of = book([("2023-12-31", 0, 0, 2), ("2024-06-30", 1, 0, 1)], since="2024-02-01")
    quarter = figure("duty_coverage", of, of.year(of.last - 1))
    assert (quarter.numerator, quarter.denominator, [note.args for note in quarter.notes]) == (1, 2, [(("n", 2),)])
    assert figure("duty_coverage", of, of.year(of.last - 2)).reason == "behind_contacts"
    assert covered(of, of.quarter(of.last - 1)) == (1, 2)
    assert covered(of, of.year(of.last)) == (1, 4)  # today's twelve months are told as they are
    alone = book_among(of, ["C00"], "one")
    assert covered(alone, alone.year(of.last - 2)) == (0, 2)


def test_a_goal_counts_the_duties_of_its_own_period() -> None:
    of = book([("2023-09-30", 0, 0, 1), ("2023-12-31", 1, 0, 0), ("2024-03-31", 1, 0, 0), ("2024-06-30", 0, 1, 0)])
    spans = {"2024": Window("", "2023-12-31", AS_OF, of.last), "2023": Window("", "2022-12-31", "2023-12-31", of.last - 3)}
    assert {year: covered(of, window) for year, window in spans.items()} == {"2024": (2, 2), "2023": (1, 2)}
    assert figure("duty_coverage", of, Window("", "2021-06-30", "2022-06-30", None)).reason == "beyond_history"


def test_the_history_of_duties_is_worked_out_from_the_records() -> None:
    judgement = {"id": "AS-1", "period": "2021-Q4", "date": "2021-12-28", "by": "E-li", "scores": SCORES}
    visits = [
        {"date": day, "kind": "business_review", "channel": "onsite", "by": "E-li", "summary": "复盘"}
        for day in ("2022-03-20", "2022-07-08", "2022-12-30", "2024-05-05")
    ]
    share = contribution_from(summary(customer("C1", assessments=[judgement], followups=visits)).rates)
    kept = {one.due: one.as_row()[2:] for one in share.kept if one.kind == "business_review"}
    assert (kept["2022-03-31"], kept["2022-06-30"]) == ((1, 0, 0), (0, 1, 0))  # 8 July lies within the grace of fourteen days
    assert (kept["2022-12-31"], kept["2024-06-30"], kept["2023-03-31"]) == ((1, 0, 0), (1, 0, 0), (0, 0, 1))
    assert (min(kept), share.kinds) == ("2022-03-31", (("business_review", "2022-03-20"),))


# ── promises ────────────────────────────────────────────────────────────────────────────────────────────────────
def promises(*verdicts: str, began: str = "2024-07-01", due: str = "2024-07-02", name: str = "feedback") -> list[tuple[str, str, str, str]]:
    return [(name, began, due, verdict) for verdict in verdicts]


def test_a_service_level_is_told_by_its_id_and_all_of_them_without_one() -> None:
    of = book(made=[*promises("yes", "yes", "no", "unknown", "open"), *promises("no", name="solution")])
    found, every = (figure(name, of, of.year(of.last)) for name in ("sla_met.feedback", "sla_met"))
    assert ((found.numerator, found.denominator), (every.numerator, every.denominator)) == ((2, 3), (2, 4))
    assert figure("sla_met.minutes", of, of.year(of.last)).reason == "nothing_promised"


def test_promises_are_those_of_the_window_and_at_its_end_only_what_was_due_by_then() -> None:
    lines = [*promises("yes", began="2024-01-10", due="2024-01-11"), *promises("no", began="2024-03-31", due="2024-04-01"), *promises("no")]
    of = book(made=lines)
    quarter = of.quarter(of.last - 2)
    assert (quarter.after, quarter.until) == ("2023-12-31", "2024-03-31")
    assert covered(of, quarter, "sla_met.feedback") == (1, 1)


def test_promises_of_eight_quarters_are_kept() -> None:
    of = book(made=[*promises("yes", began="2022-01-05", due="2022-01-06"), *promises("no", began="2022-08-02", due="2022-08-04")])
    told = [covered(of, of.year(place), "sla_met") for place in range(8)]
    assert told == [(1, 2), (0, 1), (0, 1), (None, None), (None, None), (None, None), (None, None), (None, None)]
    assert figure("sla_met", of, Window("", "2021-06-30", "2022-06-30", None)).reason == "beyond_history"


def test_a_visit_of_two_years_ago_still_tells_whether_its_minutes_came_in_time() -> None:
    judgement = {"id": "AS-1", "period": "2021-Q4", "date": "2021-12-28", "by": "E-li", "scores": SCORES}
    visit = {"start": "2022-03-20 10:00", "end": "2022-03-20 11:00", "minutes_at": "2022-03-20 18:00", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "拜访"}
    share = contribution_from(summary(customer("C1", assessments=[judgement], followups=[visit])).rates)
    assert [tuple(one) for one in share.made] == [("minutes", "2022-03-20", "2022-03-21", "yes")]


# ── first response ──────────────────────────────────────────────────────────────────────────────────────────────
def waits(*minutes: int | None, opened: str = "2024-07-01") -> str:
    return compact([[], [], [[f"CS-{n}", "fault", "x", opened, None if took is None else "2024-07-03", took, None] for n, took in enumerate(minutes)]])


def test_the_first_response_is_told_in_hours_at_the_middle_and_at_the_slow_end() -> None:
    of = book(promised=waits(30, 60, 90, 120, 600))
    p50, p90 = (figure(f"first_response_hours_{part}", of, of.year(of.last)) for part in ("p50", "p90"))
    assert (p50.value, p90.value) == (Decimal("1.5"), Decimal("6.8"))  # 120 + 0.6 x 480 minutes
    assert (p50.ids, p50.parts[0][1], p50.notes) == (("C00",), 5, ())


def test_a_case_without_an_answer_is_left_out_and_counted_and_four_answers_are_too_few() -> None:
    of = book(promised=waits(30, 60, 90, 120, 600, None))
    found = figure("first_response_hours_p50", of, of.year(of.last))
    assert (found.value, [note.key for note in found.notes]) == (Decimal("1.5"), ["metrics.note.unmeasured"])
    few = book(promised=waits(30, 60, 90, 120, None))
    assert figure("first_response_hours_p50", few, few.year(few.last)).reason == "few_times"


def test_a_window_counts_the_cases_opened_in_it_and_no_answer_that_came_later() -> None:
    of = book(promised=waits(30, 60, 90, 120, 600, opened="2024-06-20"))
    before = of.quarter(of.last - 1)
    assert before.until == "2024-06-30"
    assert figure("first_response_hours_p50", of, before).reason == "few_times"
    assert figure("first_response_hours_p50", of, of.quarter(of.last)).reason == "no_case"
    assert figure("first_response_hours_p50", book(), of.year(of.last)).state == "not_applicable"


def test_a_date_without_a_time_measures_nothing() -> None:
    timed = {"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-07-01 10:00", "first_response": "2024-07-01 12:30"}
    dated = {"id": "CS-2", "type": "fault", "topic": "x", "opened": "2024-07-01 10:00", "first_response": "2024-07-02"}
    kept = promised_of(summary(customer("C1", cases=[timed, dated])).promised).cases
    assert [(one.subject, one.day, one.minutes) for one in kept] == [("CS-1", "2024-07-01", 150), ("CS-2", "2024-07-02", None)]


# ── care ────────────────────────────────────────────────────────────────────────────────────────────────────────
def programme(**more: object) -> Care:
    items = [{"id": "news", "name": "资讯", "audience": "all", "every": "month", "count": 1, "target_coverage": 1}, {"id": "deep", "name": "深访", "audience": "all", "every": "quarter", "count": 2, "target_coverage": 1}]
    made = record("care", id="CARE-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, items=items, **more)
    assert isinstance(made, Care)
    return made


def reached(news: int | None, deep: int | None, silent: int = 0) -> str:
    """Tell how often the latest period of each item that ended, June and the second quarter, touched a customer."""
    months = [[f"2024-{month:02d}", news if month == 6 else 0] for month in range(1, 8)]
    quarters = [["2024-Q1", 0], ["2024-Q2", deep], ["2024-Q3", 0]]
    items = [["CARE-2024.news", 1, months, [["sent", 3]], silent], ["CARE-2024.deep", 2, quarters, [["sent", 1]], 0]]
    return compact([items, False, 0, 1, 0])


def test_care_is_told_of_the_latest_period_that_ended_by_item_and_together() -> None:
    of = book(cared=reached(1, 1), care=[programme()])
    news, deep, every = (figure(name, of, of.year(of.last)) for name in ("care_coverage.news", "care_coverage.CARE-2024.deep", "care_coverage"))
    assert [(found.numerator, found.denominator) for found in (news, deep, every)] == [(1, 1), (0, 1), (1, 2)]
    assert (every.others, dict(news.notes[0].args)) == (("C00",), {"period": "2024-06"})


def test_each_quarter_that_is_over_has_the_period_that_had_ended_last_by_then() -> None:
    of = book(cared=reached(1, 1), care=[programme()])
    march = figure("care_coverage.news", of, of.year(of.last - 2))
    assert (march.numerator, march.denominator, dict(march.notes[0].args)) == (0, 1, {"period": "2024-03"})
    assert figure("care_coverage", of, of.year(of.last - 2)).denominator == 2
    assert figure("care_coverage", of, of.year(of.last - 3)).reason == "no_care_period"


def test_care_that_concerned_nobody_or_that_nobody_wrote_down_is_not_nought() -> None:
    of = book(cared=reached(None, None), care=[programme()])
    assert figure("care_coverage.news", of, of.year(of.last)).reason == "care_concerned_nobody"
    silent = book(care=[programme()])
    assert figure("care_coverage.news", silent, silent.year(silent.last)).reason == "care_unrecorded"
    begun = book(cared=reached(0, 0, silent=6), care=[programme()])
    assert figure("care_coverage.news", begun, begun.year(begun.last)).reason == "care_unrecorded"
    assert figure("care_coverage.CARE-2024.deep", begun, begun.year(begun.last)).value == 0
    assert figure("care_coverage.news", book(), silent.year(silent.last)).reason == "no_care"
    assert figure("care_coverage.nothing", of, of.year(of.last)).value is None


# ── fit ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_fit_weighs_needs_by_importance_over_those_that_were_assessed() -> None:
    needs = [need("N-1", 5, match="high"), need("N-2", 4, match="medium"), need("N-3", 3, match="low"), need("N-4", 5)]
    of = book_of([summary(customer("C1", needs=needs)), summary(customer("C2"))], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")
    found = figure("fit", of, of.year(of.last))
    assert (found.numerator, found.denominator, found.ids) == (7, 12, ("C1",))
    assert dict(found.notes[0].args) == {"k": 3, "n": 4}
    assert figure("fit", of, of.year(0)).reason == "undated"
    unjudged = book_of([summary(customer("C1", needs=[need("N-1")]))], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")
    assert figure("fit", unjudged, unjudged.year(unjudged.last)).reason == "nothing_assessed"


# ── standing, quarter by quarter ────────────────────────────────────────────────────────────────────────────────
def standing(*of: Case) -> Book:
    return book_of([summary(one) for one in of], policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY")


def test_open_needs_are_counted_as_they_were_on_the_last_day_of_each_quarter() -> None:
    closed = {"closed": {"on": "2024-05-20", "outcome": "met"}}
    needs = [need("N-1", recorded="2023-11-06", **closed), need("N-2", recorded="2024-03-31"), need("N-3", recorded="2024-04-01")]
    of = standing(customer("C1", needs=needs), customer("C2"))
    told = {of.quarters[place]: figure("open_needs", of, of.year(place)) for place in range(8)}
    assert [told[name].value for name in ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")] == [1, 2, 2, 2]
    assert (told["2023-Q3"].reason, told["2024-Q1"].ids) == ("no_needs_then", ("C1",))


def test_totals_of_a_past_quarter_are_those_judged_for_it() -> None:
    reviews = [rated("2024-Q1", "2024-04-03", amount="5"), rated()]
    of = standing(customer("C1", assessments=reviews), customer("C2", assessments=[rated("2024-Q1", "2024-04-03", growth=None)]), customer("C3"))
    first, now = figure("tier_score", of, of.year(of.last - 2)), figure("tier_score", of, of.year(of.last))
    assert ((first.value, first.known, first.asked), (now.value, now.known)) == ((30, 1, 2), (34, 1))
    assert figure("tier_score", of, of.year(0)).reason == "nobody_rated"


def quarters(name: str, of: Book) -> dict[str, Figure]:
    return {of.quarters[place]: figure(name, of, of.year(place)) for place in range(8)}


def test_overdue_actions_are_counted_as_they_were_and_unknown_before_any_was_due() -> None:
    actions = [{"id": "A-1", "text": "x", "due": "2023-11-15", "done": "2024-05-02"}, {"id": "A-2", "text": "x", "due": "2024-06-30"}, {"id": "A-3", "text": "x", "due": "2024-02-01", "cancelled": {"on": "2024-03-31", "reason": "不做了"}}]
    told = quarters("actions_overdue", standing(customer("C1", plans=[plan(*actions)]), customer("C2")))
    assert [told[name].value for name in ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")] == [1, 1, 0, 1]
    assert (told["2023-Q3"].reason, told["2023-Q4"].ids) == ("no_actions_then", ("C1",))


def test_open_alerts_are_those_of_the_day_and_unknown_before_contacts_are_on_record() -> None:
    spoken = [{"date": day, "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "x"} for day in ("2023-12-20", "2024-07-01")]
    told = quarters("alerts_open", standing(customer("C1", followups=spoken)))
    assert [told[name].value for name in ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")] == [0, 0, 1, 0]
    assert told["2023-Q3"].reason == "no_followups"


def test_shares_of_segments_are_those_of_the_orders_by_then() -> None:
    grew = customer("C1", [("2022-01-10", 1000), ("2024-05-10", 400_000), ("2024-06-10", 400_000), ("2024-06-20", 400_000)])
    told = quarters("rfm_segment_share.high_value", standing(grew, customer("C2", [("2022-01-05", 9000)])))
    assert [(told[name].numerator, told[name].denominator) for name in ("2024-Q1", "2024-Q2")] == [(0, 2), (1, 2)]
    assert told["2022-Q4"].reason == "behind_records"


def test_all_that_was_bought_grows_quarter_by_quarter() -> None:
    told = quarters("amount_cumulative", standing(customer("C1", [("2023-05-01", 100), ("2024-02-01", 50), ("2024-07-10", 7)])))
    assert [told[name].value for name in ("2023-Q2", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")] == [100, 100, 150, 150, 157]
    assert told["2023-Q1"].reason == "nobody_ordered"


def test_trust_at_the_end_of_a_quarter_is_what_had_been_judged_by_then() -> None:
    contact = {"code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker", "since": "2022-01-01"}
    trust = [{"score": 2, "by": "E-a", "on": "2024-01-15"}, {"score": 5, "by": "E-a", "on": "2024-05-15"}]
    told = quarters("trust", standing(customer("C1", contacts=[{**contact, "trust": trust}])))
    assert [told[name].value for name in ("2024-Q1", "2024-Q2", "2024-Q3")] == [2, 5, 5]
    assert told["2023-Q4"].reason == "nobody_judged"
