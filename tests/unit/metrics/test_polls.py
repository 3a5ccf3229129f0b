"""What one survey says of all customers: equal weights, honest intervals, no score of too few, no scale mixed with another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from dossiers import case, policies
from surveys import DIMENSIONS, anonymous, answer, asked, facts_on, survey

from crmsite.kinds.satisfaction import Response, Survey
from crmsite.metrics import polls
from crmsite.metrics.polls import Poll, Share
from crmsite.summaries.summary import Summary, summarise

DAY = "2024-07-31"
FIRST = survey("SV-1", "2024-06-01", invited=40)
POLICY = policies().satisfaction(FIRST.window.from_)

SHORTFALL = ((5, 2, 3, 4), (4, 3, 4, 4), (5, 3, 3, 3), (4, 2, 4, 4), (5, 4, 4, 4), (4, 3, 4, 4))
"""Six respondents: product, response, after-sales, personal."""


def summary(name: str, *answers: dict[str, object], on: Survey = FIRST, **own: object) -> Summary:
    """Return the summary of a customer with some answers."""
    of = case({"id": name, "name": f"客户{name}", **own}, responses=[{**one, "id": f"{name}-{one['id']}"} for one in answers])
    shared = asked(on)
    return summarise(of.at(DAY), facts_on(of, shared, DAY), shared)


def poll(*summaries: Summary, unsigned: tuple[Response, ...] = (), on: Survey = FIRST) -> Poll:
    (found,) = polls.polls_of(summaries, {on.id: on}, unsigned)
    return found


def marked(marks: tuple[tuple[int, ...], ...], recommend: tuple[int, ...] = ()) -> Poll:
    """Return a poll with one customer for each row of marks."""
    more = [{"recommend": one} for one in recommend] or [{} for _ in marks]
    return poll(*(summary(f"C{n}", answer("SV-1", "2024-06-05", "P-1", row, **more[n])) for n, row in enumerate(marks)))


def dimension(of: Poll, name: str) -> polls.Dimension:
    return next(found for found in polls.dimensions(of) if found.name == name)


# ── weights and totals ──────────────────────────────────────────────────────────────────────────────────────────
def test_customers_weigh_the_same_however_many_contacts_answer() -> None:
    big = summary("C1", *(answer("SV-1", "2024-06-05", f"P-{n}", [5]) for n in range(9)))
    small = summary("C2", answer("SV-1", "2024-06-05", "P-1", [2]))
    found = dimension(poll(big, small), "product")
    assert (found.mean, found.units) == (Fraction(7, 2), 2)
    assert (found.csat.hits, found.csat.total) == (9, 10)


def test_anonymous_answers_count_in_totals_only() -> None:
    seen = poll(
        summary("C1", answer("SV-1", "2024-06-05", "P-1", [5])),
        unsigned=(anonymous("SV-1", "2024-06-05", [3]), anonymous("SV-1", "2024-06-06", [1], 2)),
    )
    assert (seen.returned, seen.anonymous, dimension(seen, "product").mean) == (3, 2, 3)
    assert (polls.coverage(seen).hits, polls.coverage(seen).total) == (1, 1)
    assert [(found.answered, found.asked) for found in polls.covered(seen, lambda one: one.worth.band, ())] == [(1, 1)]


def test_an_answer_that_may_not_be_seen_is_in_no_poll() -> None:
    hidden = summary("C1", answer("SV-1", "2024-06-05", "P-1", [5]))._replace(satisfaction="withheld")
    assert polls.withheld([hidden])
    assert poll(hidden).units == ()


# ── who answered ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("invited", "reason", "total"),
    [
        (40, None, 40),
        (["P-1", "P-2", "P-3", "P-4"], None, 4),
        (None, "not_recorded", 0),
        (0, "not_recorded", 0),
        (1, "more_than_invited", 1),
    ],
)
def test_return_rate_is_known_only_where_somebody_wrote_down_whom_he_asked(invited: object, reason: str | None, total: int) -> None:
    on = survey("SV-1", "2024-06-01", invited=invited) if invited is not None else survey("SV-1", "2024-06-01")
    seen = poll(*(summary(f"C{n}", answer("SV-1", "2024-06-05", "P-1", [4]), on=on) for n in range(2)), on=on)
    rate = polls.return_rate(seen)
    assert (rate.hits, rate.total, rate.reason) == (2, total, reason)
    assert (rate.ratio is None) == (reason is not None)


def test_coverage_counts_customers_that_were_active_when_the_survey_began() -> None:
    won_later = summary("C3", answer("SV-1", "2024-06-20", "P-1", [5]), stages=[{"from": "2024-06-10", "stage": "won"}])
    seen = poll(summary("C1", answer("SV-1", "2024-06-05", "P-1", [5])), summary("C2"), won_later)
    share = polls.coverage(seen)
    assert (share.hits, share.total) == (1, 2)


def test_the_population_written_down_takes_the_place_of_the_customers_on_record() -> None:
    on = survey("SV-1", "2024-06-01", population={"count": 30})
    seen = poll(*(summary(f"C{n}", answer("SV-1", "2024-06-05", "P-1", [4]), on=on) for n in range(3)), on=on)
    assert (polls.coverage(seen).hits, polls.coverage(seen).total) == (3, 30)
    told = polls.margin(seen)
    assert told is not None
    assert (f"{100 * told[0]:.1f}", told[1]) == ("54.6", 28)


def test_a_tier_without_an_answer_is_listed_with_nought_and_one_without_customers_is_not() -> None:
    rated = [summary(f"C{n}", *([answer("SV-1", "2024-06-05", "P-1", [4])] if n else [])) for n in range(3)]
    tiers = {"C0": "S", "C1": "A", "C2": "A"}
    found = polls.covered(poll(*rated), lambda one: tiers[one.id], ("S", "A", "B"))
    assert [tuple(one) for one in found] == [("S", 0, 1), ("A", 2, 2)]


def test_whose_anonymous_answers_are_is_not_known_so_coverage_is_unknown_or_at_least_so_much() -> None:
    unsigned = tuple(anonymous("SV-1", "2024-06-05", [3], number) for number in range(1, 3))
    named, silent = summary("C1", answer("SV-1", "2024-06-05", "P-1", [5])), [summary(f"C{n}") for n in range(2, 31)]
    alone = poll(*silent, unsigned=unsigned)
    assert (polls.coverage(alone).ratio, polls.coverage(alone).reason, polls.margin(alone)) == (None, "anonymous", None)
    mixed = poll(named, *silent, unsigned=unsigned)
    assert (polls.coverage(mixed).hits, polls.coverage(mixed).least, polls.margin(mixed)) == (1, True, None)
    rules = ("0.03", "0.1", "0.2")
    assert [polls.enough(mixed, Decimal(rule)) for rule in rules] == [True, None, False]
    assert [polls.enough(poll(named, *silent), Decimal(rule)) for rule in rules] == [True, False, False]
    everybody = polls.coverage(poll(named, unsigned=unsigned))
    assert (everybody.least, everybody.ratio) == (False, 1)


def test_without_an_active_customer_there_is_no_coverage_and_no_margin() -> None:
    seen = poll(unsigned=(anonymous("SV-1", "2024-06-05", [3]),))
    assert (polls.coverage(seen).reason, polls.margin(seen)) == ("nobody_active", None)


# ── satisfied answers ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"), [(45, 50, "78.6", "95.7"), (7, 10, "39.7", "89.2"), (0, 5, "0.0", "43.4")]
)
def test_satisfied_answers_with_wilsons_interval(hits: int, total: int, low: str, high: str) -> None:
    own = summary("C1", *(answer("SV-1", "2024-06-05", f"P-{n}", [5 if n < hits else 3]) for n in range(total)))
    csat = dimension(poll(own), "product").csat
    assert csat.interval is not None
    assert (csat.hits, csat.total, f"{100 * csat.interval.low:.1f}", f"{100 * csat.interval.high:.1f}") == (hits, total, low, high)


def test_a_mean_is_not_the_share_of_satisfied_answers() -> None:
    marks = [5] * 10 + [4] * 20 + [3] * 10 + [2] * 5 + [1] * 5
    seen = poll(*(summary(f"C{n}", answer("SV-1", "2024-06-05", "P-1", [mark])) for n, mark in enumerate(marks)))
    found = dimension(seen, "product")
    assert (found.mean, found.csat.ratio) == (Fraction(7, 2), Fraction(3, 5))


def test_all_together_an_answer_is_satisfied_by_its_own_mean() -> None:
    seen = marked(((5, 5, 3, 3), (5, 5, 3, 2)))
    assert (dimension(seen, "").csat.hits, dimension(seen, "").mean) == (1, Fraction(31, 8))


@pytest.mark.parametrize("scale", [{"min": 0, "max": 10}, {"min": 0, "max": 100}])
def test_other_scales_have_means_and_no_share(scale: dict[str, int]) -> None:
    on = survey("SV-1", "2024-06-01", scale=scale)
    found = dimension(poll(summary("C1", answer("SV-1", "2024-06-05", "P-1", [9]), on=on), on=on), "product")
    assert (found.mean, found.csat.reason, found.csat.ratio) == (9, "other_scale", None)


@pytest.mark.parametrize(
    ("hits", "total", "verdict"),
    [(45, 50, "not_shown"), (44, 50, "not_short"), (2, 3, "not_short"), (39, 50, "short"), (0, 3, "short"), (198, 200, "met"), (9, 10, "not_shown"), (5, 5, "not_shown")],
)
def test_a_target_is_met_by_the_point_and_exceeded_only_by_the_whole_interval(hits: int, total: int, verdict: str) -> None:
    share = Share(hits, total, polls.wilson(hits, total))
    assert polls.verdict(share, Decimal("0.90")) == verdict


def test_what_has_no_share_meets_and_misses_nothing() -> None:
    assert polls.verdict(Share(0, 4, None, "other_scale"), Decimal("0.90")) == "unknown"


# ── shortfall ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_shortfall_of_six_respondents_is_confirmed() -> None:
    found = polls.weakest(marked(SHORTFALL), POLICY)
    assert found is not None
    assert (found.name, found.strongest, found.test.p, found.confirmed) == ("response", "product", Decimal(2) / 64, True)
    assert f"{float(dimension(marked(SHORTFALL), 'response').mean or 0):.2f}" == "2.83"


def test_fewer_than_six_are_not_looked_at_and_a_level_survey_has_no_weak_point() -> None:
    assert polls.weakest(marked(SHORTFALL[:5]), POLICY) is None
    assert polls.weakest(marked(((4, 4, 4, 4),) * 8), POLICY) is None


def test_a_lowest_dimension_may_be_chance() -> None:
    rows = ((4, 3, 4, 4), (3, 4, 4, 4), (4, 3, 4, 4), (3, 4, 4, 4), (4, 3, 4, 4), (3, 4, 4, 4), (4, 3, 4, 4))
    found = polls.weakest(marked(rows), POLICY)
    assert found is not None
    assert (found.name, found.confirmed) == ("response", False)
    assert found.test.p > POLICY.shortfall_p


# ── net promoter score ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_net_promoter_score_with_its_interval() -> None:
    found = polls.promoters(marked(((4,),) * 10, (9, 10, 9, 9, 10, 7, 8, 8, 0, 6)), POLICY)
    assert found.net is not None
    assert (found.promoters, found.passives, found.detractors, found.net.score) == (5, 3, 2, 30)
    assert (f"{found.net.interval.low:.1f}", f"{found.net.interval.high:.1f}") == ("-19.1", "65.2")


def test_four_answers_have_no_score_and_five_have() -> None:
    four = polls.promoters(marked(((4,),) * 4, (10, 10, 10, 10)), POLICY)
    assert (four.net, four.reason, four.promoters) == (None, "few_answers", 4)
    assert polls.promoters(marked(((4,),) * 5, (10, 10, 10, 10, 10)), POLICY).net is not None


def test_a_survey_that_did_not_ask_or_was_not_answered_has_no_score() -> None:
    quiet = survey("SV-1", "2024-06-01", nps_question=False)
    assert polls.promoters(poll(on=quiet), POLICY).reason == "not_asked"
    assert polls.promoters(marked(((4,),)), POLICY).reason == "no_answer"


def test_dimensions_stand_in_the_order_of_the_survey_all_together_last() -> None:
    assert [found.name for found in polls.dimensions(marked(SHORTFALL))] == [*DIMENSIONS, ""]


# ── loyalty ─────────────────────────────────────────────────────────────────────────────────────────────────────
def loyal(*answers: tuple[int, int | None, int | None]) -> Poll:
    """Return a poll of answers as mark, will to recommend, will to buy again."""
    made = []
    for n, (mark, recommend, again) in enumerate(answers):
        more = {key: value for key, value in (("recommend", recommend), ("repurchase", again)) if value is not None}
        made.append(summary(f"C{n}", answer("SV-1", "2024-06-05", "P-1", [mark] * 4, **more)))
    return poll(*made)


def test_the_loyalty_index_of_seventeen_in_twenty() -> None:
    share = polls.loyalty(loyal(*[(5, 9, 5)] * 17, (4, 10, 5), (5, 8, 5), (5, 10, 4)))
    assert share.interval is not None
    assert (share.hits, share.total, f"{100 * share.interval.low:.1f}", f"{100 * share.interval.high:.1f}") == (
        17,
        20,
        "64.0",
        "94.8",
    )


def test_loyalty_is_unknown_unless_all_three_were_asked() -> None:
    assert polls.loyalty(loyal((5, 9, None), (5, None, 5))).reason == "not_all_asked"
    assert polls.loyalty(loyal((5, 9, None), (5, 9, 5))).total == 1


def test_a_question_about_all_is_asked_before_the_mean() -> None:
    on = survey("SV-1", "2024-06-01", dimensions=["product", "overall"])
    rows = ((5, 3), (3, 5))
    made = []
    for n, (product, overall) in enumerate(rows):
        more = {"scores": {"product": product, "overall": overall}, "recommend": 10, "repurchase": 5}
        made.append(summary(f"C{n}", {**answer("SV-1", "2024-06-05", "P-1", []), **more}, on=on))
    assert (polls.loyalty(poll(*made, on=on)).hits, polls.loyalty(poll(*made, on=on)).total) == (1, 2)
