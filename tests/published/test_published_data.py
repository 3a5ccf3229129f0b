"""Published data sets, read from where they lie, run through the commands as a company's own records would be.

``CRMSITE_PUBLISHED`` names a folder that holds them (they are others' and are not kept here): the CDNOW sample as an event log,
UCI Online Retail with a line for each invoice, the Telco churn sample. The figures are those that their authors published.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commanding import run_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DATA = os.environ.get("CRMSITE_PUBLISHED", "")

pytestmark = pytest.mark.published


def data(name: str) -> Path:
    """Return one of the data sets; the folder that holds them is named by ``CRMSITE_PUBLISHED``."""
    if not DATA:
        pytest.fail("CRMSITE_PUBLISHED names no folder with the published data sets")
    return Path(DATA) / name


SITE = "org: {{name: {{zh: 示例公司, en: Example Co.}}, currency: {currency}}}\nlanguages: [zh-CN, en]\nas_of: {as_of}\n"
PERSON = "masked_name: 李*\nrole: account_manager\nteam: sales\nactive: {from: 1990-01-01}\n"


class Published:
    """A repository made of a data set."""

    def __init__(self, root: Path, as_of: str, currency: str, stages: Mapping[str, str]) -> None:
        self.root = root
        records = root / "records"
        for folder in ("customers", "people", "orders"):
            (records / folder).mkdir(parents=True)
        (records / "site.yaml").write_text(SITE.format(currency=currency, as_of=as_of), "utf-8")
        (records / "people/E-li.yaml").write_text(PERSON, "utf-8")
        for name, written in stages.items():
            since = written[written.index("from: ") + 6 :][:10]
            text = f"name: {{zh: {name}, en: {name}}}\nstages: {written}\nowners: [{{person: E-li, from: {since}}}]\n"
            (records / f"customers/{name}.yaml").write_text(text, "utf-8")

    def orders(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Write one export of all orders: customer, number, day, amount, status."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("customer", "order_id", "date", "amount", "status"))
        writer.writerows(rows)
        (self.root / "records/orders/all.csv").write_text(text.getvalue(), "utf-8")

    def listed(self, what: str) -> dict[str, dict[str, Any]]:
        """Check the records, which must hold no error, and return what ``list`` says, by id."""
        assert run_in(str(self.root), "check").code == 0
        said = run_in(str(self.root), "list", what, "--json")
        assert said.code == 0, said.err
        return {row["id"]: row for row in json.loads(said.out)}


def won(day: str) -> str:
    return f"[{{from: {day}, stage: won}}]"


def test_cdnow_repeats_and_the_model_of_orders(tmp_path: Path) -> None:
    rows, since = [], {}
    for number, line in enumerate(data("cdnow_sample_transactions.txt").read_text("ascii").splitlines()):
        _, customer, day, _, amount = line.split()
        name, when = f"N{customer}", f"{day[:4]}-{day[4:6]}-{day[6:]}"
        since.setdefault(name, when)
        rows.append((name, f"T{number}", when, amount, ""))
    made = Published(tmp_path, "1997-09-30", "USD", {name: won(day) for name, day in since.items()})
    made.orders(rows)
    found = made.listed("metrics")
    again, model = found["repurchase_rate"], found["ltv_bgnbd"]
    assert (again["numerator"], again["denominator"]) == ("946", "2357")
    told = dict(pair.rsplit(" ", 1) for pair in model["parts"].partition(";")[0].removeprefix("parameters=").split(", "))
    assert [round(float(told[name]), 3) for name in ("r", "alpha", "a", "b")] == [0.243, 4.414, 0.793, 2.426]
    assert [round(float(told[name]), 2) for name in ("p", "q", "v")] == [6.25, 3.74, 15.44]


def test_uci_recency_by_local_days_and_what_was_given_back(tmp_path: Path) -> None:
    with gzip.open(data("uci_online_retail_invoices.csv.gz"), "rt", encoding="utf-8") as file:
        invoices = list(csv.DictReader(file))
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    rows = []
    for one in invoices:
        name, day, back = f"U{one['CustomerID']}", one["datetime"][:10], one["InvoiceNo"].startswith("C")
        first[name] = min(first.get(name, day), day)
        if not back:
            last[name] = max(last.get(name, day), day)
        number = one["InvoiceNo"] if back else f"I{one['InvoiceNo']}"
        rows.append((name, number, day, one["amount"], "returned" if back else ""))
    made = Published(tmp_path, "2011-12-09", "GBP", {name: won(day) for name, day in first.items()})
    made.orders(rows)
    found = made.listed("customers")
    assert len(found) == 4372
    days = {name: (date(2011, 12, 9) - date.fromisoformat(day)).days for name, day in last.items()}
    bands = {name: str(5 if n <= 30 else 4 if n <= 90 else 3 if n <= 180 else 2 if n <= 365 else 1) for name, n in days.items()}
    assert {name: found[name]["rfm"][0] for name in days} == bands
    assert {found[name]["rfm_reason"] for name in first.keys() - days.keys()} == {"none_placed"}
    gave_back = found["U12346"]
    assert (gave_back["recency_days"], gave_back["rfm"], gave_back["amount_12m"]["amount"]) == (325, "211", "0.0")


def test_telco_churn(tmp_path: Path) -> None:
    with data("telco_customer_churn_7043.csv").open(encoding="utf-8") as file:
        customers = list(csv.DictReader(file))
    lost = ", {from: 2023-07-15, stage: lost, reason: 未说明}"
    stages = {
        "K" + one["customerID"].replace("-", ""): f"[{{from: 2020-01-01, stage: won}}{lost if one['Churn'] == 'Yes' else ''}]"
        for one in customers
    }
    found = Published(tmp_path, "2023-12-31", "USD", stages).listed("metrics")["churn_rate"]
    assert (found["numerator"], found["denominator"], round(float(found["value"]["ratio"]), 4)) == ("1869", "7043", 0.2654)
