"""A repository as one string: blocks that start with ``-- path --``; build it, edit it, build it again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crmsite.runs import checkup
from crmsite.runs.build import build
from crmsite.stages.options import Options

if TYPE_CHECKING:
    from crmsite.runs.report import Report

TODAY = date(2024, 8, 1)

SITE = """
-- site.yaml --
org:
  name: {zh: 示例公司, en: Example Co.}
languages: [zh-CN, en]
as_of: 2024-07-31
audiences:
  - {name: public, classes: [public], declassify: [tier]}
  - {name: partner, classes: [public, internal], customers: [C001]}
-- people/E-zhao.yaml --
masked_name: 赵*
display_name: 赵明
role: account_manager
team: sales
active: {from: 2020-01-01}
"""

CUSTOMER = """
-- customers/{id}/customer.yaml --
name: {{zh: {name}, en: {english}}}
industry: manufacturing
stages:
  - {{from: 2021-03-01, stage: won}}
owners:
  - {{person: E-zhao, from: 2021-03-01}}
-- customers/{id}/needs/01.yaml --
nature: explicit
kind: function
text: {{zh: 导出报表, en: Export reports}}
source: feedback
quote: 每次都要手工抄
recorded: 2024-05-02
importance: 5
urgency: 4
-- customers/{id}/assessments/2024-Q1.yaml --
period: 2024-Q1
date: 2024-03-28
by: E-zhao
scores: {{amount: 7, stability: 7, growth: 7, risk: 6}}
-- customers/{id}/assessments/2024-Q2.yaml --
period: 2024-Q2
date: 2024-06-28
by: E-zhao
scores: {{amount: 7, stability: 7, growth: 6, risk: 5}}
-- customers/{id}/followups/2024/20240715-zhao-1.yaml --
date: 2024-07-15
kind: visit
channel: onsite
by: E-zhao
summary: 走访，确认下半年计划
-- customers/{id}/orders.csv --
order_id,date,amount,currency
O-{id}-1,2023-06-01,120000,CNY
O-{id}-2,2024-02-01,200000,CNY
O-{id}-3,2024-07-01,150000,CNY
-- customers/{id}/plans/2024.yaml --
period: {{from: 2024-01-01, to: 2024-12-31}}
actions:
  - {{id: A1, text: 提供报表导出原型, needs: [N-{id}-01], owner: E-zhao, due: 2024-09-30}}
"""


def customer(number: int) -> str:
    """Return the blocks of one complete customer."""
    return CUSTOMER.format(id=f"C{number:03d}", name=f"第{number}制造有限公司", english=f"Works No. {number}")


class Repository:
    """A repository in a folder of a test."""

    def __init__(self, root: Path, *texts: str) -> None:
        self.root = root
        self.records = root / "records"
        self.site = root / "site"
        self.records.mkdir(parents=True, exist_ok=True)
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Write every block of a text."""
        parts = re.split(r"^-- (.+?) --\n", text, flags=re.MULTILINE)
        for path, content in zip(parts[1::2], parts[2::2], strict=True):
            self.write(path, content)

    def write(self, path: str, content: str | bytes) -> None:
        """Write one record file."""
        target = self.records / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            target.write_text(content, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Change one record file; the old text must be there."""
        text = (self.records / path).read_text("utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new))

    def delete(self, path: str) -> None:
        """Remove one record file."""
        (self.records / path).unlink()

    def options(self, *, audience: str | None = None, as_of: date | None = None, jobs: int = 1, memo: Path | None = None) -> Options:
        """Return what the pipeline is asked for."""
        return Options(
            root=self.root, records=self.records, memo=memo or self.root / ".crmsite" / "memo", as_of=as_of, today=TODAY, jobs=jobs,
            audience=audience,
        )

    def build(
        self, *, audience: str | None = None, as_of: date | None = None, jobs: int = 1, site: Path | None = None, memo: Path | None = None,
        despite_faults: bool = False,
    ) -> Report:
        """Build the site."""
        options = self.options(audience=audience, as_of=as_of, jobs=jobs, memo=memo)
        return build(options, site or self.site, lambda _: None, commit="", despite_faults=despite_faults)

    def check(self, *, as_of: date | None = None) -> Report:
        """Check the records."""
        return checkup.check(self.options(as_of=as_of))[1]

    def pages(self, site: Path | None = None) -> dict[str, bytes]:
        """Return every file of the site."""
        folder = site or self.site
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def clean_pages(self, tmp: Path, **asked: object) -> dict[str, bytes]:
        """Build from nothing beside the site and return its files."""
        self.build(site=tmp / "site", memo=tmp / "memo", **asked)  # type: ignore[arg-type]
        return self.pages(tmp / "site")

    def page(self, path: str) -> str:
        """Return one page as text."""
        return (self.site / path).read_text("utf-8")
