"""Whether a group fell from one survey to the next: far enough and hardly by chance, or worth watching, or neither."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dossiers import case, policies
from surveys import answer, asked, facts_on, survey

from crmsite.kinds.satisfaction import Survey
from crmsite.metrics import polls
from crmsite.metrics.poll_changes import Change, previous, segment_changes, total_changes, usual
from crmsite.metrics.polls import Poll
from crmsite.summaries.summary import Summary, summarise

DAY = "2024-07-31"
FIRST, SECOND = survey("SV-1", "2023-12-01"), survey("SV-2", "2024-06-01")
POLICY = policies().satisfaction(SECOND.window.from_)


def polled(marks: dict[str, list[int]], *surveys: Survey) -> list[Poll]:
    """Return polls with one customer for each mark; the customer's id begins with the survey's."""
    shared = asked(*surveys)
    summaries: list[Summary] = []
    for one in surveys:
        for n, mark in enumerate(marks.get(one.id, [])):
            day = one.window.from_.isoformat()
            of = case({"id": f"S{one.id[3:]}-{n:02d}"}, responses=[answer(one.id, day, "P-1", [mark])])
            summaries.append(summarise(of.at(DAY), facts_on(of, shared, DAY), shared))
    return list(polls.polls_of(summaries, shared.surveys, ()))


def total(before: list[int], now: list[int]) -> Change:
    first, second = polled({"SV-1": before, "SV-2": now}, FIRST, SECOND)
    return next(change for change in total_changes(first, second, POLICY) if change.group == ("", "product"))


def test_a_sudden_drop_of_six_against_six() -> None:
    found = total([5, 4, 5, 4, 4, 5], [3, 4, 3, 3, 4, 3])
    assert (found.verdict, found.test.p, f"{float(found.change):.2f}") == ("drop", Decimal(20) / 924, "-1.17")


def test_three_against_three_is_watched_however_far_it_fell() -> None:
    assert (total([5, 5, 4], [3, 3, 4]).verdict, total([5, 5, 4], [3, 3, 4]).test.p) == ("watch", Decimal("0.2"))
    assert total([5, 5, 5], [1, 1, 1]).verdict == "watch"


@pytest.mark.parametrize(("before", "now"), [([4, 4, 4, 4], [4, 4, 4, 3]), ([3, 3, 3, 4], [5, 5, 5, 5]), ([4] * 9, [4] * 9)])
def test_a_small_fall_and_a_rise_are_no_drop(before: list[int], now: list[int]) -> None:
    assert total(before, now).verdict == ""


def segments(before: str, now: str) -> list[tuple[str, str, Decimal | None]]:
    """Return the verdicts of segments; texts are marks with the letter of their segment, as ``5a 4a 3b``."""
    pairs = {"SV-1": before.split(), "SV-2": now.split()}
    first, second = polled({name: [int(text[0]) for text in texts] for name, texts in pairs.items()}, FIRST, SECOND)
    letters = {f"S{name[3:]}-{n:02d}": text[1] for name, texts in pairs.items() for n, text in enumerate(texts)}
    found = segment_changes(first, second, [("letter", lambda one: letters[one.id])], POLICY)
    return [(change.group[1], change.verdict, change.q) for change in found]


def test_a_segment_may_fall_where_all_together_do_not() -> None:
    one = " ".join(["5a 4a 5a 4a 4a 5a"] + ["3b"] * 6)
    two = " ".join(["3a 4a 3a 3a 4a 3a"] + ["4b"] * 6)
    (a, verdict, q), (b, other, _) = segments(one, two)
    assert (a, verdict, b, other) == ("a", "drop", "b", "")
    assert q is not None
    assert q <= Decimal("0.10")


def test_among_many_segments_one_find_at_five_percent_is_chance() -> None:
    quiet = [f"{mark}{letter}" for letter in "bcdefghij" for mark in (3, 4, 3, 4)]
    one, two = ["5a", "4a", "5a", "4a", "4a", "5a", *quiet], ["3a", "4a", "3a", "3a", "4a", "3a", *quiet]
    found = segments(" ".join(one), " ".join(two))
    assert [verdict for _, verdict, _ in found].count("drop") == 0
    assert found[0][:2] == ("a", "watch")


def test_a_segment_with_one_customer_on_a_side_is_not_compared() -> None:
    assert segments("5a 5b 5b", "1a 1b 1b") == [("b", "watch", Decimal(1) / 3)]


def test_the_survey_before_is_the_last_one_on_the_same_scale_with_answers() -> None:
    hundred, silent, last = (
        survey("SV-2", "2024-01-01", scale={"min": 0, "max": 100}),
        survey("SV-3", "2024-03-01"),
        survey("SV-4", "2024-06-01"),
    )
    every = polled({"SV-1": [4], "SV-2": [80], "SV-4": [4]}, FIRST, hundred, silent, last)
    before = previous(every, every[-1])
    assert before is not None
    assert before.survey.id == "SV-1"
    assert previous(every, every[0]) is None


def test_six_surveys_have_limits_and_five_have_none() -> None:
    means = (44, 45, 43, 44, 46, 44)
    marks = {f"SV-{n}": [5 if place < mean - 40 else 4 for place in range(10)] for n, mean in enumerate(means, start=1)}
    surveys = [survey(f"SV-{n}", f"2023-{n:02d}-01") for n in range(1, 7)]
    every = polled(marks, *surveys)
    limits = usual(every, every[-1])
    assert limits is not None
    assert (f"{limits.low:.2f}", f"{limits.high:.2f}") == ("4.01", "4.86")
    assert usual(every[:5], every[4]) is None
