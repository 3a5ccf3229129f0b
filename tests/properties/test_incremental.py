"""However a repository came to be what it is, its incremental site equals a site built from nothing, byte for byte."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from repositories import SITE, Repository, customer

NUMBERS = st.integers(1, 5)
EXPORT = "customer,order_id,date,amount\n{rows}"


class Editing(RuleBasedStateMachine):
    """Somebody edits, another breaks and mends, policy and theme change, a build is killed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="editing-"))
        self.repository = Repository(self.folder / "repository", SITE)
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize()
    def two_customers(self) -> None:
        self.repository.add(customer(1))
        self.repository.add(customer(2))

    def there(self, number: int) -> bool:
        return (self.repository.records / f"customers/C{number:03d}/customer.yaml").exists()

    def replace(self, path: str, old: str, new: str) -> None:
        target = self.repository.records / path
        if target.exists():
            target.write_text(target.read_text("utf-8").replace(old, new), "utf-8")

    @rule(number=NUMBERS)
    def add(self, number: int) -> None:
        self.repository.add(customer(number))

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        shutil.rmtree(self.repository.records / f"customers/C{number:03d}", ignore_errors=True)

    @rule(number=NUMBERS, text=st.sampled_from(["导出月报", "导出周报", "导出报表", "Excel 导出"]))
    def edit_text(self, number: int, text: str) -> None:
        for old in ("导出月报", "导出周报", "导出报表", "Excel 导出"):
            self.replace(f"customers/C{number:03d}/needs/01.yaml", old, text)

    @rule(number=NUMBERS, score=st.integers(3, 10))
    def edit_score(self, number: int, score: int) -> None:
        for old in range(3, 11):
            self.replace(f"customers/C{number:03d}/assessments/2024-Q2.yaml", f"growth: {old},", f"growth: {score},")

    @rule(number=NUMBERS)
    def rename_file(self, number: int) -> None:
        folder = self.repository.records / f"customers/C{number:03d}/needs"
        if (folder / "01.yaml").exists():
            (folder / "01.yaml").rename(folder / "02.yaml")
            self.replace(f"customers/C{number:03d}/plans/2024.yaml", f"N-C{number:03d}-01", f"N-C{number:03d}-02")

    @rule(number=NUMBERS, parent=NUMBERS)
    def group(self, number: int, parent: int) -> None:
        path = f"customers/C{number:03d}/customer.yaml"
        target = self.repository.records / path
        if number != parent and self.there(number) and self.there(parent):
            text = "\n".join(line for line in target.read_text("utf-8").split("\n") if not line.startswith("parent:"))
            target.write_text(text + f"parent: C{parent:03d}\n", "utf-8")

    @rule(rows=st.lists(st.tuples(NUMBERS, st.integers(1, 9)), max_size=4))
    def export(self, rows: list[tuple[int, int]]) -> None:
        text = "".join(f"C{n:03d},X-{at},2024-07-1{at},{amount}0000\n" for at, (n, amount) in enumerate(rows) if self.there(n))
        self.repository.write("orders/2024-07.csv", EXPORT.format(rows=text))

    @rule(number=NUMBERS, alias=st.sampled_from(["ERP-1", "ERP-2"]))
    def export_by_alias(self, number: int, alias: str) -> None:
        path = self.repository.records / f"customers/C{number:03d}/customer.yaml"
        if path.exists() and "aliases" not in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8") + f"aliases: [{alias}]\n", "utf-8")
        self.repository.write("orders/2024-06.csv", EXPORT.format(rows=f"{alias},Y-1,2024-06-11,50000\n"))

    @rule(number=NUMBERS, mend=st.booleans())
    def break_or_mend(self, number: int, mend: bool) -> None:
        path = f"customers/C{number:03d}/followups/2024/20240715-zhao-1.yaml"
        self.replace(path, *(("kind: vist", "kind: visit") if mend else ("kind: visit", "kind: vist")))

    @rule(name=st.sampled_from(["赵明", "赵一鸣"]))
    def rename_person(self, name: str) -> None:
        self.repository.write("people/E-zhao.yaml", SITE.split("-- people/E-zhao.yaml --\n")[1].replace("赵明", name))

    @rule(languages=st.sampled_from(["[zh-CN, en]", "[zh-CN]", "[en, zh-CN]"]))
    def languages(self, languages: str) -> None:
        for old in ("[zh-CN, en]", "[zh-CN]", "[en, zh-CN]"):
            self.replace("site.yaml", f"languages: {old}", f"languages: {languages}")

    @rule(day=st.sampled_from(["2024-07-31", "2024-05-01", "2024-03-30"]))
    def as_of(self, day: str) -> None:
        for old in ("2024-07-31", "2024-05-01", "2024-03-30"):
            self.replace("site.yaml", f"as_of: {old}", f"as_of: {day}")

    @rule(high=st.sampled_from(["300000", "1000000"]))
    def policy(self, high: str) -> None:
        self.repository.write(
            "policy/value-v1.yaml", f"effective_from: 2020-01-01\nwindow_months: 12\nhigh: {high}\nmedium: 200000\n"
        )

    @rule(colour=st.sampled_from(["#123456", "#654321"]))
    def theme(self, colour: str) -> None:
        folder = self.repository.root / "themes" / "ours"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "theme.yaml").write_text(f'extends: default\ntokens: {{light: {{link: "{colour}"}}}}\n', "utf-8")
        self.replace("site.yaml", "as_of:", "theme: ours\nas_of:") if "theme:" not in (
            self.repository.records / "site.yaml").read_text("utf-8") else None

    @rule()
    def hand_edit_a_page(self) -> None:
        index = self.repository.site / "index.html"
        if index.exists():
            index.write_bytes(b"<p>by hand</p>")

    @rule()
    def lose_the_memo(self) -> None:
        shutil.rmtree(self.repository.root / ".crmsite", ignore_errors=True)

    @rule(after=st.integers(5, 250))
    def kill(self, after: int) -> None:
        child = os.fork()
        if child == 0:
            try:
                self.repository.build(despite_faults=True)
            finally:
                os._exit(0)
        time.sleep(after / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    @precondition(lambda self: self.count < 8)
    @rule()
    def build(self) -> None:
        self.repository.build(despite_faults=True)
        self.count += 1
        with tempfile.TemporaryDirectory() as clean:
            assert self.repository.pages() == self.repository.clean_pages(Path(clean), despite_faults=True)

    @invariant()
    def site_is_whole(self) -> None:
        """Whatever happened, the site that stands is one that was published: its manifest lists exactly what is there."""
        manifest = self.repository.site / ".crmsite-manifest"
        if manifest.exists():
            listed = {line.split(" ", 2)[2] for line in manifest.read_text("utf-8").splitlines()}
            assert listed == set(self.repository.pages()) - {".crmsite-manifest"}


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=int(os.environ.get("CRMSITE_SEQUENCES", "8")), stateful_step_count=14)
