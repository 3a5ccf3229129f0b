"""Everything that a score can say has wording in both languages, with the arguments that it gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dossiers import case, facts, sample_facts

import crmsite.scores
from crmsite.figures.facts import Say
from crmsite.language import Language
from crmsite.languages import scores_en, scores_zh
from crmsite.scores import SCORES
from crmsite.slotted import Slotted
from crmsite.wording import load_messages, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.figures.facts import Facts

CODE = "\n".join(path.read_text("utf-8") for path in sorted(Path(crmsite.scores.__file__).parent.rglob("*.py")))
PERSON = {"by": "E-li", "summary": "拜访", "channel": "onsite"}


def said(value: object) -> Iterator[Say]:
    """Yield every sentence inside a value, however deep."""
    if isinstance(value, Say):
        yield value
    if isinstance(value, tuple | Slotted):
        for part in value:
            yield from said(part)


def many_facts() -> list[Facts]:
    """Return customers that between them make scores speak: the sample's over two years, and some of each kind of absence."""
    found = [sample_facts(customer, f"{year}-{month}") for customer in ("C001", "C002") for year in (2023, 2024, 2025) for month in ("09-15", "12-31")]
    found.append(facts(case({"stages": [{"from": "2023-01-01", "stage": "prospect"}]}), "2024-07-31"))
    found.append(facts(case({"stages": [{"from": "2023-01-01", "stage": "lost", "reason": "转投"}]}, [("2023-02-01", 5)]), "2024-07-31"))
    actions = [
        {"id": "A1", "text": "原型", "due": "2024-09-30", "start": "2024-09-01"},
        {"id": "A2", "text": "上门", "recurs": {"every": "month"}},
        {"id": "A3", "text": "停", "due": "2024-09-30", "cancelled": {"on": "2024-06-01", "reason": "改方案"}},
        {"id": "A4", "text": "待定"},
    ]
    found.append(
        facts(
            case(
                orders=[(f"2023-{month:02d}-10", 100_000) for month in range(1, 13)],
                plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": actions}],
                invoices=[("V1", "2024-01-01", "2024-02-01", 20_000)],
                cases=[{"type": "complaint", "topic": "t", "opened": "2024-07-01", "escalations": [{"date": "2024-07-02", "level": 2}]}],
                needs=[{"nature": "explicit", "kind": "price", "text": "t", "source": "survey", "recorded": "2024-01-01"}],
            ),
            "2024-07-31",
        )
    )
    return found


def test_both_languages_word_the_same_messages_with_the_same_arguments() -> None:
    assert set(scores_zh.MESSAGES) == set(scores_en.MESSAGES)
    for key, text in scores_zh.MESSAGES.items():
        assert placeholders(text) == placeholders(scores_en.MESSAGES[key]), key


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_whatever_is_said_has_wording_and_its_arguments(lang: str) -> None:
    messages = load_messages(lang)
    language = Language("zh-CN" if lang == "zh-CN" else "en", "zh-CN", {}, {})
    heard = set()
    for customer in many_facts():
        for sentence in said(tuple(customer)):
            assert sentence.key in messages, sentence.key
            assert placeholders(messages[sentence.key]) <= {name for name, _ in sentence.args}, sentence.key
            assert "{" not in language.say(sentence)
            heard.add(sentence.key)
    assert len(heard) > 80


def test_every_key_that_the_code_names_has_wording() -> None:
    named = set(re.findall(r'Say\(\s*"([^"{}]+)"', CODE)) | set(re.findall(r'"(alert\.[a-z.-]+)"', CODE))
    assert named - set(load_messages("zh-CN")) == set()
    assert len(named) > 70


def test_every_state_that_code_puts_into_a_key_has_wording() -> None:
    groups = {
        "tier.result": ("value", "interval", "missing_dimensions", "no_assessment", "prospect", "lost"),
        "amounts.result": ("value", "never_ordered", "no_order_lines", "mixed_currency", "no_basis_rows", "behind_opening"),
        "rfm.result": ("value", "lost", "never_ordered", "no_order_lines", "mixed_currency", "no_basis_rows", "behind_opening"),
        "rfm.segment": ("high_value", "potential", "low_value", "churn_risk", "none"),
        "rfm.level": ("L", "M", "H"),
        "band": ("high", "medium", "low", "dormant", "none", "unknown", "withheld"),
        "band.formerly": ("high", "medium", "low"),
        "band.result": ("actual", "expected"),
        "need.quadrant": ("Q1", "Q2", "Q3", "Q4"),
        "need.priority": ("high", "medium", "low", "none", "unknown"),
        "action.status": ("overdue", "due_soon", "on_track", "not_started", "done_on_time", "done_late", "cancelled", "undated"),
        "missing": (
            "owner", "industry", "size", "need_feature", "contacts", "decision_maker", "assessment", "orders", "needs", "need_scores",
            "followups", "plan",
        ),
        "seed": ("0", "1", "2", "3", "4"),
    }  # fmt: skip
    wanted = {f"{group}.{name}" for group, names in groups.items() for name in names}
    wanted |= {f"action.status.{name}.plain" for name in groups["action.status"]}
    assert wanted - set(scores_en.MESSAGES) == set()


def test_alerts_read_as_sentences() -> None:
    found = {alert.rule: alert for alert in sample_facts("C001", "2024-07-31").alerts}
    zh, en = Language("zh-CN", "zh-CN", {}, {}), Language("en", "zh-CN", {}, {})
    assert zh.say(found["renewal-due"].text) == "合同 K-C001-2023（120 万元）将于 2024-08-31 到期，还剩 31 天，尚未续签"
    assert en.say(found["contact-left"].text) == "Decision maker (联系人-002) left on 2024-07-20 and nobody has taken over"


def test_every_score_is_explained_in_both_languages() -> None:
    folder = Path(crmsite.scores.__file__).parents[2] / "docs" / "scores"
    assert {path.stem for path in folder.glob("*.md")} == {score.id for score in SCORES}
    for score in SCORES:
        text = (folder / f"{score.id}.md").read_text("utf-8")
        assert text.startswith("## 中文\n"), score.id
        assert "\n## English\n" in text, score.id
        for heading in ("### 定义", "### 参数", "### 缺数据时", "### 算例", "### Definition", "### Parameters", "### Missing data", "### Worked example"):
            assert heading in text, (score.id, heading)
