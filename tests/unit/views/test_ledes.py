"""The sentence that opens a page is true for none, one and many, in both languages, and says nothing that is not known."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from dossiers import Case, case, facts
from portfolios import customer, drawn, plan, portfolio, rated

from crmsite.figures.facts import Who
from crmsite.language import Language
from crmsite.portfolio.duty_rows import Kept
from crmsite.views import customers, duties, execution, owners, quality, segments
from crmsite.views.profile.lede import lede

AS_OF = "2024-07-31"
WON = {"stages": [{"from": "2021-01-01", "stage": "won"}]}
ORDERS = [("2023-05-01", "100000"), ("2024-05-01", "150000"), ("2024-07-20", "50000")]
TALKED = {"id": "F1", "date": "2024-07-25", "kind": "call_back", "channel": "phone", "by": "E-li", "summary": "电话"}
OTHER: tuple[Literal["zh-CN", "en"], ...] = ("zh-CN", "en")


def of_profile(lang: Literal["zh-CN", "en"], *args: object, **kinds: object) -> str:
    language = Language(lang, "zh-CN", {}, {})
    return "".join(language.say(words) for words in lede(facts(case(*args, **kinds), AS_OF))).strip()  # type: ignore[arg-type]


def opening(page: str) -> str:
    found = re.search(r'<p class="lede">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


class TestProfile:
    def test_a_tier_an_amount_and_quiet(self) -> None:
        assert of_profile("zh-CN", WON, ORDERS, assessments=[rated()], followups=[TALKED]) == (
            "目前是 S 级，34 分。近 12 个月成交 20 万元，比上一个 12 个月多 100%。没有预警，也没有逾期的事。"
        )
        assert of_profile("en", WON, ORDERS, assessments=[rated()], followups=[TALKED]) == (
            "Tier S at present, with 34 points. Orders of the last 12 months come to CNY 200,000, 100% more than in the 12 months"
            " before. There are no alerts and nothing is late."
        )

    def test_a_customer_that_never_bought_has_neither_tier_nor_amount(self) -> None:
        said = of_profile("en", {"stages": [{"from": "2024-05-01", "stage": "prospect"}]})
        assert said == "No order yet, so there is no tier. There are no alerts and nothing is late."

    def test_an_open_tier_is_an_interval(self) -> None:
        said = of_profile("en", WON, ORDERS, assessments=[rated(growth=None)])
        assert said.startswith("A dimension is not scored, so the tier lies between A and S and is still open.")

    @pytest.mark.parametrize(
        ("late", "words"),
        [(["2024-07-26"], "One thing is 5 days late."), (["2024-07-26", "2024-07-01"], "2 things are late, by up to 30 days.")],
    )
    def test_what_is_late_is_counted(self, late: list[str], words: str) -> None:
        actions = [{"id": f"A{n}", "text": "拜访", "owner": "E-li", "due": due} for n, due in enumerate(late)]
        assert words in of_profile("en", WON, ORDERS, assessments=[rated()], followups=[TALKED], plans=[plan(*actions)])


class TestCustomers:
    def test_nobody_and_one(self) -> None:
        assert [opening(drawn(customers, portfolio(), lang)["customers.html"]) for lang in OTHER] == ["", ""]
        one = portfolio(customer("C1"))
        assert opening(drawn(customers, one, "en")["customers.html"]).startswith("There is one customer so far: ")
        assert opening(drawn(customers, one)["customers.html"]).startswith("目前只有一家客户：")

    def test_the_best_tiers_share_and_the_longest_silence(self) -> None:
        best = customer("C1", ORDERS, assessments=[rated()], followups=[{**TALKED, "date": "2024-05-01"}])
        small = customer("C2", [("2024-06-01", "50000")], assessments=[rated(amount="2", stability="2", growth="2", risk="2")])
        said = opening(drawn(customers, portfolio(best, small, customer("C3")), "en")["customers.html"])
        assert said.startswith("2 of 3 customers have a tier. The 1 in S and A accounts for 80% of the orders of the last 12 months.")
        assert "for 91 days, the longest of all with a tier." in said


class TestExecution:
    def page(self, *due: str, lang: Literal["zh-CN", "en"] = "en", **more: object) -> str:
        actions = [{"id": f"A{n}", "text": "拜访", "owner": "E-li", "due": day, **more} for n, day in enumerate(due)]
        return opening(drawn(execution, portfolio(customer("C1", plans=[plan(*actions)] if actions else ())), lang)["execution.html"])

    def test_nothing_one_and_many(self) -> None:
        assert self.page() == "There are no actions at present."
        assert self.page(lang="zh-CN") == "目前没有措施。"
        assert self.page("2024-07-30") == "1 of 1 action is overdue, by 1 day."
        assert self.page("2024-09-30") == "1 action, and none is overdue."
        many = self.page("2024-07-30", "2024-07-01", "2024-08-02")
        assert many.startswith("2 of 3 actions are overdue, by up to 30 days.")
        assert "holds the most, 2. 1 more falls due within 7 days." in many

    def test_what_came_of_it(self) -> None:
        assert self.page("2024-07-30", done="2024-07-20").endswith("1 was finished this quarter, with no result noted yet.")
        assert self.page("2024-07-30", done="2024-07-20", result="签了").endswith("1 was finished this quarter, with the result noted.")




class TestOwners:
    def page(self, *of: Case, lang: Literal["zh-CN", "en"] = "zh-CN") -> str:
        return opening(drawn(owners, portfolio(*of), lang)["owners.html"])

    def owned(self, name: str, person: str, *due: str) -> Case:
        actions = [{"id": f"A{n}", "text": "拜访", "owner": person, "due": day} for n, day in enumerate(due)]
        own = {"owners": [{"person": person, "from": "2021-01-01"}]}
        return customer(name, own=own, plans=[plan(*actions)] if actions else [])

    def test_nobody_has_anything_to_do(self) -> None:
        assert self.page(self.owned("C1", "E-li")) == "1 人负责 1 家客户。本周没有人有到期或逾期的事。"

    def test_the_busiest_is_named_and_a_tie_is_told_as_one(self) -> None:
        late, soon = "2024-07-30", "2024-08-02"
        assert self.page(self.owned("C1", "E-li", late, soon), self.owned("C2", "E-wu", soon)) == (
            "2 人负责 2 家客户。本周手上事情最多的是李经理：2 件，其中 1 件已经逾期。"
        )
        tied = self.page(self.owned("C1", "E-li", soon), self.owned("C2", "E-wu", soon), lang="en")
        assert tied == "2 of us answer for 2 customers. 2 of us have most to do this week, 1 thing each."

    def test_customers_without_an_owner_are_counted(self) -> None:
        assert self.page(self.owned("C1", "E-li"), customer("C2", own={"owners": []})).endswith("有 1 家客户没有人负责。")


class TestDuties:
    @pytest.mark.parametrize(
        ("on_time", "missed", "zh", "en"),
        [
            (0, 1, "近 12 个月到期的只有 1 项，漏做了。", "The one duty that ended in the last 12 months was missed."),
            (1, 0, "近 12 个月到期的只有 1 项，做到了。", "The one duty that ended in the last 12 months was done."),
            (0, 5, "近 12 个月到期的 5 项全部漏做。", "All 5 duties that ended in the last 12 months were missed."),
            (5, 0, "近 12 个月到期的 5 项都做到了。", "All 5 duties that ended in the last 12 months were done."),
            (1, 4, "近 12 个月到期的 5 项做到 1 项（20%），漏做 4 项。", "Of the 5 duties that ended in the last 12 months, 1 was done (20%) and 4 missed."),
            (0, 0, "还没有到期的周期，谈不上覆盖率。", "No period has ended yet, so there is no coverage to speak of."),
        ],
    )
    def test_what_ended_is_told_for_none_one_and_many(self, on_time: int, missed: int, zh: str, en: str) -> None:
        said = duties._lede(Kept(on_time=on_time, missed=missed), 0, 0, 0, 14, 12)
        for lang, words in (("zh-CN", zh), ("en", en)):
            language = Language(lang, "zh-CN", {}, {})  # type: ignore[arg-type]
            assert "".join(map(language.say, said)).endswith(words)


class TestSegments:
    @pytest.mark.parametrize(
        ("customers", "zh", "en"),
        [
            ([], "还没有客户记录", "There is no customer record yet."),
            ([customer("C1")], "唯一的一家客户还没有等级。没有成交记录", "The one customer has no tier yet. There are no orders to score for RFM."),
            ([customer("C1", ORDERS, assessments=[rated()])], "唯一的一家客户有等级。", "The one customer has a tier."),
            ([customer("C1"), customer("C2")], "2 家客户都还没有等级。", "None of the 2 customers has a tier yet."),
            ([customer("C1", ORDERS, assessments=[rated()]), customer("C2")], "2 家客户中 1 家有等级。", "1 of 2 customers has a tier."),
            ([customer(name, ORDERS, assessments=[rated()]) for name in ("C1", "C2")], "2 家客户都有等级。", "All 2 customers have a tier."),
        ],
    )
    def test_tiers_are_told_for_none_one_and_many(self, customers: list[Case], zh: str, en: str) -> None:
        for lang, words in zip(OTHER, (zh, en), strict=True):
            said = opening(drawn(segments, portfolio(*customers), lang)["segments.html"])
            assert said.startswith(words)
            assert not re.search(r"(?<![\d.])0 ", said), said


def test_nobody_answers_for_anybody_in_words() -> None:
    view = owners._lede([owners.OwnerLine(Who("E-li"), None, None, 0, (), None, 0, 0, 0, 0, 0)], 2)
    told = ["".join(map(Language(lang, "zh-CN", {}, {}).say, view)).strip() for lang in OTHER]
    assert told == ["还没有人负责客户。本周没有人有到期或逾期的事。有 2 家客户没有人负责。", "None of us answers for a customer yet. Nobody has anything due or late this week. Nobody answers for 2 customers."]


@pytest.mark.parametrize(
    ("n", "customers", "zh", "en"),
    [(1, 1, "唯一的一家客户缺少数据。", "Data is missing for the one customer."), (0, 1, "唯一的一家客户不缺数据。", "No data is missing for the one customer."),
     (2, 2, "2 家客户都缺少数据。", "Data is missing for all 2 customers."), (1, 2, "2 家客户中，1 家缺少数据。", "Data is missing for 1 of 2 customers.")],
)  # fmt: skip
def test_missing_data_are_told_for_one_some_and_all(n: int, customers: int, zh: str, en: str) -> None:
    assert [Language(lang, "zh-CN", {}, {}).say(quality._missing(n, customers)).strip() for lang in OTHER] == [zh, en]
