"""The risk register: its first sentence, the matrix in words, what is overdue, and who may see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from dossiers import facts, record
from portfolios import AS_OF, customer, drawn, portfolio, read

from crmsite.audience import Audience, redacted_organisation
from crmsite.views import risks

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio


def risk(name: str, likelihood: int, impact: int, **more: object) -> dict[str, object]:
    return {"id": name, "text": f"风险{name}", "likelihood": likelihood, "impact": impact, "response": "mitigate", "owner": "E-li", "raised": "2024-06-01", **more}


def page(seen: Portfolio, lang: str = "zh-CN") -> str:
    return read(drawn(risks, seen, lang)["risks.html"])  # type: ignore[arg-type]


LATE = risk("RK-1", 4, 5, controls=[{"text": "拜访", "due": "2024-07-29"}], review="2024-07-30")


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        ([], "没有记录在册的风险。", "No risk has been written down."),
        ([risk("RK-1", 4, 5, closed="2024-07-01")], "没有未关闭的风险，1 项已经关闭。", "No risk is open; 1 has been closed."),
        ([LATE], "1 项风险未关闭，1 项为高，最重的是客户C1：风险RK-1。1 项控制措施逾期，1 项风险过了复核日。",
         "1 risk is open; 1 is high, the gravest at 客户C1: 风险RK-1. 1 control is overdue and 1 risk is past the review date."),
        ([risk("RK-1", 2, 2), risk("RK-2", 2, 3)], "2 项风险未关闭，没有一项为高。控制措施和复核都没有逾期。",
         "2 risks are open, none of them high. No control and no review is overdue."),
    ],
)
def test_the_first_sentence_is_true_of_none_one_and_many(found: list[dict[str, object]], zh: str, en: str) -> None:
    seen = portfolio(customer("C1", risks=found))
    assert zh in page(seen)
    assert en in page(seen, "en")


def test_every_cell_of_the_matrix_says_its_product_and_band() -> None:
    markup = drawn(risks, portfolio(customer("C1", risks=[LATE])))["risks.html"]
    cells = re.findall(r'<td class="r-(\w+)"><span class="rk"><b>(\d+)</b> (.)</span>', markup)
    assert len(cells) == 25
    assert {("high", "15", "高"), ("medium", "12", "中"), ("medium", "8", "中"), ("low", "6", "低")} <= set(cells)


def test_the_companys_own_risks_stand_in_the_register_too() -> None:
    seen = portfolio()
    own = record("risk", **risk("RK-9", 3, 3))
    words = page(seen._replace(organisation=seen.organisation._replace(risks=(own,))))
    assert "风险RK-9" in words
    assert "公司" in words


def test_a_reader_without_the_class_is_told_that_risks_are_withheld_and_not_that_there_are_none() -> None:
    seen = portfolio()
    own = record("risk", **risk("RK-9", 3, 3))
    whole = seen.organisation._replace(risks=(own,))
    partner = Audience("partner", frozenset(("public", "internal")), frozenset(), frozenset(), frozenset())
    words = page(seen._replace(organisation=redacted_organisation(whole, partner)))
    assert "风险登记不对本站的读者开放。" in words
    assert "RK-9" not in words
    everything = Audience("all", frozenset(("public", "internal", "restricted")), frozenset(), frozenset(), frozenset())
    assert "RK-9" in page(seen._replace(organisation=redacted_organisation(whole, everything)))


def test_every_row_opens_its_own_receipt_with_the_lines_it_rests_on() -> None:
    judged = risk("RK-2", 3, 3, controls=[{"text": "备件", "due": "2024-06-30", "done": "2024-06-20"}], residual={"likelihood": 2, "impact": 3, "on": "2024-07-01"})
    seen = portfolio(customer("C1", risks=[LATE, judged]))
    own = record("risk", **risk("RK-9", 2, 1))
    seen = seen._replace(organisation=seen.organisation._replace(risks=(own,)))
    view = next(iter(risks.pages(seen)))[2].make()
    told = {row.line.id: row.receipt for row in view.rows}
    assert [(one.name.key, one.value) for one in told["RK-2"].factors[:2]] == [("risk.factor.likelihood", 3), ("risk.factor.impact", 3)]
    assert [one.name.key for one in told["RK-2"].factors[2:]] == ["risk.factor.control", "risk.factor.residual"]
    written = list(judged)
    lines = {name: written.index(name) + 2 for name in ("likelihood", "impact", "residual")}  # behind the customer
    assert [one.sources[0].line for one in told["RK-2"].factors if one.name.key != "risk.factor.control"] == list(lines.values())
    assert {source.path for one in told["RK-2"].factors for source in one.sources} == {"risk/RK-2.yaml"}
    assert ([value for _, value in told["RK-1"].parameters], told["RK-1"].policy) == ([15, 8], "effects-v1")
    assert [one.value for one in told["RK-9"].factors] == [2, 1]
    assert page(seen).count("计算依据") == 3
    assert page(seen, "en").count("How this was worked out") == 3


def test_the_receipt_of_the_register_is_that_of_the_customers_page() -> None:
    of = customer("C1", risks=[LATE])
    register = next(iter(risks.pages(portfolio(of))))[2].make().rows[0].receipt
    assert register == facts(of, AS_OF).in_depth.risks[0].receipt
