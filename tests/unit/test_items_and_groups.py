"""What a record says is possible: promises that can be kept and measured, items with an id each, groups that customers belong to."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import get_args, get_origin

import pytest
from repositories import SITE, Repository, customer

from crmsite.catalogue import KINDS
from crmsite.checks.items import TOLD_ELSEWHERE
from crmsite.grammar.fields import Model
from crmsite.reading.reader import model_of

JOURNEY = "journeys/standard.yaml"
CARE = "care/2024.yaml"
BOOK = "policy/playbooks/S-v9.yaml"
PLAN = "plans/2024-all.yaml"
CYCLE = "improvements/2024-1.yaml"
CHANNELS = "policy/channels-v9.yaml"
OWN = "customers/C001/plans/2024.yaml"

RECORDS = f"""
-- {JOURNEY} --
touchpoints:
  - {{id: hello, stage: acquire, name: 首次接触, team: sales, sla: {{hours: 0.5, clock: business}}}}
  - {{id: repair, stage: serve, name: 维修, team: support, sla: {{hours: 24}}, from: case.first_response, to: case.resolved}}
  - {{id: asked, stage: serve, name: 回访, team: support, sla: {{hours: 72}}, to: case.callback}}
-- {CARE} --
period: {{from: 2024-01-01, to: 2024-12-31}}
items:
  - {{id: routine, audience: all, every: week, count: 1, target_coverage: 1}}
  - {{id: vip, audience: {{tier: [S, A]}}, every: month, count: 2, target_coverage: 1}}
-- {BOOK} --
tier: S
effective_from: 2024-06-01
actions:
  - {{id: qbr, kind: business_review, every: quarter, count: 1, grace_days: 0}}
  - {{id: visit, kind: visit, every: month, count: 1, grace_days: 5}}
sla:
  - {{id: answer, from: case.opened, to: case.first_response, hours: 2}}
  - {{id: minutes, from: followup.end, to: followup.minutes_at, hours: 24}}
goals:
  - {{metric: upsell_rate, op: ">=", value: 0.15, unit: ratio}}
-- {PLAN} --
subject: {{tier: [S, A], segment: [churn_risk], value_band: [high]}}
period: {{from: 2024-01-01, to: 2024-12-31}}
actions:
  - {{id: A1, text: 逐户回访, per_customer: true, recurs: {{every: quarter}}}}
owner: E-zhao
-- {CYCLE} --
metric: {{name: csat_top2, baseline: 0.8, target: 0.9, op: ">=", unit: ratio}}
plan:
  - {{id: M1, text: 培训, owner: E-zhao, start: 2024-02-01, due: 2024-02-20, done: 2024-02-18}}
  - {{id: M2, text: 回访, owner: E-zhao, due: 2024-04-01}}
checks:
  - {{date: 2024-05-18, value: 0.85, n: 1, source: 系统}}
  - {{date: 2024-07-18, value: 0.85, n: 10, source: 系统}}
act: {{decision: standardise, text: 写进手册, date: 2024-06-01}}
subject: {{tier: [B]}}
-- {CHANNELS} --
effective_from: 2024-01-01
functions:
  - {{id: sales, team: sales, value_band: [high, medium], text: 多走动}}
