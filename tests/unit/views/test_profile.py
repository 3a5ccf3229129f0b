"""A profile shows one customer: every figure with its reason, every absence in words, nothing of anybody else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from dossiers import Case, case, facts, organisation, policies

from crmsite.audience import Audience, redacted_dossier, redacted_facts
from crmsite.grammar.fields import Localised
from crmsite.language import Language
from crmsite.rendering.render import Renderer
from crmsite.rendering.theme import load_theme
from crmsite.views.frame import SiteFrame
from crmsite.views.profile import ProfileView, profile

AS_OF = "2024-07-31"
DAY = date.fromisoformat(AS_OF)
SCORES = {"amount": "9", "stability": "8", "growth": "9", "risk": "8"}
PLAN: dict[str, list[dict[str, object]]] = {"plans": [{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [
    {"id": "A1", "text": "季度拜访", "owner": "E-li", "due": "2024-07-15", "needs": ["N-1"], "expected": "确认续签"},
    {"id": "A2", "text": "提交方案", "due": "2024-08-05"},
    {"id": "A3", "text": "签约", "due": "2024-06-01", "done": "2024-05-30"},
]}]}  # fmt: skip
NEED: dict[str, list[dict[str, object]]] = {"needs": [{"id": "N-1", "nature": "explicit", "kind": "function", "text": "导出 Excel", "source": "survey", "quote": "想要导出",
                       "recorded": "2024-05-01", "importance": "5", "urgency": "4"}]}  # fmt: skip
FRAME = SiteFrame(Localised("客户档案", "Customer files"), None, DAY, ("zh-CN", "en"), "https://github.com/acme/crm")


def rated(**scores: object) -> dict[str, list[dict[str, object]]]:
    kept = {name: score for name, score in {**SCORES, **scores}.items() if score is not None}
    return {"assessments": [{"period": "2024-Q2", "date": "2024-07-05", "by": "E-li", "scores": kept}]}


def view(of: Case) -> ProfileView:
    return profile(of.at(AS_OF), facts(of, AS_OF), organisation(), policies(), DAY)


def html(seen: ProfileView, lang: str = "zh-CN") -> str:
    language = Language("en" if lang == "en" else "zh-CN", "zh-CN", {"E-li": Localised("李经理", "Ms Li")}, {})
    return Renderer(load_theme("default", None), language, FRAME).render("profile.html", seen, "c/C1.html").decode()


def text(seen: ProfileView, lang: str = "zh-CN") -> str:
    main = html(seen, lang).partition("<main")[2]
    whole = re.sub(r'<span (?:class="nw"|lang="[^"]*")>([^<]*)</span>', r"\1", main)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", whole))


class TestTier:
    def test_a_total_stands_at_its_place_on_the_scale(self) -> None:
        part = view(case(**rated())).tier
        assert (part.tier, part.total, part.most) == ("S", Decimal(34), Decimal(40))
        assert [(s.tier, s.start, s.width, s.on) for s in part.scale] == [
            ("C", "0.0%", "33.3%", False), ("B", "33.3%", "22.2%", False), ("A", "55.6%", "22.2%", False), ("S", "77.8%", "22.2%", True),
        ]
        assert part.at == "83.3%"
        assert "为什么是 S 级" in text(view(case(**rated())))

    def test_four_dimensions_stand_with_suggestion_and_source(self) -> None:
        part = view(case(**rated())).tier
        assert [d.score for d in part.dimensions] == [Decimal(9), Decimal(8), Decimal(9), Decimal(8)]
        assert [d.percent for d in part.dimensions] == [90, 80, 90, 80]
        assert all(d.sources for d in part.dimensions)
        assert part.dimensions[3].suggestion is not None

    def test_a_missing_dimension_leaves_an_interval_not_a_sum(self) -> None:
        seen = view(case(**rated(growth=None)))
        assert (seen.tier.total, seen.tier.low, seen.tier.high) == (None, Decimal(26), Decimal(35))
        assert seen.tier.span == ("61.1%", "25.0%")
        assert "26–35" in text(seen)
        assert "未评分" in text(seen)

    @pytest.mark.parametrize(("stage", "words"), [("prospect", "未成交，不评级"), ("lost", "已流失")])
    def test_customers_that_are_not_rated_say_why(self, stage: str, words: str) -> None:
        steps = [{"from": "2020-01-01", "stage": "won"}, {"from": "2023-01-01", "stage": "lost", "reason": "转向竞品"}]
        seen = view(case({"stages": steps if stage == "lost" else [{"from": "2024-01-01", "stage": stage}]}))
        assert seen.tier.tier is None
        assert words in text(seen)
        assert "/ 40" not in text(seen)

    def test_a_lost_customer_keeps_its_last_tier_in_grey(self) -> None:
        steps = [{"from": "2020-01-01", "stage": "won"}, {"from": "2024-07-20", "stage": "lost", "reason": "转向竞品"}]
        seen = view(case({"stages": steps}, **rated()))
        assert seen.tier.last == "S"
        assert 'title="流失前为 S 级"' in html(seen)


class TestAbsence:
    def test_nothing_recorded_is_said_in_words(self) -> None:
        said = text(view(case({"industry": None, "owners": []})))
        for words in ("没有第一责任人", "没有联系记录", "还没有需求记录", "还没有策略计划", "没有订单记录", "还没有联系人记录"):
            assert words in said, words

    def test_since_when_somebody_is_a_customer_is_written_or_told_by_the_first_sale(self) -> None:
        stages = [{"from": "2023-11-02", "stage": "intent"}, {"from": "2024-01-15", "stage": "won"}]
        seen = view(case({"cooperation_since": None, "stages": stages}))
        assert "首次合作 2024-01-15（首次成交的阶段）" in text(seen)
        assert "Customer since 2024-01-15, by the stage of the first sale" in text(seen, "en")
        assert "首次成交的阶段" not in text(view(case()))
        prospect = view(case({"cooperation_since": None, "stages": stages[:1]}))
        assert "首次成交的阶段" not in text(prospect)

    def test_an_empty_profile_holds_no_zero_amount_and_no_lone_dash(self) -> None:
        said = text(view(case({"industry": None, "owners": []})))
        assert re.findall(r"(?<![\d.,])0(?:\.0+)? (?:元|万元|单)", said) == []
        assert re.findall(r" [—-] ", said) == []

    def test_a_month_without_orders_is_a_true_zero(self) -> None:
        chart = view(case(orders=[("2024-03-10", "50000"), ("2024-06-10", "80000")])).chart
        assert chart is not None
        assert [(month, money and money.amount) for month, money in chart.rows[:3]] == [
            ("2024-07", Decimal(0)), ("2024-06", Decimal(80000)), ("2024-05", Decimal(0)),
        ]
        assert (chart.bars, chart.latest) == ("M161 84v-38.0h18v38.0zM230 84v-60.8h18v60.8z", "")
        assert chart.rows[-1] == ("2023-08", None)

    @pytest.mark.parametrize("orders", [
        [("2024-06-10", "-5000", "returned")],
        [("2024-06-10", "9000"), ("2024-06-12", "-9000", "returned", "O-2"), ("2024-07-02", "-300", "returned")],
    ])  # fmt: skip
    def test_where_no_month_brought_anything_there_is_no_chart_and_the_page_stands(self, orders: list[tuple[object, ...]]) -> None:
        seen = view(case(orders=orders))
        assert seen.chart is None
        assert "<main" in html(seen)

    def test_a_month_that_took_back_more_than_it_brought_is_no_bar_and_takes_none_away(self) -> None:
        chart = view(case(orders=[("2024-05-10", "80000"), ("2024-06-10", "50000"), ("2024-07-10", "-50000", "returned")])).chart
        assert chart is not None
        assert (chart.bars.count("M"), chart.latest) == (2, "")
        assert [money and money.amount for _, money in chart.rows[:3]] == [Decimal(-50000), Decimal(50000), Decimal(80000)]

    def test_what_an_audience_may_not_see_is_withheld(self) -> None:
        of = case(orders=[("2024-06-10", "87654.32")], **rated())
        public = Audience("public", frozenset(["public"]), frozenset(), frozenset(), frozenset())
        seen = profile(redacted_dossier(of.at(AS_OF), public), redacted_facts(facts(of, AS_OF), public), organisation(), policies(), DAY)
        page = html(seen)
        assert '<span class="wh">不公开</span>' in page
        assert "87,654.32" not in page
        assert "8.77" not in page
        assert 'class="t tS' not in page
        assert "github.com" not in page


class TestWork:
    def test_the_next_step_is_the_first_due(self) -> None:
        seen = view(case({"cooperation_since": "2024-07-25", "stages": [{"from": "2024-07-25", "stage": "won"}]}, **PLAN))
        assert (seen.steps[0].status, seen.steps[0].days) == ("overdue", 16)
        assert re.search(r"下一步 逾期 16 天 季度拜访", text(seen))

    def test_open_actions_stand_before_done_ones(self) -> None:
        seen = view(case(**PLAN))
        assert [action.status for action in seen.plans[0].actions] == ["overdue", "due_soon", "done_on_time"]
        assert seen.open_actions == 2

    def test_a_need_names_what_is_planned_for_it(self) -> None:
        need = view(case(**PLAN, **NEED)).needs[0]
        assert (need.quadrant, need.action and need.action.ref.endswith(".A1")) == ("Q1", True)

    def test_a_need_that_nothing_serves_says_so(self) -> None:
        seen = view(case(**NEED))
        assert seen.needs[0].action is None
        assert "未安排" in text(seen)

    def test_an_action_says_when_it_counts_as_done_and_leads_to_its_proof(self) -> None:
        visit = {"id": "FU-1", "date": "2024-05-30", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": "签约"}
        done = {"id": "A1", "text": "签约", "due": "2024-06-01", "done": "2024-05-30", "done_when": "双方盖章", "proof": ["FU-1", "CS-9"]}
        open_ = {"id": "A2", "text": "验收", "due": "2024-09-01", "proof": ["FU-1"]}
        plan = {"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [done, open_]}
        page = html(view(case(plans=[plan], followups=[visit])))
        assert "完成标准： 双方盖章" in re.sub(r"<[^>]+>", "", page)
        assert page.count('<a href="#FU-1">FU-1</a></span><span>CS-9</span></span>') == 1  # what is not done has proved nothing
        assert '<li id="FU-1"' in page

    def test_proof_that_is_not_on_the_page_is_named_to_those_alone_who_see_everything(self) -> None:
        done = {"id": "A1", "text": "签约", "due": "2024-06-01", "done": "2024-05-30", "proof": ["CS-9"]}
        of = case(plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": [done]}])
        partner = Audience("partner", frozenset(("public", "internal")), frozenset(), frozenset(), frozenset())
        dossier, figures = redacted_dossier(of.at(AS_OF), partner), redacted_facts(facts(of, AS_OF), partner)
        seen = profile(dossier, figures, organisation(), policies(), DAY)
        assert [action.proof for plan in (*seen.plans, *seen.past_plans) for action in plan.actions] == [()]
        assert "CS-9" in html(view(of))

    def test_a_pain_says_how_much_it_weighs_in_the_decision(self) -> None:
        need = {**NEED["needs"][0], "nature": "pain", "pain": {"text": "每天停线", "decision_impact": "high"}}
        seen = view(case(needs=[need]))
        assert "痛点： 每天停线决策影响高" in re.sub(r"<[^>]+>", "", html(seen))
        assert "weight in the decision: High" in text(seen, "en")

    def test_a_case_names_its_root_cause(self) -> None:
        found = {"type": "fault", "topic": "E3", "opened": "2024-06-01", "root_cause": "RC-1"}
        assert "E3 根因 RC-1" in text(view(case(cases=[found])))

    def test_care_is_told_where_it_is_written_and_nowhere_else(self) -> None:
        contact = {"code": "CT-001", "masked_name": "何*", "title": "总监", "role": "user_lead", "since": "2022-01-01",
                   "care_occasion": "true", "interests_at": "CRM-77"}  # fmt: skip
        page = text(view(case({"care_opt_out": "true", "care_occasion": "true"}, contacts=[contact])), "en")
        assert "Care opted out of care mailings, an occasion for care" in page
        assert "Interests are kept in: CRM-77" in page
        assert page.count("an occasion for care") == 2
        assert "care" not in text(view(case(contacts=[{**contact, "care_occasion": "false", "interests_at": None}])), "en")


class TestTimeline:
    def test_the_latest_ten_stand_open_and_the_rest_is_counted(self) -> None:
        followups = [
            {"date": f"2024-0{1 + n // 4}-{10 + n % 4:02d}", "kind": "visit", "channel": "onsite", "by": "E-li", "summary": f"第 {n} 次"}
            for n in range(14)
        ]
        seen = view(case(followups=followups))
        assert (len(seen.recent), len(seen.earlier)) == (10, 5)  # fourteen visits and the stage
        assert [event.day for event in seen.recent] == sorted((event.day for event in seen.recent), reverse=True)
        assert "更早的 5 条" in text(seen)


class TestPage:
    full = case(orders=[("2024-03-10", "50000")], **rated(), **PLAN, **NEED)

    def test_both_languages_show_the_same_numbers(self) -> None:
        seen = view(self.full)
        numbers = [re.findall(r"\d{4}-\d{2}-\d{2}|\d+%", text(seen, lang)) for lang in ("zh-CN", "en")]
        assert numbers[0] == numbers[1] != []

    def test_text_without_translation_is_marked_in_english(self) -> None:
        assert '<span lang="zh-CN">季度拜访</span>' in html(view(self.full), "en")

    def test_every_score_opens_its_receipt(self) -> None:
        page = html(view(self.full))
        assert page.count("<summary>计算依据</summary>") == 6 + len(view(self.full).alerts)
        assert set(re.findall(r'methods\.html#([\w-]+)"', page)) >= {"tier", "rfm", "value_band", "amounts", "need_priority", "approach"}

    def test_headings_do_not_skip_levels_and_ids_are_unique(self) -> None:
        page = html(view(self.full))
        levels = [int(level) for level in re.findall(r"<h([1-6])", page.partition("<main")[2])]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))

    def test_each_link_inside_the_page_has_its_target(self) -> None:
        page = html(view(self.full))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\sid="([^"]+)"', page))


def test_how_to_approach_somebody_names_the_traits_that_chose_the_lines() -> None:
    wants = {**NEED["needs"][0], "themes": ["response_time"]}
    words = text(view(case({"tags": ["key_account"], "need_feature": "solution"}, needs=[wants])), "en")
    told = words.partition("How to approach them")[2].partition("channels-v1")[2]
    assert "Need feature Solution-seeking" in told
    assert "Theme of a need" in told
    assert "N-1.yaml:" in told
