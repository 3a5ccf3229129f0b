"""What runs elsewhere: our own workflow, the one that ``init`` writes, and the hooks that are run before a commit."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from repositories import Repository

ROOT = Path(__file__).parent.parent
OURS = ROOT / ".github" / "workflows" / "ci.yml"
WORKFLOWS = [OURS, *sorted((ROOT / "crmsite" / "scaffold").rglob("github/*.yml"))]
HOOKS = [ROOT / ".pre-commit-config.yaml", ROOT / ".pre-commit-hooks.yaml", ROOT / "crmsite" / "scaffold" / "editor" / "pre-commit-config.yaml"]


def steps(path: Path) -> list[dict[str, object]]:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_no_more_and_runs_code_that_cannot_be_moved(path: Path) -> None:
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    actions = re.findall(r"uses: (.+)", text)
    assert actions
    assert [action for action in actions if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []
    checkouts = [step for step in steps(path) if str(step.get("uses", "")).startswith("actions/checkout@")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False]  # type: ignore[index]
    assert "pull_request_target" not in text
    assert all("${{" not in str(step.get("run", "")) for step in steps(path)), "text from outside is put into a script"


def test_our_workflow_runs_what_decides_and_nothing_else_decides() -> None:
    runs = [str(step["run"]) for step in steps(OURS) if "run" in step]
    assert runs[-1] == ".ci/run"
    made = set(re.findall(r"^make (\w+)$", (ROOT / ".ci" / "run").read_text("utf-8"), flags=re.MULTILINE))
    assert made == {"site", "lint", "types", "check", "verify", "test"}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert made <= targets


def hooks(path: Path) -> list[dict[str, object]]:
    text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith(("#zh", "#en")))
    parsed = yaml.safe_load(text)
    found: list[dict[str, object]] = [hook for repo in parsed["repos"] for hook in repo["hooks"]] if isinstance(parsed, dict) else parsed
    return found


@pytest.mark.parametrize("path", HOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_hook_stops_a_commit_that_check_would_refuse(path: Path, repository: Repository) -> None:
    (hook,) = (hook for hook in hooks(path) if hook["id"] == "crmsite-check")
    program, *arguments = shlex.split(str(hook["entry"]))
    assert program.removeprefix(".venv/bin/") == "crmsite"
    assert re.match(str(hook["files"]), "records/customers/C001/customer.yaml")
    assert hook["pass_filenames"] is False

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "crmsite", "-C", str(repository.root), *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run().returncode == 0
    repository.edit("customers/C001/needs/01.yaml", "quote: 每次都要手工抄", "quote: 打我手机 13800138000")
    stopped = run()
    assert stopped.returncode == 1
    assert "mobile-number" in stopped.stdout
