"""What an audience may not see is in no byte of its site, and moves no byte of it."""

from __future__ import annotations

from pathlib import Path

from repositories import Repository

HIDDEN = {
    "an amount": ("customers/C001/orders.csv", "120000", "777123"),
    "a contact": ("customers/C001/contacts/01.yaml", None, "code: 联系人-991\nmasked_name: 秦*\ntitle: 金丝雀总监\nrole: user_lead\nsince: 2022-01-01\n"),
    "a need": ("customers/C001/needs/01.yaml", "导出报表", "金丝雀导出"),
    "a follow-up": ("customers/C001/followups/2024/20240715-zhao-1.yaml", "走访", "金丝雀走访"),
    "an owner": ("people/E-zhao.yaml", "赵明", "金丝雀"),
}


def change(repository: Repository, name: str) -> str:
    path, old, new = HIDDEN[name]
    if old is None:
        repository.write(path, new)
        return "金丝雀"
    repository.edit(path, old, new)
    return new


def test_hidden_records_are_in_no_byte(repository: Repository) -> None:
    marks = [change(repository, name) for name in HIDDEN]
    repository.build(audience="public", despite_faults=True)
    for path, data in repository.pages().items():
        for mark in (*marks, "金丝雀", "777123", "777,123", "77.71", "联系人-"):
            assert mark not in data.decode("utf-8", "replace"), f"{mark} in {path}"


def test_the_same_records_are_shown_to_those_who_may_see_them(repository: Repository) -> None:
    marks = [change(repository, name) for name in HIDDEN]
    repository.build(despite_faults=True)
    text = "".join(data.decode("utf-8", "replace") for data in repository.pages().values())
    assert [mark for mark in marks if mark not in text and mark != "777123"] == []


def test_two_repositories_that_differ_only_in_hidden_things_give_the_same_bytes(repository: Repository, tmp_path: Path) -> None:
    before = repository.clean_pages(tmp_path / "before", audience="public")
    for name in HIDDEN:
        change(repository, name)
    after = repository.clean_pages(tmp_path / "after", audience="public", despite_faults=True)
    assert before == after


def test_customers_outside_an_audience_do_not_appear(repository: Repository) -> None:
    repository.build(audience="partner")
    pages = repository.pages()
    assert "c/C001.html" in pages
    examples = ("methods.html", "en/methods.html")  # the manual's examples have ids of their own
    assert [path for path, data in pages.items() if "第2制造".encode() in data or b"No. 2" in data] == []
    assert [path for path, data in pages.items() if b"C002" in data and path not in examples] == []


def test_declassified_score_is_shown_without_what_it_was_made_from(repository: Repository) -> None:
    repository.build(audience="public")
    page = repository.page("c/C001.html")
    assert ">A<" in page
    assert "25" not in page.split("<main")[1].split("</main>")[0].replace("2025", "")
