"""Makes a repository of N invented customers in the project's own format: ``python bench/generate.py N DIR``.

What a customer's folder holds depends on the seed and the customer's number alone, so the first thousand of ten thousand
are the same bytes as a repository of one thousand. Only the standard library is used.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from random import Random

import phrases as say
from company import AS_OF, BLOCK, GROUP, customer, person

HEADERS = {
    "orders": "order_id,date,customer,amount,currency,product,channel,status,returns",
    "invoices": "invoice_id,customer,issued,due,amount,currency",
    "receipts": "customer,date,invoice_id,amount",
}


def _write(path: str, text: str) -> int:
    data = text.encode()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(handle, data)
    os.close(handle)
    return len(data)


def _taxonomy(values: tuple[tuple[str, str, str], ...]) -> str:
    return "values:\n" + "".join(f"- {{id: {name}, zh: {zh}, en: {en}}}\n" for name, zh, en in values)


def _settings(root: str, seed: int, count: int, languages: str) -> None:
    """Write what is not a customer's: settings, people, taxonomies."""
    for folder in ("customers", "people", "taxonomy", *HEADERS):
        os.makedirs(f"{root}/{folder}", exist_ok=True)
    listed = ", ".join(name.strip() for name in languages.split(","))
    _write(
        f"{root}/site.yaml",
        f"schema: 1\norg: {{name: {{zh: 万客公司, en: Ten Thousand Customers Co.}}, timezone: Asia/Shanghai, currency: CNY}}\n"
        f"as_of: {AS_OF.isoformat()}\nlanguages: [{listed}]\n",
    )
    for name, values in (("industry", say.INDUSTRIES), ("region", say.REGIONS), ("tag", say.TAGS), ("theme", say.THEMES)):
        _write(f"{root}/taxonomy/{name}.yaml", _taxonomy(values))
    r = Random(seed)
    for first in range(1, count + 1, BLOCK):
        for member, (role, team) in enumerate(GROUP):
            text = f"masked_name: {r.choice(say.SURNAMES)}*\nrole: {role}\nteam: {team}\nactive: {{from: 2008-01-01}}\n"
            _write(f"{root}/people/{person(first, member)}.yaml", text)


def generate(count: int, folder: str, seed: int = 7, languages: str = "zh-CN") -> tuple[int, int]:
    """Write a repository of ``count`` customers into ``folder``; return the YAML files and bytes of the customers."""
    root = f"{folder}/records"
    _settings(root, seed, count, languages)
    tables: dict[tuple[str, str], list[str]] = defaultdict(list)
    files = size = 0
    for number in range(1, count + 1):
        made = customer(seed, number)
        home = f"{root}/customers/{made.id}"
        for part in ("", "/plans", "/assessments"):
            os.makedirs(home + part, exist_ok=True)
        for path, text in made.files.items():
            size += _write(f"{home}/{path}", text)
            files += 1
        for table, month, row in made.rows:
            tables[table, month].append(row)
    for (table, month), rows in tables.items():
        _write(f"{root}/{table}/{month}.csv", HEADERS[table] + "\n" + "".join(sorted(rows)))
    return files, size


def main() -> None:
    """Read the command line and write the repository."""
    parser = argparse.ArgumentParser(description="Make a repository of N invented customers.")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--languages", default="zh-CN", help="zh-CN, en or zh-CN,en")
    args = parser.parse_args()
    files, size = generate(args.count, args.folder, args.seed, args.languages)
    print(f"{args.count} customers, {files} files, {size} bytes of YAML, {size / max(1, args.count):.0f} a customer")


if __name__ == "__main__":
    main()
