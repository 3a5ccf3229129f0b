"""Of a value in the wrong form, or of none at all, what is told is the form of that very key, ready to be written."""

from __future__ import annotations

import pytest
from repositories import Repository

RISK = "text: 断货\nlikelihood: 3\nimpact: 4\nresponse: mitigate\nowner: E-zhao\nraised: 2024-06-01\n"
CAUSE = "opened: 2024-06-01\nproblem: 断货\n"
CYCLE = "plan:\n  - {id: M1, text: 培训, owner: E-zhao, due: 2024-02-20}\n"
SURVEY = "window: {from: 2024-06-01, to: 2024-06-30}\ndimensions: [product_quality]\n"
CARE = "period: {from: 2024-01-01, to: 2024-12-31}\nitems:\n"


def told(repository: Repository, path: str, text: str) -> list[tuple[str, str, str]]:
    repository.write(path, text)
    found = [fault for fault in repository.check().faults if fault.span.path == path]
    return [(fault.rule, fault.help("zh"), fault.help("en")) for fault in found]


@pytest.mark.parametrize(
    ("path", "text", "rule", "form"),
    [
        ("goals/2024.yaml", "period: 2024\ntargets: []\n", "not-a-mapping", "period: {from: …, to: …}"),
        ("journeys/j.yaml", "touchpoints: [{id: a, stage: serve, name: 甲, team: support, sla: 24h}]\n", "not-a-mapping", "sla: {hours: …}"),
        ("surveys/SV-1/survey.yaml", SURVEY + "scale: 1-5\n", "not-a-mapping", "scale: {min: …, max: …}"),
        ("rootcauses/RC-1.yaml", CAUSE + "whys: [没有备货]\n", "not-a-mapping", "{answer: 没有备货}"),
        ("improvements/I-1.yaml", CYCLE + "metric:\n", "not-a-mapping", "metric: {name: …, baseline: …, target: …, op: …, unit: …}"),
        ("rootcauses/RC-1.yaml", CAUSE + "fishbone: {man: 培训不足}\n", "not-a-list", "[{text: 培训不足}]"),
        ("plans/p.yaml", "subject: 成交\nperiod: {from: 2024-01-01, to: 2024-12-31}\n", "not-a-mapping", "subject: {all: …, tier: …, tag: …}"),
        ("care/2024.yaml", CARE + "  - {id: a, audience: [S], every: week, count: 1, target_coverage: 1}\n", "not-a-mapping", "audience: {tier: [S]}"),
        ("customers/C001/plans/x.yaml", "period: {from: 2024-01-01, to: 2024-12-31}\nactions: [{id: A1, text: 走访, due: 2024-02-01, needs: N-C001-01}]\n", "not-a-list", "[N-C001-01]"),
    ],
)
def test_another_form_is_told_with_the_form_of_that_key(repository: Repository, path: str, text: str, rule: str, form: str) -> None:
    [(name, zh, en)] = told(repository, path, text)
    assert (name, f"“{form}”" in zh or zh.endswith(form), f"`{form}`" in en) == (rule, True, True), (zh, en)


def test_what_is_told_can_be_written(repository: Repository) -> None:
    assert told(repository, "rootcauses/RC-1.yaml", CAUSE + "whys: [{answer: 没有备货}]\nfishbone: {man: [{text: 培训不足}]}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("likelihood: 3", "likelihood:", "写上 1 到 5 之间的数；这一项必填", "write a number from 1 to 5; the key has to be there"),
        ("raised: 2024-06-01", "raised:", "写上日期，例如 2024-06-30；这一项必填", "write a date such as `2024-06-30`; the key has to be there"),
        ("text: 断货", "text:", "写上文字；这一项必填", "write a text; the key has to be there"),
        ("response: mitigate", "response:", "写上可选值中的一个；这一项必填", "write one of its listed values; the key has to be there"),
        ("owner: E-zhao", "owner:", "写上一条记录的编号；这一项必填", "write the id of a record; the key has to be there"),
        ("raised:", "controls: [{text: }]\nraised:", "写上文字；这一项必填", "write a text; the key has to be there"),
    ],
)
def test_a_required_key_that_is_empty_is_told_what_it_takes(repository: Repository, old: str, new: str, zh: str, en: str) -> None:
    assert told(repository, "risks/R-1.yaml", RISK.replace(old, new)) == [("empty-text", zh, en)]


def test_a_key_that_may_be_left_out_may_go(repository: Repository) -> None:
    [(rule, zh, en)] = told(repository, "site.yaml", "org:\n  name: 甲\nas_of: 2024-07-31\nrepository: ''\n")
    assert (rule, "删掉这一行" in zh, "delete the line" in en) == ("empty-text", True, True)


@pytest.mark.parametrize(("old", "new", "zh", "en"), [
    ("impact: 4", "impact: 高", "写 1 到 5 之间的数", "write a number from 1 to 5"),
    ("impact: 4", "impact: ４", "写 4", "write 4"),
    ("impact: 4", "impact: 9", "写 1 到 5 之间的数", "write a number from 1 to 5"),
])  # fmt: skip
def test_a_word_where_a_judgement_is_due_is_told_the_range_and_no_amount(repository: Repository, old: str, new: str, zh: str, en: str) -> None:
    [(_, said_zh, said_en)] = told(repository, "risks/R-1.yaml", RISK.replace(old, new))
    assert (said_zh, said_en) == (zh, en)


def test_a_word_where_an_amount_is_due_is_told_an_amount(repository: Repository) -> None:
    repository.edit("customers/C001/customer.yaml", "industry:", "expected_annual_value: 很多\nindustry:")
    [found] = [fault for fault in repository.check().faults if fault.rule == "not-a-number"]
    assert "1500000" in found.help("zh") and "1500000" in found.help("en")


ANSWER = "survey: SV-1\ndate: 2024-06-05\nscores: {product_quality: 4}\nrecommend: 9\nrepurchase: 5\n"


@pytest.mark.parametrize(("old", "new", "zh", "en"), [
    ("product_quality: 4", "product_quality: 满意", "写 1 到 5 这样的整数，按这次调研的量尺", "write a whole number on the survey's scale, such as 1 to 5"),
    ("product_quality: 4", "product_quality: good", "选项的文字只能留在 CSV 里", "words belong in a CSV file"),
    ("repurchase: 5", "repurchase: 愿意", "由 survey.yaml 的 answers 写明各算几分", "`answers` of `survey.yaml` counts them"),
    ("recommend: 9", "recommend: 愿意", "写 0 到 10 之间的数", "write a number from 0 to 10"),
    ("product_quality: 4", "product_quality: ４", "写 4", "write 4"),
])  # fmt: skip
def test_the_word_of_an_answer_is_told_that_marks_are_numbers_of_the_scale(repository: Repository, old: str, new: str, zh: str, en: str) -> None:
    repository.write("surveys/SV-1/survey.yaml", SURVEY + "scale: {min: 1, max: 5}\n")
    [(rule, said_zh, said_en)] = told(repository, "surveys/SV-1/responses/a.yaml", ANSWER.replace(old, new))
    assert (rule, zh in said_zh, en in said_en) == ("not-a-number", True, True), (said_zh, said_en)


def test_a_mark_that_is_a_number_is_read(repository: Repository) -> None:
    repository.write("surveys/SV-1/survey.yaml", SURVEY + "scale: {min: 1, max: 5}\n")
    assert told(repository, "surveys/SV-1/responses/a.yaml", ANSWER) == []
