"""The list of customers: best score first, absence in words and last in any order, long lists in pages that stay as they are."""

from __future__ import annotations

import re

from portfolios import customer, drawn, portfolio, rated, read

from crmsite.portfolio.deferred import Deferred
from crmsite.views import customers

ORDERS = [("2023-03-10", 80_000), ("2024-06-02", 300_000)]
PROSPECT: dict[str, object] = {"stages": [{"from": "2024-05-01", "stage": "prospect"}]}
LOST: dict[str, object] = {"stages": [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-05-01", "stage": "lost", "reason": "换供应商"}]}


def row(page: str, name: str) -> str:
    return page.partition(f'<tr data-item="{name}"')[2].partition("</tr>")[0]


def test_the_best_score_stands_first_and_those_without_last() -> None:
    page = drawn(customers, portfolio(customer("C1"), customer("C2", assessments=[rated(risk="2")]), customer("C3", assessments=[rated()])))
    assert re.findall(r'<tr data-item="(\w+)"', page["customers.html"]) == ["C3", "C2", "C1"]


def test_absence_is_a_word_and_sorts_last() -> None:
    page = drawn(customers, portfolio(customer("C1", own=PROSPECT)))["customers.html"]
    found = row(page, "C1")
    for words in ("未成交，不评级", ">未成交<", "未安排", "从未联系", "无成交记录，不画走势", "无预警"):
        assert words in found, words
    assert found.count('data-v=""') >= 5
    assert ">0<" not in found


def test_a_real_nought_is_a_nought() -> None:
    found = row(drawn(customers, portfolio(customer("C1", [("2022-06-02", 300_000)])))["customers.html"], "C1")
    assert 'class="c-amt num" data-v="0">0<' in found


def test_a_missing_score_is_counted_and_a_lost_customer_shows_its_last_tier_in_grey() -> None:
    page = drawn(customers, portfolio(
        customer("C1", ORDERS, assessments=[rated(risk=None, growth=None)]), customer("C2", ORDERS, own=LOST, assessments=[rated("2024-Q1", "2024-04-02")]),
    ))["customers.html"]  # fmt: skip
    assert "缺 2 个维度" in row(page, "C1")
    assert "已流失" in row(page, "C2")
    assert 'class="t tN" title="流失前为 S 级"' in row(page, "C2")


def test_a_row_carries_what_filters_and_sorting_ask_for() -> None:
    page = drawn(customers, portfolio(customer("C1", ORDERS, assessments=[rated()]), customer("C2", ORDERS)))["customers.html"]
    found = row(page, "C1")
    assert 'data-tier="S" data-industry="internet" data-owner="E-li"' in found
    assert 'data-v="34"' in found
    assert '<option value="E-li">李经理</option>' in page
    assert 'name="tier" data-value="N"' in page, "unrated customers can be picked"


def test_the_month_line_says_in_words_what_it_draws() -> None:
    found = row(drawn(customers, portfolio(customer("C1", ORDERS)), "en")["customers.html"], "C1")
    assert 'role="img" aria-label="Last 12 months, from CNY 0 to CNY 0 a month"' in found


def many(n: int, *extra: str) -> dict[str, str]:
    """Return path and key of every page of a list of ``n`` customers."""
    base = portfolio(customer("C000", ORDERS, assessments=[rated()]))
    one = base.summaries[0]
    ids = [*(f"C{i:03d}" for i in range(n)), *extra]
    found = base._replace(summaries=tuple(one._replace(id=name, face=f"face {name}") for name in sorted(ids)))
    keys = {}
    for path, _, view in customers.pages(found):
        assert isinstance(view, Deferred)
        keys[path] = view.key
    return keys


def test_beyond_one_page_the_list_is_cut_by_tier_and_beginning_of_the_id() -> None:
    assert list(many(160)) == ["customers.html"]
    assert list(many(250)) == ["customers.html", "customers/S-C0.html", "customers/S-C1.html", "customers/S-C2.html"]


def test_a_new_customer_moves_one_page_and_the_entry() -> None:
    before, after = many(250), many(250, "C250")
    assert [path for path, key in after.items() if before.get(path) != key] == ["customers.html", "customers/S-C2.html"]


def test_the_entry_of_a_long_list_leads_to_every_page_and_lists_the_best() -> None:
    base = portfolio(customer("C000", ORDERS, assessments=[rated()]))
    one = base.summaries[0]
    found = base._replace(summaries=tuple(one._replace(id=f"C{i:03d}") for i in range(250)))
    pages = drawn(customers, found)
    entry = pages["customers.html"]
    assert all(f'href="{path}"' in entry for path in pages if path != "customers.html")
    assert "得分最高的 100 家" in read(entry)
    assert entry.count("<tr data-item=") == 100
    assert sum(page.count("<tr data-item=") for path, page in pages.items() if path != "customers.html") == 250
    assert all(len(page.encode()) <= 300_000 for page in pages.values())
    assert 'data-rows="customers/S-C0.js customers/S-C1.js customers/S-C2.js"' in entry
    assert [view.rows for path, _, view in customers.pages(found) if path != "customers.html"] == [path.replace(".html", ".js") for path in list(pages)[1:]]


def test_no_customers_at_all() -> None:
    assert read(drawn(customers, portfolio(), "en")["customers.html"]).endswith("Run crmsite new customer C001 to write the first.")
