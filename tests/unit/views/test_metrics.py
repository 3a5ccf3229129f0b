"""The pages of metrics and goals: sentences for none, one and many in both languages; absence is a word; names and receipts."""

from __future__ import annotations

from dossiers import record
from portfolios import customer, drawn, portfolio, read

from crmsite.grammar.measures import MEASURES
from crmsite.kinds.goals import Goals
from crmsite.language import LANGUAGES
from crmsite.views import goals, metrics

BUYER = customer("C1", [("2021-05-02", 5), ("2022-09-01", 80_000), ("2023-10-02", 60_000), ("2024-05-02", 60_000)], own={"short_name": "一号"})
OLD = customer("C2", own={"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-03-01", "stage": "lost", "reason": "停产"}]})


def said(*customers: object, lang: str = "zh-CN") -> str:
    return read(drawn(metrics, portfolio(*customers), lang)["metrics.html"])  # type: ignore[arg-type]


def test_none_one_and_many_are_told_in_sentences() -> None:
    assert "还没有客户记录，也就没有可算的指标。" in said()
    assert "there is nothing to measure" in said(lang="en")
    assert "12 个月前在册的 1 家客户，一年里一家也没有流失。" in said(BUYER)
    assert "Of the 1 customer of twelve months ago, none has been lost." in said(BUYER, lang="en")
    assert "12 个月前在册的 2 家客户，一年里流失了 1 家。" in said(BUYER, OLD)
    assert "Of the 2 customers of twelve months ago, 1 has been lost." in said(BUYER, OLD, lang="en")


def test_a_share_of_few_is_a_count_and_draws_no_line() -> None:
    view = metrics.metrics(portfolio(BUYER, OLD))
    churn = view.groups[0].cards[0]
    assert churn.value is not None
    assert "1 / 2" in said(BUYER, OLD)
    assert "1.0 / 2.0" not in said(BUYER, OLD), "nobody is a part of a customer, in the table of quarters either"
    assert churn.past is None


def test_unknown_is_a_word_and_never_nought() -> None:
    assert "没有合同到期" in said(BUYER)
    assert "no contract ended" in said(BUYER, lang="en")


def test_the_names_behind_a_figure_lead_to_its_receipt_on_their_profiles() -> None:
    page = drawn(metrics, portfolio(BUYER, OLD))["metrics.html"]
    card = page.partition('id="churn_rate"')[2].partition("</section>")[0]
    assert 'href="c/C2.html#amounts"' in card
    assert 'href="methods.html#churn"' in card
    assert 'href="c/C2.html"' not in page, "no name leads to a page and leaves its reader to search"


def test_every_family_of_figures_has_its_place_on_a_profile_and_every_card_its_rule() -> None:
    assert {measure.family for measure in MEASURES} == metrics.PLACES.keys()
    page = drawn(metrics, portfolio(BUYER))["metrics.html"]
    cards = page.split('<section class="sec metric"')[1:]
    assert len(cards) == sum(len(names) for _, names in metrics.GROUPS)
    assert all('href="methods.html#' in card for card in cards)


def test_a_target_leads_to_the_figure_that_it_is_about_and_back() -> None:
    of = with_goals({"metric": "amount_12m", "op": ">=", "value": 100_000, "unit": "money"})
    assert 'href="metrics.html#amount_12m"' in drawn(goals, of)["goals.html"]  # type: ignore[arg-type]
    assert 'href="goals.html"' in drawn(metrics, of)["metrics.html"].partition('id="amount_12m"')[2].partition("</section>")[0]  # type: ignore[arg-type]


def test_a_gap_in_the_quarters_is_a_word() -> None:
    card = next(card for group in metrics.metrics(portfolio(BUYER)).groups for card in group.cards if card.id == "amount_prev_12m")
    assert [quarter.value is None for quarter in card.quarters] == [True] * 2 + [False] * 6
    assert card.quarters[0].reason is not None