"""


@pytest.fixture
def company(tmp_path: Path) -> Repository:
    """A company that says nothing impossible."""
    return Repository(tmp_path, SITE, customer(1), RECORDS)


def told(repository: Repository) -> list[tuple[str, str, int]]:
    found = [fault for fault in repository.check().faults if fault.severity == "error"]
    return [(fault.rule, fault.span.path, fault.span.line) for fault in found]


def test_what_is_possible_is_not_refused(company: Repository) -> None:
    assert told(company) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "line"),
    [
        # nothing is promised within no time, is due no times, or is measured on nobody
        (JOURNEY, "hours: 0.5", "hours: 0", "not-positive", 2),
        (JOURNEY, "hours: 24", "hours: -2", "not-positive", 3),
        (JOURNEY, "hours: 24", "hours: -0.0", "not-positive", 3),
        (JOURNEY, "touchpoints:", "window_months: 0\ntouchpoints:", "not-positive", 1),
        (CARE, "count: 2", "count: 0", "not-positive", 4),
        (BOOK, "kind: visit, every: month, count: 1", "kind: visit, every: month, count: -1", "not-positive", 5),
        (BOOK, "hours: 2}", "hours: 0}", "not-positive", 7),
        (CYCLE, "n: 10", "n: 0", "not-positive", 7),
        (CARE, "count: 2", "count: 1.5", "off-step", 4),
        # a promise is measured forwards, from one moment of a case or of a visit to a later one of it
        (JOURNEY, "from: case.first_response, to: case.resolved", "from: case.resolved, to: case.first_response", "promise-unordered", 3),
        (JOURNEY, "to: case.callback", "from: case.resolved", "promise-unordered", 4),
        (JOURNEY, "to: case.callback", "from: case.resolved, to: case.resolved", "promise-unordered", 4),
        (BOOK, "to: case.first_response", "to: case.opened", "promise-unordered", 7),
        (BOOK, "to: case.first_response", "to: followup.end", "promise-unordered", 7),
        # two items of a list are two
        (JOURNEY, "id: repair", "id: hello", "duplicate-id", 3),
        (CARE, "id: vip", "id: routine", "duplicate-id", 4),
        (BOOK, "id: visit", "id: qbr", "duplicate-id", 5),
        (BOOK, "id: minutes", "id: answer", "duplicate-id", 8),
        (CYCLE, "id: M2", "id: M1", "duplicate-id", 4),
        # groups are ones that a customer can belong to
        (CARE, "tier: [S, A]", "tier: [S, SS]", "not-in-list", 4),
        (CARE, "audience: all", "audience: S", "not-in-list", 3),
        (CARE, "audience: all", "audience: everyone", "not-in-list", 3),
        (BOOK, "tier: S", "tier: SS", "not-in-list", 1),
        (PLAN, "tier: [S, A]", "tier: [AA]", "not-in-list", 1),
        (PLAN, "segment: [churn_risk]", "segment: [churn]", "not-in-list", 1),
        (PLAN, "value_band: [high]", "value_band: [top]", "not-in-list", 1),
        (CYCLE, "tier: [B]", "tier: [D]", "not-in-list", 9),
        (CHANNELS, "value_band: [high, medium]", "value_band: [high, big]", "not-in-list", 3),
        # an improvement goes its round in order
        (CYCLE, "done: 2024-02-18", "done: 2024-01-18", "done-before-start", 3),
        (CYCLE, "date: 2024-06-01", "date: 2024-05-17", "times-unordered", 8),
        # a comparison is one of five signs
        (BOOK, 'op: ">="', 'op: "=>"', "not-in-list", 10),
        (BOOK, "value: 0.15", "value: 15", "target-not-a-ratio", 10),
    ],
)
def test_what_is_not_is_told_at_its_place(company: Repository, path: str, old: str, new: str, rule: str, line: int) -> None:
    company.edit(path, old, new)
    assert told(company) == [(rule, path, line)]


def test_an_id_may_stand_in_two_lists_of_a_record_and_in_two_records(company: Repository) -> None:
    company.edit(BOOK, "id: answer", "id: qbr")
    company.edit(CYCLE, "id: M1", "id: routine")
    assert told(company) == []


def test_an_action_twice_in_a_plan_is_told_once(company: Repository) -> None:
    company.edit(PLAN, "owner: E-zhao", "  - {id: A1, text: 体验日, due: 2024-08-31}\nowner: E-zhao")
    assert told(company) == [("duplicate-id", PLAN, 5)]


@pytest.mark.parametrize(("second", "rules"), [("O1", [("duplicate-id", OWN, 5)]), ("O2", [])])
def test_two_objectives_of_a_customers_plan_have_an_id_each(company: Repository, second: str, rules: list[tuple[str, str, int]]) -> None:
    goal = 'metric: upsell_rate, op: ">=", target: 0.2, unit: ratio, due: 2024-12-31'
    company.write(OWN, f"""owner: E-zhao
period: {{from: 2024-01-01, to: 2024-12-31}}
objectives:
  - {{id: O1, {goal}}}
  - {{id: {second}, {goal}}}
