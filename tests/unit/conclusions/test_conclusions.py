"""Conclusions: gates of shares, comparisons that chance does not make, five recommendations at most, each with its findings."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from dossiers import Case, policies
from portfolios import AS_OF, customer, need, rated, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.conclusions.advice import ROLES, advice
from crmsite.conclusions.comparing import Group, chance, compared
from crmsite.conclusions.drawn import conclusions
from crmsite.conclusions.finding import Finding, Ground, portion, strength_of
from crmsite.figures.contribution import WITHHELD, contribution_text
from crmsite.figures.shown import say
from crmsite.inference.counting import fisher
from crmsite.metrics.figure import book_of

if TYPE_CHECKING:
    from crmsite.summaries.summary import Summary

TIERS = ("S", "A", "B", "C")


def ground(*customers: Case | Summary) -> Ground:
    found = [summary(one) if isinstance(one, Case) else one for one in customers]
    return Ground(book_of(found, policies(), date.fromisoformat(AS_OF), CALENDAR_YEAR, "CNY"), TIERS, {}, policies().findings(date.fromisoformat(AS_OF)))


def by_rule(of: Ground, rule: str) -> list[Finding]:
    return [found for found in conclusions(of).findings if found.rule == rule]


# ── shares ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_below_five_a_share_is_a_count_and_most_needs_the_whole_interval_above_one_half() -> None:
    assert [strength_of(3, 4, 5), strength_of(4, 4, 5), strength_of(7, 10, 5), strength_of(9, 10, 5), strength_of(0, 5, 5)] == ["few", "few", "share", "most", "share"]
    assert portion(3, 4, 5).key == "report.portion.few"
    told = dict(portion(7, 10, 5).args)
    assert (round(told["low"].ratio, 3), round(told["high"].ratio, 3)) == (Decimal("0.397"), Decimal("0.892"))  # type: ignore[union-attr]


def with_theme(count: int, of: int, prefix: str = "C", **own: object) -> list[Case]:
    return [customer(f"{prefix}{n:02d}", own=own, needs=[need(f"N-{prefix}{n}", 2, 2, themes=["training"] if n < count else ["price"])]) for n in range(of)]


def test_a_theme_is_told_of_three_customers_or_more_among_those_with_a_need() -> None:
    assert [found.subject for found in by_rule(ground(*with_theme(2, 9)), "theme")] == ["price"]
    found = next(found for found in by_rule(ground(*with_theme(7, 10), customer("D1")), "theme") if found.subject == "training")
    assert (len(found.ids), len(found.ids) + len(found.others), found.strength) == (7, 10, "share")


def test_nobody_and_nothing_make_no_finding() -> None:
    assert tuple(conclusions(ground())) == ((), ())
    alone = conclusions(ground(customer("C1", [("2024-06-01", 5)])))
    assert all(found.strength in ("few", "fact") for found in alone.findings)


def test_no_survey_no_word_of_satisfaction() -> None:
    assert by_rule(ground(*with_theme(5, 10)), "unsatisfied") == []


def test_a_withheld_figure_draws_no_conclusion() -> None:
    hidden = summary(customer("C1"))._replace(rates=contribution_text(WITHHELD))
    assert tuple(conclusions(ground(hidden))) == ((), ())


# ── comparisons ─────────────────────────────────────────────────────────────────────────────────────────────────
def industries(inside: int, outside: int) -> Ground:
    """Ten customers of one industry and twenty of another; so many of each want training."""
    return ground(
        *with_theme(inside, 10, "A", industry="manufacturing", need_feature=None),
        *with_theme(outside, 20, "B", industry="retail", need_feature=None),
    )


def test_a_segment_that_differs_is_told_with_its_rate_of_false_finds() -> None:
    found = by_rule(industries(9, 2), "theme_segment")
    assert [one.subject for one in found][:1] == ["price.industry.retail"] or "training.industry.manufacturing" in [one.subject for one in found]
    told = next(one for one in found if one.subject == "training.industry.manufacturing")
    assert (len(told.ids), told.strength) == (9, "comparison")
    assert told.q is not None and told.q <= Decimal("0.10")


def test_the_same_share_everywhere_is_no_finding() -> None:
    assert by_rule(industries(3, 6), "theme_segment") == []


def test_a_segment_of_two_is_no_pattern() -> None:
    of = ground(*with_theme(2, 2, "A", industry="manufacturing"), *with_theme(0, 40, "B", industry="retail"))
    assert [found for found in by_rule(of, "theme_segment") if "manufacturing" in found.subject] == []


def test_shuffled_labels_make_comparisons_vanish() -> None:
    of = [summary(one) for one in (*with_theme(9, 10, "A", industry="manufacturing"), *with_theme(2, 20, "B", industry="retail"))]
    mixed = random.Random(3)
    told = 0
    for _ in range(60):
        traits = [one.traits for one in of]
        mixed.shuffle(traits)
        shuffled = ground(*(one._replace(traits=held) for one, held in zip(of, traits, strict=True)))
        themes = {one.id: "training" in one.needs for one in shuffled.summaries}
        told += bool(compared(shuffled, "theme_segment", "needs", [Group("training", say("x"), themes)], severity=1))
    assert told <= 60 * 0.10 + 3


def test_the_worked_comparison_and_its_approximation_for_many() -> None:
    assert round(chance(7, 10, 5, 20), 4) == round(fisher(7, 10, 5, 20), 4) == Decimal("0.0450")
    assert abs(chance(160, 400, 200, 600) - fisher(160, 400, 200, 600)) < Decimal("0.01")
    assert chance(3, 500, 1, 500) == fisher(3, 500, 1, 500), "too few expected: counted"


# ── recommendations ─────────────────────────────────────────────────────────────────────────────────────────────
def finding(rule: str, ids: tuple[str, ...], severity: int = 1, subject: str = "all") -> Finding:
    return Finding(rule, subject, "issues", say("x"), ids, (), None, None, "share", severity)


def test_recommendations_are_ranked_by_amount_times_severity_and_cite_their_findings() -> None:
    of = ground(customer("C1", [("2023-01-01", 1), ("2024-06-01", 100)]), customer("C2", [("2023-01-01", 1), ("2024-06-01", 40)]))
    made = advice(of, [finding("no_needs", ("C1",)), finding("unanswered", ("C2",), 3), finding("alert", ("C2",), 2, "no-orders"), finding("alert", ("C1",), 2, "contact-left")])
    assert [(one.rule, one.weight) for one in made] == [("alert", 280), ("unanswered", 120), ("no_needs", 100)]
    assert made[0].cites == ("alert@no-orders", "alert@contact-left")


def test_at_most_five_are_made_and_none_is_made_up() -> None:
    of = ground(customer("C1", [("2024-06-01", 100)]))
    assert len(advice(of, [finding(rule, ("C1",)) for rule in ROLES])) == 5
    assert len(advice(of, [finding("churn_risk", ("C1",))])) == 1
    assert advice(of, [finding("tiers", ("C1",)), finding("churn", ())]) == ()


def test_every_recommendation_rests_on_findings_of_the_report() -> None:
    of = ground(*(customer(f"C{n}", [("2023-06-01", 5), ("2024-06-01", 50)], needs=[need(f"N-{n}", 5, 5, themes=["training"])], assessments=[rated()]) for n in range(6)))
    drawn = conclusions(of)
    known = {found.id for found in drawn.findings}
    assert drawn.advice
    assert all(set(one.cites) <= known and one.cites for one in drawn.advice)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_customers_changes_no_conclusion(seed: int) -> None:
    of = [summary(one) for one in (*with_theme(9, 10, "A", industry="manufacturing"), *with_theme(2, 20, "B", industry="retail"))]
    mixed = list(of)
    random.Random(seed).shuffle(mixed)
    assert conclusions(ground(*of)) == conclusions(ground(*mixed))


# ── the gates are policy ────────────────────────────────────────────────────────────────────────────────────────
def gated(of: Ground, **changed: object) -> Ground:
    """The same ground behind other gates."""
    return of._replace(gates=of.gates.model_copy(update=changed))


def test_the_policy_says_below_how_many_a_share_is_a_count() -> None:
    told = {few: portion(7, 10, few).key for few in (5, 11)}
    assert told == {5: "report.portion.share", 11: "report.portion.few"}


def test_the_policy_says_how_many_customers_make_a_pattern_and_how_many_recommendations_follow() -> None:
    of = ground(*with_theme(4, 4))
    shared = [[one.subject for one in conclusions(gated(of, support=least)).findings if one.rule == "theme"] for least in (3, 4, 5)]
    assert shared == [["training"], ["training"], []]
    most = len(conclusions(of).advice)
    assert most > 1
    assert [len(conclusions(gated(of, recommendations=n)).advice) for n in (0, 1, 99)] == [0, 1, most]
