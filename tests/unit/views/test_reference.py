"""The reference pages print what is in force and what is missing: methods, glossary, data quality, about."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dossiers import case, facts, organisation, policies

from crmsite.diagnostics import Span, fault
from crmsite.figures.facts import Percent, Say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import MEASURES
from crmsite.language import Language
from crmsite.portfolio.fixed_values import FIXED
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.rendering.render import Renderer
from crmsite.rendering.theme import load_theme
from crmsite.rules import AREAS, RULES
from crmsite.scores import SCORES, care
from crmsite.summaries.summary import Summary, summarise
from crmsite.views.about import about
from crmsite.views.frame import SiteFrame
from crmsite.views.glossary import glossary
from crmsite.views.methods import methods
from crmsite.views.quality import quality

AS_OF = date(2024, 7, 31)
FRAME = SiteFrame(Localised("客户档案", "Customer files"), None, AS_OF, ("zh-CN", "en"))


def html(template: str, view: object, lang: str = "en") -> str:
    language = Language("en" if lang == "en" else "zh-CN", "zh-CN", {}, {})
    return Renderer(load_theme("default", None), language, FRAME).render(template, view, template).decode()


def summary(**fields: object) -> Summary:
    of = case({"id": fields.pop("id", "C1"), **fields})
    return summarise(of.at(AS_OF.isoformat()), facts(of, AS_OF.isoformat()), organisation())


class TestMethods:
    view = methods(policies(), AS_OF)

    def test_every_score_and_alert_has_its_place(self) -> None:
        assert {m.id for m in (*self.view.scores, *self.view.alerts)} == {spec.id for spec in SCORES}
        page = html("methods.html", self.view)
        assert [spec.id for spec in SCORES if f'id="{spec.id}"' not in page] == []

    def test_every_method_has_words_in_both_languages_and_the_rows_of_the_templates_it_comes_from(self) -> None:
        for method in (*self.view.scores, *self.view.alerts):
            assert method.text is not None and method.text.zh and method.text.en, method.id
            assert method.origins and all(rows for _, rows in method.origins), method.id
            assert method.name.zh and method.name.en, method.id

    def test_choices_that_no_policy_holds_are_printed_as_they_are_used(self) -> None:
        assert FIXED.keys() <= {spec.id for spec in SCORES}
        words = re.sub(r"<[^>]+>", "", html("methods.html", self.view))
        assert "Days over which touches are added up30" in words
        assert "Response times that median and P90 need5" in words
        assert "Margin for which the answers needed are worked out5%" in words
        assert {say.key: value for say, value in FIXED["care"]} == {"fixed.care_periods": care.RECENT, "fixed.touch_days": care.TOUCH_DAYS}
        assert "触达合计看几天" in html("methods.html", self.view, "zh-CN")

    def test_every_policy_that_a_method_names_is_printed_with_its_parameters(self) -> None:
        tables = {table.id: table.parameters for table in self.view.policies}
        named = {method.policy for method in (*self.view.scores, *self.view.alerts) if method.policy}
        assert named <= tables.keys()
        assert [name for name in named if not tables[name]] == []

    def test_every_metric_is_explained_by_a_method(self) -> None:
        known = {method.id for method in (*self.view.scores, *self.view.alerts)}
        assert [measure.id for measure in MEASURES if measure.family and measure.family not in known] == []

    def test_every_rule_of_check_is_listed(self) -> None:
        listed = {row.id for _, rows in self.view.areas for row in rows}
        assert listed == RULES.keys() - {rule.id for rule in AREAS[-1]}

    def test_parameters_are_those_in_force(self) -> None:
        tables = {table.id: dict(table.parameters) for table in self.view.policies}
        assert tables["tier-v1"]["tiers.S.min"] == Decimal(32)
        assert tables["tier-v1"]["weights.growth"] == Decimal(1)
        assert tables["rfm-v1"]["recency_days"] == "30 / 90 / 180 / 365"
        assert tables["rfm-v1"]["weights.manufacturing.M"] == Decimal(3)
        assert tables["value-v1"]["high"] == Decimal(1000000)
        assert tables["priority-v1"]["importance.5.text"] == Localised("不满足就可能终止合作", "Without it the customer may leave")

    def test_an_alert_prints_its_own_parameters_and_usual_answer(self) -> None:
        late = next(m for m in self.view.alerts if m.id == "payment-late")
        assert dict(late.parameters) == {"days": 15, "urgent_days": 60, "amount": Decimal(10000), "level": "watch"}
        assert late.answer is not None

    def test_links_inside_the_page_have_their_targets(self) -> None:
        page = html("methods.html", self.view)
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\sid="([^"]+)"', page))


def test_the_four_kinds_of_level_stand_in_one_table() -> None:
    view = glossary()
    assert [row.method for row in view.levels] == ["tier", "rfm", "value_band", "need_priority"]
    page = html("glossary.html", view)
    for words in ("Tier", "RFM segment", "Value", "Need priority"):
        assert f"<b>{words}</b>" in page
    assert "高价值客户" in html("glossary.html", view, "zh")


class TestQuality:
    def test_customers_with_most_missing_come_first(self) -> None:
        view = quality([summary(id="C1"), summary(id="C2", industry=None, owners=[])], [])
        assert [row.id for row in view.customers] == ["C2", "C1"]
        assert Say("missing.industry") in view.customers[0].items
        assert Say("missing.industry") not in view.customers[1].items

    def test_faults_are_said_in_the_reader_s_language_worst_first(self) -> None:
        found = [
            fault("alert-unanswered", Span("customers/C1/customer.yaml", 3), alert="no-contact@C1@2024-01-01", days=9),
            fault("not-a-number", Span("customers/C1/orders.csv", 2), text="80万", number="800000"),
        ]
        view = quality([summary()], found)
        assert [row.severity for row in view.faults] == ["error", "warning"]
        assert found[1].message("en") in html("quality.html", view).replace("&#34;", '"')
        assert found[1].message("zh") in html("quality.html", view, "zh").replace("&#34;", '"')
        assert "records/customers/C1/orders.csv:2" in html("quality.html", view)

    def test_translation_is_a_share_of_texts(self) -> None:
        view = quality([summary(name={"zh": "甲", "en": "A"}), summary(id="C2", name="乙")], [])
        translated = view.counts[-1]
        assert translated.value == Percent(Decimal("0.5"))
        assert dict(translated.note.args) == {"both": 1, "n": 2}

    def test_an_empty_repository_says_what_to_do(self) -> None:
        page = html("quality.html", quality([], []))
        assert "No customers on record yet" in page
        assert "of 0 customers" in page


class Desk(NamedTuple):
    """What the about page is made from."""

    portfolio: Portfolio
    commit: str
    audience: str
    files: int = 12

    def counts(self) -> dict[str, int]:
        return {"customers": 1, "needs": 0}


def test_the_about_page_says_what_the_site_was_made_from() -> None:
    portfolio = build(as_of=AS_OF, organisation=organisation(), policies=policies(), summaries=[summary()])
    page = html("about.html", about(Desk(portfolio, "8f3c21a", "partner")))
    for words in ("2024-07-31", "8f3c21a", "partner", "crmsite"):
        assert words in page
    assert "not recorded" in html("about.html", about(Desk(portfolio, "", "")))
