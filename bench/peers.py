"""Makes the same site's input for Hugo: ``python bench/peers.py RECORDS SITE`` writes one content file per customer.

The front matter is the customer's own records, file after file, with labels and names in place of ids (so that Hugo need
not look them up) and its table rows summed by month (so that Hugo need not read tables). It is YAML as people write it, or
the same data as JSON, which Hugo reads several times faster and nobody writes by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import NamedTuple

import yaml

from crmsite.grammar.vocabulary import VOCABULARY

SITE = Path(__file__).parent / "hugo"
LISTED = {
    "customer.yaml": {"stage": "stage", "need_feature": "need_feature", "billing": "billing"},
    "contacts.yaml": {"role": "contact_role"},
    "needs.yaml": {
        "nature": "nature", "kind": "need_kind", "source": "need_source",
        "declared": "kano", "match": "level", "outcome": "need_outcome",
    },
    "plans/2026.yaml": {"scenario": "scenario", "every": "every"},
    "assessments/2025-Q4.yaml": {},
    "followups.yaml": {"kind": "followup_kind", "channel": "channel"},
}  # fmt: skip
"""The fields of each file whose words have labels, by their list."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TERMS = re.compile(r"^(?:industry|region|tags): .*$", re.MULTILINE)
MONTHS = (*(f"2025-{month:02d}" for month in range(1, 13)), "2026-01")


class Month(NamedTuple):
    """A customer's month: orders, their amount, what was billed, what was paid."""

    orders: int = 0
    amount: int = 0
    billed: int = 0
    paid: int = 0


Sums = dict[tuple[str, str], Month]


def _rows(records: Path, table: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted((records / table).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found.extend(csv.DictReader(lines))
    return found


def month_sums(records: Path) -> Sums:
    """Sum the machine tables by customer and month."""
    sums: Sums = defaultdict(Month)
    for row in _rows(records, "orders"):
        if row["status"] != "cancelled":
            key = row["customer"], row["date"][:7]
            was = sums[key]
            orders = was.orders + (row["status"] == "confirmed")
            sums[key] = was._replace(orders=orders, amount=was.amount + int(row["amount"]))
    for row in _rows(records, "invoices"):
        key = row["customer"], row["issued"][:7]
        sums[key] = sums[key]._replace(billed=sums[key].billed + int(row["amount"]))
    for row in _rows(records, "receipts"):
        key = row["customer"], row["date"][:7]
        sums[key] = sums[key]._replace(paid=sums[key].paid + int(row["amount"]))
    return sums


def _label(lists: dict[str, str], found: re.Match[str]) -> str:
    return f"{found[1]}: {VOCABULARY[lists[found[1]]][found[2]].zh}"


def _labeller(name: str) -> tuple[re.Pattern[str], partial[str]] | None:
    lists = LISTED[name]
    if not lists:
        return None
    return re.compile(rf"(?<!\w)({'|'.join(lists)}): (\w+)"), partial(_label, lists)


LABELLERS = {name: _labeller(name) for name in LISTED}


def _names(records: Path) -> dict[str, str]:
    """Return the printed name of every person and every value of a taxonomy."""
    names = {}
    for path in (records / "people").glob("*.yaml"):
        found = re.search(r"masked_name: (\S+)", path.read_text(encoding="utf-8"))
        names[path.stem] = found[1] if found else path.stem
    for path in (records / "taxonomy").glob("*.yaml"):
        names.update(re.findall(r"id: (\w+), zh: (\w+)", path.read_text(encoding="utf-8")))
    return names


def _named(names: dict[str, str], found: re.Match[str]) -> str:
    return names.get(found[0], found[0])


def content(home: str, customer: str, names: dict[str, str], sums: Sums) -> str:
    """Return the content file of one customer."""
    parts: dict[str, str] = {}
    for name, labeller in LABELLERS.items():
        with open(f"{home}/{name}", encoding="utf-8") as lines:
            text = lines.read()
        if labeller is not None:
            text = labeller[0].sub(labeller[1], text)
        parts[name] = re.sub(r"\bE-\d+", partial(_named, names), text)
    head = _TERMS.sub(lambda line: re.sub(r"\w+", partial(_named, names), line[0]), parts["customer.yaml"])
    months = (sums.get((customer, month), Month()) for month in MONTHS)
    rows = "".join(
        f'- {{month: "{month}", count: {m.orders}, amount: {m.amount}, billed: {m.billed}, paid: {m.paid}}}\n'
        for month, m in zip(MONTHS, months, strict=True)
    )
    inset = partial(re.sub, r"^", "  ", flags=re.MULTILINE)
    return (
        f"---\ntitle: {customer}\ncustomer:\n{inset(head).rstrip()}\n"
        f"contacts:\n{parts['contacts.yaml']}needs:\n{parts['needs.yaml']}"
        f"plan:\n{inset(parts['plans/2026.yaml']).rstrip()}\nassessment:\n{inset(parts['assessments/2025-Q4.yaml']).rstrip()}\n"
        f"followups:\n{parts['followups.yaml']}orders:\n{rows}---\n"
    )


def _typed(node: object) -> object:
    """Turn the numbers of a tree of text into numbers; dates and all else stay text."""
    if isinstance(node, dict):
        return {key: _typed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_typed(value) for value in node]
    if isinstance(node, str) and _NUMBER.fullmatch(node):
        return float(node) if "." in node else int(node)
    return node


def json_content(text: str) -> str:
    """Return a content file with its front matter as JSON."""
    front = yaml.load(text.removeprefix("---\n").removesuffix("---\n"), Loader=yaml.CBaseLoader)
    return json.dumps(_typed(front), ensure_ascii=False, indent=1) + "\n"


def make_site(records: Path, site: Path, as_json: bool = False) -> int:
    """Copy the templates and write the content; return the number of bytes of content."""
    shutil.copytree(SITE, site, dirs_exist_ok=True)
    names, sums = _names(records), month_sums(records)
    size = 0
    for entry in sorted(os.listdir(records / "customers")):
        text = content(f"{records}/customers/{entry}", entry, names, sums)
        data = (json_content(text) if as_json else text).encode()
        size += len(data)
        (site / "content/customers" / f"{entry}.md").write_bytes(data)
    return size


def main() -> None:
    """Read the command line and write the site's input."""
    parser = argparse.ArgumentParser(description="Make Hugo's input from a repository's records.")
    parser.add_argument("records", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--json", action="store_true", help="front matter as JSON instead of YAML")
    args = parser.parse_args()
    print(make_site(args.records, args.site, args.json), "bytes of content")


if __name__ == "__main__":
    main()
