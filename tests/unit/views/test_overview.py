"""The overview says in one sentence who needs someone today; every absence is a word, right for none, one and many."""

from __future__ import annotations

import re

from dossiers import Case
from portfolios import customer, drawn, plan, portfolio, rated, read

from crmsite.views import overview

OLD = [("2022-03-10", 80_000), ("2022-09-10", 80_000), ("2023-02-10", 80_000), ("2023-07-20", 120_000)]
FRESH = [("2023-03-10", 80_000), ("2024-07-20", 120_000)]


def quiet(name: str) -> Case:
    """A customer with nothing to worry about."""
    return customer(
        name, FRESH, assessments=[rated("2024-Q1", "2024-04-05"), rated()],
        followups=[{"id": f"FU-{name}", "date": "2024-07-25", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "拜访"}],
        plans=[plan({"id": "A1", "text": "上门", "due": "2024-12-01", "owner": "E-li"})],
    )  # fmt: skip


def troubled(name: str) -> Case:
    """A customer whose decision maker left and who has not ordered for a year."""
    gone = {"id": f"P-{name}", "code": "联系人-001", "masked_name": "张*", "title": "总监", "role": "decision_maker",
            "since": "2021-01-01", "left_on": "2024-07-20"}  # fmt: skip
    return customer(name, OLD, contacts=[gone], assessments=[rated("2024-Q1", "2024-04-05"), rated(risk="2", growth="5")])


def lede(*customers: Case, lang: str = "zh-CN") -> str:
    page = drawn(overview, portfolio(*customers), "en" if lang == "en" else "zh-CN")["index.html"]
    return read("<main>" + page.partition('<p class="lede">')[2].partition("</p>")[0] + "<footer")


def test_who_needs_someone_is_named_and_linked() -> None:
    page = drawn(overview, portfolio(quiet("C1"), troubled("C2")))["index.html"]
    assert '<b class="bad">1 家需要马上处理</b>' in page
    assert '<a href="c/C2.html">客户C2</a>' in page.partition('<p class="lede">')[2].partition("</p>")[0]


def test_the_sentence_for_none_one_and_many() -> None:
    assert lede(quiet("C1")).startswith("1 家客户，今天没有需要处理的预警。")
    assert lede(quiet("C1"), troubled("C2")).startswith("2 家客户中，1 家需要马上处理（客户C2），都还没有人回应。")
    many = [troubled(f"C{n}") for n in range(1, 6)]
    assert lede(*many).startswith("5 家客户中，5 家需要马上处理（客户C1、客户C2、客户C3等），都还没有人回应。")


def test_the_sentence_in_english_for_none_one_and_many() -> None:
    assert lede(quiet("C1"), lang="en").startswith("1 customer, and no alert to deal with today.")
    assert lede(quiet("C1"), troubled("C2"), lang="en").startswith("Of 2 customers, 1 needs someone today (客户C2), none answered yet.")
    many = [troubled(f"C{n}") for n in range(1, 6)]
    assert "5 need someone today (客户C1, 客户C2, 客户C3 and others)" in lede(*many, lang="en")


def test_a_fall_in_tier_is_named_with_what_moved() -> None:
    said = read(drawn(overview, portfolio(troubled("C2")))["index.html"])
    assert "其中客户C2由 S 降到 A" in said
    assert "增长潜力 9→5，风险安全分 8→2" in said
    assert "34 → 24" in said
    assert "没有其他可与上季度末比较的客户。" in said


def test_no_customers_shows_how_to_begin_and_no_empty_figures() -> None:
    page = drawn(overview, portfolio())["index.html"]
    assert "还没有客户记录" in page
    assert "records/customers/C001/customer.yaml" in page
    assert "kpi" not in page


def test_alerts_of_one_customer_stand_together() -> None:
    page = drawn(overview, portfolio(troubled("C2")))["index.html"]
    section = page.partition('id="alerts"')[2].partition("</section>")[0]
    assert section.count('class="who"') == 1
    assert section.count('class="what"') >= 2
    assert "methods.html#no-orders" in section


def test_two_alerts_of_a_customer_are_told_and_the_rest_counted_in_the_order_of_the_opening_sentence() -> None:
    section = drawn(overview, portfolio(troubled("C2")))["index.html"].partition('id="alerts"')[2].partition("</section>")[0]
    told = section.count('class="what"')
    alerts = drawn(overview, portfolio(troubled("C2")))["alerts.html"].count('class="what"')
    assert told == 2 < alerts
    assert f"另有 {alerts - told} 条预警" in section


def test_what_is_overdue_stands_first_in_what_is_due() -> None:
    late = customer("C1", FRESH, plans=[plan(
        {"id": "A1", "text": "今天的事", "due": "2024-07-31", "owner": "E-li"}, {"id": "A2", "text": "晚了的事", "due": "2024-07-27"},
        {"id": "A3", "text": "下周的事", "due": "2024-08-06"})])  # fmt: skip
    said = read(drawn(overview, portfolio(late))["index.html"])
    week = said.partition("本周到期")[2].partition("等级分布")[0]
    assert week.index("逾期 4 天") < week.index("今天 周三")
    assert "下周的事" not in week
    assert "下周另有 1 家的事项到期" in week


