"""Running commands in a small company: what they answer, what they say beside it, and how they end."""

from __future__ import annotations

from typing import NamedTuple

from click.testing import CliRunner
from repositories import Repository

from crmsite.cli import main

COMPANY = """
-- customers/C001/contacts.yaml --
- {id: P-C001-01, code: 联系人-001, masked_name: 王*, title: {zh: 厂长, en: Plant manager}, role: decision_maker, since: 2021-03-01}
-- customers/C001/followups/2024/20240720-zhao-1.yaml --
date: 2024-07-20
kind: call_back
channel: phone
by: E-zhao
summary: {zh: 回访, en: A call}
next: {text: {zh: 发方案, en: Send the plan}, due: 2024-08-09}
-- customers/C002/orders.csv --
order_id,date,amount,currency
O-C002-1,2023-06-01,120000,CNY
O-C002-2,2023-09-01,150000,CNY
O-C002-3,2023-12-01,90000,CNY
O-C002-4,2024-03-01,200000,CNY
"""
"""On top of three complete customers: C001 has a contact and an open next step, C002 has not ordered for five months."""


class Said(NamedTuple):
    """What a command answered, what it said beside the answer, and its exit code."""

    code: int
    out: str
    err: str


class Run:
    """Runs commands in a repository, in English unless told otherwise."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def __call__(self, *words: str, lang: str = "en", typed: str = "") -> Said:
        return run_in(str(self.repository.root), *words, lang=lang, typed=typed)


def run_in(folder: str, *words: str, lang: str = "en", typed: str = "") -> Said:
    """Run a command in a folder, with what somebody types; a fault of ours is raised, not swallowed."""
    done = CliRunner().invoke(main, ["-C", folder, "--lang", lang, *words], input=typed, prog_name="crmsite")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)