def with_goals(*targets: dict[str, object]) -> object:
    of = portfolio(BUYER, OLD)
    made = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"}, targets=list(targets))
    assert isinstance(made, Goals)
    return of._replace(organisation=of.organisation._replace(goals=(made,)))


def test_goals_are_told_with_what_is_reached_what_is_not_and_what_cannot_be_told() -> None:
    of = with_goals(
        {"metric": "amount_12m", "op": ">=", "value": 100_000, "unit": "money"}, {"metric": "churn_rate", "op": "<=", "value": 0.05, "unit": "ratio"},
        {"metric": "renewal_rate", "op": ">=", "value": 0.05, "unit": "pp"},
    )
    zh, en = (read(drawn(goals, of, lang)["goals.html"]) for lang in LANGUAGES)  # type: ignore[arg-type]
    assert "目标 2024 共 3 项：目前 1 项达到，1 项没有达到，1 项还不能判断。" in zh
    assert "Goals 2024: of 3 targets, 1 is reached so far, 1 is not reached yet, and 1 cannot be told." in en
    assert "不低于 +5 个百分点（比上年同期）" in zh
    assert "at least +5 points on the year before" in en


def test_a_change_on_a_year_before_that_nobody_knows_says_so() -> None:
    young = customer("C1", [("2024-05-02", 60_000)])
    target = record("goals", id="G-2024", period={"from": "2024-01-01", "to": "2024-12-31"},
                    targets=[{"metric": "amount_12m", "op": ">=", "value": 0.1, "unit": "relative"}])  # fmt: skip
    seen = portfolio(young)
    seen = seen._replace(organisation=seen.organisation._replace(goals=(target,)))  # type: ignore[arg-type]
    assert "上年同期没有可比的值" in read(drawn(goals, seen)["goals.html"])
    assert "nothing to compare with a year before" in read(drawn(goals, seen, "en")["goals.html"])


def test_without_goals_the_page_says_where_to_write_them() -> None:
    assert "records/goals/" in read(drawn(goals, portfolio(BUYER))["goals.html"])
    assert "No goals are written yet." in read(drawn(goals, portfolio(), "en")["goals.html"])


def card_of(of: object, name: str) -> metrics.Card:
    return next(card for group in metrics.metrics(of).groups for card in group.cards if card.id == name)  # type: ignore[arg-type]


def test_the_line_of_a_metric_has_the_target_of_its_days_and_so_has_its_table() -> None:
    of = with_goals({"metric": "amount_12m", "op": ">=", "value": 100_000, "unit": "money"})
    card = card_of(of, "amount_12m")
    assert card.past is not None
    assert card.past.drawn.aim
    assert [quarter.wanted is not None for quarter in card.quarters] == [False] * 5 + [True] * 3, "a target holds in its own period"
    zh, en = (drawn(metrics, of, lang)["metrics.html"] for lang in LANGUAGES)  # type: ignore[arg-type]
    assert "目标 10 万元" in read(zh)
    assert "target CNY 100,000" in read(en)
    assert "未定目标" in read(zh)
    assert "no target" in read(en)
    assert 'class="k-aim"' in zh


def test_without_a_target_of_its_own_a_metric_shows_none() -> None:
    change = with_goals({"metric": "amount_12m", "op": ">=", "value": 0.05, "unit": "relative"}, {"metric": "churn_rate", "op": "<=", "value": 0.05, "unit": "ratio"})
    card = card_of(change, "amount_12m")
    assert (card.aimed, card.past is not None and card.past.drawn.aim, card.past is not None and card.past.aim) == (False, "", None)
    assert "k-aim" not in drawn(metrics, portfolio(BUYER, OLD))["metrics.html"]


def test_the_ends_of_a_line_are_labelled_with_quarter_and_value() -> None:
    card = card_of(portfolio(BUYER, OLD), "amount_12m")
    assert card.past is not None
    shown = drawn(metrics, portfolio(BUYER, OLD))["metrics.html"]
    assert f"{card.past.last} <b" in shown
    assert f"<span>{card.past.first} " in shown
