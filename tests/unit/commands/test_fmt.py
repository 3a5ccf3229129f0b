"""``fmt``: the files it changes are named, the others untouched; ``--check`` changes nothing and says so by its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanding import Run, run_in
from repositories import Repository

from crmsite.catalogue import KINDS
from crmsite.grammar.shapes import shape_of
from crmsite.kinds.kind import Kind
from crmsite.reading.reader import Reader, model_of
from crmsite.reading.tidying import tidied

NEED = "customers/C001/needs/01.yaml"
STARTED = [kind for kind in KINDS if kind.id in ("contact", "need", "plan", "case", "risk", "waiver", "rootcause", "improvement", "goals")]


@pytest.fixture
def untidy(run: Run, company: Repository) -> Repository:
    """A company in form but for one need."""
    run("fmt")
    company.edit(NEED, "nature: explicit\nkind: function\n", "kind: function\nnature: 显性\n")
    return company


def state(company: Repository) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in company.records.rglob("*") if path.is_file()}


def test_the_files_that_changed_are_named_and_the_others_left_alone(run: Run, untidy: Repository) -> None:
    before = state(untidy)
    said = run("fmt")
    assert (said.code, said.out) == (0, f"records/{NEED}\n")
    assert "1 put in order" in said.err
    changed = {path for path, content in state(untidy).items() if before[path] != content}
    assert changed == {str(untidy.records / NEED)}
    assert (untidy.records / NEED).read_text("utf-8").startswith("nature: explicit\nkind: function\n")
    assert run("fmt").out == ""


def test_check_changes_nothing_and_ends_with_1(run: Run, untidy: Repository) -> None:
    before = state(untidy)
    said = run("fmt", "--check")
    assert (said.code, said.out) == (1, f"records/{NEED}\n")
    assert state(untidy) == before


def test_check_ends_with_0_where_all_is_in_form(run: Run, untidy: Repository) -> None:
    run("fmt")
    said = run("fmt", "--check", lang="zh")
    assert (said.code, said.out) == (0, "")
    assert "0 个需要整理" in said.err


@pytest.mark.parametrize(
    ("paths", "touched"),
    [
        ([f"records/{NEED}"], True), (["records/customers/C001"], True), (["records"], True), (["."], True), (["records/customers/C002"], False),
        (["records/customers/C002", f"records/{NEED}"], True),
    ],
)  # fmt: skip
def test_a_path_limits_what_is_looked_at(run: Run, untidy: Repository, paths: list[str], touched: bool) -> None:
    said = run("fmt", "--check", *(str(untidy.root / path) for path in paths))
    assert (said.code, said.out != "") == ((1, True) if touched else (0, False))


@pytest.mark.parametrize("path", ["README.md", "records/customers/C009", "records/customers/C001/orders.csv", "../elsewhere"])
def test_a_path_without_records_is_refused(run: Run, untidy: Repository, path: str) -> None:
    (untidy.root / "README.md").write_text("# A\n", "utf-8")
    before = state(untidy)
    said = run("fmt", path)
    assert (said.code, said.out) == (2, "")
    assert path in said.err
    assert state(untidy) == before


def test_a_file_with_faults_stays_and_the_others_are_put_in_order(run: Run, untidy: Repository) -> None:
    untidy.edit("customers/C002/needs/01.yaml", "importance: 5", "importance: 8")
    broken = (untidy.records / "customers/C002/needs/01.yaml").read_bytes()
    said = run("fmt")
    assert (said.code, said.out) == (1, f"records/{NEED}\n")
    assert "records/customers/C002/needs/01.yaml: has faults" in said.err
    assert (untidy.records / "customers/C002/needs/01.yaml").read_bytes() == broken


def test_a_table_as_another_system_wrote_it_stays(run: Run, untidy: Repository) -> None:
    untidy.write("customers/C002/orders.csv", b"\xef\xbb\xbforder_id,date,amount,currency\r\nO-1,2024-03-01,5,CNY\r\n")
    run("fmt")
    assert (untidy.records / "customers/C002/orders.csv").read_bytes().startswith(b"\xef\xbb\xbforder_id")


def test_the_figures_are_the_same_before_and_after(run: Run, untidy: Repository) -> None:
    before = run("list", "needs", "--format", "json").out
    run("fmt")
    assert run("list", "needs", "--format", "json").out == before


@pytest.mark.parametrize("kind", STARTED, ids=lambda kind: kind.id)
def test_what_other_commands_write_is_in_form(run: Run, company: Repository, kind: Kind) -> None:
    said = run("new", kind.id, *(["--customer", "C001"] if kind.owner != "none" else []))
    written = (company.root / said.out.strip()).read_text("utf-8")
    names = [line.partition(":")[0] for line in written.splitlines() if line[:1].isalpha()]
    order = [key for key in shape_of(model_of(kind.id)).keys if key in names]
    assert names == order


def test_a_followup_an_answer_and_a_draft_are_in_form(run: Run, company: Repository) -> None:
    paths = [
        run("log", "C001", "拜访", "--kind", "visit", "--by", "E-zhao").out.strip(),
        *run("new", "assessments", "2024-Q3").out.split(),
    ]
    for path in filter(None, paths):
        name = path.removeprefix("records/")
        data = (company.records / name).read_bytes()
        done = tidied(name, data, Reader())
        assert not done.readable or done.text.encode() == data


def test_what_init_writes_is_in_form(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        assert run_in(str(tmp_path), "init", lang, lang=lang).code == 0
        said = run_in(str(tmp_path / lang), "fmt", "--check")
        assert (said.code, said.out) == (0, "")
