"""Execution: what is late, who owns it, did it work; table 3 and the tracking table with the columns of the templates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dossiers import case, organisation, policies, record
from portfolios import AS_OF, customer, drawn, plan, portfolio, rated, read, summary

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.portfolio.portfolio import build
from crmsite.scores.actions import actions_of
from crmsite.views import execution

if TYPE_CHECKING:
    from crmsite.kinds.plan import Plan
    from crmsite.portfolio.portfolio import Portfolio

ACTIONS = (
    {"id": "A1", "text": "晚了的事", "start": "2024-07-01", "due": "2024-07-20", "owner": "E-li", "progress": [{"on": "2024-07-10", "percent": "30"}]},
    {"id": "A2", "text": "在办的事", "start": "2024-07-01", "due": "2024-08-05", "owner": "E-li", "department": "sales", "expected": "确认续签"},
    {"id": "A3", "text": "未来的事", "start": "2024-09-01", "due": "2024-09-20"},
    {"id": "A4", "text": "做完的事", "due": "2024-07-10", "done": "2024-07-08", "result": "已签约", "feedback": "满意"},
    {"id": "A5", "text": "去年的事", "due": "2023-07-10", "done": "2023-07-08"},
    {"id": "A6", "text": "没定日子的事"},
)  # fmt: skip


def one() -> Portfolio:
    return portfolio(customer("C1", plans=[plan(*ACTIONS)], assessments=[rated()]))


def test_the_counts_at_the_head() -> None:
    said = read(drawn(execution, one())["execution.html"])
    for words in ("逾期1最长 11 天", "7 天内到期1最近 08-05", "未开始1最早 09-01 启动", "本季已完成11 项写有结果", "1 项有进度，平均 30%"):
        assert words in said, words


def test_what_is_overdue_stands_first_and_what_ended_before_this_quarter_is_only_counted() -> None:
    page = drawn(execution, one())["execution.html"]
    table = page.partition('id="h-t3"')[2].partition("</section>")[0]
    assert next(iter(re.findall(r"(?:晚了|在办|未来|做完|去年|没定日子)的事", table))) == "晚了的事"
    assert "去年的事" not in page
    assert "另有 1 项在本季度以前结束" in read(page)


def test_a_result_is_what_happened_and_its_absence_is_a_word() -> None:
    table = read("<main>" + drawn(execution, one())["execution.html"].partition('id="h-t3"')[2].partition("</section>")[0] + "<footer")
    assert re.search(r"晚了的事.*?逾期 11 天.*?待评估", table)
    assert re.search(r"未来的事.*?未开始", table)
    assert re.search(r"做完的事.*?已签约", table)
    assert "未定日期" in table


def test_table_three_and_the_tracking_table_have_the_columns_of_the_templates() -> None:
    said = read(drawn(execution, one())["execution.html"])
    for head in ("客户对象", "维护策略", "具体措施", "责任部门 / 人", "时间节点", "预期效果"):
        assert head in said, head
    for head in ("客户名称", "客户等级", "关键决策人", "当前维护目标", "本月核心动作", "责任人", "完成时限", "客户反馈", "效果评估"):
        assert head in said.partition("本月跟踪表")[2], head


def test_the_tracking_table_holds_what_this_month_asks_for() -> None:
    said = read(drawn(execution, one())["execution.html"]).partition("本月跟踪表")[2]
    assert "晚了的事" in said
    assert "做完的事" in said
    assert "在办的事" not in said, "due next month"


def test_the_gantt_chart_says_in_words_what_each_bar_shows() -> None:
    page = drawn(execution, one(), "en")["execution.html"]
    gantt = read("<main>" + page.partition('id="h-gantt"')[2].partition("</section>")[0] + "<footer")
    assert "1 Jul to 20 Jul," in gantt
    assert 'fill="url(#late)"' in page
    assert "style=" not in page


def segment_plan() -> Plan:
    found = record("plan", id="SP-1", subject={"tier": ["S"]}, period={"from": "2024-01-01", "to": "2024-12-31"},
                   actions=[{"id": "A1", "text": "季度关怀邮件", "due": "2024-08-10", "owner": "E-wu"}])  # fmt: skip
    assert type(found).__name__ == "Plan"
    return found  # type: ignore[return-value]


def test_a_plan_for_a_segment_prints_its_subject() -> None:
    day = date.fromisoformat(AS_OF)
    shared = organisation()._replace(segment_plans=(segment_plan(),))
    actions = actions_of(shared.segment_plans, day, 14, "CNY", CALENDAR_YEAR)
    of = build(as_of=day, organisation=shared, policies=policies(), summaries=[summary(case({"id": "C1"}))], segment_actions=actions)
    said = read(drawn(execution, of)["execution.html"])
    assert "面向客群的措施" in said
    assert "S 级客户" in said


def test_no_actions_at_all() -> None:
    said = read(drawn(execution, portfolio(customer("C1")), "en")["execution.html"])
    assert "No action is under way, and none ended this quarter." in said
    assert "Overdue0nothing is late" in said


def test_more_actions_than_one_page_holds_stand_on_a_page_for_each_owner() -> None:
    busy = [{"id": f"A{n}", "text": f"措施{n}", "due": "2024-08-20", "owner": "E-li" if n % 3 else "E-wu"} for n in range(45)]
    of = portfolio(*(customer(f"C{n}", plans=[plan(*busy)]) for n in range(4)))
    pages = drawn(execution, of)
    assert list(pages) == ["execution.html", "execution/E-li.html", "execution/E-wu.html"]
    assert read(pages["execution/E-wu.html"]).count("措施3C0") == 0
    assert all(f'href="{path}"' in pages["execution.html"] for path in pages if path != "execution.html")
    assert len(re.findall('<th scope="row" class="p">', pages["execution.html"])) == 60
