"""The page of fit: its first sentence, capabilities as they are today, table (二) with its columns, gaps first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dossiers import record
from portfolios import customer, drawn, need, plan, portfolio, read

from crmsite.views import fit

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio


def page(seen: Portfolio, lang: str = "zh-CN") -> str:
    return read(drawn(fit, seen, lang)["fit.html"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("needs", "zh", "en"),
    [
        ([], "没有未了结的需求，无从匹配。", "No need is open, so there is nothing to match."),
        ([need("N-1")], "唯一一条未了结需求还没有评过匹配度。它没有写缺口，匹配度也不低。", "The one open need has not been matched yet. It has neither a gap nor a low match."),
        ([need("N-1", 5, match="high"), need("N-2", 4, match="medium"), need("N-3", 3, match="low"), need("N-4")],
         "按重要性加权，客户要的我方能满足 58.3%（4 条未了结需求，评过匹配度的 3 条）。1 条有缺口或匹配度低，尚无动作。",
         "we can meet 58.3% of what customers want (3 of 4 open needs assessed). 1 has a gap or a low match, and nothing is planned for it."),
    ],
)
def test_the_first_sentence_is_true_of_none_one_and_many(needs: list[dict[str, object]], zh: str, en: str) -> None:
    seen = portfolio(customer("C1", needs=needs))
    assert zh in page(seen)
    assert en in page(seen, "en")


def test_table_two_has_its_eight_columns_and_begins_with_the_gaps() -> None:
    pain = {"text": "数据孤岛", "decision_impact": "high"}
    one = customer(
        "C1", needs=[need("N-1", 5, 5, match="high"), need("N-2", 3, 2, match="low", gap="没有人", pain=pain, owner="E-li")],
        plans=[plan({"id": "A1", "text": "三周内提供原型", "needs": ["N-2"], "due": "2024-08-15"}, id="SP-1")],
    )
    words = page(portfolio(one))
    assert "客户与编号需求类型具体需求描述痛点分析企业匹配度后续行动建议负责人计划完成时间" in words
    assert words.index("N-2") < words.index("N-1")
    for said in ("数据孤岛", "对决策的影响：高", "缺口： 没有人", "三周内提供原型", "李经理", "08-15"):
        assert said in words


def test_a_capability_tells_from_when_it_is_there_and_what_was_judged_above_it() -> None:
    seen = portfolio(customer("C1", needs=[need("N-1", match="high", capability="CAP-1")]))
    ability = record("capability", id="CAP-1", name="同步", level="medium", available_from="2024-12-15", limits="灰度")
    words = page(seen._replace(organisation=seen.organisation._replace(capabilities={"CAP-1": ability})))
    assert "2024-12-15 起才有，届时为中" in words
    assert "灰度" in words


def test_more_needs_than_a_page_holds_leave_the_gaps_first_and_cut_by_customer() -> None:
    many = [customer(f"C{n:03d}", needs=[need(f"N-{n}-{k}", match="low" if k == 0 else "high") for k in range(3)]) for n in range(60)]
    pages = drawn(fit, portfolio(*many))
    assert len(pages) >= 2
    assert "60 条有缺口或匹配度低的需求" in read(pages["fit.html"])
    assert all(len(markup) < 300_000 for markup in pages.values())


def test_a_long_table_can_be_narrowed_to_who_answers_for_a_need_on_every_page() -> None:
    many = [customer(f"C{n:03d}", needs=[need(f"N-{n}-{k}", match="low", owner="E-li") for k in range(3)]) for n in range(60)]
    pages = drawn(fit, portfolio(*many))
    assert len(pages) >= 2
    assert [path for path, markup in pages.items() if '<option value="E-li">' not in markup] == []
    nobody = drawn(fit, portfolio(*(customer(f"C{n}", needs=[need(f"N-{n}", match="low")]) for n in range(3))))
    assert 'name="owner"' not in nobody["fit.html"]
