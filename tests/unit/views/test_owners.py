"""Owners: everybody of ours, and whoever a record names, has a page with customers, alerts, due list and needs of their own."""

from __future__ import annotations

from datetime import date

from portfolios import customer, drawn, need, plan, portfolio, rated, read

from crmsite.portfolio.deferred import Deferred
from crmsite.views import owners

ORDERS = [("2023-03-10", 80_000), ("2024-06-02", 300_000)]
WU: dict[str, object] = {"owners": [{"person": "E-wu", "from": "2020-01-01"}]}


def two() -> dict[str, str]:
    return drawn(owners, portfolio(
        customer("C1", ORDERS, assessments=[rated()], needs=[need("N-1", 2, 2, owner="E-li"), need("N-2", 5, 5, owner="E-li"), need("N-3")],
                 plans=[plan({"id": "A1", "text": "上门", "due": "2024-07-20", "owner": "E-wu"}, {"id": "A2", "text": "报价", "due": "2024-08-01"})]),
        customer("C2", own=WU, plans=[plan({"id": "A1", "text": "拜访", "due": "2024-08-20", "owner": "E-qi"})]),
    ))  # fmt: skip


def test_everybody_named_has_a_page() -> None:
    assert list(two()) == ["owners.html", "owners/E-li.html", "owners/E-qi.html", "owners/E-wu.html"]


def test_a_page_holds_what_is_ones_own_and_nothing_of_others() -> None:
    li, wu = read(two()["owners/E-li.html"]), read(two()["owners/E-wu.html"])
    assert "客户C1" in li
    assert "客户C2" not in li
    assert "逾期 11 天客户C1 上门" in wu, "an action of mine at a customer of somebody else"
    assert "上门" not in li
    assert "报价" in li, "an action without an owner is the customer's owner's"


def test_needs_are_ranked_among_ones_own() -> None:
    said = read(two()["owners/E-li.html"]).partition("我的需求")[2]
    assert said.index("需求N-2") < said.index("需求N-1")
    assert "需求N-3" not in said


def test_who_has_no_customer_reads_a_sentence_not_an_empty_table() -> None:
    said = read(two()["owners/E-qi.html"])
    assert "名下没有客户，没有预警，没有逾期的待办。" in said
    assert '<table class="cl"' not in two()["owners/E-qi.html"]


def test_the_list_counts_what_each_has() -> None:
    said = read(two()["owners.html"])
    assert "E-wu" in said
    row = two()["owners.html"].partition('href="owners/E-wu.html"')[2].partition("</tr>")[0]
    assert '<b class="bad">1</b>' in row


def test_a_customer_that_nobody_answers_for_is_named() -> None:
    gone: dict[str, object] = {"owners": [{"person": "E-li", "from": "2020-01-01", "to": "2023-01-01"}]}
    assert "1 customer has no owner" in read(drawn(owners, portfolio(customer("C1", own=gone)), "en")["owners.html"])


def test_a_page_moves_only_with_customers_it_has_to_do_with() -> None:
    of = portfolio(customer("C1"), customer("C2", own=WU))
    moved = of._replace(summaries=(of.summaries[0], of.summaries[1]._replace(whole="moved")))
    before = {path: view.key for path, _, view in owners.pages(of) if isinstance(view, Deferred)}
    after = {path: view.key for path, _, view in owners.pages(moved) if isinstance(view, Deferred)}
    assert [path for path in before if before[path] != after[path]] == ["owners/E-wu.html"]


def test_very_many_customers_are_cut_into_pages() -> None:
    of = portfolio(customer("C000", ORDERS, assessments=[rated()]))
    one = of.summaries[0]
    many = of._replace(summaries=tuple(one._replace(id=f"C{n:03d}") for n in range(150)))
    pages = drawn(owners, many)
    assert list(pages) == ["owners.html", "owners/E-li.html", "owners/E-li-C0.html", "owners/E-li-C1.html"]
    assert pages["owners/E-li.html"].count("<tr data-item=") == 120
    assert pages["owners/E-li-C0.html"].count("<tr data-item=") == 100


def test_a_page_is_known_by_the_faces_of_its_rows() -> None:
    def known(amount: int, **changes: object) -> str:
        of = portfolio(customer("C1", [("2023-03-10", 80_000), ("2024-06-02", amount)]))._replace(**changes)
        (view,) = [deferred.make() for path, _, deferred in owners.pages(of) if path == "owners/E-li.html"]
        return repr(view.stood_for)  # type: ignore[attr-defined]

    assert known(300_000) == known(300_000)
    assert known(300_000) != known(300_001), "a row shows the amount"
    assert known(300_000) != known(300_000, as_of=date(2024, 7, 30)), "a row says how a day stands to today"