""")
    assert told(company) == rules


def test_no_other_record_of_a_customer_holds_a_list_whose_items_have_ids() -> None:
    """Whoever gives one such a list tells of ids that stand twice in it, as ``objectives`` does."""
    own = [model_of(kind.id) for kind in KINDS if kind.owner != "none" and kind.shape == "record"]
    lists = {(model, name) for model in own for name, field in model.model_fields.items() if "id" in items_of(field.annotation)}
    assert lists == TOLD_ELSEWHERE


def items_of(annotation: object) -> dict[str, object]:
    """The fields of the models in a tuple; none of anything else."""
    if get_origin(annotation) is tuple and isinstance(item := get_args(annotation)[0], type) and issubclass(item, Model):
        return dict(item.model_fields)
    return {}


def test_a_tier_of_ones_own_policy_is_a_tier(company: Repository) -> None:
    company.edit(BOOK, "tier: S", "tier: D")
    assert [rule for rule, *_ in told(company)] == ["not-in-list"]
    packaged = (Path(__file__).parents[2] / "crmsite/defaults/policy/tier-v1.yaml").read_text("utf-8")
    company.write("policy/tier-v1.yaml", packaged.replace("{id: C, min: 4}", "{id: C, min: 10}, {id: D, min: 4}"))
    assert told(company) == []


@pytest.mark.parametrize(
    ("sign", "meant"),
    [("=>", ">="), ("≥", ">="), ("=<", "<="), ("≤", "<="), ("＞＝", ">="), ("不超过", "<="), ("==", "="), ("＜", "<"), ("at least", ">="), ("~", ""), ("!=", "")],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_a_sign_written_otherwise_the_very_sign_is_told_and_never_one_that_means_another_target(
    company: Repository, sign: str, meant: str, lang: str
) -> None:
    company.edit(BOOK, 'op: ">="', f'op: "{sign}"')
    [found] = [fault for fault in company.check().faults if fault.rule == "not-in-list"]
    guess = {"zh": f"是不是“{meant}”？", "en": f"did you mean `{meant}`?"}[lang]
    assert (guess in found.help(lang)) is bool(meant)
    assert found.help(lang).endswith({"zh": ">=、<=、>、<、=", "en": ">=, <=, >, <, ="}[lang])


def test_labels_of_listed_values_are_still_told_to_those_who_read_chinese(company: Repository) -> None:
    company.edit(BOOK, "every: month", "every: fortnight")
    [found] = [fault for fault in company.check().faults if fault.rule == "not-in-list"]
    assert "month（每月）" in found.help("zh") and "month, quarter" in found.help("en")


def test_what_lies_ahead_is_no_fault_of_an_improvement(company: Repository) -> None:
    """Records may be read as of an earlier day, so no day is wrong for being later than that one: it does not count yet."""
    company.edit(CYCLE, "due: 2024-04-01", "due: 2024-04-01, done: 2031-01-01")
    company.edit(CYCLE, "date: 2024-07-18", "date: 2031-07-18")
    assert told(company) == []


DIMENSIONS = "id: dimension\nvalues:\n  - {id: product_quality, zh: 产品质量, en: Product quality}\n"
SURVEY = "window: {from: 2024-06-01, to: 2024-06-30}\nscale: {min: 1, max: 5}\ndimensions: [%s]\n"


@pytest.mark.parametrize(("dimension", "rules"), [("produkt_quality", ["unknown-taxonomy-value"]), ("product_quality", []), ("产品质量", [])])
def test_a_survey_asks_about_dimensions_of_the_repositorys_own_list(company: Repository, dimension: str, rules: list[str]) -> None:
    company.write("surveys/SV-1/survey.yaml", SURVEY % dimension)
    assert told(company) == [], "a repository without a list of its own may ask about anything"
    company.write("taxonomy/dimension.yaml", DIMENSIONS)
    assert told(company) == [(rule, "surveys/SV-1/survey.yaml", 3) for rule in rules]


@pytest.mark.parametrize(
    ("rule", "rules"),
    [
        ("no-orders@C009@2024-07-01", ["other-customers-record"]),
        ("no-orders@C001@Juli", ["unknown-rule-answered"]),
        ("no-orders@C001", ["unknown-rule-answered"]),
        ("no-order", ["not-in-list"]),
        ("no-orders@C001@2024-07-01", []),
        ("no-orders", []),
    ],
)
def test_a_waiver_names_an_alert_of_its_own_customer(company: Repository, rule: str, rules: list[str]) -> None:
    waiver = f"rule: {rule}\nreason_kind: own_rhythm\ntext: 一年一单\nby: E-zhao\non: 2024-07-02\nuntil: 2024-12-31\n"
    company.write("customers/C001/waivers/WV-1.yaml", waiver)
    assert told(company) == [(name, "customers/C001/waivers/WV-1.yaml", 1) for name in rules]


def test_a_waiver_of_an_episode_that_is_not_there_is_told_with_the_one_that_is(company: Repository) -> None:
    company.delete("customers/C001/assessments/2024-Q1.yaml")
    company.delete("customers/C001/assessments/2024-Q2.yaml")
    [alert] = [fault for fault in company.check(as_of=date(2026, 8, 1)).faults if fault.rule == "alert-unanswered" and "no-orders" in str(fault.args)]
    name = dict(alert.args)["alert"]
    since = date.fromisoformat(name.rpartition("@")[2])
    for day, expected in ((since, 0), (since + timedelta(days=3), 1)):
        waiver = f"rule: no-orders@C001@{day}\nreason_kind: own_rhythm\ntext: 一年一单\nby: E-zhao\non: {day}\nuntil: 2026-12-31\n"
        company.write("customers/C001/waivers/WV-1.yaml", waiver)
        found = [fault for fault in company.check(as_of=date(2026, 8, 1)).faults if fault.rule == "answer-misses-alert"]
        assert [name in fault.help("en") and fault.span.line == 1 for fault in found] == [True] * expected


def test_a_tier_written_as_a_word_is_answered_with_how_a_tier_is_written(company: Repository) -> None:
    company.edit(CARE, "audience: all", "audience: S")
    (fault,) = [fault for fault in company.check().faults if fault.severity == "error"]
    assert "是不是“{tier: [S]}”？可选：all" in fault.help("zh")
    assert fault.help("en").startswith("did you mean `{tier: [S]}`? The values are: all, {tier: [S]}")
