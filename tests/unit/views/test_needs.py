"""Needs: the rank of the report template, true places in the matrix, what customers share, and where our offer has a gap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolios import customer, drawn, need, plan, portfolio, rated, read

from crmsite.portfolio.deferred import Deferred
from crmsite.views import needs

if TYPE_CHECKING:
    from crmsite.views.needs import NeedsView


def view(*customers: object) -> NeedsView:
    *_, (_, _, deferred) = needs.pages(portfolio(*customers))  # type: ignore[arg-type]
    assert isinstance(deferred, Deferred)
    made = deferred.make()
    assert type(made).__name__ == "NeedsView"
    return made  # type: ignore[return-value]


def test_the_ranks_that_the_template_prints() -> None:
    found = view(customer("C001", needs=[need("N-A", 5, 4), need("N-B", 5, 3)]), customer("C002", needs=[need("N-C", 4, 2)]))
    assert [(row.line.id, row.rank) for row in found.rows] == [("N-A", 1), ("N-B", 2), ("N-C", 3)]


def test_equal_needs_share_a_rank_and_stand_by_tier() -> None:
    found = view(
        customer("C1", needs=[need("N-1", 4, 4)]), customer("C2", needs=[need("N-2", 4, 4)], assessments=[rated()]),
        customer("C3", needs=[need("N-3", 1, 1)]),
    )  # fmt: skip
    assert [(row.line.id, row.rank) for row in found.rows] == [("N-2", 1), ("N-1", 1), ("N-3", 3)]


def test_a_need_without_scores_has_no_rank_no_place_and_comes_last() -> None:
    found = view(customer("C1", needs=[need("N-1", None, None), need("N-2", 1, 1)]))
    assert [(row.line.id, row.rank) for row in found.rows] == [("N-2", 1), ("N-1", None)]
    assert sum(len(cell.chips) for cell in found.matrix) == 1
    assert found.unplaced == 1


def test_the_matrix_puts_each_need_at_its_scores_and_counts_the_rest() -> None:
    found = view(customer("C1", needs=[need(f"N-{n}", 5, 4) for n in range(6)]))
    cell = next(cell for cell in found.matrix if cell.chips)
    assert (cell.importance, cell.urgency, len(cell.chips), cell.more) == (5, 4, 6, 2), "all are there for a filter; four are shown"
    page = drawn(needs, portfolio(customer("C1", needs=[need(f"N-{n}", 5, 4) for n in range(6)])))["needs.html"]
    assert [page.count('class="chip" data-item'), len(re.findall(r'class="chip" data-item="N-\d" hidden', page))] == [6, 2]
    assert [(cell.importance, cell.urgency) for cell in found.matrix[:6]] == [(5, 1), (5, 2), (5, 3), (5, 4), (5, 5), (4, 1)]


def test_closed_needs_are_gone() -> None:
    assert view(customer("C1", needs=[need("N-1", closed={"on": "2024-06-01", "outcome": "met"})])).total == 0


def test_a_theme_counts_customers_not_needs_and_three_poor_matches_make_a_gap() -> None:
    poor = {"themes": ["training"], "match": "low"}
    customers = [customer(f"C{n}", [("2024-06-02", 1000 * n)], needs=[need(f"N-{n}", **poor), need(f"M-{n}", **poor)]) for n in (1, 2, 3)]
    theme = view(*customers).themes[0]
    assert (theme.customers, theme.needs, theme.gap, theme.known) == (3, 6, True, 3)
    assert theme.amount is not None
    assert theme.amount.amount == 6000
    assert view(*customers[:2]).themes[0].gap is False


def test_table_two_has_the_columns_of_the_template_in_both_languages() -> None:
    of = portfolio(customer("C1", needs=[need("N-1", owner="E-li"), need("N-2", 2, 2)], plans=[plan(
        {"id": "A1", "text": "上门", "due": "2024-07-10", "needs": ["N-1"]})]))  # fmt: skip
    zh, en = read(drawn(needs, of)["needs.html"]), read(drawn(needs, of, "en")["needs.html"])
    for head in ("客户编号", "需求类别", "具体需求描述", "来源", "重要性", "紧急性", "排序", "象限", "匹配度", "负责人", "计划完成"):
        assert head in zh, head
    assert "07-10 逾期" in zh
    assert "10 Jul, late" in en
    assert "未安排" in zh.partition("表 2")[2]


def test_the_sentence_for_none_one_and_many() -> None:
    said = [read(drawn(needs, portfolio(customer("C1", needs=found)), "en")["needs.html"]) for found in (
        [need("N-1", 1, 1)], [need("N-1")], [need("N-1"), need("N-2", kano={"declared": "must_be", "by": "E-li", "on": "2024-06-01"})])]  # fmt: skip
    assert "1 need, none of them both important and urgent." in said[0]
    assert "1 need is both important and urgent." in said[1]
    assert "2 needs are both important and urgent; 1 of them is a must-be need and may cost us the customer if unmet: " in said[2]
    kinds = {"kano": {"declared": "must_be", "by": "E-li", "on": "2024-06-01"}, "match": "low"}
    three = portfolio(customer("C1", needs=[need(f"N-{n}", **kinds) for n in (1, 2, 3)]))
    many = read(drawn(needs, three, "en")["needs.html"])
    assert "3 of them are must-be needs and may cost us customers if unmet, such as " in many
    assert "Our match is low for 3, so decide first whether to invest in needs such as " in many
    assert "其中 3 条属于基本需求，不满足就可能流失，如" in read(drawn(needs, three)["needs.html"])
    assert "没有未了结的需求记录。" in read(drawn(needs, portfolio(customer("C1")))["needs.html"])


def test_a_long_table_is_cut_by_quadrant_and_customer() -> None:
    of = portfolio(*(customer(f"C{n}", needs=[need(f"N-{n}-{i}", 5, 4) for i in range(60)]) for n in range(4)))
    pages = drawn(needs, of)
    assert list(pages) == ["needs.html", "needs/Q1-C0.html", "needs/Q1-C1.html", "needs/Q1-C2.html", "needs/Q1-C3.html"]
    assert len(re.findall(r'<tr data-item="N-', pages["needs.html"])) == 80
    assert len(re.findall(r'<tr data-item="N-', pages["needs/Q1-C0.html"])) == 60
    assert all(f'href="{path}"' in pages["needs.html"] for path in pages if path != "needs.html")
    assert all(len(page.encode()) <= 300_000 for page in pages.values())
