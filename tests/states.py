"""Repositories in which a site is not as usual: nobody, one quarter, a score missing, long names, a crowd, what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repositories import SITE, Repository, customer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG_ZH = "南海新能源装备制造（集团）股份有限公司华南区域集中采购与供应链管理中心第二分公司联合体暨售后服务保障事业部（筹）与新材料联合实验室"
LONG_EN = "South Sea New Energy Equipment Manufacturing (Group) Company Limited, Southern Region Central Purchasing"
CROWD = 40

NEED = """
nature: explicit
kind: function
text: {{zh: 第{n}条需求, en: Need number {n}}}
source: feedback
quote: 要
recorded: 2024-05-02
importance: 5
urgency: 5
"""


def nobody(root: Path) -> Repository:
    """No customer at all."""
    return Repository(root, SITE)


def one_quarter(root: Path) -> Repository:
    """One customer, judged for the first time this quarter; nothing earlier to compare with."""
    found = Repository(root, SITE, customer(1))
    found.delete("customers/C001/assessments/2024-Q1.yaml")
    found.write("customers/C001/orders.csv", "order_id,date,amount,currency\nO-1,2024-07-01,150000,CNY\n")
    found.edit("customers/C001/customer.yaml", "from: 2021-03-01, stage", "from: 2024-07-01, stage")
    found.edit("customers/C001/assessments/2024-Q2.yaml", "date: 2024-06-28", "date: 2024-07-10")
    return found


def dimension_missing(root: Path) -> Repository:
    """A customer with three of four dimensions beside one with all."""
    found = Repository(root, SITE, customer(1), customer(2))
    for quarter, scores in (("Q1", "growth: 7, risk: 6"), ("Q2", "growth: 6, risk: 5")):
        found.edit(f"customers/C002/assessments/2024-{quarter}.yaml", f"stability: 7, {scores}", "stability: 7, growth: 7")
    return found


def long_names(root: Path) -> Repository:
    """Names of more than sixty characters in both languages."""
    found = Repository(root, SITE, customer(1), customer(2))
    found.edit("customers/C001/customer.yaml", "第1制造有限公司", LONG_ZH)
    found.edit("customers/C001/customer.yaml", "Works No. 1", f'"{LONG_EN}"')
    return found


def crowd(root: Path) -> Repository:
    """Forty needs with the same two scores."""
    found = Repository(root, SITE, customer(1))
    for n in range(2, CROWD + 2):
        found.write(f"customers/C001/needs/{n:02d}.yaml", NEED.format(n=n))
    found.edit("customers/C001/needs/01.yaml", "importance: 5\nurgency: 4", "importance: 2\nurgency: 2")
    return found


def broken(root: Path) -> Repository:
    """A customer whose first file cannot be read, among two that can."""
    found = Repository(root, SITE, *(customer(number) for number in range(1, 4)))
    found.write("customers/C002/customer.yaml", "name: {zh: 坏\n")
    return found


STATES: dict[str, Callable[[Path], Repository]] = {
    "nobody": nobody, "one quarter": one_quarter, "dimension missing": dimension_missing, "long names": long_names,
    "crowd": crowd, "broken": broken,
}
