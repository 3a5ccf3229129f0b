"""The changes that are measured: each makes a text that was never built before, so that no memo can know it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from company import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def _replace(path: Path, pattern: str, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    after, count = re.subn(pattern, text, before, count=1)
    if count != 1 or after == before:
        message = f"nothing to change in {path}"
        raise ValueError(message)
    path.write_text(after, encoding="utf-8")


def edited_customer(records: Path, count: int) -> str:
    """Return a long-standing customer in the middle whose four dimensions are all judged."""
    for number in range(max(1, count // 2), count + 1):
        home = records / f"customers/C{number:06d}"
        scores = (home / "assessments/2025-Q4.yaml").read_text(encoding="utf-8")
        standing = (home / "customer.yaml").read_text(encoding="utf-8")
        if re.search(r"\{amount: .*stability: .*growth: .*risk: ", scores) and "long_term" in standing and "lost" not in standing:
            return home.name
    message = "no customer to change"
    raise ValueError(message)


def change_text(path: Path, turn: int) -> None:
    """Change one character of the first need's text; the file keeps its length."""
    _replace(path, r"(?<= )text: \S", f"text: {_MARKS[turn % len(_MARKS)]}")


def change_number(path: Path, turn: int) -> None:
    """Change one score of an assessment so far that the customer's tier moves, each turn to a score of its own."""
    found = re.search(r"\{amount: ([\d.]+)", path.read_text(encoding="utf-8"))
    step = turn % 7 * 0.5
    score = 1 + step if found is not None and float(found[1]) > 5 else 10 - step
    _replace(path, r"\{amount: [\d.]+", f"{{amount: {score:g}")


def change_day(path: Path, turn: int) -> None:
    """Let another day pass in the settings."""
    _replace(path, r"as_of: \S+", f"as_of: {(AS_OF + timedelta(days=turn + 1)).isoformat()}")