def test_however_much_is_overdue_what_is_due_today_is_named() -> None:
    late = [{"id": f"A{n}", "text": f"晚了的事{n}", "due": f"2024-07-{n:02d}", "owner": "E-li"} for n in range(1, 20)]
    today = {"id": "A90", "text": "今天的事", "due": "2024-07-31", "owner": "E-li"}
    busy = customer("C1", FRESH, plans=[plan(*late, today)])
    said = read(drawn(overview, portfolio(busy))["index.html"])
    week = said.partition("本周到期")[2].partition("等级分布")[0]
    assert "今天的事" in week
    assert week.count("晚了的事") == 12
    assert "另有 7 项" in week


def test_all_that_is_overdue_stands_before_what_is_not_and_leaves_a_third_as_many_places() -> None:
    late = [{"id": f"A{n}", "text": f"晚了的事{n}", "due": f"2024-07-{n:02d}", "owner": "E-li"} for n in range(1, 13)]
    week = [{"id": f"B{n}", "text": f"这周的事{n}", "due": "2024-08-02", "owner": "E-li"} for n in range(1, 9)]
    said = read(drawn(overview, portfolio(customer("C1", FRESH, plans=[plan(*late, *week)])))["index.html"])
    shown = said.partition("本周到期")[2].partition("等级分布")[0]
    assert (shown.count("晚了的事"), shown.count("这周的事")) == (12, 4)
    assert shown.rindex("晚了的事") < shown.index("这周的事")
    assert "另有 4 项" in shown


def test_the_amount_that_alerts_touch_is_that_of_their_customers_as_far_as_it_is_known() -> None:
    loud = customer("C1", [("2023-09-02", 30000), ("2024-02-02", 20000)])
    said = read(drawn(overview, portfolio(loud, quiet("C2")))["index.html"])
    assert "涉及 1 家，近 12 个月成交 5 万元" in said
    assert "1 customer with CNY 50,000 of orders in 12 months" in read(drawn(overview, portfolio(loud, quiet("C2")), "en")["index.html"])
    assert "涉及" not in read(drawn(overview, portfolio(quiet("C2")))["index.html"])


def test_what_is_owed_late_and_soon_is_said_with_the_way_to_the_duties_and_nothing_of_none() -> None:
    bare = quiet("C1")
    none, late, soon = (portfolio(bare), portfolio(bare), portfolio(bare))
    late = late._replace(summaries=(late.summaries[0]._replace(pressing=late.summaries[0].pressing._replace(owed_late=1, owed_soon=0)),))
    soon = soon._replace(summaries=(soon.summaries[0]._replace(pressing=soon.summaries[0].pressing._replace(owed_late=0, owed_soon=2)),))
    none = none._replace(summaries=(none.summaries[0]._replace(pressing=none.summaries[0].pressing._replace(owed_late=0, owed_soon=0)),))
    assert "应做事项里，1 项过了最后一天，还在宽限期。" in read(drawn(overview, late)["index.html"])
    assert "1 duty is past the last day, within the grace. " in read(drawn(overview, late, "en")["index.html"])
    assert "2 duties fall due within 14 days. " in read(drawn(overview, soon, "en")["index.html"])
    assert 'href="duties.html"' in drawn(overview, soon)["index.html"].partition("<main")[2]
    assert "应做事项" not in read(drawn(overview, none)["index.html"])


def test_up_to_sixty_customers_are_named_and_beyond_counted() -> None:
    few = drawn(overview, portfolio(*(quiet(f"C{n:02d}") for n in range(3))))["index.html"]
    assert few.count('class="u"') == 3
    many = drawn(overview, portfolio(*(quiet(f"C{n:02d}") for n in range(61))))["index.html"]
    assert 'class="units"' not in many
    assert '<i class="w-100"></i>' in many


def test_a_year_is_held_against_the_one_before_only_where_the_orders_on_record_reach_back_so_far() -> None:
    def said(first: str) -> str:
        sold = [customer(f"C{n}", [(first, 50_000), ("2024-06-02", 100_000)]) for n in range(5)]
        return read(drawn(overview, portfolio(*sold), "en")["index.html"])

    whole, short = said("2022-07-15"), said("2022-09-15")
    assert "orders of the 12 months before are not fully on record" in short
    assert "than in the 12 months before" not in short
    assert "not fully on record" not in whole
    longer = [customer(f"C{n}", [("2022-07-15", 5), ("2022-09-15", 50_000), ("2024-06-02", 100_000)]) for n in range(5)]
    assert "100% more than in the 12 months before" in read(drawn(overview, portfolio(*longer), "en")["index.html"])


def test_a_headline_of_fewer_than_five_customers_is_not_judged() -> None:
    said = read(drawn(overview, portfolio(quiet("C1")))["index.html"])
    assert "少于 5 家，不与上期比较" in said


def test_all_alerts_have_a_page_of_their_own() -> None:
    said = read(drawn(overview, portfolio(quiet("C1"), troubled("C2")))["alerts.html"])
    assert re.search(r"共 \d 条预警", said)
    assert read(drawn(overview, portfolio(quiet("C1")), "en")["alerts.html"]).endswith("There is no alert.")
