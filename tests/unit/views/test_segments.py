"""Segments: each table counts every customer once, a chart stands beside its table, absence has its own line."""

from __future__ import annotations

from markupsafe import Markup
from portfolios import customer, drawn, portfolio, rated, read

from crmsite.views import segments

CUSTOMERS = (
    customer("C1", [("2023-03-10", 80_000), ("2024-06-02", 1_300_000)], own={"need_feature": "service"}, assessments=[rated()]),
    customer("C2", [("2024-05-02", 100)], own={"industry": None}),
    customer("C3", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}]}),
)


def test_every_table_counts_every_customer_once() -> None:
    view = segments.segments(portfolio(*CUSTOMERS))
    assert [table.dimension for table in view.tables] == ["segment", "band", "stage", "need_feature", "region", "industry"]
    for table in view.tables:
        assert sum(line.customers for line in table.lines) == 3, table.dimension
        assert all(sum(line.counts) == line.customers for line in table.lines), table.dimension


def test_listed_values_stand_in_their_order_and_what_is_not_given_last() -> None:
    tables = {table.dimension: [line.value for line in table.lines] for table in segments.segments(portfolio(*CUSTOMERS)).tables}
    assert tables["stage"] == ["prospect", "won"]
    assert tables["band"] == ["high", "low", "none"]
    assert tables["need_feature"] == ["service", ""]


def test_the_drawing_of_the_readers_language_is_shown_and_the_other_is_not() -> None:
    of = portfolio(*CUSTOMERS)._replace(draw=lambda _: {"tiers.zh-CN": "<svg>中</svg>", "tiers.en": "<svg>en</svg>"})
    zh, en = drawn(segments, of)["segments.html"], drawn(segments, of, "en")["segments.html"]
    assert "<svg>中</svg>" in zh
    assert "<svg>en</svg>" not in zh
    assert "<svg>en</svg>" in en
    view = segments.segments(of)
    assert view.figures[0].drawings[0][1] == Markup("<svg>中</svg>")


def test_a_chart_has_its_figures_as_a_table_even_where_it_could_not_be_drawn() -> None:
    page = drawn(segments, portfolio(*CUSTOMERS))["segments.html"]
    assert page.count("<figcaption") == 4
    assert page.count("<summary>图中数据</summary>") == 4


def test_the_sentence_for_none_one_and_many() -> None:
    assert "1 of 3 customers has a tier" in read(drawn(segments, portfolio(*CUSTOMERS), "en")["segments.html"])
    assert "The one customer has a tier. The one with orders to score is" in read(drawn(segments, portfolio(CUSTOMERS[0]), "en")["segments.html"])
    assert "还没有客户记录。" in read(drawn(segments, portfolio())["segments.html"])


def test_an_unknown_amount_is_a_word() -> None:
    said = read(drawn(segments, portfolio(CUSTOMERS[2]))["segments.html"])
    assert "无成交" in said


def test_a_stage_and_an_industry_lead_to_the_customers_that_have_it_and_scores_to_their_rule() -> None:
    page = drawn(segments, portfolio(*CUSTOMERS))["segments.html"]
    assert 'href="customers.html?stage=prospect"' in page
    assert 'href="customers.html?industry="' not in page, "what is not given cannot be picked"
    assert 'href="methods.html#rfm"' in page.partition('id="segment"')[2].partition("</section>")[0]
    assert 'href="methods.html#value_band"' in page.partition('id="band"')[2].partition("</section>")[0]
