"""The scores' specification: Markdown with examples that are run.

A ``yaml`` block gives a customer's records (what it does not say is as in ``dossiers.CUSTOMER``); each ``expect DAY`` block
after it lists what must come out on that day: a path into the facts, a colon, the value as text. ``alert.RULE``,
``need.ID`` and ``action.ID`` pick one of several; ``none`` is nothing, ``a b`` is a tuple.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from dossiers import Case, case, facts

FOLDER = Path(__file__).parent / "scores"
BLOCK = re.compile(r"^```(yaml|expect)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Example(NamedTuple):
    """One expectation: where it stands, the records, the day, the path, the value."""

    title: str
    records: str
    day: str
    path: str
    value: str


def examples() -> list[Example]:
    """Return every expectation of every file."""
    found = []
    for file in sorted(FOLDER.glob("*.md")):
        text = file.read_text("utf-8")
        records = ""
        for block in BLOCK.finditer(text):
            if block[1] == "yaml":
                records = block[3]
                continue
            title = [match[1] for match in HEADING.finditer(text, 0, block.start())][-1]
            for line in block[3].splitlines():
                path, _, value = line.partition(": ")
                found.append(Example(f"{file.stem}: {title}", records, block[2].strip(), path, value.strip()))
    return found


def built(records: str) -> Case:
    """Make a customer of a block of YAML; orders, invoices and receipts are lines of cells."""
    tree = yaml.load(records, Loader=yaml.BaseLoader) or {}
    rows = {name: [tuple(line.split()) for line in tree.pop(name, [])] for name in ("orders", "invoices", "receipts")}
    return case(tree.pop("customer", None), rows.pop("orders"), **tree, **{name: lines for name, lines in rows.items() if lines})


def looked_up(value: object, path: str) -> object:
    """Follow a path into the facts."""
    steps = path.split(".")
    if steps[0] in ("alert", "need", "action"):
        key = "rule" if steps[0] == "alert" else "id"
        value = next((one for one in getattr(value, steps[0] + "s") if getattr(one, key) == steps[1]), None)
        steps = steps[2:]
    for step in steps:
        value = getattr(value, step)
    return value


def text_of(value: object) -> str:
    """Return a value the way that it is written in the specification."""
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.01')).normalize():f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(text_of(part) for part in value) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.title} {example.day} {example.path}")
def test_the_specification_holds(example: Example) -> None:
    assert text_of(looked_up(facts(built(example.records), example.day), example.path)) == example.value


def test_every_score_of_a_customer_is_specified() -> None:
    paths = {example.path.split(".")[0] for example in examples()}
    alerts = {example.path.split(".")[1] for example in examples() if example.path.startswith("alert.")}
    assert paths >= {"tier", "amounts", "rfm", "band", "need", "priority", "action", "alert"}
    assert len(alerts) == 9
