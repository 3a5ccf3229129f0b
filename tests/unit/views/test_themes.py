"""The page of themes: what is common and to whom, gaps in the market, Kano as measured apart from what was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossiers import record
from portfolios import customer, drawn, need, portfolio, read

from crmsite.views import themes

if TYPE_CHECKING:
    from dossiers import Case

    from crmsite.portfolio.portfolio import Portfolio


def page(seen: Portfolio, lang: str = "zh-CN") -> str:
    return read(drawn(themes, seen, lang)["themes.html"])  # type: ignore[arg-type]


def wanting(number: int, theme: str, feature: str, **more: object) -> Case:
    basis = {"by": "E-li", "on": "2024-05-01"}
    return customer(f"C{number:02d}", own={"need_feature": feature, "need_feature_basis": basis}, needs=[need(f"N-{number}", themes=[theme], **more)])


def test_without_themes_the_page_says_that_nothing_is_seen() -> None:
    words = page(portfolio())
    assert "还没有带主题的需求，看不出共性。" in words
    assert "还没有调研问过 Kano 正反两问。" in words
    assert "No need has a theme yet" in page(portfolio(), "en")


def test_a_clear_difference_is_told_with_its_shares_lift_test_and_customers() -> None:
    seen = portfolio(*(wanting(n, "price", "price") for n in range(8)), *(wanting(n, "training", "service") for n in range(8, 18)))
    words = page(seen)
    assert "处分群差异不像是碰巧" in words
    assert "价格敏感型" in words
    assert "8 家中 8 家100%" in words
    assert "10 家中 0 家0%" in words
    assert "精确检验" in words
    assert "most want training: 10" in page(seen, "en")


def test_what_may_be_chance_is_not_told_and_that_is_not_called_sameness() -> None:
    seen = portfolio(*(wanting(n, "price" if n % 2 else "training", "price" if n % 3 else "service") for n in range(8)))
    assert "没有一处差异站得住。这不等于各群想要的一样" in page(seen)


def test_three_customers_with_a_low_match_make_a_gap_and_two_do_not() -> None:
    three = portfolio(*(wanting(n, "training", "price", match="low") for n in range(3)), wanting(3, "training", "price", match="high"))
    assert "1 个主题是市场空白点。" in page(three)
    assert "3 家匹配度低，4 家想要" in page(three)
    two = portfolio(*(wanting(n, "training", "price", match="low") for n in range(2)))
    assert "没有主题算得上市场空白点。" in page(two)


def surveyed(count: int) -> Portfolio:
    answers = [{"feature": "night", "functional": 3, "dysfunctional": 5}]
    said = {"survey": "SV-1", "date": "2024-06-10", "scores": {"speed": 4}, "kano": answers}
    declared = {"declared": "performance", "by": "E-li", "on": "2024-05-01"}
    people = [customer(f"C{n:02d}", needs=[need(f"N-{n}", themes=["training"], kano=declared)], responses=[said]) for n in range(count)]
    seen = portfolio(*people)
    survey = record("survey", id="SV-1", window={"from": "2024-06-01", "to": "2024-06-30"}, scale={"min": 1, "max": 5}, dimensions=["speed"],
                    kano=[{"id": "night", "theme": "training", "text": "夜间响应"}])
    return seen._replace(organisation=seen.organisation._replace(surveys={"SV-1": survey}))


def test_what_was_measured_stands_beside_what_was_declared_and_the_difference_is_counted() -> None:
    words = page(surveyed(20))
    assert "SV-120 份基本需求 20 基本需求" in words, "a class that nobody's answers fall into is not listed with a nought"
    assert "基本需求布劳特规则" in words
    assert "期望需求 20" in words
    assert "20 条声明与实测不同，以实测为准" in words


def test_few_answers_give_counts_only() -> None:
    words = page(surveyed(19))
    assert "SV-119 份基本需求 19" in words
    assert "回答太少" in words
    assert "布劳特规则" not in words


# ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_comparison_opens_what_it_was_made_from() -> None:
    seen = portfolio(*(wanting(n, "price", "price") for n in range(8)), *(wanting(n, "training", "service") for n in range(8, 18)))
    words = page(seen, "en")
    assert "With the theme, in the segment 8 / 8" in words
    assert "With the theme, elsewhere 0 / 10" in words
    assert "With the theme, of all 8 / 18" in words
    assert "Comparisons made" in words


def test_a_kano_class_opens_its_counts_its_table_and_its_coefficients() -> None:
    words = page(surveyed(20), "en")
    assert "M Must-be 20" in words
    assert "Worse −20 / 20" in words
    assert "Table Berger" in words
