"""The metrics that surveys measure, for today and for windows of the past: the latest survey that was over by then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import case, policies
from surveys import anonymous, answer, asked, facts_on, survey

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.kinds.satisfaction import Response
from crmsite.metrics.figure import Book, Window, book_of
from crmsite.metrics.table import figure
from crmsite.summaries.summary import summarise
from crmsite.summaries.surveyed import WITHHELD

DAY = "2024-06-20"
FIRST, SECOND = survey("SV-1", "2023-12-01", invited=4), survey("SV-2", "2024-06-01", invited=8)
TODAY = Window("now", "2023-06-20", DAY, None)
LAST_YEAR = Window("2023", "2022-12-31", "2023-12-31", None)


def book(*unsigned: Response) -> Book:
    """Return six customers that were satisfied last year, and less so this year."""
    shared = asked(FIRST, SECOND, unsigned=unsigned)
    summaries = []
    for n in range(6):
        answers = [
            answer("SV-1", "2023-12-05", "P-1", [5] * 4, recommend=10, repurchase=5),
            answer("SV-2", "2024-06-05", "P-1", [4 if n < 3 else 3] * 4, recommend=9 if n < 2 else 6),
        ]
        of = case({"id": f"C{n}"}, responses=[{**one, "id": f"C{n}-{one['id']}"} for one in answers])
        summaries.append(summarise(of.at(DAY), facts_on(of, shared, DAY), shared))
    return book_of(summaries, policies(), date.fromisoformat(DAY), CALENDAR_YEAR, "CNY", shared=shared)


@pytest.mark.parametrize(
    ("metric", "now", "before"),
    [
        ("satisfaction_mean", "3.5", "5"),
        ("satisfaction_mean.response", "3.5", "5"),
        ("csat_top2", "0.5", "1"),
        ("nps", "-33.33", "100"),
    ],
)
def test_each_window_has_its_own_survey(metric: str, now: str, before: str) -> None:
    found = [figure(metric, book(), window) for window in (TODAY, LAST_YEAR)]
    assert [
        one.value is not None and round(one.value, 2) == Decimal(text) for one, text in zip(found, (now, before), strict=True)
    ] == [True, True]


def test_a_survey_that_runs_speaks_for_today_and_for_no_earlier_end() -> None:
    assert figure("csat_top2", book(), TODAY).value == Decimal("0.5")
    found = figure("csat_top2", book(), Window("may", "2024-05-31", "2024-06-15", None))
    assert (found.state, found.reason) == ("unknown", "no_answers_then")


def test_a_share_names_who_is_in_it_and_has_its_interval() -> None:
    found = figure("csat_top2", book(anonymous("SV-2", "2024-06-06", [5, 5, 5, 5])), TODAY)
    assert (found.ids, found.others, found.numerator, found.denominator) == (("C0", "C1", "C2"), ("C3", "C4", "C5"), 4, 7)
    assert found.interval is not None


def test_loyalty_and_return_rate() -> None:
    assert figure("loyalty_index", book(), LAST_YEAR).value == 1
    assert figure("loyalty_index", book(), TODAY).reason == "not_all_asked"
    assert figure("survey_return_rate", book(), TODAY).value == Decimal("0.75")
    assert figure("survey_return_rate", book(), LAST_YEAR).reason == "more_than_invited"


@pytest.mark.parametrize("metric", ["satisfaction_mean", "csat_top2", "nps", "loyalty_index", "survey_return_rate"])
def test_without_surveys_there_is_nothing_to_tell_and_withheld_is_withheld(metric: str) -> None:
    bare = book()._replace(polls=())
    assert (figure(metric, bare, TODAY).state, figure(metric, bare, TODAY).reason) == ("not_applicable", "no_survey")
    assert figure(metric, bare._replace(withheld=True), TODAY).state == "withheld"


def test_answers_that_may_not_be_seen_make_no_figure() -> None:
    seen = book()
    hidden = [member.summary._replace(satisfaction=WITHHELD) for member in seen.members]
    found = book_of(hidden, policies(), date.fromisoformat(DAY), CALENDAR_YEAR, "CNY", shared=asked(FIRST, SECOND))
    assert figure("csat_top2", found, TODAY).value is None
