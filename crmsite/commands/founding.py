"""The files of a new repository: settings, the packaged rules written out, one example customer, editor and CI files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from crmsite import __version__
from crmsite.calendars.calendar_days import add_months, period_of, previous_period
from crmsite.commands.drafts import day_of
from crmsite.policy import default_policy_sources, default_taxonomy_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

Forge = str
_MARK = re.compile(r"@(\w+)@")
_COUNTED = re.compile(r"(back|ahead|years)(\d+)")
_EDITOR = {
    "editor/gitignore": ".gitignore",
    "editor/gitattributes": ".gitattributes",
    "editor/pre-commit-config.yaml": ".pre-commit-config.yaml",
    "editor/extensions.json": ".vscode/extensions.json",
    "README.md": "README.md",
}
_FORGES = {
    "github": {"forge/github/crmsite.yml": ".github/workflows/crmsite.yml"},
    "gitlab": {"forge/gitlab/gitlab-ci.yml": ".gitlab-ci.yml"},
}


class Foundation(NamedTuple):
    """What a new repository is made for: its first language, today's date, its forges, whether it gets an example."""

    lang: str
    today: date
    forges: tuple[Forge, ...]
    example: bool


def files(plan: Foundation) -> Iterator[tuple[str, str]]:
    """Yield every file of a new repository as path and text, records first."""
    yield "records/site.yaml", _scaffold("records/site.yaml", plan)
    for path, data in (*default_taxonomy_sources(), *default_policy_sources()):
        yield f"records/{path}", data.decode("utf-8")
    if plan.example:
        for source, target in _example(plan).items():
            yield target, _scaffold(source, plan)
    yield from _schemas()
    for source, target in (_EDITOR | {s: t for forge in plan.forges for s, t in _FORGES[forge].items()}).items():
        yield target, _scaffold(source, plan)


def _example(plan: Foundation) -> dict[str, str]:
    """Return where the example customer's files lie; some are named by a date."""
    folder = "records/customers/C001"
    visit = date.fromisoformat(_word(plan, "back10"))
    return {
        "records/people/E-li.yaml": "records/people/E-li.yaml",
        f"{folder}/customer.yaml": f"{folder}/customer.yaml",
        f"{folder}/contacts.yaml": f"{folder}/contacts.yaml",
        f"{folder}/needs.yaml": f"{folder}/needs.yaml",
        f"{folder}/orders.csv": f"{folder}/orders.csv",
        f"{folder}/assessment.yaml": f"{folder}/assessments/{_word(plan, 'quarter')}.yaml",
        f"{folder}/earlier.yaml": f"{folder}/assessments/{_word(plan, 'quarter_before')}.yaml",
        f"{folder}/plan.yaml": f"{folder}/plans/{_word(plan, 'year')}.yaml",
        f"{folder}/followup.yaml": f"{folder}/followups/{visit.year}/{day_of(visit)}-li-1.yaml",
    }


def _schemas() -> Iterator[tuple[str, str]]:
    from crmsite import schemas
    from crmsite.commands.jsonable import dumped
    from crmsite.commands.schema import FOLDER, settings

    for kind in schemas.kinds():
        yield f"{FOLDER}/{kind.id}.schema.json", dumped(schemas.schema_of(kind.id)) + "\n"
    yield ".vscode/settings.json", dumped({**settings(FOLDER), "files.encoding": "utf8", "files.eol": "\n"}) + "\n"


def _scaffold(path: str, plan: Foundation) -> str:
    """Return a file of the scaffold: lines of the other language taken out, marks filled in."""
    text = resources.files("crmsite").joinpath("scaffold", path).read_text("utf-8")
    other = "#en" if plan.lang == "zh" else "#zh"
    own = "#zh" if plan.lang == "zh" else "#en"
    comment = "" if path == "README.md" or not path.startswith("records/") else "# "
    kept = []
    for line in text.splitlines():
        if line.startswith(other):
            continue
        kept.append(f"{comment}{line[4:]}" if line.startswith(own) else line)
    return _MARK.sub(lambda mark: _word(plan, mark[1]), "\n".join(kept)) + "\n"


def _word(plan: Foundation, mark: str) -> str:
    """Return what a mark of the scaffold stands for; days are counted from today, so that the example is never stale."""
    today = plan.today
    counted = _COUNTED.fullmatch(mark)
    if counted is not None:
        count = int(counted[2])
        day = (
            add_months(today, -12 * count)
            if counted[1] == "years"
            else today + timedelta(days=count if counted[1] == "ahead" else -count)
        )
        return day.isoformat()
    running = period_of(today, "quarter")
    closed = previous_period(running, "quarter")
    before = previous_period(closed, "quarter")
    return {
        "version": __version__,
        "languages": "zh-CN, en" if plan.lang == "zh" else "en, zh-CN",
        "quarter": closed.id,
        "quarter_day": min(closed.end + timedelta(days=10), today).isoformat(),
        "quarter_before": before.id,
        "quarter_before_day": (before.end + timedelta(days=10)).isoformat(),
        "quarter_start": running.start.isoformat(),
        "year": str(today.year),
        "plan_from": f"{today.year}-01-01",
        "plan_to": f"{today.year}-12-31",
    }[mark]
