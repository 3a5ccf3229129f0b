"""``init``: an empty folder becomes a working repository, and nothing that is there is touched."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from commanding import run_in

from crmsite import __version__
from crmsite.commands.founding import Foundation, files
from crmsite.policy import default_policy_sources, default_taxonomy_sources
from crmsite.runs import checkup
from crmsite.runs.build import build
from crmsite.runs.lookup import customer
from crmsite.stages.options import Options

DAYS = ["2026-11-22", "2026-01-01", "2026-03-31", "2026-07-01", "2028-02-29", "2026-12-31"]


def founded(root: Path, day: str, lang: str = "zh") -> Options:
    for path, text in files(Foundation(lang, date.fromisoformat(day), ("github", "gitlab"), example=True)):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return Options(root, root / "records", root / ".crmsite" / "memo", None, date.fromisoformat(day))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("day", DAYS)
def test_the_example_is_without_fault_and_has_a_tier_whatever_the_day(tmp_path: Path, day: str, lang: str) -> None:
    loaded, report = checkup.check(founded(tmp_path, day, lang))
    told = [f"{found.span.path}: {found.message('en')}" for found in report.faults if found.rule != "calendar-year-missing"]
    assert told == []
    _, facts = customer(loaded, "C001")
    assert (facts.tier.now.tier, facts.tier.before.tier, facts.tier.movement) == ("S", "A", "up")
    assert facts.alerts == ()
    assert [need.quadrant for need in facts.needs] == ["Q1"]
    assert {action.status for action in facts.actions} <= {"on_track", "due_soon", "not_started"}


def test_the_example_becomes_a_site(tmp_path: Path) -> None:
    options = founded(tmp_path, "2026-11-22")
    assert build(options, tmp_path / "site", lambda _: None).published
    assert "示例客户有限公司" in (tmp_path / "site" / "c" / "C001.html").read_text("utf-8")


def test_the_packaged_rules_are_written_out_as_they_are(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init", "company")
    for path, data in (*default_policy_sources(), *default_taxonomy_sources()):
        assert (tmp_path / "company" / "records" / path).read_bytes() == data


def test_the_language_of_messages_is_the_first_of_the_records(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init", "english")
    run_in(str(tmp_path), "init", "chinese", lang="zh")
    for name, first, comment in (("english", "en, zh-CN", "# An example customer."), ("chinese", "zh-CN, en", "# 示例客户。")):
        root = tmp_path / name
        assert f"languages: [{first}]" in (root / "records" / "site.yaml").read_text("utf-8")
        assert comment in (root / "records" / "customers" / "C001" / "customer.yaml").read_text("utf-8")


def test_nothing_that_is_there_is_written_over_and_it_is_listed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "site.yaml").write_text("org: {name: 我们}\n", "utf-8")
    said = run_in(str(tmp_path), "init")
    assert said.code == 0
    assert (tmp_path / "README.md").read_text() == "mine"
    assert "kept as it was: README.md" in said.err
    assert "kept as it was: records/site.yaml" in said.err
    again = run_in(str(tmp_path), "init", "--no-example")
    assert (again.code, again.out) == (0, "")


def test_a_company_that_has_customers_gets_no_example(tmp_path: Path) -> None:
    own = tmp_path / "records" / "customers" / "K7"
    own.mkdir(parents=True)
    (own / "customer.yaml").write_text("name: 七号\nstages: [{from: 2024-01-01, stage: prospect}]\n", "utf-8")
    run_in(str(tmp_path), "init")
    assert [path.name for path in (tmp_path / "records" / "customers").iterdir()] == ["K7"]
    assert not (tmp_path / "records" / "people").exists()


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "company").write_text("")
    assert run_in(str(tmp_path), "init", "company").code == 2


@pytest.mark.parametrize(("forge", "there"), [("github", (True, False)), ("gitlab", (False, True)), ("both", (True, True)), ("none", (False, False))])
def test_the_forge_decides_which_ci_files_there_are(tmp_path: Path, forge: str, there: tuple[bool, bool]) -> None:
    run_in(str(tmp_path), "init", "--ci", forge)
    assert ((tmp_path / ".github/workflows/crmsite.yml").exists(), (tmp_path / ".gitlab-ci.yml").exists()) == there


def test_a_pull_request_gets_no_secret_and_no_right_to_write(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init")
    text = (tmp_path / ".github/workflows/crmsite.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets." not in text
    check, publish = workflow["jobs"]["check"], workflow["jobs"]["publish"]
    assert "permissions" not in check
    assert check["steps"][0]["with"]["persist-credentials"] is False
    assert "github.event_name != 'pull_request'" in publish["if"]
    assert "vars.CRMSITE_PUBLISH != ''" in publish["if"]
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}


def test_actions_are_pinned_and_no_expression_reaches_a_shell(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init")
    workflow = yaml.safe_load((tmp_path / ".github/workflows/crmsite.yml").read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert not any("${{" in step["run"] for step in steps if "run" in step)
    assert any(f"crmsite=={__version__}" in step["run"] for step in steps if "run" in step)


def test_gitlab_publishes_only_where_somebody_named_an_audience(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init")
    pipeline = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text("utf-8"))
    assert "$CRMSITE_PUBLISH" in pipeline["pages"]["rules"][0]["if"]
    assert pipeline["check"]["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}


def test_editors_and_hooks_find_what_they_need(tmp_path: Path) -> None:
    run_in(str(tmp_path), "init")
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))
    assert all((tmp_path / path).is_file() for path in settings["yaml.schemas"])
    hook = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"][0]
    assert (hook["entry"], hook["pass_filenames"]) == ("crmsite check", False)
    assert {"site/", ".crmsite/"} <= set((tmp_path / ".gitignore").read_text("utf-8").splitlines())


def test_no_mark_and_no_other_languages_line_is_left(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        for path, text in files(Foundation(lang, date(2026, 11, 22), ("github", "gitlab"), example=True)):
            assert not re.search(r"@[a-z_0-9]+@|^#(?:zh|en)\b", text, re.MULTILINE), path
