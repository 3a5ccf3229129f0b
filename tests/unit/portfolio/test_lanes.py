"""The Gantt chart shows fourteen weeks around today; what is overdue runs on to today, what has not begun is only outlined."""

from __future__ import annotations

from datetime import date

from portfolios import customer, plan, summary

from crmsite.portfolio.lanes import chart_at, lane

TODAY = date(2024, 7, 31)


def bars(day: str = "2024-07-31", **action: object) -> list[tuple[str, str, str]]:
    line = summary(customer("C1", plans=[plan({"id": "A1", "text": "上门", **action})]), day).action_lines()[0]
    found = lane(line, chart_at(date.fromisoformat(day)))
    return [tuple(bar) for bar in found.bars] if found else []


def test_the_chart_begins_seven_weeks_before_this_monday() -> None:
    chart = chart_at(TODAY)
    assert (chart.start, len(chart.mondays), chart.mondays[7]) == (date(2024, 6, 10), 14, date(2024, 7, 29))
    assert chart.now == "52.55%", "the middle of the day"


def test_a_running_action_has_its_done_part_on_the_planned_one() -> None:
    found = bars(start="2024-07-01", due="2024-08-09", progress=[{"on": "2024-07-20", "percent": "50"}])
    assert [kind for kind, _, _ in found] == ["plan", "done"]
    assert found[0][1] == found[1][1], "both begin on the same day"
    assert float(found[1][2][:-1]) * 2 == float(found[0][2][:-1])


def test_an_overdue_action_runs_on_to_today() -> None:
    found = bars(start="2024-07-01", due="2024-07-20")
    assert [kind for kind, _, _ in found] == ["plan", "late"]
    end_of_plan = float(found[0][1][:-1]) + float(found[0][2][:-1])
    assert abs(float(found[1][1][:-1]) - end_of_plan) < 0.02


def test_what_has_not_begun_is_outlined_and_what_is_done_is_past() -> None:
    assert [bar[0] for bar in bars(start="2024-08-05", due="2024-08-20")] == ["todo"]
    assert [bar[0] for bar in bars(start="2024-07-01", due="2024-07-20", done="2024-07-18")] == ["past"]


def test_a_beginning_is_not_guessed_and_what_has_no_date_has_no_lane() -> None:
    assert bars(due="2024-08-09") == [("plan", "61.22%", "1.02%")]
    assert bars() == []


def test_what_lies_outside_is_cut_at_the_edges() -> None:
    long = bars(start="2020-01-01", due="2030-01-01")
    assert long[0][1:] == ("0.00%", "100.00%")
    assert bars(start="2024-01-01", due="2024-02-01", done="2024-01-20") == []


def share(**action: object) -> tuple[int, str, str, str] | None:
    progress = [{"on": "2024-07-20", "percent": str(action.pop("percent"))}] if "percent" in action else []
    line = summary(customer("C1", plans=[plan({"id": "A1", "text": "上门", "progress": progress, **action})]), "2024-07-31").action_lines()[0]
    found = lane(line, chart_at(TODAY))
    return tuple(found.share) if found and found.share else None


def test_what_is_done_is_told_beside_the_bar_also_where_all_of_it_lies_before_the_chart() -> None:
    assert share(start="2024-07-01", due="2024-08-09", percent=50) == (50, "62.24%", "start", ""), "right of the bar"
    assert share(start="2023-01-02", due="2024-08-09", percent=30) == (30, "62.24%", "start", ""), "begun long before the chart"
    assert share(start="2024-07-01", due="2024-09-12", percent=20) == (20, "21.43%", "end", ""), "left of a bar that ends with the chart"
    assert share(start="2024-01-01", due="2024-12-31", percent=20) == (20, "100.00%", "end", "plan"), "within the part to come"
    assert share(start="2024-01-01", due="2024-12-31", percent=80) == (80, "0.00%", "start", "done"), "within the part that is done"


def test_no_share_is_told_where_nobody_noted_one_or_nothing_runs() -> None:
    assert share(start="2024-07-01", due="2024-08-09") is None
    assert share(start="2024-07-01", due="2024-07-20", done="2024-07-18", percent=50) is None
    assert share(start="2024-08-05", due="2024-08-20") is None
