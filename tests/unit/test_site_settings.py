"""Settings of a site: each has its effect, and what would be misread is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dossiers import case, facts_of, organisation, policies
from repositories import Repository

from crmsite.commands.workspace import Workspace, today, zone_of
from crmsite.figures.facts import Say
from crmsite.reading.reader import Reader


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(found.rule, found.span.line, found.span.column) for found in Reader().file("site.yaml", text.encode()).faults]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("schema: 1\norg: {name: 公司, timezone: Europe/Berlin, week_start: mon}\ntax: excluded\n", []),
        ("schema: 2\norg: {name: 公司}\n", [("newer-format", 1, 9)]),
        ("org: {name: 公司, timezone: Asia/Beijing}\n", [("unknown-timezone", 1, 27)]),
        ("org: {name: 公司, week_start: sun}\n", [("not-in-list", 1, 29)]),
        ("org: {name: 公司}\nplugins: [acme]\n", [("unknown-key", 2, 1)]),
    ],
)
def test_what_the_settings_may_say(text: str, told: list[tuple[str, int, int]]) -> None:
    assert [(rule, line) for rule, line, _ in faults(text)] == [(rule, line) for rule, line, _ in told]


# ── time zone ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("org:\n  timezone: America/New_York\n", "America/New_York"),
        ("org: {name: x, timezone: 'Asia/Tokyo'}\n", "Asia/Tokyo"),
        ("# timezone: UTC\norg: {name: x}\n", "Asia/Shanghai"),
        ("org: {timezone: Asia/Nowhere}\n", "Asia/Shanghai"),
    ],
)
def test_today_is_today_where_the_organisation_is(tmp_path: Path, text: str, zone: str) -> None:
    (tmp_path / "records").mkdir()
    assert zone_of(tmp_path).key == "Asia/Shanghai"
    (tmp_path / "records" / "site.yaml").write_text(text, "utf-8")
    assert zone_of(tmp_path).key == zone
    assert today(tmp_path) in {datetime.now(ZoneInfo(zone)).date(), datetime.now(UTC).astimezone(ZoneInfo(zone)).date()}


def test_a_build_from_an_epoch_is_of_the_organisations_day(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1722441600")  # 16:00 UTC, midnight in Shanghai
    asked = Workspace.of(str(repository.root), "en", "never")
    assert asked.as_of(None) == date(2024, 8, 1)
    repository.edit("site.yaml", "languages:", "# in London\nlanguages:")
    repository.edit("site.yaml", "  name: {zh: 示例公司", "  timezone: Europe/London\n  name: {zh: 示例公司")
    assert asked.as_of(None) == date(2024, 7, 31)


# ── tax ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_receipt_of_amounts_says_whether_they_include_tax() -> None:
    told = case(orders=[("2024-05-10", 100)]).at("2024-07-31")
    for tax in ("included", "excluded", None):
        shared = organisation()
        shared = shared._replace(site=shared.site.model_copy(update={"tax": tax}))
        parameters = dict(facts_of(told, shared, policies(), date(2024, 7, 31)).amounts.receipt.parameters)
        assert parameters.get(Say("parameter.tax")) == (Say(f"tax.{tax}") if tax else None)


@pytest.mark.parametrize(("tax", "zh", "en"), [("included", "含税", "included"), ("excluded", "不含税", "not included")])
def test_the_about_page_says_it_too(repository: Repository, tax: str, zh: str, en: str) -> None:
    repository.edit("site.yaml", "languages:", f"tax: {tax}\nlanguages:")
    assert repository.build().published
    assert f">{zh}<" in repository.page("about.html")
    assert f">{en}<" in repository.page("en/about.html")


# ── what else a record may say ──────────────────────────────────────────────────────────────────────────────────
def test_a_case_names_its_number_elsewhere_and_a_plan_what_is_put_into_it(repository: Repository) -> None:
    repository.add("-- customers/C001/cases/CS-1.yaml --\ntype: fault\ntopic: 停机\nopened: 2024-06-14\nexternal_id: T-24-0719\n")
    repository.edit("customers/C001/plans/2024.yaml", "actions:", "owner: E-zhao\nheadcount: 3\nbudget: {amount: 80000}\nactions:")
    assert repository.build().published
    page, english = repository.page("c/C001.html"), repository.page("en/c/C001.html")
    assert "外部编号 T-24-0719" in page
    assert "elsewhere T-24-0719" in english
    assert "投入： 由赵明负责、3 人、预算 8 万元" in page, page.partition("投入")[2][:80]
    assert "Resources: 赵明 in charge, 3 people, budget CNY 80,000" in english
